package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.kernel.Check;
import java.util.Arrays;
import java.util.HexFormat;

/// Which part of its step-up rules a terminal is told, or asks for: tag DF33 of field 57, 10 bytes.
///
/// @param version of all parts together, 16 hex digits: it changes with any of them
/// @param number 1 to `count`
/// @param count 1 to 255
public record RulesPart(String version, int number, int count) {

    public static final int COUNT_MAX = 255;

    private static final int FIELD = 57;
    private static final int VERSION_BYTES = 8;

    public RulesPart {
        Check.argument(version.matches("[0-9A-F]{16}"), "a version of rules has 16 hex digits");
        Check.argument(number >= 1 && number <= count && count <= COUNT_MAX, "a part has a number from 1 to that of the last, 255 at most");
    }

    /// Reads the tag's value.
    public static RulesPart decode(byte[] value) throws DecodeException {
        if (value.length != VERSION_BYTES + 2) {
            throw new DecodeException(DecodeRefusal.SUBFIELD_LENGTH, FIELD, 0);
        }
        int number = value[VERSION_BYTES] & 0xFF;
        int count = value[VERSION_BYTES + 1] & 0xFF;
        if (number < 1 || number > count) {
            throw new DecodeException(DecodeRefusal.SUBFIELD_VALUE, FIELD, VERSION_BYTES);
        }
        return new RulesPart(HexFormat.of().withUpperCase().formatHex(value, 0, VERSION_BYTES), number, count);
    }

    /// The tag's value.
    public byte[] encode() {
        byte[] value = Arrays.copyOf(HexFormat.of().parseHex(version), VERSION_BYTES + 2);
        value[VERSION_BYTES] = (byte) number;
        value[VERSION_BYTES + 1] = (byte) count;
        return value;
    }

    public boolean isLast() {
        return number == count;
    }

    /// The one that follows.
    public RulesPart next() {
        return new RulesPart(version, number + 1, count);
    }
}
