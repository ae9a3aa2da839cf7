package io.shouyin.host.access;

/// What a login still lacks; until it lacks nothing, nothing else is open to it.
enum NextStep {
    NONE,
    SECOND_FACTOR,
    PASSWORD_CHANGE,
    /// The profile demands a second factor and the account has none that it accepts.
    ENROLMENT;

    /// The only authority besides the factors of a login that still lacks it.
    String authority() {
        return "LACKS_" + name();
    }
}
