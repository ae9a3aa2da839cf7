package io.shouyin.host.fleet.updates;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One release for many terminals, group after group.
///
/// @param weight of several open actions a terminal sees the one that weighs most
/// @param confirmation whether somebody at the terminal has to consent
/// @param successPercent of a group's terminals that have to be through before the next group begins
/// @param errorPercent a group with more failures than that stops the rollout
record Rollout(long rolloutId, String name, long releaseId, UpdateAction.Type type, Optional<Instant> forcedAt, int weight, boolean confirmation, RolloutFilter filter,
               int successPercent, int errorPercent, Optional<MaintenanceWindow> window, State state, String createdBy, Instant createdAt, Optional<String> approvedBy,
               Optional<Instant> startedAt, Optional<Instant> endedAt) {

    enum State {
        WAITING_FOR_APPROVAL,
        APPROVAL_DENIED,
        READY,
        RUNNING,
        PAUSED,
        STOPPED,
        FINISHED
    }

    enum GroupState {
        SCHEDULED,
        RUNNING,
        FINISHED,
        ERROR
    }

    /// How far a group is. A terminal counts by its last action.
    ///
    /// @param percent of the terminals that no group before it took
    record Group(int position, int percent, GroupState state, int total, int scheduled, int open, int finished, int failed, int canceled) {}

    /// What somebody wants; the percent of each group in order, the last one 100.
    record Wanted(String name, long releaseId, UpdateAction.Type type, Optional<Instant> forcedAt, int weight, boolean confirmation, RolloutFilter filter, int successPercent,
                  int errorPercent, Optional<MaintenanceWindow> window, List<Integer> groups) {

        Wanted {
            groups = List.copyOf(groups);
        }
    }
}
