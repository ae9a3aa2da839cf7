package io.shouyin.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One's own account in a real browser: a passkey in Chromium's virtual authenticator, with and without user verification, an authenticator
/// application, recovery codes, sessions, an API client.
class AccountSecurityIT {

    private static final String PASSWORD = "Harbour-Kite-5207";
    private static final Pattern PROVOKED = Pattern.compile("\\S+/api/v1/(session|clients)\\S* .*status of (401|403).*");

    @TempDir
    Path folder;

    @Test
    void secondFactors_inTheConsole_areSetUpUsedAndRemoved() {
        try (TestChromium chromium = TestChromium.launch(); Demo demo = Demo.start(folder.resolve("demo"))) {
            String initial = demo.access().at("/console/initialPassword").asString();
            ConsoleApi api = new ConsoleApi(demo.console());
            api.signIn("admin", initial);
            api.changePassword(initial, PASSWORD);
            String console = demo.console().replace("127.0.0.1", "localhost");

            Page page = chromium.window();
            TestAuthenticator authenticator = new TestAuthenticator(page);
            ConsolePage admin = ConsolePage.open(page, console);
            admin.speaks("zh-CN");
            admin.signsIn("admin", PASSWORD);
            opensSecurity(page);
            assertThat(page.getByTestId("security-factors")).containsText("只有密码");

            authenticator.verifies(false);
            page.getByTestId("security-enrol").click();
            page.getByTestId("passkey-label").fill("办公电脑");
            page.getByTestId("passkey-add").click();
            assertThat(page.getByTestId("enrol-problem")).isVisible();
            authenticator.verifies(true);
            page.getByTestId("passkey-add").click();
            String recoveryCode = page.getByTestId("recovery-code").first().innerText();
            keepsCodes(page);
            assertThat(page.getByTestId("passkey-row")).containsText("办公电脑");

            setsUpAuthenticator(page);
            assertThat(page.getByTestId("totp-row")).isVisible();
            TestChromium.picture(page, "account-security");
            page.setViewportSize(TestChromium.PHONE_WIDTH, TestChromium.PHONE_HEIGHT);
            TestChromium.fits(page);
            page.setViewportSize(TestChromium.DESK_WIDTH, TestChromium.DESK_HEIGHT);

            signsOut(page);
            admin.signsIn("admin", PASSWORD);
            assertThat(page.getByTestId("factor-form")).hasAttribute("data-factor", "WEBAUTHN");
            TestChromium.picture(page, "second-step");
            authenticator.verifies(false);
            page.getByTestId("factor-submit").click();
            assertThat(page.getByTestId("factor-problem")).isVisible();
            authenticator.verifies(true);
            page.getByTestId("factor-submit").click();
            assertThat(page.getByTestId("user-menu")).isVisible();

            Page elsewhere = chromium.window();
            ConsolePage other = ConsolePage.open(elsewhere, console);
            other.speaks("en");
            other.signsIn("admin", PASSWORD);
            elsewhere.getByTestId("factor-choose-RECOVERY_CODE").click();
            elsewhere.getByTestId("factor-value").fill(recoveryCode);
            elsewhere.getByTestId("factor-submit").click();
            opensSecurity(elsewhere);
            assertThat(elsewhere.getByTestId("codes-left")).hasText("9 left");
            assertThat(elsewhere.getByTestId("session-row")).hasCount(2);
            elsewhere.getByTestId("sessions-end-others").click();
            elsewhere.getByTestId("confirm-yes").click();
            assertThat(elsewhere.getByTestId("session-row")).hasCount(1);
            page.reload();
            assertThat(page.getByTestId("sign-in-form")).isVisible();

            issuesToken(other);
            chromium.saysNothing(PROVOKED);
        }
    }

    private static void issuesToken(ConsolePage admin) {
        admin.goesTo("clients");
        Page page = admin.page();
        page.getByTestId("clients-add").click();
        page.getByTestId("client-name").fill("Reconciliation");
        page.getByTestId("client-submit").click();
        assertThat(page.getByTestId("client-token")).hasText(Pattern.compile("syc_\\S{43}"));
        page.getByTestId("token-kept").click();
        page.getByTestId("token-done").click();
        TestChromium.picture(page, "api-clients");
        page.getByTestId("client-revoke").click();
        page.getByTestId("confirm-yes").click();
        assertThat(admin.rows("clients")).containsText("Revoked");
    }

    private static void setsUpAuthenticator(Page page) {
        page.getByTestId("security-enrol").click();
        page.getByTestId("totp-begin").click();
        assertThat(page.getByTestId("totp-qr")).isVisible();
        page.getByTestId("totp-code").fill(new AuthenticatorApp(page.getByTestId("totp-secret").innerText()).nextCode());
        page.getByTestId("totp-confirm").click();
    }

    private static void opensSecurity(Page page) {
        page.getByTestId("user-menu").click();
        page.getByTestId("user-security").click();
        assertThat(page.getByTestId("session-row").first()).isVisible();
    }

    private static void signsOut(Page page) {
        page.getByTestId("user-menu").click();
        page.getByTestId("user-sign-out").click();
        assertThat(page.getByTestId("sign-in-form")).isVisible();
    }

    private static void keepsCodes(Page page) {
        assertThat(page.getByTestId("recovery-code")).hasCount(10);
        page.getByTestId("codes-kept").click();
        page.getByTestId("codes-done").click();
    }
}
