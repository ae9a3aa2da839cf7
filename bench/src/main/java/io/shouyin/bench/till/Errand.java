package io.shouyin.bench.till;

import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.Trade;
import java.util.Optional;

/// What a cashier sets out to do.
///
/// @param keys from the cashier's menu
/// @param about the original
/// @param card of the drawer, from 0; of a payment by code the number of the customer
public record Errand(String name, String keys, long amountFen, Optional<Original> about, int card, EntryMode mode) {

    public static final Errand SETTLE = new Errand("SETTLE", "9 5 1", 0, Optional.empty(), 0, EntryMode.SWIPE);
    public static final Errand SIGN_IN = new Errand("SIGN_IN", "9 1", 0, Optional.empty(), 0, EntryMode.SWIPE);
    public static final Errand SIGN_OUT = new Errand("SIGN_OUT", "9 2", 0, Optional.empty(), 0, EntryMode.SWIPE);

    public static Errand trade(Trade trade, long amountFen, Optional<Original> about, int card, EntryMode mode) {
        return new Errand(trade.name(), keys(trade), amountFen, about, card, mode);
    }

    /// A payment by the code that a customer shows.
    public static Errand scan(long amountFen, int customer) {
        return new Errand("SCAN_CODE", "7 1", amountFen, Optional.empty(), customer, EntryMode.SWIPE);
    }

    /// A payment by a code that the terminal shows.
    public static Errand show(long amountFen, int customer) {
        return new Errand("SHOW_CODE", "7 2", amountFen, Optional.empty(), customer, EntryMode.SWIPE);
    }

    /// Of a payment by code, of any day.
    public static Errand refundOfCode(Original payment, long amountFen) {
        return new Errand("REFUND_CODE", "7 3", amountFen, Optional.of(payment), 0, EntryMode.SWIPE);
    }

    private static String keys(Trade trade) {
        return switch (trade) {
            case SALE, OFFLINE_SALE -> "1";
            case VOID -> "2";
            case REFUND -> "3";
            case PRE_AUTH -> "4 1";
            case PRE_AUTH_VOID -> "4 2";
            case COMPLETION -> "4 3";
            case PRE_AUTH_TOP_UP -> "4 4";
            case COMPLETION_NOTICE -> "4 5";
            case COMPLETION_VOID -> "4 6";
            case BALANCE -> "9 6";
        };
    }

    @Override
    public String toString() {
        return name + " " + amountFen + (about.isPresent() ? " about " + about.get().trace() : "") + " card " + card + " " + mode;
    }
}
