package io.shouyin.vault;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.vault.Custody.Alone;
import io.shouyin.vault.Custody.Shared;
import io.shouyin.vault.Custody.Unattended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was done to LMKs in a folder, where no database is at hand: the file `history` beside them, one line a deed, only ever added to.
/// The vault tells it ([MasterKeyCommands#lmkHistory]), and a host takes each line into its audit log once.
///
/// `2026-11-22T21:41:54.123456Z destroy-lmk A1B2C3 root "lin" "zhou" 9f02c1d87be4a653`: when, what, the LMK's check value, the user of
/// the operating system, the custodians as they call themselves, and a random number by which two lines are never the same. `alone` stands
/// before, or instead of, the name of one who says that he has the whole; a host that makes its first LMK itself names nobody. The file does
/// not hold against whoever owns the folder.
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
    public record Line(String at, Deed deed, String checkValue, String user, Custody custody) {

        private static final String QUOTED = " \"(" + Custody.NAME_FORM + ")\"";
        private static final Pattern NAME = Pattern.compile(QUOTED);
        private static final Pattern FORM = Pattern.compile("(\\S{20,32}) ([a-z-]+) ([0-9A-F]{6}) (\\S{1,32})( alone)?((?:" + QUOTED + "){0,"
                + Custody.PEOPLE_MAX + "}) [0-9a-f]{16}");

        /// Empty if it is no line of a history.
        public static Optional<Line> of(String text) {
            Matcher line = FORM.matcher(text);
            return line.matches() ? Deed.of(line.group(2)).flatMap(deed -> custody(line.group(5) != null, names(line.group(6)))
                    .map(custody -> new Line(line.group(1), deed, line.group(3), line.group(4), custody))) : Optional.empty();
        }

        private static List<String> names(String quoted) {
            return NAME.matcher(quoted).results().map(name -> name.group(1)).toList();
        }

        private static Optional<Custody> custody(boolean alone, List<String> names) {
            return switch (names.size()) {
                case 0 -> Optional.of(alone ? new Alone(Optional.empty()) : new Unattended());
                case 1 -> alone ? Optional.of(new Alone(Optional.of(names.getFirst()))) : Optional.empty();
                default -> alone ? Optional.empty() : Optional.of(new Shared(names));
            };
        }
    }

    /// A page and the longest line in it go into one answer of a vault in another process.
    static final int PAGE_LINES = 50;
    private static final int LINE_CHARACTERS_MAX = 300;
    private static final String NAME = "history";
    private static final int RANDOM_BYTES = 8;

    private final Path file;

    FolderHistory(Path folder) {
        this.file = folder.resolve(NAME);
    }

    /// Lines as they stand, the oldest first, from the one numbered `from` (0 is the first): up to [#PAGE_LINES] of them. A line whose end is
    /// not written yet is none; one that is too long to be of a history is cut.
    List<String> lines(int from) {
        try {
            byte[] all = all();
            int end = all.length;
            while (end > 0 && all[end - 1] != '\n') {
                end--;
            }
            return new String(all, 0, end, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).skip(from).limit(PAGE_LINES)
                    .map(line -> line.substring(0, Math.min(line.length(), LINE_CHARACTERS_MAX))).toList();
        } catch (IOException unreadable) {
            throw new Fault(VaultRefusal.LMK_FILE_UNWRITABLE, Recovery.FIX_THE_SETUP);
        }
    }

    /// Asked before a deed, so that none is done that cannot be written down.
    void requireWritable() throws IOException {
        OwnerFile.append(file, new byte[0]);
    }

    /// On the disk when this returns. What a crash left of another line gets an end first.
    void add(Deed deed, String checkValue, Custody custody) throws IOException {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        String line = String.join(" ", Instant.now().toString(), deed.verb, checkValue, user.isEmpty() ? "_" : user.substring(0, Math.min(user.length(), 32)))
                + text(custody) + " " + HexFormat.of().formatHex(random) + "\n";
        OwnerFile.append(file, ((isCutShort() ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Custody custody) {
        return switch (custody) {
            case Unattended() -> "";
            case Alone(Optional<String> name) -> " alone" + quoted(name.stream());
            case Shared(List<String> names) -> quoted(names.stream());
        };
    }

    private static String quoted(Stream<String> names) {
        return names.map(name -> " \"" + name + "\"").collect(Collectors.joining());
    }

    private boolean isCutShort() throws IOException {
        byte[] all = all();
        return all.length > 0 && all[all.length - 1] != '\n';
    }

    private byte[] all() throws IOException {
        return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    }
}
