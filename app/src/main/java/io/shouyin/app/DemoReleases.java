package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.release.ReleaseException;
import io.shouyin.release.ReleaseKeys;
import io.shouyin.release.ReleaseManifest;
import io.shouyin.release.ReleaseManifest.Artifact;
import io.shouyin.release.SignedRelease;
import io.shouyin.release.SignerKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// The demo's three signers of terminal software, and a release that two of them have signed, to be uploaded on the page 软件 Software.
///
/// Real signers keep their keys on machines of their own; here they lie in one folder, made at the first start, each with its passphrase.
final class DemoReleases {

    static final String KEYS_FILE = "release-keys.txt";

    private static final int PASSPHRASE_BYTES = 18;
    private static final Duration VALID = Duration.ofDays(365);
    private static final List<String> HARDWARE = List.of("Shouyin-VT-1", "Shouyin-VT-E", "Shouyin-VT-T");
    private static final String SOFTWARE = "{\"standby\":{\"zh\":\"新软件已启用\",\"en\":\"New software is running\"}}\n";

    private DemoReleases() {}

    /// Does nothing if they are there already.
    ///
    /// @return the file with the public keys
    static Path ensure(Path folder) {
        Path keysFile = folder.resolve(KEYS_FILE);
        if (!Files.exists(keysFile)) {
            try {
                List<SignerKey> signers = Stream.of("lin", "zhou", "ma").map(SignerKey::generate).toList();
                for (SignerKey signer : signers) {
                    keep(folder, signer);
                }
                ReleaseKeys keys = new ReleaseKeys(signers.stream().map(SignerKey::publicKey).toList());
                byte[] software = SOFTWARE.getBytes(StandardCharsets.UTF_8);
                Instant from = Instant.now().truncatedTo(ChronoUnit.SECONDS);
                var manifest = new ReleaseManifest("shouyin-terminal", "1.1.0", 110, HARDWARE, List.of(Artifact.of("software.json", software)), from, from.plus(VALID), 0, keys.keyIds());
                Files.write(folder.resolve("software.json"), software);
                Files.write(folder.resolve("shouyin-1.1.0" + SignedRelease.FILE_ENDING), signers.get(1).sign(signers.get(0).sign(SignedRelease.of(manifest))).bytes());
                LocalStack.writePrivately(keysFile, keys.text());
            } catch (IOException | ReleaseException unwritable) {
                throw new Fault("FILE_UNWRITABLE", Recovery.FIX_THE_SETUP, "the folder " + folder + " cannot be written", unwritable);
            }
        }
        return keysFile;
    }

    private static void keep(Path folder, SignerKey signer) {
        byte[] random = new byte[PASSPHRASE_BYTES];
        new SecureRandom().nextBytes(random);
        String passphrase = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        try (Secret secret = Secret.of(passphrase)) {
            LocalStack.writePrivately(folder.resolve(signer.publicKey().name() + ".key"), signer.sealed(secret));
        }
        LocalStack.writePrivately(folder.resolve(signer.publicKey().name() + ".passphrase"), passphrase + "\n");
    }
}
