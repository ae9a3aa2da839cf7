package io.shouyin.tlog;

import java.util.ArrayList;
import java.util.List;

/// A tree to which leaves are added one after the other, of which only the roots of the complete subtrees at its right edge are kept: at most 63
/// hashes. Enough to know every root on the way, which is how a whole log is checked in one pass.
public final class Frontier {

    private final List<Hash> complete = new ArrayList<>();
    private long size;

    public void add(Hash leaf) {
        Hash hash = leaf;
        for (long full = size; (full & 1) == 1; full >>= 1) {
            hash = Hash.node(complete.removeLast(), hash);
        }
        complete.add(hash);
        size++;
    }

    public long size() {
        return size;
    }

    public Hash root() {
        if (size == 0) {
            return Hash.EMPTY_TREE;
        }
        Hash hash = complete.getLast();
        for (int i = complete.size() - 2; i >= 0; i--) {
            hash = Hash.node(complete.get(i), hash);
        }
        return hash;
    }
}
