package io.shouyin.host.monitoring;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.monitoring.RuleStore.Silence;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Rules of alerts for the console: what is watched, what fires, who has silenced it.
@RestController
@RequestMapping("/api/v1/alert-rules")
class RuleController {

    private static final int RULES_MAX = 100;
    private static final int SILENCE_MINUTES_MAX = 7 * 24 * 60;

    private final RuleStore store;
    private final AuditLog audit;
    private final InstantSource clock;

    RuleController(RuleStore store, AuditLog audit, InstantSource clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    /// @param silence that holds, or null
    /// @param firing how many alerts of it fire
    record RuleView(UUID ruleId, String name, RuleKind kind, Rule.Severity severity, boolean enabled, Integer threshold, Integer minutes, Integer transactionsMin, String responseCode,
                    String hourFrom, String hourTo, int version, Silence silence, long firing) {

        static RuleView of(Rule rule, Silence silence, long firing) {
            return new RuleView(rule.ruleId(), rule.name(), rule.kind(), rule.severity(), rule.enabled(), rule.threshold(), rule.minutes(), rule.transactionsMin(), rule.responseCode(),
                    text(rule.hourFrom()), text(rule.hourTo()), rule.version(), silence, firing);
        }

        private static String text(LocalTime time) {
            return time == null ? null : time.toString();
        }
    }

    /// @param version that was looked at; of a new rule none
    /// @param threshold percent, milliseconds or terminals, as the kind says
    /// @param hourFrom of China, `HH:mm`
    record WantedRule(@NotBlank @Size(max = 40) String name, @NotNull RuleKind kind, @NotNull Rule.Severity severity, boolean enabled, @Min(0) @Max(1_000_000) Integer threshold,
                      @Min(1) @Max(60) Integer minutes, @Min(1) @Max(1_000_000) Integer transactionsMin, @Pattern(regexp = "[0-9A-Z]{2}") String responseCode,
                      @Pattern(regexp = TIME) String hourFrom, @Pattern(regexp = TIME) String hourTo, @Min(1) Integer version) {

        private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";

        Rule rule(UUID ruleId) {
            Rule rule = new Rule(ruleId, name.strip(), kind, severity, enabled, threshold, minutes, transactionsMin, responseCode, time(hourFrom), time(hourTo),
                    Objects.requireNonNullElse(version, 1));
            if (!rule.fits()) {
                throw MonitoringRefusal.ALERT_RULE_UNFIT.refused();
            }
            return rule;
        }

        private static LocalTime time(String text) {
            return text == null ? null : LocalTime.parse(text);
        }
    }

    @Operation(summary = "The rules of alerts, and what of them fires or is silenced")
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    List<RuleView> rules() {
        Map<UUID, Silence> silences = store.silences().stream().collect(Collectors.toMap(Silence::ruleId, Function.identity()));
        Map<UUID, Long> firing = store.firing().stream().collect(Collectors.groupingBy(FiredAlert::ruleId, Collectors.counting()));
        return store.rules().stream().map(rule -> RuleView.of(rule, silences.get(rule.ruleId()), firing.getOrDefault(rule.ruleId(), 0L))).toList();
    }

    @Operation(summary = "A new rule")
    @PostMapping
    @PreAuthorize(Allowed.OPERATIONS)
    @ResponseStatus(HttpStatus.CREATED)
    @FreshLogin
    @Transactional
    public RuleView add(@Valid @RequestBody WantedRule wanted) {
        Rule rule = wanted.rule(null);
        if (store.rules().size() >= RULES_MAX) {
            throw MonitoringRefusal.ALERT_RULES_FULL.refused();
        }
        Rule added = store.add(rule).orElseThrow(MonitoringRefusal.ALERT_RULE_NAME_TAKEN::refused);
        audit.append(AuditEntry.done("alert-rule.add", object(added.ruleId())).after(said(added)).because(added.name()));
        return RuleView.of(added, null, 0);
    }

    @Operation(summary = "Changes a rule")
    @PutMapping("/{ruleId}")
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    @Transactional
    public RuleView change(@PathVariable UUID ruleId, @Valid @RequestBody WantedRule wanted) {
        Rule rule = wanted.rule(ruleId);
        Rule before = known(ruleId);
        try {
            Rule changed = store.change(rule).orElseThrow(MonitoringRefusal.ALERT_RULE_CHANGED::refused);
            audit.append(AuditEntry.done("alert-rule.change", object(ruleId)).before(said(before)).after(said(changed)).because(changed.name()));
            return RuleView.of(changed, null, 0);
        } catch (DuplicateKeyException taken) {
            throw MonitoringRefusal.ALERT_RULE_NAME_TAKEN.refused();
        }
    }

    @Operation(summary = "Removes a rule; what it fires is over")
    @DeleteMapping("/{ruleId}")
    @PreAuthorize(Allowed.OPERATIONS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @FreshLogin
    @Transactional
    public void remove(@PathVariable UUID ruleId) {
        Rule before = known(ruleId);
        store.remove(ruleId);
        audit.append(AuditEntry.done("alert-rule.remove", object(ruleId)).before(said(before)).because(before.name()));
    }

    record WantedSilence(@Min(5) @Max(SILENCE_MINUTES_MAX) int minutes, @NotBlank @Size(max = 200) String reason) {}

    @Operation(summary = "Silences a rule: it may fire, and nobody is told")
    @PostMapping("/{ruleId}/silence")
    @PreAuthorize(Allowed.OPERATIONS)
    @Transactional
    public Silence silence(@PathVariable UUID ruleId, @Valid @RequestBody WantedSilence wanted) {
        Rule rule = known(ruleId);
        Instant until = clock.instant().plus(Duration.ofMinutes(wanted.minutes()));
        Silence silence = store.silence(rule.ruleId(), until, wanted.reason().strip(), AuditActor.current().id());
        audit.append(AuditEntry.done("alert-rule.silence", object(ruleId)).after(Map.of("name", rule.name(), "until", until.toString())).because(silence.reason()));
        return silence;
    }

    @Operation(summary = "Ends a silence: what fires is told")
    @DeleteMapping("/{ruleId}/silence")
    @PreAuthorize(Allowed.OPERATIONS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    public void endSilence(@PathVariable UUID ruleId) {
        Rule rule = known(ruleId);
        if (!store.endSilence(ruleId)) {
            throw MonitoringRefusal.ALERT_NOT_SILENCED.refused();
        }
        audit.append(AuditEntry.done("alert-rule.unsilence", object(ruleId)).because(rule.name()));
    }

    record Search(@Pattern(regexp = "|FIRING|RESOLVED") String state) {}

    @Operation(summary = "Alerts that fire and that have fired, those that fire first")
    @GetMapping("/alerts")
    @PreAuthorize(Allowed.STAFF)
    Page<FiredAlert> alerts(@Valid @ParameterObject Search search, @Valid @ParameterObject PageQuery page) {
        return store.alerts(Objects.requireNonNullElse(search.state(), ""), page);
    }

    private Rule known(UUID ruleId) {
        return store.rule(ruleId).orElseThrow(MonitoringRefusal.ALERT_RULE_UNKNOWN::refused);
    }

    private static String object(UUID ruleId) {
        return "alert-rule:" + ruleId;
    }

    /// What the audit log keeps of it.
    private static Map<String, Object> said(Rule rule) {
        Map<String, Object> said = new TreeMap<>(Map.of("name", rule.name(), "kind", rule.kind().name(), "severity", rule.severity().name(), "enabled", rule.enabled()));
        put(said, "threshold", rule.threshold());
        put(said, "minutes", rule.minutes());
        put(said, "transactionsMin", rule.transactionsMin());
        put(said, "responseCode", rule.responseCode());
        put(said, "hourFrom", rule.hourFrom());
        put(said, "hourTo", rule.hourTo());
        return said;
    }

    private static void put(Map<String, Object> said, String name, Object value) {
        if (value != null) {
            said.put(name, value.toString());
        }
    }
}
