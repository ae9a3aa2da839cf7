package io.shouyin.host.fleet.parameters;

import io.shouyin.host.fleet.parameters.EffectiveParameters.Place;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.TerminalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of parameters.
@Repository
class ParameterStore {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<TreeMap<String, String>> SETTINGS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    ParameterStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param settings by the parameter's key
    record Version(Layer layer, String scope, int version, Map<String, String> settings, String reason, String setBy, Instant setAt) {}

    /// What holds in one scope.
    record Held(Layer layer, String scope, int version, long change, Map<String, String> settings) {}

    Optional<Held> held(Layer layer, String scope) {
        return jdbc.sql("SELECT * FROM fleet.parameter_layer WHERE layer = ? AND scope = ?").params(layer.name(), scope).query(ParameterStore::held).optional();
    }

    /// Of a layer all scopes.
    List<Held> heldIn(Layer layer) {
        return jdbc.sql("SELECT * FROM fleet.parameter_layer WHERE layer = ?").param(layer.name()).query(ParameterStore::held).list();
    }

    Page<Held> heldIn(Layer layer, PageQuery page) {
        long total = jdbc.sql("SELECT count(*) FROM fleet.parameter_layer WHERE layer = ?").param(layer.name()).query(Long.class).single();
        return Page.of(jdbc.sql("SELECT * FROM fleet.parameter_layer WHERE layer = ? ORDER BY scope LIMIT ? OFFSET ?").params(layer.name(), page.size(), page.offset())
                .query(ParameterStore::held).list(), total, page);
    }

    /// The layers that a terminal is in, lowest precedence first.
    List<Held> heldFor(Place place) {
        return jdbc.sql("""
                SELECT * FROM fleet.parameter_layer WHERE layer IN ('PLATFORM', 'ACQUIRER') AND scope = 'ALL' OR layer = 'ACQUIRER' AND scope = ? OR layer = 'MODEL' AND scope = ?
                  OR layer = 'MERCHANT' AND scope = ? OR layer = 'TERMINAL' AND scope = ?""").params(place.acquirer(), place.model(), place.merchant(), place.terminal())
                .query(ParameterStore::held).list().stream()
                .sorted(Comparator.comparing(Held::layer).thenComparing(held -> held.layer().scopesOf(place).indexOf(held.scope()))).toList();
    }

    Optional<Place> place(TerminalId terminal) {
        return jdbc.sql("""
                SELECT t.terminal_id, t.merchant_id, t.model, coalesce(b.acquirer, 'ALL') AS acquirer
                FROM fleet.terminal t LEFT JOIN fleet.binding b ON b.terminal_id = t.terminal_id AND b.ended_at IS NULL WHERE t.terminal_id = ?""").param(terminal.value())
                .query((row, _) -> new Place(row.getString("terminal_id"), row.getString("merchant_id"), row.getString("model"), row.getString("acquirer"))).optional();
    }

    boolean hasAcquirer(String acquirer) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM fleet.binding WHERE acquirer = ? AND ended_at IS NULL)").param(acquirer).query(Boolean.class).single();
    }

    /// Those that devices are bound to.
    List<String> acquirers(int max) {
        return jdbc.sql("SELECT DISTINCT acquirer FROM fleet.binding WHERE ended_at IS NULL ORDER BY acquirer LIMIT ?").param(max).query(String.class).list();
    }

    boolean hasModel(String model) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM fleet.terminal WHERE model = ?)").param(model).query(Boolean.class).single();
    }

    /// The number of the newest change in the layers of each terminal; 0 of one to which nobody says anything.
    List<Long> changes(List<TerminalId> terminals) {
        Map<String, Long> found = jdbc.sql("""
                SELECT t.terminal_id, greatest(coalesce(p.change, 0), coalesce(a.change, 0), coalesce(q.change, 0), coalesce(d.change, 0), coalesce(m.change, 0), coalesce(o.change, 0)) AS change
                FROM fleet.terminal t
                LEFT JOIN fleet.parameter_layer p ON p.layer = 'PLATFORM' AND p.scope = 'ALL'
                LEFT JOIN fleet.parameter_layer a ON a.layer = 'ACQUIRER' AND a.scope = 'ALL'
                LEFT JOIN fleet.binding b ON b.terminal_id = t.terminal_id AND b.ended_at IS NULL
                LEFT JOIN fleet.parameter_layer q ON q.layer = 'ACQUIRER' AND q.scope = b.acquirer
                LEFT JOIN fleet.parameter_layer d ON d.layer = 'MODEL' AND d.scope = t.model
                LEFT JOIN fleet.parameter_layer m ON m.layer = 'MERCHANT' AND m.scope = t.merchant_id
                LEFT JOIN fleet.parameter_layer o ON o.layer = 'TERMINAL' AND o.scope = t.terminal_id
                WHERE t.terminal_id = ANY (?)""").param(terminals.stream().map(TerminalId::value).toArray(String[]::new))
                .query((row, _) -> Map.entry(row.getString("terminal_id"), row.getLong("change"))).list().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return terminals.stream().map(terminal -> found.getOrDefault(terminal.value(), 0L)).toList();
    }

    /// The number of the newest change anywhere.
    long newestChange() {
        return jdbc.sql("SELECT coalesce(max(change), 0) FROM fleet.parameter_version").query(Long.class).single();
    }

    /// @return false if somebody else has made this version
    boolean add(Version next) {
        String json = JSON.writeValueAsString(new TreeMap<>(next.settings()));
        Optional<Long> change = jdbc.sql("""
                INSERT INTO fleet.parameter_version (layer, scope, version, change, settings, reason, set_by, set_at) VALUES (?, ?, ?, nextval('fleet.parameter_change'), ?::jsonb, ?, ?, ?)
                ON CONFLICT ON CONSTRAINT parameter_version_once DO NOTHING RETURNING change""")
                .params(next.layer().name(), next.scope(), next.version(), json, next.reason(), next.setBy(), next.setAt().atOffset(ZoneOffset.UTC)).query(Long.class).optional();
        change.ifPresent(number -> jdbc.sql("""
                INSERT INTO fleet.parameter_layer (layer, scope, version, change, settings) VALUES (?, ?, ?, ?, ?::jsonb)
                ON CONFLICT ON CONSTRAINT parameter_layer_once DO UPDATE SET version = excluded.version, change = excluded.change, settings = excluded.settings""")
                .params(next.layer().name(), next.scope(), next.version(), number, json).update());
        return change.isPresent();
    }

    /// Newest first.
    Page<Version> versions(Layer layer, String scope, PageQuery page) {
        long total = jdbc.sql("SELECT count(*) FROM fleet.parameter_version WHERE layer = ? AND scope = ?").params(layer.name(), scope).query(Long.class).single();
        return Page.of(jdbc.sql("SELECT * FROM fleet.parameter_version WHERE layer = ? AND scope = ? ORDER BY version DESC LIMIT ? OFFSET ?")
                .params(layer.name(), scope, page.size(), page.offset()).query(ParameterStore::version).list(), total, page);
    }

    Optional<Version> version(Layer layer, String scope, int version) {
        return jdbc.sql("SELECT * FROM fleet.parameter_version WHERE layer = ? AND scope = ? AND version = ?").params(layer.name(), scope, version)
                .query(ParameterStore::version).optional();
    }

    private static Version version(ResultSet row, int number) throws SQLException {
        return new Version(Layer.valueOf(row.getString("layer")), row.getString("scope"), row.getInt("version"), JSON.readValue(row.getString("settings"), SETTINGS),
                row.getString("reason"), row.getString("set_by"), row.getObject("set_at", OffsetDateTime.class).toInstant());
    }

    private static Held held(ResultSet row, int number) throws SQLException {
        return new Held(Layer.valueOf(row.getString("layer")), row.getString("scope"), row.getInt("version"), row.getLong("change"),
                JSON.readValue(row.getString("settings"), SETTINGS));
    }
}
