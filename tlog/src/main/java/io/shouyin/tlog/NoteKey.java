package io.shouyin.tlog;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A key that verifies signed notes, with the name of whom it belongs to: C2SP signed-note v1.0.0.
///
/// Written `name+id+key`: the id is 4 bytes in hex, the key in base64 its type and its bytes. Type `01` signs the text, type `04` cosigns it with a time.
public final class NoteKey {

    static final byte ED25519 = 0x01;
    static final byte COSIGNATURE = 0x04;
    static final int ID_BYTES = 4;
    private static final int PUBLIC_KEY_BYTES = 32;
    private static final int VKEY_LENGTH_MAX = 400;
    private static final byte[] X509_ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final byte type;
    private final byte[] publicKey;

    NoteKey(String name, byte type, byte[] publicKey) {
        this.name = name;
        this.type = type;
        this.publicKey = publicKey;
    }

    /// @throws io.shouyin.kernel.Fault [TlogRefusal#VERIFIER_KEY_MALFORMED]
    public static NoteKey parse(String vkey) {
        TlogRefusal wrong = TlogRefusal.VERIFIER_KEY_MALFORMED;
        wrong.unless(vkey.length() <= VKEY_LENGTH_MAX);
        String[] parts = vkey.strip().split("\\+", 3);
        wrong.unless(parts.length == 3 && isName(parts[0]));
        byte[] typed = Encodings.base64(parts[2], wrong);
        wrong.unless(typed.length == 1 + PUBLIC_KEY_BYTES && (typed[0] == ED25519 || typed[0] == COSIGNATURE));
        NoteKey key = new NoteKey(parts[0], typed[0], Arrays.copyOfRange(typed, 1, typed.length));
        wrong.unless(HexFormat.of().formatHex(key.id()).equals(parts[1]));
        return key;
    }

    /// Without blanks and without a plus.
    public static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= 200 && name.codePoints().noneMatch(c -> c == '+' || Character.isWhitespace(c) || Character.isSpaceChar(c)
                || Character.isISOControl(c));
    }

    public String name() {
        return name;
    }

    public boolean cosigns() {
        return type == COSIGNATURE;
    }

    /// The first 4 bytes of SHA-256 over name, a line feed, type and key.
    byte[] id() {
        MessageDigest digest = Hash.sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(type);
        return Arrays.copyOf(digest.digest(publicKey), ID_BYTES);
    }

    public String vkey() {
        byte[] typed = new byte[1 + PUBLIC_KEY_BYTES];
        typed[0] = type;
        System.arraycopy(publicKey, 0, typed, 1, PUBLIC_KEY_BYTES);
        return name + "+" + HexFormat.of().formatHex(id()) + "+" + Base64.getEncoder().encodeToString(typed);
    }

    boolean verifies(byte[] message, byte[] signature) {
        try {
            byte[] encoded = Arrays.copyOf(X509_ED25519, X509_ED25519.length + PUBLIC_KEY_BYTES);
            System.arraycopy(publicKey, 0, encoded, X509_ED25519.length, PUBLIC_KEY_BYTES);
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException noSuchPointOrNoSignature) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteKey key && vkey().equals(key.vkey());
    }

    @Override
    public int hashCode() {
        return vkey().hashCode();
    }

    @Override
    public String toString() {
        return vkey();
    }
}
