package io.shouyin.host.pricing;

import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.merchants.MerchantRefusal;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.pricing.Tariff.Cost;
import io.shouyin.host.pricing.TariffStore.Dated;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.OrdinaryTime;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.security.Principal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Merchants' rate plans.
@RestController
@RequestMapping("/api/v1/merchants/{merchantId:[0-9]{15}}/plan")
class PricingController {

    private static final int RATE_E7_MAX = 1_000_000;

    private final Merchants merchants;
    private final PlanDesk desk;

    PricingController(Merchants merchants, PlanDesk desk) {
        this.merchants = merchants;
        this.desk = desk;
    }

    /// Rates in ten millionths: 60000 is 0.60 %.
    ///
    /// @param version 0: the house's rates
    /// @param debitCapFen 0: none
    /// @param setBy null for the house's rates
    record PlanView(int version, LocalDate effectiveFrom, int debitRateE7, long debitCapFen, int creditRateE7, int walletRateE7, String subsidyAccount, String setBy, Instant setAt) {

        static PlanView of(Plan plan, String setBy, Instant setAt) {
            return new PlanView(plan.version(), plan.effectiveFrom(), plan.debit().e7(), plan.debit().cap().map(MinorAmount::fen).orElse(0L),
                    plan.credit().e7(), plan.wallet().e7(), plan.subsidyAccount().orElse(null), setBy, setAt);
        }

        static PlanView of(Dated dated) {
            return of(dated.plan(), dated.setBy(), dated.setAt());
        }
    }

    /// @param capFen 0: none
    record CostView(int rateE7, long capFen) {

        static CostView of(Cost cost) {
            return new CostView(cost.rateE7(), cost.cap().map(MinorAmount::fen).orElse(0L));
        }
    }

    /// @param debitCost what a debit card costs at least today
    record MerchantPricing(String mcc, CategoryClass category, PlanView inForce, CostView debitCost, CostView creditCost, CostView walletCost, List<PlanView> versions) {}

    /// @param basedOn the newest version that one has looked at; 0 if there was none
    /// @param debitCapFen 0: none
    /// @param walletRateE7 null: as it is
    /// @param subsidyAccount who bears rates below the cost
    record NewPlan(@Min(0) int basedOn, @NotNull @OrdinaryTime LocalDate effectiveFrom, @Min(0) @Max(RATE_E7_MAX) int debitRateE7, @Min(0) @Max(MinorAmount.FEN_MAX) long debitCapFen,
                   @Min(0) @Max(RATE_E7_MAX) int creditRateE7, @Min(0) @Max(RATE_E7_MAX) Integer walletRateE7, @Pattern(regexp = "[0-9A-Za-z-]{4,40}") String subsidyAccount) {

        Plan plan(Plan inForce) {
            return new Plan(basedOn, effectiveFrom, new Rate(debitRateE7, Optional.of(new MinorAmount(debitCapFen)).filter(cap -> !cap.isZero())),
                    new Rate(creditRateE7, Optional.empty()), walletRateE7 == null ? inForce.wallet() : new Rate(walletRateE7, Optional.empty()),
                    Optional.ofNullable(subsidyAccount));
        }
    }

    @Operation(summary = "What a merchant pays and costs today, and all versions of its plan")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping
    MerchantPricing pricing(@PathVariable String merchantId) {
        Merchant merchant = require(merchantId);
        List<PlanView> versions = desk.versions(merchant.merchantId()).stream().map(PlanView::of).toList();
        Plan inForce = desk.inForce(merchant.merchantId());
        Cost debit = desk.cost(merchant, CardType.DEBIT);
        return new MerchantPricing(merchant.mcc(), debit.category(), versions.stream().filter(version -> version.version() == inForce.version()).findFirst()
                .orElseGet(() -> PlanView.of(inForce, null, null)), CostView.of(debit), CostView.of(desk.cost(merchant, CardType.CREDIT)),
                CostView.of(desk.cost(merchant, CardType.WALLET)), versions);
    }

    @Operation(summary = "Sets the next version of a plan. 422 RATE_BELOW_COST unless an account bears the subsidy, 422 PLAN_EFFECTIVE_IN_PAST, 409 PLAN_CHANGED_MEANWHILE")
    @PreAuthorize(Allowed.FINANCE)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    PlanView set(@PathVariable String merchantId, @Valid @RequestBody NewPlan wanted, Principal by) {
        Merchant merchant = require(merchantId);
        return PlanView.of(desk.set(merchant, wanted.plan(desk.inForce(merchant.merchantId())), by.getName()));
    }

    private Merchant require(String merchantId) {
        return merchants.find(new MerchantId(merchantId)).orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, MerchantRefusal.MERCHANT_UNKNOWN));
    }
}
