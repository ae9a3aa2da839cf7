package io.shouyin.terminal.flow;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.line.Answer;
import java.util.Optional;

/// What must hold before passwords are set: the host answers, and storage has room.
final class Readiness {

    private final Machine machine;

    Readiness(Machine machine) {
        this.machine = machine;
    }

    /// Checks both; says what is wrong and leaves if one fails.
    ///
    /// @throws Unwind.Cancelled after telling
    void require(Text title) {
        machine.dialogue().busy(Screen.of("readiness", title).message(Tone.WAITING, Text.of("readiness.checking")));
        Optional<TerminalRefusal> trouble = machine.store().hasRoom() ? echo() : Optional.of(TerminalRefusal.STORAGE_FULL);
        if (trouble.isPresent()) {
            machine.dialogue().tell("readiness.failed", title, Tone.REFUSED, Text.of(trouble.get()), Text.of("readiness.nothingChanged"));
            throw new Unwind.Cancelled();
        }
    }

    /// The echo test 回响测试: any answer will do.
    Optional<TerminalRefusal> echo() {
        var identity = machine.identity();
        Message echo = Message.builder(TransactionKind.ECHO.requestType())
                .text(41, identity.terminalId()).text(42, identity.merchantId())
                .text(60, new Field60("00", machine.batch(), TransactionKind.ECHO.networkCodes().getFirst()).encode()).build();
        Answer answer = machine.link().ask(machine.link().prepare(echo, false));
        machine.showStatus();
        return switch (answer) {
            case Answer.Answered answered -> Optional.empty();
            case Answer.NotSent notSent -> Optional.of(notSent.why());
            case Answer.Silence silence -> Optional.of(silence.why());
            case Answer.Untrusted untrusted -> Optional.of(untrusted.why());
        };
    }
}
