package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.math.BigInteger;
import java.util.Arrays;

/// Derived unique key per transaction with AES (ANSI X9.24-3:2017): any BDK length, any usage, any key type that is not
/// stronger than the BDK.
///
/// A KSN has 12 bytes: initial key identifier 8 (BDK identifier 4, derivation identifier 4), counter 4. A counter is valid
/// if it is not zero and has at most 16 one bits; `FFFFFFFF` is kept for the update key. The terminal's side is
/// [AesDukptTerminal].
public final class AesDukpt {

    public static final int KSN_BYTES = 12;
    public static final int INITIAL_KEY_ID_BYTES = 8;
    public static final int COUNTER_ONE_BITS_MAX = 16;

    private static final int UPDATE_COUNTER = -1;

    private AesDukpt() {}

    /// What a working key is for (X9.24-3, table 3): the usage that goes into its derivation.
    public enum Usage {
        KEY_ENCRYPTION(0x0002),
        PIN_ENCRYPTION(0x1000),
        MAC_GENERATION(0x2000),
        MAC_VERIFICATION(0x2001),
        MAC_BOTH(0x2002),
        DATA_ENCRYPTION(0x3000),
        DATA_DECRYPTION(0x3001),
        DATA_BOTH(0x3002);

        private final int code;

        Usage(int code) {
            this.code = code;
        }
    }

    private static final int DERIVATION = 0x8000;
    private static final int DERIVATION_OF_INITIAL_KEY = 0x8001;

    /// What kind of key is derived (X9.24-3, table 4).
    public enum KeyType {
        TDES_2KEY(0, 128, 80),
        TDES_3KEY(1, 192, 112),
        AES_128(2, 128, 128),
        AES_192(3, 192, 192),
        AES_256(4, 256, 256),
        HMAC_128(5, 128, 128),
        HMAC_192(5, 192, 192),
        HMAC_256(5, 256, 256);

        private final int code;
        private final int bits;
        private final int strengthBits;

        KeyType(int code, int bits, int strengthBits) {
            this.code = code;
            this.bits = bits;
            this.strengthBits = strengthBits;
        }

        /// 16, 24 or 32.
        public int lengthBytes() {
            return bits / 8;
        }

        /// 80 to 256: a derived key is not stronger than the BDK.
        public int strengthBits() {
            return strengthBits;
        }

        private static KeyType ofAesKey(byte[] key) {
            return switch (given(key).length) {
                case 16 -> AES_128;
                case 24 -> AES_192;
                case 32 -> AES_256;
                default -> throw CryptoRefusal.KEY_LENGTH.because("an AES DUKPT key has 16, 24 or 32 bytes");
            };
        }
    }

    /// The key that is loaded into a terminal (6.3.1), as long as the BDK.
    ///
    /// BDK `FEDCBA9876543210F1F1F1F1F1F1F1F1`, identifier `1234567890123456`: `1273671EA26AC29AFA4D1084127652A1`.
    ///
    /// @param bdk 16, 24 or 32 bytes
    /// @param initialKeyId 8 bytes
    public static byte[] initialKey(byte[] bdk, byte[] initialKeyId) {
        KeyType type = KeyType.ofAesKey(bdk);
        CryptoRefusal.KEY_SERIAL_NUMBER.unless(given(initialKeyId).length == INITIAL_KEY_ID_BYTES,
                "an initial key identifier has 8 bytes");
        return derive(bdk, type, derivationDataFor(initialKeyId, type));
    }

    /// The key of one transaction from which the working keys come, as long as the BDK (6.3.3, host's way).
    ///
    /// The initial key above, KSN `123456789012345600000001`: `4F21B565BAD9835E112B6465635EAE44`.
    ///
    /// @param ksn 12 bytes
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_SERIAL_NUMBER] for a counter that is not valid
    public static byte[] derivationKey(byte[] initialKey, byte[] ksn) {
        requireValid(ksn);
        return chain(initialKey, ksn, 0, counter(ksn));
    }

    /// From the key at counter `from` over each further one bit of `to`, the highest first.
    static byte[] chain(byte[] start, byte[] ksn, int from, int to) {
        KeyType type = KeyType.ofAesKey(start);
        byte[] data = derivationData(DERIVATION, type);
        System.arraycopy(ksn, 4, data, 8, 4);
        byte[] blocks = blocks(data, type);
        byte[] key = Arrays.copyOf(start, blocks.length);
        int working = from;
        for (int left = to & ~from; left != 0; left &= ~Integer.highestOneBit(left)) {
            working |= Integer.highestOneBit(left);
            for (int i = 12; i < blocks.length; i += 16) {
                Bytes.INT.set(blocks, i, working);
            }
            AesSoftKey.encryptOnto(key, start.length, blocks);
        }
        return exact(key, type);
    }

    /// A working key from the derivation key of one transaction (6.3.2).
    ///
    /// The derivation key above, PIN encryption, AES-128: `AF8CB133A78F8DC2D1359F18527593FB`.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#PARAMETER] if `type` is stronger than the derivation key
    public static byte[] workingKey(byte[] derivationKey, byte[] ksn, Usage usage, KeyType type) {
        requireValid(ksn);
        return workingKey(derivationKey, idAndCounter(ksn), usage, type);
    }

    /// From initial key and KSN in one go.
    ///
    /// Initial key `1273671EA26AC29AFA4D1084127652A1`, KSN `123456789012345600000001`, PIN encryption, AES-128:
    /// `AF8CB133A78F8DC2D1359F18527593FB`. Errors as of [#derivationKey] and [#workingKey].
    public static byte[] workingKeyOf(byte[] initialKey, byte[] ksn, Usage usage, KeyType type) {
        byte[] derivationKey = derivationKey(initialKey, ksn);
        try {
            return workingKey(derivationKey, ksn, usage, type);
        } finally {
            Bytes.wipe(derivationKey);
        }
    }

    /// The key under which a new initial key is sent to a terminal (6.6): a key encryption key for counter `FFFFFFFF`, derived over
    /// all 32 bits.
    ///
    /// Initial key `1273671EA26AC29AFA4D1084127652A1`, identifier `1234567890123456`, AES-128:
    /// `9A9770AEE1ACD1B13473D0463A1883B9`.
    public static byte[] updateKey(byte[] initialKey, byte[] initialKeyId, KeyType type) {
        CryptoRefusal.KEY_SERIAL_NUMBER.unless(given(initialKeyId).length == INITIAL_KEY_ID_BYTES,
                "an initial key identifier has 8 bytes");
        return updateKeyFrom(initialKey, initialKeyId, 0, type);
    }

    static byte[] updateKeyFrom(byte[] key, byte[] ksn, int from, KeyType type) {
        byte[] derivationKey = chain(key, ksn, from, UPDATE_COUNTER);
        try {
            return workingKey(derivationKey, Bytes.longAt(ksn, 0) << 32 | UPDATE_COUNTER & 0xFFFFFFFFL, Usage.KEY_ENCRYPTION, type);
        } finally {
            Bytes.wipe(derivationKey);
        }
    }

    /// The KSN after `ksn`: counts on to the next valid counter.
    ///
    /// After `12345678901234560000FFFF` comes `123456789012345600010000`.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_SERIAL_NUMBER] if the terminal has used up its keys
    public static byte[] next(byte[] ksn) {
        requireLength(ksn);
        long counter = counter(ksn) & 0xFFFFFFFFL;
        int ones = Long.bitCount(counter);
        // with 16 one bits, no counter before the next carry of the lowest one is valid
        counter += ones >= COUNTER_ONE_BITS_MAX ? Long.lowestOneBit(counter) : 1;
        while (Long.bitCount(counter) > COUNTER_ONE_BITS_MAX) {
            counter += Long.lowestOneBit(counter);
        }
        CryptoRefusal.KEY_SERIAL_NUMBER.unless(counter <= 0xFFFFFFFFL,
                "after its last valid counter a terminal needs a new initial key");
        byte[] next = ksn.clone();
        Bytes.putLong(Bytes.longAt(ksn, 4) & 0xFFFFFFFF00000000L | counter, next, 4);
        return next;
    }

    /// Refuses a KSN of another length, a counter of zero, and one with more than 16 one bits.
    public static void requireValid(byte[] ksn) {
        requireLength(ksn);
        int counter = counter(ksn);
        CryptoRefusal.KEY_SERIAL_NUMBER.unless(counter != 0, "the counter of a transaction is not zero");
        CryptoRefusal.KEY_SERIAL_NUMBER.unless(Integer.bitCount(counter) <= COUNTER_ONE_BITS_MAX,
                "the counter of an AES DUKPT transaction has at most 16 one bits");
    }

    /// How many counters are valid, 32 bits of which 1 to 16 are one: 2448023842.
    public static long validCounters() {
        BigInteger all = BigInteger.ZERO;
        BigInteger choose = BigInteger.ONE;
        for (int ones = 1; ones <= COUNTER_ONE_BITS_MAX; ones++) {
            choose = choose.multiply(BigInteger.valueOf(33L - ones)).divide(BigInteger.valueOf(ones));
            all = all.add(choose);
        }
        return all.longValueExact();
    }

    static byte[] next(byte[] key, KeyType type, byte[] ksn, int counter) {
        byte[] data = derivationData(DERIVATION, type);
        System.arraycopy(ksn, 4, data, 8, 4);
        Bytes.INT.set(data, 12, counter);
        return derive(key, type, data);
    }

    /// A base derivation key made ready, for a host that derives often. Use it from any number of threads.
    public static final class Bdk implements AutoCloseable {
        private final AesKey key;
        private final KeyType type;

        private Bdk(AesKey key, KeyType type) {
            this.key = key;
            this.type = type;
        }

        /// @param bdk 16, 24 or 32 bytes; the caller wipes its own array
        public static Bdk of(byte[] bdk) {
            return new Bdk(AesKey.of(bdk), KeyType.ofAesKey(bdk));
        }

        /// See [AesDukpt#initialKey].
        public byte[] initialKey(byte[] initialKeyId) {
            CryptoRefusal.KEY_SERIAL_NUMBER.unless(given(initialKeyId).length == INITIAL_KEY_ID_BYTES,
                    "an initial key identifier has 8 bytes");
            return initialKeyOf(initialKeyId);
        }

        private byte[] initialKeyOf(byte[] ksn) {
            byte[] blocks = blocks(derivationDataFor(ksn, type), type);
            for (int i = 0; i < blocks.length; i += 16) {
                key.encrypt(blocks, i, blocks, i);
            }
            return exact(blocks, type);
        }

        /// A working key of one transaction, ready to be used for its few blocks.
        ///
        /// @param type a TDES or AES type
        /// @throws CryptoRefusedException [CryptoRefusal#KEY_SERIAL_NUMBER] or [CryptoRefusal#PARAMETER]
        public BlockKey useKey(byte[] ksn, Usage usage, KeyType type) {
            requireValid(ksn);
            byte[] initialKey = initialKeyOf(ksn);
            byte[] working = null;
            try {
                working = workingKeyOf(initialKey, ksn, usage, type);
                return switch (type) {
                    case TDES_2KEY, TDES_3KEY -> TdesKey.derived(working);
                    case AES_128, AES_192, AES_256 -> AesSoftKey.of(working);
                    case HMAC_128, HMAC_192, HMAC_256 ->
                            throw CryptoRefusal.PARAMETER.because("a key for HMAC is no key of a block cipher");
                };
            } finally {
                Bytes.wipe(initialKey, working);
            }
        }

        @Override
        public void close() {
            key.close();
        }

        @Override
        public String toString() {
            return "AesDukpt.Bdk[AES]";
        }
    }

    private static byte[] derivationDataFor(byte[] initialKeyId, KeyType type) {
        byte[] data = derivationData(DERIVATION_OF_INITIAL_KEY, type);
        System.arraycopy(initialKeyId, 0, data, 8, 8);
        return data;
    }

    private static byte[] workingKey(byte[] derivationKey, long idAndCounter, Usage usage, KeyType type) {
        CryptoRefusal.PARAMETER.unless(given(type).strengthBits <= KeyType.ofAesKey(derivationKey).strengthBits,
                "a working key is not stronger than the base derivation key");
        byte[] data = derivationData(given(usage).code, type);
        Bytes.putLong(idAndCounter, data, 8);
        return derive(derivationKey, type, data);
    }

    private static byte[] derivationData(int usage, KeyType type) {
        byte[] data = new byte[16];
        data[0] = 1;
        data[1] = 1;
        data[2] = (byte) (usage >> 8);
        data[3] = (byte) usage;
        data[5] = (byte) type.code;
        data[6] = (byte) (type.bits >> 8);
        data[7] = (byte) type.bits;
        return data;
    }

    /// ECB over the derivation data with a block counter (6.2).
    private static byte[] derive(byte[] key, KeyType type, byte[] data) {
        byte[] blocks = blocks(data, type);
        byte[] derived = Arrays.copyOf(key, Math.max(key.length, blocks.length));
        AesSoftKey.encryptOnto(derived, key.length, blocks);
        return exact(derived, type);
    }

    /// The derivation data for each block, with the block's number.
    private static byte[] blocks(byte[] data, KeyType type) {
        byte[] blocks = new byte[type.lengthBytes() == 16 ? 16 : 32];
        for (int i = 0; i < blocks.length; i += 16) {
            System.arraycopy(data, 0, blocks, i, 16);
            blocks[i + 1] = (byte) (i / 16 + 1);
        }
        return blocks;
    }

    private static byte[] exact(byte[] blocks, KeyType type) {
        if (type.lengthBytes() == blocks.length) {
            return blocks;
        }
        byte[] exact = Arrays.copyOf(blocks, type.lengthBytes());
        Bytes.wipe(blocks);
        return exact;
    }

    private static int counter(byte[] ksn) {
        return (int) Bytes.longAt(ksn, 4);
    }

    private static long idAndCounter(byte[] ksn) {
        return Bytes.longAt(ksn, 4);
    }

    private static void requireLength(byte[] ksn) {
        CryptoRefusal.KEY_SERIAL_NUMBER.unless(given(ksn).length == KSN_BYTES, "an AES DUKPT key serial number has 12 bytes");
    }
}
