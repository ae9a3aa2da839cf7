package io.shouyin.terminal.flow;

import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Slip;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.receipt.Receipts;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Slips on paper: the copies of a receipt one after the other, and what to do when the paper ends.
final class Printing {

    private final Machine machine;

    Printing(Machine machine) {
        this.machine = machine;
    }

    /// The merchant's copy, then, after the green key, the cardholder's.
    void receipt(JournalEntry entry) {
        print(Receipts.of(entry, machine.identity(), machine.language(), Receipts.Copy.MERCHANT, false), () -> withoutPaper(entry));
        Key key = machine.dialogue().await(approved("approved", entry)
                .softkey(Key.CANCEL, Text.of("print.noCustomerCopy")).softkey(Key.OK, Text.of("print.customerCopy")).build(), Set.of(Key.OK, Key.CANCEL));
        if (key == Key.OK) {
            print(Receipts.of(entry, machine.identity(), machine.language(), Receipts.Copy.CARDHOLDER, false), () -> withoutPaper(entry));
        }
        machine.dialogue().await(approved("done", entry)
                .softkey(Key.OK, Text.of("key.done")).build(), Set.of(Key.OK, Key.CANCEL));
    }

    /// That it was approved is said first: what stays undone is the paper alone.
    private static Screen.Builder withoutPaper(JournalEntry entry) {
        return approved(Screen.of("print.paperOut", entry.trade().title()), entry)
                .message(Tone.DONE, Text.of("sale.approved"), Text.of(TerminalRefusal.PAPER_OUT));
    }

    private static Screen.Builder approved(String part, JournalEntry entry) {
        return approved(Screen.of(entry.trade().screen(part), entry.trade().title()), entry);
    }

    private static Screen.Builder approved(Screen.Builder screen, JournalEntry entry) {
        boolean isPart = entry.responseCode().equals(ResponseCode.PARTLY_APPROVED.code());
        screen.message(Tone.DONE, Text.of(isPart ? "partly.approved" : "sale.approved"))
                .strongLine("amount", Text.of("sale.amount"), Amounts.yuan(entry.amount()))
                .line("card", Text.of("label.card"), Text.plain(entry.cardMasked()))
                .line("authCode", Text.of("label.authCode"), Text.plain(entry.authCode()))
                .line("rrn", Text.of("label.rrn"), Text.plain(entry.rrn()));
        return entry.texts().isEmpty() ? screen : screen.line("texts", Text.of("receipt.remark"), Text.plain(String.join(" ", entry.texts())));
    }

    /// Prints the last receipt once more, marked so.
    void last() {
        Text title = Text.of("command.reprint");
        List<JournalEntry> approved = machine.store().state().journal().stream().filter(e -> e.outcome() == Outcome.APPROVED).toList();
        if (approved.isEmpty()) {
            machine.dialogue().tell("reprint.none", title, Tone.NEUTRAL, Text.of("reprint.none"));
            return;
        }
        print(title, Receipts.of(approved.getLast(), machine.identity(), machine.language(), Receipts.Copy.MERCHANT, true));
        machine.dialogue().tell("reprint.done", title, Tone.DONE, Text.of("reprint.done"));
    }

    /// @throws Unwind.Cancelled if there is no paper and the operator gives up
    void print(Text title, Slip slip) {
        print(slip, () -> Screen.of("print.paperOut", title).message(Tone.WAITING, Text.of(TerminalRefusal.PAPER_OUT)));
    }

    private void print(Slip slip, Supplier<Screen.Builder> withoutPaper) {
        while (!machine.device().printer().print(slip)) {
            machine.dialogue().await(withoutPaper.get()
                    .softkey(Key.CANCEL, Text.of("print.later")).softkey(Key.OK, Text.of("print.goOn")).build(), Set.of(Key.OK));
        }
    }
}
