package io.shouyin.host.credentials.watch;

import static io.shouyin.host.credentials.watch.UseLog.CHINA;
import static io.shouyin.host.credentials.watch.UseLog.utc;

import io.shouyin.host.credentials.PasswordsDue;
import io.shouyin.host.credentials.RegisteredCards;
import io.shouyin.host.credentials.ReminderSteps;
import io.shouyin.host.credentials.Subject;
import io.shouyin.host.credentials.watch.Alerts.Finding;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.MerchantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Says 14 days, 7 days and 1 day before that a password of a terminal or card expires: an alert on the console, one text message a merchant
/// about its terminals, and one to the holder of each card. The terminal says it by itself at the sign-in, the console to its
/// staff, whose phones the module `support` has and tells.
///
/// A step is said once, whichever host does it: the row of the step is the permission to speak, and commits with the message. A day that no host was
/// up for is made up for on the next.
@Component
public class Reminders {

    private final JdbcClient jdbc;
    private final Alerts alerts;
    private final WatchTexts texts;
    private final ObjectProvider<RegisteredCards> cards;
    private final InstantSource clock;

    Reminders(JdbcClient jdbc, Alerts alerts, WatchTexts texts, ObjectProvider<RegisteredCards> cards, InstantSource clock) {
        this.jdbc = jdbc;
        this.alerts = alerts;
        this.texts = texts;
        this.cards = cards;
        this.clock = clock;
    }

    /// @param terminal null of a card
    private record Due(UUID secret, String subject, String merchant, String terminal, Instant expiresAt) {

        boolean ofCard() {
            return terminal == null;
        }
    }

    /// @return how many passwords were spoken of
    @Scheduled(initialDelayString = "PT30S", fixedDelayString = "PT10M")
    @Transactional
    public int remind() {
        Instant now = clock.instant();
        List<Due> due = jdbc.sql("""
                SELECT secret_id, subject, merchant_id, terminal_id, ends_at
                FROM (SELECT *, %s AS ends_at FROM credentials.secret WHERE ended IS NULL AND kind <> 'ONE_TIME') standing
                WHERE ends_at > ? AND ends_at < ?
                ORDER BY merchant_id, ends_at, subject""".formatted(PasswordsDue.ENDS_AT))
                .params(utc(now), utc(now.plus(ReminderSteps.DAYS_MAX + 1, ChronoUnit.DAYS)))
                .query((row, _) -> new Due(row.getObject("secret_id", UUID.class), row.getString("subject"), row.getString("merchant_id"),
                        row.getString("terminal_id"),
                        row.getObject("ends_at", OffsetDateTime.class).toInstant())).list();
        List<Due> first = due.stream().filter(one -> isFirst(one, now)).toList();
        first.stream().collect(Collectors.groupingBy(Due::merchant)).forEach((merchant, all) -> say(new MerchantId(merchant), all, now));
        return first.size();
    }

    /// Whether a step is reached that nobody has said yet.
    private boolean isFirst(Due due, Instant now) {
        return ReminderSteps.reached(now, due.expiresAt()).filter(step ->
                jdbc.sql("INSERT INTO credentials.reminder (secret_id, expires_at, days, sent_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
                        .params(due.secret(), utc(due.expiresAt()), step, utc(now)).update() == 1).isPresent();
    }

    private void say(MerchantId merchant, List<Due> due, Instant now) {
        Due next = due.getFirst();
        Check.invariant(due.stream().allMatch(one -> !one.expiresAt().isBefore(next.expiresAt())), "what expires first is named");
        alerts.raise(new Finding(AlertKind.DUE, """
                SELECT 'merchant:' || :merchant AS subject, :merchant AS merchant_id, NULL AS terminal_id, NULL AS operator_number,
                       :times::integer AS times, :now AS since, :now AS last_at""", Map.of("merchant", merchant.value(), "times", due.size())));
        List<Due> atTerminals = due.stream().filter(one -> !one.ofCard()).toList();
        if (!atTerminals.isEmpty()) {
            Due first = atTerminals.getFirst();
            String whose = "终端" + first.terminal() + (atTerminals.size() > 1 ? "等" + atTerminals.size() + "处" : "");
            texts.passwordsDue(once(merchant.toString(), first, now), merchant, whose, ReminderSteps.daysLeft(now, first.expiresAt()));
        }
        due.stream().filter(Due::ofCard).forEach(one -> holder(one).ifPresent(holder ->
                texts.cardPasswordDue(once("card", one, now), holder, ReminderSteps.daysLeft(now, one.expiresAt()))));
    }

    private Optional<RegisteredCards.Holder> holder(Due card) {
        return cards.stream().map(register -> register.holder(Subject.Card.cardIdOf(card.subject()))).flatMap(Optional::stream).findFirst();
    }

    /// The same message for the same day.
    private static UUID once(String whom, Due due, Instant now) {
        return UUID.nameUUIDFromBytes(("due " + whom + " " + LocalDate.ofInstant(now, CHINA) + " " + due.secret()).getBytes(StandardCharsets.US_ASCII));
    }
}
