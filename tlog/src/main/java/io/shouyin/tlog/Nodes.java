package io.shouyin.tlog;

/// Where the hashes of a tree's complete subtrees are.
@FunctionalInterface
public interface Nodes {

    /// The root over the leaves from `index << level` to before `(index + 1) << level`.
    ///
    /// @param level 0 is a leaf
    Hash at(int level, long index);
}
