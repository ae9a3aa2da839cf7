package io.shouyin.terminal.flow;

import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.receipt.Receipts;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The day's transactions, newest first, four a page; one opened shows all of it; the list can be printed.
final class Transactions {

    private static final int PAGE = 4;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final Text TITLE = Text.of("command.transactions");

    private final Machine machine;

    Transactions(Machine machine) {
        this.machine = machine;
    }

    void run() {
        LocalDate today = machine.device().clock().instant().atZone(Machine.ZONE).toLocalDate();
        List<JournalEntry> entries = machine.store().state().journal().stream()
                .filter(e -> e.at().atZone(Machine.ZONE).toLocalDate().equals(today)).toList().reversed();
        if (entries.isEmpty()) {
            machine.dialogue().tell("transactions.none", TITLE, Tone.NEUTRAL, Text.of("transactions.none"));
            return;
        }
        int pages = (entries.size() + PAGE - 1) / PAGE;
        int page = 0;
        while (true) {
            List<JournalEntry> shown = entries.subList(page * PAGE, Math.min(entries.size(), (page + 1) * PAGE));
            switch (choose(entries, shown, page, pages)) {
                case CANCEL -> {
                    return;
                }
                case F1 -> page = (page + pages - 1) % pages;
                case F2 -> page = (page + 1) % pages;
                case F3 -> new Printing(machine).print(TITLE, Receipts.list(entries.reversed(), machine.identity(),
                        machine.store().state().batch(), machine.device().clock().instant(), machine.language()));
                case Key digit -> open(shown.get(digit.digit() - 1));
            }
        }
    }

    private Key choose(List<JournalEntry> all, List<JournalEntry> shown, int page, int pages) {
        List<JournalEntry> approved = all.stream().filter(e -> e.outcome() == Outcome.APPROVED).toList();
        Set<Key> keys = EnumSet.of(Key.CANCEL, Key.F3);
        Screen.Builder screen = Screen.of("transactions", TITLE)
                .strongLine("total", Text.of("transactions.total", approved.size()), Amounts.yuan(Receipts.total(approved)));
        for (int i = 0; i < shown.size(); i++) {
            JournalEntry entry = shown.get(i);
            Key key = Key.digit(i + 1);
            keys.add(key);
            screen.item("transaction." + new TraceNumber(entry.trace()), key,
                    Text.of("transactions.row", TIME.format(entry.at().atZone(Machine.ZONE)), Amounts.yuan(entry.amount()), lastFour(entry)),
                    Receipts.outcome(entry.outcome()), tone(entry.outcome()));
        }
        screen.softkey(Key.CANCEL, Text.of("key.back"));
        if (pages > 1) {
            keys.add(Key.F1);
            keys.add(Key.F2);
            screen.softkey(Key.F1, Text.of("key.previous")).softkey(Key.F2, Text.of("key.nextPage", page + 1, pages));
        }
        return machine.dialogue().await(screen.softkey(Key.F3, Text.of("key.print")).build(), keys);
    }

    private void open(JournalEntry entry) {
        Screen.Builder screen = Screen.of("transaction", TITLE)
                .strongLine("amount", Text.of("sale.amount"), Amounts.yuan(entry.amount()))
                .line("outcome", Text.of("label.outcome"), Receipts.outcome(entry.outcome()));
        if (entry.outcome().isUnknown()) {
            screen.line("advice", Text.of("label.answer"), Text.of("sale.unknown.advice"));
        }
        screen.line("card", Text.of("label.card"), Text.plain(entry.cardMasked()))
                .line("trace", Text.of("label.trace"), Text.plain(new TraceNumber(entry.trace()).toString()))
                .line("rrn", Text.of("label.rrn"), Text.plain(entry.rrn()));
        if (!entry.authCode().isEmpty()) {
            screen.line("authCode", Text.of("label.authCode"), Text.plain(entry.authCode()));
        }
        machine.dialogue().tell(screen
                .line("operator", Text.of("label.operator"), Text.plain(entry.operator()))
                .line("dateTime", Text.of("label.dateTime"), Text.plain(DATE_TIME.format(entry.at().atZone(Machine.ZONE)))));
    }

    private static Tone tone(Outcome outcome) {
        return switch (outcome) {
            case APPROVED -> Tone.DONE;
            case DECLINED -> Tone.REFUSED;
            case PENDING, IN_DOUBT, REVERSING, UNRESOLVED -> Tone.IN_DOUBT;
            case NOT_SENT, REVERSED -> Tone.NEUTRAL;
        };
    }

    private static String lastFour(JournalEntry entry) {
        return entry.cardMasked().substring(entry.cardMasked().length() - 4);
    }
}
