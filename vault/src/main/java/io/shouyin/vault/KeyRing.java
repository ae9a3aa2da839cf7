package io.shouyin.vault;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.Tdes;
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

    /// Every key of up to this length looks alike in its block.
    private static final int MASKED_KEY_BYTES = 32;
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final LocalMasterKey lmk;
    private final KeyCache cache;
    private final Optional<String> failedSelfTest;
    private final SecureRandom random = new SecureRandom();
    private volatile boolean closed;

    KeyRing(LocalMasterKey lmk, int cachedKeysMax, List<SelfTest> selfTests) {
        this.lmk = lmk;
        this.cache = new KeyCache(cachedKeysMax, this::ready);
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
        KeyCache.Entry entry = cache.hold(block);
        try {
            if (!allowed.contains(entry.purpose())) {
                LOG.warn("key use refused: {} was handed a key that is {}", command, entry.purpose());
                throw VaultRefusal.KEY_USE_REFUSED.fault();
            }
            return work.apply(entry);
        } catch (CryptoRefusedException e) {
            throw new Fault(VaultRefusal.VAULT_INPUT_INVALID.name(), Recovery.FIX_THE_INPUT,
                    VaultRefusal.VAULT_INPUT_INVALID.en() + ": " + e.getMessage());
        } finally {
            entry.release();
        }
    }

    /// Opens a block of any purpose.
    X9143.Unwrapped unwrap(KeyBlock block) {
        return unwrap(block.value());
    }

    /// Wraps under the LMK and wipes the clear key.
    KeyBlock wrap(KeyPurpose purpose, byte[] key) {
        try {
            return new KeyBlock(lmk.protection().wrapMasked(KeyTemplate.header(purpose), key, MASKED_KEY_BYTES));
        } finally {
            Clear.wipe(key);
        }
    }

    /// A random key for `purpose`; wipe it after use.
    byte[] fresh(KeyPurpose purpose, int lengthBytes) {
        byte[] key = new byte[lengthBytes];
        if (!KeyTemplate.of(purpose).isTdes()) {
            random.nextBytes(key);
            return key;
        }
        while (true) {
            random.nextBytes(key);
            byte[] odd = Tdes.withOddParity(key);
            try {
                Tdes.requireStrong(odd);
                Clear.wipe(key);
                return odd;
            } catch (CryptoRefusedException e) {
                Clear.wipe(odd);
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

    @Override
    public void close() {
        closed = true;
        cache.clear();
        lmk.close();
    }

    private KeyCache.Entry ready(String block) {
        try (X9143.Unwrapped unwrapped = unwrap(block)) {
            byte[] key = unwrapped.key();
            try {
                for (KeyPurpose purpose : KeyPurpose.values()) {
                    if (KeyTemplate.fits(purpose, unwrapped.header(), key.length)) {
                        return new KeyCache.Entry(purpose, ReadyKey.of(purpose, key));
                    }
                }
                throw VaultRefusal.KEY_USE_REFUSED.fault();
            } finally {
                Clear.wipe(key);
            }
        }
    }

    private X9143.Unwrapped unwrap(String block) {
        try {
            return lmk.protection().unwrap(block);
        } catch (CryptoRefusedException e) {
            LOG.warn("a key block was refused: {}", e.reason());
            throw VaultRefusal.KEY_BLOCK_REFUSED.fault();
        }
    }
}
