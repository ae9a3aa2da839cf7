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
}
