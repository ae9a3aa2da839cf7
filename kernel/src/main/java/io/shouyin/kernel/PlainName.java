package io.shouyin.kernel;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;

/// Whether a name of somebody or something shows what it is: nothing invisible or reversed in it, nothing that only looks like another
/// name, no marks piled up. What [PasswordCharacters] says of passwords, as far as names need it: they may be in any script, with its
/// marks and with the punctuation of Chinese.
public final class PlainName {

    /// For longer texts: no character that is not written, such as control, zero width, right-to-left. A regular expression.
    public static final String TEXT = "[^\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}]*";

    /// Letters and symbols by type, which show nothing.
    private static final String BLANKS = "\u115F\u1160\u2800";
    /// Thai and Lao have this vowel in one character, which Unicode counts among the forms of compatibility.
    private static final String ORDINARY = "\u0E33\u0EB3";
    private static final int MARKS_IN_A_ROW_MAX = 3;

    private PlainName() {}

    /// @param name blank ones are plain too
    public static boolean isPlain(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        boolean latin = false;
        boolean twin = false;
        int marks = 0;
        int before = ' ';
        for (int i = 0; i < composed.length(); ) {
            int c = composed.codePointAt(i);
            i += Character.charCount(c);
            if (c == ' ') {
                latin = false;
                twin = false;
            } else if (!PasswordCharacters.isWritten(c) || BLANKS.indexOf(c) >= 0 || isAnotherForm(c)) {
                return false;
            }
            marks = PasswordCharacters.isMark(c) ? marks + 1 : 0;
            if (marks > MARKS_IN_A_ROW_MAX || marks == 1 && !takesMarks(before)) {
                return false;
            }
            latin |= c < 0x80 && Character.isLetter(c);
            twin |= PasswordCharacters.isTwin(c);
            if (latin && twin) {
                return false;
            }
            before = c;
        }
        return true;
    }

    private static boolean isAnotherForm(int c) {
        return PasswordCharacters.isCompatibility(c) && !isPunctuation(c) && ORDINARY.indexOf(c) < 0;
    }

    /// Of scripts whose letters compose with their marks, what is left over after that is piled up.
    private static boolean takesMarks(int c) {
        return Character.isLetter(c) && switch (UnicodeScript.of(c)) {
            case LATIN, GREEK, CYRILLIC, HAN, BOPOMOFO, COMMON, INHERITED -> false;
            default -> true;
        };
    }

    private static boolean isPunctuation(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION, Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION, Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }
}
