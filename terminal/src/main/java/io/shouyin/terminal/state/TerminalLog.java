package io.shouyin.terminal.state;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.ScrubbedLine;
import io.shouyin.terminal.device.Storage;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// What the terminal did, line by line: a ring of [#SEGMENTS] files of [#SEGMENT_BYTES_MAX] each in its storage, the oldest of which is written over.
///
/// A line is scrubbed before it is anywhere ([ScrubbedLine]): no card number, track, PIN block, key or token. Adding one costs no disk: lines become durable by
/// [#tick], on a thread of its own and a few seconds later, so a power cut loses the last of them and a sale never waits. A disk that is full or broken loses lines and
/// nothing else. Lines are numbered without gaps over all of the log's life.
public final class TerminalLog {

    static final int SEGMENTS = 16;
    static final int SEGMENT_BYTES_MAX = 32 * 1024;
    /// Of a text, in characters.
    static final int TEXT_LENGTH_MAX = 400;

    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(2);
    private static final String HEAD = "#log ";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Storage storage;
    private final InstantSource clock;
    private final AtomicBoolean writing = new AtomicBoolean();
    private final Deque<String> unsaved = new ArrayDeque<>();                   // the lines of the segment that is being written
    private int unsavedBytes;
    private boolean changed;
    private Instant writtenAt = Instant.EPOCH;
    private String id;
    private int segment;
    private long last;

    /// How much a line matters.
    public enum Level { INFO, WARN, ERROR }

    /// @param source the part of the terminal that says it
    public record Line(long number, Instant at, Level level, String source, String text) {

        /// As it is kept and uploaded: five fields with tabs between them, none of which has one.
        @Override
        public String toString() {
            return number + "\t" + at + "\t" + level + "\t" + source + "\t" + text;
        }

        static Optional<Line> parse(String kept) {
            String[] fields = kept.split("\t", 5);
            try {
                return fields.length < 5 ? Optional.empty()
                        : Optional.of(new Line(Long.parseLong(fields[0]), Instant.parse(fields[1]), Level.valueOf(fields[2]), fields[3], fields[4]));
            } catch (IllegalArgumentException | DateTimeException unreadable) {
                return Optional.empty();
            }
        }
    }

    private TerminalLog(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /// Goes on where the log ended. A file that cannot be read is passed over.
    public static TerminalLog open(Storage storage, InstantSource clock) {
        var log = new TerminalLog(storage, clock);
        log.id = newId();
        for (int i = 0; i < SEGMENTS; i++) {
            List<String> kept = log.read(i);
            long highest = kept.stream().flatMap(one -> Line.parse(one).stream()).mapToLong(Line::number).max().orElse(0);
            if (highest > log.last) {
                log.last = highest;
                log.segment = (i + 1) % SEGMENTS;
                log.id = kept.getFirst().substring(HEAD.length());
            }
        }
        return log;
    }

    private static String newId() {
        byte[] random = new byte[6];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /// The name of this log: another one's lines have other numbers.
    public synchronized String id() {
        return id;
    }

    public void info(String source, String text) {
        add(Level.INFO, source, text);
    }

    public void warn(String source, String text) {
        add(Level.WARN, source, text);
    }

    public void error(String source, String text) {
        add(Level.ERROR, source, text);
    }

    private synchronized void add(Level level, String source, String text) {
        String line = new Line(++last, clock.instant(), level, source, ScrubbedLine.of(text, TEXT_LENGTH_MAX).text()).toString();
        unsaved.add(line);
        unsavedBytes += bytes(line);
        changed = true;
        while (unsavedBytes > 2 * SEGMENT_BYTES_MAX) {                          // nobody writes them: the disk is full, or the terminal is a bench's
            unsavedBytes -= bytes(unsaved.remove());
        }
    }

    /// Writes what is new if that is due, without waiting for it.
    public void tick() {
        synchronized (this) {
            if (!changed || clock.instant().isBefore(writtenAt.plus(WRITTEN_WITHIN)) || !writing.compareAndSet(false, true)) {
                return;
            }
        }
        Thread.ofVirtual().name("terminal-log").start(() -> {
            try {
                write();
            } finally {
                writing.set(false);
            }
        });
    }

    /// Writes what is new. Durable when it returns, if the disk takes it.
    public synchronized void write() {
        if (!changed) {
            return;
        }
        writtenAt = clock.instant();
        try {
            storage.write(file(segment), (HEAD + id + "\n" + String.join("\n", unsaved) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (Fault disk) {
            return;                                                             // tried again with the next line
        }
        changed = false;
        if (unsavedBytes >= SEGMENT_BYTES_MAX) {
            segment = (segment + 1) % SEGMENTS;
            unsaved.clear();
            unsavedBytes = 0;
        }
    }

    /// The lines of a time, in their order.
    ///
    /// @param after only those with a higher number
    public synchronized List<Line> lines(long after, Instant from, Instant to) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < SEGMENTS; i++) {
            List<String> kept = i == segment ? List.copyOf(unsaved) : read(i);
            kept.stream().flatMap(one -> Line.parse(one).stream()).filter(line -> line.number > after && !line.at.isBefore(from) && !line.at.isAfter(to)).forEach(lines::add);
        }
        lines.sort(Comparator.comparingLong(Line::number));
        return lines;
    }

    /// The terminal begins anew, perhaps as somebody else's.
    public synchronized void clear() {
        for (int i = 0; i < SEGMENTS; i++) {
            if (!read(i).isEmpty()) {
                storage.write(file(i), new byte[0]);
            }
        }
        unsaved.clear();
        unsavedBytes = 0;
        changed = false;
        segment = 0;
        last = 0;
        id = newId();
    }

    private List<String> read(int number) {
        try {
            List<String> lines = storage.read(file(number)).map(content -> new String(content, StandardCharsets.UTF_8).lines().toList()).orElse(List.of());
            return !lines.isEmpty() && lines.getFirst().matches(HEAD + "[0-9a-f]{12}") ? lines : List.of();
        } catch (Fault unreadable) {
            return List.of();
        }
    }

    private static int bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    private static String file(int number) {
        return "log-%02d.txt".formatted(number);
    }
}
