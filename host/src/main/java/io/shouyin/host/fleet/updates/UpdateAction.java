package io.shouyin.host.fleet.updates;

import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.util.Optional;

/// One release for one terminal.
///
/// @param forcedAt from when on a `TIMEFORCED` one is forced
/// @param status the last that the terminal told of it
/// @param begun whether the terminal has told anything yet
/// @param window when its rollout lets terminals begin
record UpdateAction(long id, TerminalId terminal, long release, Type type, Optional<Instant> forcedAt, State state, UpdateStatus status, boolean retrieved,
                    boolean begun, Optional<MaintenanceWindow> window) {

    enum Type {
        FORCED,
        SOFT,
        TIMEFORCED,
        DOWNLOAD_ONLY
    }

    enum State {
        /// Of a group of its rollout that has not begun: the terminal sees nothing of it.
        SCHEDULED,
        WAIT_FOR_CONFIRMATION,
        RUNNING,
        CANCELING,
        FINISHED,
        ERROR,
        CANCELED;

        boolean isEnd() {
            return switch (this) {
                case SCHEDULED, WAIT_FOR_CONFIRMATION, RUNNING, CANCELING -> false;
                case FINISHED, ERROR, CANCELED -> true;
            };
        }
    }

    /// Whether the terminal may see it now. Who has begun is let finish, and report.
    boolean isShown(Instant now) {
        return begun || window.map(open -> open.isOpen(now)).orElse(true);
    }

    /// The word of the protocol: `forced`, or `attempt` if somebody at the terminal may put it off.
    String download(Instant now) {
        return switch (type) {
            case FORCED, DOWNLOAD_ONLY -> "forced";
            case SOFT -> "attempt";
            case TIMEFORCED -> forcedAt.filter(from -> !now.isBefore(from)).isPresent() ? "forced" : "attempt";
        };
    }

    /// Changes when the answer about it does, so that caches on the way let go.
    int cacheKey(Instant now) {
        return 31 * (31 * (31 * Long.hashCode(id) + state.name().hashCode()) + download(now).hashCode()) + Boolean.hashCode(isShown(now));
    }
}
