package io.shouyin.terminal.flow;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.line.Answer;
import java.util.Set;

/// Sign-out 签退: the host forgets our keys, and we do.
final class SignOut {

    private static final Text TITLE = Text.of("command.sign_out");

    private final Machine machine;

    SignOut(Machine machine) {
        this.machine = machine;
    }

    void run() {
        if (!machine.isSignedIn()) {
            refuse(Text.of("signOut.notSignedIn"), Text.of("signOut.nothing"));
        }
        machine.dialogue().await(Screen.of("signOut.confirm", TITLE).message(Tone.WAITING, Text.of("signOut.ask"), Text.of("signOut.ask.detail"))
                .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("command.sign_out")).build(), Set.of(Key.OK));
        // 1 a reversal goes first, and what was sold offline
        new Reversals(machine).requireNone(TITLE);
        new OfflineSales(machine).send(TITLE);
        new ScriptNotices(machine).send(TITLE);
        // 2 tell the host
        switch (tellHost(TITLE)) {
            case Answer.Answered answered when answered.isApproved() || answered.wantsSignIn() -> {
                // 3 forget the keys
                machine.forgetSignIn();
                machine.dialogue().tell("signOut.done", TITLE, Tone.DONE, Text.of("signOut.done"));
            }
            case Answer.Answered answered -> refuse(HostTexts.of(answered.code()), Text.of("host.code", answered.code()));
            case Answer.NotSent notSent -> refuse(notSent.why());
            case Answer.Silence silence -> refuse(silence.why());
            case Answer.Untrusted untrusted -> refuse(untrusted.why());
        }
    }

    Answer tellHost(Text title) {
        machine.dialogue().busy(Screen.of("signOut.working", title).message(Tone.WAITING, Text.of("signOut.working")));
        var identity = machine.identity();
        Message request = Message.builder(TransactionKind.SIGN_OUT.requestType())
                .text(11, machine.takeTrace().toString()).text(41, identity.terminalId()).text(42, identity.merchantId())
                .text(60, new Field60("00", machine.batch(), TransactionKind.SIGN_OUT.networkCodes().getFirst()).encode()).build();
        return machine.link().ask(machine.link().prepare(request, false));
    }

    private void refuse(TerminalRefusal why) {
        refuse(Text.of(why), Text.of("host.tryAgain"));
    }

    private void refuse(Text headline, Text detail) {
        machine.dialogue().tell("signOut.failed", TITLE, Tone.REFUSED, headline, detail);
        throw new Unwind.Cancelled();
    }
}
