package io.shouyin.host.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.HostTest;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Setting a merchant's plan: dated versions, never below the cost unless somebody bears it by name.
@HostTest
class PlanTest {

    private static int merchants;

    @Autowired
    private PlanDesk desk;
    @Autowired
    private Pricing pricing;
    @Autowired
    private Merchants register;
    @Autowired
    private JdbcClient jdbc;

    private Merchant merchant;
    private LocalDate today;

    @BeforeEach
    void registered() {
        MerchantId id = new MerchantId("10429005812%04d".formatted(9_000 + merchants++));
        register.register(new Merchants.Registration(id, "费率小馆", "RATE BISTRO", "5812", "SHANGHAI", "02155550100"));
        merchant = register.find(id).orElseThrow();
        today = desk.today();
    }

    @Test
    void plan_fromItsDayOn_pricesTheSales() {
        desk.set(merchant, plan(0, today.plusDays(3), 55_000, 1_800, 45_000 + 10_000, null), "chen.min");
        assertThat(quote(today).terms().plan()).isZero();
        assertThat(quote(today).feeFen()).isEqualTo(60);
        assertThat(quote(today.plusDays(3)).terms().plan()).isEqualTo(1);
        assertThat(quote(today.plusDays(3)).feeFen()).isEqualTo(55);
        assertThat(jdbc.sql("SELECT count(*) FROM audit.entry WHERE action = 'pricing.plan.set' AND object = ?").param("merchant:" + merchant.merchantId())
                .query(Long.class).single()).isEqualTo(1);
    }

    @Test
    void plan_belowTheCost_isRefused_unlessAnAccountBearsIt() {
        assertRefused(plan(0, today, 50_000, 2_000, 48_249, null), PricingRefusal.RATE_BELOW_COST);
        assertRefused(plan(0, today, 50_000, 100, 60_000, null), PricingRefusal.RATE_BELOW_COST);
        assertThat(desk.versions(merchant.merchantId())).isEmpty();
        desk.set(merchant, plan(0, today, 50_000, 2_000, 48_000, "SUBSIDY-2026"), "chen.min");
        assertThat(desk.inForce(merchant.merchantId()).subsidyAccount()).contains("SUBSIDY-2026");
        assertThat(pricing.quote(merchant.merchantId(), "5812", CardType.CREDIT, new MinorAmount(100_000), today).marginFen()).isEqualTo(-3);
    }

    @Test
    void plan_ofThePast_orOnAnOldVersion_isRefused() {
        assertRefused(plan(0, today.minusDays(1), 50_000, 2_000, 60_000, null), PricingRefusal.PLAN_EFFECTIVE_IN_PAST);
        desk.set(merchant, plan(0, today.plusDays(9), 50_000, 2_000, 60_000, null), "chen.min");
        assertRefused(plan(1, today.plusDays(8), 50_000, 2_000, 60_000, null), PricingRefusal.PLAN_EFFECTIVE_IN_PAST);
        assertRefused(plan(0, today.plusDays(9), 50_000, 2_000, 60_000, null), PricingRefusal.PLAN_CHANGED_MEANWHILE);
    }

    private void assertRefused(Plan wanted, PricingRefusal refusal) {
        assertThatThrownBy(() -> desk.set(merchant, wanted, "chen.min")).hasMessage(refusal.en());
    }

    private Quote quote(LocalDate day) {
        return pricing.quote(merchant.merchantId(), "5812", CardType.CREDIT, new MinorAmount(10_000), day);
    }

    private static Plan plan(int basedOn, LocalDate from, int debit, long cap, int credit, String subsidy) {
        return new Plan(basedOn, from, new Rate(debit, Optional.of(new MinorAmount(cap))), new Rate(credit, Optional.empty()), new Rate(38_000, Optional.empty()), Optional.ofNullable(subsidy));
    }
}
