package io.shouyin.host.audit;

import io.shouyin.kernel.Check;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings `shouyin.audit.*`.
///
/// @param folder keeps the log's key, made at the first start, and the last checkpoint that was signed; on another disk than the database it notices a restored backup. Mode 700
/// @param origin the log's name, such as `pos.example.com/audit`; without it a random one is made with the key. A new name begins a new log over the same entries
/// @param checkpointEvery how old the last checkpoint may be when there are new entries
/// @param checkpointEntriesMax new entries after which one is signed sooner
/// @param witnesses `URL KEY` each: where a witness takes checkpoints, a blank, its verifier key
/// @param witnessWithin a witness has to answer
@Validated
@ConfigurationProperties("shouyin.audit")
record AuditSettings(@DefaultValue("var/host/audit") @NotNull Path folder,
                     Optional<String> origin,
                     @DefaultValue("10s") @NotNull Duration checkpointEvery,
                     @DefaultValue("1000") @Min(1) @Max(1_000_000) int checkpointEntriesMax,
                     @DefaultValue List<String> witnesses,
                     @DefaultValue("5s") @NotNull Duration witnessWithin) {

    AuditSettings {
        witnesses = witnesses.stream().filter(line -> !line.isBlank()).toList();
        witnesses.forEach(WitnessLine::parse);
        Check.argument(checkpointEvery.isPositive() && checkpointEvery.compareTo(Duration.ofHours(1)) <= 0, "shouyin.audit.checkpoint-every is above 0 and at most 1h");
        Check.argument(witnessWithin.isPositive() && witnessWithin.compareTo(Duration.ofMinutes(1)) <= 0, "shouyin.audit.witness-within is above 0 and at most 1m");
    }
}
