package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.util.Arrays;

/// The terminal's side of TDES DUKPT (ANSI X9.24-1:2009, A.3): 21 future keys, of which each is erased before it is used, so
/// that a stolen terminal tells nothing of past transactions.
///
/// The initial key is not kept. Not for several threads at once.
///
/// Loaded with `6AC292FAA1315B4D858AB3A3D7D5933A` and KSN `FFFF9876543210E00000`, the first transaction has KSN
/// `FFFF9876543210E00001` and the PIN key `042666B49184CF5C68DE9628D0397B36`.
public final class TdesDukptTerminal extends ClosableKey {

    private final long terminal;
    private final byte[] prefix;
    private final long[][] futureKeys = new long[TdesDukpt.COUNTER_BITS][];
    private long counter;

    private TdesDukptTerminal(byte[] ksn) {
        this.terminal = Bytes.longAt(ksn, 2) & ~TdesDukpt.COUNTER_MASK;
        this.prefix = Arrays.copyOf(ksn, 2);
    }

    /// Loads a terminal.
    ///
    /// @param initialKey 16 bytes; the caller wipes it
    /// @param ksn 10 bytes; its counter is taken as zero
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK] for a key of equal halves, or with a weak or semi-weak one
    public static TdesDukptTerminal load(byte[] initialKey, byte[] ksn) {
        TdesDukpt.requireInitialKey(initialKey);
        CryptoRefusal.KEY_SERIAL_NUMBER.unless(given(ksn).length == TdesDukpt.KSN_BYTES,
                "a TDES DUKPT key serial number has 10 bytes");
        TdesDukptTerminal loaded = new TdesDukptTerminal(ksn);
        long[] key = {Bytes.longAt(initialKey, 0), Bytes.longAt(initialKey, 8)};
        for (int i = 0; i < TdesDukpt.COUNTER_BITS; i++) {
            loaded.futureKeys[i] = loaded.derived(key, 1L << i);
        }
        Arrays.fill(key, 0);
        loaded.counter = 1;
        return loaded;
    }

    /// One transaction: its KSN and its key. Close it to wipe the key.
    public static final class Transaction extends ClosableKey {
        private final byte[] ksn;
        private final byte[] key;

        private Transaction(byte[] ksn, byte[] key) {
            this.ksn = ksn;
            this.key = key;
        }

        /// 10 bytes, sent along.
        public byte[] ksn() {
            return ksn.clone();
        }

        /// 16 bytes, for one use.
        ///
        /// See [TdesDukpt#useKey].
        public byte[] key(TdesDukpt.Use use) {
            requireOpen();
            return TdesDukpt.useKey(key, use);
        }

        @Override
        void wipe() {
            Bytes.wipe(key);
        }

        @Override
        public String toString() {
            return "TdesDukptTerminal.Transaction[...]";
        }
    }

    /// The next transaction. Its key is erased here and the keys below it are made anew.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_SERIAL_NUMBER] if all keys are used up
    public Transaction next() {
        requireOpen();
        CryptoRefusal.KEY_SERIAL_NUMBER.unless(counter <= TdesDukpt.COUNTER_MASK,
                "after 1048575 transactions a terminal needs a new initial key");
        int lowest = Long.numberOfTrailingZeros(counter);
        long[] key = futureKeys[lowest];
        futureKeys[lowest] = null;
        byte[] ksn = new byte[TdesDukpt.KSN_BYTES];
        System.arraycopy(prefix, 0, ksn, 0, 2);
        Bytes.putLong(terminal | counter, ksn, 2);
        Transaction transaction = new Transaction(ksn, TdesDukpt.bytes(key[0], key[1]));
        if (Long.bitCount(counter) < TdesDukpt.COUNTER_ONE_BITS_MAX) {
            for (int i = 0; i < lowest; i++) {
                futureKeys[i] = derived(key, counter | 1L << i);
            }
            counter++;
        } else {
            // eleven one bits would follow: skip to the next counter whose key is there
            counter += 1L << lowest;
        }
        Arrays.fill(key, 0);
        return transaction;
    }

    private long[] derived(long[] key, long bits) {
        long[] derived = key.clone();
        int[] schedule = new int[Des.STAGE_WORDS];
        TdesDukpt.step(derived, terminal | bits, schedule);
        Arrays.fill(schedule, 0);
        return derived;
    }

    @Override
    void wipe() {
        for (long[] key : futureKeys) {
            if (key != null) {
                Arrays.fill(key, 0);
            }
        }
    }

    @Override
    public String toString() {
        return "TdesDukptTerminal[...]";
    }
}
