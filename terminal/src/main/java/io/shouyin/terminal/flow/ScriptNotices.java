package io.shouyin.terminal.flow;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.Field61;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.line.Answer;
import io.shouyin.terminal.state.NoticeStore.Notice;
import java.util.HexFormat;
import java.util.Set;

/// What a chip has made of its issuer's scripts 脚本结果通知, or where the host's receipt is the only one its last word: told to the host when the transaction is over, and, if
/// nobody has taken it, behind the next ones, at sign-out and before settlement, as often as a reversal is tried. It never holds up what is paid for.
final class ScriptNotices {

    private static final TransactionKind KIND = TransactionKind.SCRIPT_NOTICE;
    private static final HexFormat HEX = HexFormat.of();
    private static final String CURRENCY_CNY = "156";
    /// Taken, or never to be.
    private static final Set<String> DONE = Set.of(ResponseCode.APPROVED.code(), ResponseCode.ORIGINAL_NOT_FOUND.code(), ResponseCode.TRANSACTION_INVALID.code(),
            ResponseCode.FORMAT_ERROR.code(), ResponseCode.FUNCTION_UNSUPPORTED.code(), ResponseCode.AMOUNT_DIFFERS.code());

    private final Machine machine;

    ScriptNotices(Machine machine) {
        this.machine = machine;
    }

    /// Durable when it returns.
    ///
    /// @param request of the transaction
    void keep(Message request, Message answer, MinorAmount amount, Field55 said) {
        machine.notices().add(new Notice(machine.batch().value(), Integer.parseInt(request.text(11)), amount.fen(), request.text(22), request.find(23).orElse(""),
                answer.find(37).orElse(""), HEX.formatHex(said.encode()), 0));
    }

    /// Tells the host of all that wait, as long as it answers.
    void send(Text title) {
        for (Notice notice : machine.notices().waiting()) {
            if (!machine.isSignedIn() || !send(title, notice)) {
                return;
            }
        }
    }

    private boolean send(Text title, Notice notice) {
        machine.dialogue().busy(Screen.of("scriptNotice.sending", title).message(Tone.WAITING, Text.of("scriptNotice.sending")));
        Answer answer = machine.link().ask(machine.link().prepare(message(notice), true));
        if (answer instanceof Answer.Answered answered && answered.wantsSignIn()) {
            machine.forgetSignIn();
            return false;
        }
        if (answer instanceof Answer.Answered answered && answered.isAuthentic() && DONE.contains(answered.code())) {
            machine.notices().remove(notice);
            return true;
        }
        if (!(answer instanceof Answer.NotSent)) {
            machine.notices().unanswered(notice, machine.parameters().reversalsMax());
        }
        return false;
    }

    private Message message(Notice notice) {
        var identity = machine.identity();
        Message.Builder message = Message.builder(KIND.requestType())
                .text(4, new MinorAmount(notice.amountFen()).field4()).text(11, machine.takeTrace().toString()).text(22, notice.entryMode())
                .text(41, identity.terminalId()).text(42, identity.merchantId()).text(49, CURRENCY_CNY).bytes(55, HEX.parseHex(notice.field55()))
                .text(60, new Field60(KIND.transactionType(), machine.batch(), KIND.networkCodes().getFirst()).encode())
                .text(61, new Field61(new BatchNumber(notice.batch()).toString(), new TraceNumber(notice.trace()).toString(), "", "", "").encode());
        if (!notice.cardSequence().isEmpty()) {
            message.text(23, notice.cardSequence());
        }
        return (notice.rrn().isEmpty() ? message : message.text(37, notice.rrn())).build();
    }
}
