package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.kernel.Check;

/// Field 54: what a card has or can spend, 20 characters. Not to be logged, nor kept.
///
/// ```java
/// new Field54("00", "02", "156", 123_456).encode();   // 0002156C000000123456
/// ```
///
/// @param accountType 2 digits, 00 unspecified
/// @param amountType 2 digits: 01 of the account, 02 what can be spent
/// @param currency 3 digits
/// @param fen less than 0 if the holder owes it: sign D
public record Field54(String accountType, String amountType, String currency, long fen) {

    private static final int NUMBER = 54;
    private static final int LENGTH = 20;
    private static final int SIGN = 7;
    private static final long FEN_MAX = 999_999_999_999L;

    public Field54 {
        Check.argument(Digits.are(accountType, 2), "the account type of field 54 has 2 digits");
        Check.argument(Digits.are(amountType, 2), "the amount type of field 54 has 2 digits");
        Check.argument(Digits.are(currency, 3), "the currency of field 54 has 3 digits");
        Check.argument(Math.abs(fen) <= FEN_MAX, "the amount of field 54 has 12 digits");
    }

    /// What can be spent, in yuan.
    public static Field54 available(long fen) {
        return new Field54("00", "02", "156", fen);
    }

    /// Reads the first balance of a field.
    public static Field54 decode(String field) throws DecodeException {
        if (field.length() < LENGTH || field.length() % LENGTH != 0) {
            throw new DecodeException(DecodeRefusal.SUBFIELD_LENGTH, NUMBER, 0);
        }
        char sign = field.charAt(SIGN);
        if (!Digits.only(field.substring(0, SIGN)) || sign != 'C' && sign != 'D' || !Digits.only(field.substring(SIGN + 1, LENGTH))) {
            throw new DecodeException(DecodeRefusal.SUBFIELD_VALUE, NUMBER, 0);
        }
        long fen = Long.parseLong(field, SIGN + 1, LENGTH, 10);
        return new Field54(field.substring(0, 2), field.substring(2, 4), field.substring(4, SIGN), sign == 'C' ? fen : -fen);
    }

    /// The characters of the field.
    public String encode() {
        return accountType + amountType + currency + (fen < 0 ? 'D' : 'C') + "%012d".formatted(Math.abs(fen));
    }

    /// The amount does not appear.
    @Override
    public String toString() {
        return "Field54[" + accountType + ", " + amountType + ", " + currency + "]";
    }
}
