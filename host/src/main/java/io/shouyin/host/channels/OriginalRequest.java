package io.shouyin.host.channels;

import io.shouyin.iso8583.terminal.TransactionKind;

/// A request that another one follows or undoes, as field 90 names it.
///
/// @param reference how it was known upstream
public record OriginalRequest(TransactionKind kind, NetworkReference reference) {}
