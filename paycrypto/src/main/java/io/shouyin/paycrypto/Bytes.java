package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// The byte work that everything here shares.
final class Bytes {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    static long longAt(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    static void putLong(long value, byte[] bytes, int offset) {
        LONG.set(bytes, offset, value);
    }

    static byte[] ofLong(long value) {
        byte[] bytes = new byte[8];
        putLong(value, bytes, 0);
        return bytes;
    }

    static void requireBlock(byte[] bytes, int offset, int blockBytes) {
        CryptoRefusal.DATA_LENGTH.unless(offset >= 0 && offset <= given(bytes).length - blockBytes,
                "a block lies in its array from offset to end");
    }

    static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : given(parts)) {
            length += given(part).length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    static byte[] xor(byte[] a, byte[] b) {
        byte[] result = a.clone();
        xorInto(result, 0, b, 0, result.length);
        return result;
    }

    static void xorInto(byte[] target, int targetOffset, byte[] other, int otherOffset, int length) {
        for (int i = 0; i < length; i++) {
            target[targetOffset + i] ^= other[otherOffset + i];
        }
    }

    /// Without branches on the values.
    static boolean isZero(byte[] bytes) {
        int bits = 0;
        for (byte b : bytes) {
            bits |= b;
        }
        return bits == 0;
    }

    static void wipe(byte[]... arrays) {
        for (byte[] array : arrays) {
            if (array != null) {
                Arrays.fill(array, (byte) 0);
            }
        }
    }

    /// Constant time for equal lengths.
    static boolean same(byte[] a, byte[] b) {
        return MessageDigest.isEqual(given(a), given(b));
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    static String hex(byte[] bytes, int lengthBytes) {
        return HEX.formatHex(bytes, 0, lengthBytes);
    }

    static byte[] ofHex(CharSequence text) {
        if (!isHex(text) || text.length() % 2 != 0) {
            throw CryptoRefusal.NOT_DIGITS.because("hexadecimal text has an even number of digits 0 to 9, A to F");
        }
        return HEX.parseHex(text);
    }

    /// Of the letters a to z and no others: many a foreign one has one of ours in upper case.
    static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
    }

    static boolean isAscii(CharSequence text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    static boolean isHex(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isDecimal(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    static int nibbleAt(byte[] bytes, int index) {
        return (index & 1) == 0 ? bytes[index >> 1] >> 4 & 0xF : bytes[index >> 1] & 0xF;
    }
}
