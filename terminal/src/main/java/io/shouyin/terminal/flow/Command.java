package io.shouyin.terminal.flow;

import io.shouyin.terminal.device.Text;
import java.util.Locale;

/// What a menu entry starts.
public enum Command {
    SALE,
    SCAN_CODE,
    SHOW_CODE,
    REFUND_CODE,
    VOID,
    REFUND,
    PRE_AUTH,
    PRE_AUTH_VOID,
    COMPLETION,
    PRE_AUTH_TOP_UP,
    COMPLETION_NOTICE,
    COMPLETION_VOID,
    BALANCE,
    SIGN_IN,
    SIGN_OUT,
    TRANSACTIONS,
    REPRINT,
    SETTLE,
    OPERATOR_TOTALS,
    DAY_TOTALS,
    REPRINT_SETTLEMENT,
    ADMINISTRATOR_PASSWORDS,
    SET_TRANSACTION_PASSWORD,
    RESET_SUPERVISOR,
    CHANGE_OWN_PASSWORD,
    UNLOCK,
    ADD_OPERATOR,
    RESET_OPERATOR,
    DELETE_OPERATOR,
    ENROL_FINGERPRINT,
    ADD_CARD_USER,
    SET_CARD_PASSWORD,
    LANGUAGE,
    ECHO,
    DOWNLOAD_PARAMETERS,
    ABOUT,
    LOCK,
    LOG_OFF;

    public Text text() {
        return Text.of("command." + name().toLowerCase(Locale.ROOT));
    }
}
