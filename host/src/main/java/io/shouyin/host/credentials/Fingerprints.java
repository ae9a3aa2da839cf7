package io.shouyin.host.credentials;

import io.shouyin.host.platform.OneRead;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import java.util.List;
import java.util.function.Supplier;

/// The register of fingerprints, as far as a rule needs it.
public interface Fingerprints {

    /// The operators of this terminal who can show one.
    Supplier<List<OperatorNumber>> enrolled(OneRead read, TerminalId terminal);
}
