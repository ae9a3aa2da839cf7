package io.shouyin.kernel;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/// A password, PIN or one-time code in clear: held as UTF-8 bytes, wiped by [#close], never printed.
///
/// It does not promise that no copy stays in the JVM's heap; it promises that none of its own does.
public final class Secret implements AutoCloseable {

    private final byte[] utf8;
    private boolean wiped;

    private Secret(byte[] utf8) {
        this.utf8 = utf8;
    }

    /// Takes a copy of the characters; the caller wipes its own array.
    ///
    /// @throws Fault [PasswordRules.Rule#CHARACTER_NOT_ALLOWED] for half of a character, which UTF-8 cannot write: replaced by `?`, two
    ///         secrets would be one
    public static Secret of(char[] characters) {
        ByteBuffer encoded;
        try {
            encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters));
        } catch (CharacterCodingException half) {
            throw new Fault(PasswordRules.Rule.CHARACTER_NOT_ALLOWED, Fault.Recovery.FIX_THE_INPUT);
        }
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return new Secret(bytes);
    }

    /// For characters that already are a `String` (a form field, a test).
    public static Secret of(String characters) {
        char[] copy = characters.toCharArray();
        try {
            return of(copy);
        } finally {
            Arrays.fill(copy, '\0');
        }
    }

    /// Takes a copy of UTF-8 bytes.
    public static Secret ofUtf8(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /// The clear bytes, UTF-8. The array is a copy: wipe it after use.
    public byte[] reveal(SecretAccess access) {
        Check.argument(access != null, "reading a secret needs SecretAccess");
        Check.invariant(!wiped, "a wiped secret is not read again");
        return utf8.clone();
    }

    /// Compares in constant time for equal lengths.
    public boolean sameAs(Secret other) {
        return !wiped && !other.wiped && MessageDigest.isEqual(utf8, other.utf8);
    }

    public boolean isEmpty() {
        return utf8.length == 0;
    }

    @Override
    public void close() {
        Arrays.fill(utf8, (byte) 0);
        wiped = true;
    }

    @Override
    public String toString() {
        return "Secret[...]";
    }
}
