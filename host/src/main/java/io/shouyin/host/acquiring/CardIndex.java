package io.shouyin.host.acquiring;

import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Pan;
import io.shouyin.vault.SecurityModule;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/// Finds equal card numbers in the journal without reading them.
@Component
class CardIndex {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();

    private final SecurityModule vault;
    private final InstitutionKeys keys;

    CardIndex(SecurityModule vault, InstitutionKeys keys) {
        this.vault = vault;
        this.keys = keys;
    }

    byte[] of(Pan pan) {
        return vault.index(keys.index(), pan.reveal(CARD_DATA).getBytes(StandardCharsets.US_ASCII));
    }
}
