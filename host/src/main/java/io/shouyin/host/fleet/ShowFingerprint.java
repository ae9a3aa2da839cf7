package io.shouyin.host.fleet;

import io.shouyin.host.credentials.Challenge;
import io.shouyin.host.credentials.Challenges;
import io.shouyin.host.credentials.Challenges.FingerprintChallenge;
import io.shouyin.host.credentials.Leaf;
import io.shouyin.host.webauthn.PasskeyOptions;
import io.shouyin.host.webauthn.RelyingParty;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Refusal;
import io.shouyin.kernel.TerminalId;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// A fingerprint for one transaction to come: what the authenticator signs covers the transaction, and the handle that the terminal gets
/// opens no other.
@Service
class ShowFingerprint {

    private final Challenges challenges;
    private final RelyingParty relyingParty;
    private final FingerprintStore store;
    private final FleetAudit audit;
    private final InstantSource clock;

    ShowFingerprint(Challenges challenges, RelyingParty relyingParty, FingerprintStore store, FleetAudit audit, InstantSource clock) {
        this.challenges = challenges;
        this.relyingParty = relyingParty;
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    record Asked(UUID id, PasskeyOptions.Request options) {}

    /// @param whose finger the rule wants
    /// @return nothing if nobody of these has one at this terminal
    @Transactional
    public Optional<Asked> ask(Challenge.Transaction transaction, Leaf.Actor whose) {
        List<byte[]> allowed = store.of(transaction.terminal()).stream().filter(kept -> switch (whose) {
            case SELF -> kept.operator().equals(transaction.operator());
            case SUPERVISOR -> kept.operator().equals(OperatorNumber.SUPERVISOR);
        }).map(kept -> kept.passkey().credentialId()).toList();
        if (allowed.isEmpty()) {
            return Optional.empty();
        }
        FingerprintChallenge challenge = challenges.askFingerprint(transaction);
        return Optional.of(new Asked(challenge.challenge().id(), relyingParty.request(challenge.bytes(), allowed)));
    }

    sealed interface Answer {
        /// @param handle 16 bytes
        record Proven(byte[] handle) implements Answer {}

        record Refused(Refusal refusal) implements Answer {}
    }

    @Transactional
    public Answer answer(TerminalId terminal, UUID challengeId, byte[] credentialId, String credential) {
        Optional<FingerprintChallenge> challenge = challenges.openFingerprint(terminal, challengeId);
        if (challenge.isEmpty()) {
            return new Answer.Refused(FleetRefusal.FINGERPRINT_CHALLENGE_UNKNOWN);
        }
        Optional<FingerprintStore.Enrolled> kept = store.of(terminal).stream()
                .filter(one -> Arrays.equals(one.passkey().credentialId(), credentialId)).findFirst();
        if (kept.isEmpty()) {
            return new Answer.Refused(FleetRefusal.FINGERPRINT_UNKNOWN);
        }
        return switch (relyingParty.verify(credential, challenge.get().bytes(), kept.get().passkey())) {
            case RelyingParty.Assertion.Refused refused -> {
                audit.fingerprintRefused(terminal, kept.get().operator(), refused.refusal());
                yield new Answer.Refused(refused.refusal());
            }
            case RelyingParty.Assertion.Right right -> {
                store.used(right.passkey(), clock.instant());
                audit.fingerprintShown(terminal, kept.get().operator());
                yield challenges.fingerprintProven(challengeId, kept.get().operator()).<Answer>map(Answer.Proven::new)
                        .orElseGet(() -> new Answer.Refused(FleetRefusal.FINGERPRINT_CHALLENGE_UNKNOWN));
            }
        };
    }
}
