package io.shouyin.host.fleet;

import io.shouyin.kernel.TerminalId;

/// Something about a terminal is new: registered, activated, signed in or out, without keys, retired, of another status.
public record TerminalChanged(TerminalId terminal) {}
