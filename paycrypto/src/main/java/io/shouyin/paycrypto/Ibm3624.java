package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.util.Arrays;

/// PIN verification by offset: the IBM 3624 method (IBM CCA, "3624 PIN offset"; also ISO/TR 9564-2 annex).
///
/// The validation data (mostly out of the card number) is encrypted under the PVK; each hex digit of the result, through the
/// decimalisation table, gives a digit of the natural PIN. The PIN is natural PIN plus offset, digit by digit, modulo 10.
///
/// A table of the caller's choice, call by call, finds a PIN in about 15 guesses (Bond and Zielinski, UCAM-CL-TR-560): a host
/// fixes its table, and a table that is uneven is refused here.
public final class Ibm3624 {

    private static final int DIFFERENT_DIGITS_MIN = 8;
    private static final int SAME_DIGIT_MAX = 4;

    private Ibm3624() {}

    /// Sixteen decimal digits, of which at least 8 are different and none stands there more than 4 times.
    ///
    /// `0123456789012345` is the usual one.
    public static final class DecimalisationTable {
        private final long digits;

        private DecimalisationTable(long digits) {
            this.digits = digits;
        }

        /// @throws CryptoRefusedException [CryptoRefusal#DECIMALISATION_TABLE]
        public static DecimalisationTable of(CharSequence table) {
            CryptoRefusal.DECIMALISATION_TABLE.unless(given(table).length() == 16 && Bytes.isDecimal(table),
                    "a decimalisation table has 16 decimal digits");
            int[] count = new int[10];
            long digits = 0;
            for (int i = 0; i < 16; i++) {
                int digit = table.charAt(i) - '0';
                count[digit]++;
                digits = digits << 4 | digit;
            }
            int different = 0;
            for (int times : count) {
                different += times > 0 ? 1 : 0;
                CryptoRefusal.DECIMALISATION_TABLE.unless(times <= SAME_DIGIT_MAX,
                        "a decimalisation table has no digit more than 4 times");
            }
            CryptoRefusal.DECIMALISATION_TABLE.unless(different >= DIFFERENT_DIGITS_MIN,
                    "a decimalisation table has at least 8 different digits");
            return new DecimalisationTable(digits);
        }

        private int digit(int nibble) {
            return (int) (digits >>> 60 - 4 * nibble) & 0xF;
        }
    }

    /// The natural PIN: wipe it after use.
    ///
    /// PVK `0123456789ABCDEFFEDCBA9876543210`, table `1234567890123456`, validation data `1122334455667788`, 4 digits: `4524`.
    ///
    /// @param pvk 16 or 24 bytes (8 for old issuers)
    /// @param validationData 16 hex digits
    /// @param digits 4 to 12
    public static char[] naturalPin(byte[] pvk, DecimalisationTable table, CharSequence validationData, int digits) {
        try (TdesKey key = TdesKey.of(pvk)) {
            return naturalPin(key, table, validationData, digits);
        }
    }

    /// As [#naturalPin(byte[], DecimalisationTable, CharSequence, int)] with a key made ready.
    public static char[] naturalPin(TdesKey pvk, DecimalisationTable table, CharSequence validationData, int digits) {
        CryptoRefusal.PARAMETER.unless(digits >= PinBlocks.PIN_DIGITS_MIN && digits <= PinBlocks.PIN_DIGITS_MAX,
                "a PIN has 4 to 12 digits");
        requireValidationData(validationData);
        byte[] data = Bytes.ofHex(validationData);
        long result = given(pvk).encrypt(Bytes.longAt(data, 0));
        char[] natural = new char[digits];
        for (int i = 0; i < digits; i++) {
            natural[i] = (char) ('0' + given(table).digit((int) (result >>> 60 - 4 * i) & 0xF));
        }
        return natural;
    }

    /// The PIN that belongs to an offset: wipe it after use.
    ///
    /// PVK `0123456789ABCDEFFEDCBA9876543210`, table `1234567890123456`, validation data `1122334455667788`, offset `6586`: `0000`.
    ///
    /// @param offset as many digits as the PIN has
    public static char[] pin(byte[] pvk, DecimalisationTable table, CharSequence validationData, CharSequence offset) {
        requireOffset(offset);
        char[] pin = naturalPin(pvk, table, validationData, offset.length());
        for (int i = 0; i < pin.length; i++) {
            pin[i] = (char) ('0' + (pin[i] - '0' + offset.charAt(i) - '0') % 10);
        }
        return pin;
    }

    /// The offset of a PIN, as many digits.
    ///
    /// PVK `F80815CD807932C1C4FEDC3B152951754FD545F4D3E970A8`, table `0123456789012345`, validation data
    /// `0000313248808424`, PIN `86530875`: `36324376`.
    public static String offset(byte[] pvk, DecimalisationTable table, CharSequence validationData, CharSequence pin) {
        try (TdesKey key = TdesKey.of(pvk)) {
            return offset(key, table, validationData, PinBlocks.pinField(pin));
        }
    }

    /// Whether PIN and offset belong together; constant time.
    ///
    /// The offset is that of [#offset].
    ///
    /// @param offset as many digits as are checked, from the left of the PIN; an issuer may check fewer than it has
    public static boolean verify(TdesKey pvk, DecimalisationTable table, CharSequence validationData, CharSequence pin,
                                 CharSequence offset) {
        return verify(pvk, table, validationData, PinBlocks.pinField(pin), offset);
    }

    static boolean verify(TdesKey pvk, DecimalisationTable table, CharSequence validationData, long pinField,
                          CharSequence offset) {
        requireOffset(offset);
        char[] natural = naturalPin(pvk, table, validationData, offset.length());
        int different = PinBlocks.pinLength(pinField) < offset.length() ? 1 : 0;
        for (int i = 0; i < natural.length; i++) {
            different |= (natural[i] - '0' + offset.charAt(i) - '0') % 10 ^ PinBlocks.digit(pinField, i);
        }
        Arrays.fill(natural, '\0');
        return different == 0;
    }

    private static String offset(TdesKey pvk, DecimalisationTable table, CharSequence validationData, long pinField) {
        char[] pin = PinBlocks.digits(pinField);
        char[] natural = naturalPin(pvk, table, validationData, pin.length);
        char[] offset = new char[pin.length];
        for (int i = 0; i < pin.length; i++) {
            offset[i] = (char) ('0' + (pin[i] - natural[i] + 10) % 10);
        }
        Arrays.fill(pin, '\0');
        Arrays.fill(natural, '\0');
        return new String(offset);
    }

    static void requireReference(CharSequence validationData, CharSequence offset) {
        requireValidationData(validationData);
        requireOffset(offset);
    }

    private static void requireValidationData(CharSequence validationData) {
        CryptoRefusal.NOT_DIGITS.unless(given(validationData).length() == 16 && Bytes.isHex(validationData),
                "validation data has 16 hex digits");
    }

    private static void requireOffset(CharSequence offset) {
        CryptoRefusal.PARAMETER.unless(given(offset).length() >= 4 && offset.length() <= 12 && Bytes.isDecimal(offset),
                "an offset has 4 to 12 decimal digits");
    }
}
