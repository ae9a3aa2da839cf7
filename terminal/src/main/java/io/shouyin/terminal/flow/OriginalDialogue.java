package io.shouyin.terminal.flow;

import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.state.JournalEntry;
import java.time.DateTimeException;
import java.time.MonthDay;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What a cashier is asked about the original of a transaction.
final class OriginalDialogue {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");
    private static final int DATE_DIGITS = 4;

    private final Dialogue dialogue;
    private final CardTransaction transaction;

    OriginalDialogue(Dialogue dialogue, CardTransaction transaction) {
        this.dialogue = dialogue;
        this.transaction = transaction;
    }

    /// A number that names it.
    ///
    /// @param part of the screen's and the label's name
    /// @param lengthMin digits, as is `lengthMax`
    String number(String part, int lengthMin, int lengthMax) {
        return dialogue.digits(() -> transaction.first(part), Text.of("original." + part), lengthMin, lengthMax, Text.of("key.next"));
    }

    /// Its date, MMDD.
    String date() {
        while (true) {
            String typed = number("date", DATE_DIGITS, DATE_DIGITS);
            try {
                MonthDay.of(Integer.parseInt(typed, 0, 2, 10), Integer.parseInt(typed, 2, DATE_DIGITS, 10));
                return typed;
            } catch (DateTimeException noSuchDay) {
                transaction.tell(TerminalRefusal.DATE_IMPOSSIBLE);
            }
        }
    }

    /// Shows one of this batch; the green key goes on with it.
    void confirm(JournalEntry original) {
        confirm(original, original.amount());
    }

    /// @param amount what it has become
    void confirm(JournalEntry original, MinorAmount amount) {
        dialogue.await(transaction.first("original").message(Tone.NEUTRAL, Text.of("original.check"))
                .strongLine("amount", Text.of("sale.amount"), Amounts.yuan(amount))
                .line("card", original.cardLabel(), Text.plain(original.cardMasked()))
                .line("trace", Text.of("label.trace"), Text.plain(new TraceNumber(original.trace()).toString()))
                .line("rrn", Text.of("label.rrn"), Text.plain(original.rrn()))
                .line("dateTime", Text.of("label.dateTime"), Text.plain(TIME.format(original.at().atZone(Machine.ZONE))))
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build(), Set.of(Key.OK));
    }

    /// @param left of the original, if the terminal knows it
    MinorAmount amountUpTo(Optional<MinorAmount> left) {
        return amount(amount -> above(left, amount));
    }

    static Optional<TerminalRefusal> above(Optional<MinorAmount> left, MinorAmount amount) {
        return left.filter(max -> amount.compareTo(max) > 0).map(_ -> TerminalRefusal.AMOUNT_ABOVE_ORIGINAL);
    }

    /// @param wrong what is wrong with an amount, if anything
    MinorAmount amount(Function<MinorAmount, Optional<TerminalRefusal>> wrong) {
        while (true) {
            MinorAmount amount = transaction.amount();
            Optional<TerminalRefusal> refusal = wrong.apply(amount);
            if (refusal.isEmpty()) {
                return amount;
            }
            transaction.tell(refusal.get());
        }
    }
}
