package io.shouyin.host.credentials;

import io.shouyin.host.credentials.StepUpRuleSets.RuleSet;
import io.shouyin.host.web.Allowed;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Step-up rules for the console.
@RestController
@RequestMapping("/api/v1/step-up/rules")
class StepUpRuleController {

    private static final int RULES_MAX = 50;

    private final StepUpRuleDesk desk;

    StepUpRuleController(StepUpRuleDesk desk) {
        this.desk = desk;
    }

    record RuleSetView(Scope.Level scope, String scopeId, int version, Instant effectiveFrom, List<StepUpRule> rules, String setBy, Instant setAt) {

        static RuleSetView of(RuleSet set) {
            return new RuleSetView(set.scope().level(), set.scope().id(), set.version(), set.effectiveFrom(), set.rules(), set.setBy(), set.setAt());
        }
    }

    @Operation(summary = "The versions of a scope's rules, newest first, those still to come included")
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    List<RuleSetView> versions(@RequestParam @NotNull Scope.Level scope, @RequestParam(defaultValue = "") @Pattern(regexp = "[0-9A-Za-z]{0,15}") String scopeId) {
        return desk.versions(scope(scope, scopeId)).stream().map(RuleSetView::of).toList();
    }

    /// @param basedOn the version that was looked at; 0 if there was none
    /// @param effectiveFrom without it: at once
    record Replacement(@NotNull Scope.Level scope, @Pattern(regexp = "[0-9A-Za-z]{0,15}") String scopeId, @Min(0) int basedOn, Instant effectiveFrom,
                       @NotNull @Size(max = RULES_MAX) List<@NotNull StepUpRule> rules) {}

    @Operation(summary = "Replaces a scope's rules by a next version; a lower scope can only tighten")
    @PutMapping
    @PreAuthorize(Allowed.RISK)
    RuleSetView replace(@Valid @RequestBody Replacement wanted) {
        return RuleSetView.of(desk.replace(new StepUpRuleDesk.Proposal(scope(wanted.scope(), wanted.scopeId()), wanted.basedOn(),
                Optional.ofNullable(wanted.effectiveFrom()), wanted.rules())));
    }

    private static Scope scope(Scope.Level level, String id) {
        return Scope.find(level, id == null ? "" : id).orElseThrow(SecretRefusal.RULE_SCOPE_UNKNOWN::refused);
    }
}
