package io.shouyin.host.keys;

import io.shouyin.kernel.TerminalId;
import io.shouyin.vault.KeyBlock;
import java.util.Optional;

/// The register of terminals, as far as a ceremony loads one by hand.
public interface HandLoading {

    /// @throws io.shouyin.kernel.Fault if there is no such terminal, it is retired, or its profile is not `tdes`
    void requireLoadable(TerminalId terminal);

    /// Puts the keys in the host, in the caller's transaction; the terminal is activated then, and signed out.
    ///
    /// @param credentialKey absent for a terminal that checks its operators itself
    void load(TerminalId terminal, KeyBlock masterKey, String checkValue, Optional<KeyBlock> credentialKey);
}
