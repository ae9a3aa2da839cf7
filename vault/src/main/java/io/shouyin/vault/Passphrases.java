package io.shouyin.vault;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Passphrases and PINs of master keys: in files of one line, and as the characters that key stores want.
final class Passphrases {

    private Passphrases() {}

    /// @throws Fault `missing` if there is no such file, or nothing in it
    static Secret in(Path file, VaultRefusal missing) {
        byte[] bytes = null;
        byte[] text = null;
        try {
            bytes = Files.readAllBytes(file);
            int end = bytes.length;
            while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
                end--;
            }
            if (end == 0) {
                throw new Fault(missing, Recovery.FIX_THE_SETUP);
            }
            text = Arrays.copyOf(bytes, end);
            return Secret.ofUtf8(text);
        } catch (IOException e) {
            throw new Fault(missing, Recovery.FIX_THE_SETUP);
        } finally {
            Clear.wipe(bytes);
            Clear.wipe(text);
        }
    }

    /// Wipe them after use.
    static char[] characters(Secret passphrase) {
        byte[] utf8 = passphrase.reveal(SecretAccess.granted());
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8));
        char[] characters = new char[decoded.remaining()];
        decoded.get(characters);
        Arrays.fill(decoded.array(), '\0');
        Clear.wipe(utf8);
        return characters;
    }
}
