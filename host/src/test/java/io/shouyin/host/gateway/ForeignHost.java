package io.shouyin.host.gateway;

import com.solab.iso8583.IsoMessage;
import com.solab.iso8583.MessageFactory;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.crypto.Cipher;

/// A host of another maker, as its maker read the protocol: [ForeignWire], one port, plain or TLS, one terminal and one card. Nothing of this product is in it.
///
/// It is strict: a field that a row of the protocol does not have, or one that is missing, is answered 30, and what it cannot read it hangs up on.
final class ForeignHost implements AutoCloseable {

    static final long BALANCE_FEN = 8_801;
    private static final String RRN_PREFIX = "812345";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ANSWER_HEADER = "603100310100";
    private static final Set<Integer> CARD = Set.of(22, 35, 2, 14, 23, 26, 52, 53, 55);

    /// A row of the protocol's table: its fields, those of the card aside.
    private enum Row {
        BALANCE(0x0200, "310000", "00", "01", Side.NONE, 3, 11, 25, 41, 42, 49, 60),
        SALE(0x0200, "000000", "00", "22", Side.DEBIT, 3, 4, 11, 25, 41, 42, 49, 60),
        VOID(0x0200, "200000", "00", "23", Side.CREDIT, 3, 4, 11, 25, 37, 38, 41, 42, 49, 60, 61),
        REFUND(0x0220, "200000", "00", "25", Side.CREDIT, 3, 4, 11, 25, 37, 41, 42, 49, 60, 61, 63),
        PRE_AUTH(0x0100, "030000", "06", "10", Side.NONE, 3, 4, 11, 25, 41, 42, 49, 60),
        TOP_UP(0x0100, "030000", "60", "10", Side.NONE, 3, 4, 11, 25, 38, 41, 42, 49, 60, 61),
        PRE_AUTH_VOID(0x0100, "200000", "06", "11", Side.NONE, 3, 4, 11, 25, 38, 41, 42, 49, 60, 61),
        COMPLETION(0x0200, "000000", "06", "20", Side.DEBIT, 3, 4, 11, 25, 38, 41, 42, 49, 60, 61),
        COMPLETION_VOID(0x0200, "200000", "06", "21", Side.CREDIT, 3, 4, 11, 25, 37, 38, 41, 42, 49, 60, 61),
        COMPLETION_NOTICE(0x0220, "000000", "06", "24", Side.DEBIT, 3, 4, 11, 25, 38, 41, 42, 49, 60, 61),
        OFFLINE_SALE(0x0220, "000000", "00", "36", Side.DEBIT, 3, 4, 11, 25, 41, 42, 49, 60);

        private final int type;
        private final String processing;
        private final String condition;
        private final String transactionType;
        private final Side side;
        private final Set<Integer> fields;

        Row(int type, String processing, String condition, String transactionType, Side side, Integer... fields) {
            this.type = type;
            this.processing = processing;
            this.condition = condition;
            this.transactionType = transactionType;
            this.side = side;
            this.fields = Set.of(fields);
        }

        static Optional<Row> of(ForeignWire.Read asked) {
            return Stream.of(values()).filter(row -> row.type == asked.message().getType() && row.processing.equals(asked.text(3))
                    && row.condition.equals(asked.text(25)) && row.transactionType.equals(asked.text(60).substring(0, 2))).findFirst();
        }
    }

    private enum Side { DEBIT, CREDIT, NONE }

    /// What it has booked.
    private record Booked(Row row, String batch, String trace, long fen, String rrn, String code) {}

    /// How it treats the next card transaction.
    enum Mood {
        USUAL,
        /// Books it and does not answer.
        SILENT,
        /// Books it, and what it says was changed on the way.
        WRONG_MAC,
        /// Loses it, without a word.
        DEAF
    }

    private final String kind;
    private final byte[] masterKey;
    private final String pan;
    private final String pin;
    private final ServerSocket listening;
    private final MessageFactory<IsoMessage> reader = ForeignWire.reader(0x0100, 0x0200, 0x0220, 0x0320, 0x0400, 0x0500, 0x0620, 0x0800, 0x0820);
    private final Map<String, Booked> booked = new ConcurrentHashMap<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Set<String> uploaded = new HashSet<>();
    volatile Mood mood = Mood.USUAL;
    private String batch = "000041";
    private int reference;
    private byte[] pinKey;
    private byte[] macKey;
    private Optional<byte[]> trackKey = Optional.empty();

    /// @param kind of the keys that it gives, whatever was asked for: 001 single, 003 double, 004 with one for tracks
    ForeignHost(ServerSocket listening, String kind, byte[] masterKey, String pan, String pin) {
        this.kind = kind;
        this.masterKey = masterKey.clone();
        this.pan = pan;
        this.pin = pin;
        this.listening = listening;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// Every request, as `type 60.1 60.3` and what it answered.
    List<String> log() {
        return log;
    }

    List<String> booked() {
        return booked.values().stream().map(one -> one.row() + " " + one.fen()).sorted().toList();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                byte[] bytes = new byte[in.readUnsignedShort()];
                in.readFully(bytes);
                Optional<byte[]> answer = answer(bytes);
                if (answer.isPresent()) {
                    socket.getOutputStream().write(answer.get());
                }
            }
        } catch (IOException over) {
            return;
        } catch (RuntimeException unreadable) {
            log.add("unreadable: " + unreadable);
        }
    }

    private synchronized Optional<byte[]> answer(byte[] bytes) {
        ForeignWire.Read asked = ForeignWire.read(reader, bytes);
        int type = asked.message().getType();
        Mood now = isCard(type) ? mood : Mood.USUAL;
        mood = isCard(type) ? Mood.USUAL : mood;
        TreeMap<Integer, String> reply = new TreeMap<>();
        for (int field : new int[] {3, 4, 11, 25, 41, 42, 49, 60}) {
            if (asked.has(field)) {
                reply.put(field, asked.text(field));
            }
        }
        reply.put(12, "093105");
        reply.put(13, "0701");
        String code = now == Mood.DEAF ? "" : code(asked, bytes, reply);
        if (!code.isEmpty()) {
            reply.put(39, code);
        }
        String digits60 = asked.text(60);
        log.add("%04X %s %s %s".formatted(type, digits60.substring(0, 2), digits60.length() > 8 ? digits60.substring(8, 11) : "-", code));
        if (now == Mood.SILENT || now == Mood.DEAF) {
            return Optional.empty();
        }
        String head = asked.head().substring(0, 2) + asked.head().substring(6, 10) + asked.head().substring(2, 6) + ANSWER_HEADER;
        boolean signs = asked.has(64) && macKey != null && !code.equals("A0");
        byte[] frame = signs ? ForeignWire.signed(macKey, ForeignWire.unsigned(head, type + 0x10, reply)) : ForeignWire.frame(head, type + 0x10, reply);
        if (now == Mood.WRONG_MAC) {
            frame[frame.length - 1] ^= 1;
        }
        return Optional.of(frame);
    }

    private static boolean isCard(int type) {
        return type == 0x0100 || type == 0x0200 || type == 0x0220;
    }

    private String code(ForeignWire.Read asked, byte[] bytes, TreeMap<Integer, String> reply) {
        if (asked.has(64) && (macKey == null || !ForeignWire.isSigned(macKey, bytes))) {
            return "A0";
        }
        return switch (asked.message().getType()) {
            case 0x0800 -> asked.text(60).endsWith("360") ? parameters(reply) : asked.text(60).endsWith("361") ? "00" : signIn(reply);
            case 0x0820 -> "00";
            case 0x0500 -> totals(asked, reply);
            case 0x0320 -> upload(asked);
            case 0x0400 -> asked.has(64) ? reversed(asked) : "A0";
            default -> asked.has(64) ? card(asked, reply) : "A0";
        };
    }

    // management -------------------------------------------------------------------------------------------------------

    private String signIn(TreeMap<Integer, String> reply) {
        int length = kind.equals("001") ? 8 : 16;
        pinKey = random(length);
        macKey = random(8);
        trackKey = kind.equals("004") ? Optional.of(random(16)) : Optional.empty();
        String mac = enciphered(macKey) + "00".repeat(length - 8) + HEX.formatHex(ForeignWire.check(macKey));
        reply.put(62, enciphered(pinKey) + HEX.formatHex(ForeignWire.check(pinKey)) + mac
                + trackKey.map(key -> enciphered(key) + HEX.formatHex(ForeignWire.check(key))).orElse(""));
        reply.put(60, "00" + batch + kind);
        reply.put(32, "01040000");
        reply.put(37, nextReference());
        return "00";
    }

    private static byte[] random(int length) {
        byte[] key = new byte[length];
        RANDOM.nextBytes(key);
        return key;
    }

    private String enciphered(byte[] key) {
        return HEX.formatHex(ForeignWire.tdes(Cipher.ENCRYPT_MODE, masterKey, key));
    }

    private String nextReference() {
        return RRN_PREFIX + "%06d".formatted(++reference);
    }

    private static String parameters(TreeMap<Integer, String> reply) {
        reply.put(62, HEX.formatHex(("1245" + "132" + "201").getBytes(StandardCharsets.US_ASCII)));
        return "00";
    }

    // cards ------------------------------------------------------------------------------------------------------------

    private String card(ForeignWire.Read asked, TreeMap<Integer, String> reply) {
        Optional<Row> row = Row.of(asked);
        if (row.isEmpty()) {
            return "40";
        }
        Set<Integer> needed = row.get().fields;
        boolean fits = Stream.iterate(2, field -> field < 64, field -> field + 1)
                .allMatch(field -> CARD.contains(field) || needed.contains(field) == asked.has(field));
        if (!fits || !asked.text(49).equals("156") || !asked.text(60).startsWith(batch, 2)) {
            return fits ? "77" : "30";
        }
        if (!pan(asked).equals(pan) || asked.has(52) && !pin(asked).equals(pin)) {
            return pan(asked).equals(pan) ? "55" : "14";
        }
        if (row.get() == Row.BALANCE) {
            reply.put(54, "0002156C%012d".formatted(BALANCE_FEN));
            return "00";
        }
        String refusal = judged(row.get(), asked);
        if (refusal.equals("00")) {
            Booked one = new Booked(row.get(), batch, asked.text(11), Long.parseLong(asked.text(4)), nextReference(), "A%05d".formatted(reference));
            booked.put(key(asked), one);
            reply.putAll(Map.of(2, pan, 15, "0701", 32, "01040000", 37, one.rrn(), 38, one.code(), 44, "01040000   48021000   ", 63, "CUP"));
        }
        return refusal;
    }

    private static String key(ForeignWire.Read asked) {
        return asked.text(60).substring(2, 8) + asked.text(11);
    }

    private String pan(ForeignWire.Read asked) {
        if (!asked.has(35)) {
            return asked.text(2);
        }
        String track = asked.text(35);
        if (asked.has(53) && asked.text(53).charAt(2) == '1') {
            int end = track.length() - (track.length() % 2 == 1 ? 1 : 2);
            String middle = HEX.formatHex(ForeignWire.tdes(Cipher.DECRYPT_MODE, trackKey.orElseThrow(), HEX.parseHex(track.substring(end - 16, end))));
            track = track.substring(0, end - 16) + middle + track.substring(end);
        }
        return track.substring(0, track.indexOf('D'));
    }

    private String pin(ForeignWire.Read asked) {
        byte[] clear = ForeignWire.tdes(Cipher.DECRYPT_MODE, pinKey, HEX.parseHex(asked.text(52)));
        String block = HEX.formatHex(ForeignWire.xor(clear, HEX.parseHex("0000" + pan.substring(pan.length() - 13, pan.length() - 1))));
        return block.substring(2, 2 + Integer.parseInt(block.substring(0, 2)));
    }

    private String judged(Row row, ForeignWire.Read asked) {
        long fen = Long.parseLong(asked.text(4));
        return switch (row) {
            case BALANCE, SALE, PRE_AUTH, OFFLINE_SALE -> "00";
            case VOID, COMPLETION_VOID -> {
                Booked original = booked.get(asked.text(61).substring(0, 12));
                yield original == null || original.row() != (row == Row.VOID ? Row.SALE : Row.COMPLETION) ? "25"
                        : original.rrn().equals(asked.text(37)) && original.code().equals(asked.text(38)) && original.fen() == fen ? "00" : "64";
            }
            case REFUND -> booked.values().stream().anyMatch(one -> one.rrn().equals(asked.text(37))) && isDated(asked) ? "00" : "25";
            case TOP_UP, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE ->
                    booked.values().stream().anyMatch(one -> one.row() == Row.PRE_AUTH && one.code().equals(asked.text(38))) && isDated(asked) ? "00" : "25";
        };
    }

    private static boolean isDated(ForeignWire.Read asked) {
        return asked.text(61).equals("000000000000" + "0701");
    }

    /// Idempotent; what never came is answered 25.
    private String reversed(ForeignWire.Read asked) {
        if (Stream.of(35, 52, 37, 63, 26).anyMatch(asked::has) || !asked.has(39) || !Set.of("98", "A0", "06").contains(asked.text(39))) {
            return "30";
        }
        Booked original = booked.remove(key(asked));
        return original == null ? "25" : original.fen() == Long.parseLong(asked.text(4)) ? "00" : "64";
    }

    // the batch --------------------------------------------------------------------------------------------------------

    private String totals(ForeignWire.Read asked, TreeMap<Integer, String> reply) {
        String ours = sums(Side.DEBIT) + sums(Side.CREDIT);
        String told = asked.text(48);
        boolean balanced = told.startsWith(ours) && told.substring(30).equals("0" + "0".repeat(31));
        reply.put(48, ours + (balanced ? "1" : "2") + "0".repeat(30) + "1");
        return "";
    }

    private String sums(Side side) {
        List<Booked> counted = booked.values().stream().filter(one -> one.row().side == side && one.batch().equals(batch)).toList();
        return "%012d%03d".formatted(counted.stream().mapToLong(Booked::fen).sum(), counted.size());
    }

    private String upload(ForeignWire.Read asked) {
        String lines = asked.text(48);
        if (!asked.text(60).endsWith("201")) {
            int told = Integer.parseInt(lines);
            int had = uploaded.size();
            uploaded.clear();
            batch = "%06d".formatted(Integer.parseInt(batch) + 1);
            return told == had ? "00" : "30";
        }
        for (int i = 0; i < Integer.parseInt(lines.substring(0, 2)); i++) {
            uploaded.add(lines.substring(2 + 40 * i + 2, 2 + 40 * i + 8));
        }
        return "00";
    }

    /// Loses what it has booked last, so that the batch does not balance.
    synchronized void forgetOne() {
        booked.remove(booked.keySet().stream().max(String::compareTo).orElseThrow());
    }

    @Override
    public void close() throws IOException {
        listening.close();
        Arrays.fill(masterKey, (byte) 0);
    }
}
