package io.shouyin.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.audit.LogTiles;
import io.shouyin.host.audit.Sequencer;
import io.shouyin.kernel.Check;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The audit log on a database of its own: entries as the host writes them, leaves as it gives them, proofs as it makes them.
public final class AuditBench {

    private static final int PROOFS = 2000;
    private static final int FILLED_AT_ONCE = 50_000;
    private static final long WARM_LEAVES = 5_000;
    private static final long SEED = 6962;

    private final HikariDataSource pool;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AuditLog audit;
    private final Sequencer sequencer;
    private final int threads;
    private final int seconds;
    private final List<Long> sizes;
    private final Consumer<String> progress;

    public AuditBench(DataSource source, int threads, int seconds, List<Long> sizes, Consumer<String> progress) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(threads + 2);
        this.pool = new HikariDataSource(config);
        this.jdbc = JdbcClient.create(pool);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
        this.audit = AuditLog.of(jdbc, InstantSource.system());
        this.sequencer = Sequencer.of(jdbc, transactions);
        this.threads = threads;
        this.seconds = seconds;
        this.sizes = List.copyOf(sizes);
        this.progress = progress;
    }

    public AuditReport run() {
        try (pool) {
            progress.accept("预热 / warm-up …");
            at(WARM_LEAVES);
            List<AuditReport.Size> measured = new ArrayList<>();
            for (long size : sizes) {
                measured.add(at(size));
            }
            double hundreds = appended(100);
            drain();
            return new AuditReport(hundreds, measured);
        }
    }

    /// @return entries a second that were committed, with a sequencer at work
    private double appended(int inOne) {
        AtomicBoolean over = new AtomicBoolean();
        LongAdder written = new LongAdder();
        long from = System.nanoTime();
        List<Future<?>> work = new ArrayList<>();
        try (ExecutorService all = Executors.newFixedThreadPool(threads + 1)) {
            for (int i = 0; i < threads; i++) {
                work.add(all.submit(() -> {
                    while (!over.get()) {
                        transactions.executeWithoutResult(_ -> {
                            for (int n = 0; n < inOne; n++) {
                                audit.append(AuditEntry.done("bench.append", "number:" + n).by(AuditActor.system("bench")));
                            }
                        });
                        written.add(inOne);
                    }
                }));
            }
            work.add(all.submit(() -> {
                while (!over.get()) {
                    if (sequencer.sequence() < Sequencer.BATCH_ENTRIES) {
                        pause(Duration.ofMillis(200));
                    }
                }
            }));
            pause(Duration.ofSeconds(seconds));
            over.set(true);
        }
        work.forEach(each -> Check.invariant(each.state() == Future.State.SUCCESS, "every writer came to its end"));
        return written.sum() / seconds(from);
    }

    private void drain() {
        while (sequencer.sequence() > 0) {
            continue;
        }
    }

    private AuditReport.Size at(long size) {
        double placing = 0;
        long placed = 0;
        long there = size();
        while (there < size) {
            fill((int) Math.min(FILLED_AT_ONCE, size - there));
            long from = System.nanoTime();
            drain();
            placing += seconds(from);
            long now = size();
            placed += now - there;
            there = now;
            progress.accept("%d / %d".formatted(there, size));
        }
        LogTiles tiles = LogTiles.of(jdbc);
        long leaves = there;
        double[] inclusion = millis(leaf -> Check.invariant(!tiles.inclusion(leaf, leaves).isEmpty(), "a proof has hashes"), leaves);
        double[] consistency = millis(leaf -> tiles.consistency(leaf, leaves), leaves);
        double[] root = millis(_ -> tiles.root(leaves), leaves);
        long bytes = jdbc.sql("SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c WHERE c.relnamespace = 'audit'::regnamespace AND c.relkind = 'r'").query(Long.class).single();
        double alone = appended(1);
        drain();
        return new AuditReport.Size(leaves, alone, placed == 0 ? Double.NaN : placed / placing, median(inclusion), inclusion[(int) (PROOFS * 0.99)], median(consistency), median(root), bytes >> 20);
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    /// Sorted; leaves by chance, the same in each run. The first ones find nothing in memory.
    private static double[] millis(LongConsumer work, long leaves) {
        Random random = new Random(SEED);
        return random.longs(PROOFS, 0, leaves).mapToDouble(leaf -> {
            long from = System.nanoTime();
            work.accept(leaf);
            return seconds(from) * 1e3;
        }).sorted().toArray();
    }

    /// Entries of the usual length, faster than a host writes them.
    private void fill(int entries) {
        jdbc.sql("""
                INSERT INTO audit.entry (at, actor_type, actor, action, object, result, content, leaf_hash)
                SELECT now(), 'SYSTEM', 'bench', 'bench.fill', 'number:' || n, 'DONE', content, sha256('\\x00'::bytea || convert_to(content, 'UTF8'))
                FROM (SELECT n, '{"action":"bench.fill","actor":{"factors":[],"id":"bench","type":"SYSTEM"},"address":"127.0.0.1","object":"number:' || n
                      || '","requestId":"' || gen_random_uuid() || '","result":"DONE","salt":"' || md5(random()::text) || '","time":"2026-11-23T10:00:00.000000Z","v":2}' AS content
                      FROM generate_series(1, :entries) n) made""").param("entries", entries).update();
    }

    private long size() {
        return jdbc.sql("SELECT size FROM audit.head").query(Long.class).single();
    }

    private static double seconds(long from) {
        return (System.nanoTime() - from) / 1e9;
    }

    private static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
