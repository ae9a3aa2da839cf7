package io.shouyin.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Password watch in a real browser: somebody guesses at the terminal, and the console says so by itself.
class WatchPageIT {

    private static final String PASSWORD = "Harbour-Kite-5207";
    private static final Pattern PROVOKED = Pattern.compile("\\S+/api/v1/session\\S* .*status of 401.*");

    @TempDir
    Path folder;

    @Test
    void guessesAtTheTerminal_areOnTheConsole_withoutBeingAskedFor() {
        try (TestChromium chromium = TestChromium.launch(); Demo demo = Demo.start(folder.resolve("demo"))) {
            String initial = demo.access().at("/console/initialPassword").asString();
            ConsoleApi api = new ConsoleApi(demo.console());
            api.signIn("admin", initial);
            api.changePassword(initial, PASSWORD);
            Page page = chromium.window();
            ConsolePage console = ConsolePage.open(page, demo.console());
            console.speaks("zh-CN");
            console.signsIn("admin", PASSWORD);
            console.goesTo("watch");
            assertThat(page.getByTestId("state-empty")).containsText("还没有使用记录");
            page.getByTestId("tab-watch-alerts").click();
            assertThat(page.getByTestId("state-empty")).containsText("没有告警");

            guesses(TerminalPage.open(chromium.window(), demo.terminalPage()), demo);
            assertThat(console.rows("alerts")).containsText("密码已锁定");
            assertThat(page.getByTestId("alerts-fresh")).hasText("1");
            page.getByText("我来查看").click();
            assertThat(console.rows("alerts")).containsText("查看中");
            assertThat(page.getByTestId("alerts-fresh")).isHidden();

            page.getByTestId("tab-watch").click();
            assertThat(page.getByTestId("use-chart").locator("svg")).isVisible();
            assertThat(page.getByTestId("hour-chart").locator("svg")).isVisible();
            assertThat(page.getByTestId("watch-terminals")).containsText("失败 4");
            assertThat(console.rows("uses")).hasCount(4);
            assertThat(console.rows("uses").first()).containsText("错误并锁定");
            TestChromium.picture(page, "password-watch");
            console.speaks("en");
            assertThat(console.rows("uses").first()).containsText("Wrong, locked");
            page.setViewportSize(TestChromium.PHONE_WIDTH, TestChromium.PHONE_HEIGHT);
            TestChromium.fits(page);
            page.getByTestId("tab-watch-due").click();
            assertThat(page.getByTestId("kpi-overdue")).isVisible();
            TestChromium.fits(page);
            chromium.saysNothing(PROVOKED);
        }
    }

    /// At the log-on of operator 00, until it is locked.
    private static void guesses(TerminalPage terminal, Demo demo) {
        terminal.speaks("zh");
        terminal.shows("activation.done");
        terminal.press("OK");
        terminal.shows("logon.operator");
        terminal.enter("00");
        String wrong = demo.oneTimePassword("00").startsWith("1") ? "29384756" : "19384756";
        for (int tries = 0; tries < 4; tries++) {
            terminal.shows("logon.password");
            assertThat(terminal.page().getByTestId("screen-field-value")).hasAttribute("data-length", "0");
            terminal.enter(wrong);
        }
    }
}
