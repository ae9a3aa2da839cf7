package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.util.Arrays;

/// The terminal's side of AES DUKPT (ANSI X9.24-3:2017, 6.5): 32 intermediate derivation keys, of which each is erased before it
/// is used.
///
/// The initial key is not kept. Not for several threads at once.
///
/// Loaded with `1273671EA26AC29AFA4D1084127652A1` and `1234567890123456`, the first transaction has KSN `123456789012345600000001`
/// and the PIN key (AES-128) `AF8CB133A78F8DC2D1359F18527593FB`.
public final class AesDukptTerminal extends ClosableKey {

    private static final int REGISTERS = 32;

    private final byte[] initialKeyId;
    private final byte[][] registers = new byte[REGISTERS][];
    private byte[] ksn;
    private boolean usedUp;

    private AesDukptTerminal(byte[] initialKeyId) {
        this.initialKeyId = initialKeyId.clone();
        this.ksn = Arrays.copyOf(initialKeyId, AesDukpt.KSN_BYTES);
    }

    /// Loads a terminal.
    ///
    /// @param initialKey 16, 24 or 32 bytes; the caller wipes it
    /// @param initialKeyId 8 bytes
    public static AesDukptTerminal load(byte[] initialKey, byte[] initialKeyId) {
        CryptoRefusal.KEY_LENGTH.unless(given(initialKey).length == 16 || initialKey.length == 24 || initialKey.length == 32,
                "an AES DUKPT key has 16, 24 or 32 bytes");
        CryptoRefusal.KEY_SERIAL_NUMBER.unless(given(initialKeyId).length == AesDukpt.INITIAL_KEY_ID_BYTES,
                "an initial key identifier has 8 bytes");
        AesDukptTerminal loaded = new AesDukptTerminal(initialKeyId);
        for (int i = 0; i < REGISTERS; i++) {
            loaded.registers[i] = loaded.derived(initialKey, 1 << i);
        }
        loaded.ksn = AesDukpt.next(loaded.ksn);
        return loaded;
    }

    /// One transaction: its KSN and its keys. Close it to wipe them.
    public static final class Transaction extends ClosableKey {
        private final byte[] ksn;
        private final byte[] derivationKey;

        private Transaction(byte[] ksn, byte[] derivationKey) {
            this.ksn = ksn;
            this.derivationKey = derivationKey;
        }

        /// 12 bytes, sent along.
        public byte[] ksn() {
            return ksn.clone();
        }

        /// See [AesDukpt#workingKey].
        public byte[] key(AesDukpt.Usage usage, AesDukpt.KeyType type) {
            requireOpen();
            return AesDukpt.workingKey(derivationKey, ksn, usage, type);
        }

        @Override
        void wipe() {
            Bytes.wipe(derivationKey);
        }

        @Override
        public String toString() {
            return "AesDukptTerminal.Transaction[...]";
        }
    }

    /// The next transaction. Its derivation key is erased here and the keys below it are made anew.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_SERIAL_NUMBER] if all keys are used up
    public Transaction next() {
        requireOpen();
        CryptoRefusal.KEY_SERIAL_NUMBER.unless(!usedUp, "after its last valid counter a terminal needs a new initial key");
        int counter = (int) Bytes.longAt(ksn, 4);
        int lowest = Integer.numberOfTrailingZeros(counter);
        byte[] key = registers[lowest];
        registers[lowest] = null;
        Transaction transaction = new Transaction(ksn, key);
        if (Integer.bitCount(counter) < AesDukpt.COUNTER_ONE_BITS_MAX) {
            for (int i = 0; i < lowest; i++) {
                registers[i] = derived(key, counter | 1 << i);
            }
        }
        try {
            ksn = AesDukpt.next(ksn);
        } catch (CryptoRefusedException e) {
            usedUp = true;
        }
        return transaction;
    }

    /// The key under which a new initial key comes, see [AesDukpt#updateKey]. It is there until the counter reaches `80000000`.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_SERIAL_NUMBER] after that
    public byte[] updateKey(AesDukpt.KeyType type) {
        requireOpen();
        CryptoRefusal.KEY_SERIAL_NUMBER.unless(registers[REGISTERS - 1] != null,
                "a terminal has its update key until its counter reaches 80000000");
        return AesDukpt.updateKeyFrom(registers[REGISTERS - 1], initialKeyId, 1 << 31, type);
    }

    private byte[] derived(byte[] key, int counter) {
        AesDukpt.KeyType type = switch (key.length) {
            case 16 -> AesDukpt.KeyType.AES_128;
            case 24 -> AesDukpt.KeyType.AES_192;
            default -> AesDukpt.KeyType.AES_256;
        };
        return AesDukpt.next(key, type, initialKeyId, counter);
    }

    @Override
    void wipe() {
        Bytes.wipe(registers);
    }

    @Override
    public String toString() {
        return "AesDukptTerminal[...]";
    }
}
