package io.shouyin.host.audit;

import io.shouyin.kernel.Fault;
import io.shouyin.tlog.AddCheckpoint;
import io.shouyin.tlog.Note;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Shows each checkpoint to the witnesses and keeps their cosignatures: C2SP tlog-witness v1.0.0. A witness that is away is asked again; one that refuses has seen another
/// history than this one, and that is an alarm.
@Component
public class Witnesses {

    private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);
    private static final String SIZE_TYPE = "text/x.tlog.size";
    private static final int ANSWER_BYTES_MAX = 16 * 1024;

    private final List<WitnessLine> witnesses;
    private final AuditSettings settings;
    private final Checkpoints checkpoints;
    private final LogTiles tiles;
    private final AuditLog audit;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final InstantSource clock;
    private final HttpClient http;
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

    Witnesses(AuditSettings settings, Checkpoints checkpoints, LogTiles tiles, AuditLog audit, JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
        this.witnesses = settings.witnesses().stream().map(WitnessLine::parse).toList();
        this.settings = settings;
        this.checkpoints = checkpoints;
        this.tiles = tiles;
        this.audit = audit;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(settings.witnessWithin()).build();
    }

    public enum Outcome {
        COSIGNED,
        /// Does not answer, or not as a witness does.
        AWAY,
        /// Will not cosign what this log has signed.
        REFUSES
    }

    /// @param size the largest tree that it cosigned, and when
    public record State(String name, Outcome outcome, Optional<Long> size, Optional<Instant> at) {}

    public List<State> states() {
        return witnesses.stream().map(this::state).toList();
    }

    private State state(WitnessLine witness) {
        String name = witness.key().name();
        record Last(long size, Instant at) {}
        Optional<Last> last = checkpoints.latest().flatMap(latest -> jdbc.sql("SELECT size, at FROM audit.cosignature WHERE origin = :origin AND witness = :witness ORDER BY size DESC LIMIT 1")
                .param("origin", latest.checkpoint().origin()).param("witness", name)
                .query((row, _) -> new Last(row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant())).optional());
        return new State(name, outcomes.getOrDefault(name, last.isPresent() ? Outcome.COSIGNED : Outcome.AWAY), last.map(Last::size), last.map(Last::at));
    }

    public boolean anyRefuses() {
        return outcomes.containsValue(Outcome.REFUSES);
    }

    @Scheduled(fixedDelayString = "PT2S")
    public void show() {
        checkpoints.latest().ifPresent(latest -> witnesses.forEach(witness -> tell(witness, shown(witness, latest))));
    }

    private Outcome shown(WitnessLine witness, Checkpoints.Latest latest) {
        long seen = jdbc.sql("SELECT coalesce(max(size), 0) FROM audit.cosignature WHERE origin = :origin AND witness = :witness")
                .param("origin", latest.checkpoint().origin()).param("witness", witness.key().name()).query(Long.class).single();
        if (seen >= latest.checkpoint().size()) {
            return outcomes.getOrDefault(witness.key().name(), Outcome.COSIGNED);
        }
        try {
            HttpResponse<String> answer = ask(witness, latest, seen);
            OptionalLong told = sizeTold(answer);
            if (told.isPresent() && told.getAsLong() != seen && told.getAsLong() <= latest.checkpoint().size()) {     // it knows more than we have kept of it
                answer = ask(witness, latest, told.getAsLong());
            }
            return switch (answer.statusCode()) {
                case 200 -> keep(witness, latest, answer.body());
                case 400, 403, 404, 409, 422 -> Outcome.REFUSES;
                default -> Outcome.AWAY;
            };
        } catch (IOException away) {
            return Outcome.AWAY;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Outcome.AWAY;
        }
    }

    private HttpResponse<String> ask(WitnessLine witness, Checkpoints.Latest latest, long older) throws IOException, InterruptedException {
        String body = new AddCheckpoint(older, tiles.consistency(older, latest.checkpoint().size()), Note.parse(latest.note())).body();
        return http.send(HttpRequest.newBuilder(witness.prefix().resolve("add-checkpoint")).timeout(settings.witnessWithin()).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                _ -> HttpResponse.BodySubscribers.mapping(HttpResponse.BodySubscribers.limiting(HttpResponse.BodySubscribers.ofByteArray(), ANSWER_BYTES_MAX),
                        bytes -> new String(bytes, StandardCharsets.UTF_8)));
    }

    private static OptionalLong sizeTold(HttpResponse<String> answer) {
        boolean told = answer.statusCode() == 409 && answer.headers().firstValue("Content-Type").filter(type -> type.startsWith(SIZE_TYPE)).isPresent()
                && answer.body().matches("(0|[1-9][0-9]{0,17})\n");
        return told ? OptionalLong.of(Long.parseLong(answer.body().strip())) : OptionalLong.empty();
    }

    private Outcome keep(WitnessLine witness, Checkpoints.Latest latest, String lines) {
        Instant at;
        try {
            Optional<Instant> cosigned = Note.parse(latest.note()).with(Note.signatures(lines)).cosignedAt(witness.key());
            if (cosigned.isEmpty()) {
                return Outcome.AWAY;
            }
            at = cosigned.get();
        } catch (Fault noCosignature) {
            return Outcome.AWAY;
        }
        jdbc.sql("INSERT INTO audit.cosignature (origin, size, witness, at, line) VALUES (:origin, :size, :witness, :at, :line) ON CONFLICT DO NOTHING")
                .param("origin", latest.checkpoint().origin()).param("size", latest.checkpoint().size()).param("witness", witness.key().name())
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC)).param("line", Note.linesOf(witness.key(), lines)).update();
        return Outcome.COSIGNED;
    }

    private void tell(WitnessLine witness, Outcome outcome) {
        Outcome before = outcomes.put(witness.key().name(), outcome);
        if (outcome == before || outcome != Outcome.REFUSES && before != Outcome.REFUSES) {
            return;
        }
        String object = "witness:" + witness.key().name();
        AuditEntry entry = outcome == Outcome.REFUSES ? AuditEntry.refused("audit.witness", object, Trouble.WITNESS_REFUSES) : AuditEntry.done("audit.witness", object);
        transactions.executeWithoutResult(_ -> audit.append(entry.by(AuditActor.system("audit"))));
        LOG.error("{} of the audit log: {}", object, outcome);
    }
}
