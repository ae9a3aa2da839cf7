package io.shouyin.host.cardholders;

import io.shouyin.host.cardholders.CardUser.Due;
import io.shouyin.host.cardholders.CardUser.Reason;
import io.shouyin.host.cardholders.CardUser.State;
import io.shouyin.host.credentials.Subject;
import io.shouyin.host.platform.OneRead;
import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table of card users.
@Repository
class CardUserStore {

    private static final String COLUMNS = """
            card_id, merchant_id, name, contact, card_masked, state, due_reason, due_since, contact_changed_at, version, created_at, changed_at""";
    private static final String PRESENT = "state <> 'REMOVED'";

    private static final String OF_CARD = " FROM cardholders.card_user WHERE merchant_id = ? AND card_index = ? AND " + PRESENT;

    private static final int FETCH_ROWS = 500;

    private final JdbcClient jdbc;
    private final CardNumbers numbers;

    CardUserStore(JdbcClient jdbc, CardNumbers numbers) {
        this.jdbc = jdbc;
        this.numbers = numbers;
    }

    /// @return false if the card is registered at the merchant already
    boolean insert(CardUser user, Pan card) {
        return jdbc.sql("""
                INSERT INTO cardholders.card_user
                  (card_id, merchant_id, name, contact, card_masked, card_index, card_sealed, state, contact_changed_at, version, created_at, changed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (merchant_id, card_index) WHERE state <> 'REMOVED' DO NOTHING""")
                .params(Arrays.asList(user.subject().cardId(), user.subject().merchant().value(), user.name(), user.contact(), user.cardMasked(),
                        numbers.index(card), numbers.seal(user.subject().cardId(), card), user.state().name(),
                        user.contactChangedAt().map(CardUserStore::utc).orElse(null), user.version(), utc(user.createdAt()), utc(user.changedAt())))
                .update() == 1;
    }

    /// Writes the next version of a card user.
    ///
    /// @param card empty if the number stays
    /// @return false if somebody else was faster
    boolean update(CardUser next, Optional<Pan> card) {
        card.ifPresent(number -> keepFormer(next.subject().cardId(), numbers.index(number)));
        try {
            return jdbc.sql("""
                    UPDATE cardholders.card_user
                    SET name = ?, contact = ?, card_masked = ?, card_index = coalesce(?, card_index), card_sealed = coalesce(?, card_sealed),
                        state = ?, due_reason = ?, due_since = ?, contact_changed_at = ?, version = ?, changed_at = ?
                    WHERE card_id = ? AND version = ? AND\s""" + PRESENT)
                    .params(Arrays.asList(next.name(), next.contact(), next.cardMasked(), card.map(numbers::index).orElse(null),
                            card.map(number -> numbers.seal(next.subject().cardId(), number)).orElse(null), next.state().name(),
                            next.due().map(due -> due.reason().name()).orElse(null), next.due().map(due -> utc(due.since())).orElse(null),
                            next.contactChangedAt().map(CardUserStore::utc).orElse(null), next.version(), utc(next.changedAt()), next.subject().cardId(), next.version() - 1))
                    .update() == 1;
        } catch (DuplicateKeyException taken) {
            throw CardholderRefusal.CARD_TAKEN.refused();
        }
    }

    /// Erases the number and keeps the rest; the card is known as a former one.
    ///
    /// @return false if somebody else was faster
    boolean remove(UUID cardId, int version, Instant now) {
        keepFormer(cardId, new byte[0]);
        return jdbc.sql("""
                UPDATE cardholders.card_user SET state = 'REMOVED', card_index = NULL, card_sealed = NULL, version = version + 1, changed_at = ?
                WHERE card_id = ? AND version = ? AND\s""" + PRESENT)
                .params(utc(now), cardId, version).update() == 1;
    }

    /// In the transaction that takes the card from its user.
    ///
    /// @param next index of the card that comes in its place
    private void keepFormer(UUID cardId, byte[] next) {
        jdbc.sql("""
                INSERT INTO cardholders.former_card (merchant_id, card_index, card_id, contact, contact_changed_at)
                SELECT merchant_id, card_index, card_id, contact, contact_changed_at FROM cardholders.card_user WHERE card_id = ? AND card_index <> ? AND\s""" + PRESENT)
                .params(cardId, next).update();
    }

    /// Whose a card was when it was last taken from its user.
    ///
    /// @param contact whose phone belonged to it
    /// @param changedAt since when it had been another one
    record Former(UUID cardId, String contact, Optional<Instant> changedAt) {}

    Optional<Former> former(MerchantId merchant, Pan card) {
        return jdbc.sql("""
                SELECT card_id, contact, contact_changed_at FROM cardholders.former_card WHERE merchant_id = ? AND card_index = ?
                ORDER BY former_id DESC LIMIT 1""").params(ofCard(merchant, card))
                .query((row, _) -> new Former(row.getObject("card_id", UUID.class), row.getString("contact"), contactChangedAt(row))).optional();
    }

    /// Whether the card of a card user was taken from somebody at the same merchant before.
    boolean isOfFormer(UUID cardId) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM cardholders.card_user JOIN cardholders.former_card USING (merchant_id, card_index) WHERE card_user.card_id = ?)""")
                .param(cardId).query(Boolean.class).single();
    }

    Optional<CardUser> find(UUID cardId) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM cardholders.card_user WHERE card_id = ?").param(cardId).query(CardUserStore::user).optional();
    }

    Optional<CardUser> find(MerchantId merchant, Pan card) {
        return jdbc.sql("SELECT " + COLUMNS + OF_CARD).params(ofCard(merchant, card)).query(CardUserStore::user).optional();
    }

    /// @param subjectKey of the user, if there is one
    record Question(Supplier<List<CardUser>> users, OneRead.Subselect subjectKey) {}

    Question ask(OneRead read, MerchantId merchant, Pan card) {
        List<Object> params = ofCard(merchant, card);
        return new Question(read.ask("SELECT " + COLUMNS + OF_CARD, params, CardUserStore::user),
                new OneRead.Subselect("(SELECT " + Subject.Card.KEY_SQL + OF_CARD + ")", params));
    }

    private List<Object> ofCard(MerchantId merchant, Pan card) {
        return List.of(merchant.value(), numbers.index(card));
    }

    /// At all merchants.
    List<CardUser> find(Pan card) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM cardholders.card_user WHERE card_index = ? AND " + PRESENT + " ORDER BY merchant_id")
                .param(numbers.index(card)).query(CardUserStore::user).list();
    }

    /// @param merchant empty: all
    /// @param text found in the name, or the last four digits of the card; empty finds all
    record Query(String merchant, String text) {

        String like() {
            return LikePattern.containing(text);
        }

        String lastFour() {
            return text != null && text.strip().matches("[0-9]{4}") ? "%" + text.strip() : "";
        }
    }

    private static final String FOUND = """
             FROM cardholders.card_user
            WHERE (:merchant = '' OR merchant_id = :merchant) AND (name ILIKE :like OR card_masked LIKE :lastFour) AND\s""" + PRESENT;

    Page<CardUser> search(Query query, PageQuery page) {
        long total = bound(jdbc.sql("SELECT count(*)" + FOUND), query).query(Long.class).single();
        List<CardUser> rows = bound(jdbc.sql("SELECT " + COLUMNS + FOUND + " ORDER BY created_at DESC, card_id LIMIT :size OFFSET :offset"), query)
                .param("size", page.size()).param("offset", page.offset()).query(CardUserStore::user).list();
        return Page.of(rows, total, page);
    }

    /// @param sealed the card number, for [CardNumbers#open]
    record Exported(CardUser user, byte[] sealed) {}

    /// All that a query finds, one after the other, however many there are.
    void each(Query query, Consumer<Exported> work) {
        try (Stream<Exported> rows = bound(jdbc.sql("SELECT card_sealed, " + COLUMNS + FOUND + " ORDER BY merchant_id, created_at, card_id")
                .withFetchSize(FETCH_ROWS), query).query((row, number) -> new Exported(user(row, number), row.getBytes("card_sealed"))).stream()) {
            rows.forEach(work);
        }
    }

    private static JdbcClient.StatementSpec bound(JdbcClient.StatementSpec statement, Query query) {
        return statement.param("merchant", query.merchant() == null ? "" : query.merchant()).param("like", query.like()).param("lastFour", query.lastFour());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static CardUser user(ResultSet row, int number) throws SQLException {
        String reason = row.getString("due_reason");
        Optional<Due> due = reason == null ? Optional.empty()
                : Optional.of(new Due(Reason.valueOf(reason), row.getObject("due_since", OffsetDateTime.class).toInstant()));
        return new CardUser(new Subject.Card(new MerchantId(row.getString("merchant_id")), row.getObject("card_id", UUID.class)),
                row.getString("name"), row.getString("contact"), row.getString("card_masked"), State.valueOf(row.getString("state")),
                due, contactChangedAt(row), row.getInt("version"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(), row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }

    private static Optional<Instant> contactChangedAt(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getObject("contact_changed_at", OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
