package io.shouyin.terminal.flow;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.Field62;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.terminal.device.Amounts;
import io.shouyin.terminal.device.Display.Beep;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.line.Answer;
import java.util.HexFormat;
import java.util.Optional;

/// Download of parameters 参数下载: what the host wants of this terminal, in force at once and until the next download.
final class ParameterDownload {

    private static final Text TITLE = Command.DOWNLOAD_PARAMETERS.text();

    private final Machine machine;

    ParameterDownload(Machine machine) {
        this.machine = machine;
    }

    void run() {
        machine.dialogue().busy(Screen.of("parameters.working", TITLE).message(Tone.WAITING, Text.of("host.asking")));
        // 1 all of them come in one answer
        switch (ask(TransactionKind.PARAMETER_DOWNLOAD)) {
            case Answer.Answered answered when answered.isApproved() -> adopt(answered.message());
            case Answer.Answered answered -> refuse(HostTexts.of(answered.code()));
            case Answer.NotSent notSent -> refuse(Text.of(notSent.why()));
            case Answer.Silence silence -> refuse(Text.of(silence.why()));
            case Answer.Untrusted untrusted -> refuse(Text.of(untrusted.why()));
        }
        // 2 and the host hears that they came
        ask(TransactionKind.PARAMETER_DOWNLOAD_END);
        Field62.Parameters now = machine.parameters();
        machine.dialogue().beep(Beep.DONE);
        machine.dialogue().tell(Screen.of("parameters.done", TITLE).message(Tone.DONE, Text.of("parameters.done"))
                .line("answer", Text.of("parameters.answer"), Text.of("parameters.seconds", now.answerSecondsMax()))
                .line("reversals", Text.of("parameters.reversals"), Text.plain(String.valueOf(now.reversalsMax())))
                .line("typed", Text.of("parameters.typed"), Text.of(now.cardsTyped() ? "parameters.yes" : "parameters.no"))
                .line("signatureFrom", Text.of("label.signatureFrom"), Amounts.yuan(machine.signatureFrom())));
    }

    /// Without a word to the operator.
    ///
    /// @return why it failed
    Optional<TerminalRefusal> fetch() {
        if (!(ask(TransactionKind.PARAMETER_DOWNLOAD) instanceof Answer.Answered answered)) {
            return Optional.of(TerminalRefusal.NO_ANSWER);
        }
        if (!answered.isApproved()) {
            return Optional.of(TerminalRefusal.PARAMETERS_NOT_GIVEN);
        }
        try {
            keep(answered.message());
        } catch (DecodeException unreadable) {
            return Optional.of(TerminalRefusal.ANSWER_UNREADABLE);
        }
        ask(TransactionKind.PARAMETER_DOWNLOAD_END);
        return Optional.empty();
    }

    private Answer ask(TransactionKind kind) {
        var identity = machine.identity();
        Message request = Message.builder(kind.requestType()).text(11, machine.takeTrace().toString())
                .text(41, identity.terminalId()).text(42, identity.merchantId())
                .text(60, new Field60("00", machine.batch(), kind.networkCodes().getFirst()).encode()).build();
        return machine.link().ask(machine.link().prepare(request, false));
    }

    private void adopt(Message answer) {
        try {
            keep(answer);
        } catch (DecodeException unreadable) {
            refuse(Text.of(TerminalRefusal.ANSWER_UNREADABLE));
        }
    }

    private void keep(Message answer) throws DecodeException {
        byte[] field = answer.has(62) ? answer.bytes(62) : new byte[0];
        Field62.Parameters.decode(field, machine.parameters());
        machine.store().update(state -> state.withTerms(state.terms().withParameters(HexFormat.of().formatHex(field))
                .withSignatureFrom(Advice.of(answer).signatureFrom())));
    }

    private void refuse(Text why) {
        machine.dialogue().tell("parameters.failed", TITLE, Tone.REFUSED, why, Text.of("host.tryAgain"));
        throw new Unwind.Cancelled();
    }
}
