package io.shouyin.terminal.flow;

import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.Text;
import java.util.Locale;

/// Which password, or what stands for one, a refusal is about: somebody who has typed two wants to know which was wrong, and who can
/// unlock it.
enum Password {
    TRANSACTION,
    CASHIER,
    SUPERVISOR,
    ADMINISTRATOR,
    CARD,
    CODE,
    FINGERPRINT;

    /// The login password of an operator.
    static Password of(OperatorNumber operator) {
        return switch (operator.role()) {
            case CASHIER -> CASHIER;
            case SUPERVISOR -> SUPERVISOR;
            case ADMINISTRATOR -> ADMINISTRATOR;
        };
    }

    /// What guards a transaction; the PIN is the issuer's.
    static Password of(Factor factor) {
        return switch (factor) {
            case TRANSACTION_PASSWORD, PIN -> TRANSACTION;
            case CARD_PASSWORD -> CARD;
            case SUPERVISOR_PASSWORD -> SUPERVISOR;
            case ONE_TIME_CODE -> CODE;
            case FINGERPRINT, SUPERVISOR_FINGERPRINT -> FINGERPRINT;
        };
    }

    /// What a response code says, where it speaks of a password of this one.
    Text refusal(String code) {
        return code.equals(ResponseCode.FACTOR_WRONG.code()) ? about("wrong")
                : code.equals(ResponseCode.FACTOR_LOCKED.code()) ? about("locked")
                : HostTexts.of(code);
    }

    private Text about(String what) {
        return Text.of("password." + name().toLowerCase(Locale.ROOT) + "." + what);
    }
}
