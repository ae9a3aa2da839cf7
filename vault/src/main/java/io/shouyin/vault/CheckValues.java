package io.shouyin.vault;

/// Check values of keys as people write them beside a key: by their first 6 hex digits (X9.24-1 shows no more of a TDES key's), or by
/// more of them, such as the 10 of the CMAC form.
final class CheckValues {

    private static final int DIGITS_MIN = 6;

    private CheckValues() {}

    /// @param found as many hex digits as can be told
    /// @param said  at least 6 of them, in upper or lower case; none that cannot be compared
    static boolean agree(String found, String said) {
        return said.length() >= DIGITS_MIN && found.regionMatches(true, 0, said, 0, said.length());
    }
}
