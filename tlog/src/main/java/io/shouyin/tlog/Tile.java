package io.shouyin.tlog;

import io.shouyin.kernel.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A piece of a tree as C2SP tlog-tiles v0.1.0 cuts it: 256 hashes of one level beside each other, at the right edge 1 to 255 of them.
///
/// The hashes of tile level L are roots over 256^L leaves. A full tile never changes; neither does a partial one of its width.
///
/// @param level 0 to 7; 0 has the hashes of the leaves
/// @param index from 0, from the left
/// @param width 1 to 256
public record Tile(int level, long index, int width) {

    public static final int HEIGHT = 8;
    public static final int WIDTH_MAX = 1 << HEIGHT;
    private static final int LEVEL_MAX = 7;
    private static final int GROUP = 1000;
    private static final Pattern PATH = Pattern.compile("([0-7])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public Tile {
        Check.argument(level >= 0 && level <= LEVEL_MAX && index >= 0 && width >= 1 && width <= WIDTH_MAX, "a tile has a level of 0 to 7 and 1 to 256 hashes");
    }

    /// The one that holds what [Nodes#at] asks for, as wide as a tree of `size` leaves has it.
    public static Tile of(int nodeLevel, long nodeIndex, long size) {
        int level = nodeLevel / HEIGHT;
        long index = nodeIndex << nodeLevel % HEIGHT >> HEIGHT;
        return new Tile(level, index, (int) Math.min(WIDTH_MAX, (size >> HEIGHT * level) - (index << HEIGHT)));
    }

    /// All of a tree, level by level: 70 000 leaves have 273 full ones and one of 112, then one full and one of 17, then one of 1.
    public static List<Tile> all(long size) {
        List<Tile> tiles = new ArrayList<>();
        int level = 0;
        for (long hashes = size; hashes > 0; hashes >>= HEIGHT) {
            long full = hashes >> HEIGHT;
            for (long index = 0; index < full; index++) {
                tiles.add(new Tile(level, index, WIDTH_MAX));
            }
            int rest = (int) (hashes & WIDTH_MAX - 1);
            if (rest > 0) {
                tiles.add(new Tile(level, full, rest));
            }
            level++;
        }
        return tiles;
    }

    public boolean isFull() {
        return width == WIDTH_MAX;
    }

    /// How many hashes of its level a tree must have for it to be there.
    public long hashes() {
        return (index << HEIGHT) + width;
    }

    /// Whether a tree of so many leaves has it.
    public boolean isIn(long size) {
        return size >> HEIGHT * level >= hashes();
    }

    /// Below the log's prefix: level 0, index 1234067 is `tile/0/x001/x234/067`; partial ones end in `.p/WIDTH`.
    public String path() {
        return "tile/" + level + "/" + below();
    }

    /// Of the entries themselves, which only level 0 has: `tile/entries/x001/x234/067`.
    public String entriesPath() {
        Check.argument(level == 0, "entries are at level 0");
        return "tile/entries/" + below();
    }

    private String below() {
        StringBuilder path = new StringBuilder("%03d".formatted(index % GROUP));
        for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
            path.insert(0, "x%03d/".formatted(rest % GROUP));
        }
        return isFull() ? path.toString() : path + ".p/" + width;
    }

    /// @param path after `tile/`: `0/x001/x234/067`
    /// @throws io.shouyin.kernel.Fault [TlogRefusal#TILE_MALFORMED] unless it is the one way to write it
    public static Tile parse(String path) {
        Matcher form = PATH.matcher(path);
        TlogRefusal.TILE_MALFORMED.unless(form.matches());
        long index = Long.parseLong(form.group(2).replaceAll("[x/]", ""));
        int width = form.group(3) == null ? WIDTH_MAX : Integer.parseInt(form.group(3));
        TlogRefusal.TILE_MALFORMED.unless(form.group(3) == null || width < WIDTH_MAX);
        Tile tile = new Tile(Integer.parseInt(form.group(1)), index, width);
        TlogRefusal.TILE_MALFORMED.unless(tile.path().equals("tile/" + path));
        return tile;
    }

    /// @param path after `tile/entries/`
    public static Tile parseEntries(String path) {
        return parse("0/" + path);
    }

    /// The hash over all of a full tile, which is one of the level above.
    public static Hash root(byte[] hashes) {
        return subtree(hashes, 0, WIDTH_MAX);
    }

    static Hash subtree(byte[] hashes, int from, int length) {
        if (length == 1) {
            return Hash.at(hashes, from);
        }
        int half = length / 2;
        return Hash.node(subtree(hashes, from, half), subtree(hashes, from + half, half));
    }

    /// The hashes one after the other.
    public static byte[] bytes(List<Hash> hashes) {
        byte[] bytes = new byte[hashes.size() * Hash.LENGTH_BYTES];
        for (int i = 0; i < hashes.size(); i++) {
            hashes.get(i).copyTo(bytes, i);
        }
        return bytes;
    }
}
