package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMasterKeyTest {

    @TempDir
    Path folder;

    @Test
    void create_thenOpen_givesTheSameKeyInAFileOfItsOwner() throws Exception {
        Path file = folder.resolve("keys/lmk.p12");
        String checkValue;
        try (LocalMasterKey key = LocalMasterKey.create(file, TestFolders.passphrase())) {
            checkValue = key.checkValue();
            assertThat(key).hasToString("LocalMasterKey[" + checkValue + "]");
        }
        try (LocalMasterKey key = LocalMasterKey.open(file, TestFolders.passphrase())) {
            assertThat(key.checkValue()).isEqualTo(checkValue).matches("[0-9A-F]{6}");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void create_overAFileOrWithAShortPassphrase_isRefused() throws Exception {
        Path file = folder.resolve("lmk.p12");
        Files.writeString(file, "something");
        assertFault(VaultRefusal.LMK_FILE_EXISTS, () -> LocalMasterKey.create(file, TestFolders.passphrase()));
        assertThat(Files.readString(file)).isEqualTo("something");
        assertFault(VaultRefusal.LMK_PASSPHRASE_WEAK,
                () -> LocalMasterKey.create(folder.resolve("other.p12"), Secret.of("short")));
        assertFault(VaultRefusal.LMK_FILE_UNWRITABLE,
                () -> LocalMasterKey.create(file.resolve("below/a/file.p12"), TestFolders.passphrase()));
    }

    @Test
    void open_wrongPassphraseMissingOrBrokenFile_saysWhichInOneSentence() throws Exception {
        Path file = folder.resolve("lmk.p12");
        LocalMasterKey.create(file, TestFolders.passphrase()).close();
        assertFault(VaultRefusal.LMK_PASSPHRASE_WRONG, () -> LocalMasterKey.open(file, Secret.of("another passphrase")));
        assertFault(VaultRefusal.LMK_FILE_MISSING,
                () -> LocalMasterKey.open(folder.resolve("none.p12"), TestFolders.passphrase()));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertFault(VaultRefusal.LMK_FILE_BROKEN, () -> LocalMasterKey.open(file, TestFolders.passphrase()));
        Files.write(file, new byte[0]);
        assertFault(VaultRefusal.LMK_FILE_BROKEN, () -> LocalMasterKey.open(file, TestFolders.passphrase()));
    }

    /// Of a flipped byte in what is sealed nobody can tell; of one in the frame or in the MAC one can.
    @Test
    void open_fileWithAFlippedByte_saysThatItIsBrokenWhereThatCanBeTold() throws Exception {
        Path file = folder.resolve("lmk.p12");
        LocalMasterKey.create(file, TestFolders.passphrase()).close();
        byte[] whole = Files.readAllBytes(file);
        int sealed = indexOf(whole, HexFormat.of().parseHex("A081B00481AD3081AA")) + 9;         // key bag, octets, EncryptedPrivateKeyInfo
        int mac = indexOf(whole, HexFormat.of().parseHex("05000420")) + 4;                      // of SHA-256 without parameters: 32 bytes
        for (int at : new int[] {5, 30, sealed + 1, sealed + 3, mac, mac + 31, whole.length - 1}) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x01;
            Files.write(file, flipped);
            assertFault(VaultRefusal.LMK_FILE_BROKEN, () -> LocalMasterKey.open(file, TestFolders.passphrase()));
        }
        for (int length : new int[] {1, 4, sealed, mac, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertFault(VaultRefusal.LMK_FILE_BROKEN, () -> LocalMasterKey.open(file, TestFolders.passphrase()));
        }
        Files.write(file, whole);
        LocalMasterKey.open(file, TestFolders.passphrase()).close();
    }

    private static int indexOf(byte[] whole, byte[] part) {
        return IntStream.range(0, whole.length - part.length).filter(at -> Arrays.equals(whole, at, at + part.length, part, 0, part.length)).findFirst().orElseThrow();
    }

    @Test
    void passphraseIn_file_dropsTheLineEnd() throws Exception {
        Path file = folder.resolve("passphrase");
        Files.writeString(file, "a long passphrase 密\n");
        assertThat(LocalMasterKey.passphraseIn(file).sameAs(TestFolders.passphrase())).isTrue();
        Files.writeString(file, "\n");
        assertFault(VaultRefusal.LMK_PASSPHRASE_MISSING, () -> LocalMasterKey.passphraseIn(file));
        assertFault(VaultRefusal.LMK_PASSPHRASE_MISSING, () -> LocalMasterKey.passphraseIn(folder.resolve("none")));
    }

    @Test
    void passphraseOf_partsOfTwoCustodians_isBothInTheirOrderNeitherShortNorEqual() {
        assertThat(LocalMasterKey.passphraseOf(List.of(Secret.of("a long passphrase "), Secret.of("密 and another one")))
                .sameAs(Secret.of("a long passphrase 密 and another one"))).isTrue();
        assertFault(VaultRefusal.LMK_PASSPHRASE_WEAK, () -> LocalMasterKey.passphraseOf(List.of(Secret.of("a long passphrase"), Secret.of("eleven long"))));
        assertFault(VaultRefusal.LMK_PARTS_EQUAL, () -> LocalMasterKey.passphraseOf(List.of(Secret.of("a long passphrase"), Secret.of("a long passphrase"))));
        assertFault(VaultRefusal.LMK_PARTS_EQUAL, () -> LocalMasterKey.pinOf(List.of(Secret.of("0815-0"), Secret.of("0815-0"))));
        assertFault(VaultRefusal.PKCS11_PIN_WEAK, () -> LocalMasterKey.pinOf(List.of(Secret.of("0815-0"), Secret.of("4711-"))));
        assertThat(LocalMasterKey.pinOf(List.of(Secret.of("0815"))).sameAs(Secret.of("0815"))).as("the whole is the token's affair").isTrue();
    }
}
