package io.shouyin.iso8583;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;

/// One level of BER-TLV (ISO/IEC 8825-1), strictly: tags of one to three bytes, definite lengths in their shortest
/// form, no tag twice.
public final class BerTlv {

    private BerTlv() {}

    /// Reads `content` of field `field`; an offset in a refusal counts from the content's first byte.
    public static LinkedHashMap<Integer, byte[]> decode(byte[] content, int field) throws DecodeException {
        var values = new LinkedHashMap<Integer, byte[]>();
        int at = 0;
        while (at < content.length) {
            int start = at;
            int tag = content[at++] & 0xFF;
            if ((tag & 0x1F) == 0x1F) {
                int bytes = 1;
                int next;
                do {
                    if (at == content.length || bytes == 3) {
                        throw malformed(field, start);
                    }
                    next = content[at++] & 0xFF;
                    tag = tag << 8 | next;
                    bytes++;
                } while ((next & 0x80) != 0);
            }
            if (!isTag(tag)) {
                throw malformed(field, start);
            }
            if (at == content.length) {
                throw malformed(field, start);
            }
            int length = content[at++] & 0xFF;
            if (length >= 0x80) {
                int bytes = length & 0x7F;
                if (bytes < 1 || bytes > 2 || content.length - at < bytes) {
                    throw malformed(field, at - 1);
                }
                length = 0;
                for (int i = 0; i < bytes; i++) {
                    length = length << 8 | content[at++] & 0xFF;
                }
                if (length < 0x80 || bytes == 2 && length < 0x100) {
                    throw malformed(field, at - bytes - 1);
                }
            }
            if (content.length - at < length) {
                throw malformed(field, start);
            }
            if (values.put(tag, Arrays.copyOfRange(content, at, at + length)) != null) {
                throw new DecodeException(DecodeRefusal.TLV_TAG_REPEATED, field, start);
            }
            at += length;
        }
        return values;
    }

    /// Writes one value; its length in the shortest form.
    public static void write(ByteArrayOutputStream out, int tag, byte[] value) {
        for (int shift = tag > 0xFFFF ? 16 : tag > 0xFF ? 8 : 0; shift >= 0; shift -= 8) {
            out.write(tag >>> shift);
        }
        if (value.length >= 0x100) {
            out.write(0x82);
            out.write(value.length >>> 8);
        } else if (value.length >= 0x80) {
            out.write(0x81);
        }
        out.write(value.length);
        out.writeBytes(value);
    }

    /// Whether a number is a tag of one to three bytes: `9A`, `DF02`, `DF8101`.
    public static boolean isTag(int tag) {
        if (tag <= 0 || tag > 0xFF_FFFF) {
            return false;
        }
        if (tag <= 0xFF) {
            return (tag & 0x1F) != 0x1F;
        }
        if (tag <= 0xFFFF) {
            return (tag & 0x1F00) == 0x1F00 && (tag & 0x80) == 0 && (tag & 0x7F) != 0;
        }
        return (tag & 0x1F_0000) == 0x1F_0000 && (tag & 0x8000) != 0 && (tag & 0x7F00) != 0 && (tag & 0x80) == 0;
    }

    private static DecodeException malformed(int field, int offset) {
        return new DecodeException(DecodeRefusal.TLV_MALFORMED, field, offset);
    }
}
