package io.shouyin.vault;

import java.util.List;
import java.util.Optional;

/// The LMK, and its change: a next LMK is laid beside the present one, both open blocks, one of them wraps; every block is put under
/// the next, then the present one is retired.
///
/// Whoever keeps the blocks leads: [#lmkStatus] until every vault that serves them opens the next LMK, [#wrapUnder] it, [#rewrap] each
/// block, [#retire] the old one when no block is left under it. Each step may be done again.
public interface MasterKeyCommands {

    /// Which LMKs are open. A next one that was laid beside the present one since is opened by this.
    MasterKeyStatus lmkStatus();

    /// From now on new blocks are under this LMK. Others go on opening theirs. It is not kept over a restart.
    ///
    /// @throws io.shouyin.kernel.Fault `LMK_UNKNOWN` if it is not open here
    void wrapUnder(String checkValue);

    /// The same key with the same header, under the LMK that wraps; unchanged if it is already.
    KeyBlock rewrap(KeyBlock block);

    /// Closes an LMK: its blocks are refused from now on. Its file goes to the archive, where it opens old backups until it is destroyed.
    ///
    /// @throws io.shouyin.kernel.Fault `LMK_STILL_WRAPS` for the one that wraps, `LMK_UNKNOWN` for one that is neither open nor in the archive
    void retire(String checkValue);

    /// What was done to LMKs where they lie: lines of the [FolderHistory] as they stand, the oldest first. Nothing for an LMK that lies
    /// nowhere.
    ///
    /// @param from number of the first line wanted, 0 for the oldest; a page of lines is told, and the next one from where it ends
    /// @throws io.shouyin.kernel.Fault `VAULT_INPUT_INVALID` for a number below 0
    List<String> lmkHistory(int from);

    /// @param wraps check value of the one that new blocks are under
    /// @param nextRefused why an LMK that lies beside could not be opened: the name of a [VaultRefusal]
    record MasterKeyStatus(String wraps, List<OpenMasterKey> open, Optional<String> nextRefused, boolean passphraseIsBeside) {

        public boolean opens(String checkValue) {
            return open.stream().anyMatch(key -> key.checkValue().equals(checkValue));
        }
    }

    /// @param checkValue the first 3 bytes of its AES-CMAC check value, 6 hex digits
    /// @param store `PKCS#12`, or `PKCS#11` and the label of the token
    /// @param storeIsThere false if the file or the token is gone: the next start would fail
    record OpenMasterKey(String checkValue, String store, boolean storeIsThere) {}
}
