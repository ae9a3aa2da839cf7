package io.shouyin.tlog;

import io.shouyin.kernel.Check;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// The Ed25519 key that signs or cosigns notes. It does not print.
///
/// Its file has one line, `PRIVATE+KEY+name+id+key` as Go's note tools write it: the key in base64 is its type and the 32 bytes of its seed.
public final class NoteSigner {

    private static final String PREFIX = "PRIVATE+KEY+";
    private static final int SEED_BYTES = 32;
    private static final int PUBLIC_KEY_AT = 12;

    private final PrivateKey key;
    private final byte[] seed;
    private final NoteKey verifier;

    private NoteSigner(String name, byte type, byte[] seed) {
        KeyPair pair = pair(seed);
        byte[] x509 = pair.getPublic().getEncoded();
        this.key = pair.getPrivate();
        this.seed = seed;
        this.verifier = new NoteKey(name, type, Arrays.copyOfRange(x509, PUBLIC_KEY_AT, x509.length));
    }

    /// A new key that signs checkpoints of the log `name`.
    public static NoteSigner newLog(String name, SecureRandom random) {
        return made(name, NoteKey.ED25519, random);
    }

    /// A new key that cosigns what others sign.
    public static NoteSigner newWitness(String name, SecureRandom random) {
        return made(name, NoteKey.COSIGNATURE, random);
    }

    private static NoteSigner made(String name, byte type, SecureRandom random) {
        Check.argument(NoteKey.isName(name), "a key's name has no blank and no plus");
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new NoteSigner(name, type, seed);
    }

    /// @throws io.shouyin.kernel.Fault [TlogRefusal#SIGNER_KEY_MALFORMED]
    public static NoteSigner parse(String line) {
        TlogRefusal wrong = TlogRefusal.SIGNER_KEY_MALFORMED;
        String text = line.strip();
        wrong.unless(text.startsWith(PREFIX));
        String[] parts = text.substring(PREFIX.length()).split("\\+", 3);
        wrong.unless(parts.length == 3 && NoteKey.isName(parts[0]));
        byte[] typed = Encodings.base64(parts[2], wrong);
        wrong.unless(typed.length == 1 + SEED_BYTES && (typed[0] == NoteKey.ED25519 || typed[0] == NoteKey.COSIGNATURE));
        NoteSigner signer = new NoteSigner(parts[0], typed[0], Arrays.copyOfRange(typed, 1, typed.length));
        wrong.unless(HexFormat.of().formatHex(signer.verifier.id()).equals(parts[1]));
        return signer;
    }

    /// For its file, which only its owner may read.
    public String reveal() {
        byte[] typed = new byte[1 + SEED_BYTES];
        typed[0] = verifier.cosigns() ? NoteKey.COSIGNATURE : NoteKey.ED25519;
        System.arraycopy(seed, 0, typed, 1, SEED_BYTES);
        return PREFIX + verifier.name() + "+" + HexFormat.of().formatHex(verifier.id()) + "+" + Base64.getEncoder().encodeToString(typed) + "\n";
    }

    public NoteKey verifier() {
        return verifier;
    }

    /// The checkpoint as a signed note.
    public String sign(Checkpoint checkpoint) {
        Check.argument(!verifier.cosigns() && verifier.name().equals(checkpoint.origin()), "a log signs its own checkpoints");
        byte[] signature = signature(checkpoint.text().getBytes(StandardCharsets.UTF_8));
        return checkpoint.text() + "\n" + new Note.Signature(verifier.name(), verifier.id(), signature).line();
    }

    /// One line to add to a note: C2SP tlog-cosignature v1.0.1, Ed25519.
    public String cosign(String text, Instant at) {
        Check.argument(verifier.cosigns(), "a witness cosigns");
        byte[] signature = signature(Note.cosigned(text, at.getEpochSecond()));
        byte[] timed = ByteBuffer.allocate(Long.BYTES + signature.length).putLong(at.getEpochSecond()).put(signature).array();
        return new Note.Signature(verifier.name(), verifier.id(), timed).line();
    }

    private byte[] signature(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /// The JDK makes the public key only while it makes a pair, from the random bytes that it asks for: it is handed the seed.
    private static KeyPair pair(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
            KeyPair pair = generator.generateKeyPair();
            Check.invariant(Arrays.equals(((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow(), seed), "the pair is that of the seed");
            return pair;
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static final class Seed extends SecureRandom {

        private final transient byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
