package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Screen;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The factors of a sale beyond the transaction password: asked for by the rules of the sign-in, or because the host says so.
class StepUpTest {

    private static final String DEFAULT_RULES = """
            {"r":[{"k":"22","a":1,"e":["02"]},{"k":"22","a":500000,"e":["06","07"]},{"k":"23","e":["03"]}]}""";

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void bench() throws Exception {
        bench = Bench.of(folder);
    }

    @AfterEach
    void switchOff() throws Exception {
        bench.close();
    }

    private void signedInWith(String rules) {
        bench.host.signInAdvice = FactorTlv.empty().with(FactorTlv.STEP_UP_RULES, rules.getBytes(StandardCharsets.UTF_8));
        bench.signedIn();
    }

    private void begin(String fen) {
        bench.await("menu.cashier");
        bench.terminal.press("1");
        bench.await("sale.amount");
        bench.terminal.type(fen);
        bench.terminal.press("OK");
        bench.await("sale.card");
        bench.terminal.card(EntryMode.SWIPE, 0);
    }

    private void enter(String screen, String text) {
        bench.await(screen);
        bench.terminal.type(text);
        bench.terminal.press("OK");
    }

    private List<Message> sales() {
        return bench.host.requests("0200");
    }

    private static FactorTlv factors(Message message) throws Exception {
        return FactorTlv.decode(message.bytes(57));
    }

    @Test
    void sale_aboveTheSecondLimit_asksForACodeByMessageForThisSale() throws Exception {
        signedInWith(DEFAULT_RULES);
        begin("500000");
        enter("sale.password", Bench.PASSWORD);
        assertThat(bench.await("sale.code").lines(Language.ZH)).contains("已发往 138****5678  剩余 5:00", "[F1] 60 秒后可重发  [CANCEL] 取消  [OK] 下一步");
        enter("sale.code", bench.host.code);
        enter("sale.pin", Bench.PIN);
        bench.await("sale.approved");
        assertThat(bench.host.codeFor).isEqualTo("22" + "000000500000" + sales().getFirst().text(11));
        assertThat(factors(sales().getFirst()).tags()).containsExactlyInAnyOrder(FactorTlv.OPERATOR, FactorTlv.TRANSACTION_PASSWORD, FactorTlv.ONE_TIME_CODE);
    }

    @Test
    void sale_belowTheFirstLimit_asksForThePinOnly() throws Exception {
        bench.host.transactionPassword = null;
        signedInWith("""
                    {"r":[{"k":"22","a":100000,"e":["02"]}]}""");
        bench.host.transactionPassword = null;
        begin("99999");
        enter("sale.pin", Bench.PIN);
        bench.await("sale.approved");
        assertThat(factors(sales().getFirst()).tags()).containsExactly(FactorTlv.OPERATOR);
    }

    @Test
    void code_ofAnApplication_isAskedForWithoutAMessage_whichIsSentOnDemand() throws Exception {
        signedInWith("""
                    {"r":[{"k":"22","e":["06"]}],"a":"00"}""");
        bench.host.transactionPassword = null;
        begin("500000");
        assertThat(bench.await("sale.code").lines(Language.ZH)).contains("认证器 App 上现在的 6 位数字", "[F1] 发短信验证码  [CANCEL] 取消  [OK] 下一步");
        assertThat(bench.host.codesSent).isZero();
        bench.terminal.press("F1");
        bench.terminal.awaitReady();
        assertThat(bench.terminal.screen().lines(Language.ZH)).contains("已发往 138****5678  剩余 5:00");
        assertThat(bench.host.codesSent).isEqualTo(1);
        enter("sale.code", bench.host.code);
        enter("sale.pin", Bench.PIN);
        bench.await("sale.approved");
    }

    @Test
    void code_wrong_isTypedAgainAndNothingElse_andNoSecondCodeIsSent() throws Exception {
        signedInWith(DEFAULT_RULES);
        begin("500000");
        enter("sale.password", Bench.PASSWORD);
        enter("sale.code", "000000");
        enter("sale.pin", Bench.PIN);
        assertThat(bench.await("sale.declined").lines(Language.ZH)).contains("验证码错误", "还可以试 3 次");
        bench.terminal.press("OK");
        enter("sale.code", bench.host.code);
        bench.await("sale.approved");
        assertThat(bench.host.codesSent).isEqualTo(1);
    }

    @Test
    void code_sentAgain_onlyAfterAMinute_givesNoMoreTime() throws Exception {
        signedInWith(DEFAULT_RULES);
        begin("500000");
        enter("sale.password", Bench.PASSWORD);
        bench.await("sale.code");
        bench.terminal.press("F1");
        bench.terminal.awaitReady();
        assertThat(bench.host.codesSent).isEqualTo(1);
        bench.clock.move(Duration.ofSeconds(30));
        bench.terminal.press("1");
        bench.clock.move(Duration.ofSeconds(31));
        bench.terminal.press("F1");
        bench.terminal.awaitReady();
        Screen again = bench.terminal.screen();
        assertThat(again.lines(Language.ZH)).contains("已发往 138****5678  剩余 3:59");
        assertThat(again.field().orElseThrow().shown()).as("what was typed is gone").isEmpty();
        assertThat(bench.host.codesSent).isEqualTo(2);
    }

    @Test
    void code_overBeforeItWasTyped_isSentAnew() throws Exception {
        signedInWith(DEFAULT_RULES);
        bench.host.refuseNext = new FakeHost.Refused("P4", "CHALLENGE_EXPIRED", FactorTlv.ONE_TIME_CODE);
        begin("500000");
        enter("sale.password", Bench.PASSWORD);
        enter("sale.code", bench.host.code);
        enter("sale.pin", Bench.PIN);
        assertThat(bench.await("sale.declined").lines(Language.ZH)).contains("验证码或指纹已过期");
        bench.terminal.press("OK");
        enter("sale.code", bench.host.code);
        bench.await("sale.approved");
        assertThat(bench.host.codesSent).isEqualTo(2);
    }

    @Test
    void code_withoutAPhone_endsTheSale() throws Exception {
        bench.host.phoneMasked = null;
        signedInWith(DEFAULT_RULES);
        begin("500000");
        enter("sale.password", Bench.PASSWORD);
        assertThat(bench.await("code.notSent").lines(Language.ZH)).contains("商户没有登记手机号,不能发验证码");
        bench.terminal.press("OK");
        bench.await("menu.cashier");
        assertThat(sales()).isEmpty();
    }

    // rules in parts ------------------------------------------------------------------------------------------------------

    private static final String OF_ALL = """
            {"r":[{"k":"22","e":["02"]}]}""";
    private static final String OF_LARGE = """
            {"r":[{"k":"22","a":500000,"e":["03"]}]}""";
    private static final String OF_SWIPED = """
            {"r":[{"k":"22","a":900000,"m":"0205","o":"0102","e":["06"]}]}""";

    private void supervised(String fen) {
        begin(fen);
        enter("sale.password", Bench.PASSWORD);
        enter("sale.supervisor", "00");
        enter("sale.supervisorPassword", Bench.LOGIN);
    }

    private long downloads() {
        return bench.host.requests("0800").stream().filter(message -> message.text(60).endsWith("411")).count();
    }

    private void signInAgain() {
        bench.await("menu.cashier");
        bench.terminal.press("9 1");
        bench.await("signIn.done");
        bench.terminal.press("OK CANCEL");
    }

    @Test
    void rulesOfManyParts_areFetched_keptOverARestart_andNotFetchedAgainWhileTheyAreTheSame() {
        bench.host.rulesParts = List.of(OF_ALL, OF_LARGE, OF_SWIPED);
        bench.signedIn();
        assertThat(downloads()).isEqualTo(2);
        bench.restart();
        bench.logOn("01", Bench.LOGIN);
        signInAgain();
        assertThat(downloads()).as("the version is the same").isEqualTo(2);
        supervised("900000");
        enter("sale.code", bench.host.code);
        enter("sale.pin", Bench.PIN);
        bench.await("sale.approved");
        bench.terminal.press("OK OK");
        bench.host.rulesParts = List.of(OF_ALL, OF_SWIPED);
        bench.host.rulesVersion = "00000000000000A2";
        signInAgain();
        assertThat(downloads()).isEqualTo(3);
        begin("500000");
        enter("sale.password", Bench.PASSWORD);
        bench.await("sale.pin");
    }

    @Test
    void rulesChangedBetweenTwoParts_areFetchedAnew() {
        bench.host.rulesParts = List.of(OF_ALL, OF_SWIPED, OF_SWIPED);
        bench.host.meanwhile = () -> {
            if (downloads() == 2) {
                bench.host.rulesParts = List.of(OF_ALL, OF_LARGE);
                bench.host.rulesVersion = "00000000000000A2";
            }
        };
        bench.signedIn();
        assertThat(downloads()).as("part 2, then 3 that is 1 of others, then their 2").isEqualTo(3);
        supervised("900000");
        assertThat(bench.await("sale.pin").id()).as("no code is asked for").isEqualTo("sale.pin");
    }

    @Test
    void rulesOfWhichAPartDoesNotCome_holdAsFarAsTheyCame_andAreFetchedAtTheNextSignIn() {
        bench.host.rulesParts = List.of(OF_ALL, OF_LARGE, OF_SWIPED);
        bench.host.planCredential("411", FakeHost.Behaviour.WRONG_MAC);
        bench.signedIn();
        begin("500000");
        enter("sale.password", Bench.PASSWORD);
        bench.await("sale.pin");
        bench.terminal.press("CANCEL");
        signInAgain();
        supervised("500000");
        bench.await("sale.pin");
        assertThat(downloads()).isEqualTo(3);
    }

    @Test
    void choice_ofSupervisorOrCode_isOfferedOnTheKeys() throws Exception {
        signedInWith("""
                    {"r":[{"k":"22","e":["03","06"]}]}""");
        bench.host.transactionPassword = null;
        begin("100");
        assertThat(bench.await("sale.choice").lines(Language.ZH)).contains("1 主管密码", "2 短信验证码");
        bench.terminal.press("1");
        bench.await("sale.supervisor");
        bench.terminal.press("0 1 OK");
        assertThat(bench.await("sale.supervisorRefused").lines(Language.ZH)).contains("须由主管 00 批准,不能批准自己的交易");
        bench.terminal.press("OK");
        enter("sale.supervisor", "00");
        enter("sale.supervisorPassword", Bench.LOGIN);
        enter("sale.pin", Bench.PIN);
        bench.await("sale.approved");
        assertThat(factors(sales().getFirst()).text(FactorTlv.SUPERVISOR)).contains("00");
    }

    @Test
    void cardPassword_thatTheHostAsksFor_isAskedAloneAndTheSaleGoesOn() throws Exception {
        bench.host.cardPassword = "card4Pot7";
        signedInWith(DEFAULT_RULES);
        begin("1000");
        enter("sale.password", Bench.PASSWORD);
        enter("sale.pin", Bench.PIN);
        assertThat(bench.await("sale.cardPassword").lines(Language.ZH)).contains("还需要刷卡密码");
        enter("sale.cardPassword", "card4Pot7");
        bench.await("sale.approved");
        assertThat(sales()).hasSize(2).extracting(sale -> sale.text(11)).doesNotHaveDuplicates();
    }

    @Test
    void cardPassword_due_endsTheSaleAndSaysWhoHelps() {
        bench.host.cardPassword = "card4Pot7";
        bench.signedIn();
        bench.host.refuseNext = new FakeHost.Refused("P5", "SECRET_INITIAL", FactorTlv.CARD_PASSWORD);
        bench.sale("1000", Bench.PASSWORD, Bench.PIN);
        assertThat(bench.await("sale.declined").lines(Language.ZH)).contains("请先修改初始密码", "刷卡密码须重新设置,请找主管或管理员");
        bench.terminal.press("OK");
        bench.await("menu.cashier");
    }

    @Test
    void oneTimePassword_usedUp_isSaidAndAnotherTaken() throws Exception {
        bench.signedIn();
        bench.host.refuseNext = new FakeHost.Refused("P4", "SECRET_USED", FactorTlv.TRANSACTION_PASSWORD);
        bench.sale("1000", Bench.PASSWORD, Bench.PIN);
        assertThat(bench.await("sale.declined").lines(Language.ZH)).contains("一次性密码已被使用");
        bench.terminal.press("OK");
        enter("sale.password", Bench.PASSWORD);
        bench.await("sale.approved");
    }

    @Test
    void transactionPassword_expired_leadsToItsChangeAndBackToTheSale() throws Exception {
        bench.signedIn();
        bench.host.refuseNext = new FakeHost.Refused("P4", "SECRET_EXPIRED", FactorTlv.TRANSACTION_PASSWORD);
        bench.sale("1000", Bench.PASSWORD, Bench.PIN);
        assertThat(bench.await("sale.declined").lines(Language.ZH)).contains("密码已过有效期");
        bench.terminal.press("OK");
        bench.await("passwords.administrator");
        bench.terminal.press("9 9 OK");
        enter("passwords.password", Bench.LOGIN);
        bench.await("menu.passwords");
        bench.terminal.press("1");
        enter("transactionPassword.new", "cup7Board");
        enter("transactionPassword.again", "cup7Board");
        bench.await("transactionPassword.saved");
        bench.terminal.press("OK CANCEL");
        enter("sale.password", "cup7Board");
        assertThat(bench.await("sale.approved").lines(Language.ZH)).contains("金额  ¥10.00");
    }

    @Test
    void twoHalves_areSetAndTypedByTwoPeople_andGoOutAsOne() throws Exception {
        signedInWith("""
                    {"r":[{"k":"22","e":["02"]}],"h":true}""");
        bench.await("menu.cashier");
        bench.terminal.press("6");
        bench.await("passwords.administrator");
        bench.terminal.press("9 9 OK");
        enter("passwords.password", Bench.LOGIN);
        bench.await("menu.passwords");
        bench.terminal.press("1");
        enter("transactionPassword.first.new", "tea5!Pot");
        enter("transactionPassword.first.again", "tea5!Pot");
        bench.await("transactionPassword.change");
        bench.terminal.press("OK");
        enter("transactionPassword.second.new", "cup7?Mug");
        enter("transactionPassword.second.again", "cup7?Mug");
        bench.await("transactionPassword.saved");
        assertThat(bench.host.transactionPassword).isEqualTo("tea5!Potcup7?Mug");
        bench.terminal.press("OK CANCEL");
        begin("1000");
        enter("sale.password.first", "tea5!Pot");
        assertThat(bench.await("sale.password.second").lines(Language.ZH)).contains("请换第二个人");
        enter("sale.password.second", "cup7?Mug");
        enter("sale.pin", Bench.PIN);
        bench.await("sale.approved");
    }

    @Test
    void awayInTheMiddle_everythingIsAskedAnew() throws Exception {
        signedInWith(DEFAULT_RULES);
        begin("1000");
        enter("sale.password", Bench.PASSWORD);
        bench.await("sale.pin");
        bench.away(Duration.ofSeconds(61));
        bench.await("lock");
        bench.terminal.press("1");
        enter("lock.password", Bench.LOGIN);
        enter("sale.pin", Bench.PIN);
        enter("sale.password", Bench.PASSWORD);
        enter("sale.pin", Bench.PIN);
        bench.await("sale.approved");
    }

    @Test
    void passwords_aboutToExpire_areSaidOnStandbyAndAtTheLogOn() throws Exception {
        bench.host.signInAdvice = FactorTlv.empty().with(FactorTlv.TRANSACTION_PASSWORD_DAYS_LEFT, new byte[] {7});
        bench.host.logOnAdvice = FactorTlv.empty().with(FactorTlv.OPERATOR_PASSWORD_DAYS_LEFT, new byte[] {1});
        bench.inService();
        bench.logOn("01", Bench.LOGIN);
        assertThat(bench.await("logon.reminder").lines(Language.ZH)).contains("您的登录密码快到期了", "1 天后到期");
        bench.terminal.press("CANCEL");
        bench.await("signIn.offer");
        bench.terminal.press("OK");
        bench.await("signIn.done");
        bench.terminal.press("OK");
        assertThat(bench.await("menu.cashier").lines(Language.ZH)).contains("6 密码设置  7 天后到期", "9 签到与管理  1 天后到期");
        bench.terminal.press("0");
        bench.clock.move(Duration.ofDays(3));
        bench.terminal.press("1");
        assertThat(bench.await("logon.operator").lines(Language.ZH)).contains("交易密码  4 天后到期");
    }
}
