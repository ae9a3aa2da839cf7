package io.shouyin.host.pricing;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.pricing.Tariff.Cost;
import io.shouyin.host.pricing.TariffStore.Dated;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Where a merchant's plan is set: as its next version, from a day on. Nobody is priced below the cost unless somebody bears it by name.
@Component
class PlanDesk {

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private final TariffStore store;
    private final Pricing pricing;
    private final AuditLog audit;
    private final InstantSource clock;

    PlanDesk(TariffStore store, Pricing pricing, AuditLog audit, InstantSource clock) {
        this.store = store;
        this.pricing = pricing;
        this.audit = audit;
        this.clock = clock;
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), CHINA);
    }

    Plan inForce(MerchantId merchant) {
        return pricing.tariff().plan(merchant, today());
    }

    Cost cost(Merchant merchant, CardType card) {
        return pricing.tariff().cost(merchant.mcc(), card, today());
    }

    List<Dated> versions(MerchantId merchant) {
        return store.versions(merchant);
    }

    /// @param wanted with the version that was looked at, 0 if there was none
    @Transactional
    Dated set(Merchant merchant, Plan wanted, String by) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<Plan> latest = store.versions(merchant.merchantId()).stream().findFirst().map(Dated::plan);
        LocalDate from = wanted.effectiveFrom();
        PricingRefusal.PLAN_EFFECTIVE_IN_PAST.when(from.isBefore(today()) || latest.filter(before -> from.isBefore(before.effectiveFrom())).isPresent());
        PricingRefusal.PLAN_CHANGED_MEANWHILE.when(latest.map(Plan::version).orElse(0) != wanted.version());
        PricingRefusal.RATE_BELOW_COST.when(wanted.subsidyAccount().isEmpty() && isBelowCost(merchant, wanted));
        Dated next = new Dated(new Plan(wanted.version() + 1, from, wanted.debit(), wanted.credit(), wanted.wallet(), wanted.subsidyAccount()), by, now);
        PricingRefusal.PLAN_CHANGED_MEANWHILE.when(!store.add(merchant.merchantId(), next));
        audit.append(AuditEntry.done("pricing.plan.set", "merchant:" + merchant.merchantId()).because("version " + next.plan().version() + " from " + from)
                .before(latest.map(PlanDesk::state).orElse(Map.of())).after(state(next.plan())));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                pricing.forget();
            }
        });
        return next;
    }

    private boolean isBelowCost(Merchant merchant, Plan plan) {
        Tariff tariff = pricing.tariff();
        return List.of(CardType.values()).stream()
                .anyMatch(card -> !tariff.cost(merchant.mcc(), card, plan.effectiveFrom()).isCoveredBy(plan.rate(card)));
    }

    private static Map<String, Object> state(Plan plan) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("effectiveFrom", plan.effectiveFrom().toString());
        state.put("debitRateE7", plan.debit().e7());
        plan.debit().cap().map(MinorAmount::fen).ifPresent(fen -> state.put("debitCapFen", fen));
        state.put("creditRateE7", plan.credit().e7());
        state.put("walletRateE7", plan.wallet().e7());
        plan.subsidyAccount().ifPresent(account -> state.put("subsidyAccount", account));
        return state;
    }
}
