package io.shouyin.terminal.flow;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.CardOrigin;
import io.shouyin.iso8583.terminal.Field48;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.iso8583.terminal.Field48.Uploaded;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.Field63;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.Display.Beep;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.line.Answer;
import io.shouyin.terminal.receipt.SettlementSlips;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.Settling;
import io.shouyin.terminal.state.Settling.Stage;
import io.shouyin.terminal.state.TerminalState;
import io.shouyin.terminal.state.Totals;
import io.shouyin.terminal.state.Trade.Effect;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Settlement 批结算: what was taken and given back is compared with the host, the slip is printed, and the next batch begins.
///
/// How far it is stands in the terminal's state from before the first message on: whenever the power fails, it goes on from there, and no
/// transaction starts until it is done. The host answers each message again as it did before.
final class Settle {

    private static final Text TITLE = Text.of("command.settle");
    private static final String CURRENCY_CNY = "156";
    private static final String LIST = "201";
    private static final String END_UNBALANCED = "202";
    private static final String END_BALANCED = "207";

    private final Machine machine;
    private final Dialogue dialogue;

    Settle(Machine machine) {
        this.machine = machine;
        this.dialogue = machine.dialogue();
    }

    /// @throws Unwind.Cancelled after telling, if it is not done yet
    void run() {
        if (running() == null) {
            confirm();
        }
        finish();
    }

    private void finish() {
        // 1 what is needed for it, and what goes first
        ready();
        // 2 the totals
        if (running() == null || running().stage() == Stage.ASKING) {
            ask();
        }
        // 3 line by line what does not balance, and the end of it
        if (running().stage() == Stage.UPLOADING) {
            upload();
            end();
        }
        // 4 on paper, then the next batch
        new Printing(machine).print(TITLE, SettlementSlips.of(running(), machine.identity()).slip(machine.language() == Language.EN, false));
        machine.store().update(state -> state.settled(machine.tallies()));
        machine.showStatus();
        dialogue.beep(Beep.DONE);
        done(machine.store().state().settlements().last());
    }

    /// Before a transaction: a settlement that began is finished, and a full list is settled.
    ///
    /// @throws Unwind.Cancelled if it is not done
    void beforeTransaction(Text title) {
        TerminalState state = machine.store().state();
        boolean isFull = state.journal().size() >= TerminalState.JOURNAL_ENTRIES_MAX;
        if (state.settlements().running() != null) {
            offer(title, Text.of(TerminalRefusal.SETTLEMENT_UNFINISHED), Text.of("settle.unfinished.detail"));
            finish();
        } else if (isFull) {
            offer(title, Text.of(TerminalRefusal.JOURNAL_FULL), Text.of("settle.full.detail"));
            finish();
        }
    }

    /// Once more the slip of the last one; on a model without a printer what it came to.
    void reprint() {
        Text title = Text.of("command.reprint_settlement");
        Settling last = machine.store().state().settlements().last();
        if (last == null) {
            dialogue.tell("reprintSettlement.none", title, Tone.NEUTRAL, Text.of("reprintSettlement.none"));
            return;
        }
        if (machine.device().printer().isEmpty()) {
            dialogue.tell(screen("last", last).message(tone(last), verdict(last)));
            return;
        }
        new Printing(machine).print(title, SettlementSlips.of(last, machine.identity()).slip(machine.language() == Language.EN, true));
        dialogue.tell("reprint.done", title, Tone.DONE, Text.of("reprint.done"));
    }

    private Settling running() {
        return machine.store().state().settlements().running();
    }

    private void offer(Text title, Text headline, Text detail) {
        dialogue.await(Screen.of("settle.offer", title).message(Tone.WAITING, headline, detail)
                .softkey(Key.CANCEL, Text.of("key.later")).softkey(Key.OK, TITLE).build(), Set.of(Key.OK));
    }

    private void confirm() {
        List<JournalEntry> journal = machine.store().state().journal();
        Totals debit = Totals.of(journal, Effect.CHARGES);
        Totals credit = Totals.of(journal, Effect.GIVES_BACK);
        dialogue.await(Screen.of("settle.confirm", TITLE).message(Tone.WAITING, Text.of("settle.ask", machine.batch()),
                        Text.of(machine.device().printer().isPresent() ? "settle.ask.detail" : "settle.ask.detail.noPrinter"))
                .strongLine("debit", Text.of("settle.debit", debit.count()), Amounts.yuan(debit.amount()))
                .strongLine("credit", Text.of("settle.credit", credit.count()), Amounts.yuan(credit.amount()))
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, TITLE).build(), Set.of(Key.OK));
    }

    private void ready() {
        if (!machine.store().hasRoom()) {
            refuse(Text.of(TerminalRefusal.STORAGE_FULL));
        }
        if (machine.lacksPower()) {
            refuse(Text.of(TerminalRefusal.BATTERY_EMPTY));
        }
        if (machine.lacksPaper()) {
            refuse(Text.of(TerminalRefusal.PAPER_OUT));
        }
        if (!machine.isSignedIn()) {
            dialogue.await(Screen.of("settle.signInFirst", TITLE).message(Tone.WAITING, Text.of(TerminalRefusal.NOT_SIGNED_IN), Text.of("settle.signInFirst"))
                    .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("command.sign_in")).build(), Set.of(Key.OK));
            new SignIn(machine).run();
        }
        new Reversals(machine).requireNone(TITLE);
        if (!new OfflineSales(machine).send(TITLE)) {
            refuse(Text.of("offlineSale.waits"));
        }
        new ScriptNotices(machine).send(TITLE);
        new Signatures(machine).send();
    }

    /// Durable before it leaves: from then on the batch takes no transaction.
    private void ask() {
        Settling settling = Optional.ofNullable(running()).orElseGet(() -> Settling.begun(machine.batch().value(), machine.store().state().journal(),
                machine.operator().value(), machine.device().clock().instant(), Machine.ZONE, machine.seenCheckpoints().newest()));
        Message request = request(TransactionKind.SETTLEMENT, TransactionKind.SETTLEMENT.networkCodes().getFirst(), settling).text(48, settling.told())
                .text(49, CURRENCY_CNY).build();
        Answer answer = new Repeats(machine).ask(machine.link().prepare(request, false),
                () -> machine.store().update(state -> state.settling(settling)), part -> screen(part, settling)).answer();
        if (answer instanceof Answer.Answered answered && answered.code().isEmpty()) {
            Field48.Totals hosts = totals(answered.message());
            if (hosts.domestic().result() == Result.ERROR || hosts.foreign().result() == Result.ERROR) {
                machine.store().update(state -> state.settling(null));
                Advice.of(answered.message()).refusalText().ifPresent(this::refuse);
                refuse(Text.of(TerminalRefusal.SETTLEMENT_REFUSED), Text.of("settle.refused.detail"));
            }
            machine.store().update(state -> state.settling(settling.answered(hosts)));
            return;
        }
        tellWhy(answer);
    }

    private Field48.Totals totals(Message answer) {
        try {
            Field48.Totals totals = Field48.Totals.decode(answer.text(48, CardDataAccess.granted()));
            if (totals.domestic().result() != Result.ASKED && totals.foreign().result() != Result.ASKED) {
                return totals;
            }
        } catch (DecodeException unreadable) {
            machine.showStatus();
        }
        refuse(Text.of(TerminalRefusal.ANSWER_UNREADABLE), Text.of("settle.goesOn"));
        throw new Unwind.Cancelled();
    }

    private void upload() {
        List<JournalEntry> lines = running().lines(machine.store().state().journal());
        while (running().uploaded() < lines.size()) {
            List<JournalEntry> part = lines.subList(running().uploaded(), Math.min(lines.size(), running().uploaded() + Field48.Upload.TRANSACTIONS_MAX));
            Field48.Upload upload = new Field48.Upload(part.stream().map(this::line).toList());
            require(request(TransactionKind.BATCH_UPLOAD, LIST, running()).text(48, upload.encode(CardDataAccess.granted())).build(), lines.size());
            machine.store().update(state -> state.settling(state.settlements().running().uploaded(part.size())));
        }
    }

    private void end() {
        Settling settling = running();
        String networkCode = settling.balances() ? END_BALANCED : END_UNBALANCED;
        require(request(TransactionKind.BATCH_UPLOAD_END, networkCode, settling).text(48, Field48.ofUploadEnd(settling.uploaded())).build(), settling.uploaded());
        machine.store().update(state -> state.settling(settling.closed()));
    }

    private Uploaded line(JournalEntry entry) {
        return new Uploaded(CardOrigin.of(entry.cardMasked()).cardType(), new TraceNumber(entry.trace()),
                entry.isOfWallet() ? Optional.empty() : Optional.of(machine.cardOf(entry)), entry.amount());
    }

    /// Sends it until the host has taken it.
    ///
    /// @param lines how many there are in all
    private void require(Message request, int lines) {
        Settling settling = running();
        Answer answer = new Repeats(machine).ask(machine.link().prepare(request, true), () -> { },
                part -> screen(part, settling).line("uploaded", Text.of("settle.uploaded"), Text.of("settle.uploaded.of", settling.uploaded(), lines))).answer();
        if (answer instanceof Answer.Answered answered && answered.isApproved()) {
            return;
        }
        if (answer instanceof Answer.Answered answered && answered.isAuthentic() && !answered.wantsSignIn()) {
            machine.store().update(state -> state.settling(settling.askedAgain()));
        }
        tellWhy(answer);
    }

    private Message.Builder request(TransactionKind kind, String networkCode, Settling settling) {
        var identity = machine.identity();
        return Message.builder(kind.requestType()).text(11, machine.takeTrace().toString()).text(41, identity.terminalId()).text(42, identity.merchantId())
                .text(60, new Field60(kind.transactionType(), new BatchNumber(settling.batch()), networkCode).encode())
                .text(63, Field63.ofOperator(machine.operator()));
    }

    private static Screen.Builder screen(String part, Settling settling) {
        Field48.Totals ours = settling.ours();
        return Screen.of("settle." + part, TITLE).line("batch", Text.of("label.batch"), Text.plain(new BatchNumber(settling.batch()).toString()))
                .strongLine("debit", Text.of("settle.debit", ours.domestic().debitCount() + ours.foreign().debitCount()),
                        Amounts.yuan(ours.domestic().debit().plus(ours.foreign().debit())))
                .strongLine("credit", Text.of("settle.credit", ours.domestic().creditCount() + ours.foreign().creditCount()),
                        Amounts.yuan(ours.domestic().credit().plus(ours.foreign().credit())));
    }

    /// @throws Unwind.Cancelled always
    private void tellWhy(Answer answer) {
        switch (answer) {
            case Answer.Answered answered -> {
                if (answered.wantsSignIn()) {
                    machine.forgetSignIn();
                }
                refuse(HostTexts.of(answered.code()), Text.of("host.code", answered.code()));
            }
            case Answer.NotSent notSent -> refuse(Text.of(notSent.why()), goesOn());
            case Answer.Silence silence -> refuse(Text.of(silence.why()), goesOn());
            case Answer.Untrusted untrusted -> refuse(Text.of(untrusted.why()), goesOn());
        }
    }

    private Text goesOn() {
        return running() == null ? Text.of("host.tryAgain") : Text.of("settle.goesOn");
    }

    private void refuse(Text headline) {
        refuse(headline, goesOn());
    }

    private void refuse(Text headline, Text detail) {
        dialogue.tell("settle.failed", TITLE, Tone.REFUSED, headline, detail);
        throw new Unwind.Cancelled();
    }

    private static Tone tone(Settling settled) {
        return settled.balances() ? Tone.DONE : Tone.IN_DOUBT;
    }

    private static Text verdict(Settling settled) {
        return Text.of(settled.balances() ? "settle.balanced" : "settle.unbalanced");
    }

    /// Told; whoever goes home may sign out at once.
    private void done(Settling settled) {
        Key key = dialogue.await(screen("done", settled)
                .message(tone(settled), verdict(settled), Text.of("settle.next", machine.batch()))
                .softkey(Key.F1, Text.of("command.sign_out")).softkey(Key.OK, Text.of("key.done")).build(), Set.of(Key.OK, Key.CANCEL, Key.F1));
        if (key == Key.F1) {
            new SignOut(machine).run();
        }
    }
}
