package io.shouyin.paycrypto.selftest;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// One case of a vector file, and what was looked at in it: a case passes only if each expected value was compared, one of them at
/// least says something, and each input was read, so that nothing in a file is passed over in silence. An expected value of null
/// stands for "does not apply" beside others that do.
final class VectorCase {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static final Pattern WEAKNESS = Pattern.compile("(?i)weak|equal halves|all zeros|over and over");

    private final Map<?, ?> fields;
    private final Map<?, ?> input;
    private final Map<?, ?> expected;
    private final Set<Object> unread;
    private final Set<Object> unchecked;
    private boolean somethingCompared;

    VectorCase(Map<?, ?> fields) {
        this.fields = fields;
        this.input = fields.get("input") instanceof Map<?, ?> map ? map : Map.of();
        this.expected = fields.get("expected") instanceof Map<?, ?> map ? map : Map.of();
        this.unread = new LinkedHashSet<>(input.keySet());
        this.unchecked = new LinkedHashSet<>(expected.keySet());
        expected.forEach((name, value) -> {
            if (value == null) {
                unchecked.remove(name);
            }
        });
    }

    String id() {
        return fields.get("id") instanceof String id ? id : "(no id)";
    }

    String algorithm() {
        return fields.get("algorithm") instanceof String algorithm ? algorithm : "";
    }

    String operation() {
        return fields.get("operation") instanceof String operation ? operation : "";
    }

    boolean isRefusal() {
        return Boolean.TRUE.equals(expected.get("refused"));
    }

    /// The reason for a refusal, in the words of the case's source.
    String why() {
        return expected.get("why") instanceof String why ? why : "";
    }

    boolean isAboutWeakKeys() {
        return WEAKNESS.matcher(algorithm() + operation() + why()).find();
    }

    // Keys and input

    byte[] key() {
        return bytes(fields.get("key"), "key");
    }

    boolean hasNamedKey(String name) {
        return fields.get("key") instanceof Map<?, ?> keys && keys.get(name) instanceof String;
    }

    boolean hasKey() {
        return fields.get("key") instanceof String;
    }

    byte[] key(String name) {
        return bytes(fields.get("key") instanceof Map<?, ?> keys ? keys.get(name) : null, "key " + name);
    }

    boolean has(String name) {
        return input.get(name) != null;
    }

    String text(String name) {
        unread.remove(name);
        Object value = input.get(name);
        if (value instanceof String || value instanceof Long) {
            return value.toString();
        }
        throw new Mismatch("input " + name + " is missing");
    }

    String textOr(String name, String otherwise) {
        unread.remove(name);
        return has(name) ? text(name) : otherwise;
    }

    byte[] bytes(String name) {
        return bytes(text(name), "input " + name);
    }

    byte[] bytesOr(String name, byte[] otherwise) {
        unread.remove(name);
        return has(name) ? bytes(name) : otherwise;
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    List<?> list(String name) {
        unread.remove(name);
        if (input.get(name) instanceof List<?> list) {
            return list;
        }
        throw new Mismatch("input " + name + " is missing");
    }

    boolean isNumber(String name) {
        return input.get(name) instanceof Long;
    }

    /// An input that says what the operation is: it must say just this.
    void require(String name, String... allowed) {
        String value = textOr(name, allowed[0]);
        if (!List.of(allowed).contains(value)) {
            throw new Mismatch("input " + name + " asks for something unknown");
        }
    }

    /// An input that explains and changes nothing.
    void informational(String... names) {
        Arrays.asList(names).forEach(unread::remove);
    }

    // Expectations

    boolean expects(String name) {
        return expected.get(name) != null;
    }

    String expectedText(String name) {
        return String.valueOf(expected.get(name));
    }

    List<String> expectedNames() {
        return expected.keySet().stream().map(Object::toString).toList();
    }

    Object expectedValue(String name) {
        return expected.get(name);
    }

    byte[] expectedBytes(String name) {
        return bytes(expected.get(name), "expected " + name);
    }

    void expect(String name, byte[] actual) {
        compare(name, HEX.formatHex(actual));
    }

    void expect(String name, String actual) {
        compare(name, actual);
    }

    /// Where upper and lower case are not the same.
    void expectExactly(String name, String actual) {
        expect(name, actual);
        check(!expects(name) || expectedText(name).equals(actual), name + " is " + actual + ", expected " + expectedText(name));
    }

    void expect(String name, char[] actual) {
        compare(name, new String(actual));
    }

    void expect(String name, boolean actual) {
        compare(name, actual);
    }

    void expect(String name, long actual) {
        compare(name, actual);
    }

    private void compare(String name, Object actual) {
        if (!expects(name)) {
            return;
        }
        checked(name);
        Object wanted = expected.get(name);
        boolean equal = wanted instanceof String text && actual instanceof String got
                ? text.equalsIgnoreCase(got) : wanted.equals(actual);
        if (!equal) {
            throw new Mismatch(name + " is " + actual + ", expected " + wanted);
        }
    }

    /// A fact that is no single expected value.
    void check(boolean holds, String what) {
        if (!holds) {
            throw new Mismatch(what);
        }
    }

    /// Marks as compared by other means.
    void checked(String name) {
        unchecked.remove(name);
        somethingCompared |= !"".equals(expected.get(name));
    }

    void requireAllSeen() {
        if (!unchecked.isEmpty()) {
            throw new Mismatch("expected values that nobody knows: " + unchecked);
        }
        if (!unread.isEmpty()) {
            throw new Mismatch("inputs that nobody knows: " + unread);
        }
        if (!somethingCompared) {
            throw new Mismatch("nothing is expected: no expected value says anything");
        }
    }

    static byte[] bytes(Object hex, String what) {
        if (hex instanceof String text) {
            try {
                return HEX.parseHex(text);
            } catch (IllegalArgumentException e) {
                throw new Mismatch(what + " is not hexadecimal");
            }
        }
        throw new Mismatch(what + " is missing");
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    /// Why a case does not pass.
    static final class Mismatch extends RuntimeException {
        Mismatch(String message) {
            super(message);
        }
    }
}
