package io.shouyin.vault;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// What can be told of a PKCS#12 file (RFC 7292) without its passphrase. A key store that is damaged in its frame says that its passphrase
/// is wrong as often as not.
final class Pkcs12File {

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int CONTENT = 0xA0;
    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_LENGTH = 0x80;
    private static final int LENGTH_BYTES_MAX = 3;

    private Pkcs12File() {}

    /// Whether it is one DER value (X.690) in which every length fits, down to what is sealed. Octets that are a content hold values.
    static boolean isWhole(byte[] file) {
        try {
            return file.length > 0 && (file[0] & 0xFF) == SEQUENCE && end(ByteBuffer.wrap(file), 0) == file.length;
        } catch (BufferUnderflowException | IndexOutOfBoundsException cut) {
            return false;
        }
    }

    /// Walks through one value.
    ///
    /// @param within the tag of what it is in
    /// @return where it ends
    private static int end(ByteBuffer values, int within) {
        int tag = values.get() & 0xFF;
        int length = length(values);
        ByteBuffer inner = values.slice(values.position(), length);
        if ((tag & CONSTRUCTED) != 0 || tag == OCTETS && within == CONTENT) {
            while (inner.hasRemaining()) {
                end(inner, tag);
            }
        }
        return values.position(values.position() + length).position();
    }

    private static int length(ByteBuffer values) {
        int first = values.get() & 0xFF;
        if (first < LONG_LENGTH) {
            return first;
        }
        int bytes = first - LONG_LENGTH;
        if (bytes == 0 || bytes > LENGTH_BYTES_MAX) {
            throw new BufferUnderflowException();
        }
        int length = 0;
        for (int i = 0; i < bytes; i++) {
            length = length << 8 | values.get() & 0xFF;
        }
        return length;
    }
}
