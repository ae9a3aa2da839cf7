package io.shouyin.host.keys;

import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.vault.KeyBlock;
import java.util.Optional;

/// The register of terminals, as far as a ceremony loads one by hand.
public interface HandLoading {

    /// The profile that the terminal is registered for, whose keys it gets.
    ///
    /// @throws io.shouyin.kernel.Fault if there is no such terminal, or it is retired
    TerminalProfile requireLoadable(TerminalId terminal);

    /// Whether it is activated, so that it loses keys that it works with by being loaded.
    boolean hasKeys(TerminalId terminal);

    /// Puts the keys in the host, in the caller's transaction; the terminal is activated then, in the profile of the keys, and signed out.
    ///
    /// @param credentialKey absent for a terminal that checks its operators itself
    void load(TerminalId terminal, KeyBlock masterKey, String checkValue, Optional<KeyBlock> credentialKey);
}
