package io.shouyin.vault;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/// SipHash-2-4 (Aumasson and Bernstein, 2012): a short keyed hash for counting card numbers without keeping them.
///
/// Key `00` to `0F`, data `00` to `0E`: `A129CA6149BE45E5`.
///
/// @param k0 of the key, bytes 0 to 7, little-endian
/// @param k1 bytes 8 to 15
record SipHash(long k0, long k1) {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static SipHash ofRandomKey(SecureRandom random) {
        return new SipHash(random.nextLong(), random.nextLong());
    }

    /// @param key 16 bytes
    static SipHash ofKey(byte[] key) {
        return new SipHash((long) LONG.get(key, 0), (long) LONG.get(key, 8));
    }

    /// Of 8 bytes, little-endian.
    long of(long data) {
        return new State(k0, k1).add(data).add(8L << 56).end();
    }

    /// Of 16 bytes, each number little-endian.
    long of(long first, long second) {
        return new State(k0, k1).add(first).add(second).add(16L << 56).end();
    }

    long of(byte[] data) {
        State state = new State(k0, k1);
        int whole = data.length & ~7;
        for (int i = 0; i < whole; i += 8) {
            state.add((long) LONG.get(data, i));
        }
        return state.add(last(data, whole)).end();
    }

    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long k0, long k1) {
            v0 = k0 ^ 0x736F6D6570736575L;
            v1 = k1 ^ 0x646F72616E646F6DL;
            v2 = k0 ^ 0x6C7967656E657261L;
            v3 = k1 ^ 0x7465646279746573L;
        }

        State add(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
            return this;
        }

        long end() {
            v2 ^= 0xFF;
            round();
            round();
            round();
            round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }

    private static long last(byte[] data, int from) {
        long rest = (long) data.length << 56;
        for (int i = data.length - 1; i >= from; i--) {
            rest |= (data[i] & 0xFFL) << 8 * (i - from);
        }
        return rest;
    }

    @Override
    public String toString() {
        return "SipHash[]";
    }
}
