package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.terminal.device.Text;
import java.util.Locale;
import java.util.Optional;

/// What guards a transaction, in the order in which it is asked: who stands at the till first, the cardholder's PIN last.
enum Factor {
    TRANSACTION_PASSWORD(FactorTlv.TRANSACTION_PASSWORD),
    CARD_PASSWORD(FactorTlv.CARD_PASSWORD),
    SUPERVISOR_PASSWORD(FactorTlv.SUPERVISOR_PASSWORD),
    ONE_TIME_CODE(FactorTlv.ONE_TIME_CODE),
    FINGERPRINT(FactorTlv.FINGERPRINT),
    PIN(FactorTlv.PIN_BLOCK);

    private final int tag;

    Factor(int tag) {
        this.tag = tag;
    }

    /// The tag of field 57 that answers it.
    int tag() {
        return tag;
    }

    /// @param code the low byte of the tag: how the host names it
    static Optional<Factor> of(int code) {
        for (Factor factor : values()) {
            if ((factor.tag & 0xFF) == code) {
                return Optional.of(factor);
            }
        }
        return Optional.empty();
    }

    /// Whether it is made for one transaction and opens no other.
    boolean isBoundToTransaction() {
        return this == ONE_TIME_CODE || this == FINGERPRINT;
    }

    Text text() {
        return Text.of("factor." + name().toLowerCase(Locale.ROOT));
    }
}
