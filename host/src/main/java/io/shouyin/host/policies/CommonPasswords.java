package io.shouyin.host.policies;

import com.nulabinc.zxcvbn.StandardDictionaries;
import io.shouyin.kernel.PasswordList;
import io.shouyin.kernel.PasswordRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// The most common passwords, as they were counted in what has leaked: the list of zxcvbn, thirty thousand. Console passwords are compared
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

    /// Whether the whole password is one of them, letters of either case, as it is or with a usual ending.
    public static boolean contain(CharSequence password) {
        return PasswordRules.isCommon(password, Counted.SORTED);
    }

    /// How many of them have a length that a policy takes.
    static int count(int lengthMin, int lengthMax) {
        return (int) Counted.MOST_COMMON_FIRST.stream().mapToInt(String::length).filter(length -> length >= lengthMin && length <= lengthMax).count();
    }
}
