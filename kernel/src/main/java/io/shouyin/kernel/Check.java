package io.shouyin.kernel;

/// Checks that are always on.
///
/// [#argument] guards what a caller hands in, [#invariant] guards what only our own bug could break. A message
/// names the rule and its bound and never the value: a value may be card data.
public final class Check {

    private Check() {}

    /// Refuses a caller's argument.
    ///
    /// @throws IllegalArgumentException with `rule` as message if `holds` is false
    public static void argument(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /// Stops on our own bug.
    ///
    /// @throws InvariantBroken with `rule` as message if `holds` is false
    public static void invariant(boolean holds, String rule) {
        if (!holds) {
            throw new InvariantBroken(rule);
        }
    }

    /// Our own bug: something that the code around it promises did not hold.
    public static final class InvariantBroken extends IllegalStateException {
        InvariantBroken(String rule) {
            super(rule);
        }
    }

    /// Exactly `length` letters or digits of ASCII.
    static boolean isAlphanumeric(CharSequence text, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean fits = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /// A number with zeros before it: `zeroPadded(2, 6)` is `000002`.
    static String zeroPadded(long number, int length) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, length - digits.length())) + digits;
    }

    static boolean isDigits(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }
}
