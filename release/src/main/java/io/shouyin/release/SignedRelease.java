package io.shouyin.release;

import io.shouyin.kernel.Check;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// A manifest's bytes with the signatures over them, as it lies in a file `NAME.release.json`:
/// `{"manifest":"<base64>","signatures":[{"keyId":"0a1b2c3d","signature":"<base64 of 64 bytes>"}]}`.
///
/// Nothing here is believed: [ReleaseKeys#verify] reads the manifest and judges.
public final class SignedRelease {

    public static final String FILE_ENDING = ".release.json";
    /// The manifest as base64, and three signatures.
    public static final int BYTES_MAX = ReleaseManifest.BYTES_MAX * 4 / 3 + 1024;

    private static final String SIGNED_AS = "shouyin release v1\n";

    private final byte[] manifest;
    private final List<ReleaseSignature> signatures;

    /// A signature, and by which key it says it is.
    record ReleaseSignature(String keyId, byte[] signature) {
        ReleaseSignature {
            Check.argument(keyId.matches("[0-9a-f]{8}"), "a key's id has 8 digits of lower-case hex");
            Check.argument(signature.length == Ed25519.SIGNATURE_BYTES, "an Ed25519 signature has 64 bytes");
        }
    }

    private SignedRelease(byte[] manifest, List<ReleaseSignature> signatures) {
        this.manifest = manifest;
        this.signatures = List.copyOf(signatures);
    }

    /// Signed by nobody yet.
    public static SignedRelease of(ReleaseManifest manifest) {
        return new SignedRelease(manifest.canonical(), List.of());
    }

    /// With one more signature.
    ///
    /// @param publicKey 32 bytes, of the same pair as `key`
    /// @throws ReleaseException `RELEASE_KEY_TWICE`, or `RELEASE_KEY_NOT_NAMED` if the manifest does not name the key
    public SignedRelease signedBy(PrivateKey key, byte[] publicKey) throws ReleaseException {
        String id = Ed25519.keyId(publicKey);
        if (!manifest().keyIds().contains(id)) {
            throw new ReleaseException(ReleaseRefusal.RELEASE_KEY_NOT_NAMED);
        }
        if (signatures.stream().anyMatch(one -> one.keyId.equals(id))) {
            throw new ReleaseException(ReleaseRefusal.RELEASE_KEY_TWICE);
        }
        var more = new ArrayList<>(signatures);
        more.add(new ReleaseSignature(id, Ed25519.sign(key, signedBytes())));
        return new SignedRelease(manifest, more);
    }

    /// @throws ReleaseException `RELEASE_TOO_LARGE`, `RELEASE_MALFORMED`
    public static SignedRelease parse(byte[] bytes) throws ReleaseException {
        if (bytes.length > BYTES_MAX) {
            throw new ReleaseException(ReleaseRefusal.RELEASE_TOO_LARGE);
        }
        return CanonicalText.read(bytes, ReleaseRefusal.RELEASE_MALFORMED, from -> {
            byte[] manifest = from.next("{\"manifest\":").base64();
            from.next(",\"signatures\":");
            List<ReleaseSignature> signatures = from.took("[]") ? List.of() : from.list(ReleaseKeys.KEYS_MAX, SignedRelease::signature);
            from.next("}");
            return new SignedRelease(manifest, signatures);
        });
    }

    private static ReleaseSignature signature(CanonicalText from) throws ReleaseException {
        String keyId = from.next("{\"keyId\":").string();
        byte[] signature = from.next(",\"signature\":").base64();
        from.next("}");
        return new ReleaseSignature(keyId, signature);
    }

    /// As it lies in its file.
    public byte[] bytes() {
        String text = "{\"manifest\":" + CanonicalText.quoted(CanonicalText.base64(manifest)) + ",\"signatures\":"
                + CanonicalText.list(signatures, one -> "{\"keyId\":" + CanonicalText.quoted(one.keyId)
                        + ",\"signature\":" + CanonicalText.quoted(CanonicalText.base64(one.signature)) + "}") + "}";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// What an order names it by: SHA-256 of the manifest's bytes, in hex.
    public String manifestSha256() {
        return HexFormat.of().formatHex(Ed25519.sha256(manifest));
    }

    /// Who has signed, as it says.
    public List<String> keyIds() {
        return signatures.stream().map(ReleaseSignature::keyId).toList();
    }

    /// What it says, whether anybody has signed it or not: to be shown to people, not to be acted on.
    public ReleaseManifest manifest() throws ReleaseException {
        return ReleaseManifest.parse(manifest);
    }

    List<ReleaseSignature> signatures() {
        return signatures;
    }

    byte[] signedBytes() {
        return concat(SIGNED_AS, manifest);
    }

    /// What is signed begins with what it is, so that a signature over one kind of text is none over another.
    static byte[] concat(String signedAs, byte[] canonical) {
        byte[] context = signedAs.getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(context, context.length + canonical.length);
        System.arraycopy(canonical, 0, all, context.length, canonical.length);
        return all;
    }
}
