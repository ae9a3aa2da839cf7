package io.shouyin.host.fleet.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.fleet.updates.UpdateWorld.Device;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.kernel.TerminalId;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a device signs for to get updates: a token of its own, and the word in a heartbeat's reply that one waits.
class UpdateTokenIT {

    private static final String TOKEN = UpdateTokenController.DEVICE_PATH;
    private static final String BEATS = "/device/v1/heartbeats";

    @TempDir
    static Path folder;

    private static Corridor corridor;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    private static HttpResponse<String> asked(Map<String, String> headers) {
        return RawTerminal.post(corridor, TOKEN, headers, "{}");
    }

    private static JsonNode beaten(RawTerminal terminal, long sequence) {
        String body = """
                {"sequence":%d,"at":"%s","uptimeSeconds":1,"software":{"version":"1.0","slot":"A"},"parametersVersion":0,"model":"Shouyin VT-1","paper":"ok","waitingMessages":0,\
                "signedIn":false,"orderSequence":0,"checkpointSize":0}""".formatted(sequence, Instant.now());
        HttpResponse<String> answer = RawTerminal.post(corridor, BEATS, terminal.signature(BEATS, Instant.now(), body), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    @Test
    void token_isGivenToWhoeverSigns_worksForItself_andDiesWithTheNext() {
        RawTerminal terminal = RawTerminal.activated(corridor, "SYTOKEN-0000001");
        RawTerminal other = RawTerminal.activated(corridor, "SYTOKEN-0000002");
        JsonNode first = JsonMapper.shared().readTree(asked(terminal.signature(TOKEN, Instant.now(), "{}")).body());
        assertThat(first.path("controller").asString()).endsWith("/DEFAULT/controller/v1/" + terminal.id());
        assertThat(first.path("orderKey").asString()).as("32 bytes").hasSize(44);
        UpdateWorld world = UpdateWorld.of(corridor.running());
        String token = first.path("token").asString();
        assertThat(new Device(world, new TerminalId(terminal.id()), token).get("").status()).isEqualTo(200);
        assertThat(new Device(world, new TerminalId(other.id()), token).get("").status()).as("polling as another").isEqualTo(401);
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM fleet.update_target t WHERE t::text LIKE '%' || ? || '%'").param(token).query(Integer.class).single()).as("kept as a hash").isZero();
        asked(terminal.signature(TOKEN, Instant.now(), "{}"));
        assertThat(new Device(world, new TerminalId(terminal.id()), token).get("").status()).isEqualTo(401);
    }

    @Test
    void token_forWhoeverDoesNotSign_isRefusedByName() {
        RawTerminal terminal = RawTerminal.activated(corridor, "SYTOKEN-0000003");
        RawTerminal other = RawTerminal.activated(corridor, "SYTOKEN-0000004");
        assertThat(RawTerminal.problem(asked(Map.of()))).isEqualTo("DEVICE_SIGNATURE_WRONG");
        Map<String, String> asAnother = new HashMap<>(terminal.signature(TOKEN, Instant.now(), "{}"));
        asAnother.put("Shouyin-Terminal", other.id());
        assertThat(RawTerminal.problem(asked(asAnother))).isEqualTo("DEVICE_SIGNATURE_WRONG");
        assertThat(asked(terminal.signature(BEATS, Instant.now(), "{}")).statusCode()).as("signed for another path").isNotEqualTo(200);
        Map<String, String> once = terminal.signature(TOKEN, Instant.now(), "{}");
        assertThat(asked(once).statusCode()).isEqualTo(200);
        assertThat(asked(once).statusCode()).as("played back").isBetween(400, 499);
        assertThat(asked(terminal.signature(TOKEN, Instant.now().plusSeconds(3600), "{}")).statusCode()).as("from the future").isBetween(400, 499);
    }

    @Test
    void heartbeat_saysThatAnUpdateWaits_untilItIsOver() {
        RawTerminal terminal = RawTerminal.activated(corridor, "SYTOKEN-0000005");
        assertThat(beaten(terminal, 1).has("poll")).isFalse();
        UpdateWorld world = UpdateWorld.of(corridor.running());
        String token = JsonMapper.shared().readTree(asked(terminal.signature(TOKEN, Instant.now(), "{}")).body()).path("token").asString();
        Device device = new Device(world, new TerminalId(terminal.id()), token);
        long action = world.assign(device, world.release("9.1", "software".getBytes(StandardCharsets.UTF_8)));
        assertThat(beaten(terminal, 2).path("poll").asBoolean(false)).isTrue();
        device.feedback(action, "closed", "success").expect(200);
        assertThat(beaten(terminal, 3).has("poll")).isFalse();
    }
}
