package io.shouyin.host.fleet.logs;

import io.shouyin.kernel.ScrubbedLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// A part of a terminal's log, unpacked, read and scrubbed. Its text is a line each of `number TAB time TAB level TAB source TAB text`, the numbers rising.
///
/// It holds whole lines: a card number that is cut by the end of a part would be seen by nobody, so what does not end with a line is not taken.
///
/// @param textBytes unpacked
/// @param scrubbed pieces of card data and secrets that the terminal has sent and that are not in the lines any more
record LogPart(List<Line> lines, int textBytes, int scrubbed) {

    static final int TEXT_LENGTH_MAX = 1_000;
    private static final Set<String> LEVELS = Set.of("INFO", "WARN", "ERROR");
    private static final String SOURCE = "[a-z][A-Za-z.-]{0,31}";
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    record Line(long number, Instant at, String level, String source, String text) {}

    /// @param after the number of the line before it
    /// @throws io.shouyin.host.web.RefusedRequest `LOG_PART_UNREADABLE`, `LOG_PART_UNPACKS_TOO_LARGE`, `LOG_LINE_CUT`, `LOG_LINE_UNREADABLE`
    static LogPart read(byte[] packed, int unpackedBytesMax, long after) {
        byte[] text = unpacked(packed, unpackedBytesMax);
        LogRefusal.LOG_LINE_CUT.when(text.length == 0 || text[text.length - 1] != '\n');
        List<Line> lines = new ArrayList<>();
        int scrubbed = 0;
        long last = after;
        for (String one : new String(text, 0, text.length - 1, StandardCharsets.UTF_8).split("\n", -1)) {
            String[] fields = one.split("\t", 5);
            LogRefusal.LOG_LINE_UNREADABLE.when(fields.length < 5 || !LEVELS.contains(fields[2]) || !fields[3].matches(SOURCE));
            long number = number(fields[0]);
            LogRefusal.LOG_LINE_UNREADABLE.when(number <= last);
            last = number;
            ScrubbedLine line = ScrubbedLine.of(fields[4], TEXT_LENGTH_MAX);
            scrubbed += line.found();
            lines.add(new Line(number, at(fields[1]), fields[2], fields[3], line.text()));
        }
        return new LogPart(List.copyOf(lines), text.length, scrubbed);
    }

    /// Stops as soon as it is too much: a zip bomb does not go off.
    private static byte[] unpacked(byte[] packed, int bytesMax) {
        byte[] text;
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            text = gzip.readNBytes(bytesMax + 1);
        } catch (IOException unreadable) {
            throw LogRefusal.LOG_PART_UNREADABLE.refused();
        }
        LogRefusal.LOG_PART_UNPACKS_TOO_LARGE.when(text.length > bytesMax);
        return text;
    }

    private static long number(String text) {
        LogRefusal.LOG_LINE_UNREADABLE.when(!text.matches("[1-9][0-9]{0,15}"));
        return Long.parseLong(text);
    }

    private static Instant at(String text) {
        try {
            Instant at = Instant.parse(text);
            LogRefusal.LOG_LINE_UNREADABLE.when(at.isBefore(EARLIEST) || at.isAfter(LATEST));
            return at;
        } catch (DateTimeException unreadable) {
            throw LogRefusal.LOG_LINE_UNREADABLE.refused();
        }
    }
}
