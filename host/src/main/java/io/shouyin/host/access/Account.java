package io.shouyin.host.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Somebody who may log in to the console.
///
/// @param mustChange nothing else is allowed before the password is changed
/// @param changeReason why it must be
/// @param initialUntil until when an initial password is good
/// @param passwordChangedAt when it was set, by whomever
/// @param policyVersion of the policy that the password was judged by, if it was
/// @param expiresAt when the password is due for change
/// @param sessionEpoch counted up to end every session of the account
record Account(String username, String displayName, Set<Role> roles, State state, String passwordHash, boolean mustChange,
               Optional<ChangeReason> changeReason, Optional<Instant> initialUntil, Instant passwordChangedAt, Optional<Integer> policyVersion, Optional<Instant> expiresAt, int sessionEpoch, Instant createdAt, Optional<Instant> lastLoginAt) {

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
