package io.shouyin.host.channels;

import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.TraceNumber;

/// How a request is known upstream: kept in the journal before it is sent, so that it can be reversed after a crash.
///
/// @param transmissionTime field 7, MMDDhhmmss in UTC
public record NetworkReference(Rrn rrn, TraceNumber trace, String transmissionTime) {}
