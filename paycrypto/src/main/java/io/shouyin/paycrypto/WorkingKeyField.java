package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.util.Arrays;

/// The working keys in field 62 of a UnionPay-style sign-in answer, each in TDES-ECB under the TMK (protocol section 5). The profiles
/// `aes` and `sm4` have [WorkingKeyBlocks].
///
/// | bytes | content |
/// |---|---|
/// | 24 | PIK 8, check value 4, MAK 8, check value 4 |
/// | 40 | PIK 16, check value 4, MAK 16 (or 8 and 8 zero bytes), check value 4 |
/// | 60 | the 40, TDK 16, check value 4 |
///
/// A check value is the first 4 bytes of eight zero bytes encrypted with the clear key.
public final class WorkingKeyField {

    private static final int CHECK_BYTES = 4;

    private WorkingKeyField() {}

    /// The clear working keys of a terminal. Close it to wipe them.
    public static final class Keys extends ClosableKey {
        private final byte[] pik;
        private final byte[] mak;
        private final byte[] tdk;

        Keys(byte[] pik, byte[] mak, byte[] tdk) {
            this.pik = pik;
            this.mak = mak;
            this.tdk = tdk;
        }

        /// 8 or 16 bytes.
        public byte[] pik() {
            return copy(pik);
        }

        /// 8 or 16 bytes.
        public byte[] mak() {
            return copy(mak);
        }

        public boolean hasTdk() {
            return tdk != null;
        }

        /// 16 bytes.
        public byte[] tdk() {
            CryptoRefusal.PARAMETER.unless(tdk != null, "this sign-in brought no TDK");
            return copy(tdk);
        }

        @Override
        void wipe() {
            Bytes.wipe(pik, mak, tdk);
        }

        @Override
        public String toString() {
            return "WorkingKeyField.Keys[...]";
        }
    }

    /// Field 62 for these keys.
    ///
    /// TMK `0123456789ABCDEFFEDCBA9876543210`, PIK `1C5D2F7A9B3E4068A1B2C3D4E5F60719`, MAK `3D8F0A6B5C7E9124`, no TDK:
    /// `632ADA44BBC00699E1C09EDEE27964B32E7F31BDB44D673FF9071FFB00000000000000008167FC63`.
    ///
    /// @param tmk 16 or 24 bytes
    /// @param pik 8 bytes (then `mak` has 8 and there is no TDK) or 16
    /// @param mak 8 or 16 bytes
    /// @param tdk 16 bytes or null
    /// @return 24, 40 or 60 bytes
    public static byte[] build(byte[] tmk, byte[] pik, byte[] mak, byte[] tdk) {
        try (TdesKey master = master(tmk)) {
            return build(master, pik, mak, tdk);
        }
    }

    /// As [#build(byte[], byte[], byte[], byte[])] with a key made ready.
    public static byte[] build(TdesKey master, byte[] pik, byte[] mak, byte[] tdk) {
        given(master);
        boolean single = given(pik).length == 8 && given(mak).length == 8 && tdk == null;
        boolean twice = pik.length == 16 && (given(mak).length == 8 || mak.length == 16) && (tdk == null || tdk.length == 16);
        CryptoRefusal.KEY_LENGTH.unless(single || twice,
                "working keys are PIK 8 with MAK 8, or PIK 16 with MAK 8 or 16 and TDK 16 or none");
        byte[] makPart = single ? master.encryptEcb(mak) : Arrays.copyOf(master.encryptEcb(mak), 16);
        byte[] field = Bytes.concat(master.encryptEcb(pik), check(pik), makPart, check(mak));
        return tdk == null ? field : Bytes.concat(field, master.encryptEcb(tdk), check(tdk));
    }

    /// Takes the keys apart and compares each check value.
    ///
    /// @param tmk 16 or 24 bytes
    /// @param field 24, 40 or 60 bytes
    /// @throws CryptoRefusedException [CryptoRefusal#CHECK_VALUE] if a key differs from its check value,
    ///         [CryptoRefusal#DATA_LENGTH] for another length
    public static Keys parse(byte[] tmk, byte[] field) {
        CryptoRefusal.DATA_LENGTH.unless(given(field).length == 24 || field.length == 40 || field.length == 60,
                "the working keys of field 62 have 24, 40 or 60 bytes");
        int length = field.length == 24 ? 8 : 16;
        int second = length + CHECK_BYTES;
        byte[] pik = null;
        byte[] mak = null;
        try (TdesKey master = master(tmk)) {
            pik = checked(master, field, 0, length, length);
            boolean shortMak = length == 16 && Bytes.longAt(field, second + 8) == 0;
            mak = checked(master, field, second, shortMak ? 8 : length, length);
            byte[] tdk = field.length == 60 ? checked(master, field, 2 * second, 16, 16) : null;
            return new Keys(pik, mak, tdk);
        } catch (CryptoRefusedException refused) {
            Bytes.wipe(pik, mak);
            throw refused;
        }
    }

    private static byte[] checked(TdesKey master, byte[] field, int offset, int keyBytes, int partBytes) {
        byte[] key = master.decryptEcb(Arrays.copyOfRange(field, offset, offset + keyBytes));
        byte[] said = Arrays.copyOfRange(field, offset + partBytes, offset + partBytes + CHECK_BYTES);
        try {
            CryptoRefusal.CHECK_VALUE.unless(Bytes.same(check(key), said), "a working key has its check value");
            return key;
        } catch (CryptoRefusedException refused) {
            Bytes.wipe(key);
            throw refused;
        }
    }

    private static byte[] check(byte[] key) {
        return Arrays.copyOf(Tdes.encryptEcb(key, new byte[8]), CHECK_BYTES);
    }

    private static TdesKey master(byte[] tmk) {
        CryptoRefusal.KEY_LENGTH.unless(given(tmk).length == 16 || tmk.length == 24, "a TMK has 16 or 24 bytes");
        return TdesKey.of(tmk);
    }
}
