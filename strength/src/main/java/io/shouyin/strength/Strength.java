package io.shouyin.strength;

import com.nulabinc.zxcvbn.StandardDictionaries;
import com.nulabinc.zxcvbn.StandardKeyboards;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.ZxcvbnBuilder;
import com.nulabinc.zxcvbn.matchers.Dictionary;
import io.shouyin.kernel.PasswordRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// How strong a password is.
///
/// @param score 0 falls at once, 4 does not fall
/// @param weaknesses in the order of the enum
public record Strength(int score, List<Weakness> weaknesses) {

    private static final int MEASURED_MAX = 100;
    private static final int SCORE_MAX = 4;
    /// Syllables of pinyin.
    private static final int PHRASE_SHORT_MAX = 4;
    private static final int PHRASE_MAX = 7;

    public Strength {
        weaknesses = List.copyOf(weaknesses);
    }

    /// In one word.
    public enum Grade {
        WEAK,
        FAIR,
        STRONG
    }

    public Grade grade() {
        return score < 2 ? Grade.WEAK : score == 2 ? Grade.FAIR : Grade.STRONG;
    }

    /// Loaded when the first one types.
    private static final class Meter {

        private static final List<String> CHINESE = words("advice-words-zh.txt");
        static final Zxcvbn ZXCVBN = meter();
        static final KnownPieces PIECES = new KnownPieces(CHINESE);

        private static Zxcvbn meter() {
            try {
                return new ZxcvbnBuilder().dictionaries(StandardDictionaries.loadAllDictionaries()).keyboards(StandardKeyboards.loadAllKeyboards())
                        .dictionary(new Dictionary("common", PasswordRules.commonPasswords()))
                        .dictionary(new Dictionary("chinese", CHINESE)).build();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private static List<String> words(String name) {
            try (var in = new BufferedReader(new InputStreamReader(Objects.requireNonNull(Strength.class.getResourceAsStream(name), name), StandardCharsets.UTF_8))) {
                return in.lines().filter(line -> !line.startsWith("#")).flatMap(line -> Stream.of(line.split(" "))).filter(word -> !word.isBlank()).distinct().toList();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    /// The work grows faster than the length, so what is measured is capped. The password stays as it is.
    ///
    /// @param names that belong to whoever types, such as a user name
    public static Strength of(CharSequence password, Collection<String> names) {
        var measured = CharBuffer.allocate(Math.min(password.length(), MEASURED_MAX));
        measured.append(password, 0, measured.capacity()).flip();
        var estimate = Meter.ZXCVBN.measure(measured, Stream.concat(names.stream(), Stream.of("shouyin", "守银")).toList());
        try {
            var pinyin = Pinyin.syllables(password);
            var known = Meter.PIECES.of(measured);
            var weaknesses = Stream.of(estimate.getSequence().stream().flatMap(part -> Weakness.of(part).stream()),
                            known.pieces().stream().flatMap(piece -> Weakness.of(piece).stream()), pinyin.stream().mapToObj(_ -> Weakness.WORD))
                    .flatMap(weakness -> weakness).distinct().sorted().toList();
            return new Strength(Math.min(Math.min(estimate.getScore(), known.score()), scoreMax(pinyin)), weaknesses);
        } finally {
            estimate.wipe();                        // wipes what was measured too: the copy
        }
    }

    /// A phrase is guessed by its words, not by its letters.
    private static int scoreMax(OptionalInt syllables) {
        if (syllables.isEmpty()) {
            return SCORE_MAX;
        }
        return syllables.getAsInt() <= PHRASE_SHORT_MAX ? 1 : syllables.getAsInt() <= PHRASE_MAX ? 2 : SCORE_MAX - 1;
    }
}
