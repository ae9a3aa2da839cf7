package io.shouyin.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;

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
        LOOK_ALIKE("含有与常用字形相似的字符(全角、西里尔、希腊字母等)", "A character only looks like another one (full-width, Cyrillic, Greek)"),
        COMBINING_CHARACTER("含有组合用的符号", "A combining mark is not allowed"),
        DIGIT_MISSING("必须含有数字", "A digit is missing"),
        LETTER_MISSING("必须含有字母", "A letter is missing"),
        SYMBOL_MISSING("必须含有符号", "A symbol is missing"),
        KINDS_MISSING("数字、大写、小写、符号的种类不够", "Too few of digits, capitals, small letters and symbols"),
        SEQUENCE("不要用连续或键盘相邻的数字、字母", "No runs of digits, letters or keys (123, abc, qwe, 147)"),
        REPEATS("不要用重复的字符", "No repeated characters"),
        MERCHANT_NUMBER("不要含有商户编号、终端编号", "No merchant or terminal number"),
        OWN_NAME("不要含有用户名、店名、品牌名", "No name of user, shop or brand"),
        PHONE_NUMBER("不要含有电话号码", "No phone number"),
        BIRTHDAY("不要含有生日、日期", "No birthday or date"),
        FACTORY_VALUE("不要用出厂密码", "No factory password"),
        COMMON("这个密码太常见", "The password is too common"),
        BLOCKLISTED("这个密码在禁用或泄露密码表中", "It is on the list of forbidden or leaked passwords"),
        SAME_AS_LOGIN("必须与登录密码不同", "It must differ from the login passwords"),
        RECENTLY_USED("不要用最近用过的密码", "It was used recently"),
        CHANGED_TOO_SOON("刚改过密码,请过一段时间再改", "It was changed too short a time ago");

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

    /// The longest password of any policy, in characters as a person counts them (code points).
    public static final int LENGTH_MAX = 128;

    /// The longest password that a terminal's keypad takes, in characters.
    public static final int KEYPAD_LENGTH_MAX = 12;

    /// Anything longer is refused unread: no character takes more than two places of a text.
    private static final int UNREAD_LENGTH_MIN = 2 * LENGTH_MAX + 1;

    /// Which characters a password may have.
    public enum Alphabet {
        /// What a keypad writes: printable ASCII without the space.
        ASCII,
        /// Sentences too: any character that is written, and the space; composed (NFC) before anything is judged.
        UNICODE
    }

    /// Kinds of characters, each character one.
    public enum CharacterKind {
        DIGIT,
        LOWER,
        UPPER,
        SYMBOL
    }

    /// What a policy can demand. A letter is one of either case, or of a script that has none.
    public enum Required {
        DIGIT,
        LETTER,
        SYMBOL
    }

    /// How a listed or personal value is looked for.
    public enum Matching {
        /// The whole password is the value.
        WHOLE,
        /// The password contains the value, or is it with things before and after.
        INSIDE
    }

    /// What the text of a password is judged by; the rest of a password policy is [PasswordPolicy]. As JSON, these are the rules that a page or
    /// a terminal judges by while somebody types.
    ///
    /// @param lengthMin characters
    /// @param lengthMax characters
    /// @param required what there must be at least once
    /// @param kindsMin of the four kinds, how many there must be
    /// @param sequenceLengthMax the longest run allowed, in characters: 2 refuses 123
    /// @param repeatLengthMax the longest repetition of one character allowed, and how often a group may follow itself
    /// @param matching how merchant, phone, date, name and common words are looked for
    public record Policy(int lengthMin, int lengthMax, Alphabet alphabet, Set<Required> required, int kindsMin,
                         int sequenceLengthMax, int repeatLengthMax, Matching matching) {

        /// The transaction password 交易密码: 6 to 12 characters, a digit and a letter.
        public static final Policy TRANSACTION_PASSWORD = ofKeypad(6, KEYPAD_LENGTH_MAX, Set.of(Required.DIGIT, Required.LETTER), 2, 2);

        /// An operator's password 操作员密码: 6 to 12 characters, digits are enough.
        public static final Policy OPERATOR_PASSWORD = ofKeypad(6, KEYPAD_LENGTH_MAX, Set.of(Required.DIGIT), 2, 2);

        public Policy {
            Check.argument(lengthMin >= 1 && lengthMin <= lengthMax && lengthMax <= LENGTH_MAX,
                    "a password has 1 to 128 characters, the minimum not above the maximum");
            Check.argument(kindsMin >= 0 && kindsMin <= CharacterKind.values().length, "there are four kinds of characters");
            Check.argument(sequenceLengthMax >= 1 && repeatLengthMax >= 1, "a single character is always allowed");
            required = Collections.unmodifiableSet(required.isEmpty() ? EnumSet.noneOf(Required.class) : EnumSet.copyOf(required));
        }

        /// A password that is typed on a keypad, with personal values looked for inside.
        public static Policy ofKeypad(int lengthMin, int lengthMax, Set<Required> required, int sequenceLengthMax, int repeatLengthMax) {
            return new Policy(lengthMin, lengthMax, Alphabet.ASCII, required, 0, sequenceLengthMax, repeatLengthMax, Matching.INSIDE);
        }

        /// A combination password 组合密码 instead: a digit, a letter and a symbol.
        public Policy combination() {
            return new Policy(lengthMin, lengthMax, alphabet, EnumSet.allOf(Required.class), kindsMin, sequenceLengthMax, repeatLengthMax, matching);
        }

        /// As far as a keypad can type it: ASCII, and neither length above [#KEYPAD_LENGTH_MAX].
        public Policy onKeypad() {
            return new Policy(Math.min(lengthMin, KEYPAD_LENGTH_MAX), Math.min(lengthMax, KEYPAD_LENGTH_MAX), Alphabet.ASCII, required, kindsMin,
                    sequenceLengthMax, repeatLengthMax, matching);
        }

        /// Put together from the halves of two people, each as long as one alone.
        public Policy ofTwoPeople() {
            return new Policy(2 * lengthMin, Math.min(2 * lengthMax, LENGTH_MAX), alphabet, required, kindsMin, sequenceLengthMax, repeatLengthMax, matching);
        }

        /// Whether digits alone are not enough.
        public boolean letterRequired() {
            return required.contains(Required.LETTER);
        }
    }

    /// What belongs to the subject and so is easily guessed.
    ///
    /// @param ownNumbers merchant, terminal, licence numbers: not allowed inside, nor any six characters of them in a row
    /// @param phoneNumbers not allowed inside, nor their last six digits
    /// @param names of user, shop or brand: not allowed inside from four characters on, in Chinese from two
    public record Context(Set<String> ownNumbers, Set<String> phoneNumbers, Set<String> names) {

        /// Nothing is known of the subject.
        public static final Context NONE = new Context(Set.of(), Set.of());

        public Context {
            ownNumbers = Set.copyOf(ownNumbers);
            phoneNumbers = Set.copyOf(phoneNumbers);
            names = Set.copyOf(names);
        }

        public Context(Set<String> ownNumbers, Set<String> phoneNumbers) {
            this(ownNumbers, phoneNumbers, Set.of());
        }

        /// How many numbers, not which.
        @Override
        public String toString() {
            return "Context[" + ownNumbers.size() + " own numbers, " + phoneNumbers.size() + " phone numbers, " + names.size() + " names]";
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

    private static final PasswordList FACTORY_VALUES = PasswordList.of(list("passwords-factory.txt"));
    private static final PasswordList COMMON_PASSWORDS = PasswordList.of(list("passwords-common.txt"));

    /// What people put behind a common password when a longer one is wanted.
    private static final String[] COMMON_ENDINGS = {
        "1", "12", "123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "007", "01", "111", "111111", "11111111",
        "520", "521", "1314", "5201314", "2024", "2025", "2026", "2027", "88", "888", "8888", "888888", "88888888", "66", "666", "666666", "99", "999",
        "!", "!!", "@", "@123", "123!", "_123", ".",
    };

    /// The common passwords without endings, for whoever measures strength.
    public static List<String> commonPasswords() {
        return list("passwords-common.txt");
    }

    /// Whether the whole candidate is one of these, as it is or without one of the usual endings: for whoever has a longer list.
    public static boolean isCommon(CharSequence candidate, PasswordList listed) {
        char[] text = lower(candidate);
        try {
            return withoutEnding(text, to -> listed.contains(text, 0, to));
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    /// Every rule that the candidate breaks, in order of precedence. [Rule#SAME_AS_LOGIN], [Rule#RECENTLY_USED] and
    /// [Rule#CHANGED_TOO_SOON] are for whoever keeps the earlier ones, [Rule#BLOCKLISTED] for whoever has a list of leaked ones.
    public static List<Rule> broken(CharSequence candidate, Policy policy, Context context) {
        if (candidate.length() >= UNREAD_LENGTH_MIN) {
            return List.of(Rule.TOO_LONG);
        }
        CharSequence composed = policy.alphabet == Alphabet.UNICODE ? composed(candidate) : candidate;
        var characters = PasswordCharacters.of(composed, policy.alphabet);
        char[] text = lower(composed);
        try {
            boolean inside = policy.matching == Matching.INSIDE;
            var kinds = characters.kinds();
            var broken = new ArrayList<Rule>();
            add(broken, Rule.TOO_SHORT, characters.codePoints() < policy.lengthMin);
            add(broken, Rule.TOO_LONG, characters.codePoints() > policy.lengthMax);
            broken.addAll(characters.refused());
            add(broken, Rule.DIGIT_MISSING, policy.required.contains(Required.DIGIT) && !kinds.contains(CharacterKind.DIGIT));
            add(broken, Rule.LETTER_MISSING, policy.letterRequired()
                    && !kinds.contains(CharacterKind.LOWER) && !kinds.contains(CharacterKind.UPPER));
            add(broken, Rule.SYMBOL_MISSING, policy.required.contains(Required.SYMBOL) && !kinds.contains(CharacterKind.SYMBOL));
            add(broken, Rule.KINDS_MISSING, kinds.size() < policy.kindsMin);
            add(broken, Rule.SEQUENCE, hasSequence(text, policy.sequenceLengthMax));
            add(broken, Rule.REPEATS, hasRepeats(text, policy.repeatLengthMax));
            add(broken, Rule.MERCHANT_NUMBER, inside ? hasOwnNumber(text, context.ownNumbers) : isOneOf(text, context.ownNumbers));
            add(broken, Rule.OWN_NAME, inside ? hasName(text, context.names) : isOneOf(text, context.names));
            add(broken, Rule.PHONE_NUMBER, inside ? hasMobileNumber(text) || hasPhoneNumber(text, context.phoneNumbers)
                    : isOneOf(text, context.phoneNumbers));
            add(broken, Rule.BIRTHDAY, (inside || digitsFrom(text, 0) == text.length) && hasDate(text));
            add(broken, Rule.FACTORY_VALUE, FACTORY_VALUES.contains(text, 0, text.length));
            add(broken, Rule.COMMON, inside ? isCommon(text) : isCommonWhole(text));
            return List.copyOf(broken);
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    /// The text as it is judged, compared and hashed where Unicode is allowed: composed to NFC, and nothing else changed.
    public static CharSequence composed(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
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

    /// A shorter name is in too many words; two Chinese characters are a name already.
    private static boolean hasName(char[] text, Set<String> names) {
        return names.stream().map(PasswordRules::lower)
                .anyMatch(name -> name.length >= 2 && (name.length >= 4 || name[0] > 0x7F) && contains(text, name, 0, name.length));
    }

    private static boolean isOneOf(char[] text, Set<String> values) {
        return values.stream().anyMatch(value -> Arrays.equals(text, lower(value)));
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

    /// The whole candidate is listed or nothing but runs of keys, as it is or without one of the endings.
    private static boolean isCommonWhole(char[] text) {
        return withoutEnding(text, to -> COMMON_PASSWORDS.contains(text, 0, to) || KeyboardRuns.isMadeOfRuns(text, to));
    }

    /// @param isCommon of the characters before a place
    private static boolean withoutEnding(char[] text, IntPredicate isCommon) {
        return isCommon.test(text.length) || Arrays.stream(COMMON_ENDINGS).mapToInt(ending -> endsWith(text, ending) ? text.length - ending.length() : 0)
                .anyMatch(word -> word > 0 && isCommon.test(word));
    }

    private static boolean endsWith(char[] text, String ending) {
        return text.length > ending.length() && PasswordList.compare(ending, text, text.length - ending.length(), text.length) == 0;
    }

    /// The whole candidate is common, or its word is, once everything that is no letter is taken off both ends.
    private static boolean isCommon(char[] text) {
        int from = 0;
        int to = text.length;
        while (from < to && !isLetter(text[from])) {
            from++;
        }
        while (to > from && !isLetter(text[to - 1])) {
            to--;
        }
        return isCommonWhole(text)
                || to - from >= COMMON_WORD_LENGTH_MIN && COMMON_PASSWORDS.contains(text, from, to);
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

    private static char[] lower(CharSequence text) {
        char[] lower = new char[text.length()];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = lower(text.charAt(i));
        }
        return lower;
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

    /// The entries of a list beside this class: one a line, lower case, `#` begins a remark.
    static List<String> list(String name) {
        try (var in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PasswordRules.class.getResourceAsStream(name), name), StandardCharsets.US_ASCII))) {
            return in.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
