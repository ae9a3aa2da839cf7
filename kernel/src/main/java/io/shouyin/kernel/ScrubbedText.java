package io.shouyin.kernel;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Text of somebody else, such as a line of a device's log, made fit to be kept: no control characters, no card numbers, no more than so long.
///
/// What looks like a card number is a run of at least 13 digits, with single blanks or hyphens between them perhaps, in which some 13 to 19 that begin with
/// 2 to 6 or 9 have a right check digit (ISO/IEC 7812-1). The whole run goes but for its last four digits, since track data has more digits behind the number.
/// Many a long number that is no card goes with them; one of 12 digits stays, or dates and counters would go too.
///
/// `sold to 4532 0151 1283 0366\n` becomes `sold to [card ...0366]`.
public final class ScrubbedText {

    private static final int CARD_DIGITS_MIN = 13;
    /// Of one class of characters, since Java's matcher of a repeated group runs out of stack in a long one.
    private static final Pattern RUN = Pattern.compile("[0-9][0-9 -]{" + (CARD_DIGITS_MIN - 2) + ",}[0-9]");
    /// Where a number ends within it.
    private static final Pattern GAP = Pattern.compile("(?<=[0-9])(?=[ -]{2})|(?<=[ -]{2})(?=[0-9])");
    private static final Pattern UNWRITTEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}]+");

    private ScrubbedText() {}

    /// @param lengthMax in characters; what is longer is cut, after the card numbers went
    public static String of(String text, int lengthMax) {
        String written = UNWRITTEN.matcher(text).replaceAll(" ").strip();
        String scrubbed = RUN.matcher(written).replaceAll(run -> Matcher.quoteReplacement(withoutCards(run.group())));
        return scrubbed.length() <= lengthMax ? scrubbed : scrubbed.substring(0, Character.isHighSurrogate(scrubbed.charAt(lengthMax - 1)) ? lengthMax - 1 : lengthMax);
    }

    private static String withoutCards(String run) {
        return Arrays.stream(GAP.split(run)).map(ScrubbedText::withoutCard).collect(Collectors.joining());
    }

    private static String withoutCard(String run) {
        String digits = run.replaceAll("[^0-9]", "");
        return hasCard(digits) ? "[card ..." + digits.substring(digits.length() - 4) + "]" : run;
    }

    private static boolean hasCard(String digits) {
        for (int from = 0; from + CARD_DIGITS_MIN <= digits.length(); from++) {
            if ("234569".indexOf(digits.charAt(from)) >= 0) {
                for (int length = CARD_DIGITS_MIN; length <= Pan.DIGITS_MAX && from + length <= digits.length(); length++) {
                    if (Pan.of(digits.substring(from, from + length)).isLuhnValid()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
