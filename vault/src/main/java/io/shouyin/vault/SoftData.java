package io.shouyin.vault;

import java.util.Set;

/// Data at rest in this process.
final class SoftData implements DataCommands {

    private final KeyRing ring;

    SoftData(KeyRing ring) {
        this.ring = ring;
    }

    @Override
    public byte[] pepper(KeyBlock pepperKey, byte[] passwordHash) {
        return ring.use(pepperKey, Set.of(KeyPurpose.LOGIN_PEPPER), "pepper", entry -> entry.hmac().mac(passwordHash));
    }

    @Override
    public byte[] seal(KeyBlock dataKey, byte[] clear, byte[] boundTo) {
        return ring.use(dataKey, Set.of(KeyPurpose.DATA), "seal", entry -> Sealing.BY_CALLER.seal(entry.gcm(), clear, boundTo));
    }

    @Override
    public byte[] open(KeyBlock dataKey, byte[] sealed, byte[] boundTo) {
        return ring.use(dataKey, Set.of(KeyPurpose.DATA), "open", entry -> Sealing.BY_CALLER.open(entry.gcm(), sealed, boundTo));
    }

    @Override
    public byte[] index(KeyBlock indexKey, byte[] data) {
        return ring.use(indexKey, Set.of(KeyPurpose.INDEX), "index", entry -> entry.hmac().mac(data));
    }
}
