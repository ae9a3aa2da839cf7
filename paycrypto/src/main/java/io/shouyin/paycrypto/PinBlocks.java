package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

/// PIN blocks (ISO 9564-1:2017, 9.3), formats 0 to 4 and the Chinese 16-byte block.
///
/// A PIN has 4 to 12 digits, a card number 12 to 19 (format 4: 1 to 19). Whatever is wrong inside a block, the
/// refusal is the one [CryptoRefusal#PIN_BLOCK_REFUSED], found without leaving early: an attacker who hands in
/// blocks learns nothing from the reason or the time. A decoded PIN comes as `char[]`: wipe it after use.
///
/// Inside, a PIN is a 64-bit "PIN field" as format 0 has it: `0`, length, digits, `F` to the end. So the fast path
/// from one format to another makes no strings and no arrays.
public final class PinBlocks {

    static final int PIN_DIGITS_MIN = 4;
    static final int PIN_DIGITS_MAX = 12;

    /// What stands for the PIN field of a block that is refused: no field, yet one may go on with it as with PIN `0000`, in the same time.
    static final long REFUSED = 0x840000FFFFFFFFFFL;

    private static final long HIGH_BITS = 0x8888888888888888L;

    private PinBlocks() {}

    /// ISO 9564-1, 9.3.2: PIN field XOR the 12 rightmost digits of the card number without its check digit.
    ///
    /// `encodeFormat0("1234", "5555555551234567")` is `041261AAAAEDCBA9`.
    ///
    /// @return 8 bytes, clear
    public static byte[] encodeFormat0(CharSequence pin, CharSequence pan) {
        return Bytes.ofLong(pinField(pin) ^ panField(pan));
    }

    /// The PIN in a clear format 0 block.
    ///
    /// `decodeFormat0(041261AAAAEDCBA9, "5555555551234567")` is `1234`.
    ///
    /// @param block 8 bytes
    public static char[] decodeFormat0(byte[] block, CharSequence pan) {
        return digits(accepted(openFormat0(longBlock(block), panField(pan))));
    }

    /// ISO 9564-1, 9.3.3: random fill, no card number.
    ///
    /// Another block each time, read by [#decodeFormat1].
    ///
    /// @return 8 bytes, clear
    public static byte[] encodeFormat1(CharSequence pin) {
        return Bytes.ofLong(makeFormat1(pinField(pin), Randoms.next()));
    }

    /// With the fill given, for known answers. `encodeFormat1("12345", "EDCBA9876")` is `1512345EDCBA9876`.
    ///
    /// @param fill hex digits to the end of the block: 14 less the length of the PIN
    public static byte[] encodeFormat1(CharSequence pin, CharSequence fill) {
        return Bytes.ofLong(makeFormat1(pinField(pin), fillDigits(pin, fill)));
    }

    /// The PIN in a clear format 1 block. `decodeFormat1(1512345EDCBA9876)` is `12345`.
    public static char[] decodeFormat1(byte[] block) {
        return digits(accepted(openFormat1(longBlock(block))));
    }

    /// ISO 9564-1, 9.3.4, for an IC card. `encodeFormat2("1234")` is `241234FFFFFFFFFF`.
    ///
    /// @return 8 bytes, clear
    public static byte[] encodeFormat2(CharSequence pin) {
        return Bytes.ofLong(makeFormat2(pinField(pin)));
    }

    /// The PIN in a clear format 2 block.
    ///
    /// `decodeFormat2(241234FFFFFFFFFF)` is `1234`.
    public static char[] decodeFormat2(byte[] block) {
        return digits(accepted(openFormat2(longBlock(block))));
    }

    /// ISO 9564-1, 9.3.5: as format 0 with random fill from A to F.
    ///
    /// Another block each time, read by [#decodeFormat3].
    ///
    /// @return 8 bytes, clear
    public static byte[] encodeFormat3(CharSequence pin, CharSequence pan) {
        return Bytes.ofLong(makeFormat3(pinField(pin), panField(pan)));
    }

    /// With the fill given, for known answers.
    ///
    /// `encodeFormat3("1234", "5555555551234567", "FFFFFFFFFF")` is `341261AAAAEDCBA9`.
    ///
    /// @param fill digits A to F to the end of the block: 14 less the length of the PIN
    public static byte[] encodeFormat3(CharSequence pin, CharSequence pan, CharSequence fill) {
        long field = pinField(pin);
        long digits = fillDigits(pin, fill);
        long mask = fillMask(field);
        CryptoRefusal.NOT_DIGITS.unless((~decimalErrors(digits) & HIGH_BITS & mask) == 0, "format 3 is filled with A to F");
        return Bytes.ofLong((3L << 60 | field & ~mask | digits) ^ panField(pan));
    }

    /// The PIN in a clear format 3 block. `decodeFormat3(341261AAAAEDCBA9, "5555555551234567")` is `1234`.
    public static char[] decodeFormat3(byte[] block, CharSequence pan) {
        return digits(accepted(openFormat3(longBlock(block), panField(pan))));
    }

    /// ISO 9564-1, 9.4.2: the plain-text PIN field of format 4.
    ///
    /// `format4PinField("1234", FFFFFFFFFFFFFFFF)` is `441234AAAAAAAAAAFFFFFFFFFFFFFFFF`.
    ///
    /// @param random 8 bytes
    public static byte[] format4PinField(CharSequence pin, byte[] random) {
        CryptoRefusal.DATA_LENGTH.unless(given(random).length == 8, "format 4 takes 8 random bytes");
        byte[] field = new byte[16];
        Bytes.putLong(format4Left(pinField(pin)), field, 0);
        System.arraycopy(random, 0, field, 8, 8);
        return field;
    }

    /// ISO 9564-1, 9.4.2: the plain-text card number field of format 4, the whole number with its check digit.
    ///
    /// `format4PanField("112233445566778899")` is `61122334455667788990000000000000`.
    ///
    /// @param pan 1 to 19 digits
    public static byte[] format4PanField(CharSequence pan) {
        int length = given(pan).length();
        requirePan(pan, 1);
        int shown = Math.max(length, 12);
        byte[] field = new byte[16];
        field[0] = (byte) (shown - 12 << 4);
        for (int i = 0; i < length; i++) {
            int nibble = 1 + shown - length + i;
            field[nibble >> 1] |= (byte) (pan.charAt(i) - '0' << ((nibble & 1) == 0 ? 4 : 0));
        }
        return field;
    }

    /// ISO 9564-1, 9.4.2: enciphers with fresh random fill.
    ///
    /// Another block each time, read by [#decipherFormat4].
    ///
    /// @param key AES (ISO) or another cipher with 16-byte blocks
    /// @return 16 bytes, enciphered
    public static byte[] encipherFormat4(BlockKey key, CharSequence pin, CharSequence pan) {
        return encipherFormat4(key, pin, pan, Bytes.ofLong(Randoms.next()));
    }

    /// With the random bytes given, for tests and known answers.
    ///
    /// Key `00112233445566778899AABBCCDDEEFF`, PIN `1234`, card `1234567890123456789`, random `FFFFFFFFFFFFFFFF`:
    /// `28B41FDDD29B743E93124BD8E32D921E`.
    public static byte[] encipherFormat4(BlockKey key, CharSequence pin, CharSequence pan, byte[] random) {
        byte[] block = format4PinField(pin, random);
        sealFormat4(key, block, format4PanField(pan));
        return block;
    }

    /// The PIN in a plain-text PIN field of format 4. `decodeFormat4PinField(441234AAAAAAAAAAFFFFFFFFFFFFFFFF)` is `1234`.
    ///
    /// @param field 16 bytes, clear
    public static char[] decodeFormat4PinField(byte[] field) {
        CryptoRefusal.DATA_LENGTH.unless(given(field).length == 16, "a PIN field of format 4 has 16 bytes");
        return digits(accepted(openFormat4Left(Bytes.longAt(field, 0))));
    }

    /// The PIN in an enciphered format 4 block.
    ///
    /// Key `00112233445566778899AABBCCDDEEFF`, card `1234567890123456789`, block `28B41FDDD29B743E93124BD8E32D921E`: `1234`.
    ///
    /// @param block 16 bytes
    public static char[] decipherFormat4(BlockKey key, byte[] block, CharSequence pan) {
        return digits(accepted(openFormat4(key, block, format4PanField(pan))));
    }

    /// The Chinese 16-byte block: length as two decimal digits, PIN, `F` to 16 bytes, XOR the 12 card digits on the
    /// right. Its width is the acquirer's choice; the cipher is SM4 in ECB.
    ///
    /// `encodeCn16("123654", "6230606601007726888")` is `06123654FFFFFFFFFFFF99FEFF88D977`.
    ///
    /// @return 16 bytes, clear
    public static byte[] encodeCn16(CharSequence pin, CharSequence pan) {
        return makeCn16(pinField(pin), panField(pan));
    }

    /// The PIN in a clear Chinese 16-byte block.
    ///
    /// `decodeCn16(06123654FFFFFFFFFFFF99FEFF88D977, "6230606601007726888")` is `123654`.
    public static char[] decodeCn16(byte[] block, CharSequence pan) {
        CryptoRefusal.DATA_LENGTH.unless(given(block).length == 16, "the Chinese PIN block has 16 bytes");
        return digits(accepted(openCn16(block, 0, panField(pan))));
    }

    private static long fillDigits(CharSequence pin, CharSequence fill) {
        CryptoRefusal.NOT_DIGITS.unless(given(fill).length() == 14 - given(pin).length() && Bytes.isHex(fill),
                "the fill has hex digits to the end of the block");
        return Long.parseUnsignedLong(fill, 0, fill.length(), 16);
    }

    // The PIN field, 64 bits

    /// `0`, length, digits, `F`.
    static long pinField(CharSequence pin) {
        int length = given(pin).length();
        CryptoRefusal.PARAMETER.unless(length >= PIN_DIGITS_MIN && length <= PIN_DIGITS_MAX, "a PIN has 4 to 12 digits");
        CryptoRefusal.NOT_DIGITS.unless(Bytes.isDecimal(pin), "a PIN has decimal digits only");
        long field = length;
        for (int i = 0; i < length; i++) {
            field = field << 4 | pin.charAt(i) - '0';
        }
        int fill = 4 * (14 - length);
        return field << fill | (1L << fill) - 1;
    }

    /// Four zeros and the 12 rightmost digits without the check digit.
    static long panField(CharSequence pan) {
        requirePan(pan, 12);
        long field = 0;
        for (int i = Math.max(0, pan.length() - 13); i < pan.length() - 1; i++) {
            field = field << 4 | pan.charAt(i) - '0';
        }
        return field;
    }

    static int pinLength(long field) {
        return (int) (field >>> 56) & 0xF;
    }

    static char[] digits(long field) {
        char[] pin = new char[pinLength(field)];
        for (int i = 0; i < pin.length; i++) {
            pin[i] = (char) ('0' + digit(field, i));
        }
        return pin;
    }

    static int digit(long field, int place) {
        return (int) (field >>> 52 - 4 * place) & 0xF;
    }

    // The PIN field in a clear block, or REFUSED

    static long openFormat0(long block, long panField) {
        long field = block ^ panField;
        long bad = structureErrors(field, 0) | ~field & fillMask(field);
        return checked(bad, field);
    }

    static long openFormat1(long block) {
        return checked(structureErrors(block, 1), withFill(block));
    }

    static long openFormat2(long block) {
        return checked(structureErrors(block, 2) | ~block & fillMask(block), withFill(block));
    }

    static long openFormat3(long block, long panField) {
        long field = block ^ panField;
        long bad = structureErrors(field, 3) | (~decimalErrors(field) & HIGH_BITS) & fillMask(field);
        return checked(bad, withFill(field));
    }

    static long openFormat4(BlockKey key, byte[] block, byte[] format4PanField) {
        CryptoRefusal.DATA_LENGTH.unless(given(block).length == 16 && given(key).blockBytes() == 16,
                "format 4 takes 16 bytes and a cipher with blocks of 16");
        byte[] work = new byte[16];
        key.decrypt(block, 0, work, 0);
        Bytes.xorInto(work, 0, format4PanField, 0, 16);
        key.decrypt(work, 0, work, 0);
        long left = Bytes.longAt(work, 0);
        Bytes.wipe(work);
        return openFormat4Left(left);
    }

    private static long openFormat4Left(long left) {
        return checked(structureErrors(left, 4) | (left ^ 0xAAAAAAAAAAAAAAAAL) & fillMask(left), withFill(left));
    }

    static long openCn16(byte[] block, int offset, long panField) {
        long left = Bytes.longAt(block, offset);
        long right = Bytes.longAt(block, offset + 8) ^ panField;
        int tens = (int) (left >>> 60);
        int ones = (int) (left >>> 56) & 0xF;
        int length = tens * 10 + ones;
        long field = left & 0x00FFFFFFFFFFFFFFL | (long) (length & 0xF) << 56;
        long bad = structureErrors(field, 0) | ~field & fillMask(field) | ~right
                | (tens >> 1) | (9 - ones >> 31) | (length >> 4);
        return checked(bad, field);
    }

    static long makeFormat1(long field, long random) {
        long fill = fillMask(field);
        return 1L << 60 | field & ~fill | random & fill;
    }

    static long makeFormat2(long field) {
        return 2L << 60 | field;
    }

    static long makeFormat3(long field, long panField) {
        // ten digits of six values out of 63 bits: their bias is below 2^-37
        long random = Randoms.next() >>> 1;
        long fill = 0;
        for (int i = 0; i < 10; i++) {
            fill = fill << 4 | 10 + random % 6;
            random /= 6;
        }
        long mask = fillMask(field);
        return (3L << 60 | field & ~mask | fill & mask) ^ panField;
    }

    static long format4Left(long field) {
        long fill = fillMask(field);
        return 4L << 60 | field & ~fill | 0xAAAAAAAAAAAAAAAAL & fill;
    }

    static void sealFormat4(BlockKey key, byte[] pinField, byte[] format4PanField) {
        given(key).encrypt(pinField, 0, pinField, 0);
        Bytes.xorInto(pinField, 0, format4PanField, 0, 16);
        key.encrypt(pinField, 0, pinField, 0);
    }

    static byte[] makeFormat4(BlockKey key, long field, byte[] format4PanField) {
        byte[] block = new byte[16];
        Bytes.putLong(format4Left(field), block, 0);
        Bytes.putLong(Randoms.next(), block, 8);
        sealFormat4(key, block, format4PanField);
        return block;
    }

    static byte[] makeCn16(long field, long panField) {
        int length = pinLength(field);
        byte[] block = new byte[16];
        Bytes.putLong(field, block, 0);
        block[0] = (byte) (length / 10 << 4 | length % 10);
        Bytes.putLong(~panField, block, 8);
        return block;
    }

    /// Nonzero if the control nibble, the length or a digit is wrong.
    private static long structureErrors(long field, int control) {
        int length = pinLength(field);
        long bad = field >>> 60 ^ control;
        bad |= length - PIN_DIGITS_MIN >> 31;
        bad |= PIN_DIGITS_MAX - length >> 31;
        return bad | decimalErrors(field) & digitMask(field);
    }

    /// The high bit of each nibble that is above 9.
    private static long decimalErrors(long nibbles) {
        return nibbles & (nibbles << 1 | nibbles << 2) & HIGH_BITS;
    }

    private static long digitMask(long field) {
        return ~fillMask(field) & 0x00FFFFFFFFFFFFFFL;
    }

    private static long fillMask(long field) {
        int bits = 4 * Math.max(0, 14 - pinLength(field));
        return (1L << bits) - 1;
    }

    private static long withFill(long field) {
        return field & 0x0FFFFFFFFFFFFFFFL | fillMask(field);
    }

    private static long checked(long bad, long field) {
        return bad == 0 ? field : REFUSED;
    }

    static long accepted(long field) {
        CryptoRefusal.PIN_BLOCK_REFUSED.unless(field != REFUSED, "the PIN block is refused");
        return field;
    }

    static long longBlock(byte[] block) {
        CryptoRefusal.DATA_LENGTH.unless(given(block).length == 8, "PIN block formats 0 to 3 have 8 bytes");
        return Bytes.longAt(block, 0);
    }

    static void requirePan(CharSequence pan, int digitsMin) {
        CryptoRefusal.PARAMETER.unless(given(pan).length() >= digitsMin && pan.length() <= 19,
                digitsMin == 1 ? "a card number has 1 to 19 digits" : "a card number has 12 to 19 digits");
        CryptoRefusal.NOT_DIGITS.unless(Bytes.isDecimal(pan), "a card number has decimal digits only");
    }
}
