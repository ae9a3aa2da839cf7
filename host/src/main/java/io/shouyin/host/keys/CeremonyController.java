package io.shouyin.host.keys;

import io.shouyin.host.keys.Ceremony.Plan;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.WebRefusal;
import io.shouyin.kernel.TerminalId;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.SealedPartCommands.EnteredPart;
import io.shouyin.vault.SealedPartCommands.EntryKey;
import io.shouyin.vault.SealedPartCommands.Form;
import io.shouyin.vault.SealedPartCommands.Officer;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Key ceremonies for officers. A part passes in an envelope between its officer's own machine and the vault: nothing here can open it.
@RestController
@RequestMapping("/api/v1/keys/ceremonies")
class CeremonyController {

    private static final String ID = "[0-9A-Z]{8}";

    private final Ceremonies ceremonies;

    CeremonyController(Ceremonies ceremonies) {
        this.ceremonies = ceremonies;
    }

    /// @param parts how many officers see or enter a part
    /// @param threshold how many shares give the key back
    /// @param checkValue of the whole
    /// @param exchangeKey the zone master key that `block` is under
    /// @param withCredentialKey a terminal gets a credential key too
    /// @param replaceKeys an activated terminal loses its present keys
    record Proposal(@NotNull CeremonyKind kind, @Pattern(regexp = "[a-z][a-z0-9-]{1,31}") String keyName, @Min(1) Integer version,
                    KeyPurpose purpose, @Pattern(regexp = "[0-9A-Za-z]{8}") String terminalId, Form form, @Min(2) @Max(16) Integer parts,
                    @Min(2) @Max(16) Integer threshold, @Pattern(regexp = "[0-9A-Fa-f]{6,16}") String checkValue,
                    @Pattern(regexp = "[a-z][a-z0-9-]{1,31}") String exchangeKey, @Pattern(regexp = "[ -~]{16,1000}") String block,
                    Boolean withCredentialKey, Boolean replaceKeys) {

        Plan plan() {
            return switch (kind) {
                case GENERATE -> Plan.ofParts(needed(keyName), needed(purpose), needed(form), needed(parts), threshold == null ? parts : threshold,
                        Optional.empty());
                case ENTER -> Plan.ofParts(needed(keyName), needed(purpose), needed(form), needed(parts), parts,
                        Optional.of(needed(checkValue).toUpperCase(Locale.ROOT)));
                case IMPORT -> Plan.ofImport(needed(keyName), needed(purpose), needed(exchangeKey), needed(block));
                case TERMINAL -> Plan.ofTerminal(new TerminalId(needed(terminalId)), needed(parts), Boolean.TRUE.equals(withCredentialKey),
                        Boolean.TRUE.equals(replaceKeys));
                case ACTIVATE, REVOKE, DESTROY -> Plan.ofVersion(needed(keyName), needed(version), needed(checkValue).toUpperCase(Locale.ROOT));
            };
        }

        private static <T> T needed(T value) {
            if (value == null) {
                throw new RefusedRequest(HttpStatus.BAD_REQUEST, WebRefusal.REQUEST_INVALID);
            }
            return value;
        }

        @Override
        public String toString() {
            return "Proposal[" + kind + "]";
        }
    }

    /// @param officerKey of this moment alone: P-256, SubjectPublicKeyInfo
    record Asked(@NotNull @Size(max = 200) byte[] officerKey) {}

    /// @param number of a component or share, as its paper says
    /// @param envelope the part in hex, sealed for the ceremony's `entryKey`
    /// @param checkValue of the part, as its paper says
    record Entered(@Min(1) @Max(255) int number, @NotNull @Size(max = 1000) byte[] envelope,
                   @NotNull @Pattern(regexp = "[0-9A-Fa-f]{6,16}") String checkValue) {}

    record TakenPart(int part, String officer, Instant at, String checkValue) {}

    /// @param expectedCheckValue of the whole, as it was proposed; of a key to be imported, as the vault found it in the block
    /// @param entryKey of a key that is entered, while it is: what parts are sealed for
    record CeremonyView(String id, CeremonyKind kind, CeremonyState state, String keyName, Integer version, KeyPurpose purpose, String terminalId,
                        Form form, int parts, int threshold, boolean withCredentialKey, boolean replaceKeys, String expectedCheckValue, String exchangeKey,
                        String checkValue, String credentialCheckValue, String proposedBy, Instant proposedAt, String approvedBy, Instant approvedAt,
                        Instant expiresAt, Instant endedAt, byte[] entryKey, List<TakenPart> officers) {

        static CeremonyView of(Ceremony ceremony) {
            Plan plan = ceremony.plan();
            return new CeremonyView(ceremony.id(), ceremony.kind(), ceremony.state(), plan.keyName().orElse(null), plan.version().orElse(null),
                    plan.purpose().orElse(null), plan.terminal().map(TerminalId::value).orElse(null), plan.form().orElse(null), plan.parts(),
                    plan.threshold(), plan.withCredentialKey(), plan.replaceKeys(), plan.checkValue().orElse(null), plan.exchangeKey().orElse(null),
                    ceremony.checkValue().orElse(null), ceremony.credentialCheckValue().orElse(null), ceremony.proposedBy(), ceremony.proposedAt(),
                    ceremony.approvedBy().orElse(null), ceremony.approvedAt().orElse(null), ceremony.expiresAt(), ceremony.endedAt().orElse(null),
                    ceremony.sealing().flatMap(Ceremony.Sealing::entryKey).map(EntryKey::publicKey).orElse(null),
                    ceremony.officers().stream().map(taken -> new TakenPart(taken.part(), taken.officer(), taken.at(), taken.checkValue())).toList());
        }
    }

    /// Shown once; nothing of it can be asked for again.
    ///
    /// @param envelope the component in hex, sealed for the officer's key
    /// @param checkValue of this component, `wholeCheckValue` of the key
    record ShownComponent(KeyPurpose purpose, byte[] envelope, String checkValue, String wholeCheckValue) {}

    record ShownPart(int part, List<ShownComponent> components, CeremonyView ceremony) {}

    @Operation(summary = "The newest ceremonies")
    @PreAuthorize(Allowed.KEYS)
    @GetMapping
    List<CeremonyView> newest() {
        return ceremonies.newest().stream().map(CeremonyView::of).toList();
    }

    @Operation(summary = "One ceremony")
    @PreAuthorize(Allowed.KEYS)
    @GetMapping("/{id}")
    CeremonyView find(@PathVariable @Pattern(regexp = ID) String id) {
        return CeremonyView.of(ceremonies.find(id));
    }

    @Operation(summary = "Propose a ceremony; another officer approves it within 30 minutes")
    @PreAuthorize(Allowed.KEY_OFFICER)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    CeremonyView propose(@Valid @RequestBody Proposal proposal, Principal officer) {
        return CeremonyView.of(ceremonies.propose(proposal.kind(), proposal.plan(), officer.getName()));
    }

    @Operation(summary = "Approve what another officer proposed; what needs no parts is done by this")
    @PreAuthorize(Allowed.KEY_OFFICER)
    @FreshLogin
    @PostMapping("/{id}/approval")
    CeremonyView approve(@PathVariable @Pattern(regexp = ID) String id, Principal officer) {
        return CeremonyView.of(ceremonies.approve(id, officer.getName()));
    }

    @Operation(summary = "See one's own part of a generated key; it is in this answer and nowhere else, sealed for the officer's key")
    @PreAuthorize(Allowed.KEY_OFFICER)
    @PostMapping("/{id}/parts/shown")
    ShownPart show(@PathVariable @Pattern(regexp = ID) String id, @Valid @RequestBody Asked asked, Principal officer) {
        Ceremonies.Shown shown = ceremonies.show(id, new Officer(officer.getName(), asked.officerKey()));
        Ceremony ceremony = ceremonies.find(id);
        return new ShownPart(shown.part(), shown.components().stream().map(component -> new ShownComponent(component.purpose(),
                component.envelope(), component.checkValue(), component.purpose() == KeyPurpose.TERMINAL_CREDENTIAL
                        ? ceremony.credentialCheckValue().orElseThrow() : ceremony.checkValue().orElseThrow())).toList(), CeremonyView.of(ceremony));
    }

    @Operation(summary = "Enter one's own part of a key from elsewhere, sealed for the ceremony's key")
    @PreAuthorize(Allowed.KEY_OFFICER)
    @PostMapping("/{id}/parts")
    CeremonyView enter(@PathVariable @Pattern(regexp = ID) String id, @Valid @RequestBody Entered part, Principal officer) {
        return CeremonyView.of(ceremonies.enter(id, new EnteredPart(part.number(), officer.getName(), part.envelope()), part.checkValue()));
    }

    @Operation(summary = "Cancel a ceremony; what waits in it is wiped")
    @PreAuthorize(Allowed.KEY_OFFICER)
    @PostMapping("/{id}/cancellation")
    CeremonyView cancel(@PathVariable @Pattern(regexp = ID) String id) {
        return CeremonyView.of(ceremonies.cancel(id));
    }
}
