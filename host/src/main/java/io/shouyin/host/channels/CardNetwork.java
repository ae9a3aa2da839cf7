package io.shouyin.host.channels;

import io.shouyin.host.channels.Breaker.Sign;
import io.shouyin.host.channels.NetworkLink.Exchange;
import io.shouyin.host.platform.Threads;
import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.Field63;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TerminalId;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.PinCommands.PinTranslation;
import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.VaultRefusal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One channel: a card network, over its ISO 8583:1987 ASCII dialect, with an institution number, a line and keys that no other channel has.
///
/// One thread keeps the link up: it connects, signs on (which brings ZPK and ZAK under the ZMK), sends an echo when all
/// is quiet, and begins again when the link breaks. When an answer's MAC is wrong the keys may have been changed: it signs
/// on again over the same link. While there is no link, or its [Breaker] is open, a request does not leave and nothing
/// is queued. Once a request was sent, only an answer whose MAC, amount and identity fit counts; all else is in doubt.
final class CardNetwork {

    private static final Logger LOG = LoggerFactory.getLogger(CardNetwork.class);
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMdd");
    private static final DateTimeFormatter TRANSMISSION = DateTimeFormatter.ofPattern("MMddHHmmss");
    private static final Duration RETRY_MIN = Duration.ofMillis(200);
    private static final Duration RETRY_MAX = Duration.ofSeconds(5);
    private static final String CURRENCY_YUAN = "156";
    /// Of advices about a request, which are no answers to it.
    private static final Set<String> ADVICE_ANSWERS = Set.of("0430", "0630");
    /// Field 60: less than the amount may be approved.
    private static final String PARTLY_WELCOME = "1";
    private static final Field63.Reply NOTHING_SAID = new Field63.Reply("000", "", "", "");

    private final String name;
    private final ChannelSettings settings;
    private final SecurityModule vault;
    private final ZoneMasterKey zoneMasterKey;
    private final LateAnswer lateAnswer;
    private final NetworkLink.Maker links;
    private final Threads threads;
    private final InstantSource clock;
    private final Breaker breaker;
    private final Codec codec = new Codec(Dialects.NETWORK);
    private final AtomicInteger managementTrace = new AtomicInteger();
    private final LongAdder answered = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private volatile Optional<Instant> lastAnswerAt = Optional.empty();
    private volatile Optional<Line> line = Optional.empty();
    private volatile boolean running = true;
    private volatile boolean keysDoubtful;
    private Thread keeper;

    /// A link that is signed on, and its keys.
    ///
    /// @param breakIsNew until the first transaction that was on it when it broke has said so
    private record Line(NetworkLink link, AtomicReference<ZoneKeys> keys, AtomicBoolean breakIsNew) {

        KeyBlock pinKey() {
            return keys.get().pin();
        }

        KeyBlock macKey() {
            return keys.get().mac();
        }
    }

    private record ZoneKeys(KeyBlock pin, KeyBlock mac) {}

    CardNetwork(String name, ChannelSettings settings, SecurityModule vault, ZoneMasterKey zoneMasterKey, LateAnswer lateAnswer, NetworkLink.Maker links,
                Threads threads, InstantSource clock) {
        this.name = name;
        this.settings = settings;
        this.vault = vault;
        this.zoneMasterKey = zoneMasterKey;
        this.lateAnswer = lateAnswer;
        this.links = links;
        this.threads = threads;
        this.clock = clock;
        this.breaker = new Breaker(settings.breakerFailures(), settings.breakerPause(), threads::nanos);
    }

    void start() {
        keeper = threads.start("network-keeper-" + name, this::keepLineUp);
    }

    void stop() {
        running = false;
        line.ifPresent(up -> up.link().close());
        if (keeper != null) {
            keeper.interrupt();
        }
    }

    String name() {
        return name;
    }

    ChannelSettings settings() {
        return settings;
    }

    Breaker breaker() {
        return breaker;
    }

    /// Transactions that were answered since this host started.
    long answered() {
        return answered.sum();
    }

    /// Transactions whose outcome was unknown since this host started.
    long unknown() {
        return unknown.sum();
    }

    Optional<Instant> lastAnswerAt() {
        return lastAnswerAt;
    }

    boolean isUp() {
        return up().isPresent();
    }

    /// Whether a request would leave now.
    boolean takesRequests() {
        return isUp() && breaker.admits();
    }

    private Optional<Line> up() {
        return line.filter(candidate -> candidate.link().isOpen());
    }

    void rewrap(UnaryOperator<KeyBlock> rewrap) {
        line.ifPresent(up -> up.keys().updateAndGet(keys -> new ZoneKeys(rewrap.apply(keys.pin()), rewrap.apply(keys.mac()))));
    }

    /// Asks for authorization and waits for the answer, or for silence.
    ///
    /// @return empty if not one byte has left
    Optional<HostAnswer> ask(Authorization request) {
        Optional<Line> up = up();
        if (up.isEmpty() || !breaker.admits()) {
            return Optional.empty();
        }
        Optional<byte[]> pinBlock = Optional.empty();
        if (request.pin().isPresent()) {
            try {
                switch (vault.translatePin(request.pin().get().key(), up.get().pinKey(), request.pin().get().block(), request.pan())) {
                    case PinTranslation.Translated translated -> pinBlock = Optional.of(translated.block());
                    case PinTranslation.Refused _ -> {
                        return Optional.of(new HostAnswer.Declined(ResponseCode.PIN_FORMAT_WRONG));
                    }
                    case PinTranslation.LimitReached _ -> {
                        return Optional.of(new HostAnswer.Declined(ResponseCode.PIN_TRIES_EXCEEDED));
                    }
                }
            } catch (Fault refused) {
                if (!refused.code().equals(VaultRefusal.PIN_KEY_SINGLE_LENGTH.name())) {
                    throw refused;
                }
                return Optional.of(new HostAnswer.Declined(ResponseCode.SIGN_IN_REQUIRED));   // a key of an earlier set-up: today's comes by signing in
            }
        }
        Message message = authorization(request, pinBlock);
        byte[] frame = sealed(message, up.get().macKey());
        return breaker.enter() ? exchange(request, message, frame, up.get()) : Optional.empty();
    }

    private Optional<HostAnswer> exchange(Authorization request, Message message, byte[] frame, Line up) {
        Sign sign = Sign.NONE;
        try {
            Exchange exchange = up.link().exchange(message, frame, settings.answerWait());
            Optional<HostAnswer> answer = switch (exchange) {
                case Exchange.Answered answered -> Optional.of(judge(request, answered.answer(), up));
                case Exchange.Silent _ -> Optional.of(new HostAnswer.InDoubt(HostAnswer.Reason.SILENCE));
                case Exchange.Broken broken -> broken.sent() ? Optional.of(new HostAnswer.InDoubt(HostAnswer.Reason.LINE_BROKE)) : Optional.empty();
            };
            sign = answer.map(told -> sign(told, up)).orElse(Sign.NONE);
            answer.ifPresent(this::count);
            return answer;
        } finally {
            breaker.left(sign);
        }
    }

    private void count(HostAnswer answer) {
        switch (answer) {
            case HostAnswer.Approved _, HostAnswer.Declined _ -> {
                answered.increment();
                lastAnswerAt = Optional.of(clock.instant());
            }
            case HostAnswer.InDoubt _ -> unknown.increment();
        }
    }

    private static Sign sign(HostAnswer answer, Line up) {
        return switch (answer) {
            case HostAnswer.Approved _, HostAnswer.Declined _ -> Sign.ANSWERED;
            case HostAnswer.InDoubt inDoubt -> inDoubt.reason() != HostAnswer.Reason.LINE_BROKE || up.breakIsNew().getAndSet(false) ? Sign.UNKNOWN : Sign.NONE;
        };
    }

    /// Asks to undo a request. The network takes the same advice any number of times.
    ///
    /// @return false if no answer that can be trusted came: try again later
    boolean reverse(ReversalRequest request) {
        return answered(advice("0420", request.original(), request.pan(), request.amount(), request.merchant(), request.terminal()).text(39, request.reason()))
                .filter(ResponseCode.APPROVED.code()::equals).isPresent();
    }

    /// Tells what became of the scripts in an answer. The network takes the same notice any number of times.
    ///
    /// @return false if no answer that can be trusted came: try again later
    boolean tell(ScriptNotice notice) {
        return answered(advice("0620", notice.original(), notice.pan(), notice.amount(), notice.merchant(), notice.terminal()).bytes(55, notice.chip().encode())).isPresent();
    }

    /// About a request that has left before.
    private Message.Builder advice(String type, OriginalRequest original, Pan pan, MinorAmount amount, MerchantId merchant, TerminalId terminal) {
        return Message.builder(type)
                .text(2, pan.reveal(CardDataAccess.granted()))
                .text(3, original.kind().processingCode())
                .text(4, amount.field4())
                .text(7, transmissionTime())
                .text(11, original.reference().trace().toString())
                .text(32, settings.institution())
                .text(37, original.reference().rrn().value())
                .text(41, terminal.value())
                .text(42, merchant.value())
                .text(49, CURRENCY_YUAN)
                .text(90, originalData(original));
    }

    /// The code of an answer that can be trusted.
    private Optional<String> answered(Message.Builder advice) {
        Optional<Line> up = up();
        if (up.isEmpty()) {
            return Optional.empty();
        }
        Message message = advice.bytes(128, new byte[8]).build();
        return switch (up.get().link().exchange(message, sealed(message, up.get().macKey()), settings.answerWait())) {
            case Exchange.Answered answered -> code(message, answered.answer(), up.get());
            case Exchange.Silent _, Exchange.Broken _ -> Optional.empty();
        };
    }

    private Optional<String> code(Message advice, Decoded answer, Line up) {
        if (!macFits(answer, up)) {
            keysDoubtful = true;
            return Optional.empty();
        }
        return answer.message().type().equals(advice.reply().build().type()) ? answer.message().find(39) : Optional.empty();
    }

    private Message authorization(Authorization request, Optional<byte[]> pinBlock) {
        LocalDateTime local = LocalDateTime.ofInstant(request.at(), CHINA);
        Message.Builder message = Message.builder(request.kind().requestType())
                .text(2, request.pan().reveal(CardDataAccess.granted()))
                .text(3, request.kind().processingCode())
                .text(4, request.amount().field4())
                .text(7, request.reference().transmissionTime())
                .text(11, request.reference().trace().toString())
                .text(12, TIME.format(local))
                .text(13, DATE.format(local))
                .text(18, request.mcc())
                .text(22, request.entryMode())
                .text(25, request.kind().condition())
                .text(32, settings.institution())
                .text(37, request.reference().rrn().value())
                .text(41, request.terminal().value())
                .text(42, request.merchant().value())
                .text(43, request.merchantLine())
                .text(49, CURRENCY_YUAN);
        request.expiry().ifPresent(expiry -> message.text(14, expiry));
        request.cardSequence().ifPresent(sequence -> message.text(23, sequence));
        request.track2().ifPresent(track -> message.text(35, track));
        pinBlock.ifPresent(block -> message.bytes(52, block));
        request.chip().ifPresent(data -> message.bytes(55, data.encode()));
        if (request.partly()) {
            message.text(60, PARTLY_WELCOME);
        }
        request.original().ifPresent(original -> message.text(90, originalData(original)));
        return message.bytes(request.original().isPresent() ? 128 : 64, new byte[8]).build();
    }

    /// Original type 4, trace 6, transmission time 10, institution 11, eleven zeros.
    private String originalData(OriginalRequest original) {
        return original.kind().requestType() + original.reference().trace() + original.reference().transmissionTime()
                + "0".repeat(11 - settings.institution().length()) + settings.institution() + "0".repeat(11);
    }

    private HostAnswer judge(Authorization request, Decoded answer, Line up) {
        if (!macFits(answer, up)) {
            keysDoubtful = true;
            return new HostAnswer.InDoubt(HostAnswer.Reason.ANSWER_MAC_WRONG);
        }
        Message message = answer.message();
        boolean partly = message.has(39) && message.text(39).equals(ResponseCode.PARTLY_APPROVED.code());
        boolean fits = message.type().equals(request.kind().replyType())
                && message.has(39)
                && message.has(4) && (partly ? isPart(message, request) : message.text(4).equals(request.amount().field4()))
                && message.has(37) && message.text(37).equals(request.reference().rrn().value());
        if (!fits) {
            return new HostAnswer.InDoubt(HostAnswer.Reason.ANSWER_DIFFERS);
        }
        ResponseCode code = ResponseCode.of(message.text(39));
        if (code != ResponseCode.APPROVED && !partly) {
            return new HostAnswer.Declined(code, chip(message));
        }
        return message.has(38) ? new HostAnswer.Approved(message.text(38), message.find(44), partly ? Optional.of(MinorAmount.ofField4(message.text(4))) : Optional.empty(),
                receiptTexts(message), chip(message), request.kind() == TransactionKind.BALANCE ? message.find(54) : Optional.empty())
                : new HostAnswer.InDoubt(HostAnswer.Reason.ANSWER_DIFFERS);
    }

    private static Optional<byte[]> chip(Message answer) {
        return answer.has(55) ? Optional.of(answer.bytes(55)) : Optional.empty();
    }

    /// Some of what was asked for, where that was welcome.
    private static boolean isPart(Message answer, Authorization request) {
        MinorAmount part = MinorAmount.ofField4(answer.text(4));
        return request.partly() && !part.isZero() && part.compareTo(request.amount()) < 0;
    }

    /// What the network gave for the receipt, and our own words; texts that are none are left out.
    private Optional<String> receiptTexts(Message answer) {
        try {
            Field63.Reply said = answer.has(63) ? Field63.Reply.decode(answer.text(63)) : NOTHING_SAID;
            Field63.Reply whole = new Field63.Reply(said.scheme(), said.issuerText(), said.schemeText(), settings.receiptText());
            return whole.equals(NOTHING_SAID) ? Optional.empty() : Optional.of(whole.encode());
        } catch (DecodeException | IllegalArgumentException noTexts) {
            return Optional.empty();
        }
    }

    private boolean macFits(Decoded answer, Line up) {
        int macField = answer.message().has(128) ? 128 : 64;
        return answer.message().has(macField)
                && vault.verifyMac(up.macKey(), answer.macBytes(), answer.message().bytes(macField));
    }

    /// Encodes a message and puts its MAC in place: the last 16 characters, 8 bytes in hex.
    private byte[] sealed(Message message, KeyBlock macKey) {
        byte[] frame = codec.encode(message);
        int macLength = 16;
        byte[] covered = java.util.Arrays.copyOf(frame, frame.length - macLength);
        byte[] mac = HexFormat.of().withUpperCase().formatHex(vault.mac(macKey, covered))
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        System.arraycopy(mac, 0, frame, covered.length, macLength);
        return frame;
    }

    private void keepLineUp() {
        Duration pause = RETRY_MIN;
        String told = "";
        while (running) {
            try {
                Line up = signOn();
                line = Optional.of(up);
                LOG.info("signed on to the card network {}", name);
                told = "";
                pause = RETRY_MIN;
                watch(up);
            } catch (IOException | RuntimeException notYet) {                 // whatever it is, this thread goes on
                String why = notYet instanceof IOException || notYet instanceof Fault
                        ? String.valueOf(notYet.getMessage()) : notYet.getClass().getSimpleName();
                if (!told.equals(why)) {                                      // once, not every five seconds
                    LOG.warn("no card network {} yet: {}", name, why);
                    told = why;
                }
            } finally {
                line.ifPresent(down -> down.link().close());
                line = Optional.empty();
            }
            if (running) {
                threads.pause(pause);
                pause = pause.multipliedBy(2).compareTo(RETRY_MAX) > 0 ? RETRY_MAX : pause.multipliedBy(2);
            }
        }
    }

    private void watch(Line up) throws IOException {
        long echoedNanos = threads.nanos();                                        // no clock that somebody sets
        while (running && up.link().isOpen()) {
            threads.pause(RETRY_MIN);
            if (keysDoubtful) {
                keysDoubtful = false;
                LOG.warn("an answer of the card network {} had a wrong MAC: signing on again for the keys of now", name);
                line = Optional.of(signOn(up.link()));
            }
            if (threads.nanos() - echoedNanos > settings.echoInterval().toNanos()) {
                Message echo = management("301");
                if (!(up.link().exchange(echo, codec.encode(echo), settings.connectTimeout()) instanceof Exchange.Answered)) {
                    LOG.warn("the card network {} does not answer an echo: the line is taken down", name);
                    return;
                }
                echoedNanos = threads.nanos();
            }
        }
    }

    private Line signOn() throws IOException {
        zoneMasterKey.require();
        return signOn(links.connect(settings.networkHost(), settings.networkPort(), settings.connectTimeout(), this::late));
    }

    private Line signOn(NetworkLink link) throws IOException {
        KeyBlock zmk = zoneMasterKey.require();
        Message request = management("001");
        if (link.exchange(request, codec.encode(request), settings.connectTimeout()) instanceof Exchange.Answered answered
                && answered.answer().message().has(48)
                && ResponseCode.APPROVED.code().equals(answered.answer().message().text(39))) {
            try {
                ZoneKeyField keys = ZoneKeyField.parse(answered.answer().message().text(48));
                return new Line(link, new AtomicReference<>(new ZoneKeys(vault.receive(zmk, keys.pinKeyBlock(), KeyPurpose.ZONE_PIN),
                        vault.receive(zmk, keys.macKeyBlock(), KeyPurpose.ZONE_MAC))), new AtomicBoolean(true));
            } catch (IllegalArgumentException | Fault unusable) {
                link.close();
                throw new IOException("the network's keys are not usable: " + unusable.getMessage(), unusable);
            }
        }
        link.close();
        throw new IOException("the network did not accept the sign-on");
    }

    private Message management(String function) {
        return Message.builder("0800")
                .text(7, transmissionTime())
                .text(11, "%06d".formatted(managementTrace.updateAndGet(last -> last % 999_999 + 1)))
                .text(70, function)
                .build();
    }

    private void late(Message answer) {
        if (ADVICE_ANSWERS.contains(answer.type()) || !answer.has(37) || !answer.has(39) || !answer.has(41) || !answer.has(42)) {
            return;
        }
        try {
            MerchantId merchant = new MerchantId(answer.text(42));
            TerminalId terminal = new TerminalId(answer.text(41));
            ResponseCode code = ResponseCode.of(answer.text(39));
            lateAnswer.arrived(name, merchant, terminal, answer.text(37), code);
        } catch (IllegalArgumentException nobodysNumbers) {
            LOG.warn("a late answer of the network names nobody: {}", nobodysNumbers.getMessage());
        }
    }

    private String transmissionTime() {
        return TRANSMISSION.format(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    }
}
