package io.shouyin.host.fleet;

import io.shouyin.host.credentials.CredentialService;
import io.shouyin.host.credentials.PasswordStateChanged;
import io.shouyin.host.credentials.TerminalPasswords;
import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.host.webauthn.PasskeyOptions;
import io.shouyin.host.webauthn.RelyingParty;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Refusal;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.vault.SecurityModule;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/// A fingerprint is enrolled for an operator who has just shown the password; it goes when the operator does, or gets a new initial password.
@Service
class EnrolFingerprint {

    private final CredentialService credentials;
    private final TerminalPasswords passwords;
    private final RelyingParty relyingParty;
    private final FingerprintStore store;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final FleetAudit audit;
    private final InstantSource clock;

    EnrolFingerprint(CredentialService credentials, TerminalPasswords passwords, RelyingParty relyingParty, FingerprintStore store, SecurityModule vault,
                     InstitutionKeys keys, FleetAudit audit, InstantSource clock) {
        this.credentials = credentials;
        this.passwords = passwords;
        this.relyingParty = relyingParty;
        this.store = store;
        this.vault = vault;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    /// @param sealedPassword as in a log-on (60.3 = 401) of this batch and trace number, tag DF09
    record Wanted(OperatorNumber operator, BatchNumber batch, TraceNumber trace, byte[] sealedPassword) {}

    sealed interface Begun {
        record Open(UUID id, PasskeyOptions.Creation options) implements Begun {}

        record Refused(ResponseCode code) implements Begun {}
    }

    @Transactional
    public Begun begin(TerminalSession terminal, Wanted wanted) {
        byte[] number = wanted.operator().value().getBytes(StandardCharsets.US_ASCII);
        ResponseCode code = credentials.handle(new CredentialService.Request(CredentialService.Kind.LOG_ON, TransactionKind.OPERATOR_LOGON.requestType(),
                terminal.merchant(), terminal.terminal(), wanted.batch(), wanted.trace(), terminal.credentialKey().orElseThrow(),
                Map.of(FactorTlv.OPERATOR, number, FactorTlv.OPERATOR_PASSWORD, wanted.sealedPassword()), Optional.empty(),
                vault.index(keys.index(), wanted.sealedPassword()), false)).code();
        if (code != ResponseCode.APPROVED) {
            return new Begun.Refused(code);
        }
        byte[] challenge = relyingParty.challenge();
        var enrolment = new FingerprintStore.Begun(UUID.randomUUID(), terminal.terminal(), wanted.operator(), challenge);
        store.begin(enrolment, clock.instant().plus(RelyingParty.ANSWER_WAIT_MAX));
        String name = terminal.terminal() + "/" + wanted.operator();
        List<byte[]> existing = store.of(terminal.terminal()).stream().filter(kept -> kept.operator().equals(wanted.operator()))
                .map(kept -> kept.passkey().credentialId()).toList();
        return new Begun.Open(enrolment.id(), relyingParty.creation(challenge, vault.index(keys.index(), name.getBytes(StandardCharsets.US_ASCII)),
                name, name, existing));
    }

    /// @return why not, if it is not enrolled
    @Transactional
    public Optional<Refusal> finish(TerminalSession terminal, UUID enrolmentId, String credential) {
        Optional<FingerprintStore.Begun> begun = store.end(enrolmentId, terminal.terminal(), clock.instant());
        if (begun.isEmpty()) {
            return Optional.of(FleetRefusal.FINGERPRINT_CHALLENGE_UNKNOWN);
        }
        return switch (relyingParty.register(credential, begun.get().challenge())) {
            case RelyingParty.Registration.Refused refused -> {
                audit.fingerprintRefused(terminal.terminal(), begun.get().operator(), refused.refusal());
                yield Optional.of(refused.refusal());
            }
            case RelyingParty.Registration.Made made -> {
                if (!store.add(terminal.terminal(), begun.get().operator(), made.passkey(), clock.instant())) {
                    yield Optional.of(FleetRefusal.FINGERPRINT_KNOWN);
                }
                audit.fingerprintEnrolled(terminal.terminal(), begun.get().operator());
                yield Optional.empty();
            }
        };
    }

    /// In the transaction of whatever happened to an operator's password, at its end.
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    public void forget(PasswordStateChanged changed) {
        TerminalId terminal = changed.terminal();
        List<OperatorNumber> established = passwords.operators(terminal).stream().filter(operator -> operator.state() != TerminalPasswords.State.INITIAL)
                .map(TerminalPasswords.OperatorState::number).toList();
        store.keepOnly(terminal, established).forEach(gone -> audit.fingerprintRemoved(terminal, gone));
    }
}
