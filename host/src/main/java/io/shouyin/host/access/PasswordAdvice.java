package io.shouyin.host.access;

import com.nulabinc.zxcvbn.StandardDictionaries;
import com.nulabinc.zxcvbn.StandardKeyboards;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.ZxcvbnBuilder;
import com.nulabinc.zxcvbn.matchers.Dictionary;
import com.nulabinc.zxcvbn.matchers.Match;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.PasswordRules.Rule;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// How strong a password is while somebody types it: an estimate of the guesses it takes (zxcvbn, with Chinese words and verses,
/// pinyin and keyboard runs), and the rules that it breaks. Advice only; the rules decide.
///
/// The work grows faster than the length, so what is measured is capped and few are measured at once.
@Component
class PasswordAdvice {

    private static final int MEASURED_MAX = 100;
    private static final int AT_ONCE_MAX = 2;
    private static final int SCORE_MAX = 4;
    /// Syllables of pinyin.
    private static final int PHRASE_SHORT_MAX = 4;
    private static final int PHRASE_MAX = 7;

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
            try (var in = new BufferedReader(new InputStreamReader(Objects.requireNonNull(PasswordAdvice.class.getResourceAsStream(name), name), StandardCharsets.UTF_8))) {
                return in.lines().filter(line -> !line.startsWith("#")).flatMap(line -> Stream.of(line.split(" "))).filter(word -> !word.isBlank()).distinct().toList();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final PasswordJudge judge;

    PasswordAdvice(PasswordJudge judge) {
        this.judge = judge;
    }

    /// What makes a part of a password easy to guess.
    enum Weakness {
        WORD("含有常见的词、拼音或名字", "It holds a common word, pinyin or name"),
        KEYBOARD("含有键盘上相邻的键", "It holds neighbours on the keyboard"),
        SEQUENCE("含有连续的字符", "It holds a run"),
        REPEAT("含有重复", "It repeats itself"),
        DATE("含有日期或年份", "It holds a date or a year");

        final String zh;
        final String en;

        Weakness(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }

        private static Optional<Weakness> of(Match part) {
            return switch (part.pattern) {
                case Dictionary -> Optional.of(WORD);
                case Spatial -> Optional.of(KEYBOARD);
                case Sequence -> Optional.of(SEQUENCE);
                case Repeat -> Optional.of(REPEAT);
                case Date, Regex -> Optional.of(DATE);
                case Bruteforce -> Optional.empty();
            };
        }

        private static Optional<Weakness> of(KnownPieces.Piece piece) {
            return switch (piece) {
                case WORD -> Optional.of(WORD);
                case RUN -> Optional.of(KEYBOARD);
                case YEAR -> Optional.of(DATE);
                case CHARACTER -> Optional.empty();
            };
        }
    }

    /// @param score 0 falls at once, 4 does not fall
    record Advice(int score, List<Weakness> weaknesses, List<Rule> broken) {}

    /// @throws RefusedRequest [AccessRefusal#ADVICE_BUSY]
    Advice about(Secret password, Account account) {
        if (!places.tryAcquire()) {
            throw new RefusedRequest(HttpStatus.SERVICE_UNAVAILABLE, AccessRefusal.ADVICE_BUSY);
        }
        try {
            var broken = judge.broken(password, account, judge.policy(account));
            return measured(password, account, broken);
        } finally {
            places.release();
        }
    }

    /// A phrase is guessed by its words, not by its letters.
    private static int scoreMax(OptionalInt syllables) {
        if (syllables.isEmpty()) {
            return SCORE_MAX;
        }
        return syllables.getAsInt() <= PHRASE_SHORT_MAX ? 1 : syllables.getAsInt() <= PHRASE_MAX ? 2 : SCORE_MAX - 1;
    }

    private static Advice measured(Secret password, Account account, List<Rule> broken) {
        var utf8 = password.reveal(SecretAccess.granted());
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8));
        Arrays.fill(utf8, (byte) 0);
        try {
            var measured = text.subSequence(0, Math.min(text.length(), MEASURED_MAX));
            var strength = Meter.ZXCVBN.measure(measured, List.of(account.username(), account.displayName(), "shouyin", "守银"));
            var pinyin = Pinyin.syllables(text);
            var known = Meter.PIECES.of(measured);
            var weaknesses = Stream.of(strength.getSequence().stream().flatMap(part -> Weakness.of(part).stream()),
                            known.pieces().stream().flatMap(piece -> Weakness.of(piece).stream()), pinyin.stream().mapToObj(_ -> Weakness.WORD))
                    .flatMap(weakness -> weakness).distinct().sorted().toList();
            var advice = new Advice(Math.min(Math.min(strength.getScore(), known.score()), scoreMax(pinyin)), weaknesses, broken);
            strength.wipe();
            return advice;
        } finally {
            Arrays.fill(text.array(), '\0');
        }
    }
}
