package io.shouyin.host.cardholders;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.cardholders.CardUser.State;
import io.shouyin.host.cardholders.CardUsers.Change;
import io.shouyin.host.cardholders.CardUsers.Registered;
import io.shouyin.host.cardholders.CardUsers.Registration;
import io.shouyin.host.credentials.CardPasswords;
import io.shouyin.host.merchants.MerchantRefusal;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.host.web.PlainlyNamed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PhoneNumber;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Card users for the console. A whole card number comes in a body, never in an address, and never goes out.
@RestController
@RequestMapping("/api/v1/cardholders")
class CardUserController {

    static final int NAME_LENGTH_MAX = 40;
    private static final String WHOLE_NUMBER = "[0-9 -]{12,}";

    private final CardUsers users;
    private final CardUserStore store;
    private final CardPasswords passwords;
    private final Merchants merchants;

    CardUserController(CardUsers users, CardUserStore store, CardPasswords passwords, Merchants merchants) {
        this.users = users;
        this.store = store;
        this.passwords = passwords;
        this.merchants = merchants;
    }

    /// @param password how the standing card password is
    /// @param dueReason what has changed, if that is why the password is due
    record CardUserView(UUID cardId, String merchantId, String name, String contact, String cardMasked, State state, CardPasswords.State password,
                        Instant dueSince, CardUser.Reason dueReason, int version, Instant createdAt, Instant changedAt) {

        static CardUserView of(CardUser user, CardPasswords.Standing password) {
            Optional<CardUser.Due> due = user.due().filter(change -> password.dueSince().filter(since -> !since.isAfter(change.since())).isPresent());
            return new CardUserView(user.subject().cardId(), user.subject().merchant().value(), user.name(), user.contact(), user.cardMasked(),
                    user.state(), password.state(), password.dueSince().orElse(null), due.map(CardUser.Due::reason).orElse(null), user.version(),
                    user.createdAt(), user.changedAt());
        }
    }

    @Operation(summary = "Card users, newest first; found by name or the last four digits of the card")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping
    Page<CardUserView> search(@RequestParam(required = false) String query, @RequestParam(required = false) String merchantId,
                              @Valid @ParameterObject PageQuery page) {
        CardholderRefusal.CARD_NUMBER_IN_ADDRESS.when(query != null && query.strip().matches(WHOLE_NUMBER));
        Page<CardUser> found = store.search(new CardUserStore.Query(merchantId, query), page);
        Map<UUID, CardPasswords.Standing> standing = standing(found.items());
        return found.map(user -> CardUserView.of(user, standing.get(user.subject().cardId())));
    }

    record WantedCard(@NotNull @Size(max = 40) String cardNumber) {}

    @Operation(summary = "The card users of one card, at all merchants")
    @PreAuthorize(Allowed.SERVICE_DESK)
    @PostMapping("/search")
    List<CardUserView> findByNumber(@Valid @RequestBody WantedCard wanted) {
        List<CardUser> found = store.find(card(wanted.cardNumber()));
        Map<UUID, CardPasswords.Standing> standing = standing(found);
        return found.stream().map(user -> CardUserView.of(user, standing.get(user.subject().cardId()))).toList();
    }

    @Operation(summary = "One card user")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping("/{cardId}")
    CardUserView find(@PathVariable UUID cardId) {
        return view(users.require(cardId));
    }

    record NewCardUser(@NotNull @Pattern(regexp = "[0-9]{15}") String merchantId, @NotBlank @PlainlyNamed @Size(max = NAME_LENGTH_MAX) String name,
                       @NotNull @Pattern(regexp = PhoneNumber.NOTED) String contact, @NotNull @Size(max = 40) String cardNumber) {

        @Override
        public String toString() {
            return "NewCardUser[" + merchantId + "]";
        }
    }

    @Operation(summary = "Adds a card user; the same request again answers 200 and does nothing")
    @PreAuthorize(Allowed.OPERATIONS)
    @PostMapping
    ResponseEntity<CardUserView> add(@Valid @RequestBody NewCardUser wanted) {
        MerchantId merchant = new MerchantId(wanted.merchantId());
        if (merchants.find(merchant).isEmpty()) {
            throw new RefusedRequest(HttpStatus.NOT_FOUND, MerchantRefusal.MERCHANT_UNKNOWN);
        }
        return switch (users.add(new Registration(merchant, wanted.name().strip(), wanted.contact(), card(wanted.cardNumber())), AuditActor.current())) {
            case Registered.Added(var user) -> ResponseEntity.created(URI.create("/api/v1/cardholders/" + user.subject().cardId())).body(view(user));
            case Registered.Repeated(var user) -> ResponseEntity.ok(view(user));
            case Registered.Taken() -> throw CardholderRefusal.CARD_TAKEN.refused();
        };
    }

    /// @param cardNumber without it the number stays
    record ChangedCardUser(@Min(1) int version, @NotBlank @PlainlyNamed @Size(max = NAME_LENGTH_MAX) String name,
                           @NotNull @Pattern(regexp = PhoneNumber.NOTED) String contact, @Size(max = 40) String cardNumber, boolean suspended) {

        @Override
        public String toString() {
            return "ChangedCardUser[" + version + "]";
        }
    }

    @Operation(summary = "Changes a card user; another name, card or contact makes the card password due")
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    @PutMapping("/{cardId}")
    CardUserView change(@PathVariable UUID cardId, @Valid @RequestBody ChangedCardUser wanted) {
        return view(users.change(cardId, new Change(wanted.version(), wanted.name().strip(), wanted.contact(),
                Optional.ofNullable(wanted.cardNumber()).filter(number -> !number.isBlank()).map(CardUserController::card),
                wanted.suspended() ? State.SUSPENDED : State.ACTIVE)));
    }

    @Operation(summary = "Removes a card user: erases the card number, revokes the card's passwords")
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    @DeleteMapping("/{cardId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID cardId, @RequestParam int version) {
        users.remove(cardId, version);
    }

    private CardUserView view(CardUser user) {
        return CardUserView.of(user, standing(List.of(user)).get(user.subject().cardId()));
    }

    private Map<UUID, CardPasswords.Standing> standing(List<CardUser> of) {
        return passwords.of(of.stream().map(CardUser::subject).toList());
    }

    private static Pan card(String typed) {
        return CardNumbers.typed(typed).orElseThrow(CardholderRefusal.CARD_NUMBER_WRONG::refused);
    }
}
