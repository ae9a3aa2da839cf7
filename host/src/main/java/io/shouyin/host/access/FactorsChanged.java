package io.shouyin.host.access;

/// Published in the transaction that adds or takes a second factor of an account, whoever does it: so that its owner can be told.
public record FactorsChanged(String username) {}
