package io.shouyin.host.audit;

import io.shouyin.tlog.Tile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads the log's entries again, some thousand a minute and from the first one when it is through: each full tile must be there, and be what the entries below it
/// hash to. What lies behind a full tile is not looked at by a checkpoint, whose root is made of tiles.
///
/// It says so and does not stop the signing: what was signed is right, what lies below was changed. Every host does it for itself.
@Component
class LogSelfCheck {

    /// 16 384 entries, some 8 MiB read.
    static final int TILES_AT_ONCE = 64;

    private static final Logger LOG = LoggerFactory.getLogger(LogSelfCheck.class);
    private static final int TOLD_MAX = 10;

    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final TransactionTemplate transactions;
    private long next;
    private List<String> wrongThisRound = new ArrayList<>();
    private volatile List<String> wrong = List.of();

    LogSelfCheck(JdbcClient jdbc, AuditLog audit, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.transactions = transactions;
    }

    /// The first tiles that are not what they were, by their paths; empty if all were found right.
    List<String> wrong() {
        return wrong;
    }

    @Scheduled(initialDelayString = "PT2M", fixedDelayString = "PT1M")
    synchronized void look() {
        long full = jdbc.sql("SELECT size FROM audit.head").query(Long.class).single() >> Tile.HEIGHT;
        if (next == 0) {
            wrongThisRound = new ArrayList<>();
        }
        long end = Math.min(next + TILES_AT_ONCE, full);
        for (int level = 0; level == 0 || full >> Tile.HEIGHT * level > 0; level++) {
            // a tile of a higher level in the turn of the last one below it
            long from = next >> Tile.HEIGHT * level;
            long to = end >> Tile.HEIGHT * level;
            look(level, from, to);
        }
        next = end >= full ? 0 : end;
        if (next == 0 || !wrongThisRound.isEmpty()) {
            tell(List.copyOf(wrongThisRound));
        }
    }

    private record Stored(byte[] hashes, byte[] root) {}

    private void look(int level, long from, long to) {
        Map<Long, Stored> stored = jdbc.sql("SELECT tile_index, hashes, root FROM audit.tile WHERE level = :level AND tile_index >= :from AND tile_index < :to")
                .param("level", level).param("from", from).param("to", to)
                .query((row, _) -> Map.entry(row.getLong(1), new Stored(row.getBytes(2), row.getBytes(3)))).list().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Map<Long, byte[]> below = level == 0 ? ofEntries(from, to) : ofTiles(level, from, to);
        for (long index = from; index < to; index++) {
            Optional<Stored> tile = Optional.ofNullable(stored.get(index));
            byte[] should = below.getOrDefault(index, new byte[0]);
            if (tile.filter(one -> Arrays.equals(one.hashes(), should) && Arrays.equals(Tile.root(one.hashes()).bytes(), one.root())).isEmpty() && wrongThisRound.size() < TOLD_MAX) {
                wrongThisRound.add(new Tile(level, index, Tile.WIDTH_MAX).path());
            }
        }
    }

    /// The entries' hashes, made anew from what they say.
    private Map<Long, byte[]> ofEntries(long from, long to) {
        return hashes("""
                SELECT l.leaf_index >> 8, string_agg(sha256('\\x00'::bytea || convert_to(e.content, 'UTF8')), ''::bytea ORDER BY l.leaf_index)
                FROM audit.leaf l JOIN audit.entry e USING (entry_id) WHERE l.leaf_index >= :from << 8 AND l.leaf_index < :to << 8 GROUP BY 1""", Map.of("from", from, "to", to));
    }

    private Map<Long, byte[]> ofTiles(int level, long from, long to) {
        return hashes("""
                SELECT tile_index >> 8, string_agg(root, ''::bytea ORDER BY tile_index) FROM audit.tile
                WHERE level = :below AND tile_index >= :from << 8 AND tile_index < :to << 8 GROUP BY 1""", Map.of("from", from, "to", to, "below", level - 1));
    }

    private Map<Long, byte[]> hashes(String sql, Map<String, Object> params) {
        return jdbc.sql(sql).params(params).query((row, _) -> Map.entry(row.getLong(1), row.getBytes(2))).list().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void tell(List<String> found) {
        boolean was = !wrong.isEmpty();
        wrong = found;
        if (was == !found.isEmpty()) {
            return;
        }
        AuditEntry entry = found.isEmpty() ? AuditEntry.done("audit.check", "log:audit") : AuditEntry.failed("audit.check", found.getFirst(), Trouble.LOG_CHANGED.name());
        transactions.executeWithoutResult(_ -> audit.append(entry.by(AuditActor.system("audit"))));
        if (found.isEmpty()) {
            LOG.warn("the audit log's entries are again what the tree says");
        } else {
            LOG.error("the audit log was changed: {}: {}", Trouble.LOG_CHANGED.en(), found);
        }
    }
}
