package io.shouyin.kernel.qr;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Check;
import java.util.regex.Pattern;

/// A customer's payment code 付款码: digits that a wallet shows for one payment and a minute or so. Whoever has it can charge the customer: it prints as
/// a mask and is never kept.
public final class PayCode {

    public static final int DIGITS_MIN = 16;
    public static final int DIGITS_MAX = 24;
    /// How lists and receipts name a payment whose code the merchant showed.
    public static final String NO_CODE_MASKED = "QR****";
    private static final Pattern FORM = Pattern.compile("[0-9]{" + DIGITS_MIN + "," + DIGITS_MAX + "}");

    private final String digits;

    private PayCode(String digits) {
        this.digits = digits;
    }

    /// @throws CodeException [CodeRefusal#PAY_CODE_MALFORMED]
    public static PayCode of(String digits) throws CodeException {
        if (!FORM.matcher(digits).matches()) {
            throw new CodeException(CodeRefusal.PAY_CODE_MALFORMED);
        }
        return new PayCode(digits);
    }

    public String reveal(CardDataAccess access) {
        Check.argument(access != null, "reading a payment code needs CardDataAccess");
        return digits;
    }

    /// Such as `QR*3412`: how lists and receipts name it.
    public String masked() {
        return "QR*" + digits.substring(digits.length() - 4);
    }

    @Override
    public String toString() {
        return "PayCode[" + masked() + "]";
    }
}
