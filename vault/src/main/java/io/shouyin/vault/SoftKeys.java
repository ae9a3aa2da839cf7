package io.shouyin.vault;

import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.X9143;
import java.util.Set;

/// Keys in this process.
final class SoftKeys implements KeyCommands {

    private final KeyRing ring;

    SoftKeys(KeyRing ring) {
        this.ring = ring;
    }

    @Override
    public KeyBlock generate(KeyPurpose purpose) {
        ring.requireOpen();
        return ring.wrap(purpose, ring.fresh(purpose, KeyTemplate.of(purpose).lengthBytes()));
    }

    @Override
    public KeyBlock receive(KeyBlock kek, String foreignBlock, KeyPurpose purpose) {
        return ring.use(kek, Set.of(KeyPurpose.ZONE_MASTER), "receive", entry -> {
            KeyTemplate template = KeyTemplate.of(purpose);
            try (X9143.Unwrapped foreign = entry.wrapping().key().unwrap(foreignBlock)) {
                byte[] key = foreign.key();
                try {
                    if (!template.takes(foreign.header(), key.length) || !template.isStrong(key)) {
                        throw ring.refused("receive", VaultRefusal.KEY_IMPORT_REFUSED, purpose);
                    }
                    if (template.isTdes()) {
                        Tdes.requireOddParity(key);
                    }
                    return ring.wrap(purpose, key);
                } finally {
                    Clear.wipe(key);
                }
            } catch (CryptoRefusedException e) {
                throw ring.refused("receive", VaultRefusal.KEY_IMPORT_REFUSED, purpose);
            }
        });
    }

    @Override
    public String checkValue(KeyBlock block) {
        try (X9143.Unwrapped unwrapped = ring.unwrap(block, "checkValue")) {
            byte[] key = unwrapped.key();
            try {
                return KeyTemplate.checkValue(unwrapped.header().algorithm(), key);
            } finally {
                Clear.wipe(key);
            }
        }
    }

    /// The papers say what has come out.
    void requireAgreement(KeyBlock block, KeyPurpose purpose, String said) {
        try (X9143.Unwrapped unwrapped = ring.unwrap(block, "checkValue")) {
            byte[] key = unwrapped.key();
            try {
                SoftCeremonies.requireAgreement(purpose, key, said);
            } finally {
                Clear.wipe(key);
            }
        }
    }
}
