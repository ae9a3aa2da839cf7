package io.shouyin.kernel;

/// A batch number 批次号: 1 to 999999 (field 60.2 of the terminal protocol).
public record BatchNumber(int value) {

    public static final int MAX = 999_999;

    public BatchNumber {
        Check.argument(value >= 1 && value <= MAX, "a batch number is 000001 to 999999");
    }

    /// Reads six digits.
    public static BatchNumber of(String digits) {
        Check.argument(digits.length() == 6 && Check.isDigits(digits), "a batch number is 000001 to 999999");
        return new BatchNumber(Integer.parseInt(digits));
    }

    /// The following number; 1 comes after 999999.
    public BatchNumber next() {
        return new BatchNumber(value == MAX ? 1 : value + 1);
    }

    /// Six digits: `000002`.
    @Override
    public String toString() {
        return Check.zeroPadded(value, 6);
    }
}
