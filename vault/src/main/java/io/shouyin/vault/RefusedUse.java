package io.shouyin.vault;

import java.util.List;

/// A command that the vault refused for what was handed to it: worth a line in an audit log.
///
/// @param command its name, such as `mac`
/// @param purposes of the keys that were handed in, as far as they could be read
public record RefusedUse(String command, List<KeyPurpose> purposes, VaultRefusal reason) {

    /// Told of each refused use, by the thread of the command: it neither waits nor throws.
    public interface Listener {
        void refused(RefusedUse use);
    }
}
