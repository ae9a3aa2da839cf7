package io.shouyin.host.audit;

import io.shouyin.kernel.Check;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// JSON in the one form of RFC 8785, so that the same entry always has the same bytes and the same hash.
///
/// Members are sorted by UTF-16 code units, which is how `String` compares; only what must be escaped is. Numbers are
/// whole and at most 2^53 in size, where the standard's number format is the plain decimal one: the log has no others.
///
/// `{b=[1, true], a="€\n"}` becomes `{"a":"€\n","b":[1,true]}`.
final class CanonicalJson {

    private static final long EXACT_MAX = 1L << 53;

    private CanonicalJson() {}

    static String of(Object value) {
        var json = new StringBuilder();
        write(value, json);
        return json.toString();
    }

    static String sha256(Object value) {
        return HexFormat.of().formatHex(sha256().digest(of(value).getBytes(StandardCharsets.UTF_8)));
    }

    /// The hash of a leaf, RFC 6962 section 2.1: over 00 and the content.
    static byte[] leafHash(String content) {
        var digest = sha256();
        digest.update((byte) 0);
        return digest.digest(content.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static void write(Object value, StringBuilder json) {
        switch (value) {
            case null -> json.append("null");
            case String text -> writeText(text, json);
            case Boolean bool -> json.append(bool);
            case Integer number -> json.append(number);
            case Long number -> {
                Check.argument(Math.abs(number) <= EXACT_MAX, "a number in canonical JSON is at most 2^53");
                json.append(number);
            }
            case List<?> list -> {
                json.append('[');
                var separator = "";
                for (var element : list) {
                    json.append(separator);
                    write(element, json);
                    separator = ",";
                }
                json.append(']');
            }
            case Map<?, ?> map -> {
                var sorted = new TreeMap<String, Object>();
                map.forEach((name, member) -> sorted.put((String) name, member));
                json.append('{');
                var separator = "";
                for (var member : sorted.entrySet()) {
                    json.append(separator);
                    writeText(member.getKey(), json);
                    json.append(':');
                    write(member.getValue(), json);
                    separator = ",";
                }
                json.append('}');
            }
            default -> throw new IllegalArgumentException("canonical JSON has text, whole numbers, true/false, lists and maps");
        }
    }

    private static void writeText(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\f' -> json.append("\\f");
                case '\r' -> json.append("\\r");
                default -> {
                    if (c < 0x20) {
                        json.append("\\u%04x".formatted((int) c));
                    } else {
                        if (Character.isSurrogate(c)) {
                            Check.argument(Character.isHighSurrogate(c) ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                                    : i > 0 && Character.isHighSurrogate(text.charAt(i - 1)), "text in canonical JSON is well-formed UTF-16");
                        }
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
