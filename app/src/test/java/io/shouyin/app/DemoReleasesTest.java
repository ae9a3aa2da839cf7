package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Secret;
import io.shouyin.release.ReleaseKeys;
import io.shouyin.release.ReleaseManifest;
import io.shouyin.release.SignedRelease;
import io.shouyin.release.SignerKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo's signers are made where it runs, and their release is one that a host takes.
class DemoReleasesTest {

    @TempDir
    Path folder;

    @Test
    void signers_areMadeOnce_andTwoOfThemHaveSignedARelease() throws Exception {
        Path keysFile = DemoReleases.ensure(folder);
        ReleaseKeys keys = ReleaseKeys.parse(Files.readString(keysFile));
        SignedRelease signed = SignedRelease.parse(Files.readAllBytes(folder.resolve("shouyin-1.1.0.release.json")));
        ReleaseManifest manifest = keys.verify(signed, Instant.now());
        manifest.artifact("software.json").orElseThrow().require(Files.readAllBytes(folder.resolve("software.json")));
        assertThat(keys.names(signed)).containsExactly("lin", "zhou");
        for (String name : new String[] {"lin.key", "lin.passphrase", "zhou.key", "ma.passphrase"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)))).as(name).isEqualTo("rw-------");
        }
        try (Secret passphrase = Secret.of(Files.readString(folder.resolve("ma.passphrase")).strip())) {
            assertThat(SignerKey.open(Files.readString(folder.resolve("ma.key")), passphrase).publicKey().name()).isEqualTo("ma");
        }
        DemoReleases.ensure(folder);
        assertThat(Files.readAllBytes(folder.resolve("shouyin-1.1.0.release.json"))).isEqualTo(signed.bytes());
    }
}
