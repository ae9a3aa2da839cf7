package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `release key|make|sign|verify`, as three signers and a machine that checks use it.
class ReleaseCommandTest {

    @TempDir
    private Path folder;

    private String keys;
    private String release;

    @BeforeEach
    void threeSignersAndAManifest() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String name : new String[] {"lin", "zhou", "ma"}) {
            Files.writeString(folder.resolve(name + ".txt"), "the passphrase of " + name + "\n");
            lines.append(run(0, "key", "--name", name, "--out", file(name + ".key"), "--passphrase-file", file(name + ".txt")).out());
        }
        keys = Files.writeString(folder.resolve("keys.txt"), lines).toString();
        Files.writeString(folder.resolve("software.json"), "{}");
        release = file("shouyin-1.4.0.release.json");
        run(0, "make", "--version", "1.4.0", "--number", "104", "--hardware", "Shouyin-VT-1", "--keys", keys, "--out", release, file("software.json"));
    }

    @Test
    void release_signedByTwo_verifiesWithItsFiles() throws IOException {
        assertThat(run(1, "verify", "--keys", keys, release).err()).startsWith("RELEASE_SIGNATURES_TOO_FEW: ");
        sign(0, "lin");
        assertThat(run(1, "verify", "--keys", keys, release).err()).startsWith("RELEASE_SIGNATURES_TOO_FEW: ");
        assertThat(sign(1, "lin").err()).startsWith("RELEASE_KEY_TWICE: ");
        sign(0, "ma");
        assertThat(run(0, "verify", "--keys", keys, "--folder", folder.toString(), release).out()).contains("shouyin-terminal 1.4.0 (104)", "software.json", "lin, ma");
        Files.writeString(folder.resolve("software.json"), "[]");
        assertThat(run(1, "verify", "--keys", keys, "--folder", folder.toString(), release).err()).startsWith("RELEASE_FILE_HASH_WRONG: ");
        Files.delete(folder.resolve("software.json"));
        assertThat(run(1, "verify", "--keys", keys, "--folder", folder.toString(), release).err()).startsWith("RELEASE_FILE_MISSING: ");
    }

    @Test
    void key_isForItsOwnerAndItsPassphraseOnly() throws IOException {
        assertThat(Files.getPosixFilePermissions(folder.resolve("lin.key"))).hasSize(2);
        assertThat(run(1, "sign", "--key", file("lin.key"), "--passphrase-file", file("ma.txt"), release).err()).startsWith("RELEASE_KEY_FILE_UNUSABLE: ");
        assertThat(run(1, "key", "--name", "lin", "--out", file("lin.key"), "--passphrase-file", file("lin.txt")).err()).as("no key is written over").startsWith("RELEASE_FILE_UNUSABLE: ");
    }

    private Program.Ended sign(int exit, String name) {
        return run(exit, "sign", "--key", file(name + ".key"), "--passphrase-file", file(name + ".txt"), release);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static Program.Ended run(int exit, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "release";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Program.Ended ended = CommandLineRun.run(all);
        assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
        return ended;
    }
}
