package io.shouyin.host.policies;

import java.time.Instant;

/// Where a policy that loosens waits for another person's approval. The module that keeps proposals implements it.
public interface SecondPerson {

    record Waiting(String id, Instant expiresAt) {}

    /// @param subject of the audit log
    /// @param content for [Policies#carryOut]
    Waiting propose(String subject, String content, String by);
}
