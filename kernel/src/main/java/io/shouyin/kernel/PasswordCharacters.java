package io.shouyin.kernel;

import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;

/// What each character of a candidate is: allowed or not, and of which kinds.
///
/// Two texts that look alike on paper must not be two passwords, or a person types the one and is told that it is wrong. So forms
/// of compatibility (ｋ, ①, ﬁ), letters of another script among Latin ones (а of Кирилл in раypal) and marks that do not make one
/// letter with what stands before them are refused by name rather than folded into something that nobody typed.
///
/// @param codePoints how many characters a person counts
/// @param refused what is wrong with some of them
/// @param kinds which kinds there are
record PasswordCharacters(int codePoints, Set<PasswordRules.Rule> refused, Set<PasswordRules.CharacterKind> kinds) {

    /// Letters of Greek, Cyrillic and Armenian that look like a Latin one, and the dotless i.
    private static final String TWINS = "аеорсухіјѕһԁԛԝᴀАВЕКМНОРСТУХІЈЅԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυχօսհոցіı";

    static PasswordCharacters of(CharSequence text, PasswordRules.Alphabet alphabet) {
        var refused = EnumSet.noneOf(PasswordRules.Rule.class);
        var kinds = EnumSet.noneOf(PasswordRules.CharacterKind.class);
        boolean latin = false;
        boolean twin = false;
        int count = 0;
        for (int i = 0; i < text.length(); count++) {
            int c = Character.codePointAt(text, i);
            i += Character.charCount(c);
            kinds.add(kind(c));
            latin |= c < 0x80 && Character.isLetter(c);
            boolean twinHere = isTwin(c);
            twin |= twinHere;
            if (c > 0x20 && c < 0x7F) {
                continue;
            }
            if (isCompatibility(c) || twinHere && alphabet == PasswordRules.Alphabet.ASCII) {
                refused.add(PasswordRules.Rule.LOOK_ALIKE);
            } else if (isMark(c)) {
                refused.add(PasswordRules.Rule.COMBINING_CHARACTER);
            } else if (alphabet == PasswordRules.Alphabet.ASCII || c != ' ' && !isWritten(c)) {
                refused.add(PasswordRules.Rule.CHARACTER_NOT_ALLOWED);
            }
        }
        if (latin && twin) {
            refused.add(PasswordRules.Rule.LOOK_ALIKE);
        }
        return new PasswordCharacters(count, refused, kinds);
    }

    static boolean isTwin(int c) {
        return TWINS.indexOf(c) >= 0;
    }

    private static PasswordRules.CharacterKind kind(int c) {
        if (Character.isDigit(c)) {
            return PasswordRules.CharacterKind.DIGIT;
        }
        if (Character.isLetter(c)) {
            return Character.isUpperCase(c) ? PasswordRules.CharacterKind.UPPER : PasswordRules.CharacterKind.LOWER;
        }
        return PasswordRules.CharacterKind.SYMBOL;
    }

    /// Another way to write something else: full-width, circled, superscript, ligature, mathematical, a space that is none.
    static boolean isCompatibility(int c) {
        return c > 0x7F && Character.isDefined(c) && Character.getType(c) != Character.SURROGATE
                && !Normalizer.isNormalized(Character.toString(c), Normalizer.Form.NFKC);
    }

    static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    /// Neither control nor format character (zero width, right to left), nor half of one, nor private, nor unknown.
    static boolean isWritten(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
