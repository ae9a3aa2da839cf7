package io.shouyin.iso8583.inspect;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.iso8583.Dialect;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.terminal.Frame;
import io.shouyin.kernel.Check;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Bytes as an engineer pastes them: hexadecimal with any white space, with or without the 2-byte length, of the
/// terminal dialect also without TPDU and header.
///
/// @param frame TPDU and header, if they were there
/// @param framed whether there was a length, or a TPDU: more than a bare body
/// @param bodyOffsetBytes where the body begins in the bytes given
public record Wire(Optional<Frame> frame, boolean framed, byte[] body, int bodyOffsetBytes) {

    private static final int LENGTH_BYTES = 2;

    /// @throws IllegalArgumentException if it is not hexadecimal
    public static Wire of(String hex, Dialect dialect) throws DecodeException {
        byte[] bytes = bytes(hex);
        boolean lengthFits = bytes.length > LENGTH_BYTES
                && ((bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF) == bytes.length - LENGTH_BYTES;
        return dialect == Dialects.TERMINAL ? terminal(bytes, lengthFits) : network(bytes, lengthFits);
    }

    private static Wire terminal(byte[] bytes, boolean lengthFits) throws DecodeException {
        if (lengthFits) {
            Frame frame = Frame.decode(Arrays.copyOfRange(bytes, LENGTH_BYTES, bytes.length));
            return new Wire(Optional.of(frame), true, frame.body(), LENGTH_BYTES + Frame.BODY_OFFSET_BYTES);
        }
        if (bytes.length > 0 && bytes[0] == 0x60) {
            Frame frame = Frame.decode(bytes);
            return new Wire(Optional.of(frame), true, frame.body(), Frame.BODY_OFFSET_BYTES);
        }
        if (bytes.length > LENGTH_BYTES && bytes[LENGTH_BYTES] == 0x60) {
            throw new DecodeException(DecodeRefusal.LENGTH_MISMATCH, 0, 0);
        }
        return new Wire(Optional.empty(), false, bytes, 0);
    }

    private static Wire network(byte[] bytes, boolean lengthFits) throws DecodeException {
        if (lengthFits) {
            return new Wire(Optional.empty(), true, Arrays.copyOfRange(bytes, LENGTH_BYTES, bytes.length), LENGTH_BYTES);
        }
        if (bytes.length > LENGTH_BYTES && bytes[0] != '0' && bytes[LENGTH_BYTES] == '0') {
            throw new DecodeException(DecodeRefusal.LENGTH_MISMATCH, 0, 0);
        }
        return new Wire(Optional.empty(), false, bytes, 0);
    }

    private static byte[] bytes(String hex) {
        var digits = new StringBuilder(hex.length());
        hex.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> digits.append((char) c));
        Check.argument(digits.length() % 2 == 0 && digits.chars().allMatch(HexFormat::isHexDigit),
                "the bytes are written as an even number of hexadecimal digits");
        return HexFormat.of().parseHex(digits);
    }

    /// Never the bytes.
    @Override
    public String toString() {
        return "Wire[body of " + body.length + " bytes]";
    }
}
