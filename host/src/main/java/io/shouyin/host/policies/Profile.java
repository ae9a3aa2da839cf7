package io.shouyin.host.policies;

import io.shouyin.kernel.PasswordPolicy;
import java.util.List;

/// A ready policy.
///
/// @param realms for which passwords it is meant
public record Profile(String id, String zh, String en, List<Realm> realms, PasswordPolicy policy) {}
