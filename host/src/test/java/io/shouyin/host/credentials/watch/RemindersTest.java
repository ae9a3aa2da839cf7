package io.shouyin.host.credentials.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.credentials.PasswordsDue;
import io.shouyin.host.credentials.RegisteredCards;
import io.shouyin.host.credentials.SecretDesk;
import io.shouyin.host.credentials.Subject;
import io.shouyin.host.credentials.TerminalPasswords;
import io.shouyin.host.credentials.Validity;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.notify.SmsMessage;
import io.shouyin.host.notify.SmsSender;
import io.shouyin.host.notify.TestMessages;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.TerminalId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Reminders before a password expires, and the list of what is due.
@HostTest
class RemindersTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @Autowired
    private Reminders reminders;
    @Autowired
    private TerminalPasswords passwords;
    @Autowired
    private TransactionTemplate transactions;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TestClock clock;
    @Autowired
    private TestStaff staff;
    @Autowired
    private TestMessages messages;
    @Autowired
    private Merchants merchants;
    @Autowired
    private SecretDesk desk;
    @Autowired
    private PasswordsDue passwordsDue;
    @Autowired
    private SmsSender sender;
    @Autowired
    private Alerts alerts;
    @Autowired
    private WatchSettings settings;
    @Autowired
    private ObjectProvider<RegisteredCards> cards;

    private MerchantId merchant;
    private TerminalId terminal;

    @BeforeEach
    void registerTerminal() {
        int number = NUMBERS.incrementAndGet();
        merchant = new MerchantId("10411005998%04d".formatted(number));
        terminal = new TerminalId("D%07d".formatted(number));
        transactions.executeWithoutResult(_ -> passwords.issueInitial(merchant, terminal).values().forEach(Secret::close));
    }

    /// The password of an operator.
    private void expires(String operator, Instant at) {
        jdbc.sql("UPDATE credentials.secret SET expires_at = ? WHERE terminal_id = ? AND operator_number = ?")
                .params(at.atOffset(ZoneOffset.UTC), terminal.value(), operator).update();
    }

    private List<Integer> said() {
        reminders.remind();
        return jdbc.sql("SELECT r.days FROM credentials.reminder r JOIN credentials.secret USING (secret_id) WHERE terminal_id = ? ORDER BY r.sent_at, r.days DESC")
                .param(terminal.value()).query(Integer.class).list();
    }

    @Test
    void reminder_eachStep_isSaidOnce() {
        expires("00", clock.instant().plus(Duration.ofDays(15)));
        assertThat(said()).isEmpty();
        clock.advance(Duration.ofDays(1));
        assertThat(said()).containsExactly(14);
        clock.advance(Duration.ofDays(1));
        assertThat(said()).containsExactly(14);
        clock.advance(Duration.ofDays(6));
        assertThat(said()).containsExactly(14, 7);
        clock.advance(Duration.ofDays(6));
        assertThat(said()).containsExactly(14, 7, 1);
        assertThat(said()).containsExactly(14, 7, 1);
        clock.advance(Duration.ofDays(3));
        assertThat(said()).as("over is over").containsExactly(14, 7, 1);
        expires("00", clock.instant().plus(Duration.ofDays(7)));
        assertThat(said()).as("of a new end").containsExactly(14, 7, 1, 7);
        assertThat(jdbc.sql("SELECT count(*) FROM credentials.alert WHERE kind = 'DUE' AND merchant_id = ?").param(merchant.value()).query(Long.class).single())
                .as("one alert on the console").isOne();
    }

    @Test
    void cardPassword_thatExpiresSoon_isSaidToItsHolder() {
        merchants.register(new Merchants.Registration(merchant, "小店", "SMALL SHOP", "5411", "SHANGHAI", "02155550102"));
        var card = staff.loggedIn(Role.OPERATIONS).post("/api/v1/cardholders",
                Map.of("merchantId", merchant.value(), "name", "张三", "cardNumber", "6222021234567894", "contact", "13917346031")).expect(201).body();
        UUID cardId = UUID.fromString(card.path("cardId").asString());
        desk.issueInitial(new Subject.Card(merchant, cardId)).close();
        jdbc.sql("UPDATE credentials.secret SET expires_at = ? WHERE subject = ?")
                .params(clock.instant().plus(Duration.ofDays(7)).atOffset(ZoneOffset.UTC), "card:" + merchant + ":" + cardId).update();
        var reminders = new Reminders(jdbc, alerts, new WatchTexts(merchants, withAProvider(), settings, clock), cards, clock);
        for (int time = 0; time < 2; time++) {
            transactions.executeWithoutResult(_ -> reminders.remind());
        }
        assertThat(messages.to("139****6031")).hasSize(1).first().asString().contains("尾号7894的卡", "7天");
        assertThat(staff.loggedIn(Role.SERVICE_DESK).get("/api/v1/credentials-due?owner=CARD&query=" + merchant).expect(200).body().path("total").asInt()).isOne();
    }

    @Test
    void cardPassword_whoseValidityEndsSoon_isSaidAndListed_thoughItsRotationIsFarAway() {
        var card = new Subject.Card(merchant, UUID.randomUUID());
        desk.issueInitial(card).close();
        Instant end = clock.instant().plus(Duration.ofDays(2));
        jdbc.sql("UPDATE credentials.secret SET expires_at = ? WHERE subject = ?").params(end.plus(Duration.ofDays(90)).atOffset(ZoneOffset.UTC), card.key()).update();
        desk.limit(card, new Validity(Optional.empty(), Optional.of(end)));
        reminders.remind();
        assertThat(jdbc.sql("SELECT r.days FROM credentials.reminder r JOIN credentials.secret USING (secret_id) WHERE subject = ?").param(card.key()).query(Integer.class).list())
                .containsExactly(7);
        var due = staff.loggedIn(Role.SERVICE_DESK).get("/api/v1/credentials-due?owner=CARD&query=" + merchant).expect(200).body().path("items");
        assertThat(due).hasSize(1);
        assertThat(Instant.parse(due.path(0).path("expiresAt").asString())).isEqualTo(Instant.parse(due.path(0).path("opensUntil").asString())).isEqualTo(end.truncatedTo(ChronoUnit.MICROS));
        assertThat(passwordsDue.daysLeft(card)).contains(2);
    }

    private SmsSender withAProvider() {
        return new SmsSender() {
            @Override
            public void send(SmsMessage message) {
                sender.send(message);
            }

            @Override
            public boolean isSetUp() {
                return true;
            }
        };
    }

    @Test
    void reminder_afterDaysAway_saysTheLatestStepOnly() {
        expires("00", clock.instant().plus(Duration.ofDays(5)));
        assertThat(said()).containsExactly(7);
    }

    @Test
    void reminder_ofSeveralHosts_isSaidByOne() throws Exception {
        expires("00", clock.instant().plus(Duration.ofDays(6)));
        expires("01", clock.instant().plus(Duration.ofDays(6)));
        Callable<Integer> host = reminders::remind;
        try (var hosts = Executors.newFixedThreadPool(4)) {
            for (var done : hosts.invokeAll(List.of(host, host, host, host))) {
                done.get();
            }
        }
        assertThat(said()).containsExactly(7, 7);
        assertThat(jdbc.sql("SELECT times FROM credentials.alert WHERE kind = 'DUE' AND merchant_id = ?").param(merchant.value()).query(Integer.class).single())
                .isEqualTo(2);
    }

    @Test
    void due_listsWhatExpires_soonestFirst_andAsCsv() {
        expires("99", clock.instant().minus(Duration.ofDays(2)));
        expires("00", clock.instant().plus(Duration.ofDays(3)));
        expires("01", clock.instant().plus(Duration.ofDays(60)));
        var desk = staff.loggedIn(Role.SERVICE_DESK);
        var list = desk.get("/api/v1/credentials-due?days=30&query=" + terminal).expect(200).body();
        assertThat(list.path("total").asInt()).isEqualTo(2);
        assertThat(list.path("items").get(0).path("operator").asString()).isEqualTo("99");
        assertThat(list.path("items").get(0).path("overdue").asBoolean()).isTrue();
        assertThat(list.path("items").get(1).path("daysLeft").asInt()).isEqualTo(3);
        assertThat(desk.get("/api/v1/credentials-due?days=366&query=" + terminal).expect(200).body().path("total").asInt()).isEqualTo(3);
        assertThat(desk.get("/api/v1/credentials-due?days=0&query=" + terminal).expect(200).body().path("total").asInt()).isEqualTo(1);
        assertThat(desk.get("/api/v1/credentials-due?owner=CARD&query=" + terminal).expect(200).body().path("total").asInt()).isZero();
        var summary = desk.get("/api/v1/credentials-due/summary").expect(200).body();
        assertThat(summary.path("counts").path("overdue").asInt()).isPositive();
        assertThat(summary.path("counts").path("within7").asInt()).isPositive();
        String csv = desk.get("/api/v1/credentials-due.csv?query=" + terminal).expect(200).text();
        assertThat(csv).startsWith("\ufeffmerchant_id,terminal_id").contains(merchant + "," + terminal + ",OPERATOR,99,", "overdue\r\n", ",3\r\n");
    }
}
