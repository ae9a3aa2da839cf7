package io.shouyin.host.cardholders;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.cardholders.CardUser.Due;
import io.shouyin.host.cardholders.CardUser.Reason;
import io.shouyin.host.cardholders.CardUser.State;
import io.shouyin.host.cardholders.CardUserStore.Former;
import io.shouyin.host.credentials.SecretDesk;
import io.shouyin.host.credentials.SecretKind;
import io.shouyin.host.credentials.Subject;
import io.shouyin.host.support.ChannelNotices;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PhoneNumber;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The register of card users: add, change, remove. Each is in the audit log; no card number is.
///
/// A change of name, card or contact makes the card's password due: it opens nothing until it is set anew, and one-time passwords that
/// were issued before are revoked. Another contact is told on the old one and the new one, and is sent no password before its cooling period ends.
/// A card that is registered anew at the same merchant has the contact that it had before, or another one, which counts as changed.
@Component
class CardUsers {

    private final CardUserStore store;
    private final MerchantsWithCards merchants;
    private final SecretDesk passwords;
    private final ChannelNotices notices;
    private final AuditLog audit;
    private final InstantSource clock;

    CardUsers(CardUserStore store, MerchantsWithCards merchants, SecretDesk passwords, ChannelNotices notices, AuditLog audit, InstantSource clock) {
        this.store = store;
        this.merchants = merchants;
        this.passwords = passwords;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /// What somebody wants to register. Its form is checked where it comes in, and by the table.
    record Registration(MerchantId merchant, String name, String contact, Pan card) {}

    sealed interface Registered {
        record Added(CardUser user) implements Registered {}

        /// The same card with the same particulars was there: nothing was done.
        record Repeated(CardUser user) implements Registered {}

        /// The card is there with other particulars: nothing was done.
        record Taken() implements Registered {}
    }

    /// Registers a card user, once: the same request again finds what the first one did.
    @Transactional
    Registered add(Registration wanted, AuditActor by) {
        Instant now = now();
        Optional<Former> former = store.former(wanted.merchant(), wanted.card());
        CardUser user = new CardUser(new Subject.Card(wanted.merchant(), UUID.randomUUID()), wanted.name(), wanted.contact(), wanted.card().masked(),
                State.ACTIVE, Optional.empty(), former.flatMap(known -> contactSince(known, wanted.contact(), now)), 1, now, now);
        if (store.insert(user, wanted.card())) {
            merchants.add(wanted.merchant());
            former.ifPresent(known -> takeOver(known, user));
            audit.append(AuditEntry.done("cardholder.add", object(user)).by(by).after(particulars(user)));
            return new Registered.Added(user);
        }
        return store.find(wanted.merchant(), wanted.card())
                .filter(kept -> kept.name().equals(wanted.name()) && kept.contact().equals(wanted.contact()))
                .<Registered>map(Registered.Repeated::new).orElseGet(Registered.Taken::new);
    }

    private static Optional<Instant> contactSince(Former former, String contact, Instant now) {
        return former.contact().equals(contact) ? former.changedAt() : Optional.of(now);
    }

    private void takeOver(Former former, CardUser user) {
        passwords.keepForm(new Subject.Card(user.subject().merchant(), former.cardId()), user.subject());
        if (!former.contact().equals(user.contact())) {
            notices.changed(PhoneNumber.find(former.contact()), user.contact());
        }
    }

    CardUser require(UUID cardId) {
        return store.find(cardId).filter(user -> user.state() != State.REMOVED).orElseThrow(CardholderRefusal.CARD_USER_UNKNOWN::refused);
    }

    /// @param version that the change was made from
    /// @param card empty if the number stays
    record Change(int version, String name, String contact, Optional<Pan> card, State state) {}

    @Transactional
    CardUser change(UUID cardId, Change wanted) {
        CardUser before = require(cardId);
        Optional<Reason> reason = reason(before, wanted);
        boolean otherCard = reason.equals(Optional.of(Reason.CARD));
        if (otherCard) {
            passwords.requireNoCase(before.subject());
        }
        Optional<Due> due = reason.map(weightiest -> due(before, weightiest)).or(before::due);
        boolean otherContact = isOtherContact(before, wanted);
        Instant now = now();
        Optional<Former> former = wanted.card().filter(_ -> otherCard).flatMap(card -> store.former(before.subject().merchant(), card));
        Optional<Instant> contactSince = Stream.of(otherContact ? Optional.of(now) : before.contactChangedAt(),
                former.flatMap(known -> contactSince(known, wanted.contact(), now))).flatMap(Optional::stream).max(Comparator.naturalOrder());
        CardUser after = new CardUser(before.subject(), wanted.name(), wanted.contact(), wanted.card().map(Pan::masked).orElse(before.cardMasked()),
                wanted.state(), due, contactSince, wanted.version() + 1, before.createdAt(), now);
        CardholderRefusal.CARD_USER_CHANGED_MEANWHILE.when(!store.update(after, wanted.card()));
        if (otherContact) {
            notices.changed(PhoneNumber.find(before.contact()), after.contact());
        }
        former.ifPresent(known -> takeOver(known, after));
        if (otherCard) {
            notices.cardRemoved(PhoneNumber.find(before.contact()), before.cardMasked());
        }
        audit.append(AuditEntry.done("cardholder.change", object(after)).before(particulars(before)).after(particulars(after)));
        return after;
    }

    /// What makes the password due, the weightiest first.
    private Optional<Reason> reason(CardUser before, Change wanted) {
        if (wanted.card().filter(card -> !isCardOf(before, card)).isPresent()) {
            return Optional.of(Reason.CARD);
        }
        if (isOtherContact(before, wanted)) {
            return Optional.of(Reason.CONTACT);
        }
        return wanted.name().equals(before.name()) ? Optional.empty() : Optional.of(Reason.NAME);
    }

    private static boolean isOtherContact(CardUser before, Change wanted) {
        return !wanted.contact().equals(before.contact());
    }

    private boolean isCardOf(CardUser user, Pan card) {
        return store.find(user.subject().merchant(), card).filter(found -> found.subject().equals(user.subject())).isPresent();
    }

    private Due due(CardUser user, Reason reason) {
        passwords.makeDue(user.subject());
        revoke(user.subject(), view -> view.kind() == SecretKind.ONE_TIME);
        return new Due(reason, now());
    }

    /// Tells the contact of it. Not while a case is about the card's password.
    @Transactional
    void remove(UUID cardId, int version) {
        CardUser user = require(cardId);
        passwords.requireNoCase(user.subject());
        CardholderRefusal.CARD_USER_CHANGED_MEANWHILE.when(!store.remove(cardId, version, now()));
        revoke(user.subject(), _ -> true);
        notices.cardRemoved(PhoneNumber.find(user.contact()), user.cardMasked());
        audit.append(AuditEntry.done("cardholder.remove", object(user)).before(particulars(user)));
    }

    private void revoke(Subject subject, Predicate<SecretDesk.View> which) {
        passwords.list(subject).stream().filter(view -> view.endedAt().isEmpty()).filter(which)
                .forEach(view -> passwords.revoke(subject, view.id()));
    }

    private static String object(CardUser user) {
        return "card-user:" + user.subject().cardId();
    }

    private static Map<String, String> particulars(CardUser user) {
        return Map.of("merchant", user.subject().merchant().value(), "name", user.name(), "contact", user.contact(), "card", user.cardMasked(),
                "state", user.state().name());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
