package io.shouyin.host.fleet.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.shouyin.host.Corridor;
import io.shouyin.host.Patience;
import io.shouyin.host.audit.Checkpoints;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.terminal.device.Hardware;
import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.Note;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Heartbeats over the device API: kept, answered, and everything that is not taken.
class HeartbeatIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final AtomicInteger SERIALS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Corridor corridor;

    private RawTerminal terminal;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @BeforeEach
    void activateTerminal() {
        terminal = RawTerminal.activated(corridor, "SYHB-%09d".formatted(SERIALS.incrementAndGet()));
    }

    /// A beat that is as it should be.
    static ObjectNode beat(long sequence, Instant at) {
        ObjectNode beat = JSON.createObjectNode();
        beat.put("sequence", sequence).put("at", at.toString()).put("uptimeSeconds", 77);
        beat.putObject("software").put("version", "1.2.3").put("slot", "A");
        beat.put("parametersVersion", 4).put("model", "Shouyin VT-1").put("batteryPercent", 80).put("charging", true).put("paper", "ok");
        beat.putObject("network").put("kind", "lte").put("signalDbm", -71);
        beat.putObject("position").put("latitude", 31.2304).put("longitude", 121.4737).put("accuracyMetres", 15);
        beat.putArray("tamper");
        beat.put("waitingMessages", 2).put("batch", "000007").put("signedIn", true).put("orderSequence", 9).put("checkpointSize", 1234);
        return beat;
    }

    private HttpResponse<String> send(Object beat) {
        String body = JSON.writeValueAsString(beat);
        return RawTerminal.post(corridor, HeartbeatController.PATH, terminal.signature(HeartbeatController.PATH, Instant.now(), body), body);
    }

    private void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(RawTerminal.problem(answer)).isEqualTo(code);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(corridor.bean(MeterRegistry.class).counter(HeartbeatMetrics.NAME, "result", code).count()).isPositive();
    }

    @Test
    void beat_isKept_andAnsweredWithWhenToBeatNext() {
        HttpResponse<String> answer = send(beat(1, Instant.now()));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode reply = JSON.readTree(answer.body());
        assertThat(reply.path("pollSeconds").asLong()).isEqualTo(60);
        assertThat(Instant.parse(reply.path("at").asString())).isBetween(Instant.now().minusSeconds(30), Instant.now());
        assertThat(corridor.jdbc().sql("""
                SELECT concat_ws(' ', sequence, uptime_seconds, software_version, software_slot, parameters_version, model, battery_percent, charging, paper,
                  network_kind, signal_dbm, latitude_microdegrees, longitude_microdegrees, accuracy_metres, cardinality(tamper), waiting_messages, batch, signed_in, order_sequence, checkpoint_size)
                FROM fleet.heartbeat WHERE terminal_id = ?""").param(terminal.id()).query(String.class).single())
                .isEqualTo("1 77 1.2.3 A 4 Shouyin VT-1 80 t OK lte -71 31230400 121473700 15 0 2 000007 t 9 1234");
    }

    @Test
    void beat_withoutWhatADeviceMayLack_isTaken() {
        ObjectNode beat = beat(1, Instant.now());
        beat.remove("batteryPercent");
        beat.remove("charging");
        beat.remove("network");
        beat.remove("position");
        beat.remove("tamper");
        beat.remove("batch");
        beat.put("ofALaterVersion", "passed over");
        assertThat(send(beat).statusCode()).isEqualTo(200);
    }

    /// So that a log that takes back what it signed finds thousands who kept it.
    @Test
    void beat_ofATerminalWithAnOlderCheckpoint_isAnsweredWithTheLatest() {
        Checkpoints checkpoints = corridor.bean(Checkpoints.class);
        checkpoints.look();
        JsonNode reply = JSON.readTree(send(beat(1, Instant.now()).put("checkpointSize", 0)).body());
        Note note = Note.parse(reply.path("checkpoint").asString());
        Checkpoint told = Checkpoint.open(note, checkpoints.latest().orElseThrow().verifier());
        assertThat(told.size()).isPositive();
        assertThat(JSON.readTree(send(beat(2, Instant.now()).put("checkpointSize", 1_000_000)).body()).has("checkpoint")).isFalse();
        assertThat(corridor.bean(MeterRegistry.class).counter("shouyin.audit.terminals.ahead").count()).isPositive();
    }

    @Test
    void beat_signedByAnotherTerminal_isRefused() {
        RawTerminal other = RawTerminal.activated(corridor, "SYHB-%09d".formatted(SERIALS.incrementAndGet()));
        String body = JSON.writeValueAsString(beat(1, Instant.now()));
        var headers = new HashMap<>(other.signature(HeartbeatController.PATH, Instant.now(), body));
        headers.put("Shouyin-Terminal", terminal.id());
        assertRefused(RawTerminal.post(corridor, HeartbeatController.PATH, headers, body), 403, "DEVICE_SIGNATURE_WRONG");
    }

    @Test
    void beat_changedOnItsWay_isRefused() {
        String body = JSON.writeValueAsString(beat(1, Instant.now()));
        var headers = terminal.signature(HeartbeatController.PATH, Instant.now(), body);
        assertRefused(RawTerminal.post(corridor, HeartbeatController.PATH, headers, body.replace("1.2.3", "1.2.4")), 403, "DEVICE_SIGNATURE_WRONG");
    }

    @Test
    void beat_ofATerminalThatHasNoKeysYet_isRefused() {
        RawTerminal fresh = RawTerminal.registered(corridor, "SYHB-%09d".formatted(SERIALS.incrementAndGet()));
        String body = JSON.writeValueAsString(beat(1, Instant.now()));
        var headers = new HashMap<>(terminal.signature(HeartbeatController.PATH, Instant.now(), body));
        headers.put("Shouyin-Terminal", fresh.id());
        assertRefused(RawTerminal.post(corridor, HeartbeatController.PATH, headers, body), 403, "DEVICE_SIGNATURE_WRONG");
    }

    @Test
    void beat_fromTheFutureOrLongAgo_isRefused() {
        assertRefused(send(beat(1, Instant.now().plus(Duration.ofMinutes(6)))), 403, "HEARTBEAT_FROM_FUTURE");
        assertRefused(send(beat(1, Instant.now().minus(Duration.ofMinutes(6)))), 403, "HEARTBEAT_TOO_OLD");
        assertThat(tickets()).as("the clock is looked at").hasSize(1).first().asString().startsWith("CLOCK_WRONG ");
    }

    @Test
    void beat_playedBack_isRefused_andNothingIsHeldAgainstTheTerminal() {
        Instant now = Instant.now();
        ObjectNode first = beat(5, now.minusSeconds(20));
        assertThat(send(first).statusCode()).isEqualTo(200);
        assertRefused(send(first), 409, "HEARTBEAT_REPEATED");
        assertThat(send(beat(6, now.minusSeconds(10))).statusCode()).isEqualTo(200);
        assertRefused(send(first), 409, "HEARTBEAT_REPEATED");
        assertThat(tickets()).isEmpty();
    }

    @Test
    void sequence_thatGoesBack_isAClone() {
        Instant now = Instant.now();
        assertThat(send(beat(50, now.minusSeconds(20))).statusCode()).isEqualTo(200);
        assertRefused(send(beat(3, now.minusSeconds(10))), 409, "HEARTBEAT_CLONED");
        assertThat(tickets()).containsExactly("CLONED 3");
    }

    private List<String> tickets() {
        return corridor.jdbc().sql("SELECT oddity || ' ' || measure FROM fleet.maintenance_ticket WHERE terminal_id = ?").param(terminal.id()).query(String.class).list();
    }

    @Test
    void sequence_usedWithAnotherContent_isAClone() {
        Instant now = Instant.now();
        assertThat(send(beat(50, now)).statusCode()).isEqualTo(200);
        assertRefused(send(beat(50, now).put("batteryPercent", 12)), 409, "HEARTBEAT_CLONED");
    }

    @Test
    void device_activatedAnew_mayBeginAnew() throws Exception {
        assertThat(send(beat(50, Instant.now())).statusCode()).isEqualTo(200);
        corridor.jdbc().sql("UPDATE fleet.heartbeat SET device_key_hash = sha256('the key before') WHERE terminal_id = ?").param(terminal.id()).update();
        assertThat(send(beat(1, Instant.now())).statusCode()).isEqualTo(200);
    }

    @Test
    void beat_tooLarge_isRefusedBeforeAnythingIsLookedAt() {
        assertRefused(send(beat(1, Instant.now()).put("padding", "x".repeat(5_000))), 413, "HEARTBEAT_TOO_LARGE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sequence          | 0
            sequence          | -1
            sequence          | 1.5
            sequence          | "7"
            sequence          | 99999999999999999999
            at                | "yesterday"
            at                | 17
            uptimeSeconds     | -1
            software/version  | "1.0\\u0007"
            software/version  | "a version that is far too long to be one"
            software/slot     | ""
            parametersVersion | null
            model             | "VT\\n1"
            batteryPercent    | 101
            batteryPercent    | -1
            charging          | "yes"
            paper             | "wet"
            network/kind      | "LTE\\u0000"
            network/signalDbm | 1
            position/latitude | 91
            position/longitude | -181
            position/accuracyMetres | -1
            tamper            | "case-opened"
            tamper            | ["case-opened", "bad\\u001b[31m"]
            waitingMessages   | 100001
            batch             | "7"
            batch             | "000000"
            signedIn          | 1
            orderSequence     | -1
            checkpointSize    | 9007199254740992
            """)
    void beat_withAValueOutOfItsRange_isRefusedByItsName(String member, String value) {
        ObjectNode beat = beat(1, Instant.now());
        String[] path = member.split("/");
        (path.length == 1 ? beat : (ObjectNode) beat.get(path[0])).set(path[path.length - 1], JSON.readTree(value));
        HttpResponse<String> answer = send(beat);
        assertRefused(answer, 400, "HEARTBEAT_INVALID");
        assertThat(JSON.readTree(answer.body()).path("member").asString()).isEqualTo(member);
    }

    @Test
    void beat_thatIsNoJson_isRefused() {
        for (String body : new String[] {"", "[]", "\"beat\"", "{", "{\"sequence\":"}) {
            assertRefused(RawTerminal.post(corridor, HeartbeatController.PATH, terminal.signature(HeartbeatController.PATH, Instant.now(), body), body), 400, "HEARTBEAT_INVALID");
        }
    }

    @Test
    void terminal_inService_beatsByItself() {
        try (Corridor.Till till = corridor.inService("SYHB-%09d".formatted(SERIALS.incrementAndGet()))) {
            Patience.until("a beat that tells of the sign-in", () -> corridor.jdbc().sql("SELECT signed_in FROM fleet.heartbeat WHERE terminal_id = ?")
                    .param(till.handout.terminalId()).query(Boolean.class).optional().orElse(false));
        }
    }

    /// From the switch in the virtual machine's case to the ticket; then it is carried a kilometre off.
    @Test
    void machine_openedAndMoved_callsMaintenance() {
        try (Corridor.Till till = corridor.inService("SYHB-VIRTUAL02")) {
            String id = till.handout.terminalId();
            StatusWatch watch = corridor.bean(StatusWatch.class);
            till.terminal.device().hardware(hardware -> hardware.withCaseOpen(true).withNetwork(Hardware.Kind.CELLULAR, -97)
                    .withPosition(Optional.of(Hardware.Position.ofDegrees(31.2304, 121.4737, 12))));
            Patience.until("the flag is told", () -> beatHas(id, "tamper = '{case-open}' AND network_kind = 'cellular' AND signal_dbm = -97 AND latitude_microdegrees = 31230400"));
            watch.look();
            till.terminal.device().hardware(hardware -> hardware.withCaseOpen(false).withPosition(Optional.of(Hardware.Position.ofDegrees(31.2304, 121.4842, 12))));
            Patience.until("the new place is told", () -> beatHas(id, "tamper = '{}' AND longitude_microdegrees = 121484200"));
            watch.look();
            assertThat(corridor.jdbc().sql("SELECT oddity FROM fleet.maintenance_ticket WHERE terminal_id = ? AND state = 'OPEN' ORDER BY oddity").param(id).query(String.class).list())
                    .as("a flag that has gone down again is still looked into").containsExactly("MOVED", "TAMPERED");
        }
    }

    private static boolean beatHas(String terminal, String condition) {
        return corridor.jdbc().sql("SELECT EXISTS (SELECT FROM fleet.heartbeat WHERE terminal_id = ? AND " + condition + ")").param(terminal).query(Boolean.class).single();
    }
}
