package io.shouyin.host.credentials.watch;

import io.shouyin.kernel.Check;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings `shouyin.credentials.watch.*`.
///
/// @param window in which wrong tries are counted
/// @param failuresPerTerminalMax wrong tries at a terminal in a window; this many are an alert
/// @param failuresPerOperatorMax wrong tries by an operator in a window; this many are an alert
/// @param failuresPerMerchantMax wrong tries at all terminals of a merchant in a window; this many are an alert and slow down terminals that guess
/// @param failuresPerPlatformMax wrong tries at all terminals of all merchants in a window, likewise
/// @param pause how long a terminal that guesses has to wait after a wrong try while it is slowed down
/// @param sameValueTerminalsMax terminals at which the same wrong value may be tried in a window; more are an alert
/// @param usualDaysMin days on which a secret was used in the last thirty, before another hour than those is an alert
/// @param keepMax how long uses are remembered
/// @param sms whether a merchant gets a text message when a password is locked or expires
@Validated
@ConfigurationProperties("shouyin.credentials.watch")
public record WatchSettings(@DefaultValue("10m") Duration window,
                            @DefaultValue("6") @Min(2) @Max(1000) int failuresPerTerminalMax,
                            @DefaultValue("5") @Min(2) @Max(1000) int failuresPerOperatorMax,
                            @DefaultValue("30") @Min(2) @Max(100_000) int failuresPerMerchantMax,
                            @DefaultValue("300") @Min(2) @Max(1_000_000) int failuresPerPlatformMax,
                            @DefaultValue("60s") Duration pause,
                            @DefaultValue("3") @Min(1) @Max(1000) int sameValueTerminalsMax,
                            @DefaultValue("7") @Min(1) @Max(29) int usualDaysMin,
                            @DefaultValue("180d") Duration keepMax,
                            @DefaultValue("true") boolean sms) {

    public WatchSettings {
        Check.argument(window.isPositive() && window.compareTo(Duration.ofHours(24)) <= 0, "shouyin.credentials.watch.window is above 0 and at most 24h");
        Check.argument(pause.isPositive() && pause.compareTo(window) <= 0, "shouyin.credentials.watch.pause is above 0 and at most the window");
        Check.argument(keepMax.compareTo(Duration.ofDays(31)) >= 0, "shouyin.credentials.watch.keep-max is at least 31d");
    }
}
