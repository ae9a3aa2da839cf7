package io.shouyin.host.credentials.watch;

import java.time.Instant;
import java.util.UUID;

/// @param subject `terminal:…`, `operator:…/…`, `merchant:…`, `platform`, or the key of whose secret it is
/// @param times how many in one window at most; of [AlertKind#SAME_WRONG_VALUE] terminals, of [AlertKind#DUE] passwords
/// @param changedBy who has seen or closed it
record Alert(UUID alertId, AlertKind kind, String subject, String merchantId, String terminalId, String operator, int times, Instant since, Instant lastAt,
             State state, Instant changedAt, String changedBy) {

    enum State {
        NEW,
        SEEN,
        CLOSED
    }
}
