package io.shouyin.terminal.flow;

import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.receipt.Copy;
import io.shouyin.kernel.receipt.Receipt;
import io.shouyin.kernel.receipt.Slip;
import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Printer;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.receipt.Receipts;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Slips on paper: the copies of a receipt one after the other, and what to do when the paper ends.
final class Printing {

    private static final Text REPRINT = Text.of("command.reprint");

    private final Machine machine;

    Printing(Machine machine) {
        this.machine = machine;
    }

    /// The merchant's copy, then, after the green key, the cardholder's; or a link to it. A model without a printer has the link alone.
    void receipt(JournalEntry entry) {
        copy(entry, Copy.MERCHANT, false, () -> withoutPaper(entry));
        new Signatures(machine).send();
        while (true) {
            switch (machine.dialogue().await(offers(entry), EnumSet.of(Key.OK, Key.CANCEL, Key.F1))) {
                case F1 -> new ReceiptMenu(machine, entry).run();
                case OK -> {
                    copy(entry, Copy.CARDHOLDER, false, () -> withoutPaper(entry));
                    end(entry);
                    return;
                }
                case Key without -> {
                    end(entry);
                    return;
                }
            }
        }
    }

    private Screen offers(JournalEntry entry) {
        Screen.Builder screen = approved("approved", entry);
        boolean prints = machine.device().printer().isPresent();
        if (prints) {
            screen.softkey(Key.CANCEL, Text.of("print.noCustomerCopy"));
        }
        if (ReceiptMenu.hasLinks(machine, entry)) {
            screen.softkey(Key.F1, Text.of("receipt.electronic"));
        }
        return screen.softkey(Key.OK, Text.of(prints ? "print.customerCopy" : "key.done")).build();
    }

    private void end(JournalEntry entry) {
        if (machine.device().printer().isPresent()) {
            machine.dialogue().await(approved("done", entry).softkey(Key.OK, Text.of("key.done")).build(), Set.of(Key.OK, Key.CANCEL));
        }
    }

    private void copy(JournalEntry entry, Copy copy, boolean reprint, Supplier<Screen.Builder> withoutPaper) {
        Receipt receipt = Receipts.of(entry, machine.identity(), new Signatures(machine).of(entry), machine.hostParameters().receiptFooter());
        print(receipt.slip(copy, machine.language() == Language.EN, reprint), withoutPaper);
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
        Text headline = Text.of(isPart ? "partly.approved" : "sale.approved");
        (entry.proof() == null ? screen.message(Tone.DONE, headline) : screen.message(Tone.DONE, headline, Text.of("offlineSale.waits")))
                .strongLine("amount", Text.of("sale.amount"), Amounts.yuan(entry.amount()))
                .line("card", entry.cardLabel(), Text.plain(entry.cardMasked()))
                .line("authCode", Text.of("label.authCode"), Text.plain(entry.authCode()))
                .line("rrn", Text.of("label.rrn"), Text.plain(entry.rrn()));
        return entry.texts().isEmpty() ? screen : screen.line("texts", Text.of("receipt.remark"), Text.plain(String.join(" ", entry.texts())));
    }

    /// Prints the last receipt once more, marked so; without a printer the customer gets a link to it.
    void last() {
        List<JournalEntry> approved = machine.store().state().journal().stream().filter(e -> e.outcome() == Outcome.APPROVED).toList();
        if (approved.isEmpty()) {
            machine.dialogue().tell("reprint.none", REPRINT, Tone.NEUTRAL, Text.of("reprint.none"));
        } else if (machine.device().printer().isPresent()) {
            again(approved.getLast(), Copy.MERCHANT);
        } else {
            new ReceiptMenu(machine, approved.getLast()).run();
        }
    }

    void again(JournalEntry entry, Copy copy) {
        copy(entry, copy, true, () -> paperOut(REPRINT));
        machine.dialogue().tell("reprint.done", REPRINT, Tone.DONE, Text.of("reprint.done"));
    }

    /// @throws Unwind.Cancelled if there is no paper and the operator gives up
    void print(Text title, Slip slip) {
        print(slip, () -> paperOut(title));
    }

    private static Screen.Builder paperOut(Text title) {
        return Screen.of("print.paperOut", title).message(Tone.WAITING, Text.of(TerminalRefusal.PAPER_OUT));
    }

    private void print(Slip slip, Supplier<Screen.Builder> withoutPaper) {
        Optional<Printer> printer = machine.device().printer();
        while (printer.isPresent() && !printer.get().print(slip)) {
            machine.showStatus();
            machine.dialogue().await(withoutPaper.get()
                    .softkey(Key.CANCEL, Text.of("print.later")).softkey(Key.OK, Text.of("print.goOn")).build(), Set.of(Key.OK));
        }
    }
}
