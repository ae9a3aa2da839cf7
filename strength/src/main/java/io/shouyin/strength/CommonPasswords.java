package io.shouyin.strength;

import com.nulabinc.zxcvbn.StandardDictionaries;
import io.shouyin.kernel.PasswordList;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.PasswordRules.Context;
import io.shouyin.kernel.PasswordRules.Policy;
import io.shouyin.kernel.PasswordRules.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;

/// The most common passwords, as they were counted in what has leaked: the list of zxcvbn, thirty thousand. Every new password is compared
/// with all of it. It is rich in short ones and poor in long ones, so how many there are of a policy's length is counted and told.
public final class CommonPasswords {

    /// Read when the first one asks.
    private static final class Counted {

        static final List<String> MOST_COMMON_FIRST = mostCommonFirst();
        static final PasswordList SORTED = PasswordList.of(MOST_COMMON_FIRST);

        private static List<String> mostCommonFirst() {
            try {
                return StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private CommonPasswords() {}

    /// As [PasswordRules#broken], where a password of this list is common too. What is chosen in the console, or on a terminal, is judged by this.
    ///
    /// `pa55w0rd`, `Chelsea1` and `mustang2026` are [Rule#COMMON]
    public static List<Rule> broken(CharSequence candidate, Policy policy, Context context) {
        var broken = EnumSet.noneOf(Rule.class);
        broken.addAll(PasswordRules.broken(candidate, policy, context));
        if (contain(candidate)) {
            broken.add(Rule.COMMON);
        }
        return List.copyOf(broken);
    }

    /// Whether the whole password is one of them, letters of either case, as it is or with a usual ending.
    static boolean contain(CharSequence password) {
        return PasswordRules.isCommon(password, Counted.SORTED);
    }

    /// How many of them have a length that a policy takes.
    public static int count(int lengthMin, int lengthMax) {
        return (int) Counted.MOST_COMMON_FIRST.stream().mapToInt(String::length).filter(length -> length >= lengthMin && length <= lengthMax).count();
    }
}
