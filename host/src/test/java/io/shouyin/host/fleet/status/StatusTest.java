package io.shouyin.host.fleet.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.kernel.TerminalId;
import java.sql.Types;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// What follows from what is known of a terminal: its status, its tickets, what is told of both. The host's own jobs look at the same time as the tests do, so these ask
/// what is there, not who was first.
@HostTest
class StatusTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private StatusWatch watch;
    @Autowired
    private Tickets tickets;
    @Autowired
    private TestClock clock;
    @Autowired
    private TestStaff staff;

    private String terminal;

    @BeforeEach
    void newTerminal() {
        terminal = "S%07d".formatted(NUMBERS.incrementAndGet());
    }

    private Object ago(String length) {
        return length == null ? null : clock.instant().minus(Duration.parse(length)).atOffset(ZoneOffset.UTC);
    }

    private void register(String state, boolean handLoaded, boolean signedIn, String activatedAgo) {
        jdbc.sql("""
                INSERT INTO fleet.terminal (terminal_id, merchant_id, serial_number, model, state, profile, step_up, batch_number, device_key_hash, master_key, created_at, activated_at)
                VALUES (:terminal, '104110058120001', 'SYST-' || :terminal, 'Model ' || :terminal, :state, 'tdes', 'local', 1, :key, :master, :activated, :activated)""")
                .param("terminal", terminal).param("state", state).param("key", handLoaded || state.equals("RETIRED") ? null : terminal.getBytes(), Types.BINARY).param("master", state.equals("RETIRED") ? null : "A0")
                .param("activated", ago(activatedAgo)).update();
        if (signedIn) {
            jdbc.sql("INSERT INTO fleet.sign_in (terminal_id, pin_key, mac_key, signed_in_at) VALUES (?, 'A0', 'A0', ?)").params(terminal, ago("PT1M")).update();
        }
    }

    private void beat(String receivedAgo, boolean tampered) {
        jdbc.sql("""
                INSERT INTO fleet.heartbeat (terminal_id, device_key_hash, sequence, digest, sent_at, received_at, uptime_seconds, software_version, software_slot, parameters_version,
                  model, battery_percent, charging, paper, latitude_microdegrees, longitude_microdegrees, accuracy_metres, tamper, tampered_at, waiting_messages, signed_in, order_sequence,
                  checkpoint_size)
                VALUES (:terminal, 'k', 7, 'd', :at, :at, 60, '1.0', 'A', 0, 'Model ' || :terminal, 80, false, 'OK', 31230400, 121473700, 20, CASE WHEN :tampered THEN '{case-opened}'::text[] ELSE '{}' END,
                  CASE WHEN :tampered THEN :at END, 0, true, 0, 0)""")
                .param("terminal", terminal).param("at", ago(receivedAgo)).param("tampered", tampered).update();
    }

    private void change(String assignment) {
        jdbc.sql("UPDATE fleet.heartbeat SET " + assignment + " WHERE terminal_id = ?").param(terminal).update();
    }

    private void heard(String messageAgo, String transactionAgo) {
        jdbc.sql("INSERT INTO fleet.presence (terminal_id, last_seen_at, last_transaction_at) VALUES (:terminal, :seen, :traded)")
                .param("terminal", terminal).param("seen", ago(messageAgo)).param("traded", ago(transactionAgo), Types.TIMESTAMP_WITH_TIMEZONE).update();
    }

    private void lock() {
        jdbc.sql("INSERT INTO fleet.terminal_lock (terminal_id, since, reason, by) VALUES (?, ?, '挂失', 'ops')").params(terminal, ago("PT1M")).update();
    }

    private String status() {
        return staff.loggedIn(Role.AUDITOR).get("/api/v1/terminals/" + terminal + "/status").expect(200).body().path("status").asString();
    }

    /// In the order of precedence, each with what would otherwise hold below it.
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # state     | by hand | signed in | activated | beat    | tampered | locked | message | transaction | status
            RETIRED     | false   | true      | PT9000H   | PT1S    | true     | true   | PT1S    | PT9000H     | RETIRED
            REGISTERED  | false   | false     | PT1H      | -       | false    | true   | -       | -           | REGISTERED
            ACTIVATED   | false   | true      | PT9000H   | PT1S    | true     | true   | PT1S    | PT9000H     | TAMPERED
            ACTIVATED   | false   | true      | PT9000H   | PT1S    | false    | true   | PT1S    | PT8880H     | LOCKED
            ACTIVATED   | false   | false     | PT90H     | PT9H    | false    | true   | PT9H    | PT9H        | LOCKED
            ACTIVATED   | true    | true      | PT90H     | -       | false    | true   | PT23H   | PT23H       | LOCKED
            ACTIVATED   | false   | false     | PT9000H   | PT1S    | false    | false  | PT1S    | PT8880H     | DORMANT_12M
            ACTIVATED   | false   | false     | PT9000H   | PT9000H | false    | false  | PT9000H | PT2300H     | DORMANT_3M
            ACTIVATED   | false   | true      | PT2300H   | PT1S    | false    | false  | -       | -           | DORMANT_3M
            ACTIVATED   | false   | false     | PT90H     | PT9H    | false    | false  | PT9H    | PT9H        | SIGNED_OFF
            ACTIVATED   | false   | true      | PT90H     | PT10M1S | false    | false  | PT1H    | PT1H        | OFFLINE
            ACTIVATED   | false   | true      | PT11M     | -       | false    | false  | -       | -           | OFFLINE
            ACTIVATED   | true    | true      | PT90H     | -       | false    | false  | PT25H   | PT25H       | OFFLINE
            ACTIVATED   | false   | true      | PT90H     | PT2M1S  | false    | false  | PT3M    | PT3M        | LATE
            ACTIVATED   | false   | true      | PT90H     | PT2M    | false    | false  | PT3M    | PT3M        | ONLINE
            ACTIVATED   | false   | true      | PT90H     | PT9H    | false    | false  | PT1M    | PT1M        | ONLINE
            ACTIVATED   | true    | true      | PT90H     | -       | false    | false  | PT23H   | PT23H       | ONLINE
            """)
    void status_follows(String state, boolean byHand, boolean signedIn, String activated, String beat, boolean tampered, boolean locked, String message,
                        String transaction, String status) {
        register(state, byHand, signedIn, activated);
        if (beat != null) {
            beat(beat, tampered);
        }
        if (locked) {
            lock();
        }
        if (message != null) {
            heard(message, transaction);
        }
        assertThat(status()).isEqualTo(status);
        JsonNode found = staff.loggedIn(Role.AUDITOR).get("/api/v1/terminals?status=" + status + "&query=" + terminal).expect(200).body();
        assertThat(found.path("total").asInt()).isEqualTo(1);
        assertThat(found.at("/items/0/status").asString()).isEqualTo(status);
        assertThat(staff.loggedIn(Role.AUDITOR).get("/api/v1/fleet/health").expect(200).body().path("statuses").path(status).asInt()).isPositive();
    }

    @Test
    void change_ofStatus_isNotedOnce() {
        register("ACTIVATED", false, true, "PT1H");
        beat("PT1S", false);
        watch.noteChanges();
        change("received_at = received_at - interval '3 minutes'");
        watch.noteChanges();
        watch.noteChanges();
        assertThat(jdbc.sql("SELECT former || ' ' || status FROM fleet.status_change WHERE terminal_id = ?").param(terminal).query(String.class).list()).containsExactly("ONLINE LATE");
    }

    @Test
    void lock_andItsEnd_areNotedAsChanges() {
        register("ACTIVATED", false, true, "PT1H");
        beat("PT1S", false);
        watch.noteChanges();
        lock();
        watch.noteChanges();
        jdbc.sql("DELETE FROM fleet.terminal_lock WHERE terminal_id = ?").param(terminal).update();
        clock.advance(Duration.ofSeconds(1));
        watch.noteChanges();
        assertThat(jdbc.sql("SELECT former || ' ' || status FROM fleet.status_change WHERE terminal_id = ? ORDER BY at").param(terminal).query(String.class).list())
                .containsExactly("ONLINE LOCKED", "LOCKED ONLINE");
    }

    private List<String> open() {
        return jdbc.sql("SELECT oddity FROM fleet.maintenance_ticket WHERE terminal_id = ? AND state <> 'CLOSED' ORDER BY oddity").param(terminal).query(String.class).list();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TAMPERED    | tamper = '{case-opened}', tampered_at = received_at     | tamper = '{}'
            CLOCK_WRONG | sent_at = received_at - interval '31 seconds'           | sent_at = received_at - interval '30 seconds'
            BATTERY_LOW | battery_percent = 15                                    | battery_percent = 16
            BATTERY_LOW | battery_percent = 3                                     | charging = true
            PAPER_OUT   | paper = 'OUT'                                           | paper = 'LOW'
            MOVED       | latitude_microdegrees = latitude_microdegrees + 5000    | latitude_microdegrees = latitude_microdegrees - 5000
            """)
    void oddity_opensOneTicket(String oddity, String wrong, String right) {
        register("ACTIVATED", false, true, "PT1H");
        beat("PT1S", false);
        heard("PT1S", "PT1S");
        watch.look();
        assertThat(open()).isEmpty();
        change(wrong);
        watch.look();
        watch.look();
        assertThat(open()).containsExactly(oddity);
        change(right);
        watch.look();
        boolean passes = Oddity.valueOf(oddity).isPassing();
        assertThat(open()).as("ends by itself only if it passes").hasSize(passes ? 0 : 1);
        assertThat(jdbc.sql("SELECT string_agg(s.state || ' ' || s.by, ',' ORDER BY s.at, s.state = 'CLOSED') FROM fleet.maintenance_step s JOIN fleet.maintenance_ticket USING (ticket_id) WHERE terminal_id = ?")
                .param(terminal).query(String.class).single()).isEqualTo(passes ? "OPEN system,CLOSED system" : "OPEN system");
    }

    @Test
    void terminal_movedWithinItsRadius_isLeftAlone_andBeyondIsMeasured() {
        register("ACTIVATED", false, true, "PT1H");
        beat("PT1S", false);
        watch.look();
        change("latitude_microdegrees = latitude_microdegrees + 4600");                    // 511 m; 500 m of radius and 20 m of accuracy
        watch.look();
        assertThat(open()).isEmpty();
        change("latitude_microdegrees = latitude_microdegrees + 4400");
        watch.look();
        assertThat(open()).containsExactly("MOVED");
        assertThat(jdbc.sql("SELECT measure FROM fleet.maintenance_ticket WHERE terminal_id = ?").param(terminal).query(Long.class).single()).isBetween(1_000L, 1_002L);
        TestBrowser operations = staff.loggedIn(Role.OPERATIONS);
        JsonNode found = operations.get("/api/v1/fleet/locations?query=" + terminal).expect(200).body().at("/items/0");
        assertThat(found.path("distanceMetres").asLong()).isBetween(1_000L, 1_002L);
        assertThat(found.path("beyond").asBoolean()).isTrue();
        operations.put("/api/v1/terminals/" + terminal + "/place", Map.of("latitudeMicrodegrees", 31_239_400, "longitudeMicrodegrees", 121_473_700, "radiusMetres", 50)).expect(200);
        assertThat(operations.get("/api/v1/fleet/locations?query=" + terminal).expect(200).body().at("/items/0/beyond").asBoolean()).isFalse();
        operations.put("/api/v1/terminals/" + terminal + "/place", Map.of("latitudeMicrodegrees", 91_000_000, "longitudeMicrodegrees", 0, "radiusMetres", 50)).problem(400, "REQUEST_INVALID");
    }

    @Test
    void terminal_thatDoesNotTrade_orIsNotHeard_callsMaintenance() {
        register("ACTIVATED", false, true, "PT9000H");
        heard("PT25H", "PT2300H");
        watch.look();
        assertThat(open()).containsExactly("DORMANT_3M", "SILENT");
    }

    @Test
    void version_thatNearlyAllOthersHaveLeft_callsMaintenance() {
        register("ACTIVATED", false, true, "PT1H");
        beat("PT1S", false);
        String model = "Model " + terminal;
        for (int n = 0; n < 19; n++) {
            newTerminal();
            register("ACTIVATED", false, true, "PT1H");
            beat("PT1S", false);
            jdbc.sql("UPDATE fleet.heartbeat SET model = ? WHERE terminal_id = ?").params(model, terminal).update();
        }
        watch.look();
        assertThat(open()).isEmpty();
        change("software_version = '0.9'");
        watch.look();
        assertThat(open()).as("19 of 20 run 1.0").containsExactly("VERSION_DRIFT");
    }

    @Test
    void ticket_isTakenUpAndClosedWithAReason_andTheDeedsAreInTheAuditLog() {
        register("ACTIVATED", false, true, "PT1H");
        beat("PT1S", true);
        watch.look();
        TestBrowser desk = staff.loggedIn(Role.SERVICE_DESK);
        JsonNode ticket = desk.get("/api/v1/maintenance-tickets?query=" + terminal).expect(200).body().at("/items/0");
        String path = "/api/v1/maintenance-tickets/" + ticket.path("ticketId").asString();
        assertThat(ticket.path("oddity").asString()).isEqualTo("TAMPERED");
        desk.post(path + "/acknowledged", null).expect(200);
        desk.post(path + "/acknowledged", null).problem(409, "TICKET_CLOSED");
        desk.post(path + "/in-repair", null).expect(200);
        desk.post(path + "/closed", Map.of("reason", " ")).problem(400, "REQUEST_INVALID");
        staff.loggedIn(Role.FINANCE).post(path + "/closed", Map.of("reason", "壳体已检查")).problem(403, "ACCESS_DENIED");
        desk.post(path + "/closed", Map.of("reason", "壳体已检查")).expect(200);
        desk.post(path + "/in-repair", null).problem(409, "TICKET_CLOSED");
        assertThat(desk.get(path).expect(200).body().path("steps").size()).isEqualTo(4);
        assertThat(jdbc.sql("SELECT tampered_at IS NULL FROM fleet.heartbeat WHERE terminal_id = ?").param(terminal).query(Boolean.class).single()).isTrue();
        assertThat(jdbc.sql("SELECT action FROM audit.entry WHERE object = ? ORDER BY entry_id").param("terminal:" + terminal).query(String.class).list())
                .containsExactly("maintenance.acknowledge", "maintenance.repair", "maintenance.close");
        desk.get("/api/v1/maintenance-tickets/00000000-0000-4000-8000-000000000000").problem(404, "TICKET_UNKNOWN");
    }

    @Test
    void ticket_closedByStaff_isNotOpenedAgainTheSameDay() {
        register("ACTIVATED", false, true, "PT1H");
        beat("PT1S", false);
        watch.look();
        change("paper = 'OUT'");
        watch.look();
        String ticket = jdbc.sql("SELECT ticket_id::text FROM fleet.maintenance_ticket WHERE terminal_id = ?").param(terminal).query(String.class).single();
        staff.loggedIn(Role.SERVICE_DESK).post("/api/v1/maintenance-tickets/" + ticket + "/closed", Map.of("reason", "只用电子小票")).expect(200);
        watch.look();
        assertThat(open()).isEmpty();
    }

    @Test
    void clone_raisedTwice_isOneTicket_andClosingItLetsTheTerminalGoOn() {
        register("ACTIVATED", false, true, "PT1H");
        beat("PT1S", false);
        tickets.raise(new TerminalId(terminal), Oddity.CLONED, 3);
        tickets.raise(new TerminalId(terminal), Oddity.CLONED, 4);
        assertThat(open()).containsExactly("CLONED");
        String ticket = jdbc.sql("SELECT ticket_id::text FROM fleet.maintenance_ticket WHERE terminal_id = ?").param(terminal).query(String.class).single();
        staff.loggedIn(Role.SERVICE_DESK).post("/api/v1/maintenance-tickets/" + ticket + "/closed", Map.of("reason", "旧备份恢复")).expect(200);
        assertThat(jdbc.sql("SELECT sequence FROM fleet.heartbeat WHERE terminal_id = ?").param(terminal).query(Long.class).single()).isZero();
    }

    @Test
    void ticket_isToldOnce_andNotSoonAgain() {
        register("ACTIVATED", false, true, "PT1H");
        tickets.raise(new TerminalId(terminal), Oddity.CLONED, 3);
        assertThat(tickets.untold(Duration.ZERO)).extracting(Tickets.Ticket::terminalId).contains(terminal);
        assertThat(tickets.untold(Duration.ZERO)).extracting(Tickets.Ticket::terminalId).doesNotContain(terminal);
        newTerminal();
        register("ACTIVATED", false, true, "PT1H");
        tickets.raise(new TerminalId(terminal), Oddity.CLONED, 3);
        assertThat(tickets.untold(Duration.ofMinutes(5))).as("five minutes between two messages").isEmpty();
    }
}
