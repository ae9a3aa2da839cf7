package io.shouyin.host.acquiring;

import io.shouyin.iso8583.terminal.CardOrigin;
import io.shouyin.iso8583.terminal.Field48.Result;

/// A batch whose row is locked.
///
/// @param domesticResult how the totals of domestic cards compared; null of an open one
/// @param foreignResult likewise
record Batch(BatchKey key, BatchState state, Result domesticResult, Result foreignResult) {

    Result result(CardOrigin origin) {
        return switch (origin) {
            case DOMESTIC -> domesticResult;
            case FOREIGN -> foreignResult;
        };
    }
}
