package io.shouyin.host.fleet.logs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The words of a line, by which it is found. PostgreSQL's own parser knows no Chinese, so they are made here, for the line and the search alike: a run of letters and
/// digits is a word, of which the beginning suffices; a run of Chinese characters is all its pairs, and its last character.
///
/// `签到成功 batch 7` has the words `签到 到成 成功 功 batch 7`; it is found by `签到`, `功`, `bat`, `成功 7`.
final class LogWords {

    private static final int WORD_LENGTH_MAX = 64;
    private static final int WORDS_MAX = 600;

    private LogWords() {}

    /// Separated by blanks.
    static String of(String text) {
        Set<String> words = new LinkedHashSet<>();
        for (String run : runs(text)) {
            if (!isChinese(run)) {
                words.add(run);
                continue;
            }
            int[] characters = run.codePoints().toArray();
            for (int i = 0; i + 1 < characters.length; i++) {
                words.add(new String(characters, i, 2));
            }
            words.add(new String(characters, characters.length - 1, 1));
        }
        return words.stream().limit(WORDS_MAX).collect(Collectors.joining(" "));
    }

    /// As a `tsquery`: all words of it.
    ///
    /// @return nothing if there is neither letter nor digit in it
    static Optional<String> query(String wanted) {
        List<String> terms = new ArrayList<>();
        for (String run : runs(wanted)) {
            int[] characters = run.codePoints().toArray();
            if (!isChinese(run) || characters.length == 1) {
                terms.add("'" + run + "':*");
                continue;
            }
            for (int i = 0; i + 1 < characters.length; i++) {
                terms.add("'" + new String(characters, i, 2) + "'");
            }
        }
        return terms.isEmpty() ? Optional.empty() : Optional.of(String.join(" & ", terms));
    }

    private static boolean isChinese(String run) {
        return Character.isIdeographic(run.codePointAt(0));
    }

    private static List<String> runs(String text) {
        List<String> runs = new ArrayList<>();
        var run = new StringBuilder();
        for (int character : text.toLowerCase(Locale.ROOT).codePoints().toArray()) {
            boolean isWritten = Character.isLetterOrDigit(character);
            boolean goesOn = !run.isEmpty() && isWritten && isChinese(run.toString()) == Character.isIdeographic(character) && run.length() < WORD_LENGTH_MAX;
            if (!goesOn && !run.isEmpty()) {
                runs.add(run.toString());
                run.setLength(0);
            }
            if (isWritten) {
                run.appendCodePoint(character);
            }
        }
        if (!run.isEmpty()) {
            runs.add(run.toString());
        }
        return runs;
    }
}
