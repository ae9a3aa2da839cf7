package io.shouyin.network;

import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.RetailMac;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.X9143;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// The other end of the line: puts the ZMK together from its components, signs on, and asks over a real socket.
final class HostSide implements AutoCloseable {

    static final String TRANSMITTED_AT = "0302040000";
    static final String INSTITUTION = "00010000";
    static final String TERMINAL = "00000001";
    static final String MERCHANT = "104110053110001";

    private static final Codec CODEC = new Codec(Dialects.NETWORK);
    private static final int ANSWER_MILLIS_MAX = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final byte[] zmk;
    private byte[] zpk;
    private byte[] zak;

    private HostSide(Socket socket, byte[] zmk) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        this.zmk = zmk;
        socket.setSoTimeout(ANSWER_MILLIS_MAX);
        socket.setTcpNoDelay(true);
    }

    static HostSide connect(int port, Path dataFolder) throws IOException {
        return new HostSide(new Socket(InetAddress.getLoopbackAddress(), port), zmk(dataFolder));
    }

    static HostSide signedOn(int port, Path dataFolder) throws Exception {
        HostSide host = connect(port, dataFolder);
        host.signOn();
        return host;
    }

    static HostSide signedOn(NetworkServer network, Path dataFolder) throws Exception {
        return signedOn(network.port(), dataFolder);
    }

    /// The ceremony: XOR of both components, check values compared.
    static byte[] zmk(Path dataFolder) throws IOException {
        byte[] zmk = new byte[32];
        String checkValue = null;
        for (Path file : NetworkKeys.componentFiles(dataFolder)) {
            List<String> lines = Files.readAllLines(file);
            byte[] component = HexFormat.of().parseHex(value(lines, "component"));
            if (!KeyCheck.aesCmac(component).equals(value(lines, "componentCheckValue"))) {
                throw new AssertionError("the component's check value differs");
            }
            for (int i = 0; i < zmk.length; i++) {
                zmk[i] ^= component[i];
            }
            checkValue = value(lines, "keyCheckValue");
        }
        if (!KeyCheck.aesCmac(zmk).equals(checkValue)) {
            throw new AssertionError("the key's check value differs");
        }
        return zmk;
    }

    private static String value(List<String> lines, String name) {
        return lines.stream().filter(line -> line.startsWith(name + "=")).findFirst().orElseThrow().substring(name.length() + 1);
    }

    /// @return the 0810
    Message signOn() throws Exception {
        Message reply = ask(management("001"));
        String field48 = reply.text(48);
        zpk = key(field48, "01");
        zak = key(field48, "02");
        return reply;
    }

    private byte[] key(String field48, String tag) {
        for (int at = 0; at < field48.length(); ) {
            int length = Integer.parseInt(field48.substring(at + 2, at + 6));
            if (field48.startsWith(tag, at)) {
                try (X9143.Unwrapped unwrapped = X9143.unwrap(zmk, field48.substring(at + 6, at + 6 + length))) {
                    return unwrapped.key();
                }
            }
            at += 6 + length;
        }
        throw new AssertionError("field 48 has no element " + tag);
    }

    static Message management(String code) {
        return Message.builder("0800").text(7, TRANSMITTED_AT).text(11, "000001").text(70, code).build();
    }

    /// A sale by track with the card's own PIN.
    Message sale(int trace, DemoCard card, long amountFen) {
        return sale(trace, card, amountFen, card.pin(SecretAccess.granted()));
    }

    Message sale(int trace, DemoCard card, long amountFen, String pin) {
        CardDataAccess access = CardDataAccess.granted();
        String pan = card.pan().reveal(access);
        return Message.builder("0200").text(2, pan).text(3, "000000").text(4, "%012d".formatted(amountFen))
                .text(7, TRANSMITTED_AT).text(11, "%06d".formatted(trace)).text(12, "120000").text(13, "0302")
                .text(14, card.expiry()).text(18, "5411").text(22, "021").text(25, "00").text(32, INSTITUTION)
                .text(35, card.track2(access)).text(37, "0611%08d".formatted(trace)).text(41, TERMINAL).text(42, MERCHANT)
                .text(43, "SHOUYIN DEMO STORE").text(49, "156")
                .bytes(52, Tdes.encryptEcb(zpk, PinBlocks.encodeFormat0(pin, pan))).build();
    }

    static Message reversal(Message sale) {
        return Message.builder("0420")
                .copy(sale, 2, 3, 4, 32, 37, 41, 42, 49)
                .text(7, "0302040100").text(11, "%06d".formatted(Integer.parseInt(sale.text(11)) + 500_000)).text(39, "98")
                .text(90, field90(sale)).build();
    }

    private static String field90(Message original) {
        return original.type() + original.text(11) + original.text(7) + "000" + original.text(32) + "0".repeat(11);
    }

    /// What follows another, by manual entry and without a PIN.
    static Message following(Message original, String type, String processingCode, String condition, int trace, long amountFen) {
        return Message.builder(type).copy(original, 2, 7, 12, 13, 14, 18, 32, 41, 42, 43, 49).text(3, processingCode).text(4, "%012d".formatted(amountFen))
                .text(11, "%06d".formatted(trace)).text(22, "012").text(25, condition).text(37, "0611%08d".formatted(trace)).text(90, field90(original)).build();
    }

    byte[] body(Message message) {
        return message.type().startsWith("08") ? CODEC.encode(message)
                : CODEC.encode(message, bytes -> RetailMac.mac(zak, bytes));
    }

    Message ask(Message message) throws Exception {
        send(message);
        return receive();
    }

    void send(Message message) throws IOException {
        sendBody(body(message));
    }

    void sendBody(byte[] body) throws IOException {
        byte[] frame = new byte[2 + body.length];
        frame[0] = (byte) (body.length >> 8);
        frame[1] = (byte) body.length;
        System.arraycopy(body, 0, frame, 2, body.length);
        sendRaw(frame);
    }

    void sendRaw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    byte[] receiveBody() throws IOException {
        byte[] body = new byte[in.readUnsignedShort()];
        in.readFully(body);
        return body;
    }

    /// Reads an answer and checks its MAC.
    Message receive() throws Exception {
        Decoded decoded = CODEC.decode(receiveBody());
        Message reply = decoded.message();
        if (!reply.type().equals("0810") && !hasRightMac(decoded)) {
            throw new AssertionError("the answer has no right MAC");
        }
        return reply;
    }

    boolean hasRightMac(Decoded decoded) {
        Message reply = decoded.message();
        int field = reply.has(128) ? 128 : 64;
        return reply.has(field) && Arrays.equals(RetailMac.mac(zak, decoded.macBytes()), reply.bytes(field));
    }

    static Decoded decode(byte[] body) throws Exception {
        return CODEC.decode(body);
    }

    /// True once the network has closed the connection; fails if it sends something first.
    boolean isClosedByNetwork() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
