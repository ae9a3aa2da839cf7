package io.shouyin.host.credentials;

import io.shouyin.host.credentials.SecretController.Form;
import io.shouyin.host.credentials.SecretController.OneTimeIssued;
import io.shouyin.host.credentials.SecretController.OneTimeWanted;
import io.shouyin.host.credentials.SecretController.SecretList;
import io.shouyin.host.credentials.SecretController.SecretView;
import io.shouyin.host.credentials.SecretController.ValidityWanted;
import io.shouyin.host.web.Allowed;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The passwords of a card for the console, as [SecretController] has them for a terminal; a standing one can be issued here too, for its
/// holder to change it at the terminal.
@RestController
@RequestMapping("/api/v1/cardholders/{cardId}/secrets")
class CardSecretController {

    private final SecretDesk desk;
    private final ObjectProvider<RegisteredCards> cards;
    private final InstantSource clock;

    CardSecretController(SecretDesk desk, ObjectProvider<RegisteredCards> cards, InstantSource clock) {
        this.desk = desk;
        this.cards = cards;
        this.clock = clock;
    }

    @Operation(summary = "The passwords of a card and their states; no password is in it")
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    SecretList list(@PathVariable UUID cardId) {
        Subject subject = subject(cardId);
        return new SecretList(Form.of(desk.form(subject)), desk.list(subject).stream().map(SecretView::of).toList(), desk.replacedAt(subject));
    }

    record InitialIssued(String secret) {}

    @Operation(summary = "Issues a standing card password in the place of the present one, shown this once; it pays nothing until it is changed at the terminal")
    @PostMapping("/initial")
    @ResponseStatus(HttpStatus.CREATED)
    @PreAuthorize(Allowed.SERVICE_DESK)
    InitialIssued issueInitial(@PathVariable UUID cardId) {
        return new InitialIssued(shownOnce(desk.issueInitial(subject(cardId))));
    }

    @Operation(summary = "Issues a one-time card password, shown this once")
    @PostMapping("/one-time")
    @ResponseStatus(HttpStatus.CREATED)
    @PreAuthorize(Allowed.SERVICE_DESK)
    OneTimeIssued issueOneTime(@PathVariable UUID cardId, @Valid @RequestBody OneTimeWanted wanted) {
        Instant to = Optional.ofNullable(wanted.validTo()).orElseGet(() -> clock.instant().plus(SecretController.ONE_TIME_VALID));
        SecretDesk.Issued issued = desk.issueOneTime(subject(cardId), SecretController.validity(wanted.validFrom(), to));
        return new OneTimeIssued(issued.id(), shownOnce(issued.clear()), to);
    }

    @Operation(summary = "Says what the standing card password has to be like, and how often it may be used in a cycle")
    @PutMapping("/form")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Allowed.OPERATIONS)
    void putForm(@PathVariable UUID cardId, @Valid @RequestBody Form wanted) {
        desk.putForm(subject(cardId), wanted.form());
    }

    @Operation(summary = "Limits when the standing card password opens anything")
    @PutMapping("/validity")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Allowed.OPERATIONS)
    void limit(@PathVariable UUID cardId, @Valid @RequestBody ValidityWanted wanted) {
        desk.limit(subject(cardId), SecretController.validity(wanted.validFrom(), wanted.validTo()));
    }

    @Operation(summary = "Unlocks the passwords of a card after wrong tries")
    @PostMapping("/unlock")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Allowed.SERVICE_DESK)
    void unlock(@PathVariable UUID cardId) {
        desk.unlock(subject(cardId));
    }

    @Operation(summary = "Revokes a card password")
    @DeleteMapping("/{secretId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Allowed.SERVICE_DESK)
    void revoke(@PathVariable UUID cardId, @PathVariable UUID secretId) {
        desk.revoke(subject(cardId), secretId);
    }

    private Subject subject(UUID cardId) {
        return cards.stream().map(register -> register.find(cardId)).flatMap(Optional::stream).findFirst()
                .orElseThrow(SecretRefusal.SECRET_UNKNOWN::refused);
    }

    private static String shownOnce(Secret secret) {
        try (secret) {
            return new String(secret.reveal(SecretAccess.granted()), StandardCharsets.UTF_8);
        }
    }
}
