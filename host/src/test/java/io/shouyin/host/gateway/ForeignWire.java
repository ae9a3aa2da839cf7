package io.shouyin.host.gateway;

import com.solab.iso8583.IsoMessage;
import com.solab.iso8583.IsoType;
import com.solab.iso8583.IsoValue;
import com.solab.iso8583.MessageFactory;
import com.solab.iso8583.parse.FieldParseInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// The protocol as other makers read it: messages by the library j8583, keys by `javax.crypto`. Nothing of this product is in it, and it knows no field 57.
public final class ForeignWire {

    static final int HEAD_BYTES = 11;
    private static final int MAC_BYTES = 8;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ForeignWire() {}

    /// How each field travels; a number is its length, of the field kinds of fixed length.
    private record Form(IsoType type, int length) {

        static Form digits(int length) {
            return new Form(IsoType.NUMERIC, length);
        }

        static Form text(int length) {
            return new Form(IsoType.ALPHA, length);
        }

        static Form of(IsoType type) {
            return new Form(type, 0);
        }

        /// @param text hex of what is binary
        IsoValue<?> value(String text) {
            return switch (type) {
                case NUMERIC, ALPHA -> new IsoValue<>(type, text, length);
                case LLBCDBIN, LLLBCDBIN -> new IsoValue<>(type, HEX.parseHex(text.replace('=', 'D') + "0".repeat(text.length() % 2)), text.length());
                case BINARY -> new IsoValue<>(type, HEX.parseHex(text), length);
                case LLLBIN -> new IsoValue<>(type, HEX.parseHex(text));
                default -> new IsoValue<>(type, text);
            };
        }

        String text(IsoValue<?> value) {
            return switch (type) {
                case LLBCDBIN, LLLBCDBIN -> HEX.formatHex((byte[]) value.getValue()).substring(0, value.getLength());
                case BINARY, LLLBIN -> HEX.formatHex((byte[]) value.getValue());
                default -> value.toString();
            };
        }
    }

    private static final Map<Integer, Form> FORMS = Map.ofEntries(
            Map.entry(2, Form.of(IsoType.LLBCDBIN)), Map.entry(3, Form.digits(6)), Map.entry(4, Form.digits(12)), Map.entry(11, Form.digits(6)),
            Map.entry(12, Form.digits(6)), Map.entry(13, Form.digits(4)), Map.entry(14, Form.digits(4)), Map.entry(15, Form.digits(4)),
            Map.entry(22, Form.digits(4)), Map.entry(23, Form.digits(4)), Map.entry(25, Form.digits(2)), Map.entry(26, Form.digits(2)),
            Map.entry(32, Form.of(IsoType.LLBCDBIN)), Map.entry(35, Form.of(IsoType.LLBCDBIN)), Map.entry(36, Form.of(IsoType.LLLBCDBIN)),
            Map.entry(37, Form.text(12)), Map.entry(38, Form.text(6)), Map.entry(39, Form.text(2)), Map.entry(41, Form.text(8)), Map.entry(42, Form.text(15)),
            Map.entry(44, Form.of(IsoType.LLVAR)), Map.entry(48, Form.of(IsoType.LLLBCDBIN)), Map.entry(49, Form.text(3)), Map.entry(52, new Form(IsoType.BINARY, 8)),
            Map.entry(53, Form.digits(16)), Map.entry(54, Form.of(IsoType.LLLVAR)), Map.entry(55, Form.of(IsoType.LLLBIN)), Map.entry(58, Form.of(IsoType.LLLBIN)),
            Map.entry(60, Form.of(IsoType.LLLBCDBIN)), Map.entry(61, Form.of(IsoType.LLLBCDBIN)), Map.entry(62, Form.of(IsoType.LLLBIN)),
            Map.entry(63, Form.of(IsoType.LLLVAR)), Map.entry(64, new Form(IsoType.BINARY, 8)));

    /// Of messages of these types.
    static MessageFactory<IsoMessage> reader(int... types) {
        Map<Integer, FieldParseInfo> fields = new HashMap<>();
        FORMS.forEach((field, form) -> fields.put(field, FieldParseInfo.getInstance(form.type(), form.length(), "ISO-8859-1", false)));
        MessageFactory<IsoMessage> factory = new MessageFactory<>();
        factory.setUseBinaryMessages(true);
        factory.setBinaryHeader(true);
        factory.setCharacterEncoding("ISO-8859-1");
        for (int type : types) {
            factory.setParseMap(type, fields);
        }
        return factory;
    }

    /// @param head TPDU and header
    public record Read(String head, IsoMessage message) {

        public boolean has(int field) {
            return message.hasField(field);
        }

        public String text(int field) {
            return FORMS.get(field).text(message.getField(field));
        }
    }

    /// @param bytes what followed the length
    static Read read(MessageFactory<IsoMessage> reader, byte[] bytes) {
        try {
            return new Read(HEX.formatHex(bytes, 0, HEAD_BYTES), reader.parseMessage(bytes, HEAD_BYTES, true));
        } catch (ParseException | IOException unreadable) {
            throw new IllegalStateException("this is not in the protocol", unreadable);
        }
    }

    static byte[] frame(String head, int type, Map<Integer, String> fields) {
        IsoMessage message = new IsoMessage();
        message.setBinary(true);
        message.setType(type);
        message.setBinaryIsoHeader(HEX.parseHex(head));
        message.setCharacterEncoding("ISO-8859-1");
        fields.forEach((field, value) -> message.setField(field, FORMS.get(field).value(value)));
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try {
            message.write(frame, 2);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return frame.toByteArray();
    }

    /// With room for the MAC, zeros.
    static byte[] unsigned(String head, int type, Map<Integer, String> fields) {
        Map<Integer, String> more = new HashMap<>(fields);
        more.put(64, "00".repeat(MAC_BYTES));
        return frame(head, type, more);
    }

    /// @param frame with room for the MAC at its end
    static byte[] signed(byte[] key, byte[] frame) {
        byte[] mac = mac(key, Arrays.copyOfRange(frame, 2 + HEAD_BYTES, frame.length - MAC_BYTES));
        System.arraycopy(mac, 0, frame, frame.length - MAC_BYTES, MAC_BYTES);
        return frame;
    }

    /// @param bytes what followed the length, with field 64
    static boolean isSigned(byte[] key, byte[] bytes) {
        byte[] mac = mac(key, Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length - MAC_BYTES));
        return Arrays.equals(mac, Arrays.copyOfRange(bytes, bytes.length - MAC_BYTES, bytes.length));
    }

    /// The MAC of the protocol's section 6.
    private static byte[] mac(byte[] key, byte[] mab) {
        byte[] folded = new byte[8];
        for (int i = 0; i < mab.length; i++) {
            folded[i % 8] ^= mab[i];
        }
        byte[] text = HEX.formatHex(folded).getBytes(StandardCharsets.US_ASCII);
        byte[] first = tdes(Cipher.ENCRYPT_MODE, key, Arrays.copyOf(text, 8));
        byte[] second = tdes(Cipher.ENCRYPT_MODE, key, xor(first, Arrays.copyOfRange(text, 8, 16)));
        return HEX.formatHex(second).substring(0, 8).getBytes(StandardCharsets.US_ASCII);
    }

    /// ECB under a key of 8 bytes (single) or 16 (two keys).
    public static byte[] tdes(int mode, byte[] key, byte[] data) {
        boolean single = key.length == 8;
        byte[] whole = single ? key : Arrays.copyOf(key, 24);
        if (!single) {
            System.arraycopy(key, 0, whole, 16, 8);
        }
        try {
            Cipher cipher = Cipher.getInstance(single ? "DES/ECB/NoPadding" : "DESede/ECB/NoPadding");
            cipher.init(mode, new SecretKeySpec(whole, single ? "DES" : "DESede"));
            return cipher.doFinal(data);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /// The first four bytes of zeros under the key.
    static byte[] check(byte[] key) {
        return Arrays.copyOf(tdes(Cipher.ENCRYPT_MODE, key, new byte[8]), 4);
    }

    public static byte[] xor(byte[] first, byte[] second) {
        byte[] mixed = first.clone();
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] ^= second[i];
        }
        return mixed;
    }
}
