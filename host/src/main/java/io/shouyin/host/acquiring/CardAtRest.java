package io.shouyin.host.acquiring;

import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Pan;
import io.shouyin.vault.SecurityModule;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/// The card number at rest, and its expiry date where the transaction had one: encrypted by the vault, bound to the transaction.
@Component
class CardAtRest {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final String SEPARATOR = "=";

    private final SecurityModule vault;
    private final InstitutionKeys keys;

    CardAtRest(SecurityModule vault, InstitutionKeys keys) {
        this.vault = vault;
        this.keys = keys;
    }

    /// @param pan of the request
    byte[] seal(TransactionRequest request, Pan pan) {
        String card = pan.reveal(CARD_DATA) + request.expiry().map(yymm -> SEPARATOR + yymm).orElse("");
        return vault.seal(keys.data(), ascii(card), boundTo(request.key()));
    }

    Pan pan(TransactionKey key, byte[] sealed) {
        return Pan.of(open(key, sealed).split(SEPARATOR)[0]);
    }

    /// YYMM; empty if the transaction had none, or is of a version before this one.
    String expiry(TransactionKey key, byte[] sealed) {
        String[] parts = open(key, sealed).split(SEPARATOR);
        return parts.length == 2 ? parts[1] : "";
    }

    private String open(TransactionKey key, byte[] sealed) {
        return new String(vault.open(keys.data(), sealed, boundTo(key)), StandardCharsets.US_ASCII);
    }

    private static byte[] boundTo(TransactionKey key) {
        return ascii(key.toString());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
