package io.shouyin.vault;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Pan;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.PinFormat;
import java.util.Set;

/// PIN blocks in this process.
final class SoftPins implements PinCommands {

    private final KeyRing ring;

    SoftPins(KeyRing ring) {
        this.ring = ring;
    }

    @Override
    public PinTranslation translatePin(KeyBlock from, KeyBlock to, byte[] block, Pan pan) {
        return ring.use(from, Set.of(KeyPurpose.TERMINAL_PIN), "translatePin",
                source -> ring.use(to, Set.of(KeyPurpose.ZONE_PIN), "translatePin", target -> {
                    try {
                        return new PinTranslation.Translated(io.shouyin.paycrypto.PinTranslation.translate(source.tdes(),
                                PinFormat.ISO_0, target.tdes(), PinFormat.ISO_0, block, pan.reveal(CardDataAccess.granted())));
                    } catch (CryptoRefusedException e) {
                        return new PinTranslation.Refused();
                    }
                }));
    }
}
