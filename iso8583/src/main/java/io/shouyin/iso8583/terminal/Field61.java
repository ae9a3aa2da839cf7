package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.kernel.Check;

/// Field 61: the original of a void, refund or completion. All digits; the end may be missing.
///
/// Batch and trace are texts, since a refund and a completion send zeros there: `000000000000MMDD`.
///
/// @param originalBatch 61.1, 6 digits
/// @param originalTrace 61.2, 6 digits
/// @param originalDate 61.3, MMDD, or empty
/// @param authorizationMode 61.4, 2 digits, or empty
/// @param authorizationInstitution 61.5, 11 digits, or empty
public record Field61(String originalBatch, String originalTrace, String originalDate, String authorizationMode,
                      String authorizationInstitution) {

    private static final int NUMBER = 61;
    private static final String NOTHING = "000000";

    public Field61 {
        Check.argument(Digits.are(originalBatch, 6), "61.1 has 6 digits");
        Check.argument(Digits.are(originalTrace, 6), "61.2 has 6 digits");
        Check.argument(originalDate.isEmpty() || Digits.are(originalDate, 4), "61.3 has 4 digits");
        Check.argument(authorizationMode.isEmpty() || !originalDate.isEmpty() && Digits.are(authorizationMode, 2),
                "61.4 has 2 digits and follows 61.3");
        Check.argument(authorizationInstitution.isEmpty()
                || !authorizationMode.isEmpty() && Digits.are(authorizationInstitution, 11),
                "61.5 has 11 digits and follows 61.4");
    }

    /// The original of a void.
    public static Field61 ofVoid(String originalBatch, String originalTrace) {
        return new Field61(originalBatch, originalTrace, "", "", "");
    }

    /// The original of a refund, a completion or a pre-authorization's void: only its date, MMDD.
    public static Field61 ofDate(String originalDate) {
        return new Field61(NOTHING, NOTHING, originalDate, "", "");
    }

    /// Reads 12, 16, 18 or 29 digits.
    public static Field61 decode(String digits) throws DecodeException {
        Digits.require(digits, NUMBER);
        switch (digits.length()) {
            case 12, 16, 18, 29 -> { }
            default -> throw new DecodeException(DecodeRefusal.SUBFIELD_LENGTH, NUMBER, 0);
        }
        return new Field61(digits.substring(0, 6), digits.substring(6, 12), part(digits, 12, 16),
                part(digits, 16, 18), part(digits, 18, 29));
    }

    /// Whether the field names a batch and a trace number.
    public boolean namesOriginal() {
        return !originalTrace.equals(NOTHING);
    }

    /// The digits of the field.
    public String encode() {
        return originalBatch + originalTrace + originalDate + authorizationMode + authorizationInstitution;
    }

    private static String part(String digits, int from, int to) {
        return digits.length() >= to ? digits.substring(from, to) : "";
    }
}
