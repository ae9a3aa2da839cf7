package io.shouyin.host.acquiring;

/// Where a batch is.
enum BatchState {
    /// Transactions are taken in it.
    OPEN,
    /// The totals differ: the terminal sends its transactions one by one, and takes no more.
    UPLOADING,
    /// Closed, the next one has begun.
    SETTLED
}
