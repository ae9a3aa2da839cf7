package io.shouyin.host.credentials;

import io.shouyin.host.platform.Recent;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// The rules in force, at most a second old on every host: a transaction reads none of them from the database.
@Component
class StepUpRules {

    private final Recent<Map<Scope, List<StepUpRule>>> inForce;

    StepUpRules(StepUpRuleSets sets) {
        inForce = new Recent<>(sets::inForce);
    }

    /// All rules around a terminal, from the platform down.
    List<StepUpRule> around(MerchantId merchant, TerminalId terminal) {
        Map<Scope, List<StepUpRule>> lists = inForce.get();
        return Scope.around(merchant, terminal).stream().map(lists::get).filter(Objects::nonNull).flatMap(List::stream).toList();
    }

    /// Those whose conditions the message alone does not rule out.
    List<StepUpRule> candidates(Situation situation) {
        return around(situation.merchant(), situation.terminal()).stream().filter(rule -> rule.when().mayHold(situation)).toList();
    }

    @Scheduled(fixedDelay = Recent.REFRESH_MILLIS, timeUnit = TimeUnit.MILLISECONDS)
    void refresh() {
        inForce.refresh();
    }

    /// This host sees a change at once.
    void forget() {
        inForce.forget();
    }
}
