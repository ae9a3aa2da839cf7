package io.shouyin.host.fleet.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.fleet.updates.UpdateWorld.Device;
import io.shouyin.release.ReleaseException;
import io.shouyin.release.ReleaseKeys;
import io.shouyin.release.ReleaseManifest;
import io.shouyin.release.ReleaseManifest.Artifact;
import io.shouyin.release.SignedOrder;
import io.shouyin.release.SignedRelease;
import io.shouyin.release.SignerKey;
import io.shouyin.release.UpdateOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/// Releases that people have signed, and rollouts that two people have agreed on: what is refused, how groups follow each other, what a terminal gets.
@HostTest
@TestPropertySource(properties = {"shouyin.updates.release-keys=" + RolloutsIT.KEYS_FILE, "shouyin.updates.file-bytes-max=5000"})
class RolloutsIT {

    static final String KEYS_FILE = "target/test-release-keys.txt";

    private static final SignerKey LIN = SignerKey.generate("lin");
    private static final SignerKey ZHOU = SignerKey.generate("zhou");
    private static final SignerKey MA = SignerKey.generate("ma");
    private static final SignerKey STRANGER = SignerKey.generate("stranger");
    private static final ReleaseKeys KEYS = new ReleaseKeys(Stream.of(LIN, ZHOU, MA).map(SignerKey::publicKey).toList());
    private static final AtomicInteger NUMBER = new AtomicInteger(100);
    private static final byte[] SOFTWARE = "a picture and some texts".getBytes(StandardCharsets.US_ASCII);

    static {
        try {
            Files.writeString(Path.of(KEYS_FILE), KEYS.text());
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    @Autowired
    private ConfigurableApplicationContext host;
    @Autowired
    private TestStaff staff;
    @Autowired
    private TestClock clock;

    private static UpdateWorld world;
    private TestBrowser operations;

    @BeforeEach
    void come() {
        world = world == null ? UpdateWorld.of(host) : world;
        operations = staff.loggedIn(Role.OPERATIONS);
    }

    // releases

    private ReleaseManifest manifest(String product, int number, int minimum, String file, byte[] content, Instant expires) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new ReleaseManifest(product, "1.4." + number, number, List.of("touch-1"), List.of(Artifact.of(file, content)), now.minusSeconds(60), expires.truncatedTo(ChronoUnit.SECONDS),
                minimum, Stream.of(LIN, ZHOU, MA, STRANGER).limit(3).map(key -> key.publicKey().keyId()).toList());
    }

    private static byte[] signed(ReleaseManifest manifest, SignerKey... by) {
        try {
            SignedRelease release = SignedRelease.of(manifest);
            for (SignerKey key : by) {
                release = key.sign(release);
            }
            return release.bytes();
        } catch (ReleaseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String product() {
        return "pos-" + NUMBER.incrementAndGet();
    }

    /// A release of one file that is ready.
    private long ready(String product, int number, String file) {
        byte[] release = signed(manifest(product, number, 1, file, SOFTWARE, clock.instant().plus(Duration.ofDays(30))), LIN, ZHOU);
        long id = operations.send("POST", "/api/v1/releases", release).expect(201).body().path("release").path("releaseId").asLong();
        assertThat(operations.send("PUT", "/api/v1/releases/" + id + "/files/" + file, SOFTWARE).expect(200).body().path("release").path("state").asString()).isEqualTo("READY");
        return id;
    }

    @Test
    void release_thatNobodyMayTrust_isRefusedByName() {
        String product = product();
        Instant later = clock.instant().plus(Duration.ofDays(30));
        ReleaseManifest manifest = manifest(product, 50, 40, "app.zip", SOFTWARE, later);
        refused(signed(manifest), "RELEASE_SIGNATURES_TOO_FEW");
        refused(signed(manifest, LIN), "RELEASE_SIGNATURES_TOO_FEW");
        byte[] forged = signed(manifest, LIN, ZHOU);
        forged[forged.length - 10] ^= 1;
        operations.send("POST", "/api/v1/releases", forged).expect(422);
        ReleaseManifest byStranger = new ReleaseManifest(product, "1.0.0", 51, List.of("touch-1"), manifest.artifacts(), manifest.notBefore(), manifest.expires(), 1,
                List.of(LIN.publicKey().keyId(), STRANGER.publicKey().keyId()));
        refused(signed(byStranger, LIN, STRANGER), "RELEASE_KEY_UNKNOWN");
        refused(signed(manifest(product, 50, 1, "app.zip", SOFTWARE, clock.instant().minusSeconds(5)), LIN, ZHOU), "RELEASE_EXPIRED");
        refused("nonsense".getBytes(StandardCharsets.US_ASCII), "RELEASE_MALFORMED");
        refused(new byte[200_000], "RELEASE_TOO_LARGE");
        operations.send("POST", "/api/v1/releases", signed(manifest, LIN, ZHOU)).expect(201);
        operations.send("POST", "/api/v1/releases", signed(manifest, ZHOU, MA)).problem(409, "UPDATE_RELEASE_KNOWN");
        refused(signed(manifest(product, 39, 1, "app.zip", SOFTWARE, later), LIN, ZHOU), "RELEASE_BELOW_FLOOR");
        assertThat(world.jdbc().sql("SELECT count(*) FROM audit.entry WHERE action = 'release.add' AND result = 'REFUSED' AND reason = 'RELEASE_BELOW_FLOOR'").query(Long.class).single()).isPositive();
    }

    private void refused(byte[] release, String code) {
        operations.send("POST", "/api/v1/releases", release).problem(422, code);
    }

    @Test
    void file_thatIsNotTheSignedOne_isRefused_andNothingOfItStays() {
        String product = product();
        byte[] release = signed(manifest(product, 1, 1, "app.zip", SOFTWARE, clock.instant().plus(Duration.ofDays(30))), LIN, MA);
        String files = "/api/v1/releases/" + operations.send("POST", "/api/v1/releases", release).expect(201).body().path("release").path("releaseId").asLong() + "/files/";
        operations.send("PUT", files + "app.zip", new byte[SOFTWARE.length + 1]).problem(413, "UPDATE_FILE_TOO_LARGE");
        operations.send("PUT", files + "app.zip", new byte[SOFTWARE.length - 1]).problem(422, "RELEASE_FILE_LENGTH_WRONG");
        operations.send("PUT", files + "app.zip", new byte[SOFTWARE.length]).problem(422, "RELEASE_FILE_HASH_WRONG");
        operations.send("PUT", files + "other.zip", SOFTWARE).problem(422, "RELEASE_FILE_NOT_LISTED");
        assertThat(operations.send("PUT", files + "..%2F..%2Fkeys", SOFTWARE).status()).isIn(400, 404);
        assertThat(operations.send("PUT", files + "..", SOFTWARE).status()).isIn(400, 403, 404, 405);
        assertThat(operations.send("PUT", files + "app.zip", SOFTWARE).expect(200).body().path("release").path("state").asString()).isEqualTo("READY");
        byte[] large = new byte[6000];
        long id = operations.send("POST", "/api/v1/releases", signed(manifest(product, 2, 1, "large.zip", large, clock.instant().plus(Duration.ofDays(30))), LIN, MA))
                .expect(201).body().path("release").path("releaseId").asLong();
        operations.send("PUT", "/api/v1/releases/" + id + "/files/large.zip", large).problem(413, "UPDATE_FILE_TOO_LARGE");
    }

    // rollouts

    private static Map<String, Object> wanted(long release, List<Device> devices, List<Integer> groups) {
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("name", "next");
        wanted.put("releaseId", release);
        wanted.put("filter", Map.of("terminals", devices.stream().map(device -> device.terminal().value()).toList(), "models", List.of("touch-1")));
        wanted.put("successPercent", 100);
        wanted.put("errorPercent", 30);
        wanted.put("groups", groups);
        return wanted;
    }

    /// Proposed and approved, not started.
    private String approved(Map<String, Object> wanted) {
        String path = "/api/v1/rollouts/" + operations.post("/api/v1/rollouts", wanted).expect(201).body().path("rolloutId").asLong();
        approve(path).expect(200);
        return path;
    }

    private TestBrowser.Answer approve(String path) {
        TestBrowser risk = staff.loggedIn(Role.RISK);
        return risk.post("/api/v1/proposals/" + proposal(risk, path) + "/approval", null);
    }

    private static String proposal(TestBrowser who, String path) {
        String subject = "rollout:" + path.substring(path.lastIndexOf('/') + 1);
        for (JsonNode proposal : who.get("/api/v1/proposals").expect(200).body()) {
            if (proposal.path("subject").asString().equals(subject)) {
                return proposal.path("id").asString();
            }
        }
        throw new AssertionError("no proposal for " + subject);
    }

    private JsonNode group(String path, int position) {
        return operations.get(path).expect(200).body().path("groups").path(position - 1);
    }

    private String state(String path) {
        return operations.get(path).expect(200).body().path("state").asString();
    }

    private static void evaluate() {
        world.bean(Rollouts.class).evaluate();
    }

    private static List<Device> devices(int count) {
        return IntStream.range(0, count).mapToObj(_ -> world.device()).toList();
    }

    /// What the poll offers a terminal; 0 for nothing.
    private static long offered(Device device) {
        String link = device.link("deploymentBase");
        return link == null ? 0 : Long.parseLong(link.replaceAll(".*/deploymentBase/([0-9]+).*", "$1"));
    }

    private static List<Device> offered(List<Device> devices) {
        return devices.stream().filter(device -> offered(device) != 0).toList();
    }

    private static void tell(List<Device> devices, String finished) {
        devices.forEach(device -> device.feedback(offered(device), "closed", finished, "told").expect(200));
    }

    @Test
    void rollout_needsASecondPerson_andGoesGroupAfterGroup() {
        List<Device> devices = devices(4);
        long release = ready(product(), 7, "app.zip");
        Map<String, Object> wanted = wanted(release, devices, List.of(25, 50, 100));
        assertThat(operations.post("/api/v1/rollouts/preview", wanted).expect(200).body().path("terminals").asLong()).isEqualTo(4);
        String path = "/api/v1/rollouts/" + operations.post("/api/v1/rollouts", wanted).expect(201).body().path("rolloutId").asLong();
        operations.post(path + "/start", null).problem(409, "UPDATE_ROLLOUT_NOT_NOW");
        operations.post("/api/v1/proposals/" + proposal(operations, path) + "/approval", null).expect(403);
        approve(path).expect(200);
        assertThat(offered(devices)).as("approved is not started").isEmpty();
        operations.post(path + "/start", null).expect(200);
        assertThat(group(path, 1).path("total").asInt()).isEqualTo(1);
        assertThat(group(path, 2).path("total").asInt()).as("half of the remaining three, rounded up").isEqualTo(2);
        assertThat(group(path, 3).path("total").asInt()).isEqualTo(1);
        List<Device> first = offered(devices);
        assertThat(first).hasSize(1);
        evaluate();
        assertThat(offered(devices)).as("the first group is not through").isEqualTo(first);
        tell(first, "success");
        evaluate();
        assertThat(offered(devices)).hasSize(2);
        assertThat(group(path, 1).path("state").asString()).isEqualTo("FINISHED");
        tell(offered(devices), "success");
        evaluate();
        tell(offered(devices), "success");
        evaluate();
        assertThat(state(path)).isEqualTo("FINISHED");
        assertThat(operations.post("/api/v1/rollouts/preview", wanted).expect(200).body().path("terminals").asLong()).as("all of them run it").isZero();
        assertThat(operations.get("/api/v1/updates?terminalId=" + devices.getFirst().terminal()).expect(200).body().path("items").path(0).path("state").asString()).isEqualTo("FINISHED");
    }

    @Test
    void rollout_thatIsRejectedOrStoppedBefore_waitsForNobody() {
        List<Device> devices = devices(1);
        Map<String, Object> wanted = wanted(ready(product(), 13, "app.zip"), devices, List.of(100));
        String rejected = "/api/v1/rollouts/" + operations.post("/api/v1/rollouts", wanted).expect(201).body().path("rolloutId").asLong();
        TestBrowser risk = staff.loggedIn(Role.RISK);
        risk.post("/api/v1/proposals/" + proposal(risk, rejected) + "/rejection", null).expect(200);
        assertThat(state(rejected)).isEqualTo("APPROVAL_DENIED");
        operations.post(rejected + "/start", null).problem(409, "UPDATE_ROLLOUT_NOT_NOW");

        String stopped = "/api/v1/rollouts/" + operations.post("/api/v1/rollouts", wanted).expect(201).body().path("rolloutId").asLong();
        String waiting = proposal(risk, stopped);
        operations.post(stopped + "/stop", null).expect(200);
        assertThat(state(stopped)).isEqualTo("APPROVAL_DENIED");
        risk.post("/api/v1/proposals/" + waiting + "/approval", null).problem(409, "PROPOSAL_ENDED");

        String forgotten = "/api/v1/rollouts/" + operations.post("/api/v1/rollouts", wanted).expect(201).body().path("rolloutId").asLong();
        clock.advance(Duration.ofHours(25));
        risk = staff.loggedIn(Role.RISK);
        risk.post("/api/v1/proposals/" + proposal(risk, forgotten) + "/approval", null).problem(409, "PROPOSAL_EXPIRED");
        operations = staff.loggedIn(Role.OPERATIONS);
        assertThat(state(forgotten)).isEqualTo("APPROVAL_DENIED");
    }

    @Test
    void rollout_withTooManyFailures_pauses_andIsTriedAgainOrStopped() {
        List<Device> devices = devices(4);
        String path = approved(wanted(ready(product(), 8, "app.zip"), devices, List.of(50, 100)));
        operations.post(path + "/start", null).expect(200);
        List<Device> first = offered(devices);
        tell(first, "failure");
        evaluate();
        assertThat(state(path)).isEqualTo("PAUSED");
        assertThat(group(path, 1).path("state").asString()).isEqualTo("ERROR");
        assertThat(group(path, 1).path("failed").asInt()).isEqualTo(2);
        assertThat(offered(devices)).isEmpty();
        operations.post(path + "/retry", null).expect(200);
        assertThat(offered(devices)).containsExactlyInAnyOrderElementsOf(first);
        operations.post(path + "/pause", null).expect(200);
        tell(first, "success");
        evaluate();
        assertThat(offered(devices)).as("paused: nobody else begins").isEmpty();
        operations.post(path + "/resume", null).expect(200);
        evaluate();
        List<Device> second = offered(devices);
        assertThat(second).hasSize(2).doesNotContainAnyElementsOf(first);
        second.getFirst().get("/deploymentBase/" + offered(second.getFirst())).expect(200);
        operations.post(path + "/stop", null).expect(200);
        assertThat(state(path)).isEqualTo("STOPPED");
        assertThat(offered(second)).isEmpty();
        assertThat(second.getFirst().link("cancelAction")).as("it has asked what it is, so it is asked to stop").isNotNull();
        assertThat(second.getLast().link("cancelAction")).isNull();
    }

    @Test
    void rollout_ofAReleaseThatExpiresMeanwhile_pauses() {
        List<Device> devices = devices(2);
        String product = product();
        byte[] release = signed(manifest(product, 3, 1, "app.zip", SOFTWARE, clock.instant().plus(Duration.ofHours(1))), LIN, ZHOU);
        long id = operations.send("POST", "/api/v1/releases", release).expect(201).body().path("release").path("releaseId").asLong();
        assertThat(operations.post("/api/v1/rollouts", wanted(id, devices, List.of(100))).status()).as("its files are missing").isEqualTo(422);
        operations.send("PUT", "/api/v1/releases/" + id + "/files/app.zip", SOFTWARE).expect(200);
        String path = approved(wanted(id, devices, List.of(50, 100)));
        operations.post(path + "/start", null).expect(200);
        clock.advance(Duration.ofHours(2));
        evaluate();
        operations = staff.loggedIn(Role.OPERATIONS);
        assertThat(state(path)).isEqualTo("PAUSED");
        operations.post(path + "/resume", null).problem(422, "RELEASE_EXPIRED");
    }

    @Test
    void rollout_outsideItsWindow_isNotSeen_andTheTerminalComesBackInTime() {
        List<Device> devices = devices(1);
        Map<String, Object> wanted = wanted(ready(product(), 9, "app.zip"), devices, List.of(100));
        LocalTime inSixMinutes = LocalTime.ofInstant(clock.instant().plus(Duration.ofMinutes(6)), MaintenanceWindow.ZONE).truncatedTo(ChronoUnit.MINUTES);
        wanted.put("windowFrom", inSixMinutes.toString());
        wanted.put("windowMinutes", 60);
        String path = approved(wanted);
        operations.post(path + "/start", null).expect(200);
        Device device = devices.getFirst();
        JsonNode poll = device.get("").expect(200).body();
        assertThat(poll.path("_links").has("deploymentBase")).isFalse();
        assertThat(poll.path("config").path("polling").path("sleep").asString()).as("a third of what is left").isBetween("00:01:30", "00:02:00");
        long action = world.jdbc().sql("SELECT action_id FROM fleet.update_action WHERE terminal_id = ?").param(device.terminal().value()).query(Long.class).single();
        device.get("/deploymentBase/" + action).problem(404, "UPDATE_WINDOW_CLOSED");
        clock.advance(Duration.ofMinutes(7));
        assertThat(offered(device)).isEqualTo(action);
        assertThat(device.get("/deploymentBase/" + action).expect(200).body().path("deployment").path("maintenanceWindow").asString()).isEqualTo("available");
        device.feedback(action, "proceeding", "none").expect(200);
        clock.advance(Duration.ofMinutes(90));
        assertThat(offered(device)).as("it is at it, and can report").isEqualTo(action);
        device.feedback(action, "closed", "success").expect(200);
    }

    @Test
    void rollout_lookedAtByTwoHostsAtOnce_beginsEachGroupOnce() throws Exception {
        List<Device> devices = devices(6);
        String path = approved(wanted(ready(product(), 10, "app.zip"), devices, List.of(50, 50, 100)));
        operations.post(path + "/start", null).expect(200);
        tell(offered(devices), "success");
        try (ExecutorService hosts = Executors.newFixedThreadPool(8)) {
            List<Future<?>> looks = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                looks.add(hosts.submit(RolloutsIT::evaluate));
            }
            for (Future<?> look : looks) {
                look.get();
            }
        }
        evaluate();
        assertThat(offered(devices)).hasSize(2);
        assertThat(world.jdbc().sql("SELECT count(*) FROM audit.entry WHERE action = 'rollout.group.start' AND object = ?").param("rollout:" + path.substring(path.lastIndexOf('/') + 1))
                .query(Long.class).single()).isEqualTo(1);
    }

    // what our own agent gets

    @Test
    void agent_getsTheSignedReleaseAndAnOrderOfItsOwn_freshEachDay() throws Exception {
        List<Device> devices = devices(2);
        String path = approved(wanted(ready(product(), 11, "app.zip"), devices, List.of(100)));
        operations.post(path + "/start", null).expect(200);
        UpdateOrder order = order(devices.getFirst());
        assertThat(order.action()).isEqualTo((int) offered(devices.getFirst()));
        assertThat(order.sequence()).isEqualTo(1);
        assertThat(order.rollout()).isEqualTo(path.substring(path.lastIndexOf('/') + 1));
        assertThat(order(devices.getFirst())).as("as long as it is fresh").isEqualTo(order);
        SignedRelease release = SignedRelease.parse(file(devices.getFirst(), ReleaseManifest.RELEASE_FILE));
        KEYS.verify(release, clock.instant());
        assertThat(order.manifestSha256()).isEqualTo(release.manifestSha256());
        assertThat(file(devices.getFirst(), "app.zip")).isEqualTo(SOFTWARE);
        assertThat(order(devices.getLast()).terminal()).isEqualTo(devices.getLast().terminal().value());
        clock.advance(Duration.ofHours(13));
        assertThat(order(devices.getFirst()).sequence()).isEqualTo(2);
    }

    private UpdateOrder order(Device device) throws ReleaseException {
        String serial = world.jdbc().sql("SELECT serial_number FROM fleet.terminal WHERE terminal_id = ?").param(device.terminal().value()).query(String.class).single();
        return SignedOrder.parse(file(device, ReleaseManifest.ORDER_FILE)).verify(world.bean(OrderKey.class).publicKey(), device.terminal().value(), serial, clock.instant(), 0);
    }

    /// As the deployment says where it is, and with the hash that it says.
    private static byte[] file(Device device, String name) {
        for (JsonNode file : device.get("/deploymentBase/" + offered(device)).expect(200).body().path("deployment").path("chunks").path(0).path("artifacts")) {
            if (file.path("filename").asString().equals(name)) {
                String href = file.path("_links").path("download").path("href").asString();
                byte[] content = device.get(href.substring(href.indexOf("/softwaremodules"))).expect(200).bytes();
                assertThat(FileHashes.sha256(content)).isEqualTo(file.path("hashes").path("sha256").asString());
                return content;
            }
        }
        throw new AssertionError("no file " + name);
    }

    @Test
    void tags_chooseTerminals() {
        List<Device> devices = devices(3);
        operations.put("/api/v1/terminals/" + devices.getFirst().terminal() + "/tags", Map.of("tags", List.of("beta", "beta", "店内"))).expect(200);
        assertThat(operations.get("/api/v1/terminals/" + devices.getFirst().terminal() + "/tags").expect(200).body().path("tags").size()).isEqualTo(2);
        Map<String, Object> wanted = wanted(ready(product(), 12, "app.zip"), devices, List.of(100));
        wanted.put("filter", Map.of("tags", List.of("beta", "none"), "terminals", devices.stream().map(device -> device.terminal().value()).toList()));
        assertThat(operations.post("/api/v1/rollouts/preview", wanted).expect(200).body().path("terminals").asLong()).isEqualTo(1);
    }
}
