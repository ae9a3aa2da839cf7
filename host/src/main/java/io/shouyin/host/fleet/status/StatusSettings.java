package io.shouyin.host.fleet.status;

import io.shouyin.kernel.Check;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings `shouyin.fleet.status.*`.
///
/// @param beatInterval how often a terminal is to send a heartbeat, in whole seconds; after two it is late
/// @param offlineAfter not heard for so long a terminal is offline
/// @param silentAfter not heard for so long a terminal that is signed in calls maintenance; one that was loaded by hand is offline then
/// @param clockSkewMax how far the time of a heartbeat may be from the host's
/// @param clockDriftMax how far a terminal's clock may be off before it calls maintenance
/// @param batteryLowPercent a battery that is so empty, and not being charged, calls maintenance
/// @param radiusMetres how far a terminal may be from where it belongs if nobody has said it of that one
/// @param driftSharePercent if so many of a model run one version, the others call maintenance
/// @param dutyPhone gets a text message of new tickets; empty: nobody
/// @param dutyPause between two of these messages
@Validated
@ConfigurationProperties("shouyin.fleet.status")
record StatusSettings(@DefaultValue("60s") Duration beatInterval,
                      @DefaultValue("10m") Duration offlineAfter,
                      @DefaultValue("24h") Duration silentAfter,
                      @DefaultValue("5m") Duration clockSkewMax,
                      @DefaultValue("30s") Duration clockDriftMax,
                      @DefaultValue("15") @Min(0) @Max(100) int batteryLowPercent,
                      @DefaultValue("500") @Min(10) @Max(1_000_000) int radiusMetres,
                      @DefaultValue("95") @Min(51) @Max(100) int driftSharePercent,
                      @DefaultValue("") @NotNull String dutyPhone,
                      @DefaultValue("5m") Duration dutyPause) {

    StatusSettings {
        Check.argument(beatInterval.compareTo(Duration.ofSeconds(1)) >= 0 && beatInterval.compareTo(Duration.ofHours(1)) <= 0,
                "shouyin.fleet.status.beat-interval is 1s to 1h");
        Check.argument(clockSkewMax.compareTo(Duration.ofSeconds(5)) >= 0 && clockSkewMax.compareTo(Duration.ofHours(1)) <= 0,
                "shouyin.fleet.status.clock-skew-max is 5s to 1h");
        Check.argument(clockDriftMax.isPositive() && clockDriftMax.compareTo(clockSkewMax) <= 0, "shouyin.fleet.status.clock-drift-max is above 0 and at most clock-skew-max");
        Check.argument(offlineAfter.compareTo(beatInterval.multipliedBy(2)) > 0, "shouyin.fleet.status.offline-after is more than two intervals");
        Check.argument(silentAfter.compareTo(offlineAfter) >= 0, "shouyin.fleet.status.silent-after is at least offline-after");
        Check.argument(!dutyPause.isNegative(), "shouyin.fleet.status.duty-pause is not negative");
    }
}
