package io.shouyin.host.fleet;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.vault.KeyBlock;
import java.time.Instant;
import java.util.Optional;

/// What a message of a terminal is judged by: who it is, which batch is open, which keys hold.
///
/// @param profile the cryptography of its keys
/// @param batchClosing the batch is being settled and takes no more transactions
/// @param lockedSince the host takes no new transactions from it; absent if it does
/// @param credentialKey opens sealed factors; absent until the terminal is activated
/// @param keys the working keys; absent while the terminal is not signed in
public record TerminalSession(TerminalId terminal, MerchantId merchant, TerminalState state, TerminalProfile profile, boolean stepUpOnline,
                              BatchNumber batch, boolean batchClosing, Optional<Instant> lockedSince, Optional<KeyBlock> credentialKey, Optional<WorkingKeyBlocks> keys) {

    /// @param data absent if the sign-in asked for no track key
    public record WorkingKeyBlocks(KeyBlock pin, KeyBlock mac, Optional<KeyBlock> data) {}
}
