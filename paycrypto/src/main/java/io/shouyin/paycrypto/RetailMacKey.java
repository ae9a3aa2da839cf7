package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.util.Arrays;

/// A double-length key for the retail MAC (ANSI X9.19; ISO/IEC 9797-1:2011, 7.4, with DES), schedules ready.
///
/// Key `0123456789ABCDEFFEDCBA9876543210`, padding method 1, `Now is the time for all `: `A1C72E74EA3FA9B6`, sent as `A1C72E74`.
public final class RetailMacKey implements AutoCloseable {

    private final TdesKey left;
    private final TdesKey right;

    private RetailMacKey(TdesKey left, TdesKey right) {
        this.left = left;
        this.right = right;
    }

    /// @param key 16 bytes, whose halves differ: else the MAC is that of single DES; the caller wipes its own array
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK] for equal halves, or a weak or semi-weak one
    public static RetailMacKey of(byte[] key) {
        CryptoRefusal.KEY_LENGTH.unless(given(key).length == 16, "a retail MAC key has 16 bytes");
        Tdes.requireStrong(key);
        return of(Bytes.longAt(key, 0), Bytes.longAt(key, 8));
    }

    static RetailMacKey of(long left, long right) {
        return new RetailMacKey(TdesKey.single(left), TdesKey.single(right));
    }

    /// 8 bytes; the caller truncates from the left (X9.19 sends 4).
    ///
    /// As [RetailMac#mac(byte[], MacPadding, byte[])].
    public byte[] mac(MacPadding padding, byte[] data) {
        byte[] result = new byte[8];
        Bytes.putLong(macLong(padding, data), result, 0);
        return result;
    }

    long macLong(MacPadding padding, byte[] data) {
        int whole = given(data).length & ~7;
        long state = 0;
        if (padding == MacPadding.LENGTH_IN_FRONT) {
            state = left.encrypt(8L * data.length);
        }
        for (int i = 0; i < whole; i += 8) {
            state = left.encrypt(state ^ Bytes.longAt(data, i));
        }
        boolean another = switch (given(padding)) {
            case ZEROS -> whole < data.length || data.length == 0;
            case ONE_AND_ZEROS -> true;
            case LENGTH_IN_FRONT -> whole < data.length;
        };
        if (another) {
            long last = 0;
            for (int i = whole; i < data.length; i++) {
                last |= (data[i] & 0xFFL) << 56 - 8 * (i - whole);
            }
            if (padding == MacPadding.ONE_AND_ZEROS) {
                last |= 0x80L << 56 - 8 * (data.length - whole);
            }
            state = left.encrypt(state ^ last);
        }
        return left.encrypt(right.decrypt(state));
    }

    /// Compares the leftmost bytes in constant time.
    ///
    /// The MAC is that of [#mac].
    ///
    /// @param mac 4 to 8 bytes
    public boolean verify(MacPadding padding, byte[] data, byte[] mac) {
        CryptoRefusal.DATA_LENGTH.unless(given(mac).length >= 4 && mac.length <= 8, "a retail MAC has 4 to 8 bytes");
        return Bytes.same(Arrays.copyOf(mac(padding, data), mac.length), mac);
    }

    @Override
    public void close() {
        left.close();
        right.close();
    }

    @Override
    public String toString() {
        return "RetailMacKey[DES]";
    }
}
