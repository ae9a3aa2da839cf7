package io.shouyin.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A forgotten password in real browsers: the owner registers a phone, the service desk prepares a case, a colleague approves it, and the
/// link on the demo's phone sets a new password, once.
class ForgottenIT {

    private static final String PASSWORD = "Harbour-Kite-5207";
    private static final String NEW_PASSWORD = "Quiet-River-42-Stone";
    private static final Pattern LINK = Pattern.compile("http://localhost:[0-9]+/console/reset#[A-Za-z0-9_-]{22}");
    private static final Pattern PROVOKED = Pattern.compile("\\S+/api/v1/(session|recovery|merchants)\\S* .*status of (401|403).*|.*favicon.*");

    @TempDir
    Path folder;

    @Test
    void password_forgotten_isSetAnewThroughTheServiceDesk() {
        try (TestChromium chromium = TestChromium.launch(); Demo demo = Demo.start(folder.resolve("demo"))) {
            ConsoleApi.changePasswords(demo.console(), demo.access(), PASSWORD);
            ConsoleApi administrator = ConsoleApi.signedIn(demo.console(), "admin", PASSWORD);
            ConsoleApi second = ConsoleApi.signedIn(demo.console(), "admin2", PASSWORD);
            administrator.employs(second, "wang", PASSWORD, "SERVICE_DESK");
            administrator.employs(second, "zhou", PASSWORD, "SERVICE_DESK");
            administrator.employs(second, "lin", PASSWORD, "OPERATIONS");

            Page owner = signedIn(chromium, demo, "lin");
            owner.getByTestId("user-menu").click();
            owner.getByTestId("user-security").click();
            owner.getByTestId("phone-number").fill("139 1234 5678");
            owner.getByTestId("phone-register").click();
            assertThat(owner.getByTestId("own-phone")).containsText("139****5678");
            TestChromium.picture(owner, "own-phone");

            Page desk = signedIn(chromium, demo, "wang");
            desk.getByTestId("menu-resets").click();
            desk.getByTestId("case-open").click();
            desk.getByTestId("case-name").fill("lin");
            desk.getByTestId("case-ticket").fill("T-2026-0301");
            desk.getByTestId("case-reason").fill("来电说忘记密码");
            TestChromium.picture(desk, "case-open");
            desk.getByTestId("case-submit").click();
            for (String kind : List.of("IDENTITY_CARD", "CALL_BACK")) {
                desk.getByTestId("proof-kind").click();
                desk.getByTestId("proof-kind-" + kind).click();
                desk.getByTestId("proof-seen").fill("姓名与登记相符 " + kind);
                desk.getByTestId("proof-submit").click();
                assertThat(desk.getByTestId("case-story")).containsText(kind);
            }
            assertThat(desk.getByTestId("case-needs-second")).isVisible();
            assertThat(desk.getByTestId("case-approve")).hasCount(0);

            Page colleague = signedIn(chromium, demo, "zhou");
            colleague.getByTestId("menu-resets").click();
            colleague.locator("[data-testid^=case-show-]").first().click();
            colleague.getByTestId("case-approve").click();
            colleague.getByTestId("confirm-yes").click();
            assertThat(colleague.getByTestId("case-state")).hasAttribute("data-state", "SENT");
            TestChromium.picture(colleague, "case-sent");
            colleague.setViewportSize(TestChromium.PHONE_WIDTH, TestChromium.PHONE_HEIGHT);
            TestChromium.fits(colleague);

            Page phone = chromium.window();
            phone.setViewportSize(TestChromium.PHONE_WIDTH, TestChromium.PHONE_HEIGHT);
            phone.navigate(demo.access().at("/addresses/phone").asString());
            Locator texts = phone.getByTestId("phone-texts");
            assertThat(texts).containsText(LINK);
            Matcher link = LINK.matcher(texts.innerText());
            Assertions.assertThat(link.find()).isTrue();
            phone.navigate(link.group());
            phone.getByTestId("password-new").fill(NEW_PASSWORD);
            phone.getByTestId("password-again").fill(NEW_PASSWORD);
            TestChromium.fits(phone);
            TestChromium.picture(phone, "reset-page");
            phone.getByTestId("password-submit").click();
            assertThat(phone.getByTestId("recovery-done")).isVisible();
            phone.reload();
            assertThat(phone.getByTestId("recovery-dead")).isVisible();
            assertThat(colleague.getByTestId("case-state")).hasAttribute("data-state", "COMPLETED");

            owner.reload();
            ConsolePage again = ConsolePage.open(owner, demo.console());
            again.signsIn("lin", NEW_PASSWORD);
            owner.getByTestId("user-menu").click();
            owner.getByTestId("user-security").click();
            assertThat(owner.getByTestId("own-cooling")).isVisible();
            chromium.saysNothing(PROVOKED);
        }
    }

    private static Page signedIn(TestChromium chromium, Demo demo, String username) {
        Page page = chromium.window();
        ConsolePage console = ConsolePage.open(page, demo.console());
        console.speaks("zh-CN");
        console.signsIn(username, PASSWORD);
        assertThat(page.getByTestId("user-menu")).isVisible();
        return page;
    }
}
