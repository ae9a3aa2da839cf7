package io.shouyin.vault.remote;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/// One frame at a time: length 4 bytes, then the body. It is memory of its own, outside of the heap, so that nobody else
/// (the JDK's own buffers for a channel) gets a copy, and [#wipe] leaves nothing behind.
///
/// What cannot be read is refused with [Malformed]; nothing is read beyond the frame.
final class FrameBuffer {

    static final int BODY_BYTES_MAX = 64 * 1024;
    private static final int LENGTH_BYTES = 4;

    /// What a peer sent is no frame, or no value of the shape that is due.
    static final class Malformed extends RuntimeException {
        Malformed(String rule) {
            super(rule, null, false, false);
        }
    }

    /// What is to be sent does not fit.
    static final class TooLong extends RuntimeException {
        TooLong() {
            super("a frame has at most " + BODY_BYTES_MAX + " bytes", null, false, false);
        }
    }

    final ByteBuffer bytes = ByteBuffer.allocateDirect(LENGTH_BYTES + BODY_BYTES_MAX);
    private int usedBytes;

    // Writing

    FrameBuffer begin() {
        bytes.clear().position(LENGTH_BYTES);
        return this;
    }

    FrameBuffer put(int value) {
        return written(() -> bytes.put((byte) value));
    }

    FrameBuffer putShort(int value) {
        return written(() -> bytes.putShort((short) value));
    }

    FrameBuffer putInt(int value) {
        return written(() -> bytes.putInt(value));
    }

    FrameBuffer putLong(long value) {
        return written(() -> bytes.putLong(value));
    }

    /// The bytes, without their length.
    FrameBuffer putRaw(byte[] value) {
        return written(() -> bytes.put(value));
    }

    /// Length 4 bytes, then the bytes.
    FrameBuffer putBytes(byte[] value) {
        return putInt(value.length).putRaw(value);
    }

    private FrameBuffer written(Runnable write) {
        try {
            write.run();
            usedBytes = Math.max(usedBytes, bytes.position());
            return this;
        } catch (BufferOverflowException _) {
            throw new TooLong();
        }
    }

    void send(WritableByteChannel peer) throws IOException {
        bytes.putInt(0, bytes.position() - LENGTH_BYTES).flip();
        while (bytes.hasRemaining()) {
            peer.write(bytes);
        }
    }

    // Reading

    /// Waits for a frame and stands before its body.
    ///
    /// @param begun told once if the first bytes have come and others are still missing
    /// @throws EOFException if the peer closed between two frames
    void receive(ReadableByteChannel peer, Runnable begun) throws IOException {
        bytes.clear();
        fill(peer);
        if (bytes.position() < LENGTH_BYTES || bytes.position() < LENGTH_BYTES + bodyLength()) {
            begun.run();
        }
        while (bytes.position() < LENGTH_BYTES) {
            fill(peer);
        }
        int end = LENGTH_BYTES + bodyLength();
        while (bytes.position() < end) {
            fill(peer);
        }
        require(bytes.position() == end, "a peer waits for the answer before it sends again");
        bytes.position(LENGTH_BYTES).limit(end);
    }

    private void fill(ReadableByteChannel peer) throws IOException {
        int count = peer.read(bytes);
        if (count < 0) {
            throw new EOFException();
        }
        usedBytes = Math.max(usedBytes, bytes.position());
    }

    private int bodyLength() {
        int length = bytes.getInt(0);
        require(length >= 1 && length <= BODY_BYTES_MAX, "a frame has 1 to " + BODY_BYTES_MAX + " bytes");
        return length;
    }

    int get() {
        return read(() -> bytes.get() & 0xFF);
    }

    int getShort() {
        return read(() -> bytes.getShort() & 0xFFFF);
    }

    int getInt() {
        return read(bytes::getInt);
    }

    long getLong() {
        return read(bytes::getLong);
    }

    /// A number of things that are still to come, each at least one byte long.
    int getCount() {
        int count = getInt();
        require(count >= 0 && count <= bytes.remaining(), "a length stays within the frame");
        return count;
    }

    byte[] getRaw(int length) {
        require(length <= bytes.remaining(), "a value stays within the frame");
        byte[] value = new byte[length];
        bytes.get(value);
        return value;
    }

    byte[] getBytes() {
        return getRaw(getCount());
    }

    void requireEnd() {
        require(!bytes.hasRemaining(), "nothing follows the last value");
    }

    private interface Read<T> {
        T now();
    }

    private static <T> T read(Read<T> one) {
        try {
            return one.now();
        } catch (BufferUnderflowException _) {
            throw new Malformed("a value stays within the frame");
        }
    }

    static void require(boolean holds, String rule) {
        if (!holds) {
            throw new Malformed(rule);
        }
    }

    /// Forgets everything that it carried since the last time.
    void wipe() {
        MemorySegment.ofBuffer(bytes.clear()).asSlice(0, usedBytes).fill((byte) 0);
        usedBytes = 0;
    }
}
