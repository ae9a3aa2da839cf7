package io.shouyin.terminal.flow;

import io.shouyin.kernel.MinorAmount;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.WalletCode;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.Original;
import io.shouyin.terminal.state.Trade;
import io.shouyin.terminal.state.Trade.Effect;
import java.util.Optional;

/// Refund 退货: of a sale of any day, whole or in parts, to its card. What is left of a sale of another batch only the host knows.
final class Refund {

    private static final int RRN_DIGITS = 12;

    private final Machine machine;
    private final boolean ofWallet;
    private final CardTransaction transaction;
    private final OriginalDialogue dialogue;

    Refund(Machine machine) {
        this(machine, false);
    }

    /// Of a payment by code, of any day: there is no card.
    static Refund ofWallet(Machine machine) {
        return new Refund(machine, true);
    }

    private Refund(Machine machine, boolean ofWallet) {
        this.machine = machine;
        this.ofWallet = ofWallet;
        this.transaction = new CardTransaction(machine, Trade.REFUND);
        this.dialogue = new OriginalDialogue(machine.dialogue(), transaction);
    }

    /// @param chosen in the list of transactions; else the reference number is asked for
    void run(Optional<JournalEntry> chosen) {
        transaction.ready();
        Originals known = machine.originals();
        String rrn = chosen.map(JournalEntry::rrn).orElseGet(() -> dialogue.number("rrn", RRN_DIGITS, RRN_DIGITS));
        Optional<JournalEntry> sale = chosen.or(() -> known.approved(entry -> entry.trade().effect() == Effect.CHARGES && entry.rrn().equals(rrn)));
        Optional<MinorAmount> left = sale.map(known::left);
        if (left.filter(MinorAmount::isZero).isPresent()) {
            transaction.refuse(TerminalRefusal.ORIGINAL_FOLLOWED);
        }
        sale.ifPresent(entry -> dialogue.confirm(entry, known.left(entry)));
        Original original = sale.map(Original::of).orElseGet(() -> Original.ofSale(rrn, dialogue.date()));
        MinorAmount amount = dialogue.amount(asked -> wrong(asked, left));
        transaction.run(amount, original, ofWallet ? WalletCode.NONE : transaction.means(amount, sale));
    }

    private Optional<TerminalRefusal> wrong(MinorAmount amount, Optional<MinorAmount> left) {
        return OriginalDialogue.above(left, amount)
                .or(() -> amount.compareTo(machine.hostParameters().refundMax()) > 0 ? Optional.of(TerminalRefusal.REFUND_ABOVE_LIMIT) : Optional.empty());
    }
}
