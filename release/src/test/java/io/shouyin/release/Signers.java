package io.shouyin.release;

import io.shouyin.release.ReleaseManifest.Artifact;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Three people with keys, one who is not among them, and what they sign.
final class Signers {

    static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    static final byte[] CONTENT = "a picture and some texts".getBytes(StandardCharsets.US_ASCII);

    static final SignerKey LIN = SignerKey.generate("lin");
    static final SignerKey ZHOU = SignerKey.generate("zhou");
    static final SignerKey MA = SignerKey.generate("ma");
    static final SignerKey STRANGER = SignerKey.generate("stranger");
    static final ReleaseKeys KEYS = new ReleaseKeys(Stream.of(LIN, ZHOU, MA).map(SignerKey::publicKey).toList());

    private Signers() {}

    static ReleaseManifest manifest(int number) {
        return manifest(number, KEYS.keyIds());
    }

    static ReleaseManifest manifest(int number, List<String> keyIds) {
        return new ReleaseManifest("shouyin-terminal", "1.4.0", number, List.of("touch-1", "sign-1"),
                List.of(Artifact.of("app.zip", CONTENT), Artifact.of("notes.txt", new byte[0])),
                NOW.minusSeconds(60), NOW.plusSeconds(86_400), 100, keyIds);
    }

    static SignedRelease signed(ReleaseManifest manifest, SignerKey... by) throws ReleaseException {
        SignedRelease release = SignedRelease.of(manifest);
        for (SignerKey key : by) {
            release = key.sign(release);
        }
        return release;
    }
}
