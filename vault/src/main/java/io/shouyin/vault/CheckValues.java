package io.shouyin.vault;

/// Check values of keys as people write them beside a key: in full, or by their first 6 hex digits. X9.24-1 shows no more than 3 bytes
/// of a TDES key's, and many papers carry just these.
public final class CheckValues {

    public static final int DIGITS_MIN = 6;

    private CheckValues() {}

    /// @param found 6 or 8 hex digits, as [KeyCommands#checkValue] gives them
    /// @param said  at least 6 of them, in upper or lower case
    public static boolean agree(String found, String said) {
        return said.length() >= DIGITS_MIN && found.regionMatches(true, 0, said, 0, said.length());
    }
}
