package io.shouyin.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.shouyin.terminal.device.Input;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.MultiTap;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// The virtual terminal's page, as hands and eyes in front of it know it.
final class TerminalPage {

    private final Page page;

    private TerminalPage(Page page) {
        this.page = page;
    }

    static TerminalPage open(Page page, String address) {
        page.navigate(address);
        assertThat(page.getByTestId("link-state")).hasAttribute("data-state", "open");
        return new TerminalPage(page);
    }

    Page page() {
        return page;
    }

    void speaks(String language) {
        page.getByTestId("language-" + language).click();
        assertThat(page.getByTestId("language-" + language)).hasAttribute("aria-pressed", "true");
    }

    // what the eyes see

    /// Waits for a screen that wants something.
    void shows(String screen) {
        try {
            assertThat(page.getByTestId("screen")).hasAttribute("data-screen-id", screen);
            assertThat(page.getByTestId("screen")).hasAttribute("aria-busy", "false");
        } catch (AssertionError other) {
            throw new AssertionError("the terminal shows another screen than " + screen + ":\n" + page.getByTestId("screen").innerText(), other);
        }
    }

    void says(String headline) {
        assertThat(page.getByTestId("screen-headline")).containsText(headline);
    }

    void adds(String detail) {
        assertThat(page.getByTestId("screen-detail")).containsText(detail);
    }

    /// A rule for the new password is broken, for this reason.
    void refuses(String rule, String reason) {
        assertThat(page.getByTestId("rule-" + rule)).hasAttribute("data-state", "BROKEN");
        assertThat(page.getByTestId("rule-" + rule)).containsText(reason);
    }

    void keeps(String rule) {
        assertThat(page.getByTestId("rule-" + rule)).hasAttribute("data-state", "KEPT");
    }

    Locator status(String part) {
        return page.getByTestId("status-" + part);
    }

    /// The slips that hang from the printer, newest first.
    Locator slips() {
        return page.getByTestId("slips").locator("article");
    }

    // what the hands do

    /// Keys by what is written on them: `1`, `OK`.
    void press(String... labels) {
        for (String label : labels) {
            page.getByTestId("key-" + testId(label)).click();
        }
    }

    /// An entry of the menu on the screen.
    void choose(String entry) {
        page.getByTestId("item-" + entry).click();
    }

    /// Enters on the terminal's keys, letters by multi-tap, then the green key.
    void enter(String text) {
        tap(text);
        press("OK");
    }

    /// Taps it on the terminal's keys. Two neighbours in a row on the same key would need a pause, so a text has none.
    void tap(String text) {
        Locator secret = page.getByTestId("screen-field-value").and(page.locator("[data-length]"));
        List<Input> presses = MultiTap.presses(text, mode(), Instant.EPOCH);
        for (int at = 0; at < presses.size(); at++) {
            if (presses.get(at) instanceof Input.Pressed(Key key, Instant _)) {
                int times = 1;
                while (at + 1 < presses.size() && presses.get(at + 1).equals(presses.get(at))) {
                    times++;
                    at++;
                }
                page.getByTestId("key-" + testId(key.label())).click(new Locator.ClickOptions().setClickCount(times));
            }
        }
        if (secret.count() > 0) {
            assertThat(secret).hasAttribute("data-length", "" + text.length());
        }
    }

    /// Types it on the computer's keyboard, and Enter.
    void type(String text) {
        page.keyboard().type(text);
        page.keyboard().press("Enter");
    }

    void clear(int characters) {
        for (int i = 0; i < characters; i++) {
            press("CLEAR");
        }
        assertThat(page.getByTestId("screen-field-value")).hasAttribute("data-length", "0");
    }

    /// @param how `swipe`, `insert` or `tap`
    /// @param card its place in the drawer, from 1
    void present(String how, int card) {
        page.getByTestId("card-" + (card - 1) + "-" + how).click();
    }

    private MultiTap.Mode mode() {
        Locator mode = page.getByTestId("screen-mode");
        String label = mode.count() == 0 ? MultiTap.Mode.DIGITS.label() : mode.textContent();
        return Arrays.stream(MultiTap.Mode.values()).filter(one -> one.label().equals(label)).findFirst().orElseThrow();
    }

    private static String testId(String label) {
        return switch (label) {
            case "*" -> "star";
            case "#" -> "hash";
            default -> label.toLowerCase(java.util.Locale.ROOT);
        };
    }
}
