package io.shouyin.host.fleet.parameters;

import io.shouyin.host.fleet.parameters.EffectiveParameters.Place;

/// Where a value can be set, in the order of precedence: what stands in a later one holds.
enum Layer {
    PLATFORM,
    ACQUIRER,
    MODEL,
    MERCHANT,
    TERMINAL;

    /// The scope of the layers that are one for all.
    static final String ALL = "ALL";

    /// The scope of this layer that a terminal is in.
    String scopeOf(Place place) {
        return switch (this) {
            case PLATFORM, ACQUIRER -> ALL;
            case MODEL -> place.model();
            case MERCHANT -> place.merchant();
            case TERMINAL -> place.terminal();
        };
    }
}
