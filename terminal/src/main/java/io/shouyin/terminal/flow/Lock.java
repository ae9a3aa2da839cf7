package io.shouyin.terminal.flow;

import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.OperatorNumber.Role;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import java.util.Optional;
import java.util.Set;

/// The locked screen 锁屏: the same operator or the supervisor 00 opens it, and what was begun goes on; or somebody else logs on,
/// and it does not. After a while it goes to [Standby]. An administrator or supervisor who goes away is logged off instead.
final class Lock {

    private static final Text TITLE = Text.of("lock.title");

    private final Machine machine;

    Lock(Machine machine) {
        this.machine = machine;
    }

    void run() {
        OperatorNumber operator = machine.operator();
        if (operator.role() != Role.CASHIER) {
            throw new Unwind.LoggedOff(true);
        }
        while (true) {
            Optional<Key> pressed = machine.dialogue().await(Screen.of("lock", TITLE).message(Tone.WAITING, Text.of("lock.locked"), Text.of("lock.who", operator))
                    .item("same", Key.D1, Text.of("lock.same", operator)).item("supervisor", Key.D2, Text.of("lock.supervisor"))
                    .item("other", Key.D3, Text.of("lock.other")).build(), Set.of(Key.D1, Key.D2, Key.D3, Key.CANCEL),
                    machine.device().clock().instant().plus(machine.hostParameters().idleLock()));
            if (pressed.isEmpty()) {
                new Standby(machine).run();
                continue;
            }
            try {
                switch (pressed.get()) {
                    case D1 -> {
                        new Logon(machine).as(operator, "lock.password", TITLE).close();
                        return;
                    }
                    case D2 -> {
                        new Logon(machine).as(OperatorNumber.SUPERVISOR, "lock.password", TITLE).close();
                        return;
                    }
                    case D3 -> throw new Unwind.LoggedOff(false);
                    case Key other -> machine.showStatus();
                }
            } catch (Unwind.Cancelled stayLocked) {
                machine.showStatus();
            }
        }
    }
}
