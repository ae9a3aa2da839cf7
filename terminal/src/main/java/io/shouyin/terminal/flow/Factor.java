package io.shouyin.terminal.flow;

import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.terminal.device.Text;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What guards a transaction, in the order in which it is asked: who stands at the till first, the cardholder's PIN last.
enum Factor {
    TRANSACTION_PASSWORD(FactorTlv.TRANSACTION_PASSWORD),
    CARD_PASSWORD(FactorTlv.CARD_PASSWORD),
    SUPERVISOR_PASSWORD(FactorTlv.SUPERVISOR_PASSWORD),
    ONE_TIME_CODE(FactorTlv.ONE_TIME_CODE),
    /// Of whoever trades.
    FINGERPRINT(FactorTlv.FINGERPRINT),
    SUPERVISOR_FINGERPRINT(FactorTlv.FINGERPRINT, FactorTlv.SECOND_PERSON),
    PIN(FactorTlv.PIN_BLOCK);

    private final int tag;
    private final int code;

    Factor(int tag) {
        this(tag, 0);
    }

    Factor(int tag, int whose) {
        this.tag = tag;
        this.code = tag & 0x7F | whose;
    }

    /// The tag of field 57 that answers it.
    int tag() {
        return tag;
    }

    /// @param code how the host names it: the low byte of the tag, and whose it is; of a password in two halves the same as of a whole one
    static Optional<Factor> of(int code) {
        return ofCode(code).or(() -> ofCode(code & ~FactorTlv.SECOND_PERSON));
    }

    private static Optional<Factor> ofCode(int code) {
        return Arrays.stream(values()).filter(factor -> factor.code == code).findFirst();
    }

    boolean isFinger() {
        return this == FINGERPRINT || this == SUPERVISOR_FINGERPRINT;
    }

    /// Whether it is made for one transaction and opens no other.
    boolean isBoundToTransaction() {
        return this == ONE_TIME_CODE || isFinger();
    }

    Text text() {
        return Text.of("factor." + name().toLowerCase(Locale.ROOT));
    }
}
