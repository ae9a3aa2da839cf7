package io.shouyin.host.audit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.shouyin.tlog.NoteKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The state of the log: for the console, and as measurements.
@Component
class LogStates {

    private final JdbcClient jdbc;
    private final Checkpoints checkpoints;
    private final Witnesses witnesses;
    private final LogSelfCheck selfCheck;

    LogStates(JdbcClient jdbc, Checkpoints checkpoints, Witnesses witnesses, LogSelfCheck selfCheck, MeterRegistry registry) {
        this.jdbc = jdbc;
        this.checkpoints = checkpoints;
        this.witnesses = witnesses;
        this.selfCheck = selfCheck;
        Gauge.builder("shouyin.audit.signed", checkpoints, log -> log.latest().map(latest -> latest.checkpoint().size()).orElse(0L))
                .description("leaves under the latest checkpoint").register(registry);
        Gauge.builder("shouyin.audit.trouble", this, log -> log.trouble().isPresent() ? 1 : 0)
                .description("1: this host signs no checkpoint, entries were changed, or a witness refuses a checkpoint").register(registry);
    }

    /// @param size leaves
    /// @param waiting entries that have none yet
    /// @param verifier what the log's signatures are verified with
    /// @param checkpoint signed last
    /// @param trouble name of a [Trouble]
    record State(long size, long waiting, Optional<String> verifier, Optional<Signed> checkpoint, List<Witnesses.State> witnesses, Optional<String> trouble) {}

    /// @param root in base64
    record Signed(String origin, long size, String root, Instant at) {}

    @Transactional(readOnly = true)
    public State now() {
        long size = jdbc.sql("SELECT size FROM audit.head").query(Long.class).single();
        long waiting = jdbc.sql("SELECT count(*) FROM (SELECT FROM audit.waiting LIMIT 100000) counted").query(Long.class).single();
        Optional<Checkpoints.Latest> latest = checkpoints.latest();
        return new State(size, waiting, latest.map(Checkpoints.Latest::verifier).map(NoteKey::vkey), latest.map(LogStates::signed), witnesses.states(), trouble().map(Trouble::name));
    }

    private static Signed signed(Checkpoints.Latest latest) {
        return new Signed(latest.checkpoint().origin(), latest.checkpoint().size(), latest.checkpoint().root().base64(), latest.at());
    }

    private Optional<Trouble> trouble() {
        return checkpoints.trouble().or(() -> selfCheck.wrong().isEmpty() ? Optional.empty() : Optional.of(Trouble.LOG_CHANGED))
                .or(() -> witnesses.anyRefuses() ? Optional.of(Trouble.WITNESS_REFUSES) : Optional.empty());
    }
}
