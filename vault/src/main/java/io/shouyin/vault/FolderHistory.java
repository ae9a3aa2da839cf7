package io.shouyin.vault;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What was done to LMKs in a folder, where no database is at hand: the file `history` beside them, one line a deed, only ever added to.
/// A host takes each line into its audit log once, at its next start.
///
/// `2026-11-22T21:41:54.123456Z destroy-lmk A1B2C3 root 9f02c1d87be4a653`: when, what, the LMK's check value, the user of the operating
/// system, and a random number by which two lines are never the same. It does not hold against whoever owns the folder.
public final class FolderHistory {

    /// What is done in a folder alone, as its verb is called.
    public enum Deed {
        INIT("init"),
        CHANGE_LMK("change-lmk"),
        DESTROY_LMK("destroy-lmk");

        private final String verb;

        Deed(String verb) {
            this.verb = verb;
        }

        static Optional<Deed> of(String verb) {
            return EnumSet.allOf(Deed.class).stream().filter(deed -> deed.verb.equals(verb)).findFirst();
        }
    }

    /// @param at text as it was written
    public record Line(String at, Deed deed, String checkValue, String user) {

        private static final Pattern FORM = Pattern.compile("(\\S{20,32}) ([a-z-]+) ([0-9A-F]{6}) (\\S{1,32}) [0-9a-f]{16}");

        /// Empty if it is no line of a history.
        public static Optional<Line> of(String text) {
            Matcher line = FORM.matcher(text);
            return line.matches() ? Deed.of(line.group(2)).map(deed -> new Line(line.group(1), deed, line.group(3), line.group(4))) : Optional.empty();
        }
    }

    private static final String NAME = "history";
    private static final int RANDOM_BYTES = 8;

    private final Path file;

    public FolderHistory(Path folder) {
        this.file = folder.resolve(NAME);
    }

    /// The lines as they stand, the oldest first.
    public List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream().filter(line -> !line.isBlank()).toList() : List.of();
        } catch (IOException unreadable) {
            throw new Fault(VaultRefusal.LMK_FILE_UNWRITABLE, Recovery.FIX_THE_SETUP);
        }
    }

    /// Asked before a deed, so that none is done that cannot be written down.
    void requireWritable() throws IOException {
        open().close();
    }

    /// On the disk when this returns.
    void add(Deed deed, String checkValue) throws IOException {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        String line = String.join(" ", Instant.now().toString(), deed.verb, checkValue, user.isEmpty() ? "_" : user.substring(0, Math.min(user.length(), 32)),
                HexFormat.of().formatHex(random)) + "\n";
        try (FileChannel channel = open()) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(file, EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}
