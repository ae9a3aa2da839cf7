package io.shouyin.strength;

import io.shouyin.kernel.KeyboardRuns;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Knows text that is put together of what people know by heart: words and verses, runs of keys with Shift or without, years. Whoever guesses
/// tries such pieces one after the other, so a text takes as many guesses as its pieces, however many characters they have.
final class KnownPieces {

    /// How many pieces of each kind whoever guesses has to try, as orders of magnitude.
    private static final double WORD_GUESSES_LOG10 = 2.5;
    private static final double RUN_GUESSES_LOG10 = 2.5;
    private static final double YEAR_GUESSES_LOG10 = 2;
    private static final double CHARACTER_GUESSES_LOG10 = 1;

    private static final int RUN_LENGTH_MIN = 3;
    private static final int RUN_LENGTH_MAX = 12;
    private static final int WORD_LENGTH_MIN = 2;
    private static final int LATIN_WORD_LENGTH_MIN = 4;

    private final Set<String> words;
    private final int wordLengthMax;

    /// @param words in lower case
    KnownPieces(List<String> words) {
        this.words = new HashSet<>(words);
        this.wordLengthMax = words.stream().mapToInt(String::length).max().orElse(0);
    }

    enum Piece {
        WORD,
        RUN,
        YEAR,
        CHARACTER
    }

    /// @param guessesLog10 how many guesses the text takes, as an order of magnitude
    /// @param pieces what it is made of, in the cheapest way
    record Estimate(double guessesLog10, Set<Piece> pieces) {

        /// On the scale of zxcvbn: 10³, 10⁶, 10⁸ and 10¹⁰ guesses.
        int score() {
            return guessesLog10 < 3 ? 0 : guessesLog10 < 6 ? 1 : guessesLog10 < 8 ? 2 : guessesLog10 < 10 ? 3 : 4;
        }
    }

    /// `!QAZ@WSX3edc` = three runs, `床前明月光疑是地上霜` = two words, `我爱北京天安门2024` = a word and a year
    Estimate of(CharSequence text) {
        var lower = lower(text);
        var guesses = new double[lower.length + 1];
        Arrays.fill(guesses, 1, guesses.length, Double.MAX_VALUE);
        var from = new int[guesses.length];
        var piece = new Piece[guesses.length];
        for (int start = 0; start < lower.length; start++) {
            for (int end = start + 1; end <= lower.length; end++) {
                var known = piece(lower, start, end);
                if (known != null && guesses[start] + guessesLog10(known) < guesses[end]) {
                    guesses[end] = guesses[start] + guessesLog10(known);
                    from[end] = start;
                    piece[end] = known;
                }
            }
        }
        var pieces = EnumSet.noneOf(Piece.class);
        for (int end = lower.length; end > 0; end = from[end]) {
            pieces.add(piece[end]);
        }
        Arrays.fill(lower, '\0');
        return new Estimate(guesses[guesses.length - 1], pieces);
    }

    /// @return null if it is none
    private Piece piece(char[] text, int start, int end) {
        int length = end - start;
        if (length >= (text[start] < 0x80 ? LATIN_WORD_LENGTH_MIN : WORD_LENGTH_MIN) && length <= wordLengthMax && words.contains(new String(text, start, length))) {
            return Piece.WORD;
        }
        if (length >= RUN_LENGTH_MIN && length <= RUN_LENGTH_MAX && KeyboardRuns.isRun(text, start, end)) {
            return Piece.RUN;
        }
        if (length == 4 && isYear(text, start)) {
            return Piece.YEAR;
        }
        return length == 1 ? Piece.CHARACTER : null;
    }

    private static double guessesLog10(Piece piece) {
        return switch (piece) {
            case WORD -> WORD_GUESSES_LOG10;
            case RUN -> RUN_GUESSES_LOG10;
            case YEAR -> YEAR_GUESSES_LOG10;
            case CHARACTER -> CHARACTER_GUESSES_LOG10;
        };
    }

    private static boolean isYear(char[] text, int start) {
        return (text[start] == '1' && text[start + 1] == '9' || text[start] == '2' && text[start + 1] == '0')
                && Character.isDigit(text[start + 2]) && Character.isDigit(text[start + 3]);
    }

    private static char[] lower(CharSequence text) {
        var lower = new char[text.length()];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = Character.toLowerCase(text.charAt(i));
        }
        return lower;
    }
}
