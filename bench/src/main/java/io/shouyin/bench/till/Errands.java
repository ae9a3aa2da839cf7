package io.shouyin.bench.till;

import io.shouyin.terminal.device.DemoCard;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.TerminalState;
import io.shouyin.terminal.state.Trade;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// A cashier's day by chance: every kind of transaction, by card and by code, a settlement and a sign-in now and then.
public final class Errands {

    /// The card of a card user, whose chip is broken: it is swiped, or its number is typed.
    public static final int TYPED_CARD = 7;
    /// Debit, credit, one that is short, one with a low limit.
    private static final int[] CARDS = {0, 0, 0, 1, 1, 1, 1, 2, 3, TYPED_CARD};
    private static final Trade[] TRADES = {Trade.VOID, Trade.VOID, Trade.REFUND, Trade.REFUND, Trade.PRE_AUTH, Trade.PRE_AUTH, Trade.PRE_AUTH, Trade.PRE_AUTH, Trade.PRE_AUTH,
            Trade.PRE_AUTH_TOP_UP, Trade.PRE_AUTH_TOP_UP, Trade.PRE_AUTH_VOID, Trade.COMPLETION, Trade.COMPLETION, Trade.COMPLETION, Trade.COMPLETION_NOTICE,
            Trade.COMPLETION_VOID, Trade.COMPLETION_VOID, Trade.BALANCE};
    private static final int SETTLE_PERCENT = 5;
    private static final int SIGN_IN_PERCENT = 7;
    private static final int SIGN_OUT_PERCENT = 8;
    private static final int TYPED_PERCENT = 12;
    private static final int SALE_PERCENT = 40;
    private static final int BY_CODE_PERCENT = 40;

    private static final int SMALL_EVERY = 3;
    private static final int SMALL_PART = 4;

    private final RandomGenerator random;
    private final long fenMax;
    private final Map<String, Integer> cardByMask = new HashMap<>();

    /// @param cards the drawer
    /// @param fenMax the highest amount
    public Errands(RandomGenerator random, List<DemoCard> cards, long fenMax) {
        this.random = random;
        this.fenMax = fenMax;
        for (int card = 0; card < cards.size(); card++) {
            cardByMask.put(cards.get(card).pan().masked(), card);
        }
    }

    /// @param own of this terminal's batch
    /// @param merchants what all terminals of the merchant were told as approved
    public Errand next(List<JournalEntry> own, Collection<JournalEntry> merchants) {
        int dice = random.nextInt(100);
        EntryMode mode = switch (random.nextInt(5)) {
            case 0, 1 -> EntryMode.INSERT;
            case 2 -> EntryMode.TAP;
            default -> EntryMode.SWIPE;
        };
        int card = CARDS[random.nextInt(CARDS.length)];
        long fen = random.nextLong(1, random.nextInt(SMALL_EVERY) == 0 ? fenMax / SMALL_PART : fenMax);
        if (dice < SETTLE_PERCENT) {
            return Errand.SETTLE;
        }
        if (dice < SIGN_OUT_PERCENT) {
            return dice < SIGN_IN_PERCENT ? Errand.SIGN_IN : Errand.SIGN_OUT;
        }
        if (dice < SALE_PERCENT && random.nextInt(100) < BY_CODE_PERCENT) {
            int customer = random.nextInt(1, Customers.COUNT + 1);
            return random.nextBoolean() ? Errand.scan(fen, customer) : Errand.show(fen, customer);
        }
        if (dice < TYPED_PERCENT) {
            return Errand.trade(Trade.SALE, fen, Optional.empty(), TYPED_CARD, EntryMode.MANUAL);
        }
        Trade trade = dice < SALE_PERCENT ? Trade.SALE : TRADES[random.nextInt(TRADES.length)];
        return switch (trade) {
            case SALE, OFFLINE_SALE, PRE_AUTH, BALANCE -> Errand.trade(trade, fen, Optional.empty(), card, mode);
            case VOID -> about(own, trade, entry -> entry.trade() == Trade.SALE, fen, mode);
            case COMPLETION_VOID -> about(own, trade, entry -> entry.trade() == Trade.COMPLETION, fen, mode);
            case REFUND -> about(merchants, trade, entry -> entry.trade().effect() == Trade.Effect.CHARGES, fen, mode);
            case PRE_AUTH_VOID, PRE_AUTH_TOP_UP, COMPLETION, COMPLETION_NOTICE -> about(merchants, trade, entry -> entry.trade() == Trade.PRE_AUTH, fen, mode);
        };
    }

    /// About one that was told as approved, most often over the same amount; a sale, if there is none.
    private Errand about(Collection<JournalEntry> known, Trade trade, Predicate<JournalEntry> fits, long fen, EntryMode mode) {
        List<JournalEntry> candidates = known.stream().filter(entry -> entry.outcome() == Outcome.APPROVED && fits.test(entry)).toList();
        if (candidates.isEmpty()) {
            return Errand.trade(Trade.SALE, fen, Optional.empty(), 0, mode);
        }
        JournalEntry original = candidates.get(random.nextInt(candidates.size()));
        long amount = random.nextInt(3) == 0 ? Math.max(1, original.amountFen() / 2) : original.amountFen();
        return original.isOfWallet() && trade == Trade.REFUND ? Errand.refundOfCode(Original.of(original), amount)
                : Errand.trade(trade, amount, Optional.of(Original.of(original)), cardByMask.getOrDefault(original.cardMasked(), 0), mode);
    }

    /// What a terminal still has to do before its books can be compared.
    public static Optional<Errand> finishing(TerminalState state) {
        return state.settlements().running() != null ? Optional.of(Errand.SETTLE)
                : state.reversal() != null || state.journal().stream().anyMatch(entry -> entry.proof() != null) ? Optional.of(Errand.trade(Trade.SALE, 100, Optional.empty(), 0, EntryMode.SWIPE))
                : Optional.empty();
    }
}
