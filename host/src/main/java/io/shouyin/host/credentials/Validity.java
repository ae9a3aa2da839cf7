package io.shouyin.host.credentials;

import io.shouyin.kernel.Check;
import java.time.Instant;
import java.util.Optional;

/// From when to when a secret opens anything.
///
/// @param to not included
public record Validity(Optional<Instant> from, Optional<Instant> to) {

    public static final Validity ALWAYS = new Validity(Optional.empty(), Optional.empty());

    public Validity {
        Check.argument(from.isEmpty() || to.isEmpty() || from.get().isBefore(to.get()), "a validity ends after it begins");
    }

    /// Whether it opens at a time at which the one before did not.
    boolean isWiderThan(Validity before) {
        return before.from.isPresent() && from.filter(start -> !start.isBefore(before.from.get())).isEmpty()
                || before.to.isPresent() && to.filter(end -> !end.isAfter(before.to.get())).isEmpty();
    }
}
