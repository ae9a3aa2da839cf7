package io.shouyin.host.access;

/// What a login still lacks; until it lacks nothing, nothing else is open to it.
enum NextStep {
    NONE,
    SECOND_FACTOR,
    PASSWORD_CHANGE,
    /// The profile demands a second factor and the account has none that it accepts.
    ENROLMENT;

    /// In place of the roles, of a login whose account still lacks it; the second factor is judged from the factors that were shown.
    String authority() {
        return "LACKS_" + name();
    }
}
