package io.shouyin.host.credentials;

import io.shouyin.kernel.Check;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a rule asks for: one of several groups of factors, each group whole.
///
/// As JSON `{"anyOf":[{"allOf":["TXN_PASSWORD","ONE_TIME_CODE"]},{"allOf":["TXN_PASSWORD","FINGERPRINT@SUPERVISOR"]}]}`.
///
/// @param anyOf in the order in which they are offered
public record Requirement(List<AllOf> anyOf) {

    static final int GROUPS_MAX = 8;

    public Requirement {
        Check.argument(anyOf != null && !anyOf.isEmpty() && anyOf.size() <= GROUPS_MAX, "a requirement has 1 to 8 groups");
        anyOf = List.copyOf(anyOf);
    }

    public record AllOf(List<Leaf> allOf) {

        public AllOf {
            Check.argument(allOf != null && !allOf.isEmpty() && Set.copyOf(allOf).size() == allOf.size(),
                    "a group has factors, none of them twice");
            Check.argument(allOf.stream().map(Leaf::factor).distinct().count() == allOf.size(), "a group asks each factor of one person");
            allOf = List.copyOf(allOf);
        }

        boolean includes(AllOf other) {
            return allOf.containsAll(other.allOf);
        }
    }

    /// Whether whoever meets this one meets the other, too.
    boolean implies(Requirement other) {
        return anyOf.stream().allMatch(group -> other.anyOf.stream().anyMatch(group::includes));
    }

    Set<Factor> factors() {
        return anyOf.stream().flatMap(group -> group.allOf().stream()).map(Leaf::factor).collect(Collectors.toSet());
    }
}
