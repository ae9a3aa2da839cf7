package io.shouyin.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/// The console, as somebody in front of it knows it.
final class ConsolePage {

    private final Page page;

    private ConsolePage(Page page) {
        this.page = page;
    }

    static ConsolePage open(Page page, String address) {
        page.navigate(address);
        assertThat(page.getByTestId("sign-in-form")).isVisible();
        return new ConsolePage(page);
    }

    Page page() {
        return page;
    }

    void speaks(String locale) {
        page.getByTestId("locale-" + locale).click();
        assertThat(page.getByTestId("locale-" + locale)).hasAttribute("aria-pressed", "true");
    }

    void signsIn(String username, String password) {
        page.getByTestId("sign-in-username").fill(username);
        page.getByTestId("sign-in-password").fill(password);
        page.getByTestId("sign-in-submit").click();
    }

    /// What follows the first sign-in: nothing opens before the one-time password is changed.
    void mustChangePassword() {
        assertThat(page.getByTestId("password-form")).isVisible();
    }

    void changesPassword(String password) {
        page.getByTestId("password-new").fill(password);
        page.getByTestId("password-again").fill(password);
        page.getByTestId("password-submit").click();
    }

    /// By the menu: `overview`, `terminals`, `transactions`; on a phone the menu is behind its button.
    void goesTo(String name) {
        Locator toggle = page.getByTestId("menu-toggle");
        if (toggle.isVisible()) {
            toggle.click();
        }
        page.getByTestId("menu-" + name).click();
        assertThat(page.getByTestId("menu-" + name)).hasClass(java.util.regex.Pattern.compile("(^|\\s)on(\\s|$)"));
    }

    void isLive() {
        assertThat(page.getByTestId("live-state")).hasAttribute("data-state", "live");
    }

    /// Rows of a table, newest first: `recent`, `transactions`, `terminals`.
    Locator rows(String table) {
        return page.getByTestId(table + "-row");
    }

    Locator figure(String name) {
        return page.getByTestId("kpi-" + name);
    }

    Locator chart() {
        return page.getByTestId("minute-chart").locator("svg");
    }

    Locator step(String name) {
        return page.getByTestId("transaction-drawer").getByTestId("story-step-" + name);
    }

    Locator drawer() {
        return page.getByTestId("transaction-drawer");
    }

    /// Remembers something that a reload would forget.
    void marks() {
        page.evaluate("() => { window.notReloaded = true }");
    }

    void wasNotReloaded() {
        org.assertj.core.api.Assertions.assertThat(page.evaluate("() => window.notReloaded")).isEqualTo(true);
    }
}
