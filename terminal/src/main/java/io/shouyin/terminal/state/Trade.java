package io.shouyin.terminal.state;

import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.receipt.ReceiptKind;
import io.shouyin.terminal.device.Text;
import java.util.Locale;

/// The card transactions that a cashier can start, and in what they differ.
public enum Trade {
    //    screens         message                        money               the PIN is asked for
    BALANCE("balance", TransactionKind.BALANCE, Effect.ASKS, true),
    SALE("sale", TransactionKind.SALE, Effect.CHARGES, true),
    /// Below the floor limit, with no line: no cashier chooses it.
    OFFLINE_SALE("offlineSale", TransactionKind.OFFLINE_SALE, Effect.CHARGES, false),
    VOID("void", TransactionKind.VOID, Effect.GIVES_BACK, false),
    REFUND("refund", TransactionKind.REFUND, Effect.GIVES_BACK, false),
    PRE_AUTH("preAuth", TransactionKind.PRE_AUTH, Effect.HOLDS, true),
    PRE_AUTH_VOID("preAuthVoid", TransactionKind.PRE_AUTH_VOID, Effect.RELEASES, false),
    PRE_AUTH_TOP_UP("preAuthTopUp", TransactionKind.PRE_AUTH_TOP_UP, Effect.HOLDS, false),
    COMPLETION("completion", TransactionKind.COMPLETION, Effect.CHARGES, false),
    COMPLETION_NOTICE("completionNotice", TransactionKind.COMPLETION_NOTICE, Effect.CHARGES, false),
    COMPLETION_VOID("completionVoid", TransactionKind.COMPLETION_VOID, Effect.GIVES_BACK, false);

    /// What it does to the cardholder's money.
    public enum Effect {
        CHARGES,
        GIVES_BACK,
        /// Nothing has moved yet.
        HOLDS,
        RELEASES,
        /// Nothing will: the answer is shown, and that was all.
        ASKS;

        /// Whether it counts in the totals of a settlement.
        public boolean isSettled() {
            return switch (this) {
                case CHARGES, GIVES_BACK -> true;
                case HOLDS, RELEASES, ASKS -> false;
            };
        }
    }

    private final String id;
    private final TransactionKind kind;
    private final Effect effect;
    private final boolean asksPin;

    Trade(String id, TransactionKind kind, Effect effect, boolean asksPin) {
        this.id = id;
        this.kind = kind;
        this.effect = effect;
        this.asksPin = asksPin;
    }

    /// The name of one of its screens, such as `sale.card`.
    public String screen(String part) {
        return id + "." + part;
    }

    public TransactionKind kind() {
        return kind;
    }

    public Effect effect() {
        return effect;
    }

    /// Whether the PIN is asked for without anybody wanting it; it may be left out.
    public boolean asksPin() {
        return asksPin;
    }

    public Text title() {
        return Text.of("command." + name().toLowerCase(Locale.ROOT));
    }

    /// What is said while nobody here knows whether it was done.
    public Text unknown() {
        return Text.of(unknownKey());
    }

    /// What not to do meanwhile.
    public Text unknownAdvice() {
        return Text.of(unknownKey() + ".advice");
    }

    private String unknownKey() {
        return switch (this) {
            case BALANCE -> "balance.unknown";
            case SALE, OFFLINE_SALE, PRE_AUTH, PRE_AUTH_TOP_UP, COMPLETION -> "sale.unknown";
            case VOID, PRE_AUTH_VOID, COMPLETION_VOID -> "void.unknown";
            case REFUND -> "refund.unknown";
            case COMPLETION_NOTICE -> "notice.unknown";
        };
    }

    /// As its receipt has it. What was only asked leaves none.
    public ReceiptKind receipt() {
        return ReceiptKind.valueOf(name());
    }

    /// As it stands on a slip.
    public Text onSlip() {
        return new Text.Both(receipt().zh(), receipt().both());
    }
}
