package io.shouyin.release;

import io.shouyin.kernel.Check;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The people whose signatures make a release: two or three public keys, two of which must have signed.
///
/// As a text, a line each: `name keyId base64`, for example `lin 0a1b2c3d 11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=`.
public final class ReleaseKeys {

    public static final int KEYS_MAX = 3;
    public static final int THRESHOLD = 2;
    public static final int TEXT_CHARACTERS_MAX = 1024;

    private final List<SignerPublicKey> keys;

    /// @param name of the person: 1 to 40 letters, digits, dots, underscores and hyphens
    /// @param raw 32 bytes
    public record SignerPublicKey(String name, byte[] raw) {

        public SignerPublicKey {
            Check.argument(name.matches("[A-Za-z0-9._-]{1,40}"), "a signer's name has 1 to 40 letters, digits, dots, underscores and hyphens");
            Check.argument(raw.length == Ed25519.PUBLIC_KEY_BYTES, "an Ed25519 public key has 32 bytes");
            raw = raw.clone();
        }

        @Override
        public byte[] raw() {
            return raw.clone();
        }

        public String keyId() {
            return Ed25519.keyId(raw);
        }

        /// As a line of the text.
        public String line() {
            return name + " " + keyId() + " " + CanonicalText.base64(raw);
        }

        static SignerPublicKey of(String line) {
            String[] parts = line.split(" ", -1);
            Check.argument(parts.length == 3, "a line is a name, an id and a key");
            var key = new SignerPublicKey(parts[0], Base64.getDecoder().decode(parts[2]));
            Check.argument(key.line().equals(line), "the id is the one of the key");
            return key;
        }
    }

    /// @throws IllegalArgumentException if it is one key, four, or one of them twice
    public ReleaseKeys(List<SignerPublicKey> keys) {
        Check.argument(keys.size() >= THRESHOLD && keys.size() <= KEYS_MAX, "there are 2 or 3 release keys");
        Check.argument(keys.stream().map(SignerPublicKey::keyId).distinct().count() == keys.size()
                && keys.stream().map(SignerPublicKey::name).distinct().count() == keys.size(), "each release key is of a person of its own");
        this.keys = List.copyOf(keys);
    }

    /// @throws ReleaseException `RELEASE_KEYS_MALFORMED`
    public static ReleaseKeys parse(String text) throws ReleaseException {
        try {
            Check.argument(text.length() <= TEXT_CHARACTERS_MAX, "the text of the keys is short");
            return new ReleaseKeys(text.lines().map(SignerPublicKey::of).toList());
        } catch (IllegalArgumentException rule) {
            throw new ReleaseException(ReleaseRefusal.RELEASE_KEYS_MALFORMED);
        }
    }

    public String text() {
        return keys.stream().map(key -> key.line() + "\n").collect(Collectors.joining());
    }

    public List<String> keyIds() {
        return keys.stream().map(SignerPublicKey::keyId).toList();
    }

    /// Who has signed, by name.
    public List<String> names(SignedRelease release) {
        return release.keyIds().stream().flatMap(id -> find(id).stream()).map(SignerPublicKey::name).toList();
    }

    /// The manifest, if two of these people have signed it and it is valid now. The only way to one that may be acted on.
    ///
    /// @throws ReleaseException for the first of these that does not hold, in the order of [ReleaseRefusal]: no key signs twice, each is known
    ///         and each signature right, there are two, the manifest is in its form and names who signed, it has begun and not ended
    public ReleaseManifest verify(SignedRelease release, Instant now) throws ReleaseException {
        // 1 the signatures, over bytes that nobody has read yet
        Set<String> signed = new HashSet<>();
        byte[] bytes = release.signedBytes();
        for (SignedRelease.ReleaseSignature one : release.signatures()) {
            require(signed.add(one.keyId()), ReleaseRefusal.RELEASE_KEY_TWICE);
            byte[] key = find(one.keyId()).orElseThrow(() -> new ReleaseException(ReleaseRefusal.RELEASE_KEY_UNKNOWN)).raw();
            require(Ed25519.verifies(key, bytes, one.signature()), ReleaseRefusal.RELEASE_SIGNATURE_WRONG);
        }
        require(signed.size() >= THRESHOLD, ReleaseRefusal.RELEASE_SIGNATURES_TOO_FEW);
        // 2 what they have signed
        ReleaseManifest manifest = release.manifest();
        require(manifest.keyIds().containsAll(signed), ReleaseRefusal.RELEASE_KEY_NOT_NAMED);
        // 3 and whether it is its time
        require(!now.isBefore(manifest.notBefore()), ReleaseRefusal.RELEASE_NOT_YET_VALID);
        require(now.isBefore(manifest.expires()), ReleaseRefusal.RELEASE_EXPIRED);
        return manifest;
    }

    private Optional<SignerPublicKey> find(String keyId) {
        return keys.stream().filter(key -> key.keyId().equals(keyId)).findFirst();
    }

    static void require(boolean holds, ReleaseRefusal otherwise) throws ReleaseException {
        if (!holds) {
            throw new ReleaseException(otherwise);
        }
    }
}
