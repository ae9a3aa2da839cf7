package io.shouyin.terminal.flow;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.line.Answer;
import io.shouyin.terminal.state.PendingReversal;
import java.util.HexFormat;

/// The pending reversal 冲正: sent at once when a transaction ends in doubt, and otherwise before the next online transaction and
/// before sign-out, with the trace number and batch of the original.
///
/// A try counts when it has left the terminal. After the last one, or if the host refuses it, the operator is told and the record is kept.
final class Reversals {

    private final Machine machine;

    Reversals(Machine machine) {
        this.machine = machine;
    }

    enum Result {
        /// Undone, or there was nothing to undo.
        NONE_LEFT,
        /// Still to be sent.
        PENDING,
        /// Refused, or tried too often: the service desk's.
        GIVEN_UP
    }

    /// No transaction goes out over a pending reversal.
    ///
    /// @throws Unwind.Cancelled after telling, if one is left
    void requireNone(Text title) {
        if (machine.store().state().reversal() == null) {
            return;
        }
        switch (send(title)) {
            case NONE_LEFT -> { }
            case PENDING -> {
                Text detail = machine.isSignedIn() ? Text.of("host.tryAgain") : Text.of(TerminalRefusal.NOT_SIGNED_IN);
                machine.dialogue().tell("reversal.pending", title, Tone.IN_DOUBT, Text.of(TerminalRefusal.REVERSAL_PENDING), detail);
                throw new Unwind.Cancelled();
            }
            case GIVEN_UP -> machine.dialogue().tell("reversal.givenUp", title, Tone.IN_DOUBT, Text.of("reversal.givenUp"),
                    Text.of("reversal.givenUp.detail"));
        }
    }

    /// Sends it once.
    Result send(Text title) {
        PendingReversal pending = machine.store().state().reversal();
        if (pending == null) {
            return Result.NONE_LEFT;
        }
        if (!machine.isSignedIn()) {
            return Result.PENDING;
        }
        machine.dialogue().busy(Screen.of("reversal.sending", title).message(Tone.IN_DOUBT, Text.of("reversal.sending")));
        Answer answer = machine.link().ask(machine.link().prepare(message(pending), true),
                () -> machine.store().update(state -> state.withReversal(pending.triedOnceMore())));
        if (answer instanceof Answer.Answered answered && answered.isAuthentic() && settles(answered.code())) {
            machine.store().update(state -> state.reversed());
            machine.showStatus();
            return Result.NONE_LEFT;
        }
        if (answer instanceof Answer.Answered answered && answered.wantsSignIn()) {
            machine.forgetSignIn();
            machine.store().update(state -> state.withReversal(pending));
            return Result.PENDING;
        }
        boolean isRefused = answer instanceof Answer.Answered answered && answered.isAuthentic() && answered.code().equals(ResponseCode.TRANSACTION_INVALID.code());
        if (isRefused || machine.store().state().reversal().tries() >= machine.parameters().reversalsMax()) {
            machine.store().update(state -> state.givenUp());
            machine.showStatus();
            return Result.GIVEN_UP;
        }
        return Result.PENDING;
    }

    /// Undone; or not found, which the host remembers. 12 is neither: the batch is closed, and what was approved in it stands.
    private static boolean settles(String code) {
        return code.equals(ResponseCode.APPROVED.code()) || code.equals(ResponseCode.ORIGINAL_NOT_FOUND.code());
    }

    private Message message(PendingReversal pending) {
        var identity = machine.identity();
        Message.Builder message = Message.builder(TransactionKind.REVERSAL.requestType())
                .text(3, pending.processingCode()).text(4, new MinorAmount(pending.amountFen()).field4())
                .text(11, new TraceNumber(pending.trace()).toString()).text(22, pending.entryMode()).text(25, pending.condition())
                .text(39, pending.reason()).text(41, identity.terminalId()).text(42, identity.merchantId())
                .text(49, "156").text(60, pending.field60());
        if (!pending.field61().isEmpty()) {
            message.text(61, pending.field61());
        }
        if (!pending.cardSequence().isEmpty()) {
            message.text(23, pending.cardSequence());
        }
        if (!pending.field55().isEmpty()) {
            message.bytes(55, HexFormat.of().parseHex(pending.field55()));
        }
        if (!pending.authCode().isEmpty()) {
            message.text(38, pending.authCode());
        }
        return message.build();
    }
}
