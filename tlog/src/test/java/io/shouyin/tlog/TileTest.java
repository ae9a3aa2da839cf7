package io.shouyin.tlog;

import static io.shouyin.tlog.TlogAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {

    @ParameterizedTest
    @CsvSource({"0, 1234067, 256, tile/0/x001/x234/067", "0, 0, 256, tile/0/000", "1, 17, 5, tile/1/017.p/5", "0, 1000, 255, tile/0/x001/000.p/255"})
    void path_isWrittenInGroupsOfThree(int level, long index, int width, String path) {
        Tile tile = new Tile(level, index, width);
        assertThat(tile.path()).isEqualTo(path);
        assertThat(Tile.parse(path.substring("tile/".length()))).isEqualTo(tile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "8/000", "0/00", "0/x000/001", "0/1000", "0/x001/x002", "0/000.p/0", "0/000.p/256", "0/000.p/01", "0/../000",
            "0/000/", "-1/000", "0/x001/000.p/", "0/x001/x001/x001/x001/x001/x001/000"})
    void path_inAnyOtherForm_isRefused(String path) {
        assertRefused(TlogRefusal.TILE_MALFORMED, () -> Tile.parse(path));
    }

    /// The example of the specification.
    @Test
    void tiles_of70000Leaves_areThese() {
        List<Tile> tiles = Tile.all(70_000);
        assertThat(tiles.stream().filter(tile -> tile.level() == 0 && tile.isFull())).hasSize(273);
        assertThat(tiles.stream().filter(tile -> !tile.isFull() || tile.level() > 0).map(Tile::path))
                .containsExactly("tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1");
        assertThat(Tile.all(0)).isEmpty();
    }

    @Test
    void proofs_fromTiles_areThoseOfTheTree() {
        MemoryTree tree = MemoryTree.of(700);
        for (int size : new int[] {1, 2, 255, 256, 257, 511, 512, 513, 700}) {
            List<Tile> all = Tile.all(size);
            TiledNodes tiled = TiledNodes.oneByOne(size, tile -> {
                assertThat(all).contains(tile);
                return tree.tile(tile);
            });
            assertThat(tiled.<Hash>ask(nodes -> Merkle.root(size, nodes))).isEqualTo(tree.root(size));
            for (int index : new int[] {0, size / 2, size - 1}) {
                assertThat(tiled.<List<Hash>>ask(nodes -> Merkle.inclusion(index, size, nodes))).isEqualTo(Merkle.inclusion(index, size, tree));
                assertThat(tiled.<List<Hash>>ask(nodes -> Merkle.consistency(index, size, nodes))).isEqualTo(Merkle.consistency(index, size, tree));
            }
        }
    }

    @Test
    void rootOfAFullTile_isTheNodeAbove() {
        MemoryTree tree = MemoryTree.of(256);
        assertThat(Tile.root(tree.tile(new Tile(0, 0, 256)))).isEqualTo(tree.root(256));
    }

    @Test
    void tile_inAnotherLength_isRefused() {
        assertRefused(TlogRefusal.TILE_MALFORMED, () -> TiledNodes.oneByOne(3, _ -> new byte[64]).ask(nodes -> Merkle.root(3, nodes)));
        assertRefused(TlogRefusal.TILE_MALFORMED, () -> TiledNodes.oneByOne(3, _ -> null).ask(nodes -> Merkle.root(3, nodes)));
    }

    @Test
    void bundle_thatIsWritten_isRead_andCutOffIsRefused() {
        List<byte[]> entries = List.of(new byte[0], "守银".getBytes(StandardCharsets.UTF_8), new byte[EntryBundle.ENTRY_BYTES_MAX]);
        byte[] bundle = EntryBundle.of(entries);
        List<byte[]> read = EntryBundle.parse(bundle);
        assertThat(read).hasSize(3);
        assertThat(read.get(1)).isEqualTo(entries.get(1));
        assertThat(read.get(2)).hasSize(EntryBundle.ENTRY_BYTES_MAX);
        assertRefused(TlogRefusal.TILE_MALFORMED, () -> EntryBundle.parse(java.util.Arrays.copyOf(bundle, bundle.length - 1)));
        assertRefused(TlogRefusal.TILE_MALFORMED, () -> EntryBundle.parse(new byte[] {0}));
        assertRefused(TlogRefusal.TILE_MALFORMED, () -> EntryBundle.parse(new byte[2 * 257]));
    }
}
