package io.shouyin.kernel;

import java.util.List;
import java.util.stream.Stream;

/// What hands type without a thought: keys in a row, in a column, from neighbour to neighbour, two rows in turn; with Shift or without.
public final class KeyboardRuns {

    private static final int LENGTH_MIN = 3;
    /// Of neighbours and of two rows in turn: fewer happen by chance.
    private static final int LONGER_LENGTH_MIN = 6;

    private static final String SHIFTED = "!@#$%^&*()_+";
    private static final String UNSHIFTED = "1234567890-=";
    private static final List<String> ROWS = List.of(UNSHIFTED, "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./");
    private static final List<String> LINES = Stream.concat(ROWS.stream(), Stream.of("0123456789",
                    "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.", "0p;/", "147", "2580", "369", "159", "357"))
            .flatMap(line -> Stream.of(line, new StringBuilder(line).reverse().toString())).toList();

    private KeyboardRuns() {}

    /// Whether the characters from `from` to before `to` are one run: `qwe`, `vfr4`, `qawsed`, `q1w2e3`.
    public static boolean isRun(char[] lowerCase, int from, int to) {
        return isLine(lowerCase, from, to, 1) || to - from >= LONGER_LENGTH_MIN && (isWalk(lowerCase, from, to) || isInTurn(lowerCase, from, to));
    }

    /// Whether the characters before `to` are runs, one after the other, and nothing else: `123qweasdzxc`.
    static boolean isMadeOfRuns(char[] lowerCase, int to) {
        var reached = new boolean[to + 1];
        reached[0] = true;
        for (int end = LENGTH_MIN; end <= to; end++) {
            for (int start = 0; start <= end - LENGTH_MIN && !reached[end]; start++) {
                reached[end] = reached[start] && isRun(lowerCase, start, end);
            }
        }
        return to > 0 && reached[to];
    }

    /// Two rows; digits in turn with digits are too many of the PINs that there are.
    private static boolean isInTurn(char[] text, int from, int to) {
        return row(unshifted(text[from])) != row(unshifted(text[from + 1])) && isLine(text, from, to, 2) && isLine(text, from + 1, to, 2);
    }

    /// Every `step`th character follows the one before on a line.
    private static boolean isLine(char[] text, int from, int to, int step) {
        int length = (to - from + step - 1) / step;
        return length >= LENGTH_MIN && LINES.stream().anyMatch(line -> isIn(line, text, from, to, step));
    }

    private static boolean isIn(String line, char[] text, int from, int to, int step) {
        int first = line.indexOf(unshifted(text[from]));
        int at = first;
        for (int i = from; i < to; i += step, at++) {
            if (first < 0 || at >= line.length() || line.charAt(at) != unshifted(text[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWalk(char[] text, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (!areNeighbours(unshifted(text[i - 1]), unshifted(text[i]))) {
                return false;
            }
        }
        return true;
    }

    /// Rows are shifted to the right, each by half a key: below S lie Z and X.
    private static boolean areNeighbours(char one, char other) {
        int row = row(one);
        int otherRow = row(other);
        if (row < 0 || otherRow < 0) {
            return false;
        }
        int right = ROWS.get(otherRow).indexOf(other) - ROWS.get(row).indexOf(one);
        return switch (otherRow - row) {
            case 0 -> right >= -1 && right <= 1;
            case 1 -> right == 0 || right == -1;
            case -1 -> right == 0 || right == 1;
            default -> false;
        };
    }

    private static int row(char key) {
        for (int row = 0; row < ROWS.size(); row++) {
            if (ROWS.get(row).indexOf(key) >= 0) {
                return row;
            }
        }
        return -1;
    }

    private static char unshifted(char character) {
        int shifted = SHIFTED.indexOf(character);
        return shifted < 0 ? character : UNSHIFTED.charAt(shifted);
    }
}
