package io.shouyin.terminal.flow;

import io.shouyin.kernel.OperatorNumber;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import java.util.Optional;

/// 密码设置 from the cashier's menu: the administrator logs on beside the cashier, for as long as this menu is open.
final class AdministratorPasswords {

    private static final Text TITLE = Text.of("menu.passwords");

    private final Machine machine;

    AdministratorPasswords(Machine machine) {
        this.machine = machine;
    }

    void run() {
        // 1 network is up, storage has room
        new Readiness(machine).require(TITLE);
        // 2 the administrator's account and password
        String number = machine.dialogue().digits(
                () -> Screen.of("passwords.administrator", TITLE).message(Tone.NEUTRAL, Text.of("passwords.ask")),
                Text.of("passwords.account"), 2, 2, Text.of("key.next"));
        if (!OperatorNumber.ADMINISTRATOR.value().equals(number)) {
            machine.dialogue().tell("passwords.refused", TITLE, Tone.REFUSED, Text.of("passwords.only99"));
            return;
        }
        Optional<Session> cashier = machine.session();
        try (Session administrator = new Logon(machine).as(OperatorNumber.ADMINISTRATOR, "passwords.password", TITLE)) {
            machine.session(Optional.of(administrator));
            // 3 the menu
            new MenuRunner(machine).run(Menu.PASSWORDS, false);
        } finally {
            machine.session(cashier);
        }
    }
}
