package io.shouyin.terminal.flow;

import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Passwords that are about to expire: said 14, 7 and 1 days before to whoever logs on, and all that time in a line on the standby
/// screen and beside the entries of the menus that change them.
final class Reminders {

    private static final Set<Integer> DAYS = Set.of(14, 7, 1, 0);

    private Reminders() {}

    /// For the standby screen, where nobody in particular stands.
    static Optional<Text> standing(Machine machine) {
        return left(machine.transactionPasswordDaysLeft());
    }

    /// Beside a menu's entry.
    static Optional<Text> beside(Command command, Machine machine) {
        return switch (command) {
            case CHANGE_OWN_PASSWORD -> left(machine.session().orElseThrow().passwordDaysLeft());
            case SET_TRANSACTION_PASSWORD, ADMINISTRATOR_PASSWORDS -> left(machine.transactionPasswordDaysLeft());
            case SALE, SCAN_CODE, SHOW_CODE, REFUND_CODE, VOID, REFUND, PRE_AUTH, PRE_AUTH_VOID, COMPLETION, PRE_AUTH_TOP_UP, COMPLETION_NOTICE, COMPLETION_VOID, BALANCE, SIGN_IN, SIGN_OUT, TRANSACTIONS, REPRINT,
                    SETTLE, OPERATOR_TOTALS, DAY_TOTALS, REPRINT_SETTLEMENT, RESET_SUPERVISOR, UNLOCK,
                    ADD_OPERATOR, RESET_OPERATOR, DELETE_OPERATOR, ENROL_FINGERPRINT, ADD_CARD_USER, SET_CARD_PASSWORD, LANGUAGE, ECHO, DOWNLOAD_PARAMETERS, ABOUT, LOCK, LOG_OFF -> Optional.empty();
        };
    }

    /// After a log-on: the operator's own password, which can be changed at once.
    static void tell(Machine machine) {
        OptionalInt days = machine.session().orElseThrow().passwordDaysLeft();
        if (days.isEmpty() || !DAYS.contains(days.getAsInt())) {
            return;
        }
        Key key = machine.dialogue().await(Screen.of("logon.reminder", Text.of("logon.title"))
                .message(Tone.WAITING, Text.of("reminder.operator"), left(days).orElseThrow())
                .softkey(Key.CANCEL, Text.of("key.later")).softkey(Key.OK, Text.of("reminder.now")).build(), Set.of(Key.OK, Key.CANCEL));
        if (key == Key.OK) {
            new ChangeOwnPassword(machine).run();
        }
    }

    private static Optional<Text> left(OptionalInt days) {
        return days.isEmpty() ? Optional.empty()
                : Optional.of(days.getAsInt() == 0 ? Text.of("reminder.today") : Text.of("reminder.days", days.getAsInt()));
    }
}
