package io.shouyin.host.gateway;

import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Handout;
import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field62;
import io.shouyin.iso8583.terminal.Frame;
import io.shouyin.iso8583.terminal.Header;
import io.shouyin.iso8583.terminal.Tpdu;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.network.DemoCard;
import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.SealedValue;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.TrackBlock;
import io.shouyin.paycrypto.TrackCipher;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A terminal of somebody else, played byte by byte: own frames over the plain port, own keys from the device API, own
/// seals and MACs. It does what it is told, right or wrong, and keeps no promise of a terminal.
public final class RawTerminal {

    private static final int ANSWER_MILLIS_MAX = 40_000;
    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final Codec CODEC = new Codec(Dialects.TERMINAL);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SecureRandom RANDOM = new SecureRandom();

    /// What a sign-in asks for, by 60.3.
    public enum KeySet {
        SINGLE("001", TerminalProfile.TDES),
        DOUBLE("003", TerminalProfile.TDES),
        WITH_TRACK_KEY("004", TerminalProfile.TDES),
        AES("005", TerminalProfile.AES),
        SM4("006", TerminalProfile.SM4);

        private final String networkCode;
        private final TerminalProfile profile;

        KeySet(String networkCode, TerminalProfile profile) {
            this.networkCode = networkCode;
            this.profile = profile;
        }

        public TerminalProfile profile() {
            return profile;
        }

        public String networkCode() {
            return networkCode;
        }

        /// PIN, MAC and track keys.
        public static KeySet of(TerminalProfile profile) {
            return switch (profile) {
                case TDES -> WITH_TRACK_KEY;
                case AES -> AES;
                case SM4 -> SM4;
            };
        }
    }

    private final Handout handout;
    private IntSupplier port;
    private TerminalProfile profile;
    private byte[] tmk;
    private byte[] tck;
    private JsonNode settings;
    private EcKeys.Pair device;
    private byte[] pik;
    private byte[] mak;
    private byte[] tdk;
    private String batch = "000001";
    private int trace;

    private RawTerminal(Corridor corridor, Handout handout) {
        this.handout = handout;
        this.port = corridor::plainPort;
    }

    /// A device in the register that has no keys yet.
    public static RawTerminal registered(Corridor corridor, String serialNumber) {
        return of(corridor, corridor.register(serialNumber));
    }

    /// Somebody who knows the numbers of a terminal, and none of its keys.
    public static RawTerminal of(Corridor corridor, Handout handout) {
        return new RawTerminal(corridor, handout);
    }

    /// A device whose master key came by hand, and which has no credential key.
    public static RawTerminal loadedByHand(Corridor corridor, Handout handout, byte[] masterKey) {
        RawTerminal terminal = new RawTerminal(corridor, handout);
        terminal.tmk = masterKey;
        terminal.profile = TerminalProfile.TDES;
        return terminal;
    }

    /// A device that has its keys, and whose operators all have their initial passwords.
    public static RawTerminal activated(Corridor corridor, String serialNumber) {
        return activated(corridor, serialNumber, TerminalProfile.TDES);
    }

    public static RawTerminal activated(Corridor corridor, String serialNumber, TerminalProfile profile) {
        RawTerminal terminal = of(corridor, corridor.register(serialNumber, profile));
        HttpResponse<String> answer = terminal.activate(corridor, terminal.handout.activationCode(), EcKeys.P256.generate());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("activation was answered " + answer.statusCode());
        }
        return terminal;
    }

    /// A terminal in service: passwords changed, transaction password set, signed in with PIK, MAK and TDK.
    public static RawTerminal inService(Corridor corridor, String serialNumber) {
        return inService(corridor, serialNumber, TerminalProfile.TDES);
    }

    public static RawTerminal inService(Corridor corridor, String serialNumber, TerminalProfile profile) {
        RawTerminal terminal = activated(corridor, serialNumber, profile);
        terminal.changeInitial("99", Corridor.ADMINISTRATOR_PASSWORD);
        terminal.changeInitial("00", Corridor.SUPERVISOR_PASSWORD);
        terminal.changeInitial("01", Corridor.CASHIER_PASSWORD);
        terminal.require(terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, Corridor.TRANSACTION_PASSWORD)), "00");
        terminal.signIn(KeySet.of(profile));
        return terminal;
    }

    public Handout handout() {
        return handout;
    }

    public String id() {
        return handout.terminalId();
    }

    /// What the host told the device at activation.
    public JsonNode settings() {
        return settings;
    }

    /// Talks to another port from now on, such as that of a [CutLine].
    public RawTerminal through(IntSupplier otherPort) {
        port = otherPort;
        return this;
    }

    public String batch() {
        return batch;
    }

    public void batch(String other) {
        batch = other;
    }

    /// The trace number of the next message is one more.
    public void trace(int last) {
        trace = last;
    }

    public int trace() {
        return trace;
    }

    public boolean isSignedIn() {
        return mak != null;
    }

    public byte[] masterKey() {
        return tmk.clone();
    }

    public byte[] credentialKey() {
        return tck.clone();
    }

    public byte[] macKey() {
        return mak.clone();
    }

    public byte[] pinKey() {
        return pik.clone();
    }

    public Optional<byte[]> trackKey() {
        return Optional.ofNullable(tdk);
    }

    // activation -------------------------------------------------------------------------------------------------------

    /// One try to activate; takes the keys if it works.
    public HttpResponse<String> activate(Corridor corridor, String code, EcKeys.Pair device) {
        byte[] nonce = ActivationExchange.newNonce();
        byte[] proof = ActivationExchange.proof(ActivationExchange.codeKey(code, handout.serialNumber()), handout.serialNumber(),
                device.publicKey(), nonce);
        return activate(corridor, code, device, nonce, proof);
    }

    /// One try with a nonce and a proof of the test's choice.
    public HttpResponse<String> activate(Corridor corridor, String code, EcKeys.Pair device, byte[] nonce, byte[] proof) {
        return activateAs(corridor, code, device, device.publicKey(), nonce, proof);
    }

    /// One try with a public key of the test's choice.
    public HttpResponse<String> activateAs(Corridor corridor, String code, EcKeys.Pair device, byte[] publicKey, byte[] nonce, byte[] proof) {
        this.device = device;
        HttpResponse<String> answer = post(corridor, JSON.writeValueAsString(Map.of("serialNumber", handout.serialNumber(),
                "model", "Raw", "devicePublicKey", base64(publicKey), "nonce", base64(nonce), "proof", base64(proof))));
        if (answer.statusCode() == 200) {
            JsonNode body = JSON.readTree(answer.body());
            try (var loaded = ActivationExchange.unwrap(code, handout.serialNumber(), device.privateKey(), device.publicKey(), nonce,
                    new ActivationExchange.Wrapped(binary(body, "hostPublicKey"), binary(body, "hostNonce"), binary(body, "wrapped")))) {
                profile = loaded.profile();
                tmk = loaded.tmk();
                tck = loaded.tck();
                settings = JSON.readTree(new String(loaded.settings(), StandardCharsets.UTF_8));
            }
            pik = null;
            mak = null;
            tdk = null;
        }
        return answer;
    }

    /// The body as it is, to the device API.
    public static HttpResponse<String> post(Corridor corridor, String body) {
        return post(corridor, "/device/v1/activations", Map.of(), body);
    }

    /// The headers that prove a request of this device; a test may spoil them.
    public Map<String, String> signature(String path, Instant at, String body) {
        return signature(path, at, body.getBytes(StandardCharsets.UTF_8));
    }

    /// As above, of a body that is no text.
    public Map<String, String> signature(String path, Instant at, byte[] body) {
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        try {
            String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(device.privateKey())));
            signature.update(String.join("\n", "POST", path, at.toString(), base64(nonce), hash).getBytes(StandardCharsets.US_ASCII));
            return Map.of("Shouyin-Terminal", id(), "Shouyin-Device-Key", base64(device.publicKey()), "Shouyin-Time", at.toString(),
                    "Shouyin-Nonce", base64(nonce), "Shouyin-Signature", base64(signature.sign()));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /// The body as it is, with these headers.
    public static HttpResponse<String> post(Corridor corridor, String path, Map<String, String> headers, String body) {
        return post(corridor, path, headers, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    /// As above, a body that is no JSON.
    public static HttpResponse<String> post(Corridor corridor, String path, Map<String, String> headers, String mediaType, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(corridor.url() + path)).header("Content-Type", mediaType);
        headers.forEach(request::header);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /// The `code` of a problem.
    public static String problem(HttpResponse<String> answer) {
        return JSON.readTree(answer.body()).path("code").asString();
    }

    // messages ---------------------------------------------------------------------------------------------------------

    /// A message with the next trace number, both identities and field 60.
    public Message.Builder request(String type, String transactionType, String networkCode) {
        trace = trace % 999_999 + 1;
        return Message.builder(type).text(11, "%06d".formatted(trace)).text(41, handout.terminalId()).text(42, Corridor.MERCHANT.value())
                .text(60, transactionType + batch + networkCode);
    }

    /// Signs in and takes the keys, whose check values it compares.
    public Message signIn(KeySet set) {
        Message answer = ask(signInRequest(set));
        require(answer, "00");
        takeKeys(answer);
        return answer;
    }

    public Message signInRequest(KeySet set) {
        return request("0800", "00", set.networkCode).bytes(62, new Field62.SequenceNumber("SYVT", "00000001").encode())
                .text(63, "01 ").build();
    }

    public void takeKeys(Message answer) {
        try (var keys = profile.workingKeys(tmk, answer.bytes(62))) {
            pik = keys.pik();
            mak = keys.mak();
            tdk = keys.hasTdk() ? keys.tdk() : null;
        }
        batch = answer.text(60).substring(2, 8);
    }

    public Message signOutRequest() {
        return request("0820", "00", "002").build();
    }

    /// A sale by swipe with password and PIN; field 53 and the encrypted track as the keys allow.
    public Message.Builder sale(long fen, DemoCard card, String password, String pin) {
        Message.Builder message = head(TransactionKind.SALE, fen).text(22, "021");
        FactorTlv factors = cardData(message, card).with(FactorTlv.OPERATOR, "01").with(FactorTlv.TRANSACTION_PASSWORD,
                seal("0200", message.build().text(11), FactorTlv.TRANSACTION_PASSWORD, password));
        if (profile == TerminalProfile.TDES) {
            message.text(26, "12").bytes(52, pinBlock(pin, card));
        } else {
            factors = factors.with(FactorTlv.PIN_BLOCK, pinBlock(pin, card));
        }
        return message.bytes(57, factors.encode()).text(53, field53('2'));
    }

    /// The same with the right password and PIN.
    public Message.Builder sale(long fen, DemoCard card) {
        return sale(fen, card, Corridor.TRANSACTION_PASSWORD, card.pin(SecretAccess.granted()));
    }

    /// A sale by swipe with neither password nor PIN.
    public Message.Builder saleWithoutFactors(long fen, DemoCard card) {
        return withoutFactors(TransactionKind.SALE, fen, card);
    }

    /// A transaction of any kind by swipe, as it comes from a terminal that knows of no factors.
    public Message.Builder withoutFactors(TransactionKind kind, long fen, DemoCard card) {
        Message.Builder message = head(kind, fen).text(22, "022");
        FactorTlv factors = cardData(message, card);
        if (!factors.isEmpty()) {
            message.bytes(57, factors.encode());
        }
        return tdk == null ? message : message.text(53, field53('0'));
    }

    /// A transaction of any kind by swipe without a PIN, from operator 01.
    ///
    /// @param more factors that are not sealed
    /// @param sealed secrets by tag, each sealed for this message
    public Message.Builder transaction(TransactionKind kind, long fen, DemoCard card, Map<Integer, String> more, Map<Integer, String> sealed) {
        Message.Builder message = head(kind, fen).text(22, "022");
        FactorTlv factors = factors(kind, message, cardData(message, card).with(FactorTlv.OPERATOR, "01"), more, sealed);
        return message.bytes(57, factors.encode()).text(53, field53('0'));
    }

    private FactorTlv factors(TransactionKind kind, Message.Builder message, FactorTlv begun, Map<Integer, String> more, Map<Integer, String> sealed) {
        FactorTlv factors = begun;
        for (var entry : more.entrySet()) {
            factors = factors.with(entry.getKey(), entry.getValue());
        }
        String bound = message.build().text(11);
        for (var entry : sealed.entrySet()) {
            factors = factors.with(entry.getKey(), seal(kind.requestType(), bound, entry.getKey(), entry.getValue()));
        }
        return factors;
    }

    /// A payment by code, from operator 01.
    ///
    /// @param payCode that the customer shows; empty if the terminal is to show one
    public Message.Builder walletSale(long fen, String payCode) {
        Message.Builder sale = ofWallet(TransactionKind.SALE, fen, Map.of(), Map.of(FactorTlv.TRANSACTION_PASSWORD, Corridor.TRANSACTION_PASSWORD));
        return payCode.isEmpty() ? sale : sale.bytes(62, payCode.getBytes(StandardCharsets.US_ASCII));
    }

    /// A void or refund of a payment by code.
    public Message walletFollowUp(TransactionKind kind, Done original, long fen) {
        return naming(ofWallet(kind, fen, Map.of(FactorTlv.SUPERVISOR, "00"), Map.of(FactorTlv.SUPERVISOR_PASSWORD, Corridor.SUPERVISOR_PASSWORD)), kind, original);
    }

    private Message.Builder ofWallet(TransactionKind kind, long fen, Map<Integer, String> more, Map<Integer, String> sealed) {
        Message.Builder message = head(kind, fen).text(22, "922");
        return message.bytes(57, factors(kind, message, FactorTlv.empty().with(FactorTlv.OPERATOR, "01"), more, sealed).encode());
    }

    /// What has become of a payment by code.
    public Message walletQuery(String batchOfIt, String traceOfIt) {
        return request("0800", "00", "501").text(61, batchOfIt + traceOfIt).build();
    }

    /// What the card holds.
    public Message balance(DemoCard card) {
        return transaction(TransactionKind.BALANCE, 0, card, Map.of(), Map.of()).without(4).build();
    }

    /// A sale that the chip has approved, to be uploaded.
    public Message offlineSale(long fen, DemoCard card) {
        return transaction(TransactionKind.OFFLINE_SALE, fen, card, Map.of(), Map.of(FactorTlv.TRANSACTION_PASSWORD, Corridor.TRANSACTION_PASSWORD))
                .text(22, "051").build();
    }

    /// A sale of which a part may be approved.
    public Message partialSale(long fen, DemoCard card) {
        Message sale = sale(fen, card).build();
        return sale.toBuilder().text(60, sale.text(60) + "501").build();
    }

    private Message.Builder head(TransactionKind kind, long fen) {
        return request(kind.requestType(), kind.transactionType(), "000").text(3, kind.processingCode()).text(4, new MinorAmount(fen).field4())
                .text(25, kind.condition()).text(49, "156");
    }

    /// Track 2 where the profile puts it: into the message, or into the factors that are returned.
    private FactorTlv cardData(Message.Builder message, DemoCard card) {
        String track = card.track2(CARD_DATA);
        if (profile == TerminalProfile.TDES) {
            message.text(35, tdk == null ? track : TrackCipher.encrypt(tdk, track));
            return FactorTlv.empty();
        }
        return FactorTlv.empty().with(FactorTlv.TRACK_2, TrackBlock.encrypt(profile.ready(tdk), track));
    }

    private String field53(char pinFormat) {
        return pinFormat + switch (profile) {
            case TDES -> "6";
            case AES -> "7";
            case SM4 -> "8";
        } + (tdk == null ? "0" : "1") + "0".repeat(13);
    }

    /// What the receipt of an approved transaction says.
    public record Done(String trace, String rrn, String authCode, String date) {

        public static Done of(Message answer) {
            return new Done(answer.text(11), answer.text(37), answer.text(38), answer.text(13));
        }

        public String key(RawTerminal terminal) {
            return String.join(".", Corridor.MERCHANT.value(), terminal.id(), terminal.batch(), trace);
        }
    }

    /// What follows an original, with the passwords that it needs.
    public Message followUp(TransactionKind kind, Done original, long fen, DemoCard card) {
        Map<Integer, String> sealed = switch (kind) {
            case PRE_AUTH_TOP_UP, COMPLETION, COMPLETION_NOTICE ->
                    Map.of(FactorTlv.TRANSACTION_PASSWORD, Corridor.TRANSACTION_PASSWORD, FactorTlv.SUPERVISOR_PASSWORD, Corridor.SUPERVISOR_PASSWORD);
            case TransactionKind _ -> Map.of(FactorTlv.SUPERVISOR_PASSWORD, Corridor.SUPERVISOR_PASSWORD);
        };
        return naming(transaction(kind, fen, card, Map.of(FactorTlv.SUPERVISOR, "00"), sealed), kind, original);
    }

    /// Names the original, as the kind does.
    public Message naming(Message.Builder message, TransactionKind kind, Done original) {
        switch (kind) {
            case VOID -> {
                message.text(37, original.rrn()).text(61, batch() + original.trace());
                if (original.authCode() != null) {
                    message.text(38, original.authCode());
                }
            }
            case REFUND -> message.text(37, original.rrn()).text(61, "000000000000" + original.date()).text(63, "000");
            case COMPLETION_VOID -> message.text(37, original.rrn()).text(38, original.authCode()).text(61, batch() + original.trace() + original.date());
            case PRE_AUTH_TOP_UP, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE -> message.text(38, original.authCode()).text(61, "000000000000" + original.date());
            case TransactionKind other -> throw new IllegalArgumentException(other + " follows nothing");
        }
        return message.build();
    }

    /// The reversal of a transaction, as section 10 of the protocol has it.
    public static Message reversal(Message sale, String reason) {
        return Message.builder("0400").copy(sale, 3, 4, 11, 22, 25, 41, 42, 49, 60).text(39, reason).build();
    }

    /// A request of the credential service; the seals are made for this message.
    ///
    /// @param sealed secrets by tag
    public Message credential(String networkCode, Map<Integer, String> plain, Map<Integer, String> sealed) {
        Message.Builder message = request("0800", "00", networkCode);
        String bound = message.build().text(11);
        FactorTlv factors = FactorTlv.empty();
        for (var entry : plain.entrySet()) {
            factors = factors.with(entry.getKey(), entry.getValue());
        }
        for (var entry : sealed.entrySet()) {
            factors = factors.with(entry.getKey(), seal("0800", bound, entry.getKey(), entry.getValue()));
        }
        return message.bytes(57, factors.encode()).build();
    }

    public Message logOn(String operator, String password) {
        return credential("401", Map.of(FactorTlv.OPERATOR, operator), Map.of(FactorTlv.OPERATOR_PASSWORD, password));
    }

    public Message changeOwn(String operator, String password, String next) {
        return credential("402", Map.of(FactorTlv.OPERATOR, operator),
                Map.of(FactorTlv.OPERATOR_PASSWORD, password, FactorTlv.NEW_PASSWORD, next));
    }

    public Message setTransactionPassword(String administratorPassword, String next) {
        return credential("403", Map.of(FactorTlv.OPERATOR, "99"),
                Map.of(FactorTlv.OPERATOR_PASSWORD, administratorPassword, FactorTlv.NEW_PASSWORD, next));
    }

    /// @param about an operator or `TX`
    public Message unlock(String by, String password, String about) {
        return credential("404", Map.of(FactorTlv.SUPERVISOR, by, FactorTlv.SUBJECT, about),
                Map.of(FactorTlv.SUPERVISOR_PASSWORD, password));
    }

    public void changeInitial(String operator, String next) {
        require(ask(changeOwn(operator, handout.initialPasswords().get(operator), next)), "00");
    }

    /// A secret sealed for one message and one tag.
    public byte[] seal(String type, String boundTrace, int tag, String secret) {
        byte[] nonce = new byte[12];
        RANDOM.nextBytes(nonce);
        return SealedValue.seal(tck, nonce, secret.getBytes(StandardCharsets.UTF_8), SealedValue.additionalData(type,
                Corridor.MERCHANT.value(), handout.terminalId(), batch, boundTrace, tag));
    }

    /// Also under single DES, as old peers do.
    public byte[] pinBlock(String pin, DemoCard card) {
        String pan = card.pan().reveal(CARD_DATA);
        return pik.length == 8 ? TdesKey.singleForPins(pik).encryptEcb(PinBlocks.encodeFormat0(pin, pan)) : profile.pinBlock(pik, pin, pan);
    }

    // frames -----------------------------------------------------------------------------------------------------------

    /// The frame of a message, with a MAC.
    public byte[] signed(Message message) {
        return framed(CODEC.encode(message, covered -> profile.mac(mak, covered)));
    }

    /// The frame of a message, as it is.
    public static byte[] unsigned(Message message) {
        return framed(CODEC.encode(message));
    }

    /// A frame around any bytes.
    public static byte[] framed(byte[] body) {
        return new Frame(new Tpdu("0003", "0000"), Header.CARD_PAYMENT, body).encode();
    }

    /// Sends a message without MAC on a connection of its own, and reads the answer.
    public Message ask(Message message) {
        return decode(exchange(unsigned(message)).orElseThrow(() -> new IllegalStateException("the connection was closed")));
    }

    /// The same with MAC.
    public Message askSigned(Message message) {
        return decode(exchange(signed(message)).orElseThrow(() -> new IllegalStateException("the connection was closed")));
    }

    /// Sends bytes on a connection of their own.
    ///
    /// @return what followed the length of the answer; empty if the peer closed instead
    public Optional<byte[]> exchange(byte[] bytes) {
        try (Line line = line()) {
            line.send(bytes);
            return line.receive();
        } catch (ConnectException nobodyListens) {
            throw new UncheckedIOException(nobodyListens);
        } catch (SocketException reset) {
            return Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Reads an answer; a MAC in it has to be right.
    public Message decode(byte[] afterLength) {
        try {
            Decoded decoded = CODEC.decode(Frame.decode(afterLength).body());
            if (decoded.message().has(64)
                    && !MessageDigest.isEqual(profile.mac(mak, decoded.macBytes()), decoded.message().bytes(64))) {
                throw new IllegalStateException("the answer's MAC is wrong");
            }
            return decoded.message();
        } catch (DecodeException unreadable) {
            throw new IllegalStateException("the host's answer is not readable: " + unreadable.refusal(), unreadable);
        }
    }

    public Line line() throws IOException {
        return new Line(new Socket(InetAddress.getLoopbackAddress(), port.getAsInt()));
    }

    private void require(Message answer, String code) {
        if (!answer.text(39).equals(code)) {
            throw new IllegalStateException("answered " + answer.text(39) + " instead of " + code);
        }
    }

    private static byte[] binary(JsonNode body, String name) {
        return Base64.getDecoder().decode(body.get(name).asString());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// One connection.
    public static final class Line implements AutoCloseable {

        private final Socket socket;
        private final DataInputStream in;

        public Line(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(ANSWER_MILLIS_MAX);
            socket.setTcpNoDelay(true);
            this.in = new DataInputStream(socket.getInputStream());
        }

        public void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /// @return what followed the length; empty if the peer closed or reset the connection instead
        public Optional<byte[]> receive() throws IOException {
            try {
                byte[] bytes = new byte[in.readUnsignedShort()];
                in.readFully(bytes);
                return Optional.of(bytes);
            } catch (SocketTimeoutException silent) {
                throw silent;
            } catch (EOFException | SocketException closed) {
                return Optional.empty();
            }
        }

        /// Says that nothing more will come.
        public void finish() throws IOException {
            socket.shutdownOutput();
        }

        public Socket socket() {
            return socket;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
