package io.shouyin.host.policies;

import io.shouyin.kernel.PasswordPolicy;

/// What holds for somebody at a moment, all levels together.
///
/// @param profile that the lowest level's values were made from
/// @param version of the realm, the highest that had a say; 0 if nobody has set anything
public record PolicyInForce(Realm realm, String profile, int version, PasswordPolicy policy) {}
