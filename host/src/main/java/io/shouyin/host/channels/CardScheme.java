package io.shouyin.host.channels;

import java.util.Arrays;
import java.util.Optional;

/// Whose card it is, by the first digits of its number (ISO/IEC 7812). The ranges are those that the schemes have made public; 35 is JCB from 3528
/// to 3589, Mastercard from 51 to 55 and from 2221 to 2720.
public enum CardScheme {
    UNIONPAY(new Range(6200, 6299), new Range(8100, 8199)),
    VISA(new Range(4000, 4999)),
    MASTERCARD(new Range(5100, 5599), new Range(2221, 2720)),
    JCB(new Range(3528, 3589)),
    AMEX(new Range(3400, 3499), new Range(3700, 3799));

    /// First four digits, both ends included.
    private record Range(int from, int to) {}

    private final Range[] ranges;

    CardScheme(Range... ranges) {
        this.ranges = ranges;
    }

    /// @param digits of a card number, the first four at least
    static Optional<CardScheme> of(String digits) {
        int first = Integer.parseInt(digits.substring(0, 4));
        return Arrays.stream(values()).filter(scheme -> Arrays.stream(scheme.ranges).anyMatch(range -> range.from() <= first && first <= range.to())).findFirst();
    }
}
