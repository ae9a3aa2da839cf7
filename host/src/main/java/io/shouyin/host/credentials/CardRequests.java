package io.shouyin.host.credentials;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.credentials.RegisteredCards.NewCard;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PhoneNumber;
import io.shouyin.kernel.PlainName;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.vault.SealedFactor;
import io.shouyin.vault.SecurityModule;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Card users as terminals know them: who somebody is by the card, and somebody new.
@Component
class CardRequests {

    private static final Pattern NAME = Pattern.compile("(?!\\s).{1,40}(?<!\\s)");
    private static final Pattern CONTACT = Pattern.compile(PhoneNumber.NOTED);

    private final ObjectProvider<RegisteredCards> register;
    private final SecurityModule vault;
    private final JsonMapper json;

    CardRequests(ObjectProvider<RegisteredCards> register, SecurityModule vault, JsonMapper json) {
        this.register = register;
        this.vault = vault;
        this.json = json;
    }

    /// The card user of the card in field 2.
    Optional<RegisteredCards.Registration> find(CredentialService.Request request) {
        return request.card().flatMap(card -> register.stream().map(cards -> cards.find(request.merchant(), card)).flatMap(Optional::stream).findFirst());
    }

    /// Adds the card user whose particulars are in the request.
    ResponseCode add(CredentialService.Request request, AuditActor by) {
        Optional<SealedFactor> typed = request.sealed(FactorTlv.CARD_USER);
        if (typed.isEmpty() || request.card().isEmpty()) {
            return ResponseCode.FORMAT_ERROR;
        }
        if (!request.card().get().isLuhnValid()) {
            return ResponseCode.CARD_NUMBER_INVALID;
        }
        return vault.openParticulars(request.credentialKey(), typed.get()).map(particulars -> newCard(particulars, request.card().get())
                        .map(wanted -> register.getObject().add(request.merchant(), wanted, by) ? ResponseCode.APPROVED : ResponseCode.STATE_MISMATCH)
                        .orElse(ResponseCode.FORMAT_ERROR))
                .orElse(ResponseCode.SECURITY_PROCESSING_FAILED);
    }

    private Optional<NewCard> newCard(byte[] particulars, Pan card) {
        try {
            JsonNode read = json.readTree(particulars);
            String name = read.path("name").asString("");
            String contact = read.path("contact").asString("");
            return NAME.matcher(name).matches() && PlainName.isPlain(name) && CONTACT.matcher(contact).matches() ? Optional.of(new NewCard(name, contact, card)) : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        } finally {
            Arrays.fill(particulars, (byte) 0);
        }
    }
}
