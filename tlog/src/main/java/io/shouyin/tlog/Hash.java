package io.shouyin.tlog;

import io.shouyin.kernel.Check;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A hash of a Merkle tree, 32 bytes of SHA-256, as RFC 6962 section 2.1 makes them: a leaf over `00` and the entry, a node over `01` and the
/// hashes of its children, the empty tree over nothing. So no leaf can be taken for a node.
public final class Hash {

    public static final int LENGTH_BYTES = 32;

    /// The root of a tree without leaves.
    public static final Hash EMPTY_TREE = new Hash(sha256().digest());

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @param bytes 32 of them
    public static Hash of(byte[] bytes) {
        Check.argument(bytes.length == LENGTH_BYTES, "a hash has 32 bytes");
        return new Hash(bytes.clone());
    }

    static Hash at(byte[] hashes, int index) {
        return new Hash(Arrays.copyOfRange(hashes, index * LENGTH_BYTES, (index + 1) * LENGTH_BYTES));
    }

    public static Hash leaf(byte[] entry) {
        MessageDigest digest = sha256();
        digest.update((byte) 0);
        return new Hash(digest.digest(entry));
    }

    public static Hash leaf(String entry) {
        return leaf(entry.getBytes(StandardCharsets.UTF_8));
    }

    public static Hash node(Hash left, Hash right) {
        MessageDigest digest = sha256();
        digest.update((byte) 1);
        digest.update(left.bytes);
        return new Hash(digest.digest(right.bytes));
    }

    /// @throws io.shouyin.kernel.Fault [TlogRefusal#PROOF_MALFORMED] if it is not the one way to write 32 bytes in base64
    public static Hash ofBase64(String base64) {
        byte[] bytes = Encodings.base64(base64, TlogRefusal.PROOF_MALFORMED);
        TlogRefusal.PROOF_MALFORMED.unless(bytes.length == LENGTH_BYTES);
        return new Hash(bytes);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    void copyTo(byte[] hashes, int index) {
        System.arraycopy(bytes, 0, hashes, index * LENGTH_BYTES, LENGTH_BYTES);
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return base64();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
