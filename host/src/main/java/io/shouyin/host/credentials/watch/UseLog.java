package io.shouyin.host.credentials.watch;

import io.shouyin.kernel.OperatorNumber;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The table of uses.
///
/// What went wrong is written in the transaction that counts and journals it. What went right waits in memory until many are written
/// with one statement, so that watching costs a sale no trip to the database; a crash loses about a second of these, and the
/// journal has them all the same.
@Component
public class UseLog implements SmartLifecycle {

    static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    /// Of the database being away: then nothing is sold either.
    private static final int WAITING_MAX = 100_000;
    private static final int ROWS_MAX = 1_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Object writing = new Object();
    private List<Use> waiting = new ArrayList<>();
    private volatile boolean running;

    UseLog(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// Went wrong, or was refused.
    @Transactional(propagation = Propagation.MANDATORY)
    public void failed(Use use) {
        insert(List.of(use));
    }

    /// A wrong value, with what the vault says of it.
    ///
    /// @param likeness the same for the same value; kept for a day, and only mixed with its date
    @Transactional(propagation = Propagation.MANDATORY)
    public void wrong(Use use, String likeness) {
        insert(List.of(use));
        jdbc.sql("INSERT INTO credentials.wrong_value (at, likeness, merchant_id, terminal_id) VALUES (?, ?, ?, ?)")
                .params(utc(use.at()), ofTheDay(use.at(), likeness), use.merchant().value(), use.terminal().value()).update();
    }

    private static byte[] ofTheDay(Instant at, String likeness) {
        try {
            String text = LocalDate.ofInstant(at, CHINA) + " " + likeness;
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Went right. Counts when the open transaction commits, or at once if there is none.
    public void right(List<Use> uses) {
        if (uses.isEmpty()) {
            return;
        }
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    add(uses);
                }
            });
        } else {
            add(uses);
        }
    }

    private synchronized void add(List<Use> uses) {
        if (waiting.size() < WAITING_MAX) {
            waiting.addAll(uses);
        }
    }

    private synchronized List<Use> take() {
        List<Use> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    /// Writes what waits.
    @Scheduled(fixedDelayString = "PT1S")
    public void flush() {
        synchronized (writing) {
            List<Use> taken = take();
            int written = 0;
            try {
                while (written < taken.size()) {
                    List<Use> part = taken.subList(written, Math.min(written + ROWS_MAX, taken.size()));
                    transactions.executeWithoutResult(_ -> {
                        insert(part);
                        count(part);
                    });
                    written += part.size();
                }
            } finally {
                add(taken.subList(written, taken.size()));              // the database was away: again in a second
            }
        }
    }

    private void insert(List<Use> uses) {
        jdbc.sql("""
                INSERT INTO credentials.use (at, subject, merchant_id, terminal_id, operator_number, factor, kind, outcome, reason)
                SELECT * FROM unnest(?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])""")
                .params(List.of(texts(uses, use -> utc(use.at()).toString()), texts(uses, Use::subject), texts(uses, use -> use.merchant().value()),
                        texts(uses, use -> use.terminal().value()), texts(uses, use -> use.operator().map(OperatorNumber::value).orElse(null)),
                        texts(uses, use -> use.factor().orElse(null)), texts(uses, Use::kind), texts(uses, use -> use.outcome().name()),
                        texts(uses, use -> use.reason().orElse(null))))
                .update();
    }

    private record Hour(Instant hour, String subject, String merchant, String terminal, String operator, String factor) {

        /// One order for all hosts, so that no two wait for each other.
        static final Comparator<Hour> ORDER = Comparator.comparing(Hour::subject).thenComparing(Hour::hour).thenComparing(Hour::terminal)
                .thenComparing(Hour::operator).thenComparing(Hour::factor);

        static Hour of(Use use) {
            long second = use.at().getEpochSecond();
            return new Hour(Instant.ofEpochSecond(second - second % 3600), use.subject(), use.merchant().value(), use.terminal().value(),
                    use.operator().map(OperatorNumber::value).orElse(""), use.factor().orElse(""));
        }
    }

    private void count(List<Use> uses) {
        Map<Hour, Integer> hours = new TreeMap<>(Hour.ORDER);
        uses.forEach(use -> hours.merge(Hour.of(use), 1, Integer::sum));
        List<Hour> keys = List.copyOf(hours.keySet());
        jdbc.sql("""
                INSERT INTO credentials.use_hour (hour, subject, merchant_id, terminal_id, operator_number, factor, uses)
                SELECT * FROM unnest(?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::integer[])
                ON CONFLICT ON CONSTRAINT use_hour_once DO UPDATE SET uses = use_hour.uses + excluded.uses""")
                .params(List.of(texts(keys, key -> utc(key.hour()).toString()), texts(keys, Hour::subject), texts(keys, Hour::merchant),
                        texts(keys, Hour::terminal), texts(keys, Hour::operator), texts(keys, Hour::factor), hours.values().toArray(Integer[]::new)))
                .update();
    }

    private static <T> String[] texts(List<T> rows, Function<T, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    @Override
    public void start() {
        running = true;
    }

    /// What waits is written before the connections close.
    @Override
    public void stop() {
        running = false;
        flush();
    }

    /// After the gateway has stopped, whose sales fill it.
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
