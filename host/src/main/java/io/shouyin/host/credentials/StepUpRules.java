package io.shouyin.host.credentials;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// The rules in force, at most a second old on every host: a transaction reads none of them from the database.
@Component
class StepUpRules {

    private static final Duration AGE_MAX = Duration.ofSeconds(1);
    private static final int REFRESH_MILLIS = 500;

    private final LoadingCache<StepUpRules, Map<Scope, List<StepUpRule>>> inForce;

    StepUpRules(StepUpRuleSets sets) {
        inForce = Caffeine.newBuilder().expireAfterWrite(AGE_MAX).executor(Runnable::run).build(_ -> sets.inForce());
    }

    /// All rules around a terminal, from the platform down.
    List<StepUpRule> around(MerchantId merchant, TerminalId terminal) {
        Map<Scope, List<StepUpRule>> lists = inForce.get(this);
        return Scope.around(merchant, terminal).stream().map(lists::get).filter(Objects::nonNull).flatMap(List::stream).toList();
    }

    /// Those whose conditions the message alone does not rule out.
    List<StepUpRule> candidates(Situation situation) {
        return around(situation.merchant(), situation.terminal()).stream().filter(rule -> rule.when().mayHold(situation)).toList();
    }

    /// So that no transaction waits for it. What was read before a change that this host made meanwhile is not kept.
    @Scheduled(fixedDelay = REFRESH_MILLIS, timeUnit = TimeUnit.MILLISECONDS)
    void refresh() {
        inForce.refresh(this).join();
    }

    /// This host sees a change at once.
    void forget() {
        inForce.invalidateAll();
    }
}
