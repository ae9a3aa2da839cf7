package io.shouyin.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the virtual terminal asks for besides passwords, in a real Chromium with its virtual authenticator: a fingerprint, enrolled after the
/// operator's password and shown for a sale above the second limit (a reader that does not verify its user opens nothing); the code of an
/// authenticator application in its place; the supervisor's fingerprint where a rule wants another person.
class FingerprintIT {

    private static final String ADMINISTRATOR_PASSWORD = "604173";
    private static final String SUPERVISOR_PASSWORD = "826149";
    private static final String CASHIER_PASSWORD = "715038";
    private static final String CONSOLE_PASSWORD = "Harbour-Kite-5207";
    private static final String TRANSACTION_PASSWORD = "tea5Pot9";
    private static final int CARD = 1;
    /// The page asks nobody but the terminal.
    private static final Pattern PROVOKED = Pattern.compile("(?!)");

    private static final Map<String, Object> SUPERVISORS_FINGER = Map.of("scope", "PROVIDER", "basedOn", 0, "rules", List.of(Map.of("name", "finger",
            "when", Map.of("kinds", List.of("SALE"), "amountFromFen", 100_000),
            "require", Map.of("anyOf", List.of(Map.of("allOf", List.of("FINGERPRINT@SUPERVISOR")))))));

    @TempDir
    Path folder;

    @Test
    void sale_aboveTheSecondLimit_isOpenedByAFinger_byAnApplication_andWhereARuleSaysSoByTheSupervisorsFinger() {
        try (TestChromium chromium = TestChromium.launch(); Demo demo = Demo.start(folder.resolve("demo"))) {
            TerminalPage terminal = TerminalPage.open(chromium.window(), demo.terminalPage());
            TestAuthenticator finger = new TestAuthenticator(terminal.page());
            terminal.speaks("zh");
            terminal.shows("activation.done");
            terminal.press("OK");
            setsTheTransactionPassword(demo, terminal);
            logsOnForTheFirstTime(demo, terminal, "01", CASHIER_PASSWORD);
            terminal.shows("signIn.offer");
            terminal.press("OK");
            terminal.shows("signIn.done");
            terminal.press("OK");

            enrols(terminal, "menu.cashier", CASHIER_PASSWORD);
            signsInAgain(terminal);
            sellsUpTo(terminal, "500000", "sale.choice");
            TestChromium.picture(terminal.page(), "terminal-choice");
            terminal.choose("choice.FINGERPRINT");
            terminal.shows("sale.finger");
            TestChromium.picture(terminal.page(), "terminal-finger");
            finger.verifies(false);
            terminal.page().getByTestId("finger").click();
            terminal.shows("finger.refused");
            terminal.press("OK");
            terminal.shows("sale.choice");

            finger.verifies(true);
            terminal.choose("choice.FINGERPRINT");
            terminal.shows("sale.finger");
            terminal.page().getByTestId("finger").click();
            isApproved(demo, terminal);

            ConsoleApi console = staff(demo);
            AuthenticatorApp application = installed(demo, console);
            signsInAgain(terminal);
            sellsUpTo(terminal, "500000", "sale.choice");
            terminal.choose("choice.ONE_TIME_CODE");
            terminal.shows("sale.code");
            terminal.says("认证器");
            TestChromium.picture(terminal.page(), "terminal-application");
            terminal.enter(application.nextCode());
            isApproved(demo, terminal);

            enrolsTheSupervisor(demo, terminal);
            console.put("step-up/rules", SUPERVISORS_FINGER);
            signsInAgain(terminal);
            sellsUpTo(terminal, "200000", "sale.finger");
            terminal.says("主管");
            TestChromium.picture(terminal.page(), "terminal-supervisors-finger");
            terminal.page().getByTestId("finger").click();
            isApproved(demo, terminal);
            chromium.saysNothing(PROVOKED);
        }
    }

    private static void setsTheTransactionPassword(Demo demo, TerminalPage terminal) {
        logsOnForTheFirstTime(demo, terminal, "99", ADMINISTRATOR_PASSWORD);
        terminal.shows("menu.administrator");
        terminal.choose("menu.passwords");
        terminal.shows("menu.passwords");
        terminal.choose("SET_TRANSACTION_PASSWORD");
        entersTwice(terminal, "transactionPassword", TRANSACTION_PASSWORD);
        terminal.shows("transactionPassword.saved");
        terminal.press("OK", "CANCEL");
        terminal.shows("menu.administrator");
        terminal.choose("LOG_OFF");
    }

    private static ConsoleApi staff(Demo demo) {
        ConsoleApi.changePasswords(demo.console(), demo.access(), CONSOLE_PASSWORD);
        ConsoleApi administrator = ConsoleApi.signedIn(demo.console(), "admin", CONSOLE_PASSWORD);
        ConsoleApi second = ConsoleApi.signedIn(demo.console(), "admin2", CONSOLE_PASSWORD);
        return administrator.employs(second, "wang", CONSOLE_PASSWORD, "SERVICE_DESK", "RISK");
    }

    private static AuthenticatorApp installed(Demo demo, ConsoleApi console) {
        String path = "terminals/" + demo.access().at("/terminal/terminalId").asString() + "/authenticators/01";
        AuthenticatorApp application = new AuthenticatorApp(console.post(path, Map.of()).path("secret").asString());
        console.post(path + "/confirmation", Map.of("code", application.nextCode()));
        return application;
    }

    private static void enrolsTheSupervisor(Demo demo, TerminalPage terminal) {
        terminal.choose("LOG_OFF");
        logsOnForTheFirstTime(demo, terminal, "00", SUPERVISOR_PASSWORD);
        enrols(terminal, "menu.supervisor", SUPERVISOR_PASSWORD);
        terminal.choose("LOG_OFF");
        terminal.shows("logon.operator");
        terminal.enter("01");
        terminal.shows("logon.password");
        terminal.enter(CASHIER_PASSWORD);
        terminal.shows("menu.cashier");
    }

    private static void enrols(TerminalPage terminal, String menu, String password) {
        terminal.shows(menu);
        terminal.choose("menu.settings");
        terminal.shows("menu.settings");
        terminal.choose("ENROL_FINGERPRINT");
        terminal.shows("enrol.password");
        terminal.enter(password);
        terminal.shows("enrol.finger");
        terminal.page().getByTestId("finger").click();
        terminal.shows("enrol.done");
        terminal.press("OK");
        terminal.shows("menu.settings");
        terminal.press("CANCEL");
        terminal.shows(menu);
    }

    /// The rules of the sign-in before do not know of it yet: a new sign-in learns of it.
    private static void signsInAgain(TerminalPage terminal) {
        terminal.choose("menu.duty");
        terminal.choose("SIGN_IN");
        terminal.shows("signIn.done");
        terminal.press("OK", "CANCEL");
        terminal.shows("menu.cashier");
    }

    private static void sellsUpTo(TerminalPage terminal, String fen, String screen) {
        terminal.choose("SALE");
        terminal.shows("sale.amount");
        terminal.enter(fen);
        terminal.shows("sale.card");
        terminal.present("swipe", CARD);
        terminal.shows("sale.password");
        terminal.enter(TRANSACTION_PASSWORD);
        terminal.shows(screen);
    }

    private static void isApproved(Demo demo, TerminalPage terminal) {
        terminal.shows("sale.pin");
        terminal.enter(demo.pin(CARD));
        terminal.shows("sale.approved");
        terminal.press("CANCEL");
        terminal.shows("sale.done");
        terminal.press("OK");
        terminal.shows("menu.cashier");
    }

    private static void logsOnForTheFirstTime(Demo demo, TerminalPage terminal, String operator, String password) {
        terminal.shows("logon.operator");
        terminal.enter(operator);
        terminal.shows("logon.password");
        terminal.enter(demo.oneTimePassword(operator));
        entersTwice(terminal, "change", password);
        terminal.shows("change.saved");
        terminal.press("OK");
    }

    private static void entersTwice(TerminalPage terminal, String screen, String secret) {
        terminal.shows(screen + ".new");
        terminal.enter(secret);
        terminal.shows(screen + ".again");
        terminal.enter(secret);
    }
}
