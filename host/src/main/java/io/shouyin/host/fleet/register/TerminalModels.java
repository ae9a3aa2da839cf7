package io.shouyin.host.fleet.register;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.register.TerminalModel.Capability;
import io.shouyin.host.fleet.register.TerminalModel.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The catalogue of models.
@Component
class TerminalModels {

    /// A catalogue is read whole.
    static final int MODELS_MAX = 500;

    private static final String SELECT = """
            SELECT m.*, (SELECT count(*) FROM fleet.device d WHERE d.model = m.name AND d.state <> 'RETIRED') AS devices FROM fleet.terminal_model m""";

    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final InstantSource clock;

    TerminalModels(JdbcClient jdbc, AuditLog audit, InstantSource clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    /// @param approvalNumber null with `approvalUntil`
    record Particulars(String vendor, Kind kind, List<Capability> capabilities, String approvalNumber, LocalDate approvalUntil) {}

    List<TerminalModel> all() {
        return jdbc.sql(SELECT + " ORDER BY m.name LIMIT ?").param(MODELS_MAX).query(TerminalModels::model).list();
    }

    Optional<TerminalModel> find(String name) {
        return jdbc.sql(SELECT + " WHERE m.name = ?").param(name).query(TerminalModels::model).optional();
    }

    /// @throws io.shouyin.host.web.RefusedRequest `MODEL_KNOWN`, `MODEL_APPROVAL_HALF`
    @Transactional
    public TerminalModel add(String name, Particulars said) {
        requireWhole(said);
        RegisterRefusal.MODEL_KNOWN.when(jdbc.sql("""
                INSERT INTO fleet.terminal_model (name, vendor, kind, capabilities, approval_number, approval_until, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING""").params(Arrays.asList(name, said.vendor(), said.kind().name(), names(said), said.approvalNumber(), said.approvalUntil(), now())).update() == 0);
        audit.append(AuditEntry.done("terminal-model.add", object(name)).after(state(said)));
        return find(name).orElseThrow();
    }

    /// @throws io.shouyin.host.web.RefusedRequest `MODEL_UNKNOWN`, `MODEL_APPROVAL_HALF`
    @Transactional
    public TerminalModel change(String name, Particulars said) {
        requireWhole(said);
        RegisterRefusal.MODEL_UNKNOWN.when(jdbc.sql("""
                UPDATE fleet.terminal_model SET vendor = ?, kind = ?, capabilities = ?, approval_number = ?, approval_until = ?, changed_at = ? WHERE name = ?""")
                .params(Arrays.asList(said.vendor(), said.kind().name(), names(said), said.approvalNumber(), said.approvalUntil(), now(), name)).update() == 0);
        audit.append(AuditEntry.done("terminal-model.change", object(name)).after(state(said)));
        return find(name).orElseThrow();
    }

    private static void requireWhole(Particulars said) {
        RegisterRefusal.MODEL_APPROVAL_HALF.when((said.approvalNumber() == null) != (said.approvalUntil() == null));
    }

    private static Map<String, Object> state(Particulars said) {
        return Map.of("vendor", said.vendor(), "kind", said.kind().name(), "capabilities", List.of(names(said)),
                "approvalNumber", String.valueOf(said.approvalNumber()), "approvalUntil", String.valueOf(said.approvalUntil()));
    }

    private static String[] names(Particulars said) {
        return said.capabilities().stream().distinct().sorted().map(Enum::name).toArray(String[]::new);
    }

    private static TerminalModel model(ResultSet row, int number) throws SQLException {
        return new TerminalModel(row.getString("name"), row.getString("vendor"), Kind.valueOf(row.getString("kind")),
                Arrays.stream((String[]) row.getArray("capabilities").getArray()).map(Capability::valueOf).toList(), row.getString("approval_number"),
                row.getObject("approval_until", LocalDate.class), row.getLong("devices"), row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static String object(String name) {
        return "terminal-model:" + name;
    }
}
