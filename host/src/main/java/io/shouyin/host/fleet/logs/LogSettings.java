package io.shouyin.host.fleet.logs;

import io.shouyin.kernel.Check;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings `shouyin.fleet.logs.*`.
///
/// @param partBytesMax of a part of a log as it is sent, packed
/// @param partUnpackedBytesMax of a part, unpacked; what unpacks to more is a zip bomb
/// @param partsMax of one upload
/// @param uploadBytesMax of one upload, unpacked
/// @param uploadsKept of each terminal; the oldest goes with its lines
/// @param screensKept of each terminal
/// @param retention how long lines and screens are kept
@Validated
@ConfigurationProperties("shouyin.fleet.logs")
record LogSettings(@DefaultValue("65536") @Min(1_024) @Max(1_048_576) int partBytesMax,
                   @DefaultValue("262144") @Min(1_024) @Max(4_194_304) int partUnpackedBytesMax,
                   @DefaultValue("128") @Min(1) @Max(10_000) int partsMax,
                   @DefaultValue("8388608") @Min(1_024) @Max(134_217_728) long uploadBytesMax,
                   @DefaultValue("20") @Min(1) @Max(1_000) int uploadsKept,
                   @DefaultValue("20") @Min(1) @Max(1_000) int screensKept,
                   @DefaultValue("30d") Duration retention) {

    LogSettings {
        Check.argument(partUnpackedBytesMax >= partBytesMax, "shouyin.fleet.logs.part-unpacked-bytes-max is at least part-bytes-max");
        Check.argument(retention.compareTo(Duration.ofDays(1)) >= 0 && retention.compareTo(Duration.ofDays(3650)) <= 0, "shouyin.fleet.logs.retention is 1d to 3650d");
    }
}
