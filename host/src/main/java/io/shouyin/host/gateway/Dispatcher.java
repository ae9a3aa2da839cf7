package io.shouyin.host.gateway;

import io.shouyin.host.fleet.Presence;
import io.shouyin.host.fleet.TerminalSession;
import io.shouyin.host.fleet.TerminalState;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.Frame;
import io.shouyin.iso8583.terminal.ProcessingRequest;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.iso8583.terminal.TransactionKind.MacRule;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TerminalId;
import io.shouyin.vault.SecurityModule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// From a frame to the answer's frame. What cannot be read is refused by the name of its rule, and answered with 30 if it
/// is clear whom to answer; what can be read is judged in this order: terminal 97, merchant 03, kind 40, signed in 77,
/// MAC A0 (96 if the vault does not answer), locked P7, batch 77, which is also the answer of a batch that is being settled. Only then a use case sees it.
@Component
public class Dispatcher {

    private static final Pattern TERMINAL_ID = Pattern.compile("[0-9A-Za-z]{8}");
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Codec codec = new Codec(Dialects.TERMINAL);
    private final OneAtATime oneAtATime;
    private final Terminals terminals;
    private final Presence presence;
    private final SecurityModule vault;
    private final CardMessages cardMessages;
    private final ManagementMessages managementMessages;
    private final CredentialMessages credentialMessages;
    private final SettlementMessages settlementMessages;
    private final GatewayMetrics metrics;
    private final InstantSource clock;

    Dispatcher(Terminals terminals, Presence presence, SecurityModule vault, CardMessages cardMessages,
               ManagementMessages managementMessages, CredentialMessages credentialMessages, SettlementMessages settlementMessages,
               GatewayMetrics metrics, GatewaySettings settings, InstantSource clock) {
        this.oneAtATime = new OneAtATime(settings.turnWithin());
        this.terminals = terminals;
        this.presence = presence;
        this.vault = vault;
        this.cardMessages = cardMessages;
        this.managementMessages = managementMessages;
        this.credentialMessages = credentialMessages;
        this.settlementMessages = settlementMessages;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// What goes back.
    public sealed interface Result {
        /// @param frame with its length
        record Answer(byte[] frame, Runnable afterSending) implements Result {}

        /// Nobody can tell whom to answer, or how: the connection ends.
        record NotAnswerable() implements Result {}

        /// The outcome may or may not be durable, or is still being worked on: saying anything could be a lie. The terminal reverses.
        record NoAnswer() implements Result {}
    }

    /// Is told which terminal a right MAC came from, before anything is done for it.
    public interface Proof {
        void shown(TerminalId terminal);
    }

    /// @param bytes what followed the length
    public Result dispatch(byte[] bytes, Proof proof) {
        Instant receivedAt = clock.instant();
        Frame frame;
        try {
            frame = Frame.decode(bytes);
        } catch (DecodeException unreadable) {
            metrics.refused(unreadable.refusal().name());
            return new Result.NotAnswerable();
        }
        Decoded decoded;
        try {
            decoded = codec.decode(frame.body());
        } catch (DecodeException unreadable) {
            metrics.refused(unreadable.refusal().name());
            return unreadable.soFar().filter(Dispatcher::isAnswerable)
                    .<Result>map(soFar -> answer(frame, ReplyFields.refusal(soFar, ResponseCode.FORMAT_ERROR, receivedAt)))
                    .orElseGet(Result.NotAnswerable::new);
        }
        if (!isAnswerable(decoded.message())) {
            metrics.refused("FIELD_MISSING");
            return new Result.NotAnswerable();
        }
        return judge(frame, decoded, receivedAt, proof);
    }

    /// A request, and it says which terminal sent it.
    private static boolean isAnswerable(Message message) {
        return (message.type().charAt(2) - '0') % 2 == 0 && message.has(41);
    }

    /// A terminal's requests one by one, whatever they are: what is read of it in turn holds until the answer.
    private Result judge(Frame frame, Decoded decoded, Instant receivedAt, Proof proof) {
        return terminalId(decoded.message())
                .map(terminal -> oneAtATime.run(terminal, () -> judgeInTurn(terminal, frame, decoded, receivedAt, proof)).orElseGet(this::tooLate))
                .orElseGet(() -> refuse(frame, decoded.message(), ResponseCode.TERMINAL_UNKNOWN, receivedAt));
    }

    /// It may be the repeat of what is being worked on, so a plain no could be a lie.
    private Result tooLate() {
        metrics.refused("TERMINAL_BUSY");
        return new Result.NoAnswer();
    }

    private Result judgeInTurn(TerminalId terminal, Frame frame, Decoded decoded, Instant receivedAt, Proof proof) {
        Message message = decoded.message();
        Optional<TerminalSession> session = terminals.sessionOfMessage(terminal).filter(known -> known.state() == TerminalState.ACTIVATED);
        if (session.isEmpty()) {
            return refuse(frame, message, ResponseCode.TERMINAL_UNKNOWN, receivedAt);
        }
        if (!message.has(42) || !message.text(42).equals(session.get().merchant().value())) {
            return refuse(frame, message, ResponseCode.MERCHANT_INVALID, receivedAt);
        }
        Optional<TransactionKind> kind;
        Field60 field60;
        try {
            kind = TransactionKind.of(message);
            if (kind.isEmpty() || !message.has(60)) {
                return refuse(frame, message, ResponseCode.FUNCTION_UNSUPPORTED, receivedAt);
            }
            field60 = Field60.decode(message.text(60));
            if (kind.get().isOfABatch() && !field60.hasBatch()) {
                throw new DecodeException(DecodeRefusal.SUBFIELD_VALUE, 60, 2);
            }
        } catch (DecodeException unreadable) {
            metrics.refused(unreadable.refusal().name());
            return refuse(frame, message, ResponseCode.FORMAT_ERROR, receivedAt);
        }
        boolean hasMac = message.has(64);
        if (kind.get().macRule() == MacRule.ALWAYS || hasMac && kind.get().macRule() == MacRule.IF_PRESENT) {
            Optional<ResponseCode> refusal = checkMac(decoded, session.get());
            if (refusal.isPresent()) {
                return refuse(frame, message, refusal.get(), receivedAt);
            }
            proof.shown(terminal);
        }
        if (session.get().lockedSince().isPresent() && Locked.refuses(kind.get(), message, session.get().lockedSince().get())) {
            return refuse(frame, message, ResponseCode.TERMINAL_LOCKED, receivedAt);
        }
        if (kind.get().isCardTransaction() && (!field60.batch().equals(session.get().batch()) || session.get().batchClosing())) {
            return refuse(frame, message, ResponseCode.SIGN_IN_REQUIRED, receivedAt);
        }
        if (kind.get().isCardTransaction()) {
            presence.traded(terminal);
        } else {
            presence.heard(terminal);
        }
        return handle(new Incoming(frame, decoded, kind.get(), field60, session.get(), hasMac, receivedAt, clock.instant()));
    }

    private Optional<ResponseCode> checkMac(Decoded decoded, TerminalSession session) {
        if (session.keys().isEmpty()) {
            return Optional.of(ResponseCode.SIGN_IN_REQUIRED);
        }
        try {
            boolean right = decoded.message().has(64)
                    && vault.verifyMac(session.keys().get().mac(), decoded.macBytes(), decoded.message().bytes(64));
            return right ? Optional.empty() : Optional.of(ResponseCode.MAC_WRONG);
        } catch (Fault noVault) {                                                  // nothing was done yet, so a plain no is the truth
            LOG.warn("a message of terminal {} could not be checked: {}", session.terminal(), noVault.code());
            return Optional.of(ResponseCode.SYSTEM_MALFUNCTION);
        }
    }

    private Result handle(Incoming incoming) {
        try {
            Reply reply = switch (incoming.kind()) {
                case BALANCE, SALE, OFFLINE_SALE, VOID, REFUND, PRE_AUTH, PRE_AUTH_TOP_UP, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE, COMPLETION_VOID -> cardMessages.transaction(incoming);
                case REVERSAL -> cardMessages.reversal(incoming);
                case SIGN_IN -> managementMessages.signIn(incoming);
                case SIGN_OUT -> managementMessages.signOut(incoming);
                case PARAMETER_DOWNLOAD -> managementMessages.parameters(incoming);
                case ECHO, PARAMETER_DOWNLOAD_END, STATUS_UPLOAD -> managementMessages.heard(incoming);
                case OPERATOR_LOGON, OPERATOR_PASSWORD_CHANGE, TRANSACTION_PASSWORD_SET, CREDENTIAL_UNLOCK, OPERATOR_ADD,
                        OPERATOR_DELETE, OPERATOR_LOGOFF, CODE_REQUEST, CARD_USER_ADD, CARD_PASSWORD_SET -> credentialMessages.handle(incoming);
                case SETTLEMENT -> settlementMessages.settle(incoming);
                case BATCH_UPLOAD -> settlementMessages.upload(incoming);
                case BATCH_UPLOAD_END -> settlementMessages.end(incoming);
                case STEP_UP_RULES_DOWNLOAD -> managementMessages.rules(incoming);
                case WALLET_QUERY -> cardMessages.walletQuery(incoming);
                case SCRIPT_NOTICE -> cardMessages.scriptResults(incoming);
            };
            Result.Answer answer = answer(incoming, reply);
            metrics.answered(incoming.kind().name(), reply.message().find(39).orElse(""), Duration.between(incoming.receivedAt(), clock.instant()));
            return answer;
        } catch (GatewayRefusal.Refused refused) {
            metrics.refused(refused.refusal().name());
            return answer(incoming, Reply.of(ReplyFields.refusal(incoming.message(), refused.refusal().code(), incoming.receivedAt())));
        } catch (DecodeException unreadable) {
            metrics.refused(unreadable.refusal().name());
            return refuse(incoming.frame(), incoming.message(), ResponseCode.FORMAT_ERROR, incoming.receivedAt());
        } catch (RuntimeException broken) {
            LOG.error("{} of terminal {} could not be finished", incoming.kind(), incoming.session().terminal(), broken);
            metrics.refused("MALFUNCTION");
            return incoming.macChecked()
                    ? new Result.NoAnswer()
                    : refuse(incoming.frame(), incoming.message(), ResponseCode.SYSTEM_MALFUNCTION, incoming.receivedAt());
        }
    }

    private Result refuse(Frame frame, Message message, ResponseCode code, Instant receivedAt) {
        metrics.refused(code.name());
        return answer(frame, ReplyFields.refusal(message, code, receivedAt));
    }

    private Result.Answer answer(Frame frame, Message reply) {
        return new Result.Answer(frame.reply(wanted(reply), codec.encode(reply)).encode(), () -> {});
    }

    /// Adds the MAC where the request had one.
    private Result.Answer answer(Incoming incoming, Reply reply) {
        boolean sealed = incoming.macChecked() && incoming.session().keys().isPresent();
        byte[] body = sealed
                ? codec.encode(reply.message(), covered -> vault.mac(incoming.session().keys().get().mac(), covered))
                : codec.encode(reply.message());
        return new Result.Answer(incoming.frame().reply(wanted(reply.message()), body).encode(), reply.afterSending());
    }

    /// Another batch, other keys: the terminal is asked to sign in again.
    private static ProcessingRequest wanted(Message reply) {
        return reply.find(39).map(code -> switch (ResponseCode.of(code)) {
            case SIGN_IN_REQUIRED, MAC_WRONG, PIN_FORMAT_WRONG -> ProcessingRequest.SIGN_IN_AGAIN;
            case ResponseCode other -> ProcessingRequest.NONE;
        }).orElse(ProcessingRequest.NONE);
    }

    private static Optional<TerminalId> terminalId(Message message) {
        String value = message.text(41);
        return TERMINAL_ID.matcher(value).matches() ? Optional.of(new TerminalId(value)) : Optional.empty();
    }
}
