package io.shouyin.host.credentials;

import io.shouyin.kernel.TerminalId;

/// A password of a terminal was set, locked, unlocked or removed.
public record PasswordStateChanged(TerminalId terminal) {}
