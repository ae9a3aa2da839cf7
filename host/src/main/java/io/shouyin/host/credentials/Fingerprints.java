package io.shouyin.host.credentials;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;

/// The register of fingerprints, as far as a rule needs it.
public interface Fingerprints {

    /// Whether anybody at this terminal can show one.
    boolean isEnrolled(MerchantId merchant, TerminalId terminal);
}
