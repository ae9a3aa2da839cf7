package io.shouyin.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The story that the README tells, in a real Chromium: on the virtual terminal's page by pressing its keys, and beside it in
/// the console. Network, database, host and terminal are the processes of `./shouyin demo`, in Chinese with `--profile tdes`, in English
/// with `aes`.
class StoryIT {

    private static final String ADMINISTRATOR_PASSWORD = "604173";
    private static final String SUPERVISOR_PASSWORD = "826094";
    private static final String CASHIER_PASSWORD = "715038";
    private static final String TRANSACTION_PASSWORD = "tea5Pot9";
    private static final String WRONG_PASSWORD = "cup8Dish2";
    private static final String CONSOLE_PASSWORD = "Harbour-Kite-5207";
    private static final int GOOD_CARD = 1;
    private static final int SHORT_CARD = 3;

    private static final int CREDIT_CARD = 2;
    /// Of the console's picture: chart, story and the whole table.
    private static final int OVERVIEW_HEIGHT = 1130;
    /// The console asks who it is before anybody has signed in.
    private static final Pattern NOT_SIGNED_IN_YET = Pattern.compile("\\S+/api/v1/session:\\S+ .*status of 401.*");

    @TempDir
    Path folder;

    /// What the screens say in each language.
    enum Language {
        ZH("zh", "zh-CN", "不要连续或重复", "不要含有商户编号", "两次输入不一致", "不要用最近用过的密码", "交易密码错误", "还可以试 3 次", "交易密码已锁定", "余额不足",
                "未设", "已设", "已锁定", "已签到", "未签到", "批准", "交易密码 · PIN", "管理员", "江南小馆"),
        EN("en", "en", "No runs or repeats", "No merchant or terminal number", "The two entries differ", "It was used recently", "Wrong transaction password",
                "3 tries left", "Transaction password locked", "Insufficient funds", "Not set", "Set", "Locked", "Signed in", "Not signed in", "Approved", "Transaction password · PIN",
                "Administrator", "JIANGNAN BISTRO");

        private final String terminal;
        private final String console;
        private final String noRuns;
        private final String noMerchantNumber;
        private final String entriesDiffer;
        private final String recentlyUsed;
        private final String wrongPassword;
        private final String threeTriesLeft;
        private final String locked;
        private final String short51;
        private final String passwordNone;
        private final String passwordSet;
        private final String passwordLocked;
        private final String signedIn;
        private final String signedOut;
        private final String approved;
        private final String factors;
        private final String administrator;
        private final String merchant;

        Language(String terminal, String console, String noRuns, String noMerchantNumber, String entriesDiffer, String recentlyUsed, String wrongPassword,
                 String threeTriesLeft, String locked, String short51, String passwordNone, String passwordSet, String passwordLocked, String signedIn,
                 String signedOut, String approved, String factors, String administrator, String merchant) {
            this.terminal = terminal;
            this.console = console;
            this.noRuns = noRuns;
            this.noMerchantNumber = noMerchantNumber;
            this.entriesDiffer = entriesDiffer;
            this.recentlyUsed = recentlyUsed;
            this.wrongPassword = wrongPassword;
            this.threeTriesLeft = threeTriesLeft;
            this.locked = locked;
            this.short51 = short51;
            this.passwordNone = passwordNone;
            this.passwordSet = passwordSet;
            this.passwordLocked = passwordLocked;
            this.signedIn = signedIn;
            this.signedOut = signedOut;
            this.approved = approved;
            this.factors = factors;
            this.administrator = administrator;
            this.merchant = merchant;
        }
    }

    @ParameterizedTest
    @CsvSource({"ZH, tdes", "EN, aes"})
    void mainJob_onTheTerminalAndInTheConsole_holdsFromActivationToSignOut(Language language, String profile) {
        try (TestChromium chromium = TestChromium.launch(); Demo demo = Demo.start(folder.resolve("demo"), "--profile", profile)) {
            ConsolePage console = ConsolePage.open(chromium.window(), demo.console());
            TerminalPage terminal = TerminalPage.open(chromium.window(), demo.terminalPage());
            Story story = new Story(language, profile, demo, terminal, console);
            story.theOneTimePasswordOfTheConsoleMustBeChanged();
            story.theConsoleShowsTheTerminal();
            story.theAdministratorChangesTheInitialPassword();
            story.weakTransactionPasswordsAreRefusedWithReasons();
            story.twoDifferentEntriesAreRefused();
            story.theTransactionPasswordIsSet();
            story.theSamePasswordAgainIsRefusedByTheHost();
            story.theSupervisorChangesTheInitialPassword();
            story.theCashierSignsIn();
            story.aSaleWithPasswordAndPinIsApproved();
            story.theConsoleTellsTheSaleStepByStep();
            story.aWrongPasswordIsRefusedAndFourLock();
            story.theSupervisorUnlocks();
            story.theIssuerDeclines();
            story.chipAndTapAreApproved();
            story.theConsoleHasTheDayAtAGlance();
            story.allOfItFitsAPhone();
            story.theCashierSignsOut();
            chromium.saysNothing(NOT_SIGNED_IN_YET);
        }
    }

    /// The chapters.
    private record Story(Language language, String profile, Demo demo, TerminalPage terminal, ConsolePage console) {

        void theOneTimePasswordOfTheConsoleMustBeChanged() {
            console.speaks(language.console);
            console.signsIn("admin", demo.access().at("/console/initialPassword").asString());
            console.mustChangePassword();
            console.changesPassword(CONSOLE_PASSWORD);
            assertThat(console.figure("terminals")).isVisible();
            assertThat(console.page().getByTestId("user-menu")).containsText(language.administrator);
            console.isLive();
        }

        void theConsoleShowsTheTerminal() {
            console.goesTo("terminals");
            String terminalId = demo.access().at("/terminal/terminalId").asString();
            console.page().getByTestId("terminal-" + terminalId).click();
            assertThat(console.page().getByTestId("terminal-profile")).containsText(profile.toUpperCase(Locale.ROOT));
            console.goesTo("terminals");
            assertThat(console.rows("terminals")).hasCount(1);
            assertThat(console.rows("terminals")).containsText(terminalId);
            assertThat(console.rows("terminals")).containsText(language.passwordNone);
            console.marks();
        }

        void theAdministratorChangesTheInitialPassword() {
            terminal.speaks(language.terminal);
            terminal.shows("activation.done");
            terminal.press("OK");
            logsOnForTheFirstTime("99", ADMINISTRATOR_PASSWORD);
            terminal.shows("menu.administrator");
        }

        void weakTransactionPasswordsAreRefusedWithReasons() {
            terminal.choose("menu.passwords");
            terminal.shows("menu.passwords");
            terminal.choose("SET_TRANSACTION_PASSWORD");
            terminal.shows("transactionPassword.new");
            terminal.tap("adg123");
            terminal.refuses("runs", language.noRuns);
            TestChromium.picture(terminal.page(), "terminal-password-" + language.terminal);
            terminal.press("OK");
            terminal.shows("transactionPassword.new");
            terminal.clear(6);
            terminal.tap("m058120");
            terminal.refuses("easy", language.noMerchantNumber);
            terminal.press("OK");
            terminal.shows("transactionPassword.new");
            terminal.clear(7);
        }

        void twoDifferentEntriesAreRefused() {
            terminal.enter(TRANSACTION_PASSWORD);
            terminal.shows("transactionPassword.again");
            terminal.enter(WRONG_PASSWORD);
            terminal.shows("transactionPassword.new");
            terminal.says(language.entriesDiffer);
            assertThat(console.rows("terminals")).containsText(language.passwordNone);
        }

        void theTransactionPasswordIsSet() {
            terminal.tap(TRANSACTION_PASSWORD);
            terminal.keeps("length");
            terminal.keeps("characters");
            terminal.keeps("runs");
            terminal.keeps("easy");
            terminal.press("OK");
            terminal.shows("transactionPassword.again");
            terminal.type(TRANSACTION_PASSWORD);
            terminal.shows("transactionPassword.saved");
            terminal.press("OK");
            terminal.shows("menu.passwords");
            assertThat(console.rows("terminals")).containsText(language.passwordSet);
            assertThat(console.rows("terminals")).not().containsText(language.passwordNone);
            console.wasNotReloaded();
        }

        void theSamePasswordAgainIsRefusedByTheHost() {
            terminal.choose("SET_TRANSACTION_PASSWORD");
            entersTwice("transactionPassword", TRANSACTION_PASSWORD);
            terminal.shows("transactionPassword.new");
            terminal.refuses("host.RECENTLY_USED", language.recentlyUsed);
            terminal.press("CANCEL");
            terminal.shows("menu.passwords");
            terminal.press("CANCEL");
            terminal.shows("menu.administrator");
            terminal.choose("LOG_OFF");
            terminal.shows("logon.operator");
        }

        void theSupervisorChangesTheInitialPassword() {
            logsOnForTheFirstTime("00", SUPERVISOR_PASSWORD);
            supervisorLogsOff();
        }

        void theCashierSignsIn() {
            logsOnForTheFirstTime("01", CASHIER_PASSWORD);
            terminal.shows("signIn.offer");
            terminal.press("OK");
            terminal.shows("signIn.done");
            terminal.press("OK");
            terminal.shows("menu.cashier");
            assertThat(terminal.status("signed-in")).hasAttribute("data-signed-in", "true");
            assertThat(console.rows("terminals")).containsText(language.signedIn);
            console.wasNotReloaded();
        }

        void aSaleWithPasswordAndPinIsApproved() {
            console.goesTo("overview");
            console.isLive();
            assertThat(console.rows("recent")).hasCount(0);
            console.marks();
            assertThat(terminal.slips()).hasCount(0);
            sells("128800", "swipe", GOOD_CARD, TRANSACTION_PASSWORD);
            terminal.shows("sale.approved");
            assertThat(terminal.slips()).hasCount(1);
            terminal.press("OK");
            terminal.shows("sale.done");
            assertThat(terminal.slips()).hasCount(2);
            assertThat(terminal.slips().first()).containsText("1,288.00");
            assertThat(terminal.slips().first()).not().containsText(demo.cards().get(GOOD_CARD - 1).get("pan").asString());
            TestChromium.picture(terminal.page(), "terminal-" + language.terminal);
            terminal.press("OK");
            terminal.shows("menu.cashier");
            assertThat(console.rows("recent")).hasCount(1);
            assertThat(console.rows("recent")).containsText("1,288.00");
            assertThat(console.rows("recent")).containsText(language.approved + " 00");
            assertThat(console.rows("recent")).containsText(language.merchant);
            console.wasNotReloaded();
        }

        void theConsoleTellsTheSaleStepByStep() {
            console.goesTo("transactions");
            console.rows("transactions").first().click();
            assertThat(console.drawer().getByTestId("transaction-amount")).containsText("1,288.00");
            for (String step : new String[] {"RECEIVED", "MAC_CHECKED", "STEP_UP", "JOURNALED", "SENT", "ANSWERED", "POSTED", "REPLIED"}) {
                assertThat(console.step(step)).hasCount(1);
            }
            assertThat(console.drawer()).containsText(language.factors);
            if (language == Language.ZH) {
                TestChromium.picture(console.page(), "console-story");
            }
            console.page().keyboard().press("Escape");
            assertThat(console.drawer()).isHidden();
        }

        void aWrongPasswordIsRefusedAndFourLock() {
            console.goesTo("terminals");
            sells("1000", "swipe", GOOD_CARD, WRONG_PASSWORD);
            terminal.shows("sale.declined");
            terminal.says(language.wrongPassword);
            terminal.adds(language.threeTriesLeft);
            for (int tries = 2; tries <= 4; tries++) {
                terminal.press("OK");
                terminal.shows("sale.password");
                terminal.enter(WRONG_PASSWORD);
                terminal.shows("sale.declined");
            }
            terminal.says(language.locked);
            terminal.press("OK");
            terminal.shows("menu.cashier");
            assertThat(console.rows("terminals")).containsText(language.passwordLocked);
            sells("1000", "swipe", GOOD_CARD, TRANSACTION_PASSWORD);
            terminal.shows("sale.declined");
            terminal.says(language.locked);
            terminal.press("OK");
            terminal.shows("menu.cashier");
        }

        void theSupervisorUnlocks() {
            terminal.choose("LOG_OFF");
            logsOn("00", SUPERVISOR_PASSWORD);
            terminal.shows("menu.supervisor");
            terminal.choose("UNLOCK");
            terminal.shows("unlock.what");
            terminal.choose("transaction");
            terminal.shows("unlock.saved");
            terminal.press("OK");
            supervisorLogsOff();
            assertThat(console.rows("terminals")).not().containsText(language.passwordLocked);
            logsOn("01", CASHIER_PASSWORD);
            terminal.shows("menu.cashier");
        }

        void theIssuerDeclines() {
            sells("25600", "swipe", SHORT_CARD, TRANSACTION_PASSWORD);
            terminal.shows("sale.declined");
            terminal.says(language.short51);
            terminal.adds("51");
            terminal.press("OK");
            terminal.shows("menu.cashier");
        }

        void chipAndTapAreApproved() {
            sells("8250", "insert", GOOD_CARD, TRANSACTION_PASSWORD);
            isApprovedWithoutSecondCopy();
            sells("64400", "tap", CREDIT_CARD, TRANSACTION_PASSWORD);
            isApprovedWithoutSecondCopy();
            sells("36800", "insert", CREDIT_CARD, TRANSACTION_PASSWORD);
            isApprovedWithoutSecondCopy();
        }

        void theConsoleHasTheDayAtAGlance() {
            console.goesTo("overview");
            assertThat(console.chart()).isVisible();
            assertThat(console.rows("recent").first()).containsText("368.00");
            assertThat(console.rows("recent").nth(3)).containsText(language.short51 + " 51");
            assertThat(console.figure("count")).containsText("10");
            assertThat(console.figure("amount")).containsText("2,382.50");
            assertThat(console.page().getByTestId("overview-story").getByTestId("story-step-REPLIED")).isVisible();
            console.page().setViewportSize(TestChromium.DESK_WIDTH, OVERVIEW_HEIGHT);
            TestChromium.picture(console.page(), "console-" + language.terminal);
        }

        void allOfItFitsAPhone() {
            terminal.page().setViewportSize(TestChromium.PHONE_WIDTH, TestChromium.PHONE_HEIGHT);
            console.page().setViewportSize(TestChromium.PHONE_WIDTH, TestChromium.PHONE_HEIGHT);
            TestChromium.fits(terminal.page());
            assertThat(terminal.page().getByTestId("key-ok")).isInViewport();
            assertThat(console.figure("amount")).isInViewport();
            sells("5200", "swipe", GOOD_CARD, TRANSACTION_PASSWORD);
            terminal.shows("sale.approved");
            TestChromium.fits(terminal.page());
            if (language == Language.ZH) {
                TestChromium.picture(terminal.page(), "terminal-phone");
            }
            isApprovedWithoutSecondCopy();
            assertThat(console.rows("recent").first()).containsText("52.00");
            assertThat(console.figure("amount")).containsText("2,434.50");
            TestChromium.fits(console.page());
            if (language == Language.ZH) {
                TestChromium.picture(console.page(), "console-phone");
            }
            console.rows("recent").first().click();
            assertThat(console.step("REPLIED")).isVisible();
            TestChromium.fits(console.page());
            console.page().keyboard().press("Escape");
            assertThat(console.drawer()).isHidden();
            console.goesTo("terminals");
            assertThat(console.rows("terminals")).hasCount(1);
            TestChromium.fits(console.page());
        }

        void theCashierSignsOut() {
            terminal.choose("menu.duty");
            terminal.choose("SIGN_OUT");
            terminal.shows("signOut.confirm");
            terminal.press("OK");
            terminal.shows("signOut.done");
            assertThat(terminal.status("signed-in")).hasAttribute("data-signed-in", "false");
            assertThat(console.rows("terminals")).containsText(language.signedOut);
        }

        // what they do again and again

        private void logsOn(String operator, String password) {
            terminal.shows("logon.operator");
            terminal.enter(operator);
            terminal.shows("logon.password");
            terminal.enter(password);
        }

        private void logsOnForTheFirstTime(String operator, String password) {
            logsOn(operator, demo.oneTimePassword(operator));
            entersTwice("change", password);
            terminal.shows("change.saved");
            terminal.press("OK");
        }

        private void entersTwice(String screen, String secret) {
            terminal.shows(screen + ".new");
            terminal.enter(secret);
            terminal.shows(screen + ".again");
            terminal.enter(secret);
        }

        private void supervisorLogsOff() {
            terminal.shows("menu.supervisor");
            terminal.choose("LOG_OFF");
            terminal.shows("logon.operator");
        }

        private void isApprovedWithoutSecondCopy() {
            terminal.shows("sale.approved");
            terminal.press("CANCEL");
            terminal.shows("sale.done");
            terminal.press("OK");
            terminal.shows("menu.cashier");
        }

        private void sells(String fen, String how, int card, String password) {
            terminal.choose("SALE");
            terminal.shows("sale.amount");
            terminal.enter(fen);
            terminal.shows("sale.card");
            terminal.present(how, card);
            terminal.shows("sale.password");
            terminal.enter(password);
            terminal.shows("sale.pin");
            terminal.enter(demo.pin(card));
        }
    }
}
