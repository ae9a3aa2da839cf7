package io.shouyin.paycrypto.selftest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A small strict JSON reader (RFC 8259) for vector files, so that this library needs no other.
///
/// Objects become maps in their order, arrays lists, numbers `Long` or `Double`; nesting is limited to 64 levels.
final class Json {

    private static final int DEPTH_MAX = 64;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException with the offset, for text that is no JSON
    static Object parse(String text) {
        Json reader = new Json(text);
        Object value = reader.value();
        reader.space();
        reader.require(reader.at == text.length(), "nothing follows the value");
        return value;
    }

    private Object value() {
        space();
        require(at < text.length(), "a value");
        require(++depth <= DEPTH_MAX, "at most 64 levels");
        Object value = switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
        depth--;
        return value;
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        at++;
        space();
        if (!taken('}')) {
            do {
                space();
                require(at < text.length() && text.charAt(at) == '"', "a name");
                String name = string();
                space();
                require(taken(':'), "a colon");
                require(!object.containsKey(name), "each name once");
                object.put(name, value());
                space();
            } while (taken(','));
            require(taken('}'), "the end of the object");
        }
        return object;
    }

    private List<Object> array() {
        List<Object> array = new ArrayList<>();
        at++;
        space();
        if (!taken(']')) {
            do {
                array.add(value());
                space();
            } while (taken(','));
            require(taken(']'), "the end of the array");
        }
        return array;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        at++;
        while (true) {
            require(at < text.length(), "the end of the string");
            char c = text.charAt(at++);
            if (c == '"') {
                return string.toString();
            }
            require(c >= 0x20, "no control character");
            string.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        require(at < text.length(), "an escape");
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                require(at + 4 <= text.length(), "four hex digits");
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(text.charAt(at++), 16);
                    require(digit >= 0, "four hex digits");
                    code = code << 4 | digit;
                }
                yield (char) code;
            }
            default -> throw new IllegalArgumentException("JSON at offset " + at + ": a known escape");
        };
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        require(number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?"), "a value");
        return number.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(number) : (Object) Double.valueOf(number);
    }

    private Object word(String word, Object value) {
        require(text.startsWith(word, at), "a value");
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean taken(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("JSON at offset " + at + ": " + expected + " expected");
        }
    }
}
