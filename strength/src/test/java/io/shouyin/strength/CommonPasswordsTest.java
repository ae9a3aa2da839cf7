package io.shouyin.strength;

import static org.assertj.core.api.Assertions.assertThat;

import com.nulabinc.zxcvbn.StandardDictionaries;
import io.shouyin.kernel.PasswordRules.Alphabet;
import io.shouyin.kernel.PasswordRules.Context;
import io.shouyin.kernel.PasswordRules.Matching;
import io.shouyin.kernel.PasswordRules.Policy;
import io.shouyin.kernel.PasswordRules.Rule;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommonPasswordsTest {

    /// Whose length alone is judged beside the lists.
    private static final Policy WHOLE = new Policy(1, 128, Alphabet.UNICODE, Set.of(), 0, 128, 128, Matching.WHOLE);

    private static List<String> list;

    @BeforeAll
    static void theList() throws IOException {
        list = StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies();
    }

    @Test
    void everyOneOfTheList_isCommon_inLettersOfEitherCase_andWithAUsualEnding() {
        assertThat(list).hasSize(30_000).allMatch(CommonPasswords::contain).allMatch(password -> CommonPasswords.contain(password.toUpperCase(Locale.ROOT)));
        assertThat(List.of("mustang12345", "Jordan2026", "monkey!!")).allMatch(CommonPasswords::contain);
    }

    @Test
    void whatHoldsACommonPassword_isNone() {
        assertThat(List.of("granite walrus 41x9", "mustang-7Rk2-moss", "")).noneMatch(CommonPasswords::contain);
    }

    /// Letters and a digit in 6 to 12 characters; digits alone in as many.
    @Test
    void everyOneOfTheList_thatAKeypadsPolicyWouldTake_isRefusedAsCommon() {
        var transaction = list.stream().filter(password -> password.matches("(?=.*[a-zA-Z])(?=.*[0-9]).{6,12}")).toList();
        assertThat(transaction).hasSize(9137).allMatch(password -> broken(password, Policy.TRANSACTION_PASSWORD).contains(Rule.COMMON));
        var operator = list.stream().filter(password -> password.matches("[0-9]{6,12}")).toList();
        assertThat(operator).hasSize(1510).allMatch(password -> broken(password, Policy.OPERATOR_PASSWORD).contains(Rule.COMMON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pa55w0rd", "Chelsea1", "richard1", "1passwor", "gandalf1", "gandalf12026", "ncc1701"})
    void transactionPassword_thatIsListed_breaksOneRule(String candidate) {
        assertThat(broken(candidate, Policy.TRANSACTION_PASSWORD)).containsExactly(Rule.COMMON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"246810", "142536", "134679", "135246", "1029384756"})
    void operatorPassword_thatIsListed_isRefused(String candidate) {
        assertThat(broken(candidate, Policy.OPERATOR_PASSWORD)).contains(Rule.COMMON);
    }

    @Test
    void rulesOfTheKernel_areNamedFirst_inTheOrderOfTheEnum() {
        assertThat(broken("123456", Policy.TRANSACTION_PASSWORD)).containsExactly(Rule.LETTER_MISSING, Rule.SEQUENCE, Rule.FACTORY_VALUE, Rule.COMMON);
        assertThat(broken("chelsea", WHOLE)).containsExactly(Rule.COMMON);
        assertThat(broken("k7Rm2x", Policy.TRANSACTION_PASSWORD)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"8, 128, 11611", "12, 128, 229", "12, 12, 147", "21, 128, 0"})
    void count_isOfThePolicysLength(int lengthMin, int lengthMax, int count) {
        assertThat(CommonPasswords.count(lengthMin, lengthMax)).isEqualTo(count);
    }

    private static List<Rule> broken(String candidate, Policy policy) {
        return CommonPasswords.broken(candidate, policy, Context.NONE);
    }
}
