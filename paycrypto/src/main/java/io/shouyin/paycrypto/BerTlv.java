package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;
import static io.shouyin.paycrypto.CryptoRefusal.givenEach;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Card data in BER-TLV (EMV 4.3 book 3, annex B; ISO/IEC 8825-1): field 55, and what is inside of templates.
///
/// Strict: tags of 1 to 4 bytes, definite lengths of at most 3 bytes in front of at most 65535, nesting of at most 8 levels, and
/// nothing left over. Zero bytes between objects are skipped, as EMV allows.
///
/// @param tag as it is written, such as `0x9F26`
/// @param value the raw value, also of a template
/// @param children of a constructed tag, else empty
public record BerTlv(int tag, byte[] value, List<BerTlv> children) {

    private static final int LEVELS_MAX = 8;
    private static final int VALUE_BYTES_MAX = 65535;

    public BerTlv {
        byte[] bytes = tagBytes(tag);
        requireTlv(tag != 0 && readTag(bytes, 0, bytes.length).next == bytes.length, "a tag is not zero and has the bytes that its first one says");
        requireTlv(given(value).length <= VALUE_BYTES_MAX, "a value has at most 65535 bytes");
        children = List.copyOf(givenEach(children));
    }

    /// Reads a sequence of objects.
    ///
    /// `9F2608B306498316F8EB45 9F360200AA` are the tags `9F26` and `9F36`.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#TLV]
    public static List<BerTlv> parse(byte[] data) {
        return parse(data, 0, given(data).length, 1);
    }

    /// The first object of a tag, also inside of templates.
    ///
    /// In `00770F9F2608B306498316F8EB459F2701800000` the tag `9F27` is found inside of `77`, with the value `80`.
    public static Optional<BerTlv> find(List<BerTlv> objects, int tag) {
        for (BerTlv object : givenEach(objects)) {
            if (object.tag == tag) {
                return Optional.of(object);
            }
            Optional<BerTlv> inside = find(object.children, tag);
            if (inside.isPresent()) {
                return inside;
            }
        }
        return Optional.empty();
    }

    /// Tag, length in its shortest form, value.
    ///
    /// `9F36` with the value `00AA` is `9F360200AA`.
    public byte[] encoded() {
        return Bytes.concat(tagBytes(tag), lengthBytes(value.length), value);
    }

    /// An object without children.
    ///
    /// @param tag of 1 to 4 bytes, not a template
    public static BerTlv of(int tag, byte[] value) {
        requireTlv((tagBytes(tag)[0] & 0x20) == 0, "a primitive tag has no children");
        return new BerTlv(tag, value, List.of());
    }

    /// Tag and length: values may be card data.
    @Override
    public String toString() {
        return "BerTlv[" + Bytes.hex(tagBytes(tag)) + ", " + value.length + " bytes]";
    }

    private record Number(int value, int next) {}

    private static List<BerTlv> parse(byte[] data, int start, int end, int level) {
        requireTlv(level <= LEVELS_MAX, "templates are at most 8 levels deep");
        List<BerTlv> objects = new ArrayList<>();
        int at = start;
        while (at < end) {
            if (data[at] == 0) {
                at++;
                continue;
            }
            Number tag = readTag(data, at, end);
            Number length = readLength(data, tag.next, end);
            requireTlv(length.value <= end - length.next, "a value ends inside of the data");
            int valueEnd = length.next + length.value;
            boolean constructed = (data[at] & 0x20) != 0;
            byte[] value = Arrays.copyOfRange(data, length.next, valueEnd);
            objects.add(new BerTlv(tag.value, value,
                    constructed ? parse(data, length.next, valueEnd, level + 1) : List.of()));
            at = valueEnd;
        }
        return List.copyOf(objects);
    }

    private static Number readTag(byte[] data, int start, int end) {
        int tag = data[start] & 0xFF;
        int at = start + 1;
        if ((tag & 0x1F) == 0x1F) {
            int b;
            do {
                requireTlv(at < end && at < start + 4, "a tag has 1 to 4 bytes");
                b = data[at++] & 0xFF;
                requireTlv(at > start + 2 || (b & 0x7F) != 0, "a tag's number has no leading zeros");
                tag = tag << 8 | b;
            } while ((b & 0x80) != 0);
        }
        return new Number(tag, at);
    }

    private static Number readLength(byte[] data, int start, int end) {
        requireTlv(start < end, "a tag has a length");
        int first = data[start] & 0xFF;
        if (first < 0x80) {
            return new Number(first, start + 1);
        }
        int bytes = first & 0x7F;
        requireTlv(bytes >= 1 && bytes <= 2 && start + bytes < end, "a length has 1 to 3 bytes and is definite");
        int length = 0;
        for (int i = 1; i <= bytes; i++) {
            length = length << 8 | data[start + i] & 0xFF;
        }
        return new Number(length, start + 1 + bytes);
    }

    private static byte[] tagBytes(int tag) {
        int bytes = tag >>> 24 != 0 ? 4 : tag >>> 16 != 0 ? 3 : tag >>> 8 != 0 ? 2 : 1;
        byte[] encoded = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            encoded[i] = (byte) (tag >>> 8 * (bytes - 1 - i));
        }
        return encoded;
    }

    private static byte[] lengthBytes(int length) {
        if (length < 0x80) {
            return new byte[] {(byte) length};
        }
        return length < 0x100 ? new byte[] {(byte) 0x81, (byte) length}
                : new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length};
    }

    private static void requireTlv(boolean holds, String rule) {
        CryptoRefusal.TLV.unless(holds, rule);
    }
}
