package io.shouyin.terminal.line;

import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Frame;
import io.shouyin.iso8583.terminal.Header;
import io.shouyin.iso8583.terminal.ProcessingRequest;
import io.shouyin.iso8583.terminal.Tpdu;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.terminal.device.PinPad;
import io.shouyin.terminal.device.Status;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.state.PendingReversal;
import io.shouyin.terminal.state.TerminalLog;
import java.security.MessageDigest;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Sends a message and gives back its answer, checked: it is the type expected, repeats trace, terminal, processing code,
/// amount and merchant as it must, and its MAC is right. What fails a check is not an answer.
public final class HostLink {

    private static final Codec CODEC = new Codec(Dialects.TERMINAL);
    private static final String OWN_TPDU_ADDRESS = "0000";

    private final Line.Dialler dialler;
    private final Supplier<GatewayAddress> address;
    private final Supplier<String> tpduDestination;
    private final PinPad pinPad;
    private final Consumer<ProcessingRequest> hostWants;
    private final TerminalLog log;
    private volatile Status.Network network = Status.Network.UNKNOWN;

    /// @param hostWants told what the header of each answer asks for
    public HostLink(Line.Dialler dialler, Supplier<GatewayAddress> address, Supplier<String> tpduDestination, PinPad pinPad, Consumer<ProcessingRequest> hostWants, TerminalLog log) {
        this.dialler = dialler;
        this.address = address;
        this.tpduDestination = tpduDestination;
        this.pinPad = pinPad;
        this.hostWants = hostWants;
        this.log = log;
    }

    /// How the line was when it was last used.
    public Status.Network network() {
        return network;
    }

    /// A message ready to be sent, once or again: the very same bytes each time.
    public record Prepared(Message message, byte[] frame, boolean withMac) {
        @Override
        public String toString() {
            return "Prepared[" + message.type() + "]";
        }
    }

    public Prepared prepare(Message message, boolean withMac) {
        byte[] body = withMac ? CODEC.encode(message, pinPad::mac) : CODEC.encode(message);
        var frame = new Frame(new Tpdu(tpduDestination.get(), OWN_TPDU_ADDRESS), Header.CARD_PAYMENT, body);
        return new Prepared(message, frame.encode(), withMac);
    }

    public Answer ask(Prepared request) {
        return ask(request, () -> {});
    }

    /// @param beforeSend runs when the line is up and nothing has been sent, such as: store the reversal. If it throws,
    ///                   nothing is sent.
    public Answer ask(Prepared request, Runnable beforeSend) {
        Answer answer = dialAndAsk(request, beforeSend);
        note(request.message, answer);
        return answer;
    }

    /// What was asked by its trace number, and what came of it. Never what stood in it.
    private void note(Message asked, Answer answer) {
        String what = asked.type() + " trace " + asked.find(11).orElse("-");
        switch (answer) {
            case Answer.Answered answered when answered.isApproved() -> log.info("host", what + ": approved");
            case Answer.Answered answered -> log.warn("host", what + ": declined " + answered.code());
            case Answer.NotSent notSent -> log.warn("line", what + ": not sent, " + notSent.why());
            case Answer.Silence silence -> log.warn("line", what + ": no answer, " + silence.why());
            case Answer.Untrusted untrusted -> log.error("line", what + ": not trusted, " + untrusted.why());
        }
    }

    private Answer dialAndAsk(Prepared request, Runnable beforeSend) {
        try (Line line = dialler.dial(address.get())) {
            network = Status.Network.UP;
            beforeSend.run();
            return exchange(line, request);
        } catch (LineException e) {
            network = Status.Network.DOWN;
            return new Answer.NotSent(e.refusal());
        }
    }

    private Answer exchange(Line line, Prepared request) {
        byte[] received;
        try {
            line.send(request.frame);
            received = line.receive();
        } catch (LineException e) {
            if (e.refusal() == TerminalRefusal.ANSWER_UNREADABLE) {
                return new Answer.Untrusted(e.refusal(), PendingReversal.OTHER_FAILURE);
            }
            network = Status.Network.DOWN;
            return new Answer.Silence(e.refusal());
        }
        try {
            Frame frame = Frame.decode(received);
            Answer answer = check(request, CODEC.decode(frame.body()));
            if (answer instanceof Answer.Answered) {
                hostWants.accept(frame.header().request());
            }
            return answer;
        } catch (DecodeException | IllegalArgumentException e) {
            return new Answer.Untrusted(TerminalRefusal.ANSWER_UNREADABLE, PendingReversal.OTHER_FAILURE);
        }
    }

    private Answer check(Prepared request, Decoded reply) {
        Message asked = request.message;
        Message got = reply.message();
        if (!got.type().equals(asked.reply().build().type()) || !got.has(39) && !isAnsweredIn48(asked, got)
                || !same(asked, got, 11) || !same(asked, got, 41)) {
            return mismatch();
        }
        boolean signed = got.has(64);
        if (signed && !(pinPad.hasWorkingKeys() && MessageDigest.isEqual(pinPad.mac(reply.macBytes()), got.bytes(64)))) {
            return new Answer.Untrusted(TerminalRefusal.ANSWER_MAC_WRONG, PendingReversal.MAC_WRONG);
        }
        var answer = new Answer.Answered(got, got.find(39).orElse(""), signed);
        if (!answer.isApproved()) {
            boolean contradicts = got.has(3) && !same(asked, got, 3) || got.has(4) && !same(asked, got, 4);
            return contradicts ? mismatch() : answer;
        }
        if (request.withMac && !signed) {
            return new Answer.Untrusted(TerminalRefusal.ANSWER_MAC_WRONG, PendingReversal.MAC_WRONG);
        }
        boolean partly = answer.code().equals(ResponseCode.PARTLY_APPROVED.code());
        if (!same(asked, got, 3) || !same(asked, got, 42) || !partly && !same(asked, got, 4)) {
            return mismatch();
        }
        return answer;
    }

    /// A settlement is answered by the totals of field 48 instead of a code.
    private static boolean isAnsweredIn48(Message asked, Message got) {
        return asked.type().equals(TransactionKind.SETTLEMENT.requestType()) && got.has(48);
    }

    /// Whether the answer repeats a field that the request had.
    private static boolean same(Message asked, Message got, int field) {
        return !asked.has(field) || got.has(field) && got.text(field).equals(asked.text(field));
    }

    private static Answer mismatch() {
        return new Answer.Untrusted(TerminalRefusal.ANSWER_MISMATCH, PendingReversal.OTHER_FAILURE);
    }
}
