package io.shouyin.host.credentials;

/// From now on the codes of an application open an operator's transactions. Published in the transaction that confirms it.
public record AuthenticatorEnrolled(Subject.Operator operator) {}
