package io.shouyin.host.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.Merkle;
import io.shouyin.tlog.Tile;
import io.shouyin.tlog.TiledNodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The tree as it is stored: full tiles, which never change and are kept in memory when they were asked for, and the hashes right of them.
@Component
public class LogTiles {

    /// 16 MiB of tiles: a proof at ten million leaves needs three full ones at most.
    private static final int KEPT_TILES_MAX = 2048;

    private final JdbcClient jdbc;
    private final Cache<Tile, byte[]> kept = Caffeine.newBuilder().maximumSize(KEPT_TILES_MAX).build();

    LogTiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// For a measurement and for commands beside a host.
    public static LogTiles of(JdbcClient jdbc) {
        return new LogTiles(jdbc);
    }

    /// The tree of the first `size` leaves.
    TiledNodes tree(long size) {
        return new TiledNodes(size, this::read);
    }

    public Hash root(long size) {
        return tree(size).ask(nodes -> Merkle.root(size, nodes));
    }

    public List<Hash> inclusion(long index, long size) {
        return tree(size).ask(nodes -> Merkle.inclusion(index, size, nodes));
    }

    public List<Hash> consistency(long older, long size) {
        return tree(size).ask(nodes -> Merkle.consistency(older, size, nodes));
    }

    private Map<Tile, byte[]> read(Set<Tile> wanted) {
        Map<Tile, byte[]> found = new HashMap<>();
        wanted.forEach(tile -> found.put(tile, hashes(tile)));
        return found;
    }

    /// The hashes of a tile, 32 bytes each; fewer if the tree has not so many.
    byte[] hashes(Tile tile) {
        if (!tile.isFull()) {
            long from = tile.index() << Tile.HEIGHT;
            return Tile.bytes(hashes(jdbc, tile.level(), from, from + tile.width()));
        }
        byte[] known = kept.getIfPresent(tile);
        if (known == null) {
            known = jdbc.sql("SELECT hashes FROM audit.tile WHERE level = :level AND tile_index = :index")
                    .param("level", tile.level()).param("index", tile.index()).query(byte[].class).optional().orElse(new byte[0]);
            if (known.length > 0) {
                kept.put(tile, known);
            }
        }
        return known;
    }

    /// Hashes of a tile level beside each other: leaf hashes of the entries, or the roots of the full tiles below.
    static List<Hash> hashes(JdbcClient jdbc, int level, long from, long to) {
        String sql = level == 0
                ? "SELECT e.leaf_hash FROM audit.leaf l JOIN audit.entry e USING (entry_id) WHERE l.leaf_index >= :from AND l.leaf_index < :to ORDER BY l.leaf_index"
                : "SELECT root FROM audit.tile WHERE level = :below AND tile_index >= :from AND tile_index < :to ORDER BY tile_index";
        var question = jdbc.sql(sql).param("from", from).param("to", to);
        return new ArrayList<>((level == 0 ? question : question.param("below", level - 1)).query((row, _) -> Hash.of(row.getBytes(1))).list());
    }
}
