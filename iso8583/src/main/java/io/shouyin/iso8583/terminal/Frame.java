package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.kernel.Check;
import java.util.Arrays;

/// What travels between terminal and host: `length(2) | TPDU(5) | header(6) | body`, the length not counting itself.
///
/// @param body the message from its type on, see [io.shouyin.iso8583.Codec]
public record Frame(Tpdu tpdu, Header header, byte[] body) {

    /// Everything after the length.
    public static final int FRAME_LENGTH_BYTES_MAX = 4096;

    /// TPDU and header: where the body begins in the bytes after the length.
    public static final int BODY_OFFSET_BYTES = Tpdu.BYTES + Header.BYTES;

    public Frame {
        Check.argument(body.length <= FRAME_LENGTH_BYTES_MAX - BODY_OFFSET_BYTES, "a frame has at most 4096 bytes");
    }

    /// Reads what follows the length.
    public static Frame decode(byte[] afterLength) throws DecodeException {
        if (afterLength.length > FRAME_LENGTH_BYTES_MAX) {
            throw new DecodeException(DecodeRefusal.FRAME_TOO_LONG, 0, FRAME_LENGTH_BYTES_MAX);
        }
        if (afterLength.length < BODY_OFFSET_BYTES) {
            throw new DecodeException(DecodeRefusal.FRAME_TOO_SHORT, 0, afterLength.length);
        }
        if (afterLength[0] != Tpdu.ID) {
            throw new DecodeException(DecodeRefusal.TPDU_INVALID, 0, 0);
        }
        var tpdu = new Tpdu(nibbles(afterLength, 1, 2), nibbles(afterLength, 3, 2));
        Header header;
        try {
            header = Header.of(nibbles(afterLength, Tpdu.BYTES, Header.BYTES));
        } catch (IllegalArgumentException notOfTheKnownForm) {
            throw new DecodeException(DecodeRefusal.HEADER_INVALID, 0, Tpdu.BYTES);
        }
        return new Frame(tpdu, header, Arrays.copyOfRange(afterLength, BODY_OFFSET_BYTES, afterLength.length));
    }

    /// The whole frame, its 2-byte length first.
    public byte[] encode() {
        int length = BODY_OFFSET_BYTES + body.length;
        byte[] frame = new byte[2 + length];
        frame[0] = (byte) (length >> 8);
        frame[1] = (byte) length;
        frame[2] = Tpdu.ID;
        putNibbles(frame, 3, tpdu.destination());
        putNibbles(frame, 5, tpdu.source());
        putNibbles(frame, 7, header.digits());
        System.arraycopy(body, 0, frame, 2 + BODY_OFFSET_BYTES, body.length);
        return frame;
    }

    /// The answer to this frame: addresses swapped, header with the host's request.
    public Frame reply(ProcessingRequest request, byte[] replyBody) {
        return new Frame(tpdu.swapped(), header.asking(request), replyBody);
    }

    private static String nibbles(byte[] bytes, int offset, int count) {
        char[] digits = new char[count * 2];
        for (int i = 0; i < count; i++) {
            digits[2 * i] = Character.toUpperCase(Character.forDigit(bytes[offset + i] >> 4 & 0xF, 16));
            digits[2 * i + 1] = Character.toUpperCase(Character.forDigit(bytes[offset + i] & 0xF, 16));
        }
        return new String(digits);
    }

    private static void putNibbles(byte[] frame, int offset, String digits) {
        for (int i = 0; i < digits.length(); i += 2) {
            frame[offset + i / 2] = (byte) (Character.digit(digits.charAt(i), 16) << 4
                    | Character.digit(digits.charAt(i + 1), 16));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame && tpdu.equals(frame.tpdu) && header.equals(frame.header)
                && Arrays.equals(body, frame.body);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * tpdu.hashCode() + header.hashCode()) + Arrays.hashCode(body);
    }

    /// Addresses, header and how long the body is; never the body.
    @Override
    public String toString() {
        return "Frame[" + tpdu + ", " + header + ", body of " + body.length + " bytes]";
    }
}
