package io.shouyin.host.credentials.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.credentials.watch.Use.Outcome;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

/// What is watched, and what is said of it: each alert when it is due, and not before. The host's own job looks at the same time as the
/// tests do, so they ask what is there, not who was first.
@HostTest
class WatchTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final String SAME = "00112233445566778899aabbccddeeff";

    @Autowired
    private UseLog uses;
    @Autowired
    private Watch watch;
    @Autowired
    private Brake brake;
    @Autowired
    private WatchSettings settings;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TransactionTemplate transactions;
    @Autowired
    private TestClock clock;
    @Autowired
    private TestStaff staff;

    private MerchantId merchant;
    private int terminals;

    /// A merchant of its own, in a window of its own.
    @BeforeEach
    void newMerchant() {
        merchant = new MerchantId("10411005999%04d".formatted(NUMBERS.incrementAndGet()));
        terminals = 0;
        clock.advance(settings.window().plusMinutes(1));
    }

    private TerminalId terminal() {
        return new TerminalId("W%03d%04d".formatted(NUMBERS.get(), ++terminals));
    }

    private Use use(TerminalId terminal, String operator, Outcome outcome, String reason) {
        return new Use(clock.instant(), "txn:" + merchant + ":" + terminal, merchant, terminal, Optional.of(new OperatorNumber(operator)),
                Optional.of("TXN_PASSWORD"), "SALE", outcome, Optional.ofNullable(reason));
    }

    private void wrong(TerminalId terminal, int times) {
        for (int n = 0; n < times; n++) {
            wrong(terminal, "%032x".formatted(System.nanoTime()));
        }
    }

    private void wrong(TerminalId terminal, String likeness) {
        transactions.executeWithoutResult(_ -> uses.wrong(use(terminal, "%02d".formatted(1 + NUMBERS.get() % 90), Outcome.WRONG, null), likeness));
    }

    private void failed(TerminalId terminal, Outcome outcome, String reason) {
        transactions.executeWithoutResult(_ -> uses.failed(use(terminal, "01", outcome, reason)));
    }

    private List<String> alerts() {
        watch.look();
        watch.lookAtHours();
        return jdbc.sql("SELECT kind || ' ' || times FROM credentials.alert WHERE merchant_id = ? AND state <> 'CLOSED' ORDER BY kind").param(merchant.value())
                .query(String.class).list();
    }

    // wrong tries -------------------------------------------------------------------------------------------------------

    @Test
    void wrongTries_atOneTerminal_areAnAlertFromTheLimitOn_andOne() {
        TerminalId terminal = terminal();
        wrong(terminal, settings.failuresPerTerminalMax() - 2);
        assertThat(alerts()).isEmpty();
        wrong(terminal, 1);
        assertThat(alerts()).containsExactly("FAILURES_OPERATOR 5");
        wrong(terminal, 1);
        assertThat(alerts()).containsExactly("FAILURES_OPERATOR 6", "FAILURES_TERMINAL 6");
        wrong(terminal, 2);
        assertThat(alerts()).as("the same alerts, up to date").containsExactly("FAILURES_OPERATOR 8", "FAILURES_TERMINAL 8");
    }

    @Test
    void wrongTries_slowlyOneAfterTheOther_areNone() {
        TerminalId terminal = terminal();
        for (int n = 0; n < 12; n++) {
            wrong(terminal, 1);
            clock.advance(Duration.ofMinutes(3));
            assertThat(alerts()).isEmpty();
        }
    }

    @Test
    void rightAndRefusedUses_areNone() {
        TerminalId terminal = terminal();
        for (int n = 0; n < 20; n++) {
            uses.right(List.of(use(terminal, "01", Outcome.RIGHT, null)));
            failed(terminal, Outcome.REFUSED, "SECRET_EXPIRED");
        }
        uses.flush();
        assertThat(alerts()).isEmpty();
        assertThat(brake.holds(merchant, terminal)).isFalse();
    }

    @Test
    void thousandGuesses_spreadOverTerminals_areAnAlert_andSlowDownOnlyWhoGuesses() {
        List<TerminalId> guessing = new ArrayList<>();
        for (int n = 0; n < 500; n++) {
            guessing.add(terminal());
        }
        for (TerminalId terminal : guessing) {
            wrong(terminal, 2);
        }
        TerminalId honest = terminal();
        uses.right(List.of(use(honest, "01", Outcome.RIGHT, null)));
        uses.flush();
        assertThat(alerts()).as("no terminal and no operator is over its own limit").containsExactly("FAILURES_MERCHANT 1000");
        assertThat(jdbc.sql("SELECT count(*) FROM credentials.alert WHERE kind = 'FAILURES_PLATFORM'").query(Long.class).single()).isEqualTo(1);
        assertThat(guessing).allMatch(terminal -> brake.holds(merchant, terminal));
        assertThat(brake.holds(merchant, honest)).as("whoever sells as usual").isFalse();
        clock.advance(settings.pause());
        assertThat(guessing).as("a pause later").noneMatch(terminal -> brake.holds(merchant, terminal));
        wrong(guessing.getFirst(), 1);
        assertThat(brake.holds(merchant, guessing.getFirst())).as("and again after the next wrong try").isTrue();
        clock.advance(settings.window());
        wrong(guessing.getFirst(), 1);
        assertThat(brake.holds(merchant, guessing.getFirst())).as("the guesses are history").isFalse();
    }

    @Test
    void wrongTries_justBelowTheMerchantsLimit_slowNobodyDown() {
        TerminalId one = terminal();
        TerminalId other = terminal();
        wrong(one, settings.failuresPerMerchantMax() / 2);
        wrong(other, settings.failuresPerMerchantMax() / 2 - 1);
        assertThat(brake.holds(merchant, one)).isFalse();
        assertThat(alerts()).noneMatch(alert -> alert.startsWith("FAILURES_MERCHANT"));
        wrong(other, 1);
        assertThat(brake.holds(merchant, one)).isTrue();
        assertThat(alerts()).contains("FAILURES_MERCHANT " + settings.failuresPerMerchantMax());
    }

    @Test
    void sameWrongValue_atMoreTerminalsThanAllowed_isAnAlert_forgottenAfterADay() {
        for (int n = 0; n < settings.sameValueTerminalsMax(); n++) {
            wrong(terminal(), SAME);
        }
        TerminalId last = terminal();
        wrong(last, 1);
        assertThat(alerts()).isEmpty();
        wrong(last, SAME);
        assertThat(alerts()).containsExactly("SAME_WRONG_VALUE 4");
        assertThat(jdbc.sql("SELECT count(*) FROM credentials.wrong_value WHERE merchant_id = ? AND (likeness = decode(?, 'hex') OR encode(likeness, 'hex') LIKE ?)")
                .params(merchant.value(), SAME, "%" + SAME + "%").query(Long.class).single()).as("not even what the vault said is kept").isZero();
        clock.advance(Duration.ofHours(24));
        watch.forget();
        assertThat(jdbc.sql("SELECT count(*) FROM credentials.wrong_value WHERE merchant_id = ?").param(merchant.value()).query(Long.class).single()).isZero();
        wrong(last, SAME);
        assertThat(jdbc.sql("SELECT count(*) FROM credentials.wrong_value WHERE merchant_id = ?").param(merchant.value()).query(Long.class).single()).isOne();
    }

    @Test
    void sameWrongValue_onAnotherDay_isAnotherHash() {
        wrong(terminal(), SAME);
        clock.advance(Duration.ofHours(23));
        wrong(terminal(), SAME);
        assertThat(jdbc.sql("SELECT count(DISTINCT likeness) FROM credentials.wrong_value WHERE merchant_id = ?").param(merchant.value())
                .query(Long.class).single()).isEqualTo(2);
    }

    @Test
    void lockedPassword_andOneTimePasswordElsewhere_areAlerts() {
        TerminalId terminal = terminal();
        failed(terminal, Outcome.LOCKED, null);
        assertThat(alerts()).containsExactly("PASSWORD_LOCKED 1");
        failed(terminal, Outcome.WRONG, Use.ONE_TIME_ELSEWHERE);
        failed(terminal, Outcome.REFUSED, "SECRET_USED");
        assertThat(alerts()).containsExactly("ONE_TIME_ELSEWHERE 2", "PASSWORD_LOCKED 1");
    }

    // hours -------------------------------------------------------------------------------------------------------------

    /// Moves the clock to the next time that it is this hour in China.
    private void until(int hour) {
        Instant now = clock.instant();
        Instant then = now.atOffset(UseLog.CHINA).truncatedTo(ChronoUnit.DAYS).withHour(hour).toInstant();
        clock.advance(Duration.between(now, then.isAfter(now) ? then : then.plus(Duration.ofDays(1))));
    }

    private void sell(TerminalId terminal) {
        uses.right(List.of(use(terminal, "01", Outcome.RIGHT, null)));
        uses.flush();
    }

    @Test
    void useAtAnHour_thatTheSecretNeverHad_isAnAlert_nextToAUsualOneIsNot() {
        TerminalId used = terminal();
        for (int day = 0; day < settings.usualDaysMin(); day++) {
            until(10);
            sell(used);
        }
        until(11);
        clock.advance(Duration.ofDays(1));
        sell(used);
        assertThat(alerts()).as("an hour off").isEmpty();
        until(3);
        sell(used);
        TerminalId young = terminal();
        sell(young);
        assertThat(alerts()).as("not the one that has no habits yet").containsExactly("UNUSUAL_HOUR 1");
    }

    // the list ------------------------------------------------------------------------------------------------------------

    @Test
    void alert_seenAndClosed_isLogged_andOnlyLaterFactsRaiseItAgain() {
        TerminalId terminal = terminal();
        failed(terminal, Outcome.LOCKED, null);
        assertThat(alerts()).hasSize(1);
        String id = jdbc.sql("SELECT alert_id::text FROM credentials.alert WHERE merchant_id = ?").param(merchant.value()).query(String.class).single();
        staff.loggedIn(Role.AUDITOR).post("/api/v1/credential-alerts/" + id + "/seen", null).expect(403);
        var risk = staff.loggedIn(Role.RISK);
        assertThat(risk.post("/api/v1/credential-alerts/" + id + "/seen", null).expect(200).body().path("state").asString()).isEqualTo("SEEN");
        assertThat(risk.get("/api/v1/credential-alerts?state=OPEN&query=" + terminal).expect(200).body().path("total").asInt()).isEqualTo(1);
        risk.post("/api/v1/credential-alerts/" + id + "/closed", null).expect(200);
        risk.post("/api/v1/credential-alerts/" + id + "/closed", null).problem(409, "ALERT_CLOSED");
        risk.post("/api/v1/credential-alerts/00000000-0000-0000-0000-000000000000/seen", null).problem(404, "ALERT_UNKNOWN");
        assertThat(jdbc.sql("SELECT action FROM audit.entry WHERE object = ? AND result = 'DONE' ORDER BY entry_id").param("alert:" + id).query(String.class).list())
                .containsExactly("alert.see", "alert.close");
        assertThat(alerts()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        failed(terminal, Outcome.LOCKED, null);
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void summary_countsByTimeTerminalAndOperator() {
        TerminalId busy = terminal();
        TerminalId guessed = terminal();
        sell(busy);
        sell(busy);
        clock.advance(Duration.ofHours(3));
        wrong(guessed, 3);
        failed(guessed, Outcome.REFUSED, "SECRET_EXPIRED");
        var all = staff.loggedIn(Role.OPERATIONS).get("/api/v1/credential-uses/summary?days=1&merchantId=" + merchant).expect(200).body();
        assertThat(List.of(all.path("right").asInt(), all.path("wrong").asInt(), all.path("refused").asInt())).containsExactly(2, 3, 1);
        assertThat(all.path("buckets").size()).isBetween(25, 26);
        assertThat(all.path("terminals").get(0).path("terminalId").asString()).isEqualTo(guessed.value());
        assertThat(all.path("terminals").get(0).path("failed").asInt()).isEqualTo(4);
        assertThat(all.path("terminals").get(1).path("right").asInt()).isEqualTo(2);
        assertThat(all.path("operators").size()).isEqualTo(3);
        assertThat(all.path("week").size()).isEqualTo(2);
        var week = staff.loggedIn(Role.OPERATIONS).get("/api/v1/credential-uses/summary?days=7&terminalId=" + guessed).expect(200).body();
        assertThat(week.path("buckets").size()).isEqualTo(8);
        assertThat(week.path("wrong").asInt()).isEqualTo(3);
        var list = staff.loggedIn(Role.AUDITOR).get("/api/v1/credential-uses?outcome=FAILED&terminalId=" + guessed).expect(200).body();
        assertThat(list.path("total").asInt()).isEqualTo(4);
        assertThat(list.path("items").get(0).path("reason").asString()).isEqualTo("SECRET_EXPIRED");
        staff.loggedIn(Role.AUDITOR).get("/api/v1/credential-uses/summary?days=91").expect(400);
    }

    // the table -----------------------------------------------------------------------------------------------------------

    @Test
    void use_once_written_staysAsItIs() {
        jdbc.sql("INSERT INTO credentials.use (at, subject, merchant_id, terminal_id, kind, outcome) VALUES (?, 's', ?, 'T', 'SALE', 'WRONG')")
                .params(Instant.now().atOffset(ZoneOffset.UTC), merchant.value()).update();
        assertThatThrownBy(() -> jdbc.sql("UPDATE credentials.use SET outcome = 'RIGHT' WHERE merchant_id = ?").param(merchant.value()).update())
                .rootCause().hasMessageContaining("permission denied");
        assertThatThrownBy(() -> jdbc.sql("DELETE FROM credentials.use WHERE merchant_id = ?").param(merchant.value()).update())
                .rootCause().hasMessageContaining("only ever added");
        assertThatThrownBy(() -> uses.wrong(use(terminal(), "01", Outcome.WRONG, null), SAME)).isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void rightUses_ofATransactionThatRollsBack_areNone() {
        TerminalId terminal = terminal();
        transactions.executeWithoutResult(status -> {
            uses.right(List.of(use(terminal, "01", Outcome.RIGHT, null)));
            status.setRollbackOnly();
        });
        uses.flush();
        assertThat(jdbc.sql("SELECT count(*) FROM credentials.use WHERE terminal_id = ?").param(terminal.value()).query(Long.class).single()).isZero();
        transactions.executeWithoutResult(_ -> uses.right(List.of(use(terminal, "01", Outcome.RIGHT, null))));
        uses.flush();
        assertThat(jdbc.sql("SELECT count(*) FROM credentials.use WHERE terminal_id = ?").param(terminal.value()).query(Long.class).single()).isOne();
    }
}
