package io.shouyin.vault;

import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.X9143;
import java.util.Set;
import java.util.function.BiFunction;

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
                    ring.requireAsStrong(entry, foreign.header(), key, "receive", purpose);
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
        return computed(block, "checkValue", KeyTemplate::checkValue);
    }

    @Override
    public boolean hasCheckValue(KeyBlock block, String said) {
        return CheckValues.agree(computed(block, "hasCheckValue", KeyTemplate::checkValueOnPaper), said);
    }

    private String computed(KeyBlock block, String command, BiFunction<Character, byte[], String> checkValue) {
        try (X9143.Unwrapped unwrapped = ring.unwrap(block, command)) {
            byte[] key = unwrapped.key();
            try {
                return checkValue.apply(unwrapped.header().algorithm(), key);
            } finally {
                Clear.wipe(key);
            }
        }
    }
}
