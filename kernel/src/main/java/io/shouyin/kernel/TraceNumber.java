package io.shouyin.kernel;

/// A trace number 流水号, the voucher number 凭证号 on the receipt: 1 to 999999 (ISO 8583 field 11).
public record TraceNumber(int value) {

    public static final int MAX = 999_999;

    public TraceNumber {
        Check.argument(value >= 1 && value <= MAX, "a trace number is 000001 to 999999");
    }

    /// Reads six digits.
    public static TraceNumber of(String digits) {
        Check.argument(digits.length() == 6 && Check.isDigits(digits), "a trace number is 000001 to 999999");
        return new TraceNumber(Integer.parseInt(digits));
    }

    /// The following number; 1 comes after 999999.
    public TraceNumber next() {
        return new TraceNumber(value == MAX ? 1 : value + 1);
    }

    /// Six digits: `000002`.
    @Override
    public String toString() {
        return Check.zeroPadded(value, 6);
    }
}
