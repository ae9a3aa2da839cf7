package io.shouyin.release;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// JSON in the one form that is signed: members in their order, no white space, texts of printable ASCII without escapes, numbers without
/// a sign or leading zeros. A reader that takes nothing else has no member that two readers could see differently.
final class CanonicalText {

    /// As many digits as a `long` has for certain.
    private static final int DIGITS_MAX = 18;

    private final String text;
    private final ReleaseRefusal malformed;
    private int at;

    private CanonicalText(String text, ReleaseRefusal malformed) {
        this.text = text;
        this.malformed = malformed;
    }

    /// What reads one value.
    @FunctionalInterface
    interface Value<T> {
        T read(CanonicalText from) throws ReleaseException;
    }

    /// Reads the whole of `bytes`.
    ///
    /// @param malformed said of everything that is not in the form
    static <T> T read(byte[] bytes, ReleaseRefusal malformed, Value<T> whole) throws ReleaseException {
        var from = new CanonicalText(new String(bytes, StandardCharsets.ISO_8859_1), malformed);
        try {
            T value = whole.read(from);
            if (from.at != from.text.length()) {
                throw from.refused();
            }
            return value;
        } catch (IllegalArgumentException | DateTimeException rule) {
            throw from.refused();
        }
    }

    /// Exactly these characters.
    CanonicalText next(String expected) throws ReleaseException {
        if (!took(expected)) {
            throw refused();
        }
        return this;
    }

    String string() throws ReleaseException {
        next("\"");
        int start = at;
        while (at < text.length() && isPlain(text.charAt(at))) {
            at++;
        }
        String value = text.substring(start, at);
        next("\"");
        return value;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }

    long number() throws ReleaseException {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String digits = text.substring(start, at);
        if (digits.isEmpty() || digits.length() > DIGITS_MAX || digits.length() > 1 && digits.charAt(0) == '0') {
            throw refused();
        }
        return Long.parseLong(digits);
    }

    /// As [#time] writes it, and no other way.
    Instant instant() throws ReleaseException {
        String written = string();
        Instant value = Instant.parse(written);
        if (!time(value).equals(written)) {
            throw refused();
        }
        return value;
    }

    byte[] base64() throws ReleaseException {
        String written = string();
        byte[] value = Base64.getDecoder().decode(written);
        if (!Base64.getEncoder().encodeToString(value).equals(written)) {
            throw refused();
        }
        return value;
    }

    /// One at least.
    <T> List<T> list(int max, Value<T> element) throws ReleaseException {
        next("[");
        List<T> values = new ArrayList<>();
        do {
            if (values.size() == max) {
                throw refused();
            }
            values.add(element.read(this));
        } while (took(","));
        next("]");
        return values;
    }

    /// Whether these characters come next; then they are read.
    boolean took(String expected) {
        boolean there = text.startsWith(expected, at);
        at += there ? expected.length() : 0;
        return there;
    }

    private ReleaseException refused() {
        return new ReleaseException(malformed);
    }

    // writing

    static String quoted(String value) {
        return "\"" + value + "\"";
    }

    /// In UTC, to the second: `2026-11-23T00:00:00Z`.
    static String time(Instant value) {
        return value.toString();
    }

    static String base64(byte[] value) {
        return Base64.getEncoder().encodeToString(value);
    }

    static <T> String list(List<T> values, Function<T, String> element) {
        return values.stream().map(element).collect(Collectors.joining(",", "[", "]"));
    }
}
