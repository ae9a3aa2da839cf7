package io.shouyin.bench;

import io.shouyin.kernel.PasswordRules.Context;
import io.shouyin.kernel.PasswordRules.Policy;
import io.shouyin.kernel.PasswordRules.Required;
import io.shouyin.strength.CommonPasswords;
import java.security.SecureRandom;
import java.util.Set;

/// Random passwords that keep the rules.
final class Passwords {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LETTERS_AND_DIGITS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
    private static final String DIGITS = "0123456789";
    private static final Policy CONSOLE = Policy.ofKeypad(20, 20, Set.of(Required.DIGIT, Required.LETTER), 2, 2);

    private Passwords() {}

    static String console() {
        return random(LETTERS_AND_DIGITS, CONSOLE);
    }

    static String transaction() {
        return random(LETTERS_AND_DIGITS, Policy.TRANSACTION_PASSWORD);
    }

    static String operator() {
        return random(DIGITS, Policy.OPERATOR_PASSWORD);
    }

    private static String random(String alphabet, Policy policy) {
        while (true) {
            StringBuilder made = new StringBuilder();
            for (int i = 0; i < Math.min(policy.lengthMax(), Math.max(policy.lengthMin(), 10)); i++) {
                made.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
            }
            if (CommonPasswords.broken(made, policy, Context.NONE).isEmpty()) {
                return made.toString();
            }
        }
    }
}
