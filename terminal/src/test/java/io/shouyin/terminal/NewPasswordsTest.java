package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.NewPasswordRules;
import io.shouyin.kernel.PasswordRules.Alphabet;
import io.shouyin.kernel.PasswordRules.Matching;
import io.shouyin.kernel.PasswordRules.Policy;
import io.shouyin.kernel.PasswordRules.Required;
import io.shouyin.kernel.PasswordRules.Rule;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Screen.RuleLine;
import io.shouyin.terminal.device.Screen.RuleState;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What new passwords are judged by is what the host said last.
class NewPasswordsTest {

    private static final Policy STRICT = new Policy(9, 12, Alphabet.ASCII, Set.of(Required.DIGIT, Required.SYMBOL), 3, 3, 2, Matching.INSIDE);

    @TempDir
    Path folder;

    @Test
    void transactionPassword_underAnotherPolicy_isAskedAsThePolicySays() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.host.logOnAdvice = rules(FactorTlv.TRANSACTION_PASSWORD, STRICT);
            newTransactionPassword(bench);
            assertThat(bench.terminal.screen().lines(Language.ZH)).contains("· 9-12 位", "· 含有数字和符号", "· 3 种字符(数字、大写、小写、符号)", "· 连续最多 3 个,重复最多 2 个",
                    "· 与登录密码不同");
            assertThat(bench.terminal.screen().lines(Language.EN)).contains("· 9 to 12 characters", "· A digit and a symbol");
            bench.terminal.type("tea5Pot9");
            bench.terminal.press("OK");
            bench.terminal.awaitReady();
            assertThat(bench.terminal.screen().id()).isEqualTo("transactionPassword.new");
            bench.terminal.type("!");
            bench.terminal.press("OK");
            bench.await("transactionPassword.again");
        }
    }

    @Test
    void rules_toldOnce_areKeptOverASignInAndARestart() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.host.logOnAdvice = rules(FactorTlv.OPERATOR_PASSWORD, new Policy(8, 8, Alphabet.ASCII, Set.of(), 0, 12, 12, Matching.INSIDE));
            bench.logOn("01", Bench.LOGIN);
            bench.await("signIn.offer");
            bench.terminal.press("OK");
            bench.await("signIn.done");
            bench.host.logOnAdvice = FactorTlv.empty();
            bench.restart();
            bench.logOn("01", Bench.LOGIN);
            bench.await("menu.cashier");
            bench.terminal.press("9");
            bench.await("menu.duty");
            bench.terminal.press("7");
            bench.await("change.current");
            bench.terminal.type(Bench.LOGIN);
            bench.terminal.press("OK");
            assertThat(bench.await("change.new").rules()).extracting(rule -> rule.text().in(Language.ZH)).containsExactly("8 位", "不容易被猜到");
        }
    }

    @Test
    void newPassword_tooShortForThePolicyOfToday_isToldTheLength_andAskedByIt() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            newTransactionPassword(bench);
            bench.host.refusesNewPasswords(Rule.TOO_SHORT, rules(FactorTlv.TRANSACTION_PASSWORD, STRICT));
            for (String screen : new String[] {"transactionPassword.new", "transactionPassword.again"}) {
                bench.await(screen);
                bench.terminal.type("cup7Mug");
                bench.terminal.press("OK");
            }
            Screen refused = bench.terminal.awaitScreen(screen -> screen.is("transactionPassword.new") && screen.hasTone(Tone.REFUSED), Bench.WAIT);
            assertThat(refused.lines(Language.ZH)).contains("✕ 密码太短:9-12 位");
            assertThat(refused.lines(Language.EN)).contains("✕ The password is too short: 9 to 12 characters");
            bench.terminal.type("c");
            assertThat(bench.terminal.awaitScreen(screen -> screen.message().isEmpty(), Bench.WAIT).lines(Language.ZH)).contains("· 9-12 位");
        }
    }

    @Test
    void newPassword_thatIsEasilyGuessed_keepsEveryRule_isToldWhy_andStopsNobody() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            newTransactionPassword(bench);
            assertThat(bench.terminal.screen().rules()).noneMatch(rule -> rule.id().equals("strength"));
            bench.terminal.type("k7#Rm2xWq9");
            assertThat(strength(bench)).isEqualTo(new RuleLine("strength", RuleState.KEPT, Text.of("strength.strong")));
            for (int i = 0; i < 10; i++) {
                bench.terminal.press("CLEAR");
            }
            bench.terminal.type("woaini52zz");
            assertThat(strength(bench).state()).isEqualTo(RuleState.ADVISED);
            assertThat(bench.terminal.screen().lines(Language.ZH)).anyMatch(line -> line.startsWith("! ") && line.endsWith(":含有常见的词、拼音或名字"))
                    .noneMatch(line -> line.startsWith("✕"));
            assertThat(bench.terminal.screen().lines(Language.EN)).anyMatch(line -> line.startsWith("! ") && line.endsWith(". It holds a common word, pinyin or name"));
            bench.terminal.press("OK");
            bench.await("transactionPassword.again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pa55w0rd", "chelsea1"})
    void newPassword_ofTheMostCommon_breaksARule_andGoesNoFurther(String common) throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            newTransactionPassword(bench);
            bench.terminal.type(common);
            bench.terminal.awaitReady();
            assertThat(bench.terminal.screen().rules()).filteredOn(rule -> rule.state() == RuleState.BROKEN)
                    .containsExactly(new RuleLine("easy", RuleState.BROKEN, Text.of(Rule.COMMON)));
            assertThat(bench.terminal.screen().lines(Language.ZH)).contains("✕ 这个密码太常见").doesNotContain("✓ 不容易被猜到");
            bench.terminal.press("OK");
            bench.terminal.awaitReady();
            assertThat(bench.terminal.screen().id()).isEqualTo("transactionPassword.new");
        }
    }

    @Test
    void operatorPassword_ofTheMostCommonDigits_breaksARule() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.logOn("01", Bench.LOGIN);
            bench.await("signIn.offer");
            bench.terminal.press("OK");
            bench.await("signIn.done");
            bench.restart();
            bench.logOn("01", Bench.LOGIN);
            bench.await("menu.cashier");
            bench.terminal.press("9");
            bench.await("menu.duty");
            bench.terminal.press("7");
            bench.await("change.current");
            bench.terminal.type(Bench.LOGIN);
            bench.terminal.press("OK");
            bench.await("change.new");
            bench.terminal.type("246810");
            bench.terminal.awaitReady();
            assertThat(bench.terminal.screen().rules()).contains(new RuleLine("easy", RuleState.BROKEN, Text.of(Rule.COMMON)));
        }
    }

    @Test
    void rules_ofNonsense_leaveTheGuides() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.host.logOnAdvice = FactorTlv.empty().with(FactorTlv.NEW_PASSWORD_RULES, new byte[] {2, 12, 6});
            newTransactionPassword(bench);
            assertThat(bench.terminal.screen().lines(Language.ZH)).contains("· 6-12 位", "· 含有数字和字母", "· 不要连续或重复(如 123、aaa)");
        }
    }

    @Test
    void letter_afterALookAtTheKeys_isReachedByPressesInARow() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            newTransactionPassword(bench);
            bench.clock.moveBetweenTicks(MultiTap.SETTLES_AFTER.multipliedBy(3));
            bench.terminal.press("2");
            bench.clock.moveBetweenTicks(MultiTap.SETTLES_AFTER.dividedBy(2));
            bench.terminal.press("2");
            bench.terminal.awaitReady();
            assertThat(bench.terminal.screen().field().orElseThrow().shown()).isEqualTo("●");
        }
    }

    private static RuleLine strength(Bench bench) {
        bench.terminal.awaitReady();
        return bench.terminal.screen().rules().stream().filter(rule -> rule.id().equals("strength")).findFirst().orElseThrow();
    }

    private static void newTransactionPassword(Bench bench) {
        bench.logOn("99", Bench.LOGIN);
        bench.await("menu.administrator");
        bench.terminal.press("1 1");
        bench.await("transactionPassword.new");
    }

    private static FactorTlv rules(int tag, Policy policy) {
        return FactorTlv.empty().with(FactorTlv.NEW_PASSWORD_RULES, new NewPasswordRules(Map.of(tag, policy)).encode());
    }
}
