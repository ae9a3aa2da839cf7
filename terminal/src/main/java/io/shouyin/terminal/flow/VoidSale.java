package io.shouyin.terminal.flow;

import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.Trade;
import java.util.Optional;

/// Void 消费撤销: of a sale of this batch and terminal, whole and once, with its card.
final class VoidSale {

    private static final int TRACE_DIGITS_MAX = 6;

    private final Machine machine;
    private final CardTransaction transaction;
    private final OriginalDialogue dialogue;

    VoidSale(Machine machine) {
        this.machine = machine;
        this.transaction = new CardTransaction(machine, Trade.VOID);
        this.dialogue = new OriginalDialogue(machine.dialogue(), transaction);
    }

    /// @param chosen in the list of transactions; else the voucher number is asked for
    void run(Optional<JournalEntry> chosen) {
        transaction.ready();
        JournalEntry sale = chosen.orElseGet(this::asked);
        dialogue.confirm(sale);
        transaction.run(sale.amount(), Original.of(sale), transaction.card(sale.amount(), Optional.of(sale)));
    }

    private JournalEntry asked() {
        Originals known = machine.originals();
        while (true) {
            int trace = Integer.parseInt(dialogue.number("trace", 1, TRACE_DIGITS_MAX));
            Optional<JournalEntry> entry = known.find(one -> one.trace() == trace);
            Optional<TerminalRefusal> refusal = entry.map(one -> refusal(one, known)).orElse(Optional.of(TerminalRefusal.VOUCHER_UNKNOWN));
            if (refusal.isEmpty()) {
                return entry.get();
            }
            transaction.tell(refusal.get());
        }
    }

    private static Optional<TerminalRefusal> refusal(JournalEntry entry, Originals known) {
        return entry.trade() != Trade.SALE ? Optional.of(TerminalRefusal.VOUCHER_NOT_OF_A_SALE)
                : entry.outcome() != Outcome.APPROVED ? Optional.of(TerminalRefusal.VOUCHER_NOT_APPROVED)
                : known.isFollowed(entry) ? Optional.of(TerminalRefusal.ORIGINAL_FOLLOWED)
                : Optional.empty();
    }
}
