package io.shouyin.kernel;

import java.util.Optional;
import java.util.regex.Pattern;

/// A phone number that can take text messages: E.164, `+` and 8 to 15 digits. Printing it hides the middle.
public record PhoneNumber(String e164) {

    /// As a regular expression, a number as it is noted down, a landline's too: 5 to 20 characters, digits with single hyphens between
    /// them, perhaps a plus sign before them.
    public static final String NOTED = "(?=.{5,20}$)\\+?[0-9]+(-[0-9]+)*";

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{7,14}");
    private static final Pattern MAINLAND = Pattern.compile("1[3-9][0-9]{9}");
    private static final String CHINA = "+86";

    public PhoneNumber {
        Check.argument(E164.matcher(e164).matches(), "a phone number is + and 8 to 15 digits, or 11 digits of the mainland");
        Check.argument(!e164.startsWith(CHINA) || MAINLAND.matcher(e164.substring(CHINA.length())).matches(),
                "a mobile number of the mainland has 11 digits from 13 to 19 on");
    }

    /// Reads what people write: `13800138000`, `138-0013-8000`, `+86 138 0013 8000`, `+852 5123 4567`.
    ///
    /// @throws IllegalArgumentException unless it is one; the message does not repeat it
    public static PhoneNumber of(String typed) {
        String digits = typed.replaceAll("[ -]", "");
        return new PhoneNumber(MAINLAND.matcher(digits).matches() ? CHINA + digits : digits);
    }

    /// The number, if it is one that takes text messages: a merchant's phone may be a landline.
    public static Optional<PhoneNumber> find(String typed) {
        try {
            return Optional.of(of(typed));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /// `138****8000`; abroad, where numbers may be short, `+852****67`: ASCII, as it is shown to people.
    public String masked() {
        return e164.startsWith(CHINA) ? e164.substring(CHINA.length(), CHINA.length() + 3) + "****" + e164.substring(e164.length() - 4)
                : e164.substring(0, 4) + "****" + e164.substring(e164.length() - 2);
    }

    /// A number as it was noted down, masked; of one that takes no text messages the last two characters: `****00`.
    public static String masked(String noted) {
        return find(noted).map(PhoneNumber::masked).orElseGet(() -> "****" + noted.substring(noted.length() - 2));
    }

    @Override
    public String toString() {
        return masked();
    }
}
