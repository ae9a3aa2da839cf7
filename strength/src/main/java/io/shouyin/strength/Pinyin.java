package io.shouyin.strength;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Knows text that is nothing but syllables of pinyin: a phrase that people say is easy to guess, however long its letters make it look.
final class Pinyin {

    private static final int SYLLABLE_LENGTH_MAX = 6;
    private static final Set<String> SYLLABLES = syllables();

    private Pinyin() {}

    private static Set<String> syllables() {
        try (var in = Objects.requireNonNull(Pinyin.class.getResourceAsStream("pinyin-syllables.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#")).map(line -> line.split(" "))
                    .flatMap(row -> Stream.of(row).skip(1).map(last -> row[0].equals("-") ? last : row[0] + last)).collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// How many syllables at least, if the text is made of them: letters of either case, with spaces or without, and whatever is no letter
    /// before and behind them.
    ///
    /// `syllables("mima shishenme 2024")` = 5, `syllables("kettle moss")` = empty
    static OptionalInt syllables(CharSequence text) {
        var letters = letters(text);
        if (letters.length == 0) {
            return OptionalInt.empty();
        }
        var fewest = new int[letters.length + 1];
        Arrays.fill(fewest, 1, fewest.length, Integer.MAX_VALUE);
        for (int end = 1; end <= letters.length; end++) {
            for (int start = Math.max(0, end - SYLLABLE_LENGTH_MAX); start < end; start++) {
                if (fewest[start] < fewest[end] - 1 && SYLLABLES.contains(new String(letters, start, end - start))) {
                    fewest[end] = fewest[start] + 1;
                }
            }
        }
        Arrays.fill(letters, '\0');
        return fewest[fewest.length - 1] == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(fewest[fewest.length - 1]);
    }

    /// The letters in the middle, in lower case; none if something else stands between them.
    private static char[] letters(CharSequence text) {
        int start = 0;
        int end = text.length();
        while (start < end && !Character.isLetter(text.charAt(start))) {
            start++;
        }
        while (end > start && !Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        var letters = new char[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            char letter = Character.toLowerCase(text.charAt(i));
            if (letter >= 'a' && letter <= 'z') {
                letters[length++] = letter;
            } else if (letter != ' ' && letter != '-' && letter != '_' && letter != '\'') {
                return new char[0];
            }
        }
        return Arrays.copyOf(letters, length);
    }
}
