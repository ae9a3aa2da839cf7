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

    long of(byte[] data) {
        long v0 = k0 ^ 0x736F6D6570736575L;
        long v1 = k1 ^ 0x646F72616E646F6DL;
        long v2 = k0 ^ 0x6C7967656E657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int whole = data.length / 8;
        for (int word = 0; word <= whole + 2; word++) {
            // words of data, then the rest with the length, then two words of nothing that close
            long m = word < whole ? (long) LONG.get(data, 8 * word) : word == whole ? last(data, 8 * whole) : 0;
            v2 ^= word == whole + 1 ? 0xFF : 0;
            v3 ^= m;
            for (int round = 0; round < 2; round++) {
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
            v0 ^= m;
        }
        return v0 ^ v1 ^ v2 ^ v3;
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
