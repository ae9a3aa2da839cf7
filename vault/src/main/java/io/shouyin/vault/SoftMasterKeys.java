package io.shouyin.vault;

/// The LMK in this process.
final class SoftMasterKeys implements MasterKeyCommands {

    private final KeyRing ring;
    private final MasterKeys masterKeys;

    SoftMasterKeys(KeyRing ring, MasterKeys masterKeys) {
        this.ring = ring;
        this.masterKeys = masterKeys;
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
        masterKeys.retire(checkValue);
        ring.forget();
    }
}
