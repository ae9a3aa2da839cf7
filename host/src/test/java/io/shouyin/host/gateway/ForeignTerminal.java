package io.shouyin.host.gateway;

import com.solab.iso8583.IsoMessage;
import com.solab.iso8583.MessageFactory;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A terminal of another maker, as its maker read the protocol: one socket, plain or TLS, and what stands in [ForeignWire].
/// Nothing of this product is in it, and it knows no field 57.
public final class ForeignTerminal implements AutoCloseable {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int ANSWER_MILLIS_MAX = 40_000;
    private static final String USUAL_HEAD = "6000030000" + "603100310100";

    private final String terminal;
    private final String merchant;
    private final byte[] masterKey;
    private final Gateway gateway;
    private Socket socket;
    private DataInputStream in;
    private final MessageFactory<IsoMessage> reader = ForeignWire.reader(0x0110, 0x0210, 0x0230, 0x0330, 0x0410, 0x0510, 0x0630, 0x0810, 0x0830);
    private String head = USUAL_HEAD;
    private String batch = "000000";
    private int trace;
    private byte[] pinKey;
    private byte[] macKey;
    private Optional<byte[]> trackKey = Optional.empty();

    /// Where it calls.
    ///
    /// @param certificateSha256 hex, typed in as people read it; the line is plain without
    public record Gateway(int port, Optional<String> certificateSha256) {

        Socket dial() throws IOException {
            InetAddress address = InetAddress.getLoopbackAddress();
            return certificateSha256.isEmpty() ? new Socket(address, port) : trusting(certificateSha256.get()).createSocket(address, port);
        }
    }

    /// Switched on for the first time.
    ///
    /// @param components of its master key, as people have typed them
    public ForeignTerminal(Gateway gateway, String terminal, String merchant, List<byte[]> components) throws IOException {
        this.gateway = gateway;
        this.terminal = terminal;
        this.merchant = merchant;
        this.masterKey = components.stream().reduce(ForeignWire::xor).orElseThrow();
        connect();
    }

    private void connect() throws IOException {
        socket = gateway.dial();
        socket.setSoTimeout(ANSWER_MILLIS_MAX);
        in = new DataInputStream(socket.getInputStream());
    }

    /// Hangs up and dials again.
    public void redial() throws IOException {
        socket.close();
        connect();
    }

    /// One certificate and no authority.
    private static SocketFactory trusting(String sha256) {
        X509TrustManager pin = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
                throw new CertificateException("no client calls here");
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
                if (!HEX.formatHex(digest(chain[0].getEncoded())).equalsIgnoreCase(sha256)) {
                    throw new CertificateException("another certificate than the one typed in");
                }
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {pin}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static byte[] digest(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /// A message by field numbers.
    public record Request(int type, TreeMap<Integer, String> fields) {

        public Request with(int field, String value) {
            TreeMap<Integer, String> more = new TreeMap<>(fields);
            more.put(field, value);
            return new Request(type, more);
        }

        public Request without(int... numbers) {
            TreeMap<Integer, String> less = new TreeMap<>(fields);
            Arrays.stream(numbers).forEach(less::remove);
            return new Request(type, less);
        }

        public String text(int field) {
            return fields.get(field);
        }
    }

    /// What the host said.
    public record Answer(ForeignWire.Read read) {

        public boolean has(int field) {
            return read.has(field);
        }

        public String text(int field) {
            return read.text(field);
        }

        public String code() {
            return text(39);
        }

        public String head() {
            return read.head();
        }
    }

    public String batch() {
        return batch;
    }

    public void nextBatch() {
        batch = "%06d".formatted(Integer.parseInt(batch) % 999_999 + 1);
    }

    /// The trace number of the next message is one more.
    public void trace(int last) {
        trace = last;
    }

    /// Another TPDU and header from now on.
    public void head(String digits) {
        head = digits;
    }

    // messages ---------------------------------------------------------------------------------------------------------

    /// With the next trace number, both identities and field 60.
    ///
    /// @param end of field 60, behind the batch
    public Request request(int type, String transactionType, String end) {
        trace = trace % 999_999 + 1;
        return new Request(type, new TreeMap<>(Map.of(11, "%06d".formatted(trace), 41, terminal, 42, merchant, 60, transactionType + batch + end)));
    }

    /// Signs in, compares the keys with their check values and takes them.
    ///
    /// @param kind 001 single, 003 double, 004 double and a key for tracks
    public Answer signIn(String kind) {
        Answer answer = ask(request(0x0800, "00", kind).with(62, HEX.formatHex("Sequence No".getBytes(StandardCharsets.US_ASCII)) + "12" + HEX.formatHex("ZZVT12345678".getBytes(StandardCharsets.US_ASCII)))
                .with(63, "01 "));
        require(answer.code().equals("00"), "the sign-in is answered " + answer.code());
        batch = answer.text(60).substring(2, 8);
        byte[] keys = HEX.parseHex(answer.text(62));
        int length = kind.equals("001") ? 8 : 16;
        require(keys.length == (kind.equals("001") ? 24 : kind.equals("003") ? 40 : 60), "the keys have the length of their kind");
        pinKey = key(keys, 0, length);
        macKey = macKey(keys, length + 4, length);
        trackKey = kind.equals("004") ? Optional.of(key(keys, 40, 16)) : Optional.empty();
        return answer;
    }

    private byte[] key(byte[] keys, int at, int length) {
        byte[] key = ForeignWire.tdes(Cipher.DECRYPT_MODE, masterKey, Arrays.copyOfRange(keys, at, at + length));
        require(Arrays.equals(ForeignWire.check(key), Arrays.copyOfRange(keys, at + length, at + length + 4)), "the check value of a key is right");
        return key;
    }

    /// Eight bytes and eight zeros, or sixteen.
    private byte[] macKey(byte[] keys, int at, int length) {
        boolean isShort = length == 16 && Arrays.equals(keys, at + 8, at + 16, new byte[8], 0, 8);
        if (!isShort) {
            return key(keys, at, length);
        }
        byte[] key = ForeignWire.tdes(Cipher.DECRYPT_MODE, masterKey, Arrays.copyOfRange(keys, at, at + 8));
        require(Arrays.equals(ForeignWire.check(key), Arrays.copyOfRange(keys, at + 16, at + 20)), "the check value of the MAC key is right");
        return key;
    }

    /// Eight bytes under the PIN key, in hex; format 0.
    public String pinBlock(String pin, String pan) {
        String block = "0" + pin.length() + pin + "F".repeat(14 - pin.length());
        String number = "0000" + pan.substring(pan.length() - 13, pan.length() - 1);
        return HEX.formatHex(ForeignWire.tdes(Cipher.ENCRYPT_MODE, pinKey, ForeignWire.xor(HEX.parseHex(block), HEX.parseHex(number))));
    }

    public boolean encryptsTracks() {
        return trackKey.isPresent();
    }

    /// As the sign-in wants it: in clear, or its middle under the track key.
    public String track2(String track) {
        return trackKey.map(key -> {
            String digits = track.replace('=', 'D');
            int end = digits.length() - (digits.length() % 2 == 1 ? 1 : 2);
            String middle = HEX.formatHex(ForeignWire.tdes(Cipher.ENCRYPT_MODE, key, HEX.parseHex(digits.substring(end - 16, end))));
            return digits.substring(0, end - 16) + middle + digits.substring(end);
        }).orElse(track);
    }

    // line -------------------------------------------------------------------------------------------------------------

    /// Sends without a MAC.
    public Answer ask(Request request) {
        send(ForeignWire.frame(head, request.type(), request.fields()));
        return answer(request);
    }

    /// Sends with a MAC.
    public Answer askSigned(Request request) {
        send(signed(request));
        return answer(request);
    }

    /// Sends and does not wait.
    public void tell(Request request) {
        send(signed(request));
    }

    public byte[] signed(Request request) {
        return signed(request, _ -> { });
    }

    /// @param change what its maker does to the bytes before they are signed
    public byte[] signed(Request request, Consumer<byte[]> change) {
        byte[] frame = ForeignWire.unsigned(head, request.type(), request.fields());
        change.accept(frame);
        return ForeignWire.signed(macKey, frame);
    }

    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The answer to a request; what the protocol has a terminal compare is compared.
    public Answer answer(Request request) {
        byte[] bytes = receive().orElseThrow(() -> new IllegalStateException("the host hung up"));
        Answer answer = read(bytes);
        String swapped = head.substring(0, 2) + head.substring(6, 10) + head.substring(2, 6);
        require(answer.head().startsWith(swapped), "the addresses are swapped");
        require(answer.read().message().getType() == request.type() + 0x10, "the answer is of the request's type");
        for (int field : new int[] {3, 11, 41}) {
            require(!request.fields().containsKey(field) || answer.has(field) && answer.text(field).equals(request.text(field)), "field " + field + " is the request's");
        }
        boolean approved = answer.has(39) && answer.code().equals("00");
        require(!approved || answer.text(42).equals(request.text(42)), "field 42 is the request's");
        require(!approved || !request.fields().containsKey(4) || answer.text(4).equals(request.text(4)), "field 4 is the request's");
        return answer;
    }

    private Answer read(byte[] bytes) {
        Answer answer = new Answer(ForeignWire.read(reader, bytes));
        require(!answer.has(64) || ForeignWire.isSigned(macKey, bytes), "the MAC is right");
        return answer;
    }

    /// What followed the length; nothing if the host hung up.
    public Optional<byte[]> receive() {
        try {
            byte[] bytes = new byte[in.readUnsignedShort()];
            in.readFully(bytes);
            return Optional.of(bytes);
        } catch (EOFException closed) {
            return Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not so: " + what);
        }
    }
}
