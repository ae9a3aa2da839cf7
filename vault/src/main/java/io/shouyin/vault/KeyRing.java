package io.shouyin.vault;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.X9143;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How commands reach keys: blocks under the LMK are opened, checked against the command's purposes, kept ready in a bounded
/// cache and wiped when they leave it. Nothing is reached before the self-test passed or after [#close].
final class KeyRing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final MasterKeys masterKeys;
    private final KeyCache cache;
    private final VaultOptions options;
    private final Optional<String> failedSelfTest;
    private final SecureRandom random = new SecureRandom();
    private volatile boolean closed;

    KeyRing(MasterKeys masterKeys, VaultOptions options, List<SelfTest> selfTests) {
        this.masterKeys = masterKeys;
        this.cache = new KeyCache(options.cachedKeysMax(), this::ready);
        this.options = options;
        this.failedSelfTest = SelfTest.firstFailure(selfTests);
        failedSelfTest.ifPresent(name -> LOG.error("the self-test of {} failed: the vault stays closed", name));
    }

    Optional<String> failedSelfTest() {
        return failedSelfTest;
    }

    int cachedKeys() {
        return cache.size();
    }

    /// Runs a command on a key if its purpose is one of `allowed`.
    <T> T use(KeyBlock block, Set<KeyPurpose> allowed, String command, Function<KeyCache.Entry, T> work) {
        requireOpen();
        KeyCache.Entry entry = held(block, command);
        try {
            if (!allowed.contains(entry.purpose())) {
                throw refused(command, VaultRefusal.KEY_USE_REFUSED, entry.purpose());
            }
            return work.apply(entry);
        } catch (CryptoRefusedException e) {
            throw new Fault(VaultRefusal.VAULT_INPUT_INVALID.name(), Recovery.FIX_THE_INPUT,
                    VaultRefusal.VAULT_INPUT_INVALID.en() + ": " + e.getMessage());
        } finally {
            entry.release();
        }
    }

    /// Writes down that a command was refused for what was handed to it.
    ///
    /// @return the refusal to throw
    Fault refused(String command, VaultRefusal reason, KeyPurpose... purposes) {
        List<KeyPurpose> handed = List.of(purposes);
        LOG.warn("{} refused: {}, keys {}", command, reason, handed);
        options.listener().refused(new RefusedUse(command, handed, reason));
        return reason.fault();
    }

    /// Refuses a key of another cipher as one of another purpose is.
    void requireProfile(KeyCache.Entry entry, Set<TerminalProfile> allowed, String command) {
        if (!allowed.contains(entry.profile())) {
            throw refused(command, VaultRefusal.KEY_USE_REFUSED, entry.purpose());
        }
    }

    /// Refuses a terminal's PIN key of single DES, unless the set-up wants such keys.
    void requireLength(KeyPurpose purpose, int keyBytes, String command) {
        if (purpose == KeyPurpose.TERMINAL_PIN && keyBytes == 8 && !options.singleLengthKeys()) {
            throw refused(command, VaultRefusal.PIN_KEY_SINGLE_LENGTH, purpose);
        }
    }

    /// As [#requireLength(KeyPurpose, int, String)], of a key that is there: one that was made under another set-up is no longer used.
    void requireLength(KeyCache.Entry entry, String command) {
        if (entry.isSingleLength()) {
            requireLength(entry.purpose(), 8, command);
        }
    }

    /// No key travels under a weaker one.
    void requireAsStrong(KeyCache.Entry exchangeKey, X9143.Header header, byte[] key, String command, KeyPurpose purpose) {
        if (exchangeKey.wrapping().strengthBits() < KeyTemplate.strengthBits(header.algorithm(), key.length)) {
            throw refused(command, VaultRefusal.KEY_EXCHANGE_KEY_WEAK, exchangeKey.purpose(), purpose);
        }
    }

    /// Opens a block of any purpose.
    X9143.Unwrapped unwrap(KeyBlock block, String command) {
        requireOpen();
        try {
            return masterKeys.unwrap(block);
        } catch (CryptoRefusedException e) {
            throw refused(command, VaultRefusal.KEY_BLOCK_REFUSED);
        }
    }

    /// The same key with the same header, under the LMK that wraps; unchanged if it is already.
    KeyBlock rewrap(KeyBlock block) {
        requireOpen();
        try {
            return masterKeys.rewrap(block);
        } catch (CryptoRefusedException e) {
            throw refused("rewrap", VaultRefusal.KEY_BLOCK_REFUSED);
        }
    }

    /// Wraps a key that is not to be exported, and wipes it.
    KeyBlock wrap(KeyPurpose purpose, byte[] key) {
        return wrap(purpose, Exportability.NONE, key);
    }

    /// Wraps under the LMK and wipes the clear key.
    KeyBlock wrap(KeyPurpose purpose, Exportability exportability, byte[] key) {
        return wrap(KeyTemplate.header(purpose, TerminalProfile.TDES, exportability), key);
    }

    /// As [#wrap(KeyPurpose, byte[])], of a terminal's own key.
    KeyBlock wrap(KeyPurpose purpose, TerminalProfile profile, byte[] key) {
        return wrap(KeyTemplate.header(purpose, profile, Exportability.NONE), key);
    }

    /// As [#wrap(KeyPurpose, byte[])], of a PIN key: its block says whose it is.
    KeyBlock wrapPinKey(TerminalProfile profile, TerminalMark terminal, byte[] key) {
        return wrap(terminal.in(KeyTemplate.header(KeyPurpose.TERMINAL_PIN, profile, Exportability.NONE)), key);
    }

    private KeyBlock wrap(X9143.Header header, byte[] key) {
        try {
            return masterKeys.wrap(header, key);
        } finally {
            Clear.wipe(key);
        }
    }

    /// A random key for `purpose`; wipe it after use.
    byte[] fresh(KeyPurpose purpose, int lengthBytes) {
        return fresh(KeyTemplate.of(purpose), lengthBytes);
    }

    /// As [#fresh(KeyPurpose, int)], a terminal's own key as long as its profile wants.
    byte[] fresh(KeyPurpose purpose, TerminalProfile profile) {
        KeyTemplate template = KeyTemplate.of(purpose, profile);
        return fresh(template, template.lengthBytes());
    }

    private byte[] fresh(KeyTemplate template, int lengthBytes) {
        byte[] drawn = new byte[lengthBytes];
        while (true) {
            random.nextBytes(drawn);
            byte[] key = template.isTdes() ? Tdes.withOddParity(drawn) : drawn.clone();
            if (template.isStrong(key)) {
                Clear.wipe(drawn);
                return key;
            }
        }
    }

    SecureRandom random() {
        return random;
    }

    /// @throws Fault [VaultRefusal#VAULT_SELF_TEST_FAILED] or [VaultRefusal#VAULT_CLOSED]
    void requireOpen() {
        if (failedSelfTest.isPresent()) {
            throw new Fault(VaultRefusal.VAULT_SELF_TEST_FAILED.name(), Recovery.STOP,
                    VaultRefusal.VAULT_SELF_TEST_FAILED.en() + " (" + failedSelfTest.get() + ")");
        }
        if (closed) {
            throw new Fault(VaultRefusal.VAULT_CLOSED, Recovery.STOP);
        }
    }

    /// Throws the opened keys out of the cache, for those under an LMK that was retired.
    void forget() {
        cache.clear();
    }

    @Override
    public void close() {
        closed = true;
        cache.clear();
        masterKeys.close();
    }

    private KeyCache.Entry held(KeyBlock block, String command) {
        try {
            return cache.hold(block);
        } catch (CryptoRefusedException e) {
            throw refused(command, VaultRefusal.KEY_BLOCK_REFUSED);
        } catch (NoPurpose e) {
            throw refused(command, VaultRefusal.KEY_USE_REFUSED);
        }
    }

    private KeyCache.Entry ready(String block) {
        try (X9143.Unwrapped unwrapped = masterKeys.unwrap(new KeyBlock(block))) {
            byte[] key = unwrapped.key();
            try {
                KeyTemplate.Kind kind = KeyTemplate.kindOf(unwrapped.header(), key.length).orElseThrow(NoPurpose::new);
                return new KeyCache.Entry(kind.purpose(), kind.profile(), ReadyKey.of(kind.purpose(), kind.profile(), key),
                        TerminalMark.of(kind, unwrapped.header(), key));
            } finally {
                Clear.wipe(key);
            }
        }
    }

    /// A whole block that was not made for any purpose of this vault.
    private static final class NoPurpose extends RuntimeException {
        NoPurpose() {
            super("no purpose has this header and length", null, false, false);
        }
    }
}
