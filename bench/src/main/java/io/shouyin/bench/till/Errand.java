package io.shouyin.bench.till;

import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.Trade;
import java.util.Optional;

/// What a cashier sets out to do.
///
/// @param keys from the cashier's menu
/// @param about the original
/// @param card of the drawer, from 0
public record Errand(String name, String keys, long amountFen, Optional<JournalEntry> about, int card, EntryMode mode) {

    public static final Errand SETTLE = new Errand("SETTLE", "9 5 1", 0, Optional.empty(), 0, EntryMode.SWIPE);
    public static final Errand SIGN_IN = new Errand("SIGN_IN", "9 1", 0, Optional.empty(), 0, EntryMode.SWIPE);
    public static final Errand SIGN_OUT = new Errand("SIGN_OUT", "9 2", 0, Optional.empty(), 0, EntryMode.SWIPE);

    public static Errand trade(Trade trade, long amountFen, Optional<JournalEntry> about, int card, EntryMode mode) {
        return new Errand(trade.name(), keys(trade), amountFen, about, card, mode);
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
