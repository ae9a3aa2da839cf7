package io.shouyin.host.policies;

import io.shouyin.kernel.Check;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a rule book says of passwords, clause by clause, in words of our own.
public record RuleBook(String id, String zh, String en, List<Clause> clauses) {

    /// @param needs one of these groups has to hold as a whole; none: a password policy does not decide the clause
    /// @param by where it is decided then, in both languages
    public record Clause(String id, String zh, String en, List<List<Condition>> needs, Optional<By> by) {
        public Clause {
            needs = needs == null ? List.of() : needs;
            by = by == null ? Optional.empty() : by;
            Check.argument(needs.isEmpty() == by.isPresent(), "a clause has conditions, or says where it is decided");
        }
    }

    public record By(String zh, String en) {}

    /// @param knob by its path
    /// @param value to compare with
    public record Condition(Knob knob, Comparison is, JsonNode value) {

        boolean holds(ObjectNode policy) {
            var found = knob.in(policy);
            return switch (is) {
                case AT_LEAST -> found.intValue() >= value.intValue();
                case AT_MOST -> found.intValue() <= value.intValue();
                case SAME -> found.equals(value);
                case ONE_OF -> value.valueStream().anyMatch(found::equals);
                case HAS -> value.valueStream().allMatch(one -> found.valueStream().anyMatch(one::equals));
            };
        }
    }

    public enum Comparison {
        AT_LEAST,
        AT_MOST,
        SAME,
        ONE_OF,
        /// A set that contains all of these.
        HAS
    }
}
