package io.shouyin.bench.till;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Check;
import io.shouyin.terminal.device.DemoCard;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/// Does errands at a terminal: looks at the screen, and does what it asks for. So the same cashier gets through every transaction, refusal and
/// trouble, and goes on where the power failed.
public final class Cashier {

    private static final int SAME_SCREEN_MAX = 50;
    private static final int TRIES_MAX = 2;
    private static final double GIVES_UP = 0.2;
    private static final double CALLS_OFF = 0.01;

    private final Hands hands;
    private final List<DemoCard> cards;
    private final IntFunction<String> pinOfCard;
    private final Customers customers;
    private final RandomGenerator random;
    private Optional<Errand> errand = Optional.empty();
    private boolean begun;
    private boolean seen;
    private int declined;
    private String lastScreen = "";
    private int sameScreen;

    /// @param cards the drawer
    /// @param pinOfCard card of the drawer, from 0
    public Cashier(Hands hands, List<DemoCard> cards, IntFunction<String> pinOfCard, Customers customers, RandomGenerator random) {
        this.hands = hands;
        this.cards = cards;
        this.pinOfCard = pinOfCard;
        this.customers = customers;
        this.random = random;
    }

    /// Back in the menu, with nothing left to do.
    public boolean isFree() {
        return errand.isEmpty() && hands.screen().is("menu.cashier");
    }

    public void take(Errand next) {
        errand = Optional.of(next);
        begun = false;
        seen = false;
        declined = 0;
    }

    /// The power was gone: whatever it was, it is over.
    public void forget() {
        errand = Optional.empty();
        declined = 0;
    }

    /// One look at the screen, and what it asks for.
    public void act() {
        Screen screen = hands.screen();
        if (screen.id().endsWith(".code")) {
            awaitCustomer(screen);
            return;
        }
        sameScreen = screen.id().equals(lastScreen) ? sameScreen + 1 : 0;
        lastScreen = screen.id();
        Check.invariant(sameScreen < SAME_SCREEN_MAX, "a cashier gets on from the screen " + lastScreen);
        if (screen.is("menu.cashier")) {
            menu();
        } else if (screen.id().startsWith("menu.")) {
            hands.press(Key.CANCEL);
        } else if (sameScreen > SAME_SCREEN_MAX / 2) {
            hands.press(sameScreen % 2 == 0 ? Key.CANCEL : Key.OK);
        } else if (declined > TRIES_MAX) {
            hands.press(Key.CANCEL);
        } else {
            answer(screen.id(), screen.id().substring(screen.id().lastIndexOf('.') + 1));
        }
    }

    /// However long it takes.
    private void awaitCustomer(Screen screen) {
        if (!seen) {
            seen = true;
            screen.code().ifPresentOrElse(code -> customers.see(wanted().card(), ShownCode.read(code.figure())), () -> customers.mayBeAsked(wanted().card()));
        }
        if (random.nextDouble() < CALLS_OFF) {
            hands.press(Key.CANCEL);
        } else {
            hands.pause();
        }
    }

    private void menu() {
        if (begun) {
            forget();
        }
        if (errand.isPresent()) {
            begun = true;
            for (String label : errand.get().keys().split(" ")) {
                hands.press(Key.labelled(label).orElseThrow());
            }
        }
    }

    private void answer(String id, String part) {
        switch (part) {
            case "operator" -> enter("01");
            case "password" -> enter(id.equals("logon.password") ? Passwords.CASHIER : Passwords.TRANSACTION);
            case "supervisor" -> enter("00");
            case "supervisorPassword" -> enter(Passwords.SUPERVISOR);
            case "pin" -> enter(pinOfCard.apply(wanted().card()));
            case "amount" -> enter(Long.toString(wanted().amountFen()));
            case "payCode" -> enter(customers.code(wanted().card()));
            case "trace" -> enter(Integer.toString(wanted().about().orElseThrow().trace()));
            case "rrn" -> enter(wanted().about().orElseThrow().rrn());
            case "authCode" -> enter(wanted().about().orElseThrow().authCode());
            case "date" -> enter(wanted().about().orElseThrow().dateMmdd());
            case "cardPassword" -> enter(Passwords.CARD);
            case "card" -> present();
            case "number" -> enter(typed().pan().reveal(CardDataAccess.granted()));
            case "expiry" -> enter(typed().expiryYymm().substring(2) + typed().expiryYymm().substring(0, 2));
            case "partly" -> hands.press(random.nextBoolean() ? Key.OK : Key.CANCEL);
            case "doubt" -> hands.press(random.nextDouble() < GIVES_UP ? Key.CANCEL : Key.OK);
            case "declined", "refused" -> {
                declined++;
                hands.press(Key.OK);
            }
            default -> hands.press(Key.OK);
        }
    }

    /// A chip that does not answer is swiped.
    private void present() {
        boolean isChipSilent = wanted().mode() != EntryMode.SWIPE && cards.get(wanted().card()).chip().isEmpty();
        if (wanted().mode() == EntryMode.MANUAL) {
            hands.press(Key.F1);
        } else {
            hands.present(isChipSilent ? EntryMode.SWIPE : wanted().mode(), wanted().card());
        }
    }

    private DemoCard typed() {
        return cards.get(wanted().card());
    }

    private Errand wanted() {
        return errand.orElseThrow();
    }

    private void enter(String text) {
        hands.type(text);
        if (hands.isReady()) {
            hands.press(Key.OK);
        }
    }
}
