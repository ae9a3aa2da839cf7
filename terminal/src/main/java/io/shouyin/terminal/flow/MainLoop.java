package io.shouyin.terminal.flow;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.OperatorNumber.Role;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.flow.Dialogue.IdleRule;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the terminal does from power-on to power-off: activation once, then logon, the operator's menu, logon again. What the host orders is done in between.
public final class MainLoop {

    private static final Logger LOG = LoggerFactory.getLogger(MainLoop.class);

    private final Machine machine;

    public MainLoop(Machine machine) {
        this.machine = machine;
    }

    /// Returns when the terminal is switched off.
    public void run() {
        try {
            Optional<String> activationCode = machine.settings().activationCode();
            while (true) {
                try {
                    work(activationCode);
                } catch (Unwind.Restarted again) {
                    activationCode = Optional.empty();
                } catch (Unwind leaving) {
                    throw leaving;
                } catch (RuntimeException error) {
                    beginAgain(error);
                }
            }
        } catch (Unwind.SwitchedOff off) {
            machine.log().info("program", "switched off");
            machine.pinPad().forgetWorkingKeys();
        }
    }

    /// From a start to the next one.
    private void work(Optional<String> activationCode) {
        machine.log().info("program", "started, serial number " + machine.store().state().serialNumber());
        machine.session(Optional.empty());
        machine.dialogue().onIdle(Optional.empty());
        machine.pinPad().forgetWorkingKeys();
        machine.orderWork().afterStart();
        restore();
        new Activation(machine, activationCode).run();
        boolean afterIdle = false;
        while (true) {
            try {
                afterIdle = shift(afterIdle);
            } catch (Unwind.SoftwareChanged again) {
                afterIdle = false;
                changeSoftware();
            }
        }
    }

    /// As after a power cut, but that the program stays.
    private void changeSoftware() {
        machine.dialogue().onIdle(Optional.empty());
        machine.dialogue().busy(Screen.of("update.restarting", Text.of("update.title")).message(Tone.WAITING, Text.of("update.restarting")));
        machine.pinPad().forgetWorkingKeys();
        machine.updates().orElseThrow().restart();
        machine.log().info("update", "restarted with software " + machine.updates().orElseThrow().view().software().version());
        restore();
        machine.showStatus();
    }

    /// An error of our own ends nobody's day: what counts is on the disk, and the terminal begins with what is there, as after a power cut.
    private void beginAgain(RuntimeException error) {
        LOG.error("the terminal has stopped on an error of its own", error);
        machine.log().error("program", "stopped on " + error.getClass().getName());
        machine.dialogue().onIdle(Optional.empty());
        machine.dialogue().tell("stopped", Text.of("fault.title"), Tone.REFUSED, Text.of("fault.stopped"), Text.of("fault.stopped.detail"));
    }

    private void restore() {
        try {
            machine.restoreSignIn();
        } catch (Fault keysUnusable) {
            machine.forgetSignIn();
        }
    }

    /// One operator, from logon to logoff.
    ///
    /// @return whether the operator was logged off for being away
    private boolean shift(boolean afterIdle) {
        machine.session(Optional.empty());
        attendToOrders();
        machine.dialogue().onIdle(Optional.of(new IdleRule(machine.hostParameters().idleLock(), () -> new Standby(machine).run())));
        try (Session session = new Logon(machine).prompt(afterIdle)) {
            machine.session(Optional.of(session));
            machine.dialogue().onIdle(Optional.of(new IdleRule(machine.hostParameters().idleLock(), () -> new Lock(machine).run())));
            remind();
            Role role = session.operator().role();
            if (role == Role.CASHIER && !machine.isSignedIn()) {
                offerSignIn();
            }
            if (role == Role.CASHIER) {
                new Signatures(machine).send();
            }
            if (role == Role.CASHIER && machine.store().state().settlements().running() != null) {
                finishSettlement();
            }
            new MenuRunner(machine).run(Menu.of(role), true);
            return false;
        } catch (Unwind.LoggedOff off) {
            return off.isIdle();
        } catch (Unwind.Cancelled back) {
            return false;
        } catch (Fault fault) {
            machine.log().error("program", "fault " + fault.code());
            machine.dialogue().tell("fault", Text.of("fault.title"), Tone.REFUSED, FaultTexts.of(fault));
            return false;
        } finally {
            machine.session(Optional.empty());
        }
    }

    private void attendToOrders() {
        machine.dialogue().onIdle(Optional.empty());
        try {
            machine.orderWork().attend();
        } catch (Unwind.LoggedOff nobodyIsOn) {
            machine.showStatus();
        }
    }

    /// Whoever does not change it now may go on.
    private void remind() {
        try {
            Reminders.tell(machine);
        } catch (Unwind.Cancelled later) {
            machine.showStatus();
        }
    }

    /// One that the power cut short, or that the host has not answered.
    private void finishSettlement() {
        try {
            new Settle(machine).beforeTransaction(Command.SETTLE.text());
        } catch (Unwind.Cancelled later) {
            machine.showStatus();
        }
    }

    /// The day's first sign-in, without a walk through the menu.
    private void offerSignIn() {
        try {
            machine.dialogue().await(Screen.of("signIn.offer", Command.SIGN_IN.text())
                    .message(Tone.WAITING, Text.of("signIn.offer"), Text.of("signIn.offer.detail"))
                    .softkey(Key.CANCEL, Text.of("key.later")).softkey(Key.OK, Command.SIGN_IN.text()).build(), Set.of(Key.OK));
            new SignIn(machine).run();
        } catch (Unwind.Cancelled later) {
            machine.showStatus();
        }
    }
}
