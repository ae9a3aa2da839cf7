package io.shouyin.host.access;

/// The keyed half of a login's password hash, done by the security module under a key of purpose `LOGIN_PEPPER`, so that a
/// stolen database alone is worth nothing. The module that owns the keys implements it.
public interface LoginPepper {

    /// HMAC-SHA-256 over the hash: the same hash gives the same 32 bytes as long as the key stays.
    ///
    /// @param passwordHash 32 bytes
    byte[] pepper(byte[] passwordHash);
}
