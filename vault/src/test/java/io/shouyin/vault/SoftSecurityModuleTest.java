package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The module in this process: the contract, and what only it has.
class SoftSecurityModuleTest extends SecurityModuleContract {

    @TempDir
    Path folder;
    private final List<SoftSecurityModule> opened = new ArrayList<>();

    @Override
    protected SecurityModule open() {
        return module("own.p12", SoftSecurityModule.CACHED_KEYS_MAX, SelfTest.all());
    }

    @Override
    public SecurityModule openUnderAnotherMasterKey() {
        return module("another.p12", SoftSecurityModule.CACHED_KEYS_MAX, SelfTest.all());
    }

    @AfterEach
    void close() {
        opened.forEach(SoftSecurityModule::close);
    }

    @Test
    void selfTest_thatFails_keepsTheVaultClosedAndSaysWhich() {
        SoftSecurityModule broken = module("broken.p12", 16, List.of(
                new SelfTest("TDES", () -> true),
                new SelfTest("AES-CMAC", () -> {
                    throw new IllegalStateException("no such algorithm");
                })));
        assertThat(broken.failedSelfTest()).contains("AES-CMAC");
        assertFault(VaultRefusal.VAULT_SELF_TEST_FAILED, () -> broken.generate(KeyPurpose.INDEX));
        assertThat(SoftSecurityModule.selfTest()).hasSizeGreaterThan(10).doesNotContainValue(false);
    }

    @Test
    void close_thenAnyCommand_isRefused() {
        SoftSecurityModule module = module("closing.p12", 16, SelfTest.all());
        KeyBlock key = module.generate(KeyPurpose.INDEX);
        module.index(key, new byte[1]);
        module.close();
        assertFault(VaultRefusal.VAULT_CLOSED, () -> module.index(key, new byte[1]));
    }

    @Test
    void cache_smallerThanTheKeysInUse_staysBoundedAndRight() {
        SoftSecurityModule module = module("small.p12", 16, SelfTest.all());
        int keys = 100;
        KeyBlock[] blocks = new KeyBlock[keys];
        byte[][] expected = new byte[keys][];
        for (int i = 0; i < keys; i++) {
            blocks[i] = module.generate(KeyPurpose.TERMINAL_MAC);
            expected[i] = module.mac(blocks[i], new byte[16]);
        }
        var wrong = new ConcurrentLinkedQueue<Object>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < 1000; t++) {
                int at = t * 31 % keys;
                threads.submit(() -> {
                    try {
                        if (!Arrays.equals(module.mac(blocks[at], new byte[16]), expected[at])) {
                            wrong.add(at);
                        }
                    } catch (RuntimeException e) {
                        wrong.add(e);
                    }
                });
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(module.cachedKeys()).isLessThanOrEqualTo(16);
    }

    @Test
    void cacheEntry_evictedWhileInUse_isWipedByItsLastUser() {
        List<KeyCache.Entry> made = new ArrayList<>();
        KeyCache cache = new KeyCache(16, text -> {
            var entry = new KeyCache.Entry(KeyPurpose.TERMINAL_MAC, ReadyKey.of(KeyPurpose.TERMINAL_MAC, new byte[8]));
            made.add(entry);
            return entry;
        });
        KeyCache.Entry held = cache.hold(block(0));
        for (int i = 1; i < 200; i++) {
            cache.hold(block(i)).release();
        }
        assertThat(cache.size()).isLessThanOrEqualTo(16);
        assertThat(held.isWiped()).isFalse();
        held.release();
        assertThat(held.isWiped()).isTrue();
        cache.clear();
        assertThat(made).allMatch(KeyCache.Entry::isWiped);
    }

    @Test
    void reopened_fromItsFile_opensTheSameBlocks() {
        SoftSecurityModule first = module("kept.p12", 16, SelfTest.all());
        KeyBlock key = first.generate(KeyPurpose.INDEX);
        byte[] index = first.index(key, new byte[3]);
        first.close();
        try (Secret passphrase = passphrase(); SoftSecurityModule second = new SoftSecurityModule(
                LocalMasterKey.open(folder.resolve("kept.p12"), passphrase))) {
            assertThat(second.index(key, new byte[3])).isEqualTo(index);
        }
    }

    private SoftSecurityModule module(String file, int cachedKeysMax, List<SelfTest> selfTests) {
        try (Secret passphrase = passphrase()) {
            SoftSecurityModule module = new SoftSecurityModule(
                    LocalMasterKey.create(folder.resolve(file), passphrase), cachedKeysMax, selfTests);
            opened.add(module);
            return module;
        } catch (Fault e) {
            throw new AssertionError(e.code(), e);
        }
    }

    private static KeyBlock block(int number) {
        return new KeyBlock("D0000000000000000" + number);
    }

    static Secret passphrase() {
        return Secret.of("a long passphrase 密");
    }
}
