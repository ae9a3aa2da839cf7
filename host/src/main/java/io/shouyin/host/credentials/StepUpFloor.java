package io.shouyin.host.credentials;

import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MinorAmount;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What the platform's rules ask for at least, whoever agrees on them: a second person can be talked into much, but not under this.
final class StepUpFloor {

    /// From here on a payment is large.
    private static final MinorAmount LARGE_PAYMENT = new MinorAmount(500_000);
    /// A pre-authorization and its completion are a sale in two steps, and would be the way around a sale's factors.
    private static final List<TransactionKind> PAYMENTS = List.of(TransactionKind.SALE, TransactionKind.OFFLINE_SALE, TransactionKind.PRE_AUTH, TransactionKind.PRE_AUTH_TOP_UP,
            TransactionKind.COMPLETION, TransactionKind.COMPLETION_NOTICE);
    private static final List<TransactionKind> BACK = List.of(TransactionKind.VOID, TransactionKind.REFUND, TransactionKind.PRE_AUTH_VOID,
            TransactionKind.COMPLETION_VOID);

    private StepUpFloor() {}

    static void require(List<StepUpRule> rules) {
        SecretRefusal.RULES_SALE_UNGUARDED.when(!PAYMENTS.stream().allMatch(kind -> guarded(rules, kind, LARGE_PAYMENT.fen(), leaf -> leaf.factor() != Factor.PIN)));
        SecretRefusal.RULES_BACK_UNGUARDED.when(!BACK.stream().allMatch(kind -> guarded(rules, kind, 0, leaf -> leaf.actor() == Leaf.Actor.SUPERVISOR)));
    }

    /// Whether such a factor is asked for, at a terminal where a code or fingerprint is possible and at one where neither is.
    private static boolean guarded(List<StepUpRule> rules, TransactionKind kind, long fromFen, Predicate<Leaf> wanted) {
        return List.of(true, false).stream().map(second -> new Conditions(Set.of(kind), fromFen, null, null, null, null, null, second))
                .allMatch(situation -> rules.stream().anyMatch(rule -> rule.when().covers(situation)
                        && rule.require().anyOf().stream().allMatch(group -> group.allOf().stream().anyMatch(wanted))));
    }
}
