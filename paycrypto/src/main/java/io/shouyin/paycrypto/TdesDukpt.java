package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.util.Arrays;

/// Derived unique key per transaction with TDES (ANSI X9.24-1:2009, annex A): a new key for each transaction, from one base
/// derivation key (BDK) and the key serial number (KSN) that the terminal sends.
///
/// A KSN has 10 bytes: 59 bits name the terminal, 21 bits count. A counter is valid if it is not zero and has at most 10
/// one bits; so there are 1 048 575. Keys are double length. The terminal's side is [TdesDukptTerminal].
public final class TdesDukpt {

    public static final int KSN_BYTES = 10;
    public static final int COUNTER_BITS = 21;
    public static final int COUNTER_ONE_BITS_MAX = 10;

    static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

    private static final long VARIANT_C0 = 0xC0C0C0C000000000L;

    private TdesDukpt() {}

    /// What a key of one transaction is for: the mask that makes it out of the transaction key (A.4.1, table A-1).
    public enum Use {
        /// PIN encryption.
        PIN(0x00000000000000FFL, false),
        /// MAC of a request, or both ways.
        MAC_REQUEST(0x000000000000FF00L, false),
        /// MAC of a response.
        MAC_RESPONSE(0x00000000FF000000L, false),
        /// Data encryption of a request, or both ways; one step of TDES under itself follows the mask.
        DATA_REQUEST(0x0000000000FF0000L, true),
        /// Data encryption of a response.
        DATA_RESPONSE(0x000000FF00000000L, true);

        private final long mask;
        private final boolean encrypted;

        Use(long mask, boolean encrypted) {
            this.mask = mask;
            this.encrypted = encrypted;
        }
    }

    /// The key that is loaded into a terminal (A.6), 16 bytes.
    ///
    /// BDK `0123456789ABCDEFFEDCBA9876543210`, KSN `FFFF9876543210E00001`: `6AC292FAA1315B4D858AB3A3D7D5933A`.
    ///
    /// @param bdk 16 bytes
    /// @param ksn 10 bytes; the counter does not matter
    public static byte[] initialKey(byte[] bdk, byte[] ksn) {
        try (Bdk ready = Bdk.of(bdk)) {
            return ready.initialKey(ksn);
        }
    }

    /// The key of one transaction before any mask, 16 bytes.
    ///
    /// The same BDK and KSN: `042666B49184CFA368DE9628D0397BC9`.
    ///
    /// @param initialKey 16 bytes
    /// @param ksn 10 bytes
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_SERIAL_NUMBER] for a counter of zero or with more than 10 one bits,
    ///         [CryptoRefusal#KEY_WEAK] for a key of equal halves, or with a weak or semi-weak one
    public static byte[] transactionKey(byte[] initialKey, byte[] ksn) {
        requireInitialKey(initialKey);
        requireValid(ksn);
        long[] key = {Bytes.longAt(initialKey, 0), Bytes.longAt(initialKey, 8)};
        derive(key, ksn);
        byte[] derived = bytes(key[0], key[1]);
        Arrays.fill(key, 0);
        return derived;
    }

    /// The key for one use, 16 bytes.
    ///
    /// For the PIN, the same BDK and KSN: `042666B49184CF5C68DE9628D0397B36`.
    ///
    /// @param transactionKey 16 bytes
    public static byte[] useKey(byte[] transactionKey, Use use) {
        CryptoRefusal.KEY_LENGTH.unless(given(transactionKey).length == 16, "a TDES DUKPT transaction key has 16 bytes");
        Tdes.requireNoWeakPart(transactionKey);
        long left = Bytes.longAt(transactionKey, 0) ^ given(use).mask;
        long right = Bytes.longAt(transactionKey, 8) ^ use.mask;
        if (use.encrypted) {
            try (TdesKey self = TdesKey.of(left, right, left)) {
                long newLeft = self.encrypt(left);
                right = self.encrypt(right);
                left = newLeft;
            }
        }
        return bytes(left, right);
    }

    /// The KSN after `ksn`: counts on to the next valid counter.
    ///
    /// After `FFFF9876543210EFF800` comes `FFFF9876543210EFF801`.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_SERIAL_NUMBER] if the terminal has used up its keys
    public static byte[] next(byte[] ksn) {
        requireLength(ksn);
        long counter = counter(ksn);
        do {
            counter++;
            CryptoRefusal.KEY_SERIAL_NUMBER.unless(counter <= COUNTER_MASK,
                    "after 1048575 transactions a terminal needs a new initial key");
        } while (Long.bitCount(counter) > COUNTER_ONE_BITS_MAX);
        byte[] next = ksn.clone();
        Bytes.putLong(Bytes.longAt(ksn, 2) & ~COUNTER_MASK | counter, next, 2);
        return next;
    }

    /// What names the terminal: the KSN with its counter cleared.
    ///
    /// `FFFF9876543210E00001` becomes `FFFF9876543210E00000`.
    public static byte[] withoutCounter(byte[] ksn) {
        requireLength(ksn);
        byte[] name = ksn.clone();
        Bytes.putLong(Bytes.longAt(ksn, 2) & ~COUNTER_MASK, name, 2);
        return name;
    }

    /// Refuses a KSN of another length, a counter of zero, and one with more than 10 one bits.
    public static void requireValid(byte[] ksn) {
        requireLength(ksn);
        long counter = counter(ksn);
        CryptoRefusal.KEY_SERIAL_NUMBER.unless(counter != 0, "the counter of a transaction is not zero");
        CryptoRefusal.KEY_SERIAL_NUMBER.unless(Long.bitCount(counter) <= COUNTER_ONE_BITS_MAX,
                "the counter of a TDES DUKPT transaction has at most 10 one bits");
    }

    /// A base derivation key made ready, for a host that derives often. Use it from any number of threads.
    public static final class Bdk implements AutoCloseable {
        private final TdesKey key;
        private final TdesKey variant;

        private Bdk(TdesKey key, TdesKey variant) {
            this.key = key;
            this.variant = variant;
        }

        /// @param bdk 16 bytes; the caller wipes its own array
        /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK] for equal halves, or a weak or semi-weak one
        public static Bdk of(byte[] bdk) {
            CryptoRefusal.KEY_LENGTH.unless(given(bdk).length == 16, "a TDES base derivation key has 16 bytes");
            Tdes.requireStrong(bdk);
            long left = Bytes.longAt(bdk, 0);
            long right = Bytes.longAt(bdk, 8);
            return new Bdk(TdesKey.of(left, right, left),
                    TdesKey.of(left ^ VARIANT_C0, right ^ VARIANT_C0, left ^ VARIANT_C0));
        }

        /// See [TdesDukpt#initialKey].
        public byte[] initialKey(byte[] ksn) {
            requireLength(ksn);
            long id = initialId(ksn);
            return bytes(key.encrypt(id), variant.encrypt(id));
        }

        /// The key of one transaction for one use, ready.
        ///
        /// @throws CryptoRefusedException [CryptoRefusal#KEY_SERIAL_NUMBER]
        public TdesKey useKey(byte[] ksn, Use use) {
            requireValid(ksn);
            long id = initialId(ksn);
            long[] derived = {key.encrypt(id), variant.encrypt(id)};
            derive(derived, ksn);
            long left = derived[0] ^ given(use).mask;
            long right = derived[1] ^ use.mask;
            Arrays.fill(derived, 0);
            TdesKey masked = TdesKey.of(left, right, left);
            if (!use.encrypted) {
                return masked;
            }
            try (masked) {
                long newLeft = masked.encrypt(left);
                return TdesKey.of(newLeft, masked.encrypt(right), newLeft);
            }
        }

        @Override
        public void close() {
            key.close();
            variant.close();
        }

        @Override
        public String toString() {
            return "TdesDukpt.Bdk[TDES]";
        }
    }

    /// The leftmost 8 bytes with the counter's bits cleared (A.6).
    private static long initialId(byte[] ksn) {
        return Bytes.longAt(ksn, 0) & ~(COUNTER_MASK >>> 16);
    }

    static long counter(byte[] ksn) {
        return Bytes.longAt(ksn, 2) & COUNTER_MASK;
    }

    /// From the highest one bit of the counter to the lowest, one step each (A.3).
    private static void derive(long[] key, byte[] ksn) {
        long register = Bytes.longAt(ksn, 2) & ~COUNTER_MASK;
        long counter = counter(ksn);
        int[] schedule = new int[Des.STAGE_WORDS];
        for (long bit = 1L << COUNTER_BITS - 1; bit != 0; bit >>>= 1) {
            if ((counter & bit) != 0) {
                register |= bit;
                step(key, register, schedule);
            }
        }
        Arrays.fill(schedule, 0);
    }

    /// "Non-reversible key generation" (A.2) on a double-length key.
    static void step(long[] key, long register, int[] schedule) {
        long left = key[0];
        long right = key[1];
        Des.schedule(left, schedule, 0);
        long newRight = Des.crypt(register ^ right, schedule) ^ right;
        long leftVariant = left ^ VARIANT_C0;
        long rightVariant = right ^ VARIANT_C0;
        Des.schedule(leftVariant, schedule, 0);
        key[0] = Des.crypt(register ^ rightVariant, schedule) ^ rightVariant;
        key[1] = newRight;
    }

    static void requireInitialKey(byte[] initialKey) {
        CryptoRefusal.KEY_LENGTH.unless(given(initialKey).length == 16, "a TDES DUKPT initial key has 16 bytes");
        Tdes.requireStrong(initialKey);
    }

    static byte[] bytes(long left, long right) {
        byte[] bytes = new byte[16];
        Bytes.putLong(left, bytes, 0);
        Bytes.putLong(right, bytes, 8);
        return bytes;
    }

    private static void requireLength(byte[] ksn) {
        CryptoRefusal.KEY_SERIAL_NUMBER.unless(given(ksn).length == KSN_BYTES, "a TDES DUKPT key serial number has 10 bytes");
    }
}
