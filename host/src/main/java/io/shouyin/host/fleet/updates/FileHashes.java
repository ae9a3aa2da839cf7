package io.shouyin.host.fleet.updates;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The three hashes of a file, as its bytes go by. SHA-256 is what counts; the protocol wants the others too.
final class FileHashes {

    private final MessageDigest sha256;
    private final MessageDigest sha1;
    private final MessageDigest md5;

    private FileHashes(MessageDigest sha256, MessageDigest sha1, MessageDigest md5) {
        this.sha256 = sha256;
        this.sha1 = sha1;
        this.md5 = md5;
    }

    /// Lower-case hex.
    record Told(String sha256, String sha1, String md5) {}

    static FileHashes begin() {
        try {
            return new FileHashes(MessageDigest.getInstance("SHA-256"), MessageDigest.getInstance("SHA-1"), MessageDigest.getInstance("MD5"));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has them", missing);
        }
    }

    static String sha256(byte[] bytes) {
        FileHashes hashes = begin();
        hashes.sha256.update(bytes);
        return HexFormat.of().formatHex(hashes.sha256.digest());
    }

    void add(byte[] bytes, int length) {
        sha256.update(bytes, 0, length);
        sha1.update(bytes, 0, length);
        md5.update(bytes, 0, length);
    }

    Told told() {
        HexFormat hex = HexFormat.of();
        return new Told(hex.formatHex(sha256.digest()), hex.formatHex(sha1.digest()), hex.formatHex(md5.digest()));
    }
}
