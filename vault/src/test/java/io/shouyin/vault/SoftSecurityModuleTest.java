package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.Cvv;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.Pvv;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.WorkingKeyField;
import io.shouyin.vault.CardCommands.CardValue;
import io.shouyin.vault.CardCommands.CardValueVerdict;
import io.shouyin.vault.PinCommands.PinReference;
import io.shouyin.vault.PinCommands.PinSource;
import io.shouyin.vault.PinCommands.PinTarget;
import io.shouyin.vault.PinCommands.PinTranslation;
import io.shouyin.vault.TerminalKeyCommands.WorkingKeySet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The module in this process: the contract, and what only it has.
class SoftSecurityModuleTest extends SecurityModuleContract {

    private static final VaultOptions FEW_KEYS = VaultOptions.STANDARD.withCachedKeysMax(16);

    @TempDir
    Path folder;
    private final List<SoftSecurityModule> opened = new ArrayList<>();

    @Override
    protected SecurityModule open() {
        MasterKeyFolder keys = TestFolders.of(folder.resolve("keys"));
        if (keys.isEmpty()) {
            keys.make(Optional.empty()).close();
        }
        SoftSecurityModule module = new SoftSecurityModule(keys.open(), VaultOptions.STANDARD);
        opened.add(module);
        return module;
    }

    @Override
    public String layNextMasterKey() {
        try (LocalMasterKey next = TestFolders.of(folder.resolve("keys")).makeNext(Optional.empty())) {
            return next.checkValue();
        }
    }

    @Override
    public SecurityModule openUnderAnotherMasterKey() {
        return module("another.p12", VaultOptions.STANDARD, SelfTest.all());
    }

    @AfterEach
    void close() {
        opened.forEach(SoftSecurityModule::close);
    }

    @Test
    void selfTest_thatThrows_keepsTheVaultClosedAndSaysWhich() {
        try (MasterKeys masterKeys = masterKeys("broken.p12")) {
            assertClosedBy("AES-CMAC", masterKeys, List.of(SelfTest.all().getFirst(), new SelfTest("AES-CMAC", List.of("BB1D"), () -> {
                throw new IllegalStateException("no such algorithm");
            })));
        }
    }

    /// Where a block has too few decimal digits the letters count: a mistake in that alone is found too.
    @Test
    void selfTest_ofPvvAndCardValue_reachesTheSecondPass() {
        assertThat(SelfTest.all()).filteredOn(test -> List.of("PVV", "CVV").contains(test.name())).flatExtracting(SelfTest::known)
                .contains("8183", "843");
        try (TdesKey pair = TdesKey.of(Fixtures.hex("5751166246E0FB7CC11C68A4989D3838"));
             Cvv.Pair cardValues = Cvv.Pair.of(Fixtures.hex("C192C8E9C71594F1C12F0D9138BA85EC"))) {
            assertThat(Pvv.usesSecondPass(pair, "3453412408380197", 1, "4508")).isTrue();
            assertThat(cardValues.usesSecondPass("4756372692809", "2609", "000")).isTrue();
        }
    }

    /// One vault for each known answer, with a character of that answer changed.
    @Test
    void selfTest_anyKnownAnswerChanged_keepsTheVaultClosedAndSaysWhich() {
        List<SelfTest> tests = SelfTest.all();
        assertThat(tests).extracting(SelfTest::name).doesNotHaveDuplicates().contains("TOTP", "PIN block format 1", "PIN block format 2",
                "PIN block format 3", "X9.143 key block A", "X9.143 key block B", "X9.143 key block C", "X9.143 key block D",
                "X9.143 key block E", "X9.143 key block 4");
        try (MasterKeys masterKeys = masterKeys("broken.p12")) {
            for (SelfTest test : tests) {
                for (int i = 0; i < test.known().size(); i++) {
                    List<String> known = new ArrayList<>(test.known());
                    known.set(i, changed(known.get(i)));
                    List<SelfTest> others = new ArrayList<>(tests);
                    others.set(tests.indexOf(test), new SelfTest(test.name(), known, test.found()));
                    assertClosedBy(test.name(), masterKeys, others);
                }
            }
        }
        assertThat(SoftSecurityModule.selfTest()).hasSize(tests.size()).doesNotContainValue(false);
    }

    private static String changed(String answer) {
        char last = answer.charAt(answer.length() - 1);
        return answer.substring(0, answer.length() - 1) + (last == '0' ? '1' : '0');
    }

    private static void assertClosedBy(String name, MasterKeys masterKeys, List<SelfTest> tests) {
        SoftSecurityModule broken = new SoftSecurityModule(masterKeys, FEW_KEYS, tests);
        assertThat(broken.failedSelfTest()).contains(name);
        assertThatThrownBy(() -> broken.generate(KeyPurpose.INDEX)).hasMessageContaining("(" + name + ")").isInstanceOfSatisfying(Fault.class,
                fault -> assertThat(fault.code()).isEqualTo(VaultRefusal.VAULT_SELF_TEST_FAILED.name()));
    }

    @Test
    void refusedUse_ofKeyOrBlockOrLimit_isTold() {
        List<RefusedUse> told = new ArrayList<>();
        PinLimits one = new PinLimits(Duration.ofMinutes(10), 1, 1, 1, Duration.ofDays(1), 1, 1);
        SoftSecurityModule module = module("told.p12", VaultOptions.STANDARD.withPinLimits(one).withListener(told::add), SelfTest.all());
        KeyBlock index = module.generate(KeyPurpose.INDEX);
        assertFault(VaultRefusal.KEY_USE_REFUSED, () -> module.mac(index, new byte[3]));
        assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> module.mac(block(1), new byte[3]));
        assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> module.mac(new KeyBlock("no block"), new byte[3]));
        assertFault(VaultRefusal.KEY_NOT_EXPORTABLE, () -> module.export(module.generate(KeyPurpose.ZONE_MASTER), index));
        assertFault(VaultRefusal.KEY_IMPORT_REFUSED,
                () -> module.receive(module.generate(KeyPurpose.ZONE_MASTER), "D", KeyPurpose.ZONE_PIN));
        KeyBlock master = module.generate(KeyPurpose.TERMINAL_MASTER);
        assertFault(VaultRefusal.PIN_KEY_SINGLE_LENGTH, () -> module.issueWorkingKeys(master, WorkingKeySet.SINGLE));
        KeyBlock pik = module.generate(KeyPurpose.TERMINAL_PIN);
        KeyBlock zpk = module.generate(KeyPurpose.ZONE_PIN);
        assertThat(module.translatePin(pik, zpk, new byte[8], Fixtures.PAN)).isEqualTo(new PinTranslation.Refused());
        assertThat(module.translatePin(pik, zpk, new byte[8], Fixtures.PAN)).isEqualTo(new PinTranslation.LimitReached());
        KeyBlock cvk = module.generate(KeyPurpose.CARD_VALUE_ISSUE);
        String wrong = CardContract.wrong(module.issueCardValue(cvk, new CardValue.InPrint(), Fixtures.PAN, "3012"));
        assertThat(module.verifyCardValue(cvk, new CardValue.InPrint(), Fixtures.PAN, "3012", wrong)).isEqualTo(CardValueVerdict.WRONG);
        assertThat(module.verifyCardValue(cvk, new CardValue.InPrint(), Fixtures.PAN, "3012", wrong)).isEqualTo(CardValueVerdict.LIMIT_REACHED);
        assertThat(told).containsExactly(
                new RefusedUse("mac", List.of(KeyPurpose.INDEX), VaultRefusal.KEY_USE_REFUSED),
                new RefusedUse("mac", List.of(), VaultRefusal.KEY_BLOCK_REFUSED),
                new RefusedUse("mac", List.of(), VaultRefusal.KEY_BLOCK_REFUSED),
                new RefusedUse("export", List.of(KeyPurpose.ZONE_MASTER, KeyPurpose.INDEX), VaultRefusal.KEY_NOT_EXPORTABLE),
                new RefusedUse("receive", List.of(KeyPurpose.ZONE_PIN), VaultRefusal.KEY_IMPORT_REFUSED),
                new RefusedUse("issueWorkingKeys", List.of(KeyPurpose.TERMINAL_PIN), VaultRefusal.PIN_KEY_SINGLE_LENGTH),
                new RefusedUse("translatePin", List.of(KeyPurpose.TERMINAL_PIN), VaultRefusal.PIN_LIMIT_REACHED),
                new RefusedUse("verifyCardValue", List.of(KeyPurpose.CARD_VALUE_ISSUE), VaultRefusal.CARD_VALUE_LIMIT_REACHED));
    }

    @Test
    void blocksOfANetwork_overTheLimitOfItsKey_areRefusedUnderThisKeyOnly() {
        PinLimits three = new PinLimits(Duration.ofMinutes(10), 300, 1, 3, Duration.ofDays(1), 10, 10);
        SoftSecurityModule module = module("network.p12", VaultOptions.STANDARD.withPinLimits(three), SelfTest.all());
        KeyBlock zpk = module.generate(KeyPurpose.ZONE_PIN);
        String key = "0123456789ABCDEFFEDCBA9876543210";
        PinSource source = new PinSource.Fixed(Fixtures.known(module, KeyPurpose.ZONE_PIN_INCOMING, key), PinFormat.ISO_0);
        PinTarget target = new PinTarget(zpk, PinFormat.ISO_0);
        for (int i = 0; i < 3; i++) {
            assertThat(module.translatePin(source, target, new byte[8], Pan.of("621626100000%04d018".formatted(i))))
                    .isEqualTo(new PinTranslation.Refused());
        }
        assertThat(module.translatePin(source, target, new byte[8], Fixtures.PAN)).isEqualTo(new PinTranslation.LimitReached());
        PinSource sameKeyInAnotherBlock = new PinSource.Fixed(Fixtures.known(module, KeyPurpose.ZONE_PIN_INCOMING, key), PinFormat.ISO_0);
        assertThat(module.translatePin(sameKeyInAnotherBlock, target, new byte[8], Fixtures.PAN)).isEqualTo(new PinTranslation.LimitReached());
        PinSource another = new PinSource.Fixed(module.generate(KeyPurpose.ZONE_PIN_INCOMING), PinFormat.ISO_0);
        assertThat(module.translatePin(another, target, new byte[8], Fixtures.PAN)).isEqualTo(new PinTranslation.Refused());
    }

    @Test
    void pinKey_ofSingleLengthWhereItIsSetUp_isIssuedAndAssembled() {
        SoftSecurityModule module = module("single.p12", VaultOptions.STANDARD.withSingleLengthKeys(true), SelfTest.all());
        byte[] tmk = Fixtures.hex("0123456789ABCDEFFEDCBA9876543210");
        var working = module.issueWorkingKeys(Fixtures.known(module, KeyPurpose.TERMINAL_MASTER, "0123456789ABCDEFFEDCBA9876543210"),
                WorkingKeySet.SINGLE);
        assertThat(working.field62()).hasSize(24);
        try (var keys = WorkingKeyField.parse(tmk, working.field62())) {
            assertThat(KeyCheck.tdes(keys.pik())).isEqualTo(module.checkValue(working.pinKey()));
        }
        KeyBlock single = Fixtures.known(module, KeyPurpose.TERMINAL_PIN, "0123456789ABCDEF");
        assertThat(module.checkValue(single)).isEqualTo("D5D44FF7");
        KeyBlock zone = module.generate(KeyPurpose.ZONE_PIN);
        byte[] block = Tdes.encryptEcb(Fixtures.hex("0123456789ABCDEF"), PinBlocks.encodeFormat0("1234", "6216261000000000018"));
        assertThat(module.translatePin(new PinSource.OfTerminal(single), new PinTarget(zone, PinFormat.ISO_0), block, Fixtures.PAN))
                .isInstanceOf(PinTranslation.Translated.class);
    }

    /// The keys of terminals that signed in before the setting was taken back.
    @Test
    void pinKey_ofSingleLengthFromAnEarlierSetUp_isRefusedByNameAndTold() {
        SoftSecurityModule before = module("earlier.p12", VaultOptions.STANDARD.withSingleLengthKeys(true), SelfTest.all());
        KeyBlock single = before.issueWorkingKeys(before.generate(KeyPurpose.TERMINAL_MASTER), WorkingKeySet.SINGLE).pinKey();
        KeyBlock zone = before.generate(KeyPurpose.ZONE_PIN);
        KeyBlock pvk = before.generate(KeyPurpose.PIN_PVV);
        before.close();
        List<RefusedUse> told = new ArrayList<>();
        SoftSecurityModule after = opened("earlier.p12", VaultOptions.STANDARD.withListener(told::add));
        PinTarget target = new PinTarget(zone, PinFormat.ISO_0);
        PinReference pvv = new PinReference.Pvv(pvk, 1, "1234");
        for (PinSource from : List.of(new PinSource.OfTerminal(single), new PinSource.Fixed(single, PinFormat.ISO_0))) {
            assertFault(VaultRefusal.PIN_KEY_SINGLE_LENGTH, () -> after.translatePin(from, target, new byte[8], Fixtures.PAN));
            assertFault(VaultRefusal.PIN_KEY_SINGLE_LENGTH, () -> after.verifyPin(from, new byte[8], Fixtures.PAN, pvv));
        }
        assertThat(told).extracting(RefusedUse::command).containsExactly("translatePin", "verifyPin", "translatePin", "verifyPin");
        assertThat(told).allMatch(use -> use.reason() == VaultRefusal.PIN_KEY_SINGLE_LENGTH && use.purposes().equals(List.of(KeyPurpose.TERMINAL_PIN)));
        assertThat(after.rewrap(single)).as("it still goes along with a change of the master key").isEqualTo(single);
    }

    @Test
    void close_thenAnyCommand_isRefused() {
        SoftSecurityModule module = module("closing.p12", FEW_KEYS, SelfTest.all());
        KeyBlock key = module.generate(KeyPurpose.INDEX);
        module.index(key, new byte[1]);
        module.close();
        assertFault(VaultRefusal.VAULT_CLOSED, () -> module.index(key, new byte[1]));
    }

    /// A wrap that was under way would else be under a key of zeros.
    @Test
    void close_whileKeysAreWrapped_leavesNoBlockThatDoesNotOpen() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            String file = "wrapping" + round + ".p12";
            SoftSecurityModule module = module(file, FEW_KEYS, SelfTest.all());
            List<KeyBlock> made = new ArrayList<>();
            Thread closing = Thread.ofPlatform().start(module::close);
            assertFault(VaultRefusal.VAULT_CLOSED, () -> {
                while (true) {
                    made.add(module.generate(KeyPurpose.TERMINAL_MAC));
                }
            });
            closing.join();
            try (Secret passphrase = TestFolders.passphrase(); SoftSecurityModule again = new SoftSecurityModule(
                    LocalMasterKey.open(folder.resolve(file), passphrase))) {
                made.forEach(block -> assertThat(again.checkValue(block)).isNotEmpty());
            }
        }
    }

    @Test
    void cache_smallerThanTheKeysInUse_staysBoundedAndRight() {
        SoftSecurityModule module = module("small.p12", FEW_KEYS, SelfTest.all());
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
            KeyCache.Entry entry = macKey();
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

    /// The command that is on its way has its key, and nobody after it.
    @Test
    void cacheEntry_unwrappedWhileTheCacheIsCleared_isWipedByItsUserAndNotKept() {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        KeyCache cache = new KeyCache(16, _ -> {
            meanwhile.get().run();
            return macKey();
        });
        meanwhile.set(cache::clear);
        KeyCache.Entry late = cache.hold(block(1));
        assertThat(cache.size()).isZero();
        assertThat(late.isWiped()).isFalse();
        late.release();
        assertThat(late.isWiped()).isTrue();
        meanwhile.set(() -> {});
        cache.hold(block(1)).release();
        assertThat(cache.size()).isEqualTo(1);
    }

    private static KeyCache.Entry macKey() {
        return new KeyCache.Entry(KeyPurpose.TERMINAL_MAC, TerminalProfile.TDES,
                ReadyKey.of(KeyPurpose.TERMINAL_MAC, TerminalProfile.TDES, Fixtures.hex("0123456789ABCDEF")), Optional.empty());
    }

    @Test
    void reopened_fromItsFile_opensTheSameBlocks() {
        SoftSecurityModule first = module("kept.p12", FEW_KEYS, SelfTest.all());
        KeyBlock key = first.generate(KeyPurpose.INDEX);
        byte[] index = first.index(key, new byte[3]);
        first.close();
        try (Secret passphrase = TestFolders.passphrase(); SoftSecurityModule second = new SoftSecurityModule(
                LocalMasterKey.open(folder.resolve("kept.p12"), passphrase))) {
            assertThat(second.index(key, new byte[3])).isEqualTo(index);
        }
    }

    private SoftSecurityModule module(String file, VaultOptions options, List<SelfTest> selfTests) {
        SoftSecurityModule module = new SoftSecurityModule(masterKeys(file), options, selfTests);
        opened.add(module);
        return module;
    }

    /// A vault whose LMK is there.
    private SoftSecurityModule opened(String file, VaultOptions options) {
        try (Secret passphrase = TestFolders.passphrase()) {
            SoftSecurityModule module = new SoftSecurityModule(MasterKeys.only(LocalMasterKey.open(folder.resolve(file), passphrase)), options);
            opened.add(module);
            return module;
        }
    }

    private MasterKeys masterKeys(String file) {
        try (Secret passphrase = TestFolders.passphrase()) {
            return MasterKeys.only(LocalMasterKey.create(folder.resolve(file), passphrase));
        } catch (Fault e) {
            throw new AssertionError(e.code(), e);
        }
    }

    private static KeyBlock block(int number) {
        return new KeyBlock("D0000000000000000" + number);
    }
}
