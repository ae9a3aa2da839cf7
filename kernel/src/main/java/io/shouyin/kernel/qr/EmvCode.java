package io.shouyin.kernel.qr;

import io.shouyin.kernel.Check;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a merchant's code says, as EMVCo lays it out (QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1, section 3): two digits of
/// name, two of length, the value; the first object says the format, the last one is a check value over all before it.
///
/// Lengths count characters; the check value is of UTF-8 bytes (CRC-16/CCITT-FALSE: `123456789` gives `29B1`).
///
/// @param objects by name, in order, without the check value
public record EmvCode(Map<String, String> objects) {

    public static final String FORMAT = "00";
    private static final String FORMAT_ONE = "01";
    private static final String CRC_HEAD = "6304";
    private static final int CRC_LENGTH = 4;
    private static final int CHARACTERS_MAX = 512;
    private static final int VALUE_CHARACTERS_MAX = 99;
    private static final int POLYNOMIAL = 0x1021;

    public EmvCode {
        Check.argument(FORMAT_ONE.equals(objects.get(FORMAT)) && objects.keySet().iterator().next().equals(FORMAT), "a code begins with its format, 01");
        objects = Collections.unmodifiableMap(new LinkedHashMap<>(objects));
    }

    /// @throws CodeException if the check value is wrong, an object is cut off, named twice or out of form
    public static EmvCode decode(String text) throws CodeException {
        if (text.length() > CHARACTERS_MAX || !text.startsWith(FORMAT + "02" + FORMAT_ONE)) {
            throw new CodeException(CodeRefusal.CODE_MALFORMED);
        }
        int end = text.length() - CRC_LENGTH;
        if (!text.startsWith(CRC_HEAD, end - CRC_HEAD.length())) {
            throw new CodeException(CodeRefusal.CODE_TRUNCATED);
        }
        if (!text.substring(end).equals(crc(text.substring(0, end)))) {
            throw new CodeException(CodeRefusal.CODE_CRC_WRONG);
        }
        return new EmvCode(parts(text.substring(0, end - CRC_HEAD.length())));
    }

    /// The objects of a text, such as the value of a template.
    static Map<String, String> parts(String text) throws CodeException {
        Map<String, String> parts = new LinkedHashMap<>();
        for (int at = 0; at < text.length(); ) {
            if (text.length() < at + 4) {
                throw new CodeException(CodeRefusal.CODE_TRUNCATED);
            }
            String name = text.substring(at, at + 2);
            String length = text.substring(at + 2, at + 4);
            if (!name.matches("[0-9]{2}") || !length.matches("[0-9]{2}") || length.equals("00")) {
                throw new CodeException(CodeRefusal.CODE_MALFORMED);
            }
            int next = at + 4 + Integer.parseInt(length);
            if (text.length() < next) {
                throw new CodeException(CodeRefusal.CODE_TRUNCATED);
            }
            if (parts.put(name, text.substring(at + 4, next)) != null) {
                throw new CodeException(CodeRefusal.CODE_MALFORMED);
            }
            at = next;
        }
        return parts;
    }

    public String encode() {
        String head = text(objects) + CRC_HEAD;
        return head + crc(head);
    }

    static String text(Map<String, String> parts) {
        return parts.entrySet().stream().map(part -> {
            Check.argument(!part.getValue().isEmpty() && part.getValue().length() <= VALUE_CHARACTERS_MAX, "an object of a code has 1 to 99 characters");
            return part.getKey() + "%02d".formatted(part.getValue().length()) + part.getValue();
        }).collect(Collectors.joining());
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(objects.get(name));
    }

    /// Four upper-case hex digits.
    static String crc(String text) {
        int crc = 0xFFFF;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            crc ^= (octet & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
            }
        }
        return "%04X".formatted(crc & 0xFFFF);
    }
}
