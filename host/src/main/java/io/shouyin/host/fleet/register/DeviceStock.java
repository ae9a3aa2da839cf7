package io.shouyin.host.fleet.register;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.fleet.register.DeviceHistory.Step;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The stock of devices. A device is locked for the rest of the transaction by whoever does something with it, so that two hosts do one thing
/// after the other.
@Component
public class DeviceStock {

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private final JdbcClient jdbc;
    private final DeviceHistory history;
    private final InstantSource clock;

    DeviceStock(JdbcClient jdbc, DeviceHistory history, InstantSource clock) {
        this.jdbc = jdbc;
        this.history = history;
        this.clock = clock;
    }

    record Device(String serialNumber, String model, DeviceState state) {}

    /// Takes a device from stock for a terminal that was just registered. One that nobody has seen before is received on the way, and so is its
    /// model: whoever registers has it in hand.
    ///
    /// @throws io.shouyin.host.web.RefusedRequest [RegisterRefusal] if it is somebody else's, away, retired, of another model, or of one whose
    ///         approval is over
    @Transactional(propagation = Propagation.MANDATORY)
    public void take(String serialNumber, String model, MerchantId merchant, TerminalId terminal, String acquirer) {
        AuditActor by = AuditActor.current();
        insertModel(model);
        if (receive(serialNumber, model, "")) {
            received(serialNumber, model, by);
        }
        Device device = lock(serialNumber).orElseThrow(RegisterRefusal.DEVICE_KNOWN::refused);        // known by another spelling
        RegisterRefusal.DEVICE_MODEL_DIFFERS.when(!device.model().equals(model));
        RegisterRefusal.MODEL_APPROVAL_OVER.when(approvalIsOver(model));
        switch (device.state()) {
            case IN_STOCK -> {
                setState(serialNumber, DeviceState.BOUND);
                bindFirst(serialNumber, terminal, merchant, acquirer, by);
            }
            case BOUND -> fillWaiting(serialNumber, merchant, terminal);
            case IN_REPAIR -> throw RegisterRefusal.DEVICE_IN_REPAIR.refused();
            case RETIRED -> throw RegisterRefusal.DEVICE_RETIRED.refused();
        }
        history.add(Step.REGISTERED, serialNumber, Optional.of(terminal), by, device.state().name(), DeviceState.BOUND.name(), Map.of("merchantId", merchant.value()));
    }

    /// A device that is away or scrapped gets no keys. One that the register does not know is not its business.
    ///
    /// @throws io.shouyin.host.web.RefusedRequest `DEVICE_IN_REPAIR`, `DEVICE_RETIRED`
    @Transactional(propagation = Propagation.MANDATORY)
    public void requireInService(TerminalId terminal) {
        List<String> states = jdbc.sql("""
                SELECT d.state FROM fleet.device d JOIN fleet.terminal t ON t.serial_number = d.serial_number
                WHERE t.terminal_id = ? FOR SHARE OF d""").param(terminal.value()).query(String.class).list();
        RegisterRefusal.DEVICE_IN_REPAIR.when(states.contains(DeviceState.IN_REPAIR.name()));
        RegisterRefusal.DEVICE_RETIRED.when(states.contains(DeviceState.RETIRED.name()));
    }

    /// @throws io.shouyin.host.web.RefusedRequest `DEVICE_UNKNOWN`
    Device hold(String serialNumber) {
        return lock(serialNumber).orElseThrow(RegisterRefusal.DEVICE_UNKNOWN::refused);
    }

    private Optional<Device> lock(String serialNumber) {
        return jdbc.sql("SELECT serial_number, model, state FROM fleet.device WHERE serial_number = ? FOR UPDATE").param(serialNumber)
                .query((row, _) -> new Device(row.getString("serial_number"), row.getString("model"), DeviceState.valueOf(row.getString("state")))).optional();
    }

    void setState(String serialNumber, DeviceState state) {
        jdbc.sql("UPDATE fleet.device SET state = ?, changed_at = ? WHERE serial_number = ?").params(state.name(), now(), serialNumber).update();
    }

    /// @return false if it is there already
    boolean receive(String serialNumber, String model, String place) {
        return jdbc.sql("""
                INSERT INTO fleet.device (serial_number, model, state, place, received_at, changed_at) VALUES (?, ?, 'IN_STOCK', ?, ?, ?)
                ON CONFLICT DO NOTHING""").params(serialNumber, model, place, now(), now()).update() == 1;
    }

    void received(String serialNumber, String model, AuditActor by) {
        history.add(Step.RECEIVED, serialNumber, Optional.empty(), by, null, DeviceState.IN_STOCK.name(), Map.of("model", model));
    }

    private void insertModel(String name) {
        jdbc.sql("INSERT INTO fleet.terminal_model (name, vendor, kind, capabilities, changed_at) VALUES (?, '', 'OTHER', '{}', ?) ON CONFLICT DO NOTHING")
                .params(name, now()).update();
    }

    private boolean approvalIsOver(String model) {
        return jdbc.sql("SELECT approval_until < ? FROM fleet.terminal_model WHERE name = ? AND approval_until IS NOT NULL")
                .params(LocalDate.ofInstant(clock.instant(), CHINA), model).query(Boolean.class).optional().orElse(false);
    }

    private void bindFirst(String serialNumber, TerminalId terminal, MerchantId merchant, String acquirer, AuditActor by) {
        try {
            jdbc.sql("""
                    INSERT INTO fleet.binding (binding_id, serial_number, terminal_id, acquirer, merchant_id, since, made_by) VALUES (?, ?, ?, ?, ?, ?, ?)""")
                    .params(UUID.randomUUID(), serialNumber, terminal.value(), acquirer, merchant.value(), now(), by.id()).update();
        } catch (DuplicateKeyException bound) {
            throw RegisterRefusal.DEVICE_OF_ANOTHER_MERCHANT.refused();
        }
    }

    /// The device was transferred to the merchant, and has had no terminal number there until now.
    private void fillWaiting(String serialNumber, MerchantId merchant, TerminalId terminal) {
        int filled = jdbc.sql("UPDATE fleet.binding SET terminal_id = ? WHERE serial_number = ? AND merchant_id = ? AND terminal_id IS NULL AND ended_at IS NULL")
                .params(terminal.value(), serialNumber, merchant.value()).update();
        RegisterRefusal.DEVICE_OF_ANOTHER_MERCHANT.when(filled == 0);
    }

    OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
