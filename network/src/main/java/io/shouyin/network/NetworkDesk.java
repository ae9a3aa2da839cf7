package io.shouyin.network;

import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field54;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.iso8583.terminal.Field63;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.ResponseCode;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes one request's bytes and says what goes back: decode, behaviour, MAC, format, issuer, answer with MAC.
///
/// A request or reversal without a right MAC is answered with 63 and touches nothing. A message that does not decode is answered
/// with 30 if enough of it was read to tell whose it is; otherwise the connection ends. A message type that is not
/// served is answered with 40. A message that is itself an answer is dropped.
///
/// A host that has signed off on its connection is answered with 91 until it signs on again; one that never signed on
/// is served, since only who has the ZAK of an earlier sign-on can make a MAC.
final class NetworkDesk {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkDesk.class);

    private static final String REVERSAL = "0420";
    private static final String SCRIPT_NOTICE = "0620";
    private static final String MANAGEMENT = "0800";
    private static final String SIGN_ON = "001";
    private static final String SIGN_OFF = "002";
    private static final String ECHO = "301";
    private static final String CONDITION_NORMAL = "00";
    private static final String CURRENCY_CNY = "156";
    /// The number of the simulated issuer; no bank has it.
    private static final String ISSUER = "99990000";
    /// Field 60: less than the amount may be approved.
    private static final String PARTLY_WELCOME = "1";
    private static final Field63.Reply RECEIPT_TEXTS = new Field63.Reply("CUP", "模拟发卡行", "模拟卡组织", "");
    private static final int MAC_HEX_CHARACTERS = 16;
    private static final int GARBAGE_BYTES = 48;
    private static final int[] AUTHORIZATION_FIELDS = {2, 3, 4, 7, 11, 32, 41, 42, 49};
    private static final int[] REVERSAL_FIELDS = {3, 4, 7, 11, 32, 41, 42, 49, 90};
    private static final int[] SCRIPT_NOTICE_FIELDS = {3, 4, 7, 11, 32, 41, 42, 49, 55, 90};
    private static final int[] MANAGEMENT_FIELDS = {7, 11, 70};
    private static final int[] ECHOED_FIELDS = {2, 3, 4, 7, 11, 12, 13, 25, 32, 37, 41, 42, 49, 70, 90};

    private final Codec codec = new Codec(Dialects.NETWORK);
    private final NetworkKeys keys;
    private final Issuer issuer;
    private final BehaviourSwitch behaviours;
    private final Counters counters;
    private final RandomGenerator random;

    NetworkDesk(NetworkKeys keys, Issuer issuer, BehaviourSwitch behaviours, Counters counters, RandomGenerator random) {
        this.keys = keys;
        this.issuer = issuer;
        this.behaviours = behaviours;
        this.counters = counters;
        this.random = random;
    }

    /// What is known of one connection.
    static final class Session {
        private volatile boolean signedOff;
    }

    /// What goes back for one request.
    sealed interface Outcome {
        /// @param body  message type to last field
        /// @param delay to wait before it is sent
        record Reply(byte[] body, Duration delay) implements Outcome {}

        record Silence() implements Outcome {}

        record Hangup(LineEnd reason) implements Outcome {}
    }

    /// What came in, and what is to become of it.
    sealed interface Taken {
        record Request(Decoded decoded, Behaviour behaviour) implements Taken {}

        record UnaskedAnswer(String type) implements Taken {}

        record Unreadable(DecodeException why) implements Taken {}
    }

    /// Called in the order in which requests come in, so that a behaviour set for the next `n` meets these and no others.
    Taken take(byte[] body) {
        counters.add(Counters.Counter.REQUESTS);
        try {
            Decoded decoded = codec.decode(body);                                              // 1 decode strictly
            String type = decoded.message().type();
            return isAnswer(type) ? new Taken.UnaskedAnswer(type)
                    : new Taken.Request(decoded, behaviours.take(type));                       // 2 the behaviour of the hour
        } catch (DecodeException e) {
            return new Taken.Unreadable(e);
        }
    }

    Outcome answer(Taken taken, Session session) {
        return switch (taken) {
            case Taken.Request(Decoded decoded, Behaviour behaviour) -> answer(decoded, behaviour, session);
            case Taken.UnaskedAnswer(String type) -> {
                LOG.warn("an answer of type {} came unasked and was dropped", type);
                yield new Outcome.Silence();
            }
            case Taken.Unreadable(DecodeException why) -> unreadable(why);
        };
    }

    private Outcome answer(Decoded decoded, Behaviour behaviour, Session session) {
        Message request = decoded.message();
        switch (behaviour.mode()) {
            case SILENT -> {
                counters.add(Counters.Counter.UNANSWERED);
                return new Outcome.Silence();
            }
            case CLOSE -> {
                return new Outcome.Hangup(LineEnd.NETWORK_LINE_CLOSED_ON_PURPOSE);
            }
            case NORMAL, SLOW, APPROVE_THEN_SILENT, WRONG_MAC, WRONG_AMOUNT, DECLINE, GARBAGE -> { }
        }
        Optional<String> forcedCode = behaviour.mode() == Behaviour.Mode.DECLINE
                ? Optional.of(behaviour.code()) : Optional.empty();
        Message reply = serve(decoded, session, forcedCode);                                   // 3 MAC, format, issuer
        LOG.debug("{} trace {} terminal {} answered {}", request.type(), shown(request, 11), shown(request, 41), shown(reply, 39));
        return switch (behaviour.mode()) {                                                     // 4 the answer, or what is left of it
            case NORMAL, SLOW, DECLINE -> new Outcome.Reply(encode(reply), behaviour.delay());
            case WRONG_MAC -> new Outcome.Reply(withWrongMac(encode(reply)), behaviour.delay());
            case WRONG_AMOUNT -> new Outcome.Reply(encode(withWrongAmount(reply)), behaviour.delay());
            case GARBAGE -> new Outcome.Reply(noise(), behaviour.delay());
            case APPROVE_THEN_SILENT -> {
                counters.add(Counters.Counter.UNANSWERED);
                yield new Outcome.Silence();
            }
            case SILENT, CLOSE -> throw new IllegalStateException("silence and hanging up were dealt with before");
        };
    }

    private Message serve(Decoded decoded, Session session, Optional<String> forcedCode) {
        Message request = decoded.message();
        if (request.type().equals(MANAGEMENT)) {
            return manage(request, session, forcedCode);
        }
        if (!hasRightMac(decoded)) {
            counters.add(Counters.Counter.MAC_WRONG);
            LOG.warn("{} trace {} terminal {}: MAC wrong or missing", request.type(), shown(request, 11), shown(request, 41));
            return refusal(request, ResponseCode.SECURITY_VIOLATION);
        }
        if (session.signedOff) {
            return refusal(request, ResponseCode.ISSUER_UNAVAILABLE);
        }
        if (request.type().equals(REVERSAL)) {
            return reverse(request, forcedCode);
        }
        if (request.type().equals(SCRIPT_NOTICE)) {
            return noteScripts(request, forcedCode);
        }
        return Movement.isAskedBy(request.type()) ? authorize(request, forcedCode) : unsupported(request);
    }

    private Message unsupported(Message request) {
        counters.add(Counters.Counter.UNSUPPORTED);
        return refusal(request, ResponseCode.FUNCTION_UNSUPPORTED);
    }

    private Message manage(Message request, Session session, Optional<String> forcedCode) {
        if (!hasAll(request, MANAGEMENT_FIELDS)) {
            return formatRefused(request);
        }
        if (forcedCode.isPresent()) {
            return answerTo(request, forcedCode.get()).build();
        }
        return switch (request.text(70)) {
            case SIGN_ON -> {
                counters.add(Counters.Counter.SIGN_ONS);
                session.signedOff = false;
                NetworkKeys.Handout handout = keys.handout();
                yield answerTo(request, ResponseCode.APPROVED.code())
                        .text(48, element("01", handout.zpkBlock()) + element("02", handout.zakBlock())).build();
            }
            case SIGN_OFF -> {
                session.signedOff = true;
                yield answerTo(request, ResponseCode.APPROVED.code()).build();
            }
            case ECHO -> {
                counters.add(Counters.Counter.ECHOES);
                yield answerTo(request, ResponseCode.APPROVED.code()).build();
            }
            default -> unsupported(request);
        };
    }

    /// Field 48: tag of 2 digits, length of 4, value.
    private static String element(String tag, String value) {
        return tag + "%04d".formatted(value.length()) + value;
    }

    private Message authorize(Message request, Optional<String> forcedCode) {
        if (!hasAll(request, AUTHORIZATION_FIELDS)) {
            return formatRefused(request);
        }
        Optional<Movement> movement = Movement.of(request.type(), request.text(3), request.find(25).orElse(CONDITION_NORMAL));
        if (movement.isEmpty()) {
            return unsupported(request);
        }
        Optional<IssuerRequest.Authorization> read = read(movement.get(), request);
        if (read.isEmpty()) {
            return formatRefused(request);
        }
        if (!request.text(49).equals(CURRENCY_CNY)) {
            return refusal(request, ResponseCode.TRANSACTION_INVALID);
        }
        IssuerRequest.Authorization asked = read.get();
        IssuerAnswer answer = forcedCode.map(code -> issuer.decline(asked, code)).orElseGet(() -> issuer.authorize(asked));
        boolean approved = !answer.authCode().isEmpty();
        count(answer.origin(), approved ? Counters.Counter.APPROVED : Counters.Counter.DECLINED);
        Message.Builder reply = answerTo(request, answer.code()).text(44, "%-11s%-11s".formatted(ISSUER, request.text(32)));
        if (approved) {
            reply.text(38, answer.authCode()).text(63, RECEIPT_TEXTS.encode());
        }
        answer.approvedFen().ifPresent(fen -> reply.text(4, new MinorAmount(fen).field4()));
        answer.chip().ifPresent(field55 -> reply.bytes(55, field55));
        answer.balanceFen().ifPresent(fen -> reply.text(54, Field54.available(fen).encode()));
        return reply.build();
    }

    private Optional<IssuerRequest.Authorization> read(Movement movement, Message request) {
        CardDataAccess access = CardDataAccess.granted();
        try {
            Message content = request.toBuilder().without(52, 64, 128).build();
            return Optional.of(new IssuerRequest.Authorization(movement, key(request), keys.contentTag(codec.encode(content)),
                    request.find(90).map(OriginalReference::ofField90), Pan.of(request.text(2, access)), MinorAmount.ofField4(request.text(4)).fen(),
                    request.find(14), request.has(35) ? Optional.of(request.text(35, access)) : Optional.empty(),
                    request.has(52) ? Optional.of(request.bytes(52)) : Optional.empty(), chip(request), request.find(37).orElse(""), request.find(60).filter(PARTLY_WELCOME::equals).isPresent()));
        } catch (IllegalArgumentException | DecodeException e) {
            return Optional.empty();
        }
    }

    private static Optional<ChipRequest> chip(Message request) throws DecodeException {
        return request.has(55) ? Optional.of(new ChipRequest(Field55.decodeRequest(request.bytes(55)), request.find(23).orElse("000").substring(1)))
                : Optional.empty();
    }

    private Message reverse(Message request, Optional<String> forcedCode) {
        Optional<IssuerRequest.Reversal> read = readReversal(request);
        if (read.isEmpty()) {
            return formatRefused(request);
        }
        if (forcedCode.isPresent()) {
            return answerTo(request, forcedCode.get()).build();
        }
        IssuerAnswer answer = issuer.reverse(read.get());
        count(answer.origin(), null);
        return answerTo(request, answer.code()).build();
    }

    private static Optional<IssuerRequest.Reversal> readReversal(Message request) {
        if (!hasAll(request, REVERSAL_FIELDS)) {
            return Optional.empty();
        }
        try {
            TransactionKey key = OriginalReference.ofField90(request.text(90)).at(request.text(41));
            Optional<Pan> pan = request.has(2) ? Optional.of(Pan.of(request.text(2, CardDataAccess.granted()))) : Optional.empty();
            return Optional.of(new IssuerRequest.Reversal(key, pan, MinorAmount.ofField4(request.text(4)).fen(),
                    request.find(39).orElse("")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Message noteScripts(Message request, Optional<String> forcedCode) {
        if (!hasAll(request, SCRIPT_NOTICE_FIELDS)) {
            return formatRefused(request);
        }
        try {
            Field55 said = Field55.decodeScriptResults(request.bytes(55));
            IssuerRequest.ScriptNotice notice = new IssuerRequest.ScriptNotice(OriginalReference.ofField90(request.text(90)).at(request.text(41)),
                    new BigInteger(1, said.value(Field55.COUNTER)).intValue(), HexFormat.of().withUpperCase().formatHex(said.value(Field55.SCRIPT_RESULTS)));
            return answerTo(request, forcedCode.orElseGet(() -> issuer.told(notice).code())).build();
        } catch (IllegalArgumentException | DecodeException e) {
            return formatRefused(request);
        }
    }

    private void count(IssuerAnswer.Origin origin, Counters.Counter decided) {
        switch (origin) {
            case DECIDED -> {
                if (decided != null) {
                    counters.add(decided);
                }
            }
            case REPEATED -> counters.add(Counters.Counter.REPEATED);
            case REVERSED -> counters.add(Counters.Counter.REVERSED);
            case REMEMBERED -> counters.add(Counters.Counter.REMEMBERED);
        }
    }

    private static TransactionKey key(Message request) {
        return new TransactionKey(request.text(7), request.text(11), request.text(32), request.text(41));
    }

    private boolean hasRightMac(Decoded decoded) {
        Message request = decoded.message();
        int macField = request.has(128) ? 128 : 64;
        return request.has(macField)
                && MessageDigest.isEqual(keys.mac(decoded.macBytes()), request.bytes(macField));
    }

    private Outcome unreadable(DecodeException e) {
        counters.add(Counters.Counter.FORMAT_REFUSED);
        LOG.warn("a message was refused: {} in field {} at byte {}", e.refusal().name(), e.field(), e.offsetBytes());
        Optional<Message> soFar = e.soFar().filter(read -> !isAnswer(read.type()) && read.has(7) && read.has(11)
                && (read.has(41) || read.type().equals(MANAGEMENT)));
        return soFar.<Outcome>map(read -> new Outcome.Reply(encode(refusal(read, ResponseCode.FORMAT_ERROR)), Duration.ZERO))
                .orElseGet(() -> new Outcome.Hangup(LineEnd.NETWORK_LINE_FRAME_UNREADABLE));
    }

    private Message formatRefused(Message request) {
        counters.add(Counters.Counter.FORMAT_REFUSED);
        LOG.warn("{} trace {} terminal {}: a field is missing or makes no sense", request.type(), shown(request, 11),
                shown(request, 41));
        return refusal(request, ResponseCode.FORMAT_ERROR);
    }

    private static Message refusal(Message request, ResponseCode code) {
        return answerTo(request, code.code()).build();
    }

    private static Message.Builder answerTo(Message request, String code) {
        return request.reply().copy(request, ECHOED_FIELDS).text(39, code);
    }

    /// Management goes without a MAC, as its keys may just be on their way.
    private byte[] encode(Message reply) {
        return reply.type().equals("0810") ? codec.encode(reply) : codec.encode(reply, keys::mac);
    }

    private static byte[] withWrongMac(byte[] body) {
        byte[] changed = body.clone();
        int at = changed.length - MAC_HEX_CHARACTERS;
        changed[at] = (byte) (changed[at] == '0' ? '1' : '0');
        return changed;
    }

    private static Message withWrongAmount(Message reply) {
        if (!reply.has(4)) {
            return reply;
        }
        long fen = MinorAmount.ofField4(reply.text(4)).fen();
        return reply.toBuilder().text(4, new MinorAmount(fen == MinorAmount.FEN_MAX ? fen - 1 : fen + 1).field4()).build();
    }

    /// Bytes that no dialect reads: the first one is no digit.
    private byte[] noise() {
        byte[] noise = new byte[GARBAGE_BYTES];
        random.nextBytes(noise);
        noise[0] = (byte) 0xFF;
        return noise;
    }

    private static boolean isAnswer(String type) {
        return (type.charAt(2) - '0') % 2 == 1;
    }

    private static boolean hasAll(Message message, int[] fields) {
        for (int field : fields) {
            if (!message.has(field)) {
                return false;
            }
        }
        return true;
    }

    private static String shown(Message message, int field) {
        return message.has(field) ? message.text(field) : "-";
    }
}
