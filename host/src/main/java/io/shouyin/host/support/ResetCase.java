package io.shouyin.host.support;

import java.time.Instant;
import java.util.Optional;

/// A case as it stands.
///
/// @param factorsLost no second factor remains: the account's factors are taken
/// @param newPhoneMasked of a changed phone
/// @param expiresAt when the step that is due has to be done
/// @param endedBy who rejected or cancelled it, `endedWhy` says why
record ResetCase(String id, Wish wish, CaseSubject subject, String ticket, String reason, boolean factorsLost, Optional<String> newPhoneMasked,
                 State state, String openedBy, Instant openedAt, Instant expiresAt, Optional<String> provedBy, Optional<Instant> provedAt,
                 Optional<String> approvedBy, Optional<Instant> approvedAt, Optional<Instant> sentAt, Optional<String> sentToMasked,
                 Optional<Instant> endedAt, Optional<String> endedBy, Optional<String> endedWhy, Optional<Instant> coolingUntil) {

    enum Wish {
        /// A new secret in place of a forgotten one.
        FORGOTTEN,
        /// Another phone.
        CHANNEL
    }

    enum State {
        OPEN,
        /// Who asks has proved who they are.
        PROVED,
        /// Until the same transaction has sent something.
        APPROVED,
        /// The link or code is on its way to the registered phone.
        SENT,
        COMPLETED,
        REJECTED,
        EXPIRED,
        CANCELLED
    }

    /// What was shown to prove it.
    enum ProofKind {
        IDENTITY_CARD,
        PASSPORT,
        BUSINESS_LICENCE,
        /// Called back under the number that is registered.
        CALL_BACK,
        /// Somebody of the staff knows and sees the person.
        IN_PERSON,
        VIDEO
    }

    /// @param seen what was seen, in words; no number of a document in full
    record Proof(ProofKind kind, String seen, String seenBy, Instant seenAt) {}

    /// Two of different kinds where one would open much: no second factor remains, or the codes of all terminals of a merchant go elsewhere.
    int proofsNeeded() {
        return factorsLost || wish == Wish.CHANNEL && subject instanceof CaseSubject.Merchant ? 2 : 1;
    }

    /// Who took part, for the audit log.
    String trail() {
        return id + " " + wish + " ticket " + ticket + " opened by " + openedBy;
    }
}
