package io.shouyin.host.policies;

import io.shouyin.host.policies.RuleBook.Clause;
import io.shouyin.host.policies.RuleBook.Condition;
import io.shouyin.kernel.PasswordPolicy;
import io.shouyin.strength.CommonPasswords;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a policy makes of one rule book: each clause satisfied, broken by these values, or not a matter of a password policy.
public record PolicyReport(RuleBook book, List<Line> lines) {

    public enum Verdict {
        SATISFIED,
        BROKEN,
        UNDECIDED
    }

    /// @param brokenBy the values that break it, of the nearest of its alternatives
    public record Line(Clause clause, Verdict verdict, List<Breach> brokenBy) {}

    public record Breach(Knob knob, JsonNode value, Condition needed) {}

    /// @param lists what these passwords are compared with besides [CommonPasswords]
    public static List<PolicyReport> of(PasswordPolicy policy, Lists lists) {
        var facts = facts(policy, lists);
        return Profiles.ruleBooks().stream()
                .map(book -> new PolicyReport(book, book.clauses().stream().map(clause -> line(clause, facts)).toList())).toList();
    }

    /// The policy's values, and what stands around it.
    static ObjectNode facts(PasswordPolicy policy, Lists lists) {
        var facts = PolicyJson.tree(policy);
        var common = CommonPasswords.count(policy.length().withFactorMin(), policy.length().max());
        Knob.COMMON_COUNT.put(facts, PolicyJson.tree((Object) common));
        Knob.LEAKED_COUNT.put(facts, PolicyJson.tree((Object) lists.leakedCount()));
        return facts;
    }

    public long count(Verdict verdict) {
        return lines.stream().filter(line -> line.verdict() == verdict).count();
    }

    private static Line line(Clause clause, ObjectNode facts) {
        if (clause.needs().isEmpty()) {
            return new Line(clause, Verdict.UNDECIDED, List.of());
        }
        var nearest = clause.needs().stream().map(group -> breaches(group, facts)).min(Comparator.comparingInt(List::size)).orElseThrow();
        return new Line(clause, nearest.isEmpty() ? Verdict.SATISFIED : Verdict.BROKEN, nearest);
    }

    private static List<Breach> breaches(List<Condition> group, ObjectNode facts) {
        return group.stream().filter(condition -> !condition.holds(facts))
                .map(condition -> new Breach(condition.knob(), condition.knob().in(facts), condition)).toList();
    }
}
