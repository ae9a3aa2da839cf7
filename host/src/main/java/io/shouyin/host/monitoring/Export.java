package io.shouyin.host.monitoring;

import io.shouyin.host.acquiring.TransactionSearch;
import io.shouyin.host.sheets.SheetFormat;
import java.time.Instant;
import java.util.UUID;

/// A file of the journal that somebody has asked for.
///
/// @param reason a name of [ExportRefusal] where it failed, or null
/// @param rowsTotal null until counted
/// @param bytes of the file, so far
record Export(UUID exportId, String owner, SheetFormat format, TransactionSearch search, State state, String reason, long rowsDone, Long rowsTotal, long bytes, Instant createdAt,
              Instant endedAt) {

    enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }
}
