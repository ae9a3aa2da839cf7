package io.shouyin.host.fleet.parameters;

import io.shouyin.host.fleet.parameters.EffectiveParameters.Place;
import java.util.List;

/// Where a value can be set, in the order of precedence: what stands in a later one holds.
enum Layer {
    PLATFORM,
    ACQUIRER,
    MODEL,
    MERCHANT,
    TERMINAL;

    /// The scope of the platform, and of every acquirer that nothing else is said for.
    static final String ALL = "ALL";

    /// The scopes of this layer that a terminal is in, in the order of precedence: what its own acquirer says holds over what is said for all.
    List<String> scopesOf(Place place) {
        return switch (this) {
            case PLATFORM -> List.of(ALL);
            case ACQUIRER -> place.acquirer().equals(ALL) ? List.of(ALL) : List.of(ALL, place.acquirer());
            case MODEL -> List.of(place.model());
            case MERCHANT -> List.of(place.merchant());
            case TERMINAL -> List.of(place.terminal());
        };
    }
}
