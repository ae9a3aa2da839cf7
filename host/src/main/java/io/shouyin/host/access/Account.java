package io.shouyin.host.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Somebody who may log in to the console.
///
/// @param mustChange the password is an initial one: nothing else is allowed before it is changed
/// @param initialUntil until when an initial password is good
/// @param sessionEpoch counted up to end every session of the account
record Account(String username, String displayName, Set<Role> roles, State state, String passwordHash, boolean mustChange,
               Optional<Instant> initialUntil, int sessionEpoch, Instant createdAt, Optional<Instant> lastLoginAt) {

    static final String USERNAME_FORM = "[a-z][a-z0-9._-]{1,31}";

    enum State {
        ACTIVE,
        DISABLED
    }

    boolean active() {
        return state == State.ACTIVE;
    }

    @Override
    public String toString() {
        return "Account[" + username + "]";
    }
}
