package io.shouyin.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What makes a password weak, rule by rule: the same code judges in the vault and advises on the terminal's screen.
///
/// Letters count without regard to case everywhere. Nothing of a candidate is kept, printed or put in an exception.
public final class PasswordRules {

    private PasswordRules() {}

    /// Every reason to refuse a password, in order of precedence.
    public enum Rule implements Refusal {
        TOO_SHORT("密码太短", "The password is too short"),
        TOO_LONG("密码太长", "The password is too long"),
        CHARACTER_NOT_ALLOWED("含有不能用的字符", "A character is not allowed"),
        DIGIT_MISSING("必须含有数字", "A digit is missing"),
        LETTER_MISSING("必须含有字母", "A letter is missing"),
        SYMBOL_MISSING("必须含有符号", "A symbol is missing"),
        SEQUENCE("不要用连续或键盘相邻的数字、字母", "No runs of digits, letters or keys (123, abc, qwe, 147)"),
        REPEATS("不要用重复的字符", "No repeated characters"),
        MERCHANT_NUMBER("不要含有商户编号、终端编号", "No merchant or terminal number"),
        PHONE_NUMBER("不要含有电话号码", "No phone number"),
        BIRTHDAY("不要含有生日、日期", "No birthday or date"),
        FACTORY_VALUE("不要用出厂密码", "No factory password"),
        COMMON("这个密码太常见", "The password is too common"),
        SAME_AS_LOGIN("必须与登录密码不同", "It must differ from the login passwords"),
        RECENTLY_USED("不要用最近用过的密码", "It was used recently");

        private final String zh;
        private final String en;

        Rule(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }

        @Override
        public String zh() {
            return zh;
        }

        @Override
        public String en() {
            return en;
        }
    }

    /// Anything longer is refused unread.
    public static final int INPUT_LENGTH_MAX = 128;

    /// @param lengthMin characters
    /// @param lengthMax characters
    /// @param sequenceLengthMax the longest run allowed, in characters: 2 refuses 123
    /// @param repeatLengthMax the longest repetition of one character allowed, and how often a group may follow itself
    public record Policy(int lengthMin, int lengthMax, boolean digitRequired, boolean letterRequired, boolean symbolRequired,
                         int sequenceLengthMax, int repeatLengthMax) {

        /// The transaction password 交易密码: 6 to 12 characters, a digit and a letter.
        public static final Policy TRANSACTION_PASSWORD = new Policy(6, 12, true, true, false, 2, 2);

        /// A combination password 组合密码: 6 to 12 characters, a digit, a letter and a symbol.
        public static final Policy COMBINATION_PASSWORD = new Policy(6, 12, true, true, true, 2, 2);

        /// A combination of two people: two halves of 6 to 12 characters.
        public static final Policy COMBINATION_OF_TWO = new Policy(12, 24, true, true, true, 2, 2);

        /// An operator's password 操作员密码: 6 to 12 characters, digits are enough.
        public static final Policy OPERATOR_PASSWORD = new Policy(6, 12, true, false, false, 2, 2);

        public Policy {
            Check.argument(lengthMin >= 1 && lengthMin <= lengthMax && lengthMax <= INPUT_LENGTH_MAX,
                    "a password has 1 to 128 characters, the minimum not above the maximum");
            Check.argument(sequenceLengthMax >= 1 && repeatLengthMax >= 1, "a single character is always allowed");
        }
    }

    /// What belongs to the subject and so is easily guessed.
    ///
    /// @param ownNumbers merchant, terminal, licence numbers: not allowed inside, nor any six characters of them in a row
    /// @param phoneNumbers not allowed inside, nor their last six digits
    public record Context(Set<String> ownNumbers, Set<String> phoneNumbers) {

        /// Nothing is known of the subject.
        public static final Context NONE = new Context(Set.of(), Set.of());

        public Context {
            ownNumbers = Set.copyOf(ownNumbers);
            phoneNumbers = Set.copyOf(phoneNumbers);
        }

        /// How many numbers, not which.
        @Override
        public String toString() {
            return "Context[" + ownNumbers.size() + " own numbers, " + phoneNumbers.size() + " phone numbers]";
        }
    }

    /// Neighbours in alphabet, number row, keyboard and keypad; each line counts in both directions.
    private static final String[] LINES = {
        "0123456789", "1234567890", "abcdefghijklmnopqrstuvwxyz",
        "qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()",
        "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm",
        "147", "2580", "369", "159", "357"
    };

    /// An own number shorter than this says nothing: operator 01 does not forbid 01.
    private static final int OWN_NUMBER_LENGTH_MIN = 4;
    private static final int OWN_NUMBER_PART_LENGTH = 6;

    /// A word of the common list counts with anything but letters around it from this length on.
    private static final int COMMON_WORD_LENGTH_MIN = 4;

    private static final int BIRTH_YEAR_MIN = 1920;
    private static final int BIRTH_YEAR_MAX = 2039;

    private static final String[] FACTORY_VALUES = list("passwords-factory.txt");
    private static final String[] COMMON_PASSWORDS = list("passwords-common.txt");

    /// Every rule that the candidate breaks, in order of precedence; [Rule#SAME_AS_LOGIN] and [Rule#RECENTLY_USED]
    /// are the vault's to find.
    public static List<Rule> broken(CharSequence candidate, Policy policy, Context context) {
        if (candidate.length() > INPUT_LENGTH_MAX) {
            return List.of(Rule.TOO_LONG);
        }
        char[] text = new char[candidate.length()];
        try {
            boolean allowed = true;
            boolean digit = false;
            boolean letter = false;
            boolean symbol = false;
            for (int i = 0; i < text.length; i++) {
                char c = candidate.charAt(i);
                text[i] = lower(c);
                allowed &= c >= 0x21 && c <= 0x7E;
                digit |= isDigit(c);
                letter |= isLetter(text[i]);
                symbol |= !isDigit(c) && !isLetter(text[i]);
            }
            var broken = new ArrayList<Rule>();
            add(broken, Rule.TOO_SHORT, text.length < policy.lengthMin);
            add(broken, Rule.TOO_LONG, text.length > policy.lengthMax);
            add(broken, Rule.CHARACTER_NOT_ALLOWED, !allowed);
            add(broken, Rule.DIGIT_MISSING, policy.digitRequired && !digit);
            add(broken, Rule.LETTER_MISSING, policy.letterRequired && !letter);
            add(broken, Rule.SYMBOL_MISSING, policy.symbolRequired && !symbol);
            add(broken, Rule.SEQUENCE, hasSequence(text, policy.sequenceLengthMax));
            add(broken, Rule.REPEATS, hasRepeats(text, policy.repeatLengthMax));
            add(broken, Rule.MERCHANT_NUMBER, hasOwnNumber(text, context.ownNumbers));
            add(broken, Rule.PHONE_NUMBER, hasMobileNumber(text) || hasPhoneNumber(text, context.phoneNumbers));
            add(broken, Rule.BIRTHDAY, hasDate(text));
            add(broken, Rule.FACTORY_VALUE, isListed(FACTORY_VALUES, text, 0, text.length));
            add(broken, Rule.COMMON, isCommon(text));
            return List.copyOf(broken);
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    private static void add(List<Rule> broken, Rule rule, boolean isBroken) {
        if (isBroken) {
            broken.add(rule);
        }
    }

    /// More than `lengthMax` neighbours of a line in a row. A character that repeats counts once: 112233 is 123.
    private static boolean hasSequence(char[] text, int lengthMax) {
        for (String line : LINES) {
            int run = 1;
            int direction = 0;
            int before = -1;
            for (int i = 0; i < text.length; i++) {
                if (i > 0 && text[i] == text[i - 1]) {
                    continue;
                }
                int here = line.indexOf(text[i]);
                int step = here - before;
                if (here < 0) {
                    run = 0;
                } else if (before >= 0 && (step == 1 || step == -1)) {
                    run = step == direction || run < 2 ? run + 1 : 2;
                    direction = step;
                } else {
                    run = 1;
                    direction = 0;
                }
                if (run > lengthMax) {
                    return true;
                }
                before = here;
            }
        }
        return false;
    }

    /// One character, or one group, more than `timesMax` times in a row (aaa, 575757), or nothing but one group over
    /// and over (a1b2a1b2).
    private static boolean hasRepeats(char[] text, int timesMax) {
        for (int group = 1; group <= text.length / 2; group++) {
            int same = 0;
            for (int i = group; i < text.length; i++) {
                same = text[i] == text[i - group] ? same + 1 : 0;
                if (same >= group * timesMax) {
                    return true;
                }
            }
            if (group > 1 && text.length % group == 0 && same == text.length - group) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasOwnNumber(char[] text, Set<String> ownNumbers) {
        for (String number : ownNumbers) {
            char[] own = kept(number, false);
            int part = Math.min(own.length, OWN_NUMBER_PART_LENGTH);
            for (int from = 0; own.length >= OWN_NUMBER_LENGTH_MIN && from + part <= own.length; from++) {
                if (contains(text, own, from, part)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The last six digits of a number, or all of a shorter one.
    private static boolean hasPhoneNumber(char[] text, Set<String> phoneNumbers) {
        for (String number : phoneNumbers) {
            char[] phone = kept(number, true);
            int part = Math.min(phone.length, OWN_NUMBER_PART_LENGTH);
            if (phone.length >= OWN_NUMBER_LENGTH_MIN && contains(text, phone, phone.length - part, part)) {
                return true;
            }
        }
        return false;
    }

    /// Eleven digits that a mobile number in China can have: 13 to 19, then nine more.
    private static boolean hasMobileNumber(char[] text) {
        for (int i = 0; i + 11 <= text.length; i++) {
            if (text[i] == '1' && text[i + 1] >= '3' && digitsFrom(text, i) >= 11) {
                return true;
            }
        }
        return false;
    }

    /// A date of 1920 to 2039.
    ///
    /// Eight digits (YYYYMMDD, DDMMYYYY, MMDDYYYY) count anywhere, also inside more digits: few numbers look like that
    /// by chance, one in 900. Six digits (YYMMDD) count only if no other digit touches them: every 27th number does
    /// look like that, so that among eight random digits one in nine would be refused for nothing.
    private static boolean hasDate(char[] text) {
        for (int i = 0; i + 6 <= text.length; i++) {
            int digits = digitsFrom(text, i);
            if (digits >= 8
                    && (isDate(number(text, i, 4), number(text, i + 4, 2), number(text, i + 6, 2))
                    || isDate(number(text, i + 4, 4), number(text, i + 2, 2), number(text, i, 2))
                    || isDate(number(text, i + 4, 4), number(text, i, 2), number(text, i + 2, 2)))) {
                return true;
            }
            if (digits == 6 && (i == 0 || !isDigit(text[i - 1]))) {
                int year = number(text, i, 2);
                if (isDate(year < 40 ? 2000 + year : 1900 + year, number(text, i + 2, 2), number(text, i + 4, 2))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isDate(int year, int month, int day) {
        if (year < BIRTH_YEAR_MIN || year > BIRTH_YEAR_MAX || month < 1 || month > 12 || day < 1) {
            return false;
        }
        return day <= switch (month) {
            case 2 -> year % 4 == 0 ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /// The whole candidate is listed, or its word is, once everything that is no letter is taken off both ends.
    private static boolean isCommon(char[] text) {
        int from = 0;
        int to = text.length;
        while (from < to && !isLetter(text[from])) {
            from++;
        }
        while (to > from && !isLetter(text[to - 1])) {
            to--;
        }
        return isListed(COMMON_PASSWORDS, text, 0, text.length)
                || to - from >= COMMON_WORD_LENGTH_MIN && isListed(COMMON_PASSWORDS, text, from, to);
    }

    private static boolean isListed(String[] sorted, char[] text, int from, int to) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = compare(sorted[middle], text, from, to);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    private static int compare(String entry, char[] text, int from, int to) {
        int shorter = Math.min(entry.length(), to - from);
        for (int i = 0; i < shorter; i++) {
            if (entry.charAt(i) != text[from + i]) {
                return entry.charAt(i) - text[from + i];
            }
        }
        return entry.length() - (to - from);
    }

    private static boolean contains(char[] text, char[] part, int from, int length) {
        for (int i = 0; i + length <= text.length; i++) {
            if (Arrays.equals(text, i, i + length, part, from, from + length)) {
                return true;
            }
        }
        return false;
    }

    /// How many digits stand in a row from `from` on.
    private static int digitsFrom(char[] text, int from) {
        int to = from;
        while (to < text.length && isDigit(text[to])) {
            to++;
        }
        return to - from;
    }

    private static int number(char[] text, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            value = value * 10 + text[i] - '0';
        }
        return value;
    }

    /// The lower-case letters and digits of a number, without what people write between them.
    private static char[] kept(String number, boolean digitsOnly) {
        char[] kept = new char[number.length()];
        int length = 0;
        for (int i = 0; i < number.length(); i++) {
            char c = lower(number.charAt(i));
            if (isDigit(c) || !digitsOnly && isLetter(c)) {
                kept[length++] = c;
            }
        }
        return Arrays.copyOf(kept, length);
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char lowerCase) {
        return lowerCase >= 'a' && lowerCase <= 'z';
    }

    /// The entries of a list beside this class: one a line, lower case, `#` begins a remark; sorted here.
    static String[] list(String name) {
        try (var in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PasswordRules.class.getResourceAsStream(name), name), StandardCharsets.US_ASCII))) {
            return in.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .sorted().distinct().toArray(String[]::new);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
