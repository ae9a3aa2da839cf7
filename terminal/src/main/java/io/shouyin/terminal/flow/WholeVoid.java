package io.shouyin.terminal.flow;

import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.Trade;
import java.util.Optional;

/// Void 消费撤销 and completion void 预授权完成撤销: of a sale or completion of this batch and terminal, whole and once, with its card.
final class WholeVoid {

    private static final int TRACE_DIGITS_MAX = 6;

    private final Machine machine;
    private final Trade voided;
    private final CardTransaction transaction;
    private final OriginalDialogue dialogue;

    /// @param trade [Trade#VOID] or [Trade#COMPLETION_VOID]
    WholeVoid(Machine machine, Trade trade) {
        this.machine = machine;
        this.voided = trade == Trade.VOID ? Trade.SALE : Trade.COMPLETION;
        this.transaction = new CardTransaction(machine, trade);
        this.dialogue = new OriginalDialogue(machine.dialogue(), transaction);
    }

    /// @param chosen in the list of transactions; else the voucher number is asked for
    void run(Optional<JournalEntry> chosen) {
        transaction.ready();
        if (chosen.filter(entry -> entry.batch() != machine.batch().value()).isPresent()) {           // it was settled meanwhile
            transaction.refuse(TerminalRefusal.VOUCHER_UNKNOWN);
        }
        JournalEntry original = chosen.orElseGet(this::asked);
        dialogue.confirm(original);
        transaction.run(original.amount(), Original.of(original), transaction.means(original.amount(), Optional.of(original)));
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

    private Optional<TerminalRefusal> refusal(JournalEntry entry, Originals known) {
        return entry.trade() != voided
                ? Optional.of(voided == Trade.SALE ? TerminalRefusal.VOUCHER_NOT_OF_A_SALE : TerminalRefusal.VOUCHER_NOT_OF_A_COMPLETION)
                : entry.outcome() != Outcome.APPROVED ? Optional.of(TerminalRefusal.VOUCHER_NOT_APPROVED)
                : known.isFollowed(entry) ? Optional.of(TerminalRefusal.ORIGINAL_FOLLOWED)
                : Optional.empty();
    }
}
