package io.shouyin.host.policies;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The operator's list of leaked passwords, asked without a network: a binary search in a sorted file of hashes.
@Component
public final class LeakedPasswords implements AutoCloseable {

    private static final int HASH_DIGITS = 40;
    /// A line is a hash, a colon and a count.
    private static final int LINE_BYTES_MAX = 80;

    private final Optional<FileChannel> list;
    private final int count;

    LeakedPasswords(PolicySettings settings) {
        this.list = settings.leakedPasswordsFile().map(LeakedPasswords::opened);
        this.count = list.map(LeakedPasswords::about).orElse(0);
    }

    /// How many there are on it, as if every line was as long as the first; 0 without a list.
    public int count() {
        return count;
    }

    /// @param utf8 the password; not kept
    public boolean contains(byte[] utf8) {
        return list.isPresent() && isListed(list.get(), HexFormat.of().withUpperCase().formatHex(sha1(utf8)));
    }

    /// The hash that begins in the first line at or after the middle decides which half goes on.
    private static boolean isListed(FileChannel file, String wanted) {
        try {
            long low = 0;
            long high = file.size();
            while (low < high) {
                long middle = low + high >>> 1;
                long line = lineAt(file, middle);
                int order = line >= high ? 1 : hashAt(file, line).compareTo(wanted);
                if (order == 0) {
                    return true;
                }
                if (order > 0) {
                    high = middle;
                } else {
                    low = line + HASH_DIGITS;
                }
            }
            return false;
        } catch (IOException broken) {
            throw new Fault("LEAKED_PASSWORDS_UNREADABLE", Recovery.FIX_THE_SETUP, "shouyin.policies.leaked-passwords-file cannot be read any more", broken);
        }
    }

    /// Where the first line begins that does not begin before `from`.
    private static long lineAt(FileChannel file, long from) throws IOException {
        if (from == 0) {
            return 0;
        }
        var bytes = read(file, from - 1, LINE_BYTES_MAX);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return from + i;
            }
        }
        return file.size();
    }

    private static String hashAt(FileChannel file, long line) throws IOException {
        return new String(read(file, line, HASH_DIGITS), StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
    }

    private static byte[] read(FileChannel file, long from, int length) throws IOException {
        var bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(length, file.size() - from)));
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) > 0) { /* until it is full */ }
        return bytes.array();
    }

    private static int about(FileChannel file) {
        try {
            return (int) Math.min(Integer.MAX_VALUE, file.size() / lineAt(file, 1));
        } catch (IOException unreadable) {
            throw new Fault("LEAKED_PASSWORDS_UNREADABLE", Recovery.FIX_THE_SETUP, "shouyin.policies.leaked-passwords-file cannot be read", unreadable);
        }
    }

    /// The first and the second line say whether it is such a list at all; a list in another order would let everything pass.
    private static FileChannel opened(Path path) {
        try {
            var file = FileChannel.open(path);
            var first = hashAt(file, 0);
            var second = lineAt(file, 1);
            if (!first.matches("[0-9A-F]{40}") || second < file.size() && hashAt(file, second).compareTo(first) <= 0) {
                file.close();
                throw new Fault("LEAKED_PASSWORDS_UNSORTED", Recovery.FIX_THE_SETUP, "shouyin.policies.leaked-passwords-file has no sorted lines of SHA-1 in hex");
            }
            return file;
        } catch (IOException unreadable) {
            throw new Fault("LEAKED_PASSWORDS_UNREADABLE", Recovery.FIX_THE_SETUP, "shouyin.policies.leaked-passwords-file cannot be read", unreadable);
        }
    }

    private static byte[] sha1(byte[] utf8) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(utf8);
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("every JDK has SHA-1", broken);
        }
    }

    @Override
    public void close() throws IOException {
        if (list.isPresent()) {
            list.get().close();
        }
    }
}
