package io.shouyin.app;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A fingerprint at the virtual terminal, in a real Chromium with its virtual authenticator: enrolled after the operator's password, shown
/// for a sale above the second limit; a reader that does not verify its user opens nothing.
class FingerprintIT {

    private static final String ADMINISTRATOR_PASSWORD = "604173";
    private static final String CASHIER_PASSWORD = "715038";
    private static final String TRANSACTION_PASSWORD = "tea5Pot9";
    private static final int CARD = 1;
    /// The page asks nobody but the terminal.
    private static final Pattern PROVOKED = Pattern.compile("(?!)");

    @TempDir
    Path folder;

    @Test
    void sale_aboveTheSecondLimit_isOpenedByTheFingerOfItsOperator() {
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

            enrols(terminal);
            sellsUpToTheChoice(terminal);
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
            terminal.shows("sale.pin");
            terminal.enter(demo.pin(CARD));
            terminal.shows("sale.approved");
            terminal.press("CANCEL");
            terminal.shows("sale.done");
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

    private static void enrols(TerminalPage terminal) {
        terminal.shows("menu.cashier");
        terminal.choose("menu.settings");
        terminal.shows("menu.settings");
        terminal.choose("ENROL_FINGERPRINT");
        terminal.shows("enrol.password");
        terminal.enter(CASHIER_PASSWORD);
        terminal.shows("enrol.finger");
        terminal.page().getByTestId("finger").click();
        terminal.shows("enrol.done");
        terminal.press("OK");
        terminal.shows("menu.settings");
        terminal.press("CANCEL");
        terminal.shows("menu.cashier");
    }

    /// The rules of the sign-in before know of no fingerprint yet: a new sign-in learns of it.
    private static void sellsUpToTheChoice(TerminalPage terminal) {
        terminal.choose("menu.duty");
        terminal.choose("SIGN_IN");
        terminal.shows("signIn.done");
        terminal.press("OK", "CANCEL");
        terminal.shows("menu.cashier");
        terminal.choose("SALE");
        terminal.shows("sale.amount");
        terminal.enter("500000");
        terminal.shows("sale.card");
        terminal.present("swipe", CARD);
        terminal.shows("sale.password");
        terminal.enter(TRANSACTION_PASSWORD);
        terminal.shows("sale.choice");
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
