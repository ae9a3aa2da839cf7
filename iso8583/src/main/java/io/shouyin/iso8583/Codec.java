package io.shouyin.iso8583;

import static io.shouyin.iso8583.DecodeRefusal.BITMAP_SECONDARY;
import static io.shouyin.iso8583.DecodeRefusal.DIGIT_NOT_DECIMAL;
import static io.shouyin.iso8583.DecodeRefusal.FIELD_TOO_LONG;
import static io.shouyin.iso8583.DecodeRefusal.FIELD_TRUNCATED;
import static io.shouyin.iso8583.DecodeRefusal.FIELD_UNKNOWN;
import static io.shouyin.iso8583.DecodeRefusal.FRAME_TOO_SHORT;
import static io.shouyin.iso8583.DecodeRefusal.HEX_DIGIT_INVALID;
import static io.shouyin.iso8583.DecodeRefusal.MAC_NOT_LAST;
import static io.shouyin.iso8583.DecodeRefusal.MESSAGE_TYPE_UNKNOWN;
import static io.shouyin.iso8583.DecodeRefusal.NIBBLE_NOT_DECIMAL;
import static io.shouyin.iso8583.DecodeRefusal.PAD_NIBBLE_INVALID;
import static io.shouyin.iso8583.DecodeRefusal.PAN_EMPTY;
import static io.shouyin.iso8583.DecodeRefusal.TEXT_CHARACTER_INVALID;
import static io.shouyin.iso8583.DecodeRefusal.TRACK_CHARACTER_INVALID;
import static io.shouyin.iso8583.DecodeRefusal.TRAILING_BYTES;

import io.shouyin.kernel.Check;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// Bytes to [Message] and back, for one dialect. Immutable and cheap to share.
///
/// A body is everything from the message type to the last field. What it reads, it writes again byte for byte, but
/// for pad nibbles: it writes 0 and accepts 0 or F. Reading is strict, and each "no" has a name ([DecodeRefusal]).
/// A MAC is never checked or made here: reading hands out the bytes that it is over, writing asks for it.
public final class Codec {

    private final Dialect dialect;
    private final boolean packed;

    public Codec(Dialect dialect) {
        this.dialect = dialect;
        this.packed = dialect.packing() == Dialect.Packing.PACKED;
    }

    public Dialect dialect() {
        return dialect;
    }

    /// @return the body
    /// @throws IllegalArgumentException if a value does not fit its field; the message names field and rule only
    public byte[] encode(Message message) {
        return new Encoding(message, message.primary(), message.secondary(), 0).bytes();
    }

    /// Encodes a message and its MAC: field 128 if it has a field above 64, otherwise field 64.
    ///
    /// @param message a MAC that it has already is replaced
    /// @param mac makes the 8 bytes of the MAC from the bytes before it
    public byte[] encode(Message message, UnaryOperator<byte[]> mac) {
        boolean second = (message.secondary() & ~1L) != 0;
        long primary = second ? message.primary() & ~1L : message.primary() | 1L;
        long secondary = second ? message.secondary() | 1L : 0;
        byte[] covered = new Encoding(message, primary, secondary, second ? 128 : 64).bytes();
        byte[] made = mac.apply(covered);
        Check.argument(made.length == 8, "a MAC has 8 bytes");
        if (!packed) {
            made = FieldText.HEX.formatHex(made).getBytes(StandardCharsets.US_ASCII);
        }
        byte[] body = Arrays.copyOf(covered, covered.length + made.length);
        System.arraycopy(made, 0, body, covered.length, made.length);
        return body;
    }

    /// Reads a body strictly.
    public Decoded decode(byte[] body) throws DecodeException {
        return new Decoding(body).decoded();
    }

    // ---- writing -------------------------------------------------------------------------------------------------

    private final class Encoding {

        private final Message message;
        private final long primary;
        private final long secondary;
        private final int macField;
        private byte[] out;
        private int at;

        /// @param macField its bit is set and its value left to the caller; 0 for none
        Encoding(Message message, long primary, long secondary, int macField) {
            this.message = message;
            this.primary = primary;
            this.secondary = secondary;
            this.macField = macField;
            this.out = new byte[512];
        }

        byte[] bytes() {
            Check.argument(dialect.hasType(message.type()), "the dialect has the message type");
            Check.argument(secondary == 0 || dialect.fieldMax() == 128, "the dialect ends with field 64");
            Check.argument(secondary == 0 || (primary & 1L) == 0, "a MAC is the last field");
            if (packed) {
                putPackedDigits(message.type(), false);
                putLong(primary);
            } else {
                putAscii(message.type());
                putHex(secondary == 0 ? primary : primary | Long.MIN_VALUE);
                if (secondary != 0) {
                    putHex(secondary);
                }
            }
            for (long rest = primary; rest != 0; rest &= ~Long.highestOneBit(rest)) {
                putField(Long.numberOfLeadingZeros(rest) + 1);
            }
            for (long rest = secondary; rest != 0; rest &= ~Long.highestOneBit(rest)) {
                putField(Long.numberOfLeadingZeros(rest) + 65);
            }
            return Arrays.copyOf(out, at);
        }

        private void putField(int number) {
            if (number == macField) {
                return;
            }
            FieldSpec spec = dialect.row(number);
            if (spec == null) {
                throw refused(number, "is not in the dialect");
            }
            switch (message.value(number)) {
                case byte[] bytes -> putBinary(spec, bytes);
                case String text -> putText(spec, text);
                case Object other -> throw new IllegalStateException("a field is text or bytes, not " + other.getClass());
            }
        }

        private void putBinary(FieldSpec spec, byte[] bytes) {
            if (!spec.isBinary()) {
                throw refused(spec.number(), "is text, not binary");
            }
            putCount(spec, bytes.length);
            if (packed) {
                room(bytes.length);
                System.arraycopy(bytes, 0, out, at, bytes.length);
                at += bytes.length;
            } else {
                putAscii(FieldText.HEX.formatHex(bytes));
            }
        }

        private void putText(FieldSpec spec, String text) {
            if (spec.isBinary()) {
                throw refused(spec.number(), "is binary, not text");
            }
            int length = text.length();
            for (int i = 0; i < length; i++) {
                if (!spec.kind().allows(text.charAt(i))) {
                    throw refused(spec.number(), "has only characters of kind " + spec.kind().notation());
                }
            }
            if (spec.number() == 2 && length == 0) {
                throw refused(2, "has at least one digit");
            }
            boolean filled = spec.kind() != FieldKind.N && spec.kind() != FieldKind.Z && !spec.isVariable();
            if (filled) {
                if (length > spec.lengthMax()) {
                    throw refused(spec.number(), "has at most " + spec.lengthMax() + " characters");
                }
                putAscii(text);
                room(spec.lengthMax() - length);
                for (int i = length; i < spec.lengthMax(); i++) {
                    out[at++] = ' ';
                }
                return;
            }
            putCount(spec, length);
            if (packed && (spec.kind() == FieldKind.N || spec.kind() == FieldKind.Z)) {
                putPackedDigits(text, spec.isVariable() || spec.alignedLeft());
            } else if (spec.kind() == FieldKind.Z) {
                putClearTrack(spec, text);
            } else {
                putAscii(text);
            }
        }

        /// Checks the length and writes the count, if the field has one.
        private void putCount(FieldSpec spec, int length) {
            if (!spec.isVariable()) {
                if (length != spec.lengthMax()) {
                    throw refused(spec.number(), "has exactly " + spec.lengthMax()
                            + (spec.isBinary() ? " bytes" : " digits"));
                }
                return;
            }
            if (length > spec.lengthMax()) {
                throw refused(spec.number(), "has at most " + spec.lengthMax()
                        + (spec.isBinary() ? " bytes" : " characters"));
            }
            int digits = spec.count().digits;
            room(4);
            if (packed) {
                if (digits == 3) {
                    out[at++] = (byte) (length / 100);
                }
                out[at++] = (byte) (length % 100 / 10 << 4 | length % 10);
            } else {
                if (digits == 3) {
                    out[at++] = (byte) ('0' + length / 100);
                }
                out[at++] = (byte) ('0' + length % 100 / 10);
                out[at++] = (byte) ('0' + length % 10);
            }
        }

        private void putPackedDigits(String digits, boolean alignedLeft) {
            int length = digits.length();
            room(length / 2 + 1);
            int i = 0;
            if (length % 2 == 1 && !alignedLeft) {
                out[at++] = (byte) nibble(digits.charAt(i++));
            }
            for (; i + 1 < length; i += 2) {
                out[at++] = (byte) (nibble(digits.charAt(i)) << 4 | nibble(digits.charAt(i + 1)));
            }
            if (i < length) {
                out[at++] = (byte) (nibble(digits.charAt(i)) << 4);
            }
        }

        private void putClearTrack(FieldSpec spec, String track) {
            room(track.length());
            for (int i = 0; i < track.length(); i++) {
                char c = track.charAt(i);
                if (c > '9' && c != '=' && c != 'D') {
                    throw refused(spec.number(), "has only digits and separators");
                }
                out[at++] = (byte) (c == 'D' ? '=' : c);
            }
        }

        private void putAscii(String text) {
            int length = text.length();
            room(length);
            for (int i = 0; i < length; i++) {
                out[at++] = (byte) text.charAt(i);
            }
        }

        private void putLong(long value) {
            room(8);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out[at++] = (byte) (value >>> shift);
            }
        }

        private void putHex(long value) {
            room(16);
            for (int shift = 60; shift >= 0; shift -= 4) {
                int nibble = (int) (value >>> shift) & 0xF;
                out[at++] = (byte) (nibble < 10 ? '0' + nibble : 'A' + nibble - 10);
            }
        }

        private void room(int bytes) {
            if (at + bytes > out.length) {
                out = Arrays.copyOf(out, Math.max(out.length * 2, at + bytes));
            }
        }
    }

    private static int nibble(char c) {
        return c <= '9' ? c - '0' : c == '=' ? 0xD : c - 'A' + 10;
    }

    private static IllegalArgumentException refused(int field, String rule) {
        return new IllegalArgumentException("field " + field + " " + rule);
    }

    // ---- reading -------------------------------------------------------------------------------------------------

    private final class Decoding {

        private final byte[] body;
        private int at;
        private int field;
        private String type;
        private long readPrimary;
        private long readSecondary;
        private Object[] values = new Object[0];
        private int read;

        Decoding(byte[] body) {
            this.body = body;
        }

        Decoded decoded() throws DecodeException {
            type = type();
            long primary = bitmap();
            long secondary = 0;
            if (primary < 0) {
                if (dialect.fieldMax() == 64) {
                    throw refuse(BITMAP_SECONDARY, packed ? 2 : 4);
                }
                int offset = at;
                secondary = bitmap();
                if (secondary == 0) {
                    throw refuse(BITMAP_SECONDARY, offset);
                }
                primary &= Long.MAX_VALUE;
            }
            int count = Long.bitCount(primary) + Long.bitCount(secondary);
            values = new Object[count];
            FieldSpan[] spans = new FieldSpan[count];
            int macAt = -1;
            for (long rest = primary; rest != 0; rest &= ~Long.highestOneBit(rest)) {
                field = Long.numberOfLeadingZeros(rest) + 1;
                if (field == 64) {
                    if (secondary != 0) {
                        throw refuse(MAC_NOT_LAST, at);
                    }
                    macAt = at;
                }
                spans[read] = field();
                readPrimary |= Long.highestOneBit(rest);
            }
            for (long rest = secondary; rest != 0; rest &= ~Long.highestOneBit(rest)) {
                field = Long.numberOfLeadingZeros(rest) + 65;
                if (field == 128) {
                    macAt = at;
                }
                spans[read] = field();
                readSecondary |= Long.highestOneBit(rest);
            }
            field = 0;
            if (at != body.length) {
                throw refuse(TRAILING_BYTES, at);
            }
            byte[] macBytes = macAt < 0 ? body.clone() : Arrays.copyOf(body, macAt);
            return new Decoded(soFar(), macBytes, List.of(spans));
        }

        private String type() throws DecodeException {
            int number = 0;
            if (packed) {
                need(FRAME_TOO_SHORT, 2);
                for (int i = 0; i < 4; i++) {
                    int nibble = i % 2 == 0 ? body[at] >> 4 & 0xF : body[at++] & 0xF;
                    number = nibble > 9 ? 10_000 : number * 10 + nibble;
                }
            } else {
                need(FRAME_TOO_SHORT, 4);
                for (int i = 0; i < 4; i++) {
                    int digit = body[at++] - '0';
                    number = digit < 0 || digit > 9 ? 10_000 : number * 10 + digit;
                }
            }
            String known = number < 10_000 ? dialect.type(number) : null;
            if (known == null) {
                throw refuse(MESSAGE_TYPE_UNKNOWN, 0);
            }
            return known;
        }

        private long bitmap() throws DecodeException {
            long bits = 0;
            if (packed) {
                need(FRAME_TOO_SHORT, 8);
                for (int i = 0; i < 8; i++) {
                    bits = bits << 8 | body[at++] & 0xFF;
                }
            } else {
                need(FRAME_TOO_SHORT, 16);
                for (int i = 0; i < 16; i++) {
                    bits = bits << 4 | hexDigit();
                }
            }
            return bits;
        }

        /// Reads one field and keeps its value.
        private FieldSpan field() throws DecodeException {
            FieldSpec spec = dialect.row(field);
            if (spec == null) {
                throw refuse(FIELD_UNKNOWN, at);
            }
            int start = at;
            int length = spec.isVariable() ? count(spec) : spec.lengthMax();
            values[read] = switch (spec.kind()) {
                case N -> packed ? packedDigits(spec, length, start) : ascii(spec, length, start);
                case Z -> packed ? packedTrack(length, start) : ascii(spec, length, start);
                case AN, ANS, ANSC -> ascii(spec, length, start);
                case B -> packed ? binary(length, start) : hex(length, start);
            };
            read++;
            return new FieldSpan(field, start, at - start);
        }

        private int count(FieldSpec spec) throws DecodeException {
            int start = at;
            int length = 0;
            if (packed) {
                int bytes = spec.count() == FieldSpec.Count.LLVAR ? 1 : 2;
                need(FIELD_TRUNCATED, bytes);
                for (int i = 0; i < bytes; i++) {
                    int high = body[at] >> 4 & 0xF;
                    int low = body[at] & 0xF;
                    if (high > 9 || low > 9) {
                        throw refuse(NIBBLE_NOT_DECIMAL, at);
                    }
                    length = length * 100 + high * 10 + low;
                    at++;
                }
            } else {
                need(FIELD_TRUNCATED, spec.count().digits);
                for (int i = 0; i < spec.count().digits; i++) {
                    int digit = body[at] - '0';
                    if (digit < 0 || digit > 9) {
                        throw refuse(DIGIT_NOT_DECIMAL, at);
                    }
                    length = length * 10 + digit;
                    at++;
                }
            }
            if (length > spec.lengthMax()) {
                throw refuse(FIELD_TOO_LONG, start);
            }
            if (length == 0 && field == 2) {
                throw refuse(PAN_EMPTY, start);
            }
            return length;
        }

        @SuppressWarnings("deprecation") // the fastest way to make a String of bytes that are known to be ASCII
        private String packedDigits(FieldSpec spec, int length, int start) throws DecodeException {
            available((length + 1) / 2, start);
            byte[] digits = new byte[length];
            boolean left = spec.isVariable() || spec.alignedLeft();
            int i = 0;
            if (length % 2 == 1 && !left) {
                pad(body[at] >> 4 & 0xF);
                digits[i++] = decimal(body[at] & 0xF);
                at++;
            }
            for (; i + 1 < length; i += 2) {
                digits[i] = decimal(body[at] >> 4 & 0xF);
                digits[i + 1] = decimal(body[at] & 0xF);
                at++;
            }
            if (i < length) {
                digits[i] = decimal(body[at] >> 4 & 0xF);
                pad(body[at] & 0xF);
                at++;
            }
            return new String(digits, 0);
        }

        private byte decimal(int nibble) throws DecodeException {
            if (nibble > 9) {
                throw refuse(NIBBLE_NOT_DECIMAL, at);
            }
            return (byte) ('0' + nibble);
        }

        private void pad(int nibble) throws DecodeException {
            if (nibble != 0 && nibble != 0xF) {
                throw refuse(PAD_NIBBLE_INVALID, at);
            }
        }

        @SuppressWarnings("deprecation")
        private String packedTrack(int length, int start) throws DecodeException {
            available((length + 1) / 2, start);
            byte[] digits = new byte[length];
            boolean separated = false;
            for (int i = 0; i < length; i++) {
                int nibble = i % 2 == 0 ? body[at] >> 4 & 0xF : body[at++] & 0xF;
                if (nibble == 0xD && !separated) {
                    separated = true;
                    digits[i] = '=';
                } else {
                    digits[i] = (byte) (nibble < 10 ? '0' + nibble : 'A' + nibble - 10);
                }
            }
            if (length % 2 == 1) {
                pad(body[at] & 0xF);
                at++;
            }
            return new String(digits, 0);
        }

        @SuppressWarnings("deprecation")
        private String ascii(FieldSpec spec, int length, int start) throws DecodeException {
            available(length, start);
            FieldKind kind = spec.kind();
            boolean separated = false;
            byte[] text = new byte[length];
            for (int i = 0; i < length; i++, at++) {
                int character = body[at] & 0xFF;
                if (!kind.allows(character) || kind == FieldKind.Z && character >= 'A') {
                    throw refuse(switch (kind) {
                        case N -> DIGIT_NOT_DECIMAL;
                        case Z -> TRACK_CHARACTER_INVALID;
                        case AN, ANS, ANSC, B -> TEXT_CHARACTER_INVALID;
                    }, at);
                }
                if (kind == FieldKind.Z && character == '=') {
                    text[i] = (byte) (separated ? 'D' : '=');
                    separated = true;
                } else {
                    text[i] = (byte) character;
                }
            }
            int end = length;
            if (!spec.isVariable() && kind != FieldKind.N) {
                while (end > 0 && text[end - 1] == ' ') {
                    end--;
                }
            }
            return new String(text, 0, 0, end);
        }

        private byte[] binary(int length, int start) throws DecodeException {
            available(length, start);
            byte[] bytes = Arrays.copyOfRange(body, at, at + length);
            at += length;
            return bytes;
        }

        private byte[] hex(int length, int start) throws DecodeException {
            available(length * 2, start);
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (hexDigit() << 4 | hexDigit());
            }
            return bytes;
        }

        private int hexDigit() throws DecodeException {
            int c = body[at];
            if (c >= '0' && c <= '9') {
                at++;
                return c - '0';
            }
            if (c >= 'A' && c <= 'F') {
                at++;
                return c - 'A' + 10;
            }
            throw refuse(HEX_DIGIT_INVALID, at);
        }

        private void available(int bytes, int fieldStart) throws DecodeException {
            if (body.length - at < bytes) {
                throw refuse(FIELD_TRUNCATED, fieldStart);
            }
        }

        private void need(DecodeRefusal refusal, int bytes) throws DecodeException {
            if (body.length - at < bytes) {
                throw refuse(refusal, at);
            }
        }

        private Message soFar() {
            return new Message(type, readPrimary, readSecondary,
                    read == values.length ? values : Arrays.copyOf(values, read));
        }

        private DecodeException refuse(DecodeRefusal refusal, int offset) {
            return new DecodeException(refusal, field, offset, type == null ? null : soFar());
        }
    }
}
