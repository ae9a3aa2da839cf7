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
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/// Passphrases and PINs of master keys: in files of one line, and as the characters that key stores want.
final class Passphrases {

    private Passphrases() {}

    /// @throws Fault `missing` if there is no such file, or nothing in it
    static List<Secret> in(List<Path> files, VaultRefusal missing) {
        return files.stream().map(file -> in(file, missing)).toList();
    }

    /// One after the other; the parts are wiped. One that is the whole may be of any length here.
    ///
    /// @throws Fault `weak` if a part is shorter than it may be, [VaultRefusal#LMK_PARTS_EQUAL]
    static Secret joined(List<Secret> parts, int partCharactersMin, VaultRefusal weak) {
        if (parts.size() > 1 && parts.stream().anyMatch(part -> isShorter(part, partCharactersMin))) {
            throw new Fault(weak, Recovery.FIX_THE_INPUT);
        }
        List<byte[]> revealed = parts.stream().map(part -> part.reveal(SecretAccess.granted())).toList();
        ByteBuffer whole = ByteBuffer.allocate(revealed.stream().mapToInt(part -> part.length).sum());
        try {
            for (int i = 1; i < revealed.size(); i++) {
                byte[] part = revealed.get(i);
                if (revealed.subList(0, i).stream().anyMatch(earlier -> MessageDigest.isEqual(earlier, part))) {
                    throw new Fault(VaultRefusal.LMK_PARTS_EQUAL, Recovery.FIX_THE_INPUT);
                }
            }
            revealed.forEach(whole::put);
            return Secret.ofUtf8(whole.array());
        } finally {
            Clear.wipe(whole.array());
            revealed.forEach(Clear::wipe);
            parts.forEach(Secret::close);
        }
    }

    private static boolean isShorter(Secret passphrase, int charactersMin) {
        char[] characters = characters(passphrase);
        Arrays.fill(characters, '\0');
        return characters.length < charactersMin;
    }

    private static Secret in(Path file, VaultRefusal missing) {
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
