package io.shouyin.vault;

import java.util.List;
import java.util.Optional;

/// The LMK in this process.
final class SoftMasterKeys implements MasterKeyCommands {

    private final KeyRing ring;
    private final MasterKeys masterKeys;
    private final Optional<WrongPinJournal> journal;

    SoftMasterKeys(KeyRing ring, MasterKeys masterKeys, Optional<WrongPinJournal> journal) {
        this.ring = ring;
        this.masterKeys = masterKeys;
        this.journal = journal;
    }

    @Override
    public MasterKeyStatus lmkStatus() {
        return masterKeys.status();
    }

    @Override
    public void wrapUnder(String checkValue) {
        ring.requireOpen();
        masterKeys.wrapUnder(checkValue);
    }

    @Override
    public KeyBlock rewrap(KeyBlock block) {
        return ring.rewrap(block);
    }

    @Override
    public void retire(String checkValue) {
        ring.requireOpen();
        masterKeys.retire(checkValue, () -> journal.ifPresent(WrongPinJournal::rewrapKey));
        ring.forget();
    }

    @Override
    public List<String> lmkHistory(int from) {
        if (from < 0) {
            throw ring.refused("lmkHistory", VaultRefusal.VAULT_INPUT_INVALID);
        }
        return masterKeys.history(from);
    }
}
