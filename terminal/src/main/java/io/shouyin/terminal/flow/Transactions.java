package io.shouyin.terminal.flow;

import io.shouyin.kernel.OperatorNumber.Role;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.receipt.Receipts;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.Totals;
import io.shouyin.terminal.state.Trade;
import io.shouyin.terminal.state.Trade.Effect;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The batch's transactions 交易查询, newest first, a few a page; one opened shows all of it, and what can follow on it; the list can
/// be printed.
final class Transactions {

    private static final int PAGE = 4;
    /// Where a line more stands above them.
    private static final int PAGE_BELOW_TWO_TOTALS = 3;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int TRACE_DIGITS = 6;
    private static final List<Key> FOLLOW_KEYS = List.of(Key.F1, Key.F2, Key.F3);
    private static final Text TITLE = Text.of("command.transactions");

    private final Machine machine;

    Transactions(Machine machine) {
        this.machine = machine;
    }

    void run() {
        if (newestFirst().isEmpty()) {
            machine.dialogue().tell("transactions.none", TITLE, Tone.NEUTRAL, Text.of("transactions.none"));
            return;
        }
        int page = 0;
        while (!newestFirst().isEmpty()) {                                  // it may be settled on the way
            List<JournalEntry> entries = newestFirst();
            int rows = Totals.of(entries, Effect.GIVES_BACK).count() > 0 ? PAGE_BELOW_TWO_TOTALS : PAGE;
            int pages = (entries.size() + rows - 1) / rows;
            page = Math.min(page, pages - 1);
            List<JournalEntry> shown = entries.subList(page * rows, Math.min(entries.size(), (page + 1) * rows));
            switch (choose(entries, shown, page, pages)) {
                case CANCEL -> {
                    return;
                }
                case F1 -> page = (page + pages - 1) % pages;
                case F2 -> page = (page + 1) % pages;
                case F4 -> find(entries);
                case F3 -> new Printing(machine).print(TITLE, Receipts.list(entries.reversed(), machine.identity(),
                        machine.store().state().batch(), machine.device().clock().instant(), machine.language()));
                case Key digit -> open(shown.get(digit.digit() - 1));
            }
        }
    }

    private List<JournalEntry> newestFirst() {
        return machine.store().state().journal().reversed();
    }

    private Key choose(List<JournalEntry> all, List<JournalEntry> shown, int page, int pages) {
        Totals charged = Totals.of(all, Effect.CHARGES);
        Totals back = Totals.of(all, Effect.GIVES_BACK);
        Set<Key> keys = EnumSet.of(Key.CANCEL, Key.F4);
        Screen.Builder screen = Screen.of("transactions", TITLE)
                .strongLine("total", Text.of("transactions.total", charged.count()), Amounts.yuan(charged.amount()));
        if (back.count() > 0) {
            screen.line("back", Text.of("transactions.back", back.count()), Amounts.yuan(back.amount()));
        }
        for (int i = 0; i < shown.size(); i++) {
            JournalEntry entry = shown.get(i);
            Key key = Key.digit(i + 1);
            keys.add(key);
            screen.item("transaction." + new TraceNumber(entry.trace()), key, row(entry), hint(entry), tone(entry.outcome()));
        }
        screen.softkey(Key.CANCEL, Text.of("key.back"));
        if (pages > 1) {
            keys.add(Key.F1);
            keys.add(Key.F2);
            screen.softkey(Key.F1, Text.of("key.previous")).softkey(Key.F2, Text.of("key.nextPage", page + 1, pages));
        }
        if (machine.device().printer().isPresent()) {
            keys.add(Key.F3);
            screen.softkey(Key.F3, Text.of("key.print"));
        }
        return machine.dialogue().await(screen.softkey(Key.F4, Text.of("transactions.find")).build(), keys);
    }

    /// By its voucher number; the red key goes back to the list.
    private void find(List<JournalEntry> entries) {
        try {
            int trace = Integer.parseInt(machine.dialogue().digits(() -> Screen.of("transactions.find", TITLE).message(Tone.NEUTRAL, Text.of("transactions.find.ask")),
                    Text.of("label.trace"), 1, TRACE_DIGITS, Text.of("key.ok")));
            entries.stream().filter(entry -> entry.trace() == trace).findFirst().ifPresentOrElse(this::open,
                    () -> machine.dialogue().tell("transactions.unknown", TITLE, Tone.NEUTRAL, Text.of(TerminalRefusal.VOUCHER_UNKNOWN)));
        } catch (Unwind.Cancelled backToTheList) {
            machine.showStatus();
        }
    }

    /// The sale is the usual thing and goes without saying: of the others the name stands in the place of the card.
    private static Text row(JournalEntry entry) {
        String time = TIME.format(entry.at().atZone(Machine.ZONE));
        return entry.trade() == Trade.SALE ? Text.of("transactions.row", time, Amounts.yuan(entry.amount()), lastFour(entry))
                : Text.of("transactions.row.other", time, Amounts.yuan(entry.amount()));
    }

    private static Text hint(JournalEntry entry) {
        return entry.trade() == Trade.SALE ? Receipts.outcome(entry.outcome())
                : entry.outcome() == Outcome.APPROVED ? entry.trade().title()
                : Text.of("transactions.hint", entry.trade().title(), Receipts.outcome(entry.outcome()));
    }

    private void open(JournalEntry entry) {
        Screen.Builder screen = Screen.of("transaction", TITLE)
                .strongLine("amount", entry.trade().title(), Amounts.yuan(entry.amount()))
                .line("outcome", Text.of("label.outcome"), Receipts.outcome(entry.outcome()));
        if (entry.outcome().isUnknown()) {
            screen.line("advice", Text.of("label.answer"), entry.trade().unknownAdvice());
        }
        if (entry.proof() != null) {
            screen.line("upload", Text.of("label.answer"), Text.of("offlineSale.waits"));
        }
        screen.line("card", entry.cardLabel(), Text.plain(entry.cardMasked()))
                .line("trace", Text.of("label.trace"), Text.plain(new TraceNumber(entry.trace()).toString()))
                .line("rrn", Text.of("label.rrn"), Text.plain(entry.rrn()));
        if (!entry.authCode().isEmpty()) {
            screen.line("authCode", Text.of("label.authCode"), Text.plain(entry.authCode()));
        }
        screen.line("operator", Text.of("label.operator"), Text.plain(entry.operator()))
                .line("dateTime", Text.of("label.dateTime"), Text.plain(DATE_TIME.format(entry.at().atZone(Machine.ZONE))));
        follow(entry, screen);
    }

    /// A cashier can go on from here with what may follow.
    private void follow(JournalEntry entry, Screen.Builder screen) {
        List<Trade> next = machine.operator().role() == Role.CASHIER ? machine.originals().mayFollow(entry) : List.of();
        if (next.isEmpty() && entry.outcome() != Outcome.APPROVED) {
            machine.dialogue().tell(screen);
            return;
        }
        Set<Key> keys = EnumSet.of(Key.CANCEL, Key.OK);
        screen.softkey(Key.CANCEL, Text.of("key.back"));
        for (int i = 0; i < next.size(); i++) {
            keys.add(FOLLOW_KEYS.get(i));
            screen.softkey(FOLLOW_KEYS.get(i), Text.of("transactions." + next.get(i).name()));
        }
        if (entry.outcome() == Outcome.APPROVED) {
            keys.add(Key.F4);
            screen.softkey(Key.F4, Text.of("transactions.receipt"));
        }
        switch (machine.dialogue().await(screen.build(), keys)) {
            case CANCEL, OK -> { }
            case F4 -> new ReceiptMenu(machine, entry).run();
            case Key follow -> start(next.get(FOLLOW_KEYS.indexOf(follow)), entry);
        }
    }

    private void start(Trade trade, JournalEntry entry) {
        switch (trade) {
            case VOID, COMPLETION_VOID -> new WholeVoid(machine, trade).run(Optional.of(entry));
            case REFUND -> new Refund(machine).run(Optional.of(entry));
            case PRE_AUTH_TOP_UP, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE -> new PreAuthFollowUp(machine, trade).run(Optional.of(entry));
            case BALANCE, SALE, OFFLINE_SALE, PRE_AUTH -> { }
        }
    }

    private static Tone tone(Outcome outcome) {
        return switch (outcome) {
            case APPROVED -> Tone.DONE;
            case DECLINED -> Tone.REFUSED;
            case PENDING, IN_DOUBT, REVERSING, UNRESOLVED, UNANSWERED -> Tone.IN_DOUBT;
            case NOT_SENT, REVERSED -> Tone.NEUTRAL;
        };
    }

    private static String lastFour(JournalEntry entry) {
        return entry.cardMasked().substring(entry.cardMasked().length() - 4);
    }
}
