package io.shouyin.host.support;

import io.shouyin.host.support.Cases.Told;
import io.shouyin.host.support.Cases.Wanted;
import io.shouyin.host.support.ResetCase.Proof;
import io.shouyin.host.support.ResetCase.ProofKind;
import io.shouyin.host.support.ResetCase.State;
import io.shouyin.host.support.ResetCase.Wish;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.PlainName;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Cases of forgotten credentials and changed phones, for the service desk.
@RestController
@RequestMapping("/api/v1/cases")
class CaseController {

    private static final String ID = "[0-9A-Z]{8}";
    /// The forms of [CaseSubject#key].
    private static final String SUBJECT = "staff:[a-z][a-z0-9._-]{1,31}|operator:[0-9A-Za-z]{8}/[0-9]{2}|transaction-password:[0-9A-Za-z]{8}"
            + "|card-user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|merchant:[0-9]{15}";
    private static final String STATES = "|OPEN|PROVED|APPROVED|SENT|COMPLETED|REJECTED|EXPIRED|CANCELLED";

    private final Cases cases;

    CaseController(Cases cases) {
        this.cases = cases;
    }

    record Search(@Size(max = 100) String query, @Pattern(regexp = STATES) String state) {}

    /// @param subject `staff:lin`, `operator:10000001/01`, `transaction-password:10000001`, `card-user:<id>` or `merchant:<number>`
    /// @param newPhone for wish CHANNEL
    record NewCase(@NotNull Wish wish, @NotNull @Pattern(regexp = SUBJECT) String subject, @NotBlank @Pattern(regexp = PlainName.TEXT) @Size(max = 40) String ticket,
                   @NotBlank @Pattern(regexp = PlainName.TEXT) @Size(max = 200) String reason, boolean factorsLost, @Size(max = 30) String newPhone) {

        @Override
        public String toString() {
            return "NewCase[" + wish + " " + subject + "]";
        }
    }

    record NewProof(@NotNull ProofKind kind, @NotBlank @Pattern(regexp = PlainName.TEXT) @Size(max = 200) String seen) {}

    record Why(@NotBlank @Pattern(regexp = PlainName.TEXT) @Size(max = 200) String why) {}

    /// @param proofsNeeded before it can be approved
    /// @param expiresAt when the step that is due has to be done
    record CaseItem(String id, Wish wish, String subject, String ticket, String reason, boolean factorsLost, int proofsNeeded, String newPhoneMasked,
                    State state, String openedBy, Instant openedAt, Instant expiresAt, String provedBy, Instant provedAt, String approvedBy,
                    Instant approvedAt, Instant sentAt, String sentToMasked, Instant endedAt, String endedBy, String endedWhy, Instant coolingUntil) {

        static CaseItem of(ResetCase reset) {
            return new CaseItem(reset.id(), reset.wish(), reset.subject().key(), reset.ticket(), reset.reason(), reset.factorsLost(), reset.proofsNeeded(),
                    reset.newPhoneMasked().orElse(null), reset.state(), reset.openedBy(), reset.openedAt(), reset.expiresAt(),
                    reset.provedBy().orElse(null), reset.provedAt().orElse(null), reset.approvedBy().orElse(null), reset.approvedAt().orElse(null),
                    reset.sentAt().orElse(null), reset.sentToMasked().orElse(null), reset.endedAt().orElse(null), reset.endedBy().orElse(null),
                    reset.endedWhy().orElse(null), reset.coolingUntil().orElse(null));
        }
    }

    record CaseView(CaseItem reset, List<Proof> proofs) {

        static CaseView of(Told told) {
            return new CaseView(CaseItem.of(told.reset()), told.proofs());
        }
    }

    @Operation(summary = "Cases under way, then the newest ones")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping
    Page<CaseItem> search(@Valid @ParameterObject Search search, @Valid @ParameterObject PageQuery page) {
        return cases.search(search.query(), search.state() == null ? "" : search.state(), page).map(CaseItem::of);
    }

    @Operation(summary = "A case with its proofs")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping("/{id}")
    CaseView find(@PathVariable @Pattern(regexp = ID) String id) {
        return CaseView.of(cases.find(id));
    }

    @Operation(summary = "Open a case for somebody who has forgotten a credential, or has another phone")
    @PreAuthorize(Allowed.SERVICE_DESK)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    CaseView open(@Valid @RequestBody NewCase wanted, Principal agent) {
        return CaseView.of(cases.open(new Wanted(wanted.wish(), CaseSubject.of(wanted.subject()), wanted.ticket().strip(), wanted.reason().strip(),
                wanted.factorsLost(), Optional.ofNullable(wanted.newPhone())), agent.getName()));
    }

    @Operation(summary = "Record a proof of identity; with the last one that is needed the case waits for approval")
    @PreAuthorize(Allowed.SERVICE_DESK)
    @FreshLogin
    @PostMapping("/{id}/proofs")
    CaseView prove(@PathVariable @Pattern(regexp = ID) String id, @Valid @RequestBody NewProof proof, Principal agent) {
        return CaseView.of(cases.prove(id, proof.kind(), proof.seen().strip(), agent.getName()));
    }

    @Operation(summary = "Approve, by somebody who neither opened the case nor saw a proof: the link or code is sent, or the phone changed")
    @PreAuthorize(Allowed.SERVICE_DESK_SECOND_PERSON)
    @FreshLogin
    @PostMapping("/{id}/approval")
    CaseView approve(@PathVariable @Pattern(regexp = ID) String id, Principal approver) {
        return CaseView.of(cases.approve(id, approver.getName()));
    }

    @Operation(summary = "Reject, by a second person as well")
    @PreAuthorize(Allowed.SERVICE_DESK_SECOND_PERSON)
    @PostMapping("/{id}/rejection")
    CaseView reject(@PathVariable @Pattern(regexp = ID) String id, @Valid @RequestBody Why why, Principal approver) {
        return CaseView.of(cases.reject(id, why.why().strip(), approver.getName()));
    }

    @Operation(summary = "Cancel a case under way: what was sent opens nothing any more")
    @PreAuthorize(Allowed.SERVICE_DESK)
    @PostMapping("/{id}/cancellation")
    CaseView cancel(@PathVariable @Pattern(regexp = ID) String id, @Valid @RequestBody Why why, Principal agent) {
        return CaseView.of(cases.cancel(id, why.why().strip(), agent.getName()));
    }
}
