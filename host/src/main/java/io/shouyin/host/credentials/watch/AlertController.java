package io.shouyin.host.credentials.watch;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Alerts about secrets for the console: the list, and who has seen or closed one.
@RestController
@RequestMapping("/api/v1/credential-alerts")
class AlertController {

    private final Alerts alerts;
    private final AuditLog audit;

    AlertController(Alerts alerts, AuditLog audit) {
        this.alerts = alerts;
        this.audit = audit;
    }

    /// @param query part of a terminal's or merchant's number
    /// @param state `OPEN` is everything that is not closed
    record Search(@Size(max = 100) String query, @Size(max = 40) String kind, @Pattern(regexp = "|OPEN|NEW|SEEN|CLOSED") String state) {}

    @Operation(summary = "Alerts about passwords, codes and fingerprints, open ones first")
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    Page<Alert> list(@Valid @ParameterObject Search search, @Valid @ParameterObject PageQuery page) {
        return alerts.list(LikePattern.containing(search.query()), Objects.requireNonNullElse(search.kind(), ""),
                Objects.requireNonNullElse(search.state(), ""), page);
    }

    record Counts(int fresh, int seen, int closed) {}

    @Operation(summary = "How many alerts there are")
    @GetMapping("/counts")
    @PreAuthorize(Allowed.STAFF)
    Counts counts() {
        Map<Alert.State, Integer> counts = alerts.counts();
        return new Counts(counts.getOrDefault(Alert.State.NEW, 0), counts.getOrDefault(Alert.State.SEEN, 0), counts.getOrDefault(Alert.State.CLOSED, 0));
    }

    @Operation(summary = "Somebody looks into an alert")
    @PostMapping("/{alertId}/seen")
    @PreAuthorize(Allowed.RISK)
    @Transactional
    public Alert see(@PathVariable UUID alertId) {
        return move(alertId, Alert.State.SEEN, "alert.see");
    }

    @Operation(summary = "Closes an alert; the same again is a new one")
    @PostMapping("/{alertId}/closed")
    @PreAuthorize(Allowed.RISK)
    @Transactional
    public Alert close(@PathVariable UUID alertId) {
        return move(alertId, Alert.State.CLOSED, "alert.close");
    }

    private Alert move(UUID alertId, Alert.State state, String action) {
        Alert before = alerts.find(alertId).orElseThrow(WatchRefusal.ALERT_UNKNOWN::refused);
        Alert moved = alerts.move(alertId, state, AuditActor.current().id()).orElseThrow(WatchRefusal.ALERT_CLOSED::refused);
        audit.append(AuditEntry.done(action, "alert:" + alertId).because(before.kind() + " " + before.subject()));
        return moved;
    }
}
