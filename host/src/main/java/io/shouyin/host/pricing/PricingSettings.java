package io.shouyin.host.pricing;

import io.shouyin.kernel.MinorAmount;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings `shouyin.pricing.*`: what a merchant without a plan of its own pays.
///
/// @param creditRateE7 of a credit card, in ten millionths: 60000 is 0.60 %
/// @param debitRateE7 of a debit card, in ten millionths
/// @param debitCapFen the most for a debit card, in fen
/// @param walletRateE7 of a payment by code, in ten millionths
@Validated
@ConfigurationProperties("shouyin.pricing")
record PricingSettings(@DefaultValue("60000") @Min(0) @Max(1_000_000) int creditRateE7,
                       @DefaultValue("50000") @Min(0) @Max(1_000_000) int debitRateE7,
                       @DefaultValue("2000") @Min(1) @Max(MinorAmount.FEN_MAX) long debitCapFen,
                       @DefaultValue("38000") @Min(0) @Max(1_000_000) int walletRateE7) {

    Plan plan() {
        return new Plan(0, LocalDate.EPOCH, new Rate(debitRateE7, Optional.of(new MinorAmount(debitCapFen))), new Rate(creditRateE7, Optional.empty()),
                new Rate(walletRateE7, Optional.empty()), Optional.empty());
    }
}
