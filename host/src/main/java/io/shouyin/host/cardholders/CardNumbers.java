package io.shouyin.host.cardholders;

import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Pan;
import io.shouyin.vault.SecurityModule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Card numbers at rest: sealed by the vault and bound to their card user, found again by the keyed index.
@Component
class CardNumbers {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();

    private final SecurityModule vault;
    private final InstitutionKeys keys;

    CardNumbers(SecurityModule vault, InstitutionKeys keys) {
        this.vault = vault;
        this.keys = keys;
    }

    /// A card number as people write it, with blanks or hyphens between the digits.
    ///
    /// @return nothing unless it has 12 to 19 digits and its check digit is right
    static Optional<Pan> typed(String text) {
        String digits = text.replaceAll("[ -]", "");
        return digits.matches("[0-9]{" + Pan.DIGITS_MIN + "," + Pan.DIGITS_MAX + "}") ? Optional.of(Pan.of(digits)).filter(Pan::isLuhnValid) : Optional.empty();
    }

    /// 32 bytes, the same for the same card.
    byte[] index(Pan card) {
        return vault.index(keys.index(), digits(card));
    }

    byte[] seal(UUID cardId, Pan card) {
        return vault.seal(keys.data(), digits(card), boundTo(cardId));
    }

    Pan open(UUID cardId, byte[] sealed) {
        byte[] digits = vault.open(keys.data(), sealed, boundTo(cardId));
        try {
            return Pan.of(new String(digits, StandardCharsets.US_ASCII));
        } finally {
            Arrays.fill(digits, (byte) 0);
        }
    }

    private static byte[] digits(Pan card) {
        return card.reveal(CARD_DATA).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] boundTo(UUID cardId) {
        return ("card-user:" + cardId).getBytes(StandardCharsets.US_ASCII);
    }
}
