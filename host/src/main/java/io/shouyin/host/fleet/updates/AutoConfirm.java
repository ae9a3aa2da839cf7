package io.shouyin.host.fleet.updates;

import java.time.Instant;
import java.util.Optional;

/// Whether updates of a terminal need no consent there.
///
/// @param initiator as the terminal told
record AutoConfirm(boolean active, Optional<String> initiator, Optional<String> remark, Optional<Instant> at) {

    static final AutoConfirm OFF = new AutoConfirm(false, Optional.empty(), Optional.empty(), Optional.empty());
}
