package io.shouyin.host.fleet;

/// Where a terminal is in its life.
public enum TerminalState {
    REGISTERED,
    ACTIVATED,
    RETIRED
}
