package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Check;

/// Field 60: what kind of transaction, in which batch. Terminals leave out as much of its end as they like.
///
/// @param transactionType 60.1, 2 digits
/// @param batchDigits 60.2, 6 digits; zeros of a terminal that has no batch yet, see [#hasBatch]
/// @param networkCode 60.3, 3 digits, or empty
/// @param readCapability 60.4, 1 digit: 2 magnetic, 5 chip, 6 contactless; or empty
/// @param icCondition 60.5, 1 digit: 0 normal, 2 fallback; or empty
/// @param partialApproval 60.6, 1 digit; or empty
/// @param accountType 60.7, 3 digits; or empty
public record Field60(String transactionType, String batchDigits, String networkCode, String readCapability,
                      String icCondition, String partialApproval, String accountType) {

    private static final int NUMBER = 60;
    private static final String NO_BATCH = "000000";

    public Field60 {
        Check.argument(Digits.are(transactionType, 2), "60.1 has 2 digits");
        Check.argument(Digits.are(batchDigits, 6), "60.2 has 6 digits");
        boolean ended = part(networkCode, 3, false, "60.3 has 3 digits");
        ended = part(readCapability, 1, ended, "60.4 has 1 digit");
        ended = part(icCondition, 1, ended, "60.5 has 1 digit");
        ended = part(partialApproval, 1, ended, "60.6 has 1 digit");
        part(accountType, 3, ended, "60.7 has 3 digits");
    }

    public Field60(String transactionType, BatchNumber batch, String networkCode, String readCapability, String icCondition, String partialApproval,
                   String accountType) {
        this(transactionType, batch.toString(), networkCode, readCapability, icCondition, partialApproval, accountType);
    }

    /// 60.1 to 60.3: 11 digits.
    public Field60(String transactionType, BatchNumber batch, String networkCode) {
        this(transactionType, batch, networkCode, "", "", "", "");
    }

    /// 60.1 to 60.5: 13 digits.
    public Field60(String transactionType, BatchNumber batch, String networkCode, String readCapability,
                   String icCondition) {
        this(transactionType, batch, networkCode, readCapability, icCondition, "", "");
    }

    /// Reads 8, 11, 12, 13, 14 or 17 digits.
    public static Field60 decode(String digits) throws DecodeException {
        Digits.require(digits, NUMBER);
        switch (digits.length()) {
            case 8, 11, 12, 13, 14, 17 -> { }
            default -> throw new DecodeException(DecodeRefusal.SUBFIELD_LENGTH, NUMBER, 0);
        }
        return new Field60(digits.substring(0, 2), digits.substring(2, 8), part(digits, 8, 11), part(digits, 11, 12),
                part(digits, 12, 13), part(digits, 13, 14), part(digits, 14, 17));
    }

    /// Whether the terminal knows which batch it is in: before its first sign-in it need not.
    public boolean hasBatch() {
        return !batchDigits.equals(NO_BATCH);
    }

    /// 60.2 of whoever [#hasBatch].
    public BatchNumber batch() {
        return BatchNumber.of(batchDigits);
    }

    /// The digits of the field.
    public String encode() {
        return transactionType + batchDigits + networkCode + readCapability + icCondition + partialApproval + accountType;
    }

    private static String part(String digits, int from, int to) {
        return digits.length() >= to ? digits.substring(from, to) : "";
    }

    /// Checks one part; returns whether the field has ended with it or before.
    private static boolean part(String value, int length, boolean ended, String rule) {
        Check.argument(value.isEmpty() || Digits.are(value, length), rule);
        Check.argument(value.isEmpty() || !ended, "a part of field 60 follows those before it");
        return value.isEmpty();
    }
}
