package io.shouyin.iso8583.terminal;

import java.util.Optional;

/// Which of a settlement's totals a transaction counts in: what was taken, or what was given back. A voided sale stays in debit, and its
/// void counts in credit.
public enum SettlementSide {
    /// 借记: sales, offline ones too, and completions.
    DEBIT,
    /// 贷记: voids of both, and refunds.
    CREDIT;

    /// Nothing for a kind that moves no money of the batch, such as a pre-authorization.
    public static Optional<SettlementSide> of(TransactionKind kind) {
        return switch (kind) {
            case SALE, OFFLINE_SALE, COMPLETION, COMPLETION_NOTICE -> Optional.of(DEBIT);
            case VOID, COMPLETION_VOID, REFUND -> Optional.of(CREDIT);
            case BALANCE, PRE_AUTH, PRE_AUTH_VOID, PRE_AUTH_TOP_UP, REVERSAL, SIGN_IN, SIGN_OUT, ECHO, SETTLEMENT, BATCH_UPLOAD, BATCH_UPLOAD_END,
                    PARAMETER_DOWNLOAD, PARAMETER_DOWNLOAD_END, STATUS_UPLOAD, OPERATOR_LOGON, OPERATOR_PASSWORD_CHANGE, TRANSACTION_PASSWORD_SET,
                    CREDENTIAL_UNLOCK, OPERATOR_ADD, OPERATOR_DELETE, OPERATOR_LOGOFF, CODE_REQUEST, CARD_USER_ADD, CARD_PASSWORD_SET,
                    STEP_UP_RULES_DOWNLOAD, WALLET_QUERY, SCRIPT_NOTICE -> Optional.empty();
        };
    }
}
