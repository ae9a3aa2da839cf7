package io.shouyin.terminal.flow;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.state.OrderStore;
import io.shouyin.terminal.state.OrderStore.Stage;
import io.shouyin.terminal.state.OrderStore.Taken;
import io.shouyin.terminal.state.TerminalState;
import java.util.Optional;

/// Does what the host has ordered, one after the other, and stands still while the terminal is locked. It runs on the thread of the flows, between them.
final class OrderWork {

    private static final Text LOCKED_TITLE = Text.of("order.locked.title");
    private static final Text SIGN_OFF_TITLE = Text.of("order.signOff.title");

    private final Machine machine;
    private final Orders orders;
    private final OrderStore store;
    private boolean showsLock;

    OrderWork(Machine machine, Orders orders) {
        this.machine = machine;
        this.orders = orders;
        this.store = orders.store();
    }

    /// Ends what was begun when the terminal stopped. Before anything else after a start.
    void afterStart() {
        for (Optional<Taken> next = first(Stage.BEGUN); next.isPresent(); next = first(Stage.BEGUN)) {
            Taken begun = next.get();
            switch (Orders.Kind.valueOf(begun.kind())) {
                case REBOOT -> store.put(begun.in(Stage.DONE));
                case WIPE_KEYS -> wipe();
                // it was on the screen: it comes again
                case SHOW_MESSAGE -> store.put(begun.in(Stage.TAKEN));
                case LOCK, UNLOCK, FORCE_SIGN_OFF, REFRESH_PARAMETERS, UPLOAD_LOGS, SCREENSHOT -> store.put(begun.failed(TerminalRefusal.ORDER_INTERRUPTED.name()));
            }
        }
        orders.tellSoon();
        machine.logUploads().wake();
    }

    /// The next one that changes something: what only looks is done elsewhere.
    private Optional<Taken> first(Stage stage) {
        return store.first(stage, kind -> !Orders.Kind.isOnlyLooking(kind));
    }

    /// Does all that waits. While the terminal is locked it does not come back; whoever is logged on is logged off first.
    ///
    /// @throws Unwind.LoggedOff, Unwind.Restarted
    void attend() {
        machine.hostParameters().putInForce();
        for (Optional<Taken> next = first(Stage.TAKEN); next.isPresent(); next = first(Stage.TAKEN)) {
            Taken order = next.get();
            store.put(order.in(Stage.BEGUN));
            carryOut(order);
        }
        if (store.lock().isPresent() && !showsLock) {
            if (machine.session().isPresent()) {
                throw new Unwind.LoggedOff(false);
            }
            standLocked();
        }
    }

    private void carryOut(Taken order) {
        try {
            switch (Orders.Kind.valueOf(order.kind())) {
                case LOCK -> {
                    store.locked(order, new OrderStore.Lock(machine.device().clock().instant(), order.text()));
                    orders.tellSoon();
                }
                case UNLOCK -> {
                    store.locked(order, null);
                    orders.tellSoon();
                }
                case FORCE_SIGN_OFF -> signOff(order);
                case REBOOT -> throw new Unwind.Restarted();
                case UPLOAD_LOGS, SCREENSHOT -> Check.invariant(false, "what only looks is done elsewhere");
                case REFRESH_PARAMETERS -> refreshParameters(order);
                case WIPE_KEYS -> wipeKeys(order);
                case SHOW_MESSAGE -> show(order);
            }
        } catch (Fault fault) {
            machine.log().warn("order", order.kind() + " failed: " + fault.code());
            store.put(order.failed(fault.code()));
            orders.tellSoon();
        }
    }

    /// Until somebody has confirmed it; if another order or the end of a shift comes between, it is shown again.
    private void show(Taken order) {
        try {
            machine.dialogue().tell("order.message", Text.of("order.message.title"), Tone.NEUTRAL, Text.plain(order.text()));
        } catch (Unwind notRead) {
            store.put(order.in(Stage.TAKEN));
            throw notRead;
        }
        ended(order, Optional.empty());
    }

    private void ended(Taken order, Optional<TerminalRefusal> why) {
        store.put(why.map(refusal -> order.failed(refusal.name())).orElseGet(() -> order.in(Stage.DONE)));
        orders.tellSoon();
    }

    private void refreshParameters(Taken order) {
        Optional<TerminalRefusal> why = new ParameterDownload(machine).fetch().or(() -> machine.hostParameters().fetch());
        machine.hostParameters().putInForce();
        ended(order, why);
    }

    /// What protects money goes first: keys that a reversal needs are not given up.
    private void signOff(Taken order) {
        if (machine.store().state().reversal() != null && new Reversals(machine).send(SIGN_OFF_TITLE) == Reversals.Result.PENDING
                || !new OfflineSales(machine).send(SIGN_OFF_TITLE)) {
            ended(order, Optional.of(TerminalRefusal.ORDER_MONEY_UNSETTLED));
            return;
        }
        if (machine.isSignedIn()) {
            new SignOut(machine).tellHost(SIGN_OFF_TITLE);
            machine.forgetSignIn();
        }
        ended(order, Optional.empty());
        if (machine.session().isPresent()) {
            throw new Unwind.LoggedOff(false);
        }
    }

    private void wipeKeys(Taken order) {
        TerminalState state = machine.store().state();
        boolean unsettled = state.reversal() != null || !state.unresolved().isEmpty() || !state.journal().isEmpty() || state.settlements().running() != null;
        if (unsettled && !order.evenUnsettled()) {
            ended(order, Optional.of(TerminalRefusal.ORDER_MONEY_UNSETTLED));
            return;
        }
        DeviceApi.Signed report = orders.report(order.in(Stage.DONE));          // with the key that is about to go
        wipe();
        Thread.ofVirtual().name("terminal-orders").start(() -> {
            try {
                new DeviceApi(machine).send(report);
            } catch (DeviceApi.Refused | Unwind.SwitchedOff notHeard) {
                return;                                                         // the host does not learn it; nobody can sign it any more
            }
        });
        throw new Unwind.Restarted();
    }

    /// Each step may be done twice. The record of the order goes last: as long as it is there, a start goes on with it.
    private void wipe() {
        machine.pinPad().wipe();
        machine.signatures().clear();
        machine.notices().clear();
        machine.hostParameters().clear();
        machine.log().clear();
        machine.store().update(state -> state.wiped());
        store.clear();
    }

    private void standLocked() {
        showsLock = true;
        try {
            machine.dialogue().rest(() -> {
                var identity = machine.identity();
                Optional<String> text = store.lock().map(OrderStore.Lock::text);
                Screen.Builder screen = Screen.of("order.locked", LOCKED_TITLE);
                text.ifPresentOrElse(said -> screen.message(Tone.REFUSED, Text.of("order.locked"), Text.plain(said)),
                        () -> screen.message(Tone.REFUSED, Text.of("order.locked"), Text.of("order.locked.detail")));
                return screen.line("merchantId", Text.of("label.merchantId"), Text.plain(identity.merchantId()))
                        .line("terminalId", Text.of("label.terminalId"), Text.plain(identity.terminalId()))
                        .line("serial", Text.of("label.serial"), Text.plain(machine.store().state().serialNumber())).build();
            }, () -> store.lock().isEmpty());
        } finally {
            showsLock = false;
        }
    }
}
