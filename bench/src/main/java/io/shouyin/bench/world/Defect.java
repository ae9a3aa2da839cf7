package io.shouyin.bench.world;

/// What can be broken on purpose, to see that the world finds it.
enum Defect {
    NONE,
    /// The storage of terminals loses its last write when the power fails.
    STORAGE_FORGETS,
    /// Now and then a commit is none.
    DATABASE_FORGETS,
    /// A channel that was silent says that nothing has left.
    SILENCE_DENIED
}
