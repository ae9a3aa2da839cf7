package io.shouyin.bench.till;

import io.shouyin.terminal.Terminal;
import io.shouyin.terminal.device.EntryMode;
import java.time.Duration;
import java.util.Map;

/// Puts a terminal into service that was just switched on with its activation code: all initial passwords are changed, the transaction password is
/// set, cashier 01 is signed in.
public final class Service {

    private static final Duration WAIT = Duration.ofSeconds(60);

    private final Terminal terminal;

    private Service(Terminal terminal) {
        this.terminal = terminal;
    }

    public static void begin(Terminal terminal, Handout handout) {
        new Service(terminal).begin(handout.initialPasswords());
    }

    private void begin(Map<String, String> initialPasswords) {
        await("activation.done");
        terminal.press("OK");
        logOnFirst("99", initialPasswords, Passwords.ADMINISTRATOR);
        await("menu.administrator");
        terminal.press("1");
        await("menu.passwords");
        terminal.press("1");
        enterTwice("transactionPassword.new", "transactionPassword.again", Passwords.TRANSACTION);
        await("transactionPassword.saved");
        terminal.press("OK CANCEL");
        await("menu.administrator");
        terminal.press("3");
        logOnFirst("00", initialPasswords, Passwords.SUPERVISOR);
        await("menu.supervisor");
        terminal.press("6");
        logOnFirst("01", initialPasswords, Passwords.CASHIER);
        await("signIn.offer");
        terminal.press("OK");
        await("signIn.done");
        terminal.press("OK");
        await("menu.cashier");
    }

    /// The supervisor makes the holder of card [Errands#TYPED_CARD] a card user, so that its number may be typed.
    ///
    /// @param terminal in service
    public static void addCardUser(Terminal terminal) {
        new Service(terminal).addCardUser();
    }

    private void addCardUser() {
        terminal.press("0");
        logOn("00", Passwords.SUPERVISOR);
        await("menu.supervisor");
        terminal.press("2");
        await("menu.operators");
        terminal.press("4");
        await("cardUsers.card");
        terminal.card(EntryMode.SWIPE, Errands.TYPED_CARD);
        enter("cardUsers.name", "ZHANG SAN");
        enter("cardUsers.contact", "13917346028");
        await("cardUsers.saved");
        terminal.press("OK");
        await("cardUsers.next");
        terminal.press("OK");
        enterTwice("cardPassword.new", "cardPassword.again", Passwords.CARD);
        await("cardUsers.saved");
        terminal.press("OK");
        await("menu.operators");
        terminal.press("CANCEL");
        await("menu.supervisor");
        terminal.press("6");
        logOn("01", Passwords.CASHIER);
        await("menu.cashier");
    }

    private void logOnFirst(String operator, Map<String, String> initialPasswords, String newPassword) {
        logOn(operator, initialPasswords.get(operator));
        enterTwice("change.new", "change.again", newPassword);
        await("change.saved");
        terminal.press("OK");
    }

    private void logOn(String operator, String password) {
        enter("logon.operator", operator);
        enter("logon.password", password);
    }

    private void enterTwice(String first, String second, String secret) {
        enter(first, secret);
        enter(second, secret);
    }

    private void enter(String screen, String text) {
        await(screen);
        terminal.type(text);
        terminal.press("OK");
    }

    private void await(String id) {
        terminal.awaitScreen(screen -> screen.is(id), WAIT);
    }
}
