package io.shouyin.host.fleet.status;

import io.shouyin.kernel.Check;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings `shouyin.fleet.status.*`.
///
/// @param beatInterval how often a terminal is to send a heartbeat, in whole seconds
/// @param clockSkewMax how far the time of a heartbeat may be from the host's
@Validated
@ConfigurationProperties("shouyin.fleet.status")
record StatusSettings(@DefaultValue("60s") Duration beatInterval,
                      @DefaultValue("5m") Duration clockSkewMax) {

    StatusSettings {
        Check.argument(beatInterval.compareTo(Duration.ofSeconds(1)) >= 0 && beatInterval.compareTo(Duration.ofHours(1)) <= 0,
                "shouyin.fleet.status.beat-interval is 1s to 1h");
        Check.argument(clockSkewMax.compareTo(Duration.ofSeconds(5)) >= 0 && clockSkewMax.compareTo(Duration.ofHours(1)) <= 0,
                "shouyin.fleet.status.clock-skew-max is 5s to 1h");
    }
}
