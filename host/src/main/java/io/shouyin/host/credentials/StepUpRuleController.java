package io.shouyin.host.credentials;

import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposalView;
import io.shouyin.host.access.Proposals;
import io.shouyin.host.credentials.StepUpRuleSets.RuleSet;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.OrdinaryTime;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
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
    private final Proposals proposals;

    StepUpRuleController(StepUpRuleDesk desk, Proposals proposals) {
        this.desk = desk;
        this.proposals = proposals;
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
    record Replacement(@NotNull Scope.Level scope, @Pattern(regexp = "[0-9A-Za-z]{0,15}") String scopeId, @Min(0) int basedOn, @OrdinaryTime Instant effectiveFrom,
                       @NotNull @Size(max = RULES_MAX) List<@NotNull StepUpRule> rules) {}

    /// @param set the next version, if it only tightens
    /// @param proposal what waits for a second person, if it does not
    record Replaced(RuleSetView set, ProposalView proposal) {}

    @Operation(summary = "Replaces a scope's rules by a next version; what loosens them is proposed, 202, and another person approves")
    @PutMapping
    @PreAuthorize(Allowed.RISK)
    @FreshLogin
    ResponseEntity<Replaced> replace(@Valid @RequestBody Replacement replacement, Principal somebody) {
        StepUpRuleDesk.Wanted wanted = new StepUpRuleDesk.Wanted(scope(replacement.scope(), replacement.scopeId()), replacement.basedOn(),
                Optional.ofNullable(replacement.effectiveFrom()), replacement.rules());
        StepUpRuleDesk.Judged judged = desk.judge(wanted, somebody.getName());
        if (!judged.loosens()) {
            return ResponseEntity.ok(new Replaced(RuleSetView.of(desk.replace(judged, "")), null));
        }
        return ResponseEntity.accepted().body(new Replaced(null, ProposalView.of(proposals.propose(ProposalKind.STEP_UP_RULES,
                StepUpRuleDesk.object(wanted.scope()), StepUpRuleSets.content(wanted, judged), somebody.getName()))));
    }

    private static Scope scope(Scope.Level level, String id) {
        return Scope.find(level, id == null ? "" : id).orElseThrow(SecretRefusal.RULE_SCOPE_UNKNOWN::refused);
    }
}
