package io.shouyin.host.credentials;

import io.shouyin.host.Corridor;
import io.shouyin.iso8583.terminal.TransactionKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Rules of a provider that lets chips approve small sales: the transaction password from ¥5,000.00 on, for what gives back the supervisor.
public final class OfflineRules {

    private OfflineRules() {}

    public static void wantNothingOfflineBelowTheLimit(Corridor corridor) {
        Conditions large = new Conditions(Set.of(TransactionKind.SALE, TransactionKind.OFFLINE_SALE, TransactionKind.PRE_AUTH, TransactionKind.PRE_AUTH_TOP_UP, TransactionKind.COMPLETION,
                TransactionKind.COMPLETION_NOTICE), 500_000, null, null, null, null, null, null);
        Conditions back = new Conditions(Set.of(TransactionKind.VOID, TransactionKind.REFUND, TransactionKind.PRE_AUTH_VOID, TransactionKind.COMPLETION_VOID), 0, null, null, null, null, null, null);
        List<StepUpRule> rules = List.of(new StepUpRule("large", large, all("TXN_PASSWORD")), new StepUpRule("back", back, all("SUPERVISOR_PASSWORD")));
        StepUpRuleDesk desk = corridor.bean(StepUpRuleDesk.class);
        int version = corridor.jdbc().sql("SELECT coalesce(max(version), 0) FROM credentials.step_up_rule_set WHERE scope = 'PLATFORM'").query(Integer.class).single();
        desk.replace(desk.judge(new StepUpRuleDesk.Wanted(Scope.PLATFORM, version, Optional.empty(), rules), "risk"), "");
    }

    private static Requirement all(String factor) {
        return new Requirement(List.of(new Requirement.AllOf(List.of(Leaf.of(factor)))));
    }
}
