package io.shouyin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.PasswordRules.Context;
import io.shouyin.kernel.PasswordRules.Policy;
import io.shouyin.strength.CommonPasswords;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    @Test
    void passwords_ofEachKind_keepTheirRules() {
        for (int i = 0; i < 200; i++) {
            assertThat(CommonPasswords.broken(Passwords.transaction(), Policy.TRANSACTION_PASSWORD, Context.NONE)).isEmpty();
            assertThat(CommonPasswords.broken(Passwords.operator(), Policy.OPERATOR_PASSWORD, Context.NONE)).isEmpty();
            assertThat(Passwords.console()).hasSize(20).containsPattern("[0-9]").containsPattern("[A-Za-z]");
        }
    }
}
