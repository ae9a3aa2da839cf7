package io.shouyin.host.credentials;

import java.util.Optional;

/// What a transaction is guarded by, beside the card.
public enum Factor {
    TXN_PASSWORD(0xDF02),
    /// Of another person than the operator.
    SUPERVISOR_PASSWORD(0xDF03),
    CARD_PASSWORD(0xDF05),
    /// Sent by SMS, or of an authenticator application.
    ONE_TIME_CODE(0xDF06),
    FINGERPRINT(0xDF07),
    /// The cardholder's own: the issuer judges it, the host only sees that there is one.
    PIN(0xDF20);

    private final int tag;

    Factor(int tag) {
        this.tag = tag;
    }

    /// The tag of field 57 that answers it; of the PIN the one that it has in the profiles without field 52.
    public int tag() {
        return tag;
    }

    static Optional<Factor> ofName(String name) {
        for (Factor factor : values()) {
            if (factor.name().equals(name)) {
                return Optional.of(factor);
            }
        }
        return Optional.empty();
    }
}
