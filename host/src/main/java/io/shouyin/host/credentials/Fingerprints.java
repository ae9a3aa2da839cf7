package io.shouyin.host.credentials;

import io.shouyin.kernel.TerminalId;

/// The register of fingerprints, as far as a rule needs it.
public interface Fingerprints {

    /// Whether anybody at this terminal can show one.
    ///
    /// @param whose [Leaf.Actor#SELF] is whoever trades: anybody
    boolean isEnrolled(TerminalId terminal, Leaf.Actor whose);
}
