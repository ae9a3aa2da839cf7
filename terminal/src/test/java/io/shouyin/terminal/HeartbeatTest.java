package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.terminal.device.Hardware;
import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.NoteSigner;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The terminal tells how it is, on time, and in nobody's way.
class HeartbeatTest {

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void setUp() throws Exception {
        bench = Bench.of(folder);
    }

    @AfterEach
    void switchOff() throws Exception {
        bench.close();
    }

    private void activated() {
        bench.switchOnWithHeartbeats();
        bench.await("activation.done");
        bench.terminal.press("OK");
        bench.await("logon.operator");
    }

    /// Nobody is told before the clock has moved.
    private JsonNode beatAfter(Duration time) throws InterruptedException {
        assertThat(bench.host.beats).isEmpty();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        bench.clock.move(time);
        JsonNode beat = bench.host.beats.poll(100, TimeUnit.MILLISECONDS);
        while (beat == null && System.nanoTime() < deadline) {
            bench.clock.move(Duration.ZERO);                              // the beat before it may still be on its way back
            beat = bench.host.beats.poll(100, TimeUnit.MILLISECONDS);
        }
        assertThat(beat).as("a heartbeat came").isNotNull();
        return beat;
    }

    @Test
    void beat_afterTheStart_saysHowTheTerminalIs() throws Exception {
        activated();
        bench.device.battery(41);
        bench.device.paper(false);
        JsonNode first = beatAfter(Duration.ofSeconds(5));
        assertThat(first.path("sequence").asLong()).isEqualTo(1);
        assertThat(first.path("uptimeSeconds").asLong()).isEqualTo(5);
        assertThat(first.path("at").asString()).isEqualTo("2026-07-01T01:31:10Z");
        assertThat(first.path("model").asString()).isEqualTo(bench.settings.model());
        assertThat(first.path("batteryPercent").asInt()).isEqualTo(41);
        assertThat(first.path("paper").asString()).isEqualTo("out");
        assertThat(first.path("batch").asString()).isEqualTo("000001");
        assertThat(first.path("signedIn").asBoolean(true)).isFalse();
        assertThat(first.path("software").path("version").asString()).isNotEmpty();
        assertThat(first.path("tamper").isArray()).isTrue();
    }

    /// What a tester moves at the virtual machine is what the host hears.
    @Test
    void beat_saysWhatTheMachineSenses() throws Exception {
        activated();
        bench.device.paperLines(200);
        bench.device.hardware(hardware -> hardware.withCharging(false).withNetwork(Hardware.Kind.CELLULAR, -97)
                .withPosition(Optional.of(Hardware.Position.ofDegrees(31.2304, 121.4737, 12))).withCaseOpen(true));
        JsonNode beat = beatAfter(Duration.ofSeconds(1));
        assertThat(beat.path("charging").asBoolean(true)).isFalse();
        assertThat(beat.path("network").toString()).isEqualTo("{\"kind\":\"cellular\",\"signalDbm\":-97}");
        assertThat(beat.path("position").toString()).isEqualTo("{\"latitude\":31.2304,\"longitude\":121.4737,\"accuracyMetres\":12}");
        assertThat(beat.path("tamper").toString()).isEqualTo("[\"case-open\"]");
        assertThat(beat.path("paper").asString()).isEqualTo("low");
        bench.device.hardware(hardware -> hardware.withNetwork(Hardware.Kind.ETHERNET, 0).withPosition(Optional.empty()));
        beat = beatAfter(Duration.ofSeconds(60));
        assertThat(beat.path("network").toString()).isEqualTo("{\"kind\":\"ethernet\"}");
        assertThat(beat.has("position")).isFalse();
    }

    @Test
    void tampering_isToldAtOnce() throws Exception {
        activated();
        assertThat(beatAfter(Duration.ofSeconds(1)).path("tamper").isEmpty()).isTrue();
        bench.device.hardware(hardware -> hardware.withCaseOpen(true));
        assertThat(beatAfter(Duration.ZERO).path("tamper").toString()).isEqualTo("[\"case-open\"]");
    }

    @Test
    void beats_comeAsOftenAsTheHostWants_andTheirNumbersRise() throws Exception {
        bench.host.pollSeconds = 10;
        activated();
        beatAfter(Duration.ofSeconds(1));
        JsonNode second = beatAfter(Duration.ofSeconds(10));
        JsonNode third = beatAfter(Duration.ofSeconds(10));
        assertThat(second.path("sequence").asLong()).isEqualTo(2);
        assertThat(third.path("sequence").asLong()).isEqualTo(3);
    }

    @Test
    void numbers_afterTheTerminalWasSwitchedOff_goOn() throws Exception {
        activated();
        beatAfter(Duration.ofSeconds(1));
        bench.terminal.close();
        bench.switchOnWithHeartbeats();
        assertThat(beatAfter(Duration.ofSeconds(1)).path("sequence").asLong()).isEqualTo(2);
    }

    @Test
    void signIn_isToldAtOnce() throws Exception {
        bench.host.operatorsHave(Bench.LOGIN);
        activated();
        beatAfter(Duration.ofSeconds(1));
        bench.logOn("01", Bench.LOGIN);
        bench.await("signIn.offer");
        bench.terminal.press("OK");
        bench.await("signIn.done");
        assertThat(beatAfter(Duration.ZERO).path("signedIn").asBoolean(false)).isTrue();
    }

    @Test
    void host_thatRefusesOrIsAway_leavesTheCashierAlone_andHearsTheNextBeat() throws Exception {
        bench.host.beatStatus = 500;
        bench.host.operatorsHave(Bench.LOGIN);
        activated();
        beatAfter(Duration.ofSeconds(1));
        bench.logOn("01", Bench.LOGIN);
        bench.await("signIn.offer");
        bench.host.beatStatus = 200;
        assertThat(beatAfter(Duration.ofSeconds(60)).path("sequence").asLong()).isEqualTo(2);
    }

    /// A terminal is a witness: what it was told of the audit log stays with it.
    @Test
    void checkpointOfTheAuditLog_isKept_andToldWithTheNextBeat() throws Exception {
        NoteSigner log = NoteSigner.newLog("log.example", new SecureRandom());
        String note = log.sign(new Checkpoint("log.example", 1234, Hash.leaf("a")));
        bench.host.beatReply.put("checkpoint", note);
        activated();
        assertThat(beatAfter(Duration.ofSeconds(1)).path("checkpointSize").asLong(-1)).isZero();
        assertThat(beatAfter(Duration.ofSeconds(60)).path("checkpointSize").asLong()).isEqualTo(1234);
        bench.host.beatReply.put("checkpoint", "no checkpoint");
        beatAfter(Duration.ofSeconds(60));
        assertThat(beatAfter(Duration.ofSeconds(60)).path("checkpointSize").asLong()).as("what is none is not kept").isEqualTo(1234);
    }
}
