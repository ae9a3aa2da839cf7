package io.shouyin.vault;

import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.X9143;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keys in this process.
final class SoftKeys implements KeyCommands {

    private static final Logger LOG = LoggerFactory.getLogger(SoftKeys.class);

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
    public KeyBlock combine(KeyPurpose purpose, List<Secret> componentsHex) {
        ring.requireOpen();
        KeyTemplate template = KeyTemplate.of(purpose);
        byte[] key = null;
        byte[] sum = null;
        try {
            requireComponents(componentsHex.size() == 2 || componentsHex.size() == 3);
            for (Secret component : componentsHex) {
                byte[] part = componentBytes(component);
                boolean fits = template.lengthsBytes().contains(part.length) && (sum == null || sum.length == part.length);
                if (fits && sum != null) {
                    for (int i = 0; i < part.length; i++) {
                        sum[i] ^= part[i];
                    }
                    Clear.wipe(part);
                } else if (fits) {
                    sum = part;
                }
                requireComponents(fits);
            }
            key = template.isTdes() ? Tdes.withOddParity(sum) : sum.clone();
            if (template.isTdes()) {
                Tdes.requireStrong(key);
            }
            requireComponents(!isZero(key));
            return ring.wrap(purpose, key);
        } catch (CryptoRefusedException e) {
            throw VaultRefusal.KEY_COMPONENTS_REFUSED.fault();
        } finally {
            Clear.wipe(sum);
            Clear.wipe(key);
        }
    }

    @Override
    public KeyBlock receive(KeyBlock kek, String foreignBlock, KeyPurpose purpose) {
        return ring.use(kek, Set.of(KeyPurpose.ZONE_MASTER), "receive", entry -> {
            KeyTemplate template = KeyTemplate.of(purpose);
            try (X9143.Unwrapped foreign = entry.wrapping().unwrap(foreignBlock)) {
                byte[] key = foreign.key();
                try {
                    if (!template.takes(foreign.header(), key.length)) {
                        LOG.warn("a peer's key block was refused: it cannot become {}", purpose);
                        throw VaultRefusal.KEY_IMPORT_REFUSED.fault();
                    }
                    if (template.isTdes()) {
                        Tdes.requireStrong(key);
                    }
                    return ring.wrap(purpose, key);
                } finally {
                    Clear.wipe(key);
                }
            } catch (CryptoRefusedException e) {
                LOG.warn("a peer's key block was refused: {}", e.reason());
                throw VaultRefusal.KEY_IMPORT_REFUSED.fault();
            }
        });
    }

    @Override
    public String checkValue(KeyBlock block) {
        ring.requireOpen();
        try (X9143.Unwrapped unwrapped = ring.unwrap(block)) {
            byte[] key = unwrapped.key();
            try {
                return switch (unwrapped.header().algorithm()) {
                    case 'T' -> KeyCheck.tdes(key);
                    case 'H' -> KeyCheck.hmac(key, 3);
                    default -> KeyCheck.aesCmac(key);
                };
            } finally {
                Clear.wipe(key);
            }
        }
    }

    private static void requireComponents(boolean holds) {
        if (!holds) {
            throw VaultRefusal.KEY_COMPONENTS_REFUSED.fault();
        }
    }

    private static byte[] componentBytes(Secret component) {
        byte[] text = component.reveal(SecretAccess.granted());
        char[] characters = new char[text.length];
        try {
            int length = 0;
            for (byte b : text) {
                if (b != ' ') {
                    characters[length++] = (char) (b & 0xFF);
                }
            }
            return HexFormat.of().parseHex(CharBuffer.wrap(characters, 0, length));
        } catch (IllegalArgumentException e) {
            throw VaultRefusal.KEY_COMPONENTS_REFUSED.fault();
        } finally {
            Clear.wipe(text);
            Arrays.fill(characters, '\0');
        }
    }

    private static boolean isZero(byte[] bytes) {
        int all = 0;
        for (byte b : bytes) {
            all |= b;
        }
        return all == 0;
    }
}
