package io.shouyin.host.fleet.updates;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.FleetRefusal;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.PlainName;
import io.shouyin.kernel.TerminalId;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Updates of terminals one by one, for the console: what a terminal has, what it told, and its tags.
@RestController
@RequestMapping("/api/v1")
class UpdateController {

    private static final int STATUSES_SHOWN_MAX = 1100;

    private final JdbcClient jdbc;
    private final UpdateProgress progress;
    private final Terminals terminals;
    private final AuditLog audit;

    UpdateController(JdbcClient jdbc, UpdateProgress progress, Terminals terminals, AuditLog audit) {
        this.jdbc = jdbc;
        this.progress = progress;
        this.terminals = terminals;
        this.audit = audit;
    }

    /// @param rolloutId null if it belongs to none
    record UpdateItem(long actionId, String terminalId, long releaseId, String product, String version, Long rolloutId, Integer group, UpdateAction.Type type, UpdateAction.State state,
                      UpdateStatus status, int messages, Instant createdAt, Instant retrievedAt, Instant endedAt) {}

    @Operation(summary = "Updates of terminals, newest first: of one terminal, of one rollout or of all")
    @GetMapping("/updates")
    @PreAuthorize(Allowed.STAFF)
    Page<UpdateItem> list(@RequestParam(required = false) @Pattern(regexp = "[0-9A-Za-z]{8}") String terminalId, @RequestParam(required = false) Long rolloutId,
                          @RequestParam(required = false) UpdateAction.State state, @Valid @ParameterObject PageQuery page) {
        String from = """
                FROM fleet.update_action a JOIN fleet.release r ON r.release_id = a.release_id
                WHERE (:terminal::text IS NULL OR a.terminal_id = :terminal) AND (:rollout::bigint IS NULL OR a.rollout_id = :rollout) AND (:state::text IS NULL OR a.state = :state)""";
        long total = asked(jdbc.sql("SELECT count(*) " + from), terminalId, rolloutId, state).query(Long.class).single();
        List<UpdateItem> items = asked(jdbc.sql("SELECT a.*, r.product, r.version " + from + " ORDER BY a.action_id DESC LIMIT :size OFFSET :offset"), terminalId, rolloutId, state)
                .param("size", page.size()).param("offset", page.offset())
                .query((row, _) -> new UpdateItem(row.getLong("action_id"), row.getString("terminal_id"), row.getLong("release_id"), row.getString("product"), row.getString("version"),
                        row.getObject("rollout_id", Long.class), row.getObject("group_position", Integer.class), UpdateAction.Type.valueOf(row.getString("type")),
                        UpdateAction.State.valueOf(row.getString("state")), UpdateStatus.valueOf(row.getString("status")), row.getInt("status_count"),
                        UpdateActions.instant(row, "created_at").orElseThrow(), UpdateActions.instant(row, "retrieved_at").orElse(null),
                        UpdateActions.instant(row, "ended_at").orElse(null))).list();
        return Page.of(items, total, page);
    }

    private static JdbcClient.StatementSpec asked(JdbcClient.StatementSpec sql, String terminal, Long rollout, UpdateAction.State state) {
        return sql.param("terminal", terminal).param("rollout", rollout).param("state", state == null ? null : state.name());
    }

    /// @param reportedAt the terminal's time, if it told any
    record StatusItem(Instant at, Instant reportedAt, UpdateStatus status, Integer code, List<String> messages) {}

    @Operation(summary = "What a terminal told of an update, newest first")
    @GetMapping("/updates/{actionId}/history")
    @PreAuthorize(Allowed.STAFF)
    List<StatusItem> history(@PathVariable int actionId) {
        return jdbc.sql("SELECT * FROM fleet.update_status WHERE action_id = ? ORDER BY status_id DESC LIMIT ?").params(actionId, STATUSES_SHOWN_MAX)
                .query((row, _) -> new StatusItem(UpdateActions.instant(row, "at").orElseThrow(), UpdateActions.instant(row, "reported_at").orElse(null),
                        UpdateStatus.valueOf(row.getString("status")), row.getObject("code", Integer.class), List.of((String[]) row.getArray("messages").getArray()))).list();
    }

    @Operation(summary = "Takes an update back: at once, or when its terminal agrees")
    @PostMapping("/updates/{actionId}/stop")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Allowed.OPERATIONS)
    void stop(@PathVariable int actionId) {
        String terminal = jdbc.sql("SELECT terminal_id FROM fleet.update_action WHERE action_id = ?").param(actionId).query(String.class).optional()
                .orElseThrow(UpdateRefusal.UPDATE_ACTION_UNKNOWN::refused);
        progress.stop(new TerminalId(terminal), actionId);
    }

    record Tags(@NotNull @Size(max = 20) List<@NotBlank @Size(max = 40) @Pattern(regexp = PlainName.TEXT) String> tags) {}

    @Operation(summary = "The words that a terminal is chosen by")
    @GetMapping("/terminals/{terminalId}/tags")
    @PreAuthorize(Allowed.STAFF)
    Tags tags(@PathVariable @Pattern(regexp = "[0-9A-Za-z]{8}") String terminalId) {
        return new Tags(jdbc.sql("SELECT tag FROM fleet.terminal_tag WHERE terminal_id = ? ORDER BY tag").param(terminalId).query(String.class).list());
    }

    @Operation(summary = "Replaces the words that a terminal is chosen by")
    @PutMapping("/terminals/{terminalId}/tags")
    @PreAuthorize(Allowed.OPERATIONS)
    @Transactional
    public Tags setTags(@PathVariable @Pattern(regexp = "[0-9A-Za-z]{8}") String terminalId, @Valid @RequestBody Tags wanted) {
        terminals.session(new TerminalId(terminalId)).orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, FleetRefusal.TERMINAL_UNKNOWN));
        List<String> tags = wanted.tags().stream().map(String::strip).distinct().sorted().toList();
        jdbc.sql("DELETE FROM fleet.terminal_tag WHERE terminal_id = ?").param(terminalId).update();
        jdbc.sql("INSERT INTO fleet.terminal_tag (terminal_id, tag) SELECT ?, unnest(?)").params(terminalId, tags.toArray(String[]::new)).update();
        audit.append(AuditEntry.done("terminal.tag", "terminal:" + terminalId).because(tags.isEmpty() ? "none" : String.join(", ", tags)));
        return new Tags(tags);
    }
}
