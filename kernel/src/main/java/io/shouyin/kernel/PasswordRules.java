package io.shouyin.kernel;

import java.util.List;
import java.util.Set;

/// What makes a password weak, rule by rule: the same code judges in the vault and advises on the terminal's screen.
public final class PasswordRules {

    private PasswordRules() {}

    /// Every reason to refuse a password, in order of precedence.
    public enum Rule implements Refusal {
        TOO_SHORT("密码太短", "The password is too short"),
        TOO_LONG("密码太长", "The password is too long"),
        CHARACTER_NOT_ALLOWED("含有不能用的字符", "A character is not allowed"),
        DIGIT_MISSING("必须含有数字", "A digit is missing"),
        LETTER_MISSING("必须含有字母", "A letter is missing"),
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

    /// @param lengthMin characters
    /// @param lengthMax characters
    /// @param sequenceLengthMax the longest run allowed, in characters: 2 refuses 123
    /// @param repeatLengthMax the longest repetition of one character allowed
    public record Policy(int lengthMin, int lengthMax, boolean digitRequired, boolean letterRequired,
                         int sequenceLengthMax, int repeatLengthMax) {}

    /// What belongs to the subject and so is easily guessed.
    ///
    /// @param ownNumbers merchant, terminal, licence numbers: not allowed inside, nor their last six digits
    /// @param phoneNumbers likewise
    public record Context(Set<String> ownNumbers, Set<String> phoneNumbers) {}

    /// Every rule that the candidate breaks, in order of precedence; [Rule#SAME_AS_LOGIN] and [Rule#RECENTLY_USED]
    /// are the vault's to find.
    public static List<Rule> broken(CharSequence candidate, Policy policy, Context context) {
        throw new UnsupportedOperationException("to be written");
    }
}
