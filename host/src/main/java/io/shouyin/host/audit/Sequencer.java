package io.shouyin.host.audit;

import io.shouyin.kernel.Check;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Gives each entry its leaf: the next index, and none is left out, whatever order their transactions commit in.
///
/// One host at a time, held by the row of `audit.head`; who finds it taken comes again. Nothing that writes an entry waits for this.
@Component
public class Sequencer {

    /// In one transaction.
    public static final int BATCH_ENTRIES = 4096;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    Sequencer(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// For a measurement, beside a host.
    public static Sequencer of(JdbcClient jdbc, TransactionTemplate transactions) {
        return new Sequencer(jdbc, transactions);
    }

    /// @return how many entries got their leaf; fewer than [#BATCH_ENTRIES]: no more wait, or another host is at it
    public int sequence() {
        return transactions.execute(_ -> placed());
    }

    private int placed() {
        if (!jdbc.sql("SELECT EXISTS (SELECT FROM audit.waiting)").query(Boolean.class).single()) {
            return 0;
        }
        Optional<Long> size = jdbc.sql("SELECT size FROM audit.head FOR UPDATE SKIP LOCKED").query(Long.class).optional();
        if (size.isEmpty()) {
            return 0;
        }
        int placed = jdbc.sql("""
                WITH next AS (DELETE FROM audit.waiting WHERE entry_id IN (SELECT entry_id FROM audit.waiting ORDER BY entry_id LIMIT :max) RETURNING entry_id)
                INSERT INTO audit.leaf (leaf_index, entry_id) SELECT :size + row_number() OVER (ORDER BY entry_id) - 1, entry_id FROM next""")
                .param("max", BATCH_ENTRIES).param("size", size.get()).update();
        jdbc.sql("UPDATE audit.head SET size = size + :placed").param("placed", placed).update();
        storeTiles(size.get(), size.get() + placed);
        return placed;
    }

    /// The tiles that became full.
    private void storeTiles(long before, long after) {
        for (int level = 0; after >> Tile.HEIGHT * (level + 1) > before >> Tile.HEIGHT * (level + 1); level++) {
            long first = before >> Tile.HEIGHT * (level + 1);
            long end = after >> Tile.HEIGHT * (level + 1);
            List<Hash> hashes = hashes(level, first << Tile.HEIGHT, end << Tile.HEIGHT);
            for (long index = first; index < end; index++) {
                int from = (int) (index - first) << Tile.HEIGHT;
                byte[] tile = Tile.bytes(hashes.subList(from, from + Tile.WIDTH_MAX));
                jdbc.sql("INSERT INTO audit.tile (level, tile_index, hashes, root) VALUES (:level, :index, :hashes, :root)")
                        .param("level", level).param("index", index).param("hashes", tile).param("root", Tile.root(tile).bytes()).update();
            }
        }
    }

    private List<Hash> hashes(int level, long from, long to) {
        List<Hash> hashes = new ArrayList<>(LogTiles.hashes(jdbc, level, from, to));
        Check.invariant(hashes.size() == to - from, "every hash below a full tile is there");
        return hashes;
    }
}
