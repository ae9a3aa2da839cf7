package io.shouyin.tlog;

import io.shouyin.kernel.Check;
import java.util.ArrayList;
import java.util.List;

/// Roots and proofs over a Merkle tree of RFC 6962 section 2.1, and their verification as RFC 9162 sections 2.1.3.2 and 2.1.4.2 have it.
///
/// A tree of n leaves is split at the largest power of two below n, so that every left subtree is complete and never changes again.
public final class Merkle {

    /// No proof is longer: a tree has fewer than 2^63 leaves.
    public static final int PROOF_LENGTH_MAX = 63;

    private Merkle() {}

    public static Hash root(long size, Nodes nodes) {
        return size == 0 ? Hash.EMPTY_TREE : range(0, size, nodes);
    }

    /// That the leaf `index` is in the tree of the first `size` leaves: `PATH(index, D[size])`.
    public static List<Hash> inclusion(long index, long size, Nodes nodes) {
        Check.argument(index >= 0 && index < size, "an inclusion proof is of a leaf in the tree");
        List<Hash> proof = new ArrayList<>();
        path(index, 0, size, nodes, proof);
        return proof;
    }

    /// That the tree of the first `older` leaves is the beginning of that of the first `size`: `PROOF(older, D[size])`; empty if `older` is 0 or `size`.
    public static List<Hash> consistency(long older, long size, Nodes nodes) {
        Check.argument(older >= 0 && older <= size, "a consistency proof is from a tree to one that is as large or larger");
        List<Hash> proof = new ArrayList<>();
        if (older > 0 && older < size) {
            subproof(older, 0, size, true, nodes, proof);
        }
        return proof;
    }

    private static Hash range(long from, long to, Nodes nodes) {
        long length = to - from;
        int level = Long.numberOfTrailingZeros(Long.highestOneBit(length));
        if (Long.bitCount(length) == 1) {
            return nodes.at(level, from >> level);
        }
        long split = from + split(length);
        return Hash.node(range(from, split, nodes), range(split, to, nodes));
    }

    /// The largest power of two below `length`, which is above 1.
    private static long split(long length) {
        return Long.highestOneBit(length - 1);
    }

    private static void path(long index, long from, long to, Nodes nodes, List<Hash> proof) {
        if (to - from == 1) {
            return;
        }
        long split = from + split(to - from);
        if (index < split) {
            path(index, from, split, nodes, proof);
            proof.add(range(split, to, nodes));
        } else {
            path(index, split, to, nodes, proof);
            proof.add(range(from, split, nodes));
        }
    }

    private static void subproof(long older, long from, long to, boolean known, Nodes nodes, List<Hash> proof) {
        if (older == to) {
            if (!known) {
                proof.add(range(from, to, nodes));
            }
            return;
        }
        long split = from + split(to - from);
        if (older <= split) {
            subproof(older, from, split, known, nodes, proof);
            proof.add(range(split, to, nodes));
        } else {
            subproof(older, split, to, false, nodes, proof);
            proof.add(range(from, split, nodes));
        }
    }

    /// @throws io.shouyin.kernel.Fault [TlogRefusal#INCLUSION_NOT_PROVED]
    public static void requireInclusion(Hash leaf, long index, long size, List<Hash> proof, Hash root) {
        TlogRefusal.INCLUSION_NOT_PROVED.unless(includes(leaf, index, size, proof, root));
    }

    private static boolean includes(Hash leaf, long index, long size, List<Hash> proof, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long at = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash next : proof) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                hash = Hash.node(next, hash);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Hash.node(hash, next);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /// @throws io.shouyin.kernel.Fault [TlogRefusal#CONSISTENCY_NOT_PROVED]
    public static void requireConsistency(long older, Hash olderRoot, long size, Hash root, List<Hash> proof) {
        TlogRefusal.CONSISTENCY_NOT_PROVED.unless(grew(older, olderRoot, size, root, proof));
    }

    private static boolean grew(long older, Hash olderRoot, long size, Hash root, List<Hash> proof) {
        if (older < 0 || older > size) {
            return false;
        }
        if (older == size || older == 0) {
            return proof.isEmpty() && olderRoot.equals(older == 0 ? Hash.EMPTY_TREE : root) && (size > 0 || root.equals(Hash.EMPTY_TREE));
        }
        if (proof.isEmpty()) {
            return false;
        }
        List<Hash> path = new ArrayList<>(proof);
        if (Long.bitCount(older) == 1) {
            path.addFirst(olderRoot);
        }
        long at = older - 1;
        long last = size - 1;
        while ((at & 1) == 1) {
            at >>= 1;
            last >>= 1;
        }
        Hash before = path.getFirst();
        Hash after = path.getFirst();
        for (Hash next : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                before = Hash.node(next, before);
                after = Hash.node(next, after);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                after = Hash.node(after, next);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && before.equals(olderRoot) && after.equals(root);
    }
}
