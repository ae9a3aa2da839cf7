package io.shouyin.terminal.flow;

import java.util.Optional;

/// The version of the terminal's own program.
final class SoftwareVersion {

    /// As its jar says; `0` of one that was never packed.
    static final String OWN = Optional.ofNullable(SoftwareVersion.class.getPackage().getImplementationVersion()).orElse("0");

    private SoftwareVersion() {}
}
