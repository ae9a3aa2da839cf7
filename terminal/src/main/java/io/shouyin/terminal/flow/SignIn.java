package io.shouyin.terminal.flow;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.Field62;
import io.shouyin.iso8583.terminal.Field63;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.Fault;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.Display.Beep;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.line.Answer;
import io.shouyin.terminal.receipt.Receipts;
import io.shouyin.terminal.state.TerminalState;
import io.shouyin.terminal.state.Terms;
import io.shouyin.terminal.state.Totals;
import io.shouyin.terminal.state.Trade.Effect;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.OptionalInt;

/// Sign-in 签到: fresh working keys, each with its check value, and the batch that the host is in.
final class SignIn {

    private static final String VENDOR = "SYIN";
    private static final Text TITLE = Text.of("command.sign_in");

    private final Machine machine;

    SignIn(Machine machine) {
        this.machine = machine;
    }

    /// @throws Unwind.Cancelled after telling, if it failed
    void run() {
        run(Screen.of("signIn.working", TITLE).message(Tone.WAITING, Text.of("signIn.working")));
    }

    /// Because the host asks for it.
    ///
    /// @throws Unwind.Cancelled after telling, if it failed
    void again() {
        run(Screen.of("signIn.working", TITLE).message(Tone.WAITING, Text.of("signIn.working"), Text.of("signIn.again")));
    }

    private void run(Screen.Builder working) {
        machine.dialogue().busy(working);
        // 1 ask for keys
        var identity = machine.identity();
        Message request = Message.builder(TransactionKind.SIGN_IN.requestType())
                .text(11, machine.takeTrace().toString()).text(41, identity.terminalId()).text(42, identity.merchantId())
                .text(60, new Field60("00", machine.batch(), keysWanted(machine.pinPad().profile())).encode())
                .bytes(62, new Field62.SequenceNumber(VENDOR, serial()).encode())
                .text(63, Field63.ofOperator(machine.operator())).build();
        Answer answer = machine.link().ask(machine.link().prepare(request, false));
        switch (answer) {
            case Answer.Answered answered when answered.isApproved() -> adopt(answered.message());
            case Answer.Answered answered -> refuse(HostTexts.of(answered.code()), Text.of("host.code", answered.code()));
            case Answer.NotSent notSent -> refuse(Text.of(notSent.why()), Text.of("host.tryAgain"));
            case Answer.Silence silence -> refuse(Text.of(silence.why()), Text.of("host.tryAgain"));
            case Answer.Untrusted untrusted -> refuse(Text.of(untrusted.why()), Text.of("host.tryAgain"));
        }
    }

    private void adopt(Message answer) {
        try {
            if (!answer.has(60) || !answer.has(62)) {
                throw new Fault(TerminalRefusal.ANSWER_UNREADABLE, Fault.Recovery.RETRY_LATER);
            }
            Field60 adopted = Field60.decode(answer.text(60));
            if (!adopted.hasBatch()) {
                throw new Fault(TerminalRefusal.ANSWER_UNREADABLE, Fault.Recovery.RETRY_LATER);
            }
            byte[] keys = answer.bytes(62);
            // 2 each key has the check value that came with it
            machine.pinPad().loadWorkingKeys(keys);
            // 3 the host's batch is ours
            leaveBatch(adopted);
            Advice advice = Advice.of(answer);
            Terms known = machine.store().state().terms();
            ToldRules rules = ToldRules.of(advice, known);
            Terms terms = new Terms(rules.text(), rules.version(), transactionPasswordExpires(advice), known.newPasswordRulesHex(), known.parametersHex(),
                    known.signatureFromFen()).withSignatureFrom(advice.signatureFrom());
            machine.store().update(state -> state.signedIn(adopted.batch().value(), HexFormat.of().withUpperCase().formatHex(keys), terms, machine.tallies()));
            // 4 the rules that had no room
            new RulesDownload(machine).run(rules);
        } catch (DecodeException e) {
            refuse(Text.of(TerminalRefusal.ANSWER_UNREADABLE), Text.of("host.tryAgain"));
        } catch (Fault fault) {
            machine.pinPad().forgetWorkingKeys();
            machine.restoreSignIn();
            refuse(FaultTexts.of(fault), Text.of("host.tryAgain"));
        }
        machine.hostRequests().signedIn();
        machine.showStatus();
        machine.dialogue().tell("signIn.done", TITLE, Tone.DONE, Text.of("signIn.done"), Text.of("signIn.batch", machine.batch()));
    }

    /// If the host is in another batch, what this one holds was never compared: it is told, and goes on paper before the list is let go.
    ///
    /// @throws Unwind.Cancelled if there is no paper: the list stays, and nobody is signed in
    private void leaveBatch(Field60 adopted) {
        TerminalState state = machine.store().state();
        if (state.journal().isEmpty() || !state.leavesBatch(adopted.batch().value())) {
            return;
        }
        Totals debit = Totals.of(state.journal(), Effect.CHARGES);
        Totals credit = Totals.of(state.journal(), Effect.GIVES_BACK);
        boolean prints = machine.device().printer().isPresent();
        machine.dialogue().beep(Beep.REFUSED);
        machine.dialogue().tell(Screen.of("signIn.otherBatch", TITLE)
                .message(Tone.IN_DOUBT, Text.of("signIn.otherBatch", machine.batch(), state.journal().size()), Text.of(prints ? "signIn.otherBatch.printed" : "signIn.otherBatch.noted"))
                .strongLine("debit", Text.of("settle.debit", debit.count()), Amounts.yuan(debit.amount()))
                .strongLine("credit", Text.of("settle.credit", credit.count()), Amounts.yuan(credit.amount())));
        try {
            new Printing(machine).print(TITLE, Receipts.list(state.journal(), machine.identity(), state.batch(), machine.device().clock().instant(), machine.language()));
        } catch (Unwind.Cancelled later) {
            machine.forgetSignIn();
            throw later;
        }
    }

    /// Null if that is not near.
    private LocalDate transactionPasswordExpires(Advice advice) {
        OptionalInt days = advice.transactionPasswordDaysLeft();
        return days.isPresent() ? machine.today().plusDays(days.getAsInt()) : null;
    }

    private void refuse(Text headline, Text detail) {
        machine.dialogue().tell("signIn.failed", TITLE, Tone.REFUSED, headline, detail);
        throw new Unwind.Cancelled();
    }

    /// 60.3: PIN, MAC and track keys of the terminal's profile.
    private static String keysWanted(TerminalProfile profile) {
        return switch (profile) {
            case TDES -> "004";
            case AES -> "005";
            case SM4 -> "006";
        };
    }

    /// The last eight letters and digits of the serial number.
    private String serial() {
        String plain = machine.store().state().serialNumber().replaceAll("[^0-9A-Za-z]", "");
        String padded = "00000000" + plain;
        return padded.substring(padded.length() - 8);
    }
}
