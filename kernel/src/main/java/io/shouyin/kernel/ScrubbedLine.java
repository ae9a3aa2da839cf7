package io.shouyin.kernel;

import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of a log, fit to be kept and read: what [ScrubbedText] takes out, and besides whole tracks, PIN blocks, keys and tokens. Both sides of an upload use it, the
/// terminal before it writes a line and the host before it stores one, so the host finds nothing in what a sound terminal sends.
///
/// `PIN block 04123456FFFFEDCB of 4532 0151 1283 0366` becomes `PIN block [hex 16] of [card ...0366]`. Scrubbing what is scrubbed changes nothing.
///
/// It knows forms, not meanings: a PIN of four digits that stands alone in a sentence looks like any number.
///
/// @param found how many pieces were taken out
public record ScrubbedLine(String text, int found) {

    private static final Pattern UNWRITTEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Zs}]+");
    private static final Pattern DASH = Pattern.compile("\\p{Pd}");
    private static final Pattern FOREIGN_DIGIT = Pattern.compile("[\\p{Nd}&&[^0-9]]");
    private static final Pattern OPEN_END = Pattern.compile("[0-9A-Za-z+/=_ -]{0,256}$");
    /// Track 1 (format B) and track 2 of ISO/IEC 7813, the latter also as chip data write it, with D for the separator.
    private static final Pattern TRACK_1 = Pattern.compile("%?[Bb](?:[0-9] ?){11,18}[0-9]\\^[^^]{0,40}\\^[0-9 ]{0,80}\\??");
    private static final Pattern TRACK_2 = Pattern.compile(";?(?:[0-9][ -]?){11,18}[0-9] ?[=Dd] ?[0-9]{4}[0-9 ]*[Ff]?\\??");
    private static final Pattern NAMED = Pattern.compile("(?i)(?<![a-z])((?:pin[ _-]?block|pin|passw(?:or)?d|passcode|pwd|secret|token|authorization|cvv2?|cvc2?|cvn2?|(?:[a-z]{2,12}[ _-])?key"
            + "|tmk|tpk|tak|tck|tdk)|密码|口令|令牌|密钥)\\s*[:=：]\\s*(?!\\[(?:secret|hex|token|card|track))(?:(?:bearer|basic)\\s+)?[^\\s,;，；]+");
    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer|basic|targettoken|gatewaytoken)\\s+(?!\\[)[^\\s,;]{8,}");
    private static final Pattern HEX = Pattern.compile("(?<![0-9A-Za-z])(?=[0-9]*[A-Fa-f])(?=[A-Fa-f]*[0-9])(?:[0-9A-Fa-f]{2}){8,}(?![0-9A-Za-z])");
    private static final Pattern SPACED_HEX = Pattern.compile("(?<![0-9A-Za-z])(?=[0-9 :]*[A-Fa-f])(?:[0-9A-Fa-f]{2}[ :]){7,}[0-9A-Fa-f]{2}(?![0-9A-Za-z])");
    private static final Pattern TOKEN = Pattern.compile("(?<![0-9A-Za-z+/_-])(?=[0-9a-z+/_-]{0,80}[A-Z])(?=[0-9A-Z+/_-]{0,80}[a-z])(?=[A-Za-z+/_-]{0,80}[0-9])[0-9A-Za-z+/_-]{40,}={0,2}");
    private static final Pattern CARD = Pattern.compile("\\[card \\.\\.\\.[0-9]{4}]");

    /// @param lengthMax in characters; what is longer is cut, after all that has to go went
    public static ScrubbedLine of(String text, int lengthMax) {
        String line = text.length() <= 4 * lengthMax ? text : OPEN_END.matcher(text.substring(0, 4 * lengthMax)).replaceFirst("");
        line = UNWRITTEN.matcher(line).replaceAll(" ").strip();
        line = FOREIGN_DIGIT.matcher(line).replaceAll(digit -> Integer.toString(Character.digit(digit.group().codePointAt(0), 10)));
        line = DASH.matcher(line).replaceAll("-");
        var scrub = new Scrub(line);
        scrub.all(TRACK_1, _ -> "[track]");
        scrub.all(TRACK_2, _ -> "[track]");
        scrub.all(NAMED, name -> name.group(1) + "=[secret]");
        scrub.all(BEARER, name -> name.group(1) + " [token]");
        scrub.all(HEX, hex -> "[hex " + hex.group().length() + "]");
        scrub.all(SPACED_HEX, hex -> "[hex " + hex.group().replaceAll("[ :]", "").length() + "]");
        scrub.all(TOKEN, _ -> "[token]");
        long cardsBefore = CARD.matcher(scrub.line).results().count();
        String whole = ScrubbedText.of(scrub.line, Integer.MAX_VALUE);
        int cards = (int) (CARD.matcher(whole).results().count() - cardsBefore);
        return new ScrubbedLine(ScrubbedText.of(whole, lengthMax), scrub.found + Math.max(0, cards));
    }

    private static final class Scrub {
        private String line;
        private int found;

        Scrub(String line) {
            this.line = line;
        }

        void all(Pattern what, Function<MatchResult, String> instead) {
            line = what.matcher(line).replaceAll(match -> {
                found++;
                return Matcher.quoteReplacement(instead.apply(match));
            });
        }
    }
}
