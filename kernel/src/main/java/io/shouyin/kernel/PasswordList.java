package io.shouyin.kernel;

import java.util.Collection;

/// Passwords that are looked for, in memory and sorted: a candidate is compared where it stands, and no copy of it is made.
public final class PasswordList {

    private final String[] sorted;

    private PasswordList(String[] sorted) {
        this.sorted = sorted;
    }

    /// @param passwords in lower case, in any order
    public static PasswordList of(Collection<String> passwords) {
        return new PasswordList(passwords.stream().distinct().sorted().toArray(String[]::new));
    }

    /// Whether the characters from `from` to before `to` are one of these.
    boolean contains(char[] lowerCase, int from, int to) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = compare(sorted[middle], lowerCase, from, to);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    /// As [String#compareTo].
    static int compare(String entry, char[] text, int from, int to) {
        int shorter = Math.min(entry.length(), to - from);
        for (int i = 0; i < shorter; i++) {
            if (entry.charAt(i) != text[from + i]) {
                return entry.charAt(i) - text[from + i];
            }
        }
        return entry.length() - (to - from);
    }

    /// How many, not which.
    @Override
    public String toString() {
        return "PasswordList[" + sorted.length + "]";
    }
}
