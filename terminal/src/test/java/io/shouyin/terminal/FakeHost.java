package io.shouyin.terminal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.iso8583.terminal.Field60;
import io.shouyin.iso8583.terminal.Field62;
import io.shouyin.iso8583.terminal.Frame;
import io.shouyin.iso8583.terminal.ProcessingRequest;
import io.shouyin.iso8583.terminal.RulesPart;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.HmacKey;
import io.shouyin.paycrypto.HostWord;
import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.SealedValue;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.TrackBlock;
import io.shouyin.paycrypto.TrackCipher;
import io.shouyin.paycrypto.WorkingKeyBlocks;
import io.shouyin.paycrypto.WorkingKeyField;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A host written by hand: device API and gateway on real sockets, one terminal, and misbehaviour on demand.
final class FakeHost implements AutoCloseable {

    static final String CODE = "ABCDEFGH2345";
    static final String TERMINAL_ID = "00000001";
    static final String MERCHANT_ID = "104110053110001";
    static final String INITIAL_99 = "730926";
    static final String INITIAL_00 = "841037";
    static final String INITIAL_01 = "952148";

    private static final Codec CODEC = new Codec(Dialects.TERMINAL);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonMapper JSON = JsonMapper.shared();

    /// How the gateway treats one request.
    enum Behaviour {
        NORMAL,
        /// Neither does nor answers anything.
        DEAF,
        /// Does it and does not answer.
        MUTE,
        /// Does it and cuts the line.
        CUT_AFTER,
        /// Cuts the line and does nothing.
        CUT_BEFORE,
        WRONG_MAC,
        NO_MAC,
        WRONG_TRACE,
        WRONG_TERMINAL,
        WRONG_AMOUNT,
        WRONG_TYPE,
        GARBAGE,
        HALF_AN_ANSWER,
        WRONG_KEY_CHECK
    }

    record Refused(String code, String refusal, int factor) {}

    private record Planned(Predicate<Message> which, Behaviour behaviour, String code) {}

    static final class Operator {
        String password;
        boolean initial = true;
        int wrong;

        Operator(String password) {
            this.password = password;
        }
    }

    private TerminalProfile profile = TerminalProfile.TDES;
    private byte[] tmk = random(16);
    private final byte[] tck = random(32);
    private final Optional<KeyStore> certificate;
    private ServerSocket gateway;
    private final HttpServer http;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ArrayDeque<Planned> plan = new ArrayDeque<>();
    private final Map<String, byte[]> answered = new HashMap<>();
    private final List<Message> requests = new CopyOnWriteArrayList<>();
    final Map<String, Operator> operators = new HashMap<>(Map.of("99", new Operator(INITIAL_99), "00", new Operator(INITIAL_00),
            "01", new Operator(INITIAL_01)));
    volatile String transactionPassword;
    volatile int wrongTransactionPasswords;
    /// Of cards of registered users; null: it has none.
    volatile String cardPassword;
    /// What a sign-in tells of factors, and a log-on of the password.
    volatile FactorTlv signInAdvice = FactorTlv.empty();
    volatile FactorTlv logOnAdvice = FactorTlv.empty();
    private volatile FactorTlv refusal = FactorTlv.empty();
    /// The step-up rules, in parts; none: what [#signInAdvice] says.
    volatile List<String> rulesParts = List.of();
    volatile String rulesVersion = "00000000000000A1";
    /// Where codes go; null: nowhere.
    volatile String phoneMasked = "138****5678";
    volatile String code = "204681";
    volatile String codeFor = "";
    volatile int codesSent;
    /// The answer to the next sale instead of a judgement: code, refusal and what it is about.
    volatile Refused refuseNext;
    volatile String pin = "408315";
    volatile String authCode = "123456";
    /// Field 13, MMDD.
    volatile String date = "0701";
    volatile String receiptTexts = "";
    /// What an issuer says to a chip.
    volatile Function<Field55, Field55> chipIssuer = _ -> Field55.empty();
    /// Field 4 of an approval in part, or null.
    volatile String approvedPart;
    /// Of the code that a sale by code is to show.
    volatile String payload = "";
    volatile String balance = "0002156C000000123456";
    volatile int batch = 7;
    volatile String pinnedSha256 = "";
    volatile String activationProblem = "";
    /// What the header of each answer asks for.
    volatile ProcessingRequest wants = ProcessingRequest.NONE;
    /// Done before a request is handled, as time that passes at the host.
    volatile Runnable meanwhile = () -> { };
    final List<String> postedTraces = new CopyOnWriteArrayList<>();
    volatile Field62.Parameters parameters = new Field62.Parameters(45, 2, false, 1);

    /// What a download of parameters says of it.
    volatile Optional<MinorAmount> signatureFrom = Optional.empty();
    /// What came over the device API for receipts.
    final List<JsonNode> signatures = new CopyOnWriteArrayList<>();
    final List<JsonNode> links = new CopyOnWriteArrayList<>();
    final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    /// What became of orders, and what was not believed.
    final List<JsonNode> orderReports = new CopyOnWriteArrayList<>();
    /// The answer to who asks for parameters; empty: none are given.
    volatile Map<String, Object> signedParameters = Map.of();
    /// Heartbeats, and how soon it wants the next.
    final BlockingQueue<JsonNode> beats = new LinkedBlockingQueue<>();
    volatile long pollSeconds = 60;
    volatile int beatStatus = 200;
    /// Further members of the reply to a beat.
    final Map<String, Object> beatReply = new ConcurrentHashMap<>();
    /// What all of it is answered instead of being taken; 0: it is taken.
    volatile int deviceApiStatus;
    volatile String deviceApiCode = "";
    final FakeSettlement settlement = new FakeSettlement();
    final List<String> reversedTraces = new CopyOnWriteArrayList<>();
    /// What a sign-in gives as PIN key; a fresh one if empty.
    byte[] pinKey = {};
    private WorkingKeyField.Keys working;

    private FakeHost(Optional<KeyStore> certificate) throws IOException {
        this.certificate = certificate;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/device/v1/activations", this::activate);
        http.createContext("/device/v1/signatures", exchange -> take(exchange, signatures));
        http.createContext("/device/v1/receipt-links", exchange -> take(exchange, links));
        http.createContext("/device/v1/receipt-messages", exchange -> take(exchange, messages));
        http.createContext("/device/v1/heartbeats", this::beat);
        http.createContext("/device/v1/orders", exchange -> take(exchange, orderReports));
        http.createContext("/device/v1/parameters", this::giveParameters);
        http.start();
        listen(0);
    }

    static FakeHost start() throws IOException {
        return new FakeHost(Optional.empty());
    }

    static FakeHost startTls(KeyStore certificate) throws IOException {
        return new FakeHost(Optional.of(certificate));
    }

    private void listen(int port) throws IOException {
        gateway = socketFactory(port);
        ServerSocket listening = gateway;
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try {
                    Socket socket = listening.accept();
                    open.add(socket);
                    Thread.ofVirtual().start(() -> serve(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private ServerSocket socketFactory(int port) throws IOException {
        if (certificate.isEmpty()) {
            return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        }
        try {
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(certificate.get(), "changeit".toCharArray());
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(managers.getKeyManagers(), null, null);
            return context.getServerSocketFactory().createServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /// The line goes down: nobody listens.
    void down() throws IOException {
        gateway.close();
    }

    void up() throws IOException {
        listen(gateway.getLocalPort());
    }

    URI httpUrl() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    int gatewayPort() {
        return gateway.getLocalPort();
    }

    TerminalSettings settings(Path folder) {
        TerminalSettings settings = TerminalSettings.in(folder).withHostUrl(httpUrl())
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(2));
        return certificate.isPresent() ? settings : settings.withPlainGateway(new TerminalSettings.PlainGateway("127.0.0.1", gatewayPort()));
    }

    /// The next request that fits is treated so.
    synchronized FakeHost plan(String mti, Behaviour behaviour) {
        plan.add(new Planned(m -> m.type().equals(mti), behaviour, ""));
        return this;
    }

    /// The next request of this type gets this answer instead of being done.
    synchronized FakeHost answer(String mti, String code) {
        plan.add(new Planned(m -> m.type().equals(mti), Behaviour.NORMAL, code));
        return this;
    }

    synchronized FakeHost planCredential(String networkCode, Behaviour behaviour) {
        plan.add(new Planned(m -> m.type().equals("0800") && m.text(60).endsWith(networkCode), behaviour, ""));
        return this;
    }

    List<Message> requests(String mti) {
        return requests.stream().filter(m -> m.type().equals(mti)).toList();
    }

    void setTransactionPassword(String password) {
        transactionPassword = password;
    }

    /// Every operator has changed the initial password to this.
    void operatorsHave(String password) {
        operators.values().forEach(o -> {
            o.password = password;
            o.initial = false;
        });
    }

    /// What the next activation loads.
    FakeHost profile(TerminalProfile next) {
        profile = next;
        tmk = random(next.masterKeyBytes());
        return this;
    }

    // device API

    private void activate(HttpExchange exchange) throws IOException {
        try (exchange) {
            var json = JSON.readTree(exchange.getRequestBody().readAllBytes());
            String serial = json.path("serialNumber").asString();
            byte[] device = Base64.getDecoder().decode(json.path("devicePublicKey").asString());
            byte[] nonce = Base64.getDecoder().decode(json.path("nonce").asString());
            byte[] proof = Base64.getDecoder().decode(json.path("proof").asString());
            byte[] codeKey = ActivationExchange.codeKey(CODE, serial);
            String problem = activationProblem.isEmpty() && !ActivationExchange.verifyProof(codeKey, serial, device, nonce, proof)
                    ? "ACTIVATION_CODE_WRONG" : activationProblem;
            if (!problem.isEmpty()) {
                respond(exchange, 403, JSON.writeValueAsBytes(Map.of("code", problem)));
                return;
            }
            byte[] settings = JSON.writeValueAsBytes(Map.of("terminalId", TERMINAL_ID, "merchantId", MERCHANT_ID,
                    "merchantName", "江南小馆", "acquirerName", "守银支付", "gatewayHost", "127.0.0.1", "gatewayPort", gatewayPort(),
                    "gatewayCertificateSha256", certificateSha256(), "tpduDestination", "0003", "stepUp", "online", "language", "zh"));
            var wrapped = ActivationExchange.wrap(codeKey, serial, device, nonce, profile, tmk, tck, settings);
            respond(exchange, 200, JSON.writeValueAsBytes(Map.of("terminalId", TERMINAL_ID,
                    "hostPublicKey", Base64.getEncoder().encodeToString(wrapped.hostPublicKey()),
                    "hostNonce", Base64.getEncoder().encodeToString(wrapped.hostNonce()),
                    "wrapped", Base64.getEncoder().encodeToString(wrapped.wrapped()))));
        }
    }

    private void beat(HttpExchange exchange) throws IOException {
        try (exchange) {
            beats.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
            var reply = new HashMap<String, Object>(beatReply);
            reply.put("pollSeconds", pollSeconds);
            reply.put("at", "2026-07-01T01:31:05Z");
            respond(exchange, beatStatus, JSON.writeValueAsBytes(reply));
        }
    }

    private void giveParameters(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            respond(exchange, signedParameters.isEmpty() ? 404 : 200, JSON.writeValueAsBytes(signedParameters));
        }
    }

    /// An order or parameters as the host tells them.
    Map<String, Object> signed(HostWord.Kind kind, byte[] content) {
        Base64.Encoder base64 = Base64.getEncoder();
        try (HmacKey key = HostWord.key(tck)) {
            return Map.of("content", base64.encodeToString(content), "mac", base64.encodeToString(key.mac(kind.covered(content))));
        }
    }

    private void take(HttpExchange exchange, List<JsonNode> taken) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            if (deviceApiStatus != 0) {
                respond(exchange, deviceApiStatus, JSON.writeValueAsBytes(Map.of("code", deviceApiCode, "detail", "refused here")));
                return;
            }
            taken.add(body);
            respond(exchange, 200, JSON.writeValueAsBytes(Map.of("stored", true, "url", "http://localhost:8080/console/receipt#AAAAAAAAAAAAAAAAAAAAAA",
                    "qr", Map.of("size", 21, "path", "M0 0h1v1h-1z"), "days", 30, "phoneMasked", "139****0042")));
        }
    }

    private String certificateSha256() throws IOException {
        if (!pinnedSha256.isEmpty()) {
            return pinnedSha256;
        }
        if (certificate.isEmpty()) {
            return "00".repeat(32);
        }
        try {
            byte[] der = certificate.get().getCertificate(certificate.get().aliases().nextElement()).getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    // gateway

    private void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            while (true) {
                byte[] frame = new byte[in.readUnsignedShort()];
                in.readFully(frame);
                Frame request = Frame.decode(frame);
                Decoded decoded = CODEC.decode(request.body());
                requests.add(decoded.message());
                Planned planned = planned(decoded.message());
                meanwhile.run();
                switch (planned.behaviour) {
                    case CUT_BEFORE -> {
                        return;
                    }
                    case DEAF -> in.readFully(new byte[1]);
                    case MUTE -> {
                        handle(request, decoded, planned);
                        in.readFully(new byte[1]);
                    }
                    case CUT_AFTER -> {
                        handle(request, decoded, planned);
                        return;
                    }
                    case GARBAGE -> {
                        handle(request, decoded, planned);
                        socket.getOutputStream().write(new byte[] {0, 20, 0x60, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19});
                    }
                    case HALF_AN_ANSWER -> {
                        byte[] answer = handle(request, decoded, planned);
                        socket.getOutputStream().write(answer, 0, answer.length / 2);
                        return;
                    }
                    case NORMAL, WRONG_MAC, NO_MAC, WRONG_TRACE, WRONG_TERMINAL, WRONG_AMOUNT, WRONG_TYPE, WRONG_KEY_CHECK ->
                            socket.getOutputStream().write(handle(request, decoded, planned));
                }
            }
        } catch (EOFException terminalLeft) {
            open.remove(socket);
        } catch (IOException | DecodeException e) {
            open.remove(socket);
        }
    }

    private synchronized Planned planned(Message message) {
        Planned next = plan.peek();
        if (next != null && next.which.test(message)) {
            return plan.remove();
        }
        return new Planned(m -> true, Behaviour.NORMAL, "");
    }

    private synchronized byte[] handle(Frame frame, Decoded decoded, Planned planned) throws DecodeException {
        Message request = decoded.message();
        String key = HexFormat.of().formatHex(frame.body());
        if (answered.containsKey(key) && planned.behaviour == Behaviour.NORMAL && planned.code.isEmpty()) {
            return answered.get(key);
        }
        Message.Builder reply = request.reply().copy(request, 3, 4, 11, 25, 41, 42, 49, 60).text(12, "093105").text(13, date);
        boolean mac = request.has(64);
        String code;
        if (mac && working == null) {
            code = "77";
            mac = false;
        } else if (mac && !Arrays.equals(profile.mac(working.mak(), decoded.macBytes()), request.bytes(64))) {
            code = "A0";
            mac = false;
        } else if (!planned.code.isEmpty()) {
            code = planned.code;
        } else {
            code = switch (TransactionKind.of(request).orElseThrow()) {
                case BALANCE -> tell(request, reply);
                case OFFLINE_SALE -> post(request, reply);
                case SALE, PRE_AUTH, PRE_AUTH_TOP_UP, COMPLETION, COMPLETION_NOTICE -> transactionPassword(request, reply).orElseGet(() -> post(request, reply));
                case VOID, REFUND, PRE_AUTH_VOID, COMPLETION_VOID -> supervisor(request, reply).orElseGet(() -> post(request, reply));
                case REVERSAL -> reverse(request);
                case SIGN_IN -> signIn(request, reply, planned.behaviour == Behaviour.WRONG_KEY_CHECK);
                case SIGN_OUT -> {
                    working = null;
                    yield "00";
                }
                case PARAMETER_DOWNLOAD -> {
                    reply.bytes(62, parameters.encode());
                    signatureFrom.ifPresent(amount -> reply.bytes(57, FactorTlv.empty().with(FactorTlv.SIGNATURE_FROM, bcd(amount)).encode()));
                    yield "00";
                }
                case ECHO, OPERATOR_LOGOFF, PARAMETER_DOWNLOAD_END -> "00";
                case OPERATOR_LOGON, OPERATOR_PASSWORD_CHANGE, TRANSACTION_PASSWORD_SET, CREDENTIAL_UNLOCK, OPERATOR_ADD, OPERATOR_DELETE ->
                        credential(request, reply);
                case CODE_REQUEST -> sendCode(request, reply);
                case STEP_UP_RULES_DOWNLOAD -> rulesPart(request, reply);
                case SETTLEMENT -> {
                    reply.text(48, settlement.settle(request));
                    yield "";
                }
                case BATCH_UPLOAD -> settlement.upload(request);
                case BATCH_UPLOAD_END -> settlement.end(request);
                default -> "40";
            };
        }
        if (!code.isEmpty()) {
            reply.text(39, code);
        }
        answered.putIfAbsent(key, encoded(frame, reply.build(), mac, Behaviour.NORMAL));
        return encoded(frame, distorted(reply, request, planned.behaviour), mac, planned.behaviour);
    }

    private byte[] encoded(Frame request, Message message, boolean mac, Behaviour behaviour) {
        byte[] body;
        if (!mac || behaviour == Behaviour.NO_MAC) {
            body = CODEC.encode(message);
        } else if (behaviour == Behaviour.WRONG_MAC) {
            body = CODEC.encode(message, mab -> "00000000".getBytes(StandardCharsets.US_ASCII));
        } else {
            body = CODEC.encode(message, mab -> profile.mac(working.mak(), mab));
        }
        return request.reply(wants, body).encode();
    }

    List<String> keysHex() {
        var hex = HexFormat.of();
        return List.of(hex.formatHex(tmk), hex.formatHex(tck), hex.formatHex(working.pik()), hex.formatHex(working.mak()), hex.formatHex(working.tdk()));
    }

    private static Message distorted(Message.Builder reply, Message request, Behaviour behaviour) {
        return switch (behaviour) {
            case WRONG_TRACE -> reply.text(11, "999998").build();
            case WRONG_TERMINAL -> reply.text(41, "00000002").build();
            case WRONG_AMOUNT -> reply.text(4, "000000000001").build();
            case WRONG_TYPE -> Message.builder(request.type().equals("0200") ? "0230" : "0830").copy(reply.build(), reply.build().fields()).build();
            case NORMAL, DEAF, MUTE, CUT_AFTER, CUT_BEFORE, WRONG_MAC, NO_MAC, GARBAGE, HALF_AN_ANSWER, WRONG_KEY_CHECK -> reply.build();
        };
    }

    private String signIn(Message request, Message.Builder reply, boolean wrongCheck) {
        byte[] field = workingKeys();
        working = profile.workingKeys(tmk, field);
        if (wrongCheck) {
            field[39] ^= 1;
        }
        FactorTlv advice = rulesParts.isEmpty() ? signInAdvice : rulesPart(1);
        if (!advice.isEmpty()) {
            reply.bytes(57, advice.encode());
        }
        reply.bytes(62, field).text(60, new Field60("00", new BatchNumber(settlement.present(batch)), request.text(60).substring(8)).encode()).text(37, "093105000001");
        return "00";
    }

    static byte[] bcd(MinorAmount amount) {
        return HexFormat.of().parseHex(amount.field4());
    }

    private FactorTlv rulesPart(int number) {
        return FactorTlv.empty().with(FactorTlv.STEP_UP_RULES, rulesParts.get(number - 1))
                .with(FactorTlv.STEP_UP_RULES_PART, new RulesPart(rulesVersion, number, rulesParts.size()).encode());
    }

    private String rulesPart(Message request, Message.Builder reply) throws DecodeException {
        RulesPart wanted = RulesPart.decode(FactorTlv.decode(request.bytes(57)).find(FactorTlv.STEP_UP_RULES_PART).orElseThrow());
        reply.bytes(57, rulesPart(wanted.version().equals(rulesVersion) ? wanted.number() : 1).encode());
        return "00";
    }

    private byte[] workingKeys() {
        if (pinKey.length == 8) {
            return WorkingKeyField.build(tmk, pinKey, Tdes.withOddParity(random(8)), null);
        }
        if (pinKey.length == 16) {
            return WorkingKeyField.build(tmk, pinKey, Tdes.withOddParity(random(8)), Tdes.withOddParity(random(16)));
        }
        if (profile == TerminalProfile.TDES) {
            return WorkingKeyField.build(tmk, Tdes.withOddParity(random(16)), Tdes.withOddParity(random(8)), Tdes.withOddParity(random(16)));
        }
        try (var master = WorkingKeyBlocks.master(profile, tmk)) {
            return WorkingKeyBlocks.build(profile, master, random(16), random(16), random(16));
        }
    }

    private Optional<String> transactionPassword(Message request, Message.Builder reply) {
        FactorTlv factors = factors(request);
        if (transactionPassword == null) {
            return Optional.empty();
        }
        if (!factors.has(FactorTlv.TRANSACTION_PASSWORD)) {
            reply.bytes(57, about(FactorTlv.TRANSACTION_PASSWORD).encode());
            return Optional.of("P1");
        }
        if (!transactionPassword.equals(open(request, factors, FactorTlv.TRANSACTION_PASSWORD))) {
            wrongTransactionPasswords++;
            reply.bytes(57, FactorTlv.empty().with(FactorTlv.TRIES_LEFT, new byte[] {(byte) Math.max(0, 4 - wrongTransactionPasswords)}).encode());
            return Optional.of(wrongTransactionPasswords >= 4 ? "P3" : "P2");
        }
        return Optional.empty();
    }

    private static Optional<String> supervisor(Message request, Message.Builder reply) {
        if (factors(request).has(FactorTlv.SUPERVISOR_PASSWORD)) {
            return Optional.empty();
        }
        reply.bytes(57, about(FactorTlv.SUPERVISOR_PASSWORD).encode());
        return Optional.of("P1");
    }

    private static FactorTlv factors(Message request) {
        try {
            return request.has(57) ? FactorTlv.decode(request.bytes(57)) : FactorTlv.empty();
        } catch (DecodeException notFactors) {
            throw new IllegalArgumentException(notFactors);
        }
    }

    private String post(Message request, Message.Builder reply) {
        FactorTlv factors = factors(request);
        Optional<String> refused = otherFactors(request, factors, reply);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (request.text(22).startsWith("92")) {
            reply.text(37, "093105" + request.text(11)).bytes(62, payload.getBytes(StandardCharsets.UTF_8));
            return "09";
        }
        String track2 = track2(request, factors);
        Optional<byte[]> pinBlock = request.has(52) ? Optional.of(request.bytes(52)) : factors.find(FactorTlv.PIN_BLOCK);
        if (pinBlock.isPresent() && !pin.equals(new String(typedPin(pinBlock.get(), track2.substring(0, track2.indexOf('=')))))) {
            return "55";
        }
        if (request.has(55)) {
            tellChip(request, reply);
        }
        postedTraces.add(request.text(11));
        settlement.post(request, kind(request), track2, Optional.ofNullable(approvedPart).or(() -> request.find(4)));
        if (!receiptTexts.isEmpty()) {
            reply.text(63, receiptTexts);
        }
        reply.text(37, "093105" + request.text(11)).text(38, authCode).text(15, "0701").text(44, "01040000   00010000   ");
        if (approvedPart != null) {
            reply.text(4, approvedPart);
            return "10";
        }
        return "00";
    }

    private void tellChip(Message request, Message.Builder reply) {
        try {
            Field55 said = chipIssuer.apply(Field55.decodeRequest(request.bytes(55)));
            if (!said.isEmpty()) {
                reply.bytes(55, said.encode());
            }
        } catch (DecodeException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    private String tell(Message request, Message.Builder reply) {
        String code = post(request, reply);
        if (code.equals("00") && !balance.isEmpty()) {
            reply.text(54, balance);
        }
        return code;
    }

    private Optional<String> otherFactors(Message request, FactorTlv factors, Message.Builder reply) {
        if (refuseNext != null) {
            Refused refused = refuseNext;
            refuseNext = null;
            reply.bytes(57, about(refused.factor).with(FactorTlv.REFUSAL, refused.refusal).encode());
            return Optional.of(refused.code);
        }
        if (cardPassword != null && !factors.has(FactorTlv.CARD_PASSWORD)) {
            reply.bytes(57, about(FactorTlv.CARD_PASSWORD).encode());
            return Optional.of("P1");
        }
        boolean cardRight = cardPassword == null || cardPassword.equals(open(request, factors, FactorTlv.CARD_PASSWORD));
        boolean supervisorRight = !factors.has(FactorTlv.SUPERVISOR_PASSWORD) || operators.get(factors.text(FactorTlv.SUPERVISOR).orElseThrow()).password
                .equals(open(request, factors, FactorTlv.SUPERVISOR_PASSWORD));
        boolean codeRight = !factors.has(FactorTlv.ONE_TIME_CODE) || code.equals(open(request, factors, FactorTlv.ONE_TIME_CODE));
        int wrong = !cardRight ? FactorTlv.CARD_PASSWORD : !supervisorRight ? FactorTlv.SUPERVISOR_PASSWORD : !codeRight ? FactorTlv.ONE_TIME_CODE : 0;
        if (wrong == 0) {
            return Optional.empty();
        }
        reply.bytes(57, about(wrong).with(FactorTlv.TRIES_LEFT, new byte[] {3}).encode());
        return Optional.of("P2");
    }

    private static FactorTlv about(int tag) {
        return FactorTlv.empty().with(FactorTlv.FACTORS_WANTED, new byte[] {(byte) tag});
    }

    private String sendCode(Message request, Message.Builder reply) throws DecodeException {
        if (phoneMasked == null) {
            return "25";
        }
        codesSent++;
        codeFor = FactorTlv.decode(request.bytes(57)).text(FactorTlv.TRANSACTION_TO_COME).orElseThrow();
        reply.bytes(57, FactorTlv.empty().with(FactorTlv.PHONE_MASKED, phoneMasked).encode());
        return "00";
    }

    /// Of a card that was sold to before, its number alone.
    private String track2(Message request, FactorTlv factors) {
        if (request.has(2) && !request.has(35) && !factors.has(FactorTlv.TRACK_2)) {
            return request.text(2, CardDataAccess.granted()) + "=";
        }
        if (profile != TerminalProfile.TDES) {
            return TrackBlock.decrypt(profile.ready(working.tdk()), factors.find(FactorTlv.TRACK_2).orElseThrow());
        }
        String track2 = request.text(35, CardDataAccess.granted());
        return request.text(53).charAt(2) == '1' ? TrackCipher.decrypt(working.tdk(), track2) : track2;
    }

    private char[] typedPin(byte[] block, String pan) {
        BlockKey pik = profile.ready(working.pik());
        return switch (profile) {
            case TDES -> PinBlocks.decodeFormat0(pik.decryptEcb(block), pan);
            case AES -> PinBlocks.decipherFormat4(pik, block, pan);
            case SM4 -> PinBlocks.decodeCn16(pik.decryptEcb(block), pan);
        };
    }

    private static TransactionKind kind(Message request) {
        try {
            return TransactionKind.of(request).orElseThrow();
        } catch (DecodeException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    private String reverse(Message request) {
        if (!postedTraces.contains(request.text(11))) {
            return "25";
        }
        reversedTraces.add(request.text(11));
        settlement.reverse(request);
        return "00";
    }

    private String open(Message request, FactorTlv factors, int tag) {
        byte[] aad = SealedValue.additionalData(request.type(), request.text(42), request.text(41), request.text(60).substring(2, 8), request.text(11), tag);
        return new String(SealedValue.open(tck, factors.find(tag).orElseThrow(), aad), StandardCharsets.UTF_8);
    }

    private String credential(Message request, Message.Builder reply) throws DecodeException {
        FactorTlv factors = FactorTlv.decode(request.bytes(57));
        boolean bySupervisor = factors.has(FactorTlv.SUPERVISOR);
        Operator operator = operators.get(factors.text(bySupervisor ? FactorTlv.SUPERVISOR : FactorTlv.OPERATOR).orElseThrow());
        if (operator == null) {
            return "25";
        }
        if (operator.wrong >= 4) {
            return "P3";
        }
        if (!operator.password.equals(open(request, factors, bySupervisor ? FactorTlv.SUPERVISOR_PASSWORD : FactorTlv.OPERATOR_PASSWORD))) {
            operator.wrong++;
            reply.bytes(57, FactorTlv.empty().with(FactorTlv.TRIES_LEFT, new byte[] {(byte) (4 - operator.wrong)}).encode());
            return operator.wrong >= 4 ? "P3" : "P2";
        }
        operator.wrong = 0;
        TransactionKind kind = TransactionKind.of(request).orElseThrow();
        if (operator.initial && kind != TransactionKind.OPERATOR_PASSWORD_CHANGE) {
            return "P5";
        }
        String subject = factors.text(FactorTlv.SUBJECT).orElse("");
        return switch (kind) {
            case OPERATOR_LOGON -> {
                if (!logOnAdvice.isEmpty()) {
                    reply.bytes(57, logOnAdvice.encode());
                }
                yield "00";
            }
            case OPERATOR_PASSWORD_CHANGE -> {
                String next = open(request, factors, FactorTlv.NEW_PASSWORD);
                if (next.equals(operator.password)) {
                    yield refused(reply, PasswordRules.Rule.RECENTLY_USED);
                }
                operator.password = next;
                operator.initial = false;
                yield "00";
            }
            case TRANSACTION_PASSWORD_SET -> {
                String next = open(request, factors, FactorTlv.NEW_PASSWORD);
                if (!refusal.isEmpty()) {
                    reply.bytes(57, refusal.encode());
                    yield "P6";
                }
                if (next.equals(transactionPassword)) {
                    yield refused(reply, PasswordRules.Rule.RECENTLY_USED);
                }
                transactionPassword = next;
                yield "00";
            }
            case CREDENTIAL_UNLOCK -> {
                if (subject.equals("TX")) {
                    wrongTransactionPasswords = 0;
                    yield "00";
                }
                if (!operators.containsKey(subject)) {
                    yield "25";
                }
                operators.get(subject).wrong = 0;
                yield "00";
            }
            case OPERATOR_ADD -> {
                operators.put(subject, new Operator(open(request, factors, FactorTlv.NEW_PASSWORD)));
                yield "00";
            }
            case OPERATOR_DELETE -> operators.remove(subject) == null ? "25" : "00";
            default -> "40";
        };
    }

    /// Whatever the new transaction password is.
    synchronized void refusesNewPasswords(PasswordRules.Rule rule, FactorTlv besides) {
        refusal = besides.with(FactorTlv.RULES_BROKEN, rule.name());
    }

    private static String refused(Message.Builder reply, PasswordRules.Rule rule) {
        reply.bytes(57, FactorTlv.empty().with(FactorTlv.RULES_BROKEN, rule.name()).encode());
        return "P6";
    }

    static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        http.stop(0);
        gateway.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
