package io.shouyin.host.acquiring;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.time.LocalTime;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings `shouyin.acquiring.*`.
///
/// @param institution our institution number towards terminals, field 32
/// @param cutOver China Standard Time at which the next business day begins
/// @param pendingMax how long a transaction may be open; then the host that had it is taken for dead, and it is in doubt
/// @param reversalRetryMin pause after the first advice that was not answered; doubles up to the longest
/// @param reversalRetryMax the longest pause between two advices
/// @param unknownOriginalCode what a terminal is answered that reverses what never arrived
/// @param saleFenMax the highest amount of one sale or pre-authorization
/// @param completionPercentMax how much of a pre-authorization its completion may take, in percent
/// @param walletWait how long a customer may take to pay by a code; then the payment is cancelled
/// @param walletListPause between two looks at the wallets' lists of payments into static codes
/// @param walletNoticesPerMinuteMax notices of wallets from one address in a minute; what exceeds them is refused
/// @param walletQueryPause between two questions to a wallet what has become of a payment
@Validated
@ConfigurationProperties("shouyin.acquiring")
record AcquiringSettings(@DefaultValue("00010000") @Pattern(regexp = "[0-9]{8,11}") String institution,
                         @DefaultValue("23:00") @NotNull LocalTime cutOver,
                         @DefaultValue("60s") @NotNull Duration pendingMax,
                         @DefaultValue("1s") @NotNull Duration reversalRetryMin,
                         @DefaultValue("60s") @NotNull Duration reversalRetryMax,
                         @DefaultValue("25") @Pattern(regexp = "[0-9A-Z]{2}") String unknownOriginalCode,
                         @DefaultValue("999999999999") @Min(1) long saleFenMax,
                         @DefaultValue("115") @Min(100) @Max(200) int completionPercentMax,
                         @DefaultValue("3m") @NotNull Duration walletWait,
                         @DefaultValue("2s") @NotNull Duration walletQueryPause,
                         @DefaultValue("600") @Min(1) int walletNoticesPerMinuteMax,
                         @DefaultValue("10m") @NotNull Duration walletListPause) {}
