package io.shouyin.terminal.flow;

import io.shouyin.kernel.Fault;
import io.shouyin.terminal.device.Display.Beep;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.state.Trade;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Shows a menu, starts what is chosen, and comes back to it.
final class MenuRunner {

    private final Machine machine;

    MenuRunner(Machine machine) {
        this.machine = machine;
    }

    /// @param outermost the red key does not leave it
    void run(Menu menu, boolean outermost, Text... path) {
        while (true) {
            try {
                machine.orderWork().attend();
                machine.hostRequests().attend(machine);
                Key key = choose(menu, outermost, path);
                if (key == Key.CANCEL) {
                    if (!outermost) {
                        return;
                    }
                    machine.dialogue().beep(Beep.KEY_REFUSED);
                    continue;
                }
                switch (menu.entry(key).orElseThrow()) {
                    case Menu.Entry.Run(Command command) -> start(command);
                    case Menu.Entry.Open(Menu inner) -> run(inner, false, menu.title());
                }
            } catch (Unwind.Cancelled back) {
                machine.showStatus();
            } catch (Fault fault) {
                machine.dialogue().tell("fault", menu.title(), Tone.REFUSED, FaultTexts.of(fault));
            }
        }
    }

    private Key choose(Menu menu, boolean outermost, Text[] path) {
        Screen.Builder screen = Screen.of("menu." + menu.id(), menu.title()).path(path);
        Set<Key> keys = EnumSet.of(Key.CANCEL);
        for (int i = 0; i < menu.entries().size(); i++) {
            Key key = Menu.key(i);
            keys.add(key);
            switch (menu.entries().get(i)) {
                case Menu.Entry.Run(Command command) -> hint(command).ifPresentOrElse(
                        hint -> screen.item(command.name(), key, command.text(), hint, Tone.WAITING), () -> screen.item(command.name(), key, command.text()));
                case Menu.Entry.Open(Menu inner) -> hint(inner).ifPresentOrElse(
                        hint -> screen.item("menu." + inner.id(), key, inner.title(), hint, Tone.WAITING),
                        () -> screen.item("menu." + inner.id(), key, inner.title(), Text.plain("›"), Tone.NEUTRAL));
            }
        }
        if (!outermost) {
            screen.softkey(Key.CANCEL, Text.of("key.back"));
        }
        return machine.dialogue().await(screen.build(), keys);
    }

    private Optional<Text> hint(Command command) {
        if (command == Command.SETTLE && machine.store().state().settlements().running() != null) {
            return Optional.of(Text.of("menu.hint.settle"));
        }
        return command == Command.SIGN_IN && !machine.isSignedIn() ? Optional.of(Text.of("menu.hint.signIn")) : Reminders.beside(command, machine);
    }

    /// What waits inside.
    private Optional<Text> hint(Menu inner) {
        if (inner == Menu.SETTLEMENT) {
            return hint(Command.SETTLE);
        }
        return inner == Menu.DUTY ? hint(Command.SIGN_IN).or(() -> hint(Command.SETTLE)).or(() -> hint(Command.CHANGE_OWN_PASSWORD)) : Optional.empty();
    }

    private void start(Command command) {
        switch (command) {
            case SALE -> new Charge(machine, Trade.SALE).run();
            case SCAN_CODE -> new WalletSale(machine).scan();
            case SHOW_CODE -> new WalletSale(machine).show();
            case REFUND_CODE -> Refund.ofWallet(machine).run(Optional.empty());
            case VOID -> new WholeVoid(machine, Trade.VOID).run(Optional.empty());
            case REFUND -> new Refund(machine).run(Optional.empty());
            case PRE_AUTH -> new Charge(machine, Trade.PRE_AUTH).run();
            case PRE_AUTH_VOID -> new PreAuthFollowUp(machine, Trade.PRE_AUTH_VOID).run(Optional.empty());
            case COMPLETION -> new PreAuthFollowUp(machine, Trade.COMPLETION).run(Optional.empty());
            case PRE_AUTH_TOP_UP -> new PreAuthFollowUp(machine, Trade.PRE_AUTH_TOP_UP).run(Optional.empty());
            case COMPLETION_NOTICE -> new PreAuthFollowUp(machine, Trade.COMPLETION_NOTICE).run(Optional.empty());
            case COMPLETION_VOID -> new WholeVoid(machine, Trade.COMPLETION_VOID).run(Optional.empty());
            case BALANCE -> new CardTransaction(machine, Trade.BALANCE).askBalance();
            case SIGN_IN -> new SignIn(machine).run();
            case SIGN_OUT -> new SignOut(machine).run();
            case TRANSACTIONS -> new Transactions(machine).run();
            case REPRINT -> new Printing(machine).last();
            case SETTLE -> new Settle(machine).run();
            case OPERATOR_TOTALS -> new TotalsPages(machine).ofOperator();
            case DAY_TOTALS -> new TotalsPages(machine).ofDay();
            case REPRINT_SETTLEMENT -> new Settle(machine).reprint();
            case ADMINISTRATOR_PASSWORDS -> new AdministratorPasswords(machine).run();
            case SET_TRANSACTION_PASSWORD -> new SetTransactionPassword(machine).run();
            case RESET_SUPERVISOR -> new Operators(machine).resetSupervisor();
            case CHANGE_OWN_PASSWORD -> new ChangeOwnPassword(machine).run();
            case UNLOCK -> new Operators(machine).unlock();
            case ADD_OPERATOR -> new Operators(machine).add();
            case RESET_OPERATOR -> new Operators(machine).reset();
            case DELETE_OPERATOR -> new Operators(machine).delete();
            case ENROL_FINGERPRINT -> new Finger(machine).enrol();
            case ADD_CARD_USER -> new CardUsers(machine).add();
            case SET_CARD_PASSWORD -> new CardUsers(machine).setPassword();
            case LANGUAGE -> new SettingsPages(machine).language();
            case ECHO -> new SettingsPages(machine).echo();
            case DOWNLOAD_PARAMETERS -> new ParameterDownload(machine).run();
            case ABOUT -> new SettingsPages(machine).about();
            case LOCK -> machine.dialogue().leaveNow();
            case LOG_OFF -> new LogOff(machine).run();
        }
    }
}
