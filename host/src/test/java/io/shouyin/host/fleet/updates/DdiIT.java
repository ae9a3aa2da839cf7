package io.shouyin.host.fleet.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Patience;
import io.shouyin.host.fleet.updates.UpdateWorld.Answer;
import io.shouyin.host.fleet.updates.UpdateWorld.Device;
import io.shouyin.host.fleet.updates.UpdateWorld.Offer;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The DDI API as clients of the field meet it: its answers, its refusals, and what it does with those who want too much.
class DdiIT {

    private static final byte[] IMAGE = new byte[300_000];

    private static UpdateWorld world;

    @BeforeAll
    static void start() {
        for (int i = 0; i < IMAGE.length; i++) {
            IMAGE[i] = (byte) (i * 31 >> 3);
        }
        world = UpdateWorld.start(Map.of("writes-per-second-max", 100_000, "gateway-token-sha256", FileHashes.sha256(UpdateWorld.GATEWAY_TOKEN.getBytes(StandardCharsets.UTF_8)),
                "authorities[0]", UpdateWorld.AUTHORITY, "authority-proxies[0]", "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static long refused(String code) {
        var counter = world.bean(io.micrometer.core.instrument.MeterRegistry.class).find("shouyin.updates.refused").tag("code", code).counter();
        return counter == null ? 0 : (long) counter.count();
    }

    // the poll

    @Test
    void poll_withNothingToDo_saysWhenToComeAgain_andAsksForAttributesOnce() {
        Device device = world.device();
        JsonNode root = device.get("").expect(200).body();
        assertThat(root.path("config").path("polling").path("sleep").asString()).isEqualTo("00:05:00");
        assertThat(root.path("_links").propertyNames()).containsExactly("configData");
        device.put("/configData", Map.of("id", "", "time", "20261122T103514", "mode", "merge", "data", Map.of("serialNo", "SN1", "hwRevision", "2"))).expect(200);
        assertThat(device.get("").expect(200).body().path("_links").propertyNames()).isEmpty();
    }

    @Test
    void poll_unchanged_is304_andKnowsBothMediaTypes() {
        Device device = world.device();
        Answer first = device.get("", Map.of("Accept", "application/hal+json")).expect(200);
        assertThat(first.header("content-type").orElseThrow()).isEqualTo("application/hal+json");
        String tag = first.header("etag").orElseThrow();
        assertThat(device.get("", Map.of("If-None-Match", tag)).expect(304).text()).isEmpty();
        world.assign(device, world.release("2.0.1", IMAGE));
        device.get("", Map.of("If-None-Match", tag)).expect(200);
        device.get("", Map.of("Accept", "application/cbor")).expect(406);
    }

    @Test
    void deployment_isAsTheFieldsClientsReadIt() {
        Device device = world.device();
        Offer offer = world.release("2.0.2", IMAGE);
        long action = world.assign(device, offer);
        assertThat(device.link("deploymentBase")).startsWith("http://127.0.0.1:" + world.port() + device.path("/deploymentBase/" + action + "?c="));
        JsonNode body = device.get("/deploymentBase/" + action + "?c=-5&actionHistory=3").expect(200).body();
        assertThat(body.path("id").asString()).isEqualTo(Long.toString(action)).matches("[0-9]{1,9}");
        assertThat(body.path("deployment").path("download").asString()).isEqualTo("forced");
        assertThat(body.path("deployment").path("update").asString()).isEqualTo("forced");
        JsonNode chunk = body.path("deployment").path("chunks").path(0);
        assertThat(chunk.path("part").asString()).isEqualTo("os");
        assertThat(chunk.path("version").asString()).isEqualTo("2.0.2");
        JsonNode file = chunk.path("artifacts").path(0);
        assertThat(file.path("size").isIntegralNumber()).isTrue();
        assertThat(file.path("hashes").path("sha1").asString()).matches("[0-9a-f]{40}");
        assertThat(file.path("hashes").path("sha256").asString()).isEqualTo(FileHashes.sha256(IMAGE));
        assertThat(file.path("_links").propertyNames()).contains("download", "download-http", "md5sum", "md5sum-http");
        assertThat(device.get("/softwaremodules/" + offer.module() + "/artifacts").expect(200).body()).isEqualTo(chunk.path("artifacts"));
        assertThat(device.get("/softwaremodules/" + offer.module() + "/artifacts/" + offer.file() + ".MD5SUM").expect(200).text())
                .isEqualTo(file.path("hashes").path("md5").asString() + "  " + offer.file());
    }

    // feedback

    @ParameterizedTest
    @CsvSource({"closed,success,FINISHED,FINISHED", "closed,none,FINISHED,FINISHED", "closed,failure,ERROR,ERROR", "canceled,none,CANCELED,CANCELED", "rejected,none,RUNNING,WARNING",
            "download,none,RUNNING,DOWNLOAD", "downloaded,none,RUNNING,DOWNLOADED", "proceeding,none,RUNNING,RUNNING", "scheduled,none,RUNNING,RUNNING", "resumed,none,RUNNING,RUNNING"})
    void feedback_movesTheActionOn(String execution, String finished, String state, String status) {
        Device device = world.device();
        long action = world.assign(device, world.release("2.1." + execution + "-" + finished, IMAGE));
        assertThat(device.feedback(action, execution, finished, "as told").expect(200).text()).isEmpty();
        assertThat(world.state(action)).isEqualTo(state);
        assertThat(world.jdbc().sql("SELECT status FROM fleet.update_action WHERE action_id = ?").param(action).query(String.class).single()).isEqualTo(status);
        boolean ended = !state.equals("RUNNING");
        device.feedback(action, "proceeding", "none").expect(ended ? 410 : 200);
        if (state.equals("FINISHED")) {
            assertThat(device.get("/installedBase/" + action).expect(200).body().path("deployment").path("chunks").size()).isEqualTo(1);
            device.get("/deploymentBase/" + action).problem(410, "UPDATE_ACTION_ENDED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\":{}}", "{\"status\":{\"execution\":\"flying\",\"result\":{\"finished\":\"none\"}}}", "[1]", "{\"status\":", "\"\""})
    void feedback_thatSaysNothing_isRefused(String body) {
        Device device = world.device();
        long action = world.assign(device, world.release("2.2." + Math.abs(body.hashCode()), IMAGE));
        device.post("/deploymentBase/" + action + "/feedback", body).problem(400, "REQUEST_INVALID");
    }

    @Test
    void cancel_isAskedForWithoutAQuery_andMayBeRefusedByTheTerminal() {
        Device device = world.device();
        long action = world.assign(device, world.release("2.3.0", IMAGE));
        device.post("/cancelAction/" + action + "/feedback", UpdateWorld.told("closed", "success", List.of())).problem(405, "UPDATE_NOT_CANCELING");
        device.get("/cancelAction/" + action).problem(404, "UPDATE_ACTION_UNKNOWN");
        device.get("/deploymentBase/" + action).expect(200);
        world.bean(UpdateProgress.class).stop(device.terminal(), action);
        assertThat(device.link("cancelAction")).endsWith("/cancelAction/" + action);
        assertThat(device.link("deploymentBase")).isNull();
        device.get("/deploymentBase/" + action).problem(404, "UPDATE_ACTION_UNKNOWN");
        assertThat(device.get("/cancelAction/" + action).expect(200).body().path("cancelAction").path("stopId").asString()).isEqualTo(Long.toString(action));
        device.post("/cancelAction/" + action + "/feedback", UpdateWorld.told("rejected", "none", List.of("busy"))).expect(200);
        assertThat(device.link("deploymentBase")).contains("/deploymentBase/" + action);
        world.bean(UpdateProgress.class).stop(device.terminal(), action);
        device.post("/cancelAction/" + action + "/feedback", UpdateWorld.told("closed", "success", List.of())).expect(200);
        assertThat(world.state(action)).isEqualTo("CANCELED");
        device.post("/cancelAction/" + action + "/feedback", UpdateWorld.told("closed", "success", List.of())).problem(410, "UPDATE_ACTION_ENDED");
    }

    @Test
    void consent_isWaitedFor_untilGiven_orGivenForAll() {
        Device device = world.device();
        long action = world.assign(device, world.release("2.4.0", IMAGE), UpdateAction.State.WAIT_FOR_CONFIRMATION);
        assertThat(device.link("confirmationBase")).contains("/confirmationBase/" + action + "?c=");
        assertThat(device.link("deploymentBase")).isNull();
        device.get("/deploymentBase/" + action).problem(404, "UPDATE_ACTION_UNKNOWN");
        device.feedback(action, "proceeding", "none").problem(404, "UPDATE_ACTION_UNKNOWN");
        assertThat(device.get("/confirmationBase/" + action).expect(200).body().path("confirmation").path("chunks").size()).isEqualTo(1);
        device.post("/confirmationBase/" + action + "/feedback", Map.of("confirmation", "denied", "code", 3, "details", List.of("not now"))).expect(200);
        assertThat(world.state(action)).isEqualTo("WAIT_FOR_CONFIRMATION");
        device.post("/confirmationBase/" + action + "/feedback", Map.of("confirmation", "perhaps")).problem(400, "REQUEST_INVALID");
        device.post("/confirmationBase/" + action + "/feedback", Map.of("confirmation", "confirmed")).expect(200);
        assertThat(device.link("deploymentBase")).contains("/deploymentBase/" + action);

        long second = world.assign(device, world.release("2.4.1", IMAGE), UpdateAction.State.WAIT_FOR_CONFIRMATION);
        assertThat(device.get("/confirmationBase").expect(200).body().path("_links").propertyNames()).contains("activateAutoConfirm");
        device.post("/confirmationBase/activateAutoConfirm", Map.of("initiator", "wang", "remark", "nights")).expect(200);
        assertThat(world.state(second)).isEqualTo("RUNNING");
        device.post("/confirmationBase/activateAutoConfirm", null).problem(409, "UPDATE_AUTO_CONFIRM_ON");
        JsonNode automatic = device.get("/confirmationBase").expect(200).body().path("autoConfirm");
        assertThat(automatic.path("active").asBoolean()).isTrue();
        assertThat(automatic.path("initiator").asString()).isEqualTo("wang");
        device.post("/confirmationBase/deactivateAutoConfirm", null).expect(200);
        assertThat(device.get("/confirmationBase").expect(200).body().path("autoConfirm").path("active").asBoolean()).isFalse();
    }

    @Test
    void installedSoftware_asTheDeviceTells_isKept() {
        Device device = world.device();
        device.put("/installedBase", Map.of("name", "pos", "version", "1.0.0")).expect(201);
        device.put("/installedBase", Map.of("name", "pos", "version", "1.0.1", "unknown", 1)).expect(200);
        device.put("/installedBase", Map.of("name", "pos")).problem(400, "REQUEST_INVALID");
    }

    @Test
    void attributes_areMergedReplacedRemoved_andBounded() {
        Device device = world.device();
        device.put("/configData", Map.of("data", Map.of("a", "1", "b", "2"))).expect(200);
        device.put("/configData", Map.of("mode", "replace", "data", Map.of("b", "3", "c", "4"))).expect(200);
        device.put("/configData", Map.of("mode", "remove", "data", Map.of("c", ""))).expect(200);
        assertThat(world.bean(UpdateTargets.class).attributes(device.terminal())).isEqualTo(Map.of("b", "3"));
        Map<String, String> many = IntStream.range(0, 100).boxed().collect(Collectors.toMap(i -> "n" + i, _ -> "v"));
        device.put("/configData", Map.of("data", many)).problem(403, "UPDATE_ATTRIBUTES_TOO_MANY");
        assertThat(world.bean(UpdateTargets.class).attributes(device.terminal())).as("nothing of them").isEqualTo(Map.of("b", "3"));
    }

    // who

    @Test
    void terminal_pollingAsAnother_isRefusedAndCounted() {
        Device one = world.device();
        Device other = world.device();
        long action = world.assign(other, world.release("2.5.0", IMAGE));
        long before = refused("UPDATE_LOGIN_REFUSED");
        Map<String, String> oneself = Map.of("Authorization", "TargetToken " + one.token());
        world.send("GET", other.path(""), null, oneself).problem(401, "UPDATE_LOGIN_REFUSED");
        world.send("POST", other.path("/deploymentBase/" + action + "/feedback"), UpdateWorld.told("closed", "success", List.of()), oneself).problem(401, "UPDATE_LOGIN_REFUSED");
        world.send("GET", "/DEFAULT/controller/v1/NOBODY01", null, oneself).problem(401, "UPDATE_LOGIN_REFUSED");
        world.send("GET", other.path(""), null, Map.of()).problem(401, "UPDATE_LOGIN_REFUSED");
        one.get("/deploymentBase/" + action).problem(404, "UPDATE_ACTION_UNKNOWN");
        one.feedback(action, "closed", "success").problem(404, "UPDATE_ACTION_UNKNOWN");
        world.send("GET", one.path("").replace("DEFAULT", "OTHER"), null, oneself).problem(404, "UPDATE_TENANT_UNKNOWN");
        assertThat(world.state(action)).isEqualTo("RUNNING");
        assertThat(refused("UPDATE_LOGIN_REFUSED") - before).isEqualTo(4);
    }

    @Test
    void token_isKeptAsAHash_andDiesWithTheNext() {
        Device device = world.device();
        assertThat(world.jdbc().sql("SELECT count(*) FROM fleet.update_target WHERE token_hash = sha256(convert_to(?, 'UTF8'))").param(device.token()).query(Long.class).single()).isEqualTo(1);
        world.bean(UpdateTokens.class).issue(device.terminal(), io.shouyin.host.audit.AuditActor.system("test")).close();
        device.get("").problem(401, "UPDATE_LOGIN_REFUSED");
    }

    @Test
    void gateway_andProxiesWithCertificates_speakForTerminals() {
        Device device = world.device();
        Map<String, String> gateway = Map.of("Authorization", "GatewayToken " + UpdateWorld.GATEWAY_TOKEN);
        world.send("GET", device.path(""), null, gateway).expect(200);
        world.send("GET", "/DEFAULT/controller/v1/NOBODY01", null, gateway).problem(404, "TERMINAL_UNKNOWN");
        world.send("GET", device.path(""), null, Map.of("Authorization", "GatewayToken other")).problem(401, "UPDATE_LOGIN_REFUSED");
        Map<String, String> certified = Map.of("X-Controller-Id", device.terminal().value(), "X-Authority-0", "aa:bb; " + UpdateWorld.AUTHORITY);
        world.send("GET", device.path(""), null, certified).expect(200);
        world.send("GET", world.device().path(""), null, certified).problem(401, "UPDATE_LOGIN_REFUSED");
        Map<String, String> unknownIssuer = new HashMap<>(certified);
        unknownIssuer.put("X-Authority-0", "aa:bb");
        world.send("GET", device.path(""), null, unknownIssuer).problem(401, "UPDATE_LOGIN_REFUSED");
        world.jdbc().sql("UPDATE fleet.terminal SET state = 'RETIRED' WHERE terminal_id = ?").param(device.terminal().value()).update();
        device.get("").problem(403, "TERMINAL_RETIRED");
    }

    @Test
    void certificate_toldByNoTrustedProxy_isNoLogin() {
        try (UpdateWorld others = UpdateWorld.start(Map.of("authorities[0]", UpdateWorld.AUTHORITY, "authority-proxies[0]", "192.0.2.7"))) {
            Device device = others.device();
            Map<String, String> certified = new HashMap<>(Map.of("X-Controller-Id", device.terminal().value(), "X-Authority", UpdateWorld.AUTHORITY));
            others.send("GET", device.path(""), null, certified).problem(401, "UPDATE_LOGIN_REFUSED");
            certified.put("X-Forwarded-For", "192.0.2.7");
            others.send("GET", device.path(""), null, certified).problem(401, "UPDATE_LOGIN_REFUSED");
            others.send("GET", device.path(""), null, Map.of("Authorization", "GatewayToken " + UpdateWorld.GATEWAY_TOKEN)).problem(401, "UPDATE_LOGIN_REFUSED");
        }
    }

    // downloads

    @Test
    void download_isWholeOrInParts_andOnlyForThoseWhoseUpdateItIs() {
        Device device = world.device();
        Offer offer = world.release("2.6.0", IMAGE);
        long action = world.assign(device, offer);
        String path = "/softwaremodules/" + offer.module() + "/artifacts/" + offer.file();
        Answer whole = device.get(path).expect(200);
        assertThat(whole.bytes()).isEqualTo(IMAGE);
        String tag = whole.header("etag").orElseThrow();
        Answer part = device.get(path, Map.of("Range", "bytes=1000-1999")).expect(206);
        assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(IMAGE, 1000, 2000));
        assertThat(part.header("content-range")).contains("bytes 1000-1999/300000");
        assertThat(device.get(path, Map.of("Range", "bytes=299990-")).expect(206).bytes()).isEqualTo(Arrays.copyOfRange(IMAGE, 299_990, 300_000));
        assertThat(device.get(path, Map.of("Range", "bytes=-10", "If-Range", tag)).expect(206).bytes()).hasSize(10);
        assertThat(device.get(path, Map.of("Range", "bytes=-10", "If-Range", "\"other\"")).expect(200).bytes()).hasSize(IMAGE.length);
        assertThat(device.get(path, Map.of("Range", "bytes=0-1,5-6")).expect(200).bytes()).as("several parts: all").hasSize(IMAGE.length);
        Answer beyond = device.get(path, Map.of("Range", "bytes=300000-"));
        beyond.problem(416, "UPDATE_RANGE_WRONG");
        assertThat(beyond.header("content-range")).contains("bytes */300000");
        device.get(path, Map.of("If-Match", tag)).expect(200);
        device.get(path, Map.of("If-Match", "\"" + "0".repeat(40) + "\"")).problem(412, "UPDATE_FILE_CHANGED");
        world.device().get(path).problem(404, "UPDATE_FILE_UNKNOWN");
        world.assign(device, world.release("2.6.1", IMAGE), UpdateAction.State.SCHEDULED);
        device.feedback(action, "closed", "failure").expect(200);
        device.get(path).problem(404, "UPDATE_FILE_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2e%2e%2f%2e%2e%2fkeys%2flmk.p12", "..%5c..%5ckeys", "%2e%2e", "pos.swu%00.txt", ".bashrc", "a%0d%0ab"})
    void download_byAPathThatLeadsElsewhere_isNoFile(String name) {
        Device device = world.device();
        Offer offer = world.release("2.7." + Math.abs(name.hashCode()), IMAGE);
        world.assign(device, offer);
        assertThat(device.get("/softwaremodules/" + offer.module() + "/artifacts/" + name).status()).as(name).isIn(400, 404);
    }

    @Test
    void downloads_thatNobodyReads_holdTwoPlacesOfTheirTerminalAndNoMore() throws Exception {
        Device device = world.device();
        Offer offer = world.release("2.8.0", new byte[30_000_000]);
        world.assign(device, offer);
        String path = "/softwaremodules/" + offer.module() + "/artifacts/" + offer.file();
        try (Socket first = neverRead(device, path); Socket second = neverRead(device, path)) {
            Answer third = device.get(path);
            third.problem(429, "UPDATE_DOWNLOADS_FULL");
            assertThat(third.header("retry-after")).isPresent();
            device.get("").expect(200);
        }
        Patience.until("their places are free again", () -> device.get(path, Map.of("Range", "bytes=0-0")).status() == 206);
    }

    private static Socket neverRead(Device device, String path) throws Exception {
        Socket socket = new Socket("127.0.0.1", world.port());
        OutputStream out = socket.getOutputStream();
        out.write(("GET " + device.path(path) + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: TargetToken " + device.token() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        String begin = "HTTP/1.1 200";
        assertThat(new String(socket.getInputStream().readNBytes(begin.length()), StandardCharsets.US_ASCII)).as("it is under way").isEqualTo(begin);
        return socket;
    }

    // too much

    @Test
    void feedback_tenThousandTimes_isKeptAThousandTimes_andTheResultStillCounts() {
        Device device = world.device();
        long action = world.assign(device, world.release("2.9.0", IMAGE));
        Map<String, Object> told = UpdateWorld.told("proceeding", "none", List.of("again"));
        Map<Integer, Integer> answers = new HashMap<>();
        IntStream.range(0, 10_000).forEach(_ -> answers.merge(device.post("/deploymentBase/" + action + "/feedback", told).status(), 1, Integer::sum));
        assertThat(answers).isEqualTo(Map.of(200, 1000, 403, 9000));
        device.feedback(action, "proceeding", "none").problem(403, "UPDATE_FEEDBACK_TOO_MUCH");
        assertThat(world.statuses(action)).isEqualTo(1000);
        assertThat(refused("UPDATE_FEEDBACK_TOO_MUCH")).isGreaterThanOrEqualTo(9000);
        device.feedback(action, "closed", "success").expect(200);
        assertThat(world.state(action)).isEqualTo("FINISHED");
    }

    @Test
    void details_areCleanedBeforeTheyAreKept() {
        Device device = world.device();
        long action = world.assign(device, world.release("2.10.0", IMAGE));
        device.feedback(action, "proceeding", "none", "\u001b[2Jcard 4532015112830366 of\r\nsomebody", "x".repeat(5000), "\u0000\u0007").expect(200);
        assertThat(world.told(action)).containsExactly("[2Jcard [card ...0366] of somebody", "x".repeat(512));
        device.post("/deploymentBase/" + action + "/feedback", UpdateWorld.told("proceeding", "none", Collections.nCopies(51, "line"))).problem(403, "UPDATE_MESSAGES_TOO_MANY");
        device.post("/deploymentBase/" + action + "/feedback", UpdateWorld.told("proceeding", "none", List.of("y".repeat(200_000)))).problem(413, "BODY_TOO_LONG");
        assertThat(world.statuses(action)).isEqualTo(1);
    }

    @Test
    void writes_thatComeTooFast_areSentAway() {
        try (UpdateWorld slow = UpdateWorld.start(Map.of("writes-per-second-max", 1))) {
            Device device = slow.device();
            Answer refused = IntStream.range(0, 20).mapToObj(_ -> device.put("/configData", Map.of("data", Map.of("a", "1")))).filter(answer -> answer.status() != 200).findFirst().orElseThrow();
            refused.problem(429, "UPDATE_TOO_FAST");
            assertThat(refused.header("retry-after")).contains("1");
        }
    }
}
