package io.shouyin.tlog;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// A tree that is read from its tiles, all that a question needs at once.
public final class TiledNodes {

    private final long size;
    private final Function<Set<Tile>, Map<Tile, byte[]>> read;

    /// @param size of the tree
    /// @param read brings the hashes of tiles, 32 bytes each, one after the other
    public TiledNodes(long size, Function<Set<Tile>, Map<Tile, byte[]>> read) {
        this.size = size;
        this.read = read;
    }

    /// Tiles that come one by one.
    public static TiledNodes oneByOne(long size, Function<Tile, byte[]> read) {
        return new TiledNodes(size, wanted -> {
            Map<Tile, byte[]> found = new HashMap<>();
            wanted.forEach(tile -> found.put(tile, read.apply(tile)));
            return found;
        });
    }

    /// Answers a question twice: first to see which tiles it needs, then with them.
    ///
    /// @throws io.shouyin.kernel.Fault [TlogRefusal#TILE_MALFORMED] if a tile does not come, or in another length
    public <T> T ask(Function<Nodes, T> question) {
        Set<Tile> wanted = new LinkedHashSet<>();
        Consumer<Tile> note = wanted::add;
        question.apply((level, index) -> {
            note.accept(Tile.of(level, index, size));
            return Hash.EMPTY_TREE;
        });
        Map<Tile, byte[]> tiles = read.apply(wanted);
        wanted.forEach(tile -> TlogRefusal.TILE_MALFORMED.unless(
                tiles.get(tile) != null && tiles.get(tile).length == tile.width() * Hash.LENGTH_BYTES));
        return question.apply((level, index) -> {
            int within = level % Tile.HEIGHT;
            return Tile.subtree(tiles.get(Tile.of(level, index, size)), (int) (index << within & Tile.WIDTH_MAX - 1), 1 << within);
        });
    }
}
