package io.shouyin.host.access;

import io.shouyin.kernel.Secret;
import java.util.OptionalLong;

/// Secrets of authenticator applications, kept by the security module. The module that owns the keys implements it.
public interface FactorSecrets {

    /// @param clear Base32, shown once
    /// @param kept sealed, bound to the account
    record Issued(Secret clear, byte[] kept) {}

    Issued issue(String username);

    /// The 30-second step of a code, the present one or a neighbour; empty if the code is wrong.
    ///
    /// @param stepNow seconds since 1970, divided by 30
    OptionalLong step(String username, byte[] kept, Secret typed, long stepNow);
}
