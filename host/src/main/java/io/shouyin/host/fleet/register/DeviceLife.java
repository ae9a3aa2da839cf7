package io.shouyin.host.fleet.register;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.OpenMoney;
import io.shouyin.host.fleet.TerminalChanged;
import io.shouyin.host.fleet.parameters.ParameterDesk;
import io.shouyin.host.fleet.register.DeviceHistory.Step;
import io.shouyin.host.fleet.register.DeviceStock.Device;
import io.shouyin.host.fleet.register.KeyDestruction.Because;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// What is done with a device after its registration: repair, return, scrap, and another binding once a second person has approved it.
///
/// Each deed:
/// 1. locks the device, so that two people, or two hosts, do one thing after the other;
/// 2. is refused by name if it does not fit the device's state, or if money stands open at its terminal;
/// 3. destroys the terminal's keys where the device leaves its merchant's hands, with a record of each;
/// 4. leaves a line of history and one of the audit log, in the same transaction.
///
/// A device in repair keeps its terminal number: it has no keys until it is activated anew. One that goes to another merchant gets another number
/// there: the passwords, rules and batches of a number belong to the merchant that it was given to.
@Component
class DeviceLife {

    private final DeviceStock devices;
    private final Bindings bindings;
    private final KeyDestruction keys;
    private final List<OpenMoney> money;
    private final ParameterDesk parameters;
    private final DeviceHistory history;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;
    private final TransactionTemplate transactions;

    DeviceLife(DeviceStock devices, Bindings bindings, KeyDestruction keys, List<OpenMoney> money, ParameterDesk parameters, DeviceHistory history, AuditLog audit,
               ApplicationEventPublisher events, InstantSource clock, TransactionTemplate transactions) {
        this.devices = devices;
        this.bindings = bindings;
        this.keys = keys;
        this.money = money;
        this.parameters = parameters;
        this.history = history;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
        this.transactions = transactions;
    }

    /// @param reason for the history and the audit log
    /// @param unsettledToo although approved transactions are in no settled batch: of a device that can settle no more. The host has them, and
    ///        the merchant is paid for them; only the comparison with the terminal's own totals is given up. Pre-authorizations that are open are then ended at another terminal.
    record Deed(String serialNumber, String reason, boolean unsettledToo) {}

    void sendToRepair(Deed deed) {
        step("device.repair", deed, () -> {
            Device device = inService(deed.serialNumber());                                            // 1, 2
            Binding binding = bindings.open(device.serialNumber()).orElseThrow(RegisterRefusal.DEVICE_NOT_BOUND::refused);
            destroy(binding, Because.REPAIR, deed.unsettledToo());                                     // 3
            devices.setState(device.serialNumber(), DeviceState.IN_REPAIR);
            note(Step.SENT_TO_REPAIR, binding, device.state(), DeviceState.IN_REPAIR, deed);           // 4
        });
    }

    /// It is at its merchant's again, and needs a new activation code.
    void takeFromRepair(Deed deed) {
        step("device.return", deed, () -> {
            Device device = devices.hold(deed.serialNumber());
            RegisterRefusal.DEVICE_NOT_IN_REPAIR.when(device.state() != DeviceState.IN_REPAIR);
            devices.setState(device.serialNumber(), DeviceState.BOUND);
            note(Step.CAME_FROM_REPAIR, bindings.open(device.serialNumber()).orElseThrow(), device.state(), DeviceState.BOUND, deed);
        });
    }

    /// For ever, from wherever it is: its terminal number is not given out again.
    void retire(Deed deed) {
        step("device.retire", deed, () -> {
            Device device = devices.hold(deed.serialNumber());
            RegisterRefusal.DEVICE_RETIRED.when(device.state() == DeviceState.RETIRED);
            Optional<Binding> binding = bindings.open(device.serialNumber());
            binding.ifPresent(open -> {
                destroy(open, Because.RETIREMENT, deed.unsettledToo());
                bindings.end(open.id(), "RETIRED");
            });
            devices.setState(device.serialNumber(), DeviceState.RETIRED);
            history.add(Step.RETIRED, device.serialNumber(), binding.flatMap(Binding::terminal), AuditActor.current(), device.state().name(),
                    DeviceState.RETIRED.name(), details(deed));
            changed(binding);
        });
    }

    /// Asked before a new binding is proposed, and again when it is carried out.
    ///
    /// @param merchant to be
    Binding requireRebindable(String serialNumber, MerchantId merchant) {
        Device device = inService(serialNumber);
        Binding open = bindings.open(device.serialNumber()).orElseThrow(RegisterRefusal.DEVICE_NOT_BOUND::refused);
        if (!open.merchant().equals(merchant)) {
            requireNoOpenMoney(open, false);
        }
        return open;
    }

    /// In the transaction of the approval.
    ///
    /// @param next whole, but for the terminal number, which stays with the merchant
    void rebind(Binding next, String trail) {
        Binding before = requireRebindable(next.serialNumber(), next.merchant());
        boolean goes = !before.merchant().equals(next.merchant());
        AuditActor by = AuditActor.current();
        if (goes) {
            destroy(before, Because.TRANSFER, false);
        }
        bindings.end(before.id(), goes ? "TRANSFERRED" : "CHANGED");
        bindings.add(new Binding(next.id(), next.serialNumber(), goes ? Optional.empty() : before.terminal(), next.acquirer(), next.merchant(), next.owner(), next.account(),
                next.address(), next.place(), clock.instant(), next.madeBy(), Optional.of(by.id()), Optional.empty(), Optional.empty()));
        if (!goes && !before.acquirer().equals(next.acquirer())) {
            before.terminal().ifPresent(parameters::moved);
        }
        history.add(goes ? Step.TRANSFERRED : Step.REBOUND, next.serialNumber(), before.terminal(), by, before.merchant().value(), next.merchant().value(),
                Map.of("proposedBy", next.madeBy(), "binding", next.id().toString()));
        audit.append(AuditEntry.done(goes ? "device.transfer" : "device.rebind", object(next.serialNumber())).because(trail)
                .before(Map.of("binding", before.id().toString(), "merchantId", before.merchant().value()))
                .after(Map.of("binding", next.id().toString(), "merchantId", next.merchant().value())));
        changed(Optional.of(before));
    }

    private Device inService(String serialNumber) {
        Device device = devices.hold(serialNumber);
        return switch (device.state()) {
            case BOUND -> device;
            case IN_STOCK -> throw RegisterRefusal.DEVICE_NOT_BOUND.refused();
            case IN_REPAIR -> throw RegisterRefusal.DEVICE_IN_REPAIR.refused();
            case RETIRED -> throw RegisterRefusal.DEVICE_RETIRED.refused();
        };
    }

    private void destroy(Binding binding, Because because, boolean unsettledToo) {
        requireNoOpenMoney(binding, unsettledToo);
        binding.terminal().ifPresent(terminal -> keys.destroy(binding.serialNumber(), terminal, because, AuditActor.current()));
    }

    private void requireNoOpenMoney(Binding binding, boolean unsettledToo) {
        binding.terminal().ifPresent(terminal -> money.stream().flatMap(open -> open.at(binding.merchant(), terminal).stream()).sorted().forEach(standing -> {
            switch (standing) {
                case UNDER_WAY -> throw RegisterRefusal.REVERSAL_NOT_DONE.refused();
                case NOT_SETTLED -> RegisterRefusal.BATCH_NOT_SETTLED.when(!unsettledToo);
                case HELD -> RegisterRefusal.PRE_AUTHORIZATION_OPEN.when(!unsettledToo);
            }
        }));
    }

    private void note(Step step, Binding binding, DeviceState was, DeviceState became, Deed deed) {
        history.add(step, binding.serialNumber(), binding.terminal(), AuditActor.current(), was.name(), became.name(), details(deed));
        changed(Optional.of(binding));
    }

    private static Map<String, Object> details(Deed deed) {
        Map<String, Object> details = new HashMap<>(Map.of("reason", deed.reason()));
        if (deed.unsettledToo()) {
            details.put("unsettledToo", true);
        }
        return details;
    }

    private void changed(Optional<Binding> binding) {
        binding.flatMap(Binding::terminal).ifPresent(terminal -> events.publishEvent(new TerminalChanged(terminal)));
    }

    /// One deed in one transaction. A refusal undoes it and is written down.
    private void step(String action, Deed deed, Runnable work) {
        try {
            transactions.executeWithoutResult(_ -> {
                work.run();
                audit.append(AuditEntry.done(action, object(deed.serialNumber())).because(deed.reason()));
            });
        } catch (RefusedRequest refused) {
            transactions.executeWithoutResult(_ -> audit.append(AuditEntry.refused(action, object(deed.serialNumber()), refused.refusal())));
            throw refused;
        }
    }

    static String object(String serialNumber) {
        return "device:" + serialNumber;
    }
}
