package io.shouyin.tlog;

import java.util.ArrayList;
import java.util.List;

/// All leaves in memory, and every hash computed from them: slow and plain, what the others are compared with.
final class MemoryTree implements Nodes {

    private final List<Hash> leaves = new ArrayList<>();

    MemoryTree(List<byte[]> entries) {
        entries.forEach(entry -> leaves.add(Hash.leaf(entry)));
    }

    /// Leaves `entry 0`, `entry 1` and so on.
    static MemoryTree of(int size) {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            entries.add(entry(i));
        }
        return new MemoryTree(entries);
    }

    static byte[] entry(int index) {
        return ("entry " + index).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    Hash leaf(int index) {
        return leaves.get(index);
    }

    @Override
    public Hash at(int level, long index) {
        return level == 0 ? leaves.get((int) index) : Hash.node(at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
    }

    Hash root(long size) {
        return Merkle.root(size, this);
    }

    /// The tile as a log would serve it.
    byte[] tile(Tile tile) {
        List<Hash> hashes = new ArrayList<>();
        for (int i = 0; i < tile.width(); i++) {
            hashes.add(at(tile.level() * Tile.HEIGHT, (tile.index() << Tile.HEIGHT) + i));
        }
        return Tile.bytes(hashes);
    }
}
