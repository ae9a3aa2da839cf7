package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.vault.MasterKeyFolder.Unlocking;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyFolderTest {

    @TempDir
    Path folder;

    @Test
    void make_overAnLmk_isRefused() {
        MasterKeyFolder keys = TestFolders.of(folder);
        assertThat(keys.isEmpty()).isTrue();
        assertFault(VaultRefusal.LMK_FILE_MISSING, keys::open);
        assertFault(VaultRefusal.LMK_FILE_MISSING, () -> keys.makeNext(Optional.empty()));
        keys.make(Optional.empty()).close();
        assertFault(VaultRefusal.LMK_FILE_EXISTS, () -> keys.make(Optional.empty()));
        keys.makeNext(Optional.empty()).close();
        assertFault(VaultRefusal.LMK_NEXT_EXISTS, () -> keys.makeNext(Optional.empty()));
    }

    @Test
    void make_inAFolderThatIsNotThere_makesItForItsOwnerAlone() throws Exception {
        Path made = folder.resolve("data/vault");
        TestFolders.of(made).make(Optional.empty()).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.getParent()))).isEqualTo("rwx------");
    }

    @Test
    void change_fromFileToTokenAndBack_opensOnlyWhatItShould() throws Exception {
        MasterKeyFolder keys = TestFolders.of(folder);
        Pkcs11Token token = TestTokens.token();
        keys.make(Optional.empty()).close();
        String first;
        String second;
        try (SoftSecurityModule module = new SoftSecurityModule(keys.open(), VaultOptions.STANDARD)) {
            first = module.lmkStatus().wraps();
            KeyBlock key = module.generate(KeyPurpose.INDEX);
            byte[] index = module.index(key, new byte[1]);
            try (LocalMasterKey next = keys.makeNext(Optional.of(token))) {
                second = next.checkValue();
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("lmk-next.pkcs11")))).isEqualTo("rw-------");
            assertThat(module.lmkStatus().open()).extracting(MasterKeyCommands.OpenMasterKey::store).containsExactly("PKCS#12", "PKCS#11 " + token.label());
            module.wrapUnder(second);
            KeyBlock inToken = module.rewrap(key);
            module.retire(first);
            try (LocalMasterKey next = keys.makeNext(Optional.empty())) {
                module.lmkStatus();
                module.wrapUnder(next.checkValue());
            }
            KeyBlock inFile = module.rewrap(inToken);
            module.retire(second);
            assertThat(module.index(inFile, new byte[1])).isEqualTo(index);
        }
        assertThat(keys.retired()).containsExactlyInAnyOrder(first, second);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("retired")))).isEqualTo("rwx------");
        assertThat(folder.resolve("retired/lmk-" + first + ".p12")).exists();
        keys.destroy(first);
        keys.destroy(second);
        assertThat(keys.retired()).isEmpty();
        assertThat(new FolderHistory(folder).lines(0)).extracting(line -> FolderHistory.Line.of(line).map(done -> done.deed() + " " + done.checkValue()).orElse("?"))
                .startsWith("INIT " + first, "CHANGE_LMK " + second).endsWith("DESTROY_LMK " + first, "DESTROY_LMK " + second).hasSize(5);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("history")))).isEqualTo("rw-------");
        assertFault(VaultRefusal.PKCS11_KEY_MISSING, () -> token.open(second, TestTokens.pin()));
        assertFault(VaultRefusal.LMK_UNKNOWN, () -> keys.destroy(first));
    }

    /// A crash between the two moves leaves the next LMK alone.
    @Test
    void retirement_cutInTwo_isFinishedByTheNextOne() throws Exception {
        MasterKeyFolder keys = TestFolders.of(folder);
        keys.make(Optional.empty()).close();
        try (SoftSecurityModule module = new SoftSecurityModule(keys.open(), VaultOptions.STANDARD); LocalMasterKey next = keys.makeNext(Optional.empty())) {
            String old = module.lmkStatus().wraps();
            module.wrapUnder(next.checkValue());
            Files.createDirectories(folder.resolve("retired"));
            Files.move(folder.resolve("lmk.p12"), folder.resolve("retired/lmk-" + old + ".p12"));

            try (MasterKeys reopened = keys.open()) {
                assertThat(reopened.wraps().checkValue()).isEqualTo(next.checkValue());
            }
            module.retire(old);
            assertThat(folder.resolve("lmk.p12")).exists();
            assertThat(folder.resolve("lmk-next.p12")).doesNotExist();
            try (MasterKeys reopened = keys.open()) {
                assertThat(reopened.wraps().checkValue()).isEqualTo(next.checkValue());
            }
        }
    }

    /// The process that died was the only one: the next start finishes what it had begun, and the LMK can be changed again.
    @Test
    void retirement_cutInTwo_isFinishedByTheNextStart_underEitherPassphrase() throws Exception {
        for (boolean settingsFollowed : new boolean[] {false, true}) {
            Path root = Files.createDirectory(folder.resolve(Boolean.toString(settingsFollowed)));
            MasterKeyFolder before = new MasterKeyFolder(root, passphrase("old passphrase 1"), passphrase("new passphrase 2"));
            before.make(Optional.empty()).close();
            String old;
            String next;
            try (MasterKeys keys = before.open(); LocalMasterKey laid = before.makeNext(Optional.empty())) {
                old = keys.wraps().checkValue();
                next = laid.checkValue();
            }
            Files.createDirectories(root.resolve("retired"));
            Files.move(root.resolve("lmk.p12"), root.resolve("retired/lmk-" + old + ".p12"));

            MasterKeyFolder after = settingsFollowed ? new MasterKeyFolder(root, passphrase("new passphrase 2"), passphrase("newest passphrase 3")) : before;
            try (SoftSecurityModule module = new SoftSecurityModule(after.open(), VaultOptions.STANDARD)) {
                assertThat(module.lmkStatus().wraps()).isEqualTo(next);
                assertThat(root.resolve("lmk.p12")).exists();
                assertThat(root.resolve("lmk-next.p12")).doesNotExist();
            }
            after.makeNext(Optional.empty()).close();
            assertThat(after.hasNext()).isTrue();
        }
    }

    private static Unlocking passphrase(String text) {
        return new Unlocking(() -> Secret.of(text), () -> Secret.of(text));
    }

    @Test
    void retirement_byTwoProcessesOfOneFolder_movesFilesOnce() {
        MasterKeyFolder keys = TestFolders.of(folder);
        keys.make(Optional.empty()).close();
        try (SoftSecurityModule one = new SoftSecurityModule(keys.open(), VaultOptions.STANDARD); SoftSecurityModule other = new SoftSecurityModule(keys.open(), VaultOptions.STANDARD);
                LocalMasterKey next = keys.makeNext(Optional.empty())) {
            String old = one.lmkStatus().wraps();
            for (SoftSecurityModule module : new SoftSecurityModule[] {one, other}) {
                module.lmkStatus();
                module.wrapUnder(next.checkValue());
            }
            one.retire(old);
            keys.makeNext(Optional.of(TestTokens.token())).close();
            other.retire(old);
            assertThat(keys.retired()).containsExactly(old);
            assertThat(keys.hasNext()).as("the one that was laid since stays where it is").isTrue();
            try (MasterKeys reopened = keys.open()) {
                assertThat(reopened.wraps().checkValue()).isEqualTo(next.checkValue());
            }
        }
    }

    @Test
    void nextLmk_thatCannotBeOpened_isNamedAndTriedAgainWhenItsFileIsAnother() throws Exception {
        TestFolders.of(folder).make(Optional.empty()).close();
        Unlocking right = new Unlocking(TestFolders::passphrase, TestTokens::pin);
        Unlocking other = new Unlocking(() -> Secret.of("quite another passphrase"), TestTokens::pin);
        try (SoftSecurityModule module = new SoftSecurityModule(TestFolders.of(folder).open(), VaultOptions.STANDARD)) {
            new MasterKeyFolder(folder, right, other).makeNext(Optional.empty()).close();
            assertThat(module.lmkStatus().nextRefused()).contains("LMK_PASSPHRASE_WRONG");
            assertThat(module.lmkStatus().open()).hasSize(1);

            Files.delete(folder.resolve("lmk-next.p12"));
            Files.copy(folder.resolve("lmk.p12"), folder.resolve("lmk-next.p12"));
            Files.setLastModifiedTime(folder.resolve("lmk-next.p12"), FileTime.from(Instant.EPOCH));
            assertThat(module.lmkStatus().nextRefused()).contains("LMK_NEXT_SAME");

            Files.delete(folder.resolve("lmk-next.p12"));
            TestFolders.of(folder).makeNext(Optional.empty()).close();
            assertThat(module.lmkStatus().open()).hasSize(2);
            assertThat(module.lmkStatus().nextRefused()).isEmpty();
        }
    }

    /// Blocks from before LMKs could change say nothing of theirs.
    @Test
    void blockWithoutMark_isOpenedAndMarkedByItsRewrapping() {
        TestFolders.of(folder).make(Optional.empty()).close();
        try (MasterKeys keys = TestFolders.of(folder).open(); SoftSecurityModule module = new SoftSecurityModule(keys, VaultOptions.STANDARD)) {
            KeyBlock old = new KeyBlock(keys.wraps().protection().wrapMasked(KeyTemplate.header(KeyPurpose.INDEX, TerminalProfile.TDES, Exportability.NONE), new byte[32], 32));
            assertThat(old.masterKey()).isEmpty();
            KeyBlock marked = module.rewrap(old);
            assertThat(marked.masterKey()).contains(keys.wraps().checkValue());
            assertThat(module.index(old, new byte[1])).isEqualTo(module.index(marked, new byte[1]));
        }
    }

    @Test
    void descriptorThatIsBroken_isSaidByName() throws Exception {
        Files.writeString(folder.resolve("lmk.pkcs11"), "token=x\n");
        assertFault(VaultRefusal.LMK_FILE_BROKEN, () -> TestFolders.of(folder).open());
    }

    @Test
    void destroy_withoutAHistoryToWriteTo_leavesTheKey() throws Exception {
        MasterKeyFolder keys = TestFolders.of(folder);
        keys.make(Optional.empty()).close();
        Files.createDirectories(folder.resolve("retired"));
        Path retired = Files.writeString(folder.resolve("retired/lmk-A1B2C3.p12"), "old");
        Files.delete(folder.resolve("history"));
        Files.createDirectory(folder.resolve("history"));
        assertFault(VaultRefusal.LMK_FILE_UNWRITABLE, () -> keys.destroy("A1B2C3"));
        assertThat(retired).hasContent("old");
        assertFault(VaultRefusal.LMK_FILE_UNWRITABLE, () -> keys.makeNext(Optional.empty()));
        assertThat(keys.hasNext()).isFalse();
    }
}
