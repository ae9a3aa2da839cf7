package io.shouyin.host.access;

/// Published in the transaction that gives an account another password: its owner's own, or a one-time password of an administrator. A case
/// of a forgotten one tells its owner itself. So that the owner can be told.
public record PasswordChanged(String username) {}
