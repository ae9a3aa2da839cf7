package io.shouyin.bench;

import io.shouyin.bench.Cards.Card;
import io.shouyin.bench.Console.Handout;
import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field48;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.Field62;
import io.shouyin.iso8583.terminal.Field63;
import io.shouyin.iso8583.terminal.Frame;
import io.shouyin.iso8583.terminal.Header;
import io.shouyin.iso8583.terminal.Tpdu;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.SealedValue;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.UnionPayMac;
import io.shouyin.paycrypto.WorkingKeyField;
import io.shouyin.terminal.line.GatewayAddress;
import io.shouyin.terminal.line.GatewayLine;
import io.shouyin.terminal.line.LineException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A terminal as the host sees it, without screen, printer and memory: activated over the device API, passwords changed,
/// transaction password set, signed in; then one sale after the other, each answer checked down to its MAC.
///
/// For one thread.
final class BenchTerminal {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final Codec CODEC = new Codec(Dialects.TERMINAL);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(20);
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(60);
    private static final String DOUBLE_LENGTH_KEYS = "003";
    private static final String ADMINISTRATOR = "99";
    private static final String CASHIER = "01";
    private static final String CURRENCY_YUAN = "156";
    private static final String OWN_TPDU_ADDRESS = "0000";
    private static final int NONCE_BYTES = 12;

    private final Handout handout;
    private final byte[] tmk;
    private final byte[] tck;
    private final GatewayAddress gateway;
    private final Tpdu tpdu;
    private final byte[] transactionPassword = Passwords.transaction().getBytes(StandardCharsets.US_ASCII);
    private BatchNumber batch = new BatchNumber(1);
    private int trace;
    private Optional<WorkingKeys> keys = Optional.empty();

    private record WorkingKeys(TdesKey pik, TdesKey mak) {}

    private BenchTerminal(Handout handout, byte[] tmk, byte[] tck, GatewayAddress gateway, Tpdu tpdu) {
        this.handout = handout;
        this.tmk = tmk;
        this.tck = tck;
        this.gateway = gateway;
        this.tpdu = tpdu;
    }

    /// Activates: proves the code, gets keys and settings.
    ///
    /// @param plain where to connect without TLS; absent, the gateway of the settings with its pinned certificate
    static BenchTerminal activate(HttpApi device, Handout handout, Optional<String> plain) {
        EcKeys.Pair pair = EcKeys.P256.generate();
        byte[] publicKey = pair.publicKey();
        byte[] nonce = ActivationExchange.newNonce();
        byte[] codeKey = ActivationExchange.codeKey(handout.activationCode(), handout.serialNumber());
        Map<String, String> body = new LinkedHashMap<>();
        body.put("serialNumber", handout.serialNumber());
        body.put("model", "Shouyin VT-1");
        body.put("devicePublicKey", base64(publicKey));
        body.put("nonce", base64(nonce));
        body.put("proof", base64(ActivationExchange.proof(codeKey, handout.serialNumber(), publicKey, nonce)));
        JsonNode answer = device.mustPost("/device/v1/activations", body);
        try (var loaded = ActivationExchange.unwrap(handout.activationCode(), handout.serialNumber(), pair.privateKey(), publicKey, nonce,
                new ActivationExchange.Wrapped(binary(answer, "hostPublicKey"), binary(answer, "hostNonce"), binary(answer, "wrapped")))) {
            JsonNode settings = JsonMapper.shared().readTree(loaded.settings());
            return new BenchTerminal(handout, loaded.tmk(), loaded.tck(),
                    plain.map(BenchTerminal::plainGateway).orElseGet(() -> tlsGateway(settings)),
                    new Tpdu(settings.get("tpduDestination").asString(), OWN_TPDU_ADDRESS));
        } finally {
            pair.close();
        }
    }

    private static GatewayAddress tlsGateway(JsonNode settings) {
        return new GatewayAddress(settings.get("gatewayHost").asString(), settings.get("gatewayPort").asInt(),
                Optional.of(settings.get("gatewayCertificateSha256").asString()), CONNECT_WAIT, ANSWER_WAIT);
    }

    private static GatewayAddress plainGateway(String address) {
        int colon = address.lastIndexOf(':');
        return new GatewayAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), Optional.empty(),
                CONNECT_WAIT, ANSWER_WAIT);
    }

    GatewayLine connect() throws LineException {
        return GatewayLine.connect(gateway);
    }

    /// Changes the administrator's initial password, sets the transaction password, signs in.
    ///
    /// @throws Fault if a step is not answered 00
    void putIntoService() {
        try (GatewayLine line = connect()) {
            String administratorPassword = Passwords.operator();
            credential(line, TransactionKind.OPERATOR_PASSWORD_CHANGE, Map.of(
                    FactorTlv.OPERATOR_PASSWORD, ascii(handout.initialPasswords().get(ADMINISTRATOR)),
                    FactorTlv.NEW_PASSWORD, ascii(administratorPassword)));
            credential(line, TransactionKind.TRANSACTION_PASSWORD_SET, Map.of(
                    FactorTlv.OPERATOR_PASSWORD, ascii(administratorPassword), FactorTlv.NEW_PASSWORD, transactionPassword));
            signIn(line);
        } catch (LineException | DecodeException broke) {
            throw new Fault("TERMINAL_NOT_READY", Recovery.STOP, "terminal " + handout.terminalId() + " was not answered as it should", broke);
        }
    }

    private void credential(GatewayLine line, TransactionKind kind, Map<Integer, byte[]> secrets) throws LineException, DecodeException {
        String number = nextTrace();
        FactorTlv factors = FactorTlv.empty().with(FactorTlv.OPERATOR, ADMINISTRATOR);
        for (Map.Entry<Integer, byte[]> secret : secrets.entrySet()) {
            factors = factors.with(secret.getKey(), seal(kind, number, secret.getKey(), secret.getValue()));
        }
        ask(line, kind, Message.builder(kind.requestType())
                .text(11, number).text(41, handout.terminalId()).text(42, handout.merchantId()).bytes(57, factors.encode())
                .text(60, new Field60("00", batch, kind.networkCodes().getFirst()).encode()));
    }

    private void signIn(GatewayLine line) throws LineException, DecodeException {
        Message answer = ask(line, TransactionKind.SIGN_IN, Message.builder(TransactionKind.SIGN_IN.requestType())
                .text(11, nextTrace()).text(41, handout.terminalId()).text(42, handout.merchantId())
                .text(60, new Field60("00", batch, DOUBLE_LENGTH_KEYS).encode())
                .bytes(62, new Field62.SequenceNumber("SYIN", serial()).encode())
                .text(63, Field63.ofOperator(new OperatorNumber(CASHIER))));
        batch = Field60.decode(answer.text(60)).batch();
        try (var working = WorkingKeyField.parse(tmk, answer.bytes(62))) {
            keys = Optional.of(new WorkingKeys(TdesKey.of(working.pik()), TdesKey.of(working.mak())));
        }
    }

    private String serial() {
        String plain = handout.serialNumber().replaceAll("[^0-9A-Za-z]", "");
        return plain.substring(plain.length() - 8);
    }

    private Message ask(GatewayLine line, TransactionKind kind, Message.Builder request) throws LineException, DecodeException {
        Message answer = exchange(line, request);
        String code = answer.find(39).orElse("?");
        if (!code.equals(ResponseCode.APPROVED.code())) {
            throw new Fault("TERMINAL_NOT_READY", Recovery.STOP, "terminal " + handout.terminalId() + ": the host answers " + kind + " with " + code);
        }
        return answer;
    }

    /// One sale of one fen, with PIN and transaction password.
    ///
    /// @return the response code of an answer that belongs to the request and has a right MAC
    /// @throws IllegalStateException if it does not, or has not
    String sell(GatewayLine line, Card card) throws LineException, DecodeException {
        return sell(line, card, request -> request.text(22, "021").text(26, "12").bytes(52, pinBlock(keys.orElseThrow().pik(), card)).text(53, "2600000000000000"));
    }

    /// The same without a PIN, of which a card has only so many in a minute.
    String sellWithoutPin(GatewayLine line, Card card) throws LineException, DecodeException {
        return sell(line, card, request -> request.text(22, "022"));
    }

    private String sell(GatewayLine line, Card card, UnaryOperator<Message.Builder> cardholder) throws LineException, DecodeException {
        WorkingKeys working = keys.orElseThrow();
        String number = nextTrace();
        Message request = cardholder.apply(Message.builder("0200"))
                .text(3, "000000").text(4, "000000000001").text(11, number).text(25, "00")
                .text(35, card.track2()).text(41, handout.terminalId()).text(42, handout.merchantId()).text(49, CURRENCY_YUAN)
                .bytes(57, FactorTlv.empty().with(FactorTlv.OPERATOR, CASHIER).with(FactorTlv.TRANSACTION_PASSWORD,
                        seal(TransactionKind.SALE, number, FactorTlv.TRANSACTION_PASSWORD, transactionPassword)).encode())
                .text(60, new Field60("22", batch, "000", "5", "0").encode()).build();
        byte[] body = CODEC.encode(request, covered -> UnionPayMac.mac(working.mak(), covered));
        line.send(new Frame(tpdu, Header.CARD_PAYMENT, body).encode());
        return checked(CODEC.decode(Frame.decode(line.receive()).body()), number, working);
    }

    /// What a settlement took.
    ///
    /// @param lines uploaded; 0 if it was balanced
    record Settled(Duration total, Duration totals, int lines) {}

    /// Settles the present batch, which sold `traces` at one fen each; goes on in the next.
    ///
    /// @param missing how many of the lines, from the last back, the terminal pretends not to have: 0 makes it balance
    Settled settle(GatewayLine line, Card card, List<String> traces, int missing) throws LineException, DecodeException {
        int count = traces.size() - missing;
        long from = System.nanoTime();
        Field48.Side told = new Field48.Side(new MinorAmount(count), count, MinorAmount.ZERO, 0, Result.ASKED);
        Message answer = exchange(line, management(TransactionKind.SETTLEMENT, 0).text(48, new Field48.Totals(told, Field48.Side.NOTHING).encode()));
        Duration totals = Duration.ofNanos(System.nanoTime() - from);
        boolean balanced = Field48.Totals.decode(answer.text(48, CARD_DATA)).domestic().result() == Result.BALANCED;
        if (balanced != (missing == 0)) {
            throw new Fault("SETTLEMENT_UNEXPECTED", Recovery.STOP, "the host answers that " + count + " transactions " + (balanced ? "balance" : "do not balance"));
        }
        int lines = balanced ? 0 : count;
        for (int at = 0; at < lines; at += Field48.Upload.TRANSACTIONS_MAX) {
            List<Field48.Uploaded> part = traces.subList(at, Math.min(lines, at + Field48.Upload.TRANSACTIONS_MAX)).stream()
                    .map(trace -> new Field48.Uploaded("00", TraceNumber.of(trace), Pan.of(card.pan()), new MinorAmount(1))).toList();
            approved(exchange(line, management(TransactionKind.BATCH_UPLOAD, 0).text(48, new Field48.Upload(part).encode(CARD_DATA))));
        }
        approved(exchange(line, management(TransactionKind.BATCH_UPLOAD_END, balanced ? 1 : 0).text(48, Field48.ofUploadEnd(lines))));
        Settled settled = new Settled(Duration.ofNanos(System.nanoTime() - from), totals, lines);
        batch = batch.next();
        return settled;
    }

    /// @param code which of the kind's network codes
    private Message.Builder management(TransactionKind kind, int code) {
        return Message.builder(kind.requestType()).text(11, nextTrace()).text(41, handout.terminalId()).text(42, handout.merchantId())
                .text(60, new Field60(kind.transactionType(), batch, kind.networkCodes().get(code)).encode());
    }

    private Message exchange(GatewayLine line, Message.Builder request) throws LineException, DecodeException {
        line.send(new Frame(tpdu, Header.CARD_PAYMENT, CODEC.encode(request.build())).encode());
        return CODEC.decode(Frame.decode(line.receive()).body()).message();
    }

    private static void approved(Message answer) {
        if (!answer.text(39).equals(ResponseCode.APPROVED.code())) {
            throw new Fault("SETTLEMENT_UNEXPECTED", Recovery.STOP, "the host answers " + answer.type() + " with " + answer.text(39));
        }
    }

    /// The trace number of the last message.
    String lastTrace() {
        return new TraceNumber(trace).toString();
    }

    private String checked(Decoded answer, String number, WorkingKeys working) {
        Message message = answer.message();
        boolean belongs = message.type().equals("0210") && message.has(11) && message.text(11).equals(number)
                && message.has(41) && message.text(41).equals(handout.terminalId()) && message.has(39);
        if (!belongs) {
            throw new IllegalStateException("an answer belongs to its request");
        }
        boolean authentic = message.has(64) && MessageDigest.isEqual(UnionPayMac.mac(working.mak(), answer.macBytes()), message.bytes(64));
        if (!authentic) {
            throw new IllegalStateException("an answer of a signed-in terminal has a right MAC, code " + message.text(39));
        }
        return message.text(39);
    }

    private static byte[] pinBlock(TdesKey pik, Card card) {
        byte[] block = PinBlocks.encodeFormat0(card.pin(), card.pan());
        pik.encrypt(block, 0, block, 0);
        return block;
    }

    private byte[] seal(TransactionKind kind, String number, int tag, byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return SealedValue.seal(tck, nonce, secret, SealedValue.additionalData(kind.requestType(), handout.merchantId(), handout.terminalId(),
                batch.toString(), number, tag));
    }

    private String nextTrace() {
        trace = trace % 999_999 + 1;
        String digits = Integer.toString(trace);
        return "000000".substring(digits.length()) + digits;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] binary(JsonNode answer, String name) {
        return Base64.getDecoder().decode(answer.get(name).asString());
    }
}
