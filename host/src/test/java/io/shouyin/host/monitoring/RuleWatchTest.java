package io.shouyin.host.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.acquiring.JournalRows;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// What fires, when, and how often. The host's own job looks at the same time as the tests do, so they ask what is there, not who was first.
@HostTest
class RuleWatchTest {

    private static final AtomicInteger NAMES = new AtomicInteger();

    @Autowired
    private TestStaff staff;
    @Autowired
    private RuleWatch watch;
    @Autowired
    private RuleStore store;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TestClock clock;

    /// An hour of its own: what other tests have journaled is not in the window.
    @BeforeEach
    void newHour() {
        clock.advance(Duration.ofHours(2));
    }

    @AfterEach
    void removeRows() {
        JournalRows.remove(jdbc);
    }

    private static Map<String, Object> rule(String kind, Object... values) {
        Map<String, Object> rule = new HashMap<>(Map.of("name", "规则" + NAMES.incrementAndGet(), "kind", kind, "severity", "WARNING", "enabled", true));
        for (int n = 0; n < values.length; n += 2) {
            rule.put((String) values[n], values[n + 1]);
        }
        return rule;
    }

    private UUID add(Map<String, Object> rule) {
        return UUID.fromString(staff.loggedIn(Role.OPERATIONS).post("/api/v1/alert-rules", rule).expect(201).body().path("ruleId").asString());
    }

    /// Such as `firing 62` or `resolved 62`, oldest first.
    private List<String> alerts(UUID rule) {
        watch.look();
        return jdbc.sql("SELECT CASE WHEN resolved_at IS NULL THEN 'firing' ELSE 'resolved' END || coalesce(' ' || nullif(subject, ''), '') || coalesce(' ' || measured, '') "
                + "FROM monitoring.alert WHERE rule_id = ? ORDER BY fired_at").param(rule).query(String.class).list();
    }

    private void journal(int count, String state, String code) {
        JournalRows.add(jdbc, count, state, code, clock.instant());
        clock.advance(Duration.ofSeconds(2));                   // the present minute is kept for a second
    }

    @Test
    void approvalRate_belowTheThreshold_firesOnce_andIsOverAMinuteAfterItWasTrue() {
        UUID rule = add(rule("APPROVAL_RATE_BELOW", "threshold", 70, "minutes", 10, "transactionsMin", 10));
        journal(9, "DECLINED", "51");
        assertThat(alerts(rule)).as("nine transactions are too few to judge by").isEmpty();
        journal(21, "APPROVED", "00");
        assertThat(alerts(rule)).as("21 of 30: 70 percent are not below 70").isEmpty();
        journal(1, "DECLINED", "05");
        assertThat(alerts(rule)).containsExactly("firing 67");
        assertThat(alerts(rule)).as("the same, again").containsExactly("firing 67");
        journal(100, "APPROVED", "00");
        assertThat(alerts(rule)).as("not true for two seconds").containsExactly("firing 67");
        clock.advance(Duration.ofSeconds(61));
        assertThat(alerts(rule)).containsExactly("resolved 67");
        journal(200, "DECLINED", "51");
        assertThat(alerts(rule)).as("another one").hasSize(2).last().asString().startsWith("firing");
    }

    @Test
    void shareOfACode_andTimes_fireAboveTheThreshold() {
        UUID share = add(rule("CODE_SHARE_ABOVE", "threshold", 5, "minutes", 10, "transactionsMin", 20, "responseCode", "98"));
        UUID slow = add(rule("LATENCY_P95_ABOVE", "threshold", 40, "minutes", 10, "transactionsMin", 20));
        UUID slower = add(rule("LATENCY_P95_ABOVE", "threshold", 60, "minutes", 10, "transactionsMin", 20));
        journal(38, "APPROVED", "00");
        journal(2, "REVERSED", "98");
        assertThat(alerts(share)).as("two of forty are five percent, not more").isEmpty();
        journal(1, "REVERSED", "98");
        assertThat(alerts(share)).containsExactly("firing 7");
        assertThat(alerts(slow)).as("each took 50 ms").hasSize(1);
        assertThat(alerts(slower)).isEmpty();
    }

    /// No network answers this host.
    @Test
    void channelThatAHostHasBeenWithoutForSoLong_fires_byItsName() {
        UUID rule = add(rule("CHANNEL_DOWN", "minutes", 5));
        watch.look();
        clock.advance(Duration.ofMinutes(5));
        assertThat(alerts(rule)).singleElement().asString().startsWith("firing main ");
        assertThat(store.downSince(clock.instant().plusSeconds(1), clock.instant().plusSeconds(1))).as("a host that tells nothing any more is not asked").isEmpty();
    }

    @Test
    void reversalThatNobodyTakes_fires() {
        UUID rule = add(rule("REVERSALS_WAITING", "minutes", 15));
        JournalRows.add(jdbc, 1, "REVERSING", "98", clock.instant());
        clock.advance(Duration.ofMinutes(16));
        assertThat(alerts(rule)).singleElement().asString().startsWith("firing ");
        jdbc.sql("UPDATE acquiring.transaction SET state = 'REVERSED' WHERE state IN ('REVERSING', 'IN_DOUBT')").update();
        clock.advance(Duration.ofMinutes(2));
        assertThat(alerts(rule)).singleElement().asString().startsWith("resolved ");
    }

    @Test
    void noSale_firesWithinItsHours_andNotBeforeTheyHaveLastedSoLong() {
        untilTen();
        UUID rule = add(rule("NO_SALE", "minutes", 30, "hourFrom", "09:45", "hourTo", "21:00"));
        assertThat(alerts(rule)).as("half an hour ago it was not yet 09:45").isEmpty();
        clock.advance(Duration.ofMinutes(20));
        assertThat(alerts(rule)).containsExactly("firing");
        UUID night = add(rule("NO_SALE", "minutes", 30, "hourFrom", "21:00", "hourTo", "06:00"));
        assertThat(alerts(night)).isEmpty();
        clock.advance(Duration.ofHours(14));                     // past midnight
        assertThat(alerts(night)).containsExactly("firing");
        assertThat(alerts(rule)).as("the shop is closed").containsExactly("resolved");
    }

    private void untilTen() {
        var now = clock.instant().atOffset(ZoneOffset.ofHours(8));
        var ten = now.truncatedTo(ChronoUnit.DAYS).withHour(10);
        clock.advance(Duration.between(now, ten.isAfter(now) ? ten : ten.plusDays(1)));
    }

    /// As many hosts as you like look at the same time: the index has one.
    @Test
    void alert_raisedByTwoHosts_isOne_andToldByOne() {
        Rule rule = store.rule(add(rule("NO_SALE", "minutes", 1, "hourFrom", "00:00", "hourTo", "00:01"))).orElseThrow();
        assertThat(store.raise(rule, "", 1L)).isPresent();
        assertThat(store.raise(rule, "", 2L)).as("the other host finds it").isEmpty();
        boolean mine = store.toTell().stream().anyMatch(alert -> alert.ruleId().equals(rule.ruleId()));
        assertThat(store.toTell()).as("told already").noneMatch(alert -> alert.ruleId().equals(rule.ruleId()));
        assertThat(mine || jdbc.sql("SELECT told_at FROM monitoring.alert WHERE rule_id = ?").param(rule.ruleId()).query(Object.class).single() != null).isTrue();
    }

    @Test
    void rulesThatAreShipped_areSilentOnAnIdleNight() {
        clock.advance(Duration.ofHours(10));
        watch.look();
        assertThat(jdbc.sql("""
                SELECT rule_name FROM monitoring.alert WHERE resolved_at IS NULL AND rule_id IN (SELECT rule_id FROM monitoring.rule WHERE name NOT LIKE '规则%')
                  AND kind NOT IN ('CHANNEL_DOWN', 'REVERSALS_WAITING')""").query(String.class).list()).as("but what is really broken in this host").isEmpty();
    }

    @Test
    void silence_keepsTheAlert_andTellsNobody_untilItEnds() {
        TestBrowser operations = staff.loggedIn(Role.OPERATIONS);
        UUID rule = add(rule("CODE_SHARE_ABOVE", "threshold", 1, "minutes", 10, "transactionsMin", 1, "responseCode", "51"));
        operations.post("/api/v1/alert-rules/" + rule + "/silence", Map.of("minutes", 60, "reason", "演练")).expect(200);
        journal(1, "DECLINED", "51");
        assertThat(alerts(rule)).containsExactly("firing 100");
        assertThat(told(rule)).isFalse();
        JsonNode shown = one(operations, rule);
        assertThat(shown.path("silence").path("reason").asString()).isEqualTo("演练");
        assertThat(shown.path("firing").asInt()).isEqualTo(1);
        operations.delete("/api/v1/alert-rules/" + rule + "/silence").expect(204);
        operations.delete("/api/v1/alert-rules/" + rule + "/silence").problem(409, "ALERT_NOT_SILENCED");
        watch.look();
        assertThat(told(rule)).isTrue();
        assertThat(jdbc.sql("SELECT action FROM audit.entry WHERE object = ? ORDER BY entry_id").param("alert-rule:" + rule).query(String.class).list())
                .containsExactly("alert-rule.add", "alert-rule.silence", "alert-rule.unsilence");
    }

    private boolean told(UUID rule) {
        return jdbc.sql("SELECT told_at IS NOT NULL FROM monitoring.alert WHERE rule_id = ?").param(rule).query(Boolean.class).single();
    }

    private static JsonNode one(TestBrowser browser, UUID rule) {
        return browser.get("/api/v1/alert-rules").expect(200).body().valueStream().filter(one -> one.path("ruleId").asString().equals(rule.toString())).findFirst().orElseThrow();
    }

    @Test
    void rule_changedAndRemoved_isLogged_andItsAlertsAreOver() {
        TestBrowser operations = staff.loggedIn(Role.OPERATIONS);
        Map<String, Object> wanted = rule("CODE_SHARE_ABOVE", "threshold", 1, "minutes", 10, "transactionsMin", 1, "responseCode", "51");
        UUID rule = add(wanted);
        journal(1, "DECLINED", "51");
        assertThat(alerts(rule)).containsExactly("firing 100");
        wanted.put("version", 1);
        wanted.put("threshold", 2);
        operations.put("/api/v1/alert-rules/" + rule, wanted).expect(200);
        operations.put("/api/v1/alert-rules/" + rule, wanted).problem(409, "ALERT_RULE_CHANGED");
        operations.delete("/api/v1/alert-rules/" + rule).expect(204);
        operations.delete("/api/v1/alert-rules/" + rule).problem(404, "ALERT_RULE_UNKNOWN");
        assertThat(alerts(rule)).as("nothing watches it any more").containsExactly("resolved 100");
        assertThat(operations.get("/api/v1/alert-rules/alerts?state=RESOLVED").expect(200).body().path("items").path(0).path("ruleName").isString()).isTrue();
    }

    @Test
    void badRules_areRefusedByName() {
        TestBrowser operations = staff.loggedIn(Role.OPERATIONS);
        operations.post("/api/v1/alert-rules", rule("APPROVAL_RATE_BELOW", "threshold", 101, "minutes", 10, "transactionsMin", 10)).problem(422, "ALERT_RULE_UNFIT");
        operations.post("/api/v1/alert-rules", rule("CHANNEL_DOWN", "minutes", 5, "threshold", 5)).problem(422, "ALERT_RULE_UNFIT");
        operations.post("/api/v1/alert-rules", rule("NO_SALE", "minutes", 5, "hourFrom", "09:00")).problem(422, "ALERT_RULE_UNFIT");
        operations.post("/api/v1/alert-rules", rule("NO_SALE", "minutes", 5, "hourFrom", "9", "hourTo", "10:00")).problem(400, "REQUEST_INVALID");
        operations.post("/api/v1/alert-rules", rule("CHANNEL_DOWN", "minutes", 61)).problem(400, "REQUEST_INVALID");
        Map<String, Object> twice = rule("CHANNEL_DOWN", "minutes", 5);
        add(twice);
        operations.post("/api/v1/alert-rules", twice).problem(409, "ALERT_RULE_NAME_TAKEN");
        staff.loggedIn(Role.AUDITOR).post("/api/v1/alert-rules", rule("CHANNEL_DOWN", "minutes", 5)).expect(403);
        operations.post("/api/v1/alert-rules/" + UUID.randomUUID() + "/silence", Map.of("minutes", 60, "reason", "x")).problem(404, "ALERT_RULE_UNKNOWN");
        operations.post("/api/v1/alert-rules/" + UUID.randomUUID() + "/silence", Map.of("minutes", 1, "reason", "x")).problem(400, "REQUEST_INVALID");
    }
}
