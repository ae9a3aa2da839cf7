package io.shouyin.host.fleet.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Till;
import io.shouyin.host.Patience;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.access.Role;
import io.shouyin.kernel.TerminalId;
import io.shouyin.release.ReleaseException;
import io.shouyin.release.ReleaseKeys;
import io.shouyin.release.ReleaseManifest;
import io.shouyin.release.ReleaseManifest.Artifact;
import io.shouyin.release.SignedOrder;
import io.shouyin.release.SignedRelease;
import io.shouyin.release.SignerKey;
import io.shouyin.release.UpdateOrder;
import io.shouyin.terminal.device.Language;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/// The whole way of an update: people who sign, two who agree, a host, and a terminal that believes none of them more than it must.
class UpdateAtTheTillIT {

    private static final SignerKey LIN = SignerKey.generate("lin");
    private static final SignerKey ZHOU = SignerKey.generate("zhou");
    private static final SignerKey MA = SignerKey.generate("ma");
    private static final SignerKey STRANGER = SignerKey.generate("stranger");
    private static final ReleaseKeys KEYS = new ReleaseKeys(Stream.of(LIN, ZHOU, MA).map(SignerKey::publicKey).toList());
    private static final Duration UPDATE = Duration.ofSeconds(90);
    private static final String FILE = "software.json";

    @TempDir
    static Path folder;

    private static Corridor corridor;

    private TestBrowser operations;

    @BeforeAll
    static void startHost() throws IOException {
        Path keys = Files.writeString(folder.resolve("release-keys.txt"), KEYS.text());
        corridor = Corridor.start(folder, Map.of("shouyin.fleet.status.beat-interval", "1s", "shouyin.updates.release-keys", keys.toString()));
        corridor.awaitNetwork();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    /// In service, its cashier gone home: after a second without anybody it is on standby.
    private static Till unattended(String serial) {
        Corridor.Handout handout;
        try (Till till = corridor.inService(serial)) {
            handout = till.handout;
        }
        return corridor.switchOn(handout, settings -> settings.withIdleLock(Duration.ofSeconds(1)));
    }

    // releases

    private static byte[] software(String zh, String en) {
        return "{\"standby\":{\"zh\":\"%s\",\"en\":\"%s\"}}".formatted(zh, en).getBytes(StandardCharsets.UTF_8);
    }

    private static ReleaseManifest manifest(int number, byte[] content, Instant expires, SignerKey... named) {
        return new ReleaseManifest("shouyin-terminal", "1." + number + ".0", number, List.of("Shouyin-VT-1"), List.of(Artifact.of(FILE, content)),
                Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS), expires.truncatedTo(ChronoUnit.SECONDS), 1,
                Stream.of(named).map(key -> key.publicKey().keyId()).toList());
    }

    private static SignedRelease signed(ReleaseManifest manifest, SignerKey... by) {
        try {
            SignedRelease release = SignedRelease.of(manifest);
            for (SignerKey key : by) {
                release = key.sign(release);
            }
            return release;
        } catch (ReleaseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Instant nextMonth() {
        return Instant.now().plus(Duration.ofDays(30));
    }

    /// Uploaded as the console does it.
    private long uploaded(int number, byte[] content) {
        byte[] release = signed(manifest(number, content, nextMonth(), LIN, ZHOU, MA), LIN, MA).bytes();
        long id = operations.send("POST", "/api/v1/releases", release).expect(201).body().path("release").path("releaseId").asLong();
        operations.send("PUT", "/api/v1/releases/" + id + "/files/" + FILE, content).expect(200);
        return id;
    }

    /// Proposed by one, approved by another, started.
    private String started(long release, int errorPercent, List<String> terminals) {
        long id = operations.post("/api/v1/rollouts", Map.of("name", "春节", "releaseId", release, "filter", Map.of("terminals", terminals), "successPercent", 100,
                "errorPercent", errorPercent, "groups", List.of(100))).expect(201).body().path("rolloutId").asLong();
        TestBrowser risk = corridor.staff().loggedIn(Role.RISK);
        for (JsonNode proposal : risk.get("/api/v1/proposals").expect(200).body()) {
            if (proposal.path("subject").asString().equals("rollout:" + id)) {
                risk.post("/api/v1/proposals/" + proposal.path("id").asString() + "/approval", null).expect(200);
            }
        }
        assertThat(operations.post("/api/v1/rollouts/" + id + "/start", null).expect(200).body().path("groups").path(0).path("total").asInt()).isEqualTo(terminals.size());
        return "/api/v1/rollouts/" + id;
    }

    private static String column(String terminal, String column) {
        return corridor.jdbc().sql("SELECT " + column + " FROM fleet.heartbeat WHERE terminal_id = ?").param(terminal).query(String.class).single();
    }

    private static long lastAction(String terminal) {
        return corridor.jdbc().sql("SELECT max(action_id) FROM fleet.update_action WHERE terminal_id = ?").param(terminal).query(Long.class).single();
    }

    private static String state(long action) {
        return corridor.jdbc().sql("SELECT state FROM fleet.update_action WHERE action_id = ?").param(action).query(String.class).single();
    }

    private static List<String> told(long action) {
        return corridor.jdbc().sql("SELECT unnest(messages) FROM fleet.update_status WHERE action_id = ? ORDER BY status_id").param(action).query(String.class).list();
    }

    /// A key now and then, as somebody who passes by: standby looks for new software when it begins.
    private static void awaitEnd(Till till, long action, String state) {
        Patience.until(UPDATE, "action " + action + " is " + state + ", told " + told(action), () -> {
            if (till.terminal.screen().is("standby")) {
                till.press("CLEAR");
            }
            return state(action).equals(state);
        });
    }

    @Test
    void release_signedByTwoAndApprovedByTwo_reachesTheTerminal_andOneThatDoesNotComeUpIsRolledBackAndPauses() {
        operations = corridor.staff().loggedIn(Role.OPERATIONS);
        try (Till till = unattended("SYUT-000000001")) {
            String terminal = till.handout.terminalId();
            started(uploaded(201, software("新春快乐", "Happy new year")), 0, List.of(terminal));
            long first = lastAction(terminal);
            awaitEnd(till, first, "FINISHED");
            assertThat(told(first)).containsSubsequence("fetching 1.201.0", "fetched 1.201.0", "waits for a moment without a customer", "runs 1.201.0");
            assertThat(till.await("standby").lines(Language.ZH)).contains("通知  新春快乐");
            Patience.until("its heartbeat says so", () -> column(terminal, "software_version").equals("1.201.0") && column(terminal, "software_slot").equals("B"));
            assertThat(corridor.jdbc().sql("""
                    SELECT DISTINCT action FROM audit.entry WHERE action IN ('release.add', 'release.ready', 'rollout.propose', 'rollout.approve', 'rollout.start', 'update.token.issue',
                      'update.order.sign', 'update.finish')""").query(String.class).list()).hasSize(8);

            String another = corridor.register("SYUT-000000002").terminalId();
            String rollout = started(uploaded(202, "no program".getBytes(StandardCharsets.US_ASCII)), 49, List.of(terminal, another));
            long broken = lastAction(terminal);
            awaitEnd(till, broken, "ERROR");
            assertThat(told(broken)).contains("SOFTWARE_BROKEN");
            Patience.until("one of two is more than 49 percent", () -> operations.get(rollout).expect(200).body().path("state").asString().equals("PAUSED"));
            assertThat(till.await("standby").lines(Language.ZH)).as("the old one runs").contains("通知  新春快乐");
            Patience.until("its heartbeat says so", () -> column(terminal, "software_version").equals("1.201.0"));
            operations.post(rollout + "/stop", null).expect(200);

            till.press("CLEAR");
            till.logOn("01", Corridor.CASHIER_PASSWORD);
            till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            till.await("sale.approved");
        }
    }

    /// Somebody who owns database, files and order key of the host; but not the keys of two signers.
    @Test
    void host_thatWasTakenOver_installsNothing() throws Exception {
        operations = corridor.staff().loggedIn(Role.OPERATIONS);
        try (Till till = unattended("SYUT-000000003")) {
            String terminal = till.handout.terminalId();
            byte[] good = software("元宵节快乐", "Happy lantern festival");
            long older = uploaded(300, software("旧", "Old"));
            long first = assigned(terminal, uploaded(301, good));
            awaitEnd(till, first, "FINISHED");
            long second = assigned(terminal, uploaded(302, good));
            awaitEnd(till, second, "FINISHED");

            refused(till, assigned(terminal, older), "RELEASE_NOT_NEWER");

            SignedRelease byStranger = signed(manifest(303, good, nextMonth(), LIN, STRANGER), LIN, STRANGER);
            refused(till, assigned(terminal, planted(303, byStranger.bytes(), byStranger, good)), "RELEASE_KEY_UNKNOWN");
            SignedRelease byOne = signed(manifest(304, good, nextMonth(), LIN, ZHOU), LIN);
            refused(till, assigned(terminal, planted(304, byOne.bytes(), byOne, good)), "RELEASE_SIGNATURES_TOO_FEW");
            SignedRelease whole = signed(manifest(305, good, nextMonth(), LIN, ZHOU), LIN, ZHOU);
            byte[] flipped = whole.bytes();
            flipped[60] ^= 1;
            refused(till, assigned(terminal, planted(305, flipped, whole, good)), "RELEASE_MALFORMED", "RELEASE_SIGNATURE_WRONG");
            SignedRelease expired = signed(manifest(306, good, Instant.now().minusSeconds(60), LIN, ZHOU), LIN, ZHOU);
            refused(till, assigned(terminal, planted(306, expired.bytes(), expired, good)), "RELEASE_EXPIRED");

            byte[] changed = software("被改过的软件", "Changed software");
            long release = uploaded(307, changed);
            Path file = folder.resolve("host/updates/files").resolve(FileHashes.sha256(changed).substring(0, 2)).resolve(FileHashes.sha256(changed));
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
            refused(till, assigned(terminal, release), "RELEASE_FILE_HASH_WRONG");

            long fresh = uploaded(308, software("春分", "Spring"));
            PrivateKey hosts = corridor.bean(OrderKey.class).privateKey();
            String serial = till.handout.serialNumber();
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            String manifest = HexFormat.of().formatHex(corridor.jdbc().sql("SELECT manifest_sha256 FROM fleet.release WHERE release_id = ?").param(fresh).query(byte[].class).single());
            refused(till, assigned(terminal, fresh, action -> new UpdateOrder("99999999", serial, manifest, "0", action, 1000, now, now.plusSeconds(3600)).signedBy(hosts)),
                    "UPDATE_ORDER_OF_ANOTHER_TERMINAL");
            refused(till, assigned(terminal, fresh, action -> new UpdateOrder(terminal, "SYUT-999999999", manifest, "0", action, 1000, now, now.plusSeconds(3600)).signedBy(hosts)),
                    "UPDATE_ORDER_OF_ANOTHER_TERMINAL");
            refused(till, assigned(terminal, fresh, action -> new UpdateOrder(terminal, serial, manifest, "0", action, 1000, now, now.plusSeconds(3600)).signedBy(STRANGER.privateKey())),
                    "UPDATE_ORDER_SIGNATURE_WRONG");
            refused(till, assigned(terminal, fresh, action -> new UpdateOrder(terminal, serial, manifest, "0", action, 1000, now.minusSeconds(7200), now.minusSeconds(3600)).signedBy(hosts)),
                    "UPDATE_ORDER_EXPIRED");
            refused(till, replayed(terminal, fresh, first), "UPDATE_ORDER_OLD");
            assertThat(column(terminal, "software_version")).isEqualTo("1.302.0");

            long genuine = assigned(terminal, fresh);
            awaitEnd(till, genuine, "FINISHED");
            assertThat(corridor.jdbc().sql("SELECT count(*) FROM audit.entry WHERE action = 'update.fail' AND object LIKE ?").param("update:" + terminal + "/%").query(Integer.class).single())
                    .as("each is in the audit log").isEqualTo(11);
        }
    }

    private static void refused(Till till, long action, String... codes) {
        Patience.until(UPDATE, "action " + action + " fails with " + List.of(codes), () -> state(action).equals("ERROR"));
        assertThat(told(action).getLast()).isIn((Object[]) codes);
    }

    private static long assigned(String terminal, long release) {
        return corridor.bean(UpdateActions.class).add(new TerminalId(terminal), release, UpdateAction.Type.FORCED, Optional.empty(), 500, UpdateAction.State.RUNNING, Instant.now());
    }

    private interface Forger {
        SignedOrder order(int action);
    }

    /// With an order of one's own making, there before the terminal can ask.
    private static long assigned(String terminal, long release, Forger forger) {
        long action = corridor.bean(UpdateActions.class).add(new TerminalId(terminal), release, UpdateAction.Type.FORCED, Optional.empty(), 500, UpdateAction.State.SCHEDULED, Instant.now());
        return planted(action, forger.order(Math.toIntExact(action)).bytes());
    }

    private static long replayed(String terminal, long release, long ended) {
        long action = corridor.bean(UpdateActions.class).add(new TerminalId(terminal), release, UpdateAction.Type.FORCED, Optional.empty(), 500, UpdateAction.State.SCHEDULED, Instant.now());
        return planted(action, corridor.jdbc().sql("SELECT order_signed FROM fleet.update_action WHERE action_id = ?").param(ended).query(byte[].class).single());
    }

    private static long planted(long action, byte[] order) {
        corridor.jdbc().sql("UPDATE fleet.update_action SET order_signed = ?, order_expires_at = now() + interval '1 day', state = 'RUNNING', status = 'RUNNING' WHERE action_id = ?")
                .params(order, action).update();
        return action;
    }

    /// A release past all checks of the host.
    private static long planted(int number, byte[] told, SignedRelease release, byte[] content) {
        long id = corridor.jdbc().sql("""
                INSERT INTO fleet.release (product, version, number, kind, hardware, minimum_number, not_before, expires_at, manifest_sha256, signed_release, state, created_by, created_at)
                VALUES ('shouyin-terminal', ?, ?, 'shouyin', '{Shouyin-VT-1}', 1, now() - interval '3 days', now() + interval '1 day', ?, ?, 'READY', 'mallory', now()) RETURNING release_id""")
                .params("1." + number + ".0", number, HexFormat.of().parseHex(release.manifestSha256()), told).query(Long.class).single();
        long module = corridor.jdbc().sql("INSERT INTO fleet.software_module (release_id, part, name, version) VALUES (?, 'os', 'shouyin-terminal', ?) RETURNING module_id")
                .params(id, "1." + number + ".0").query(Long.class).single();
        SoftwareFile file = SoftwareFile.of(FILE, content);
        corridor.jdbc().sql("INSERT INTO fleet.software_file (module_id, name, size_bytes, sha256, sha1, md5) VALUES (?, ?, ?, ?, ?, ?)")
                .params(module, FILE, file.sizeBytes(), file.sha256(), file.sha1(), file.md5()).update();
        return id;
    }

    @Test
    void twoHostsOnOneDatabase_letARolloutGoOnOnce() throws Exception {
        operations = corridor.staff().loggedIn(Role.OPERATIONS);
        List<String> terminals = IntStream.range(0, 6).mapToObj(i -> corridor.register("SYUT-10000000" + i).terminalId()).toList();
        long release = uploaded(401, software("清明", "Clear and bright"));
        try (ConfigurableApplicationContext other = corridor.startAnotherHost(); ExecutorService looking = Executors.newFixedThreadPool(8)) {
            long id = operations.post("/api/v1/rollouts", Map.of("name", "两台主机", "releaseId", release, "filter", Map.of("terminals", terminals), "successPercent", 100,
                    "errorPercent", 10, "groups", List.of(50, 50, 100))).expect(201).body().path("rolloutId").asLong();
            corridor.jdbc().sql("UPDATE fleet.rollout SET state = 'READY', approved_by = 'test' WHERE rollout_id = ?").param(id).update();
            operations.post("/api/v1/rollouts/" + id + "/start", null).expect(200);
            corridor.jdbc().sql("UPDATE fleet.update_action SET state = 'FINISHED', status = 'FINISHED', ended_at = now() WHERE rollout_id = ? AND group_position = 1").param(id).update();
            List<Future<?>> looks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                looks.add(looking.submit(corridor.bean(Rollouts.class)::evaluate));
                looks.add(looking.submit(other.getBean(Rollouts.class)::evaluate));
            }
            for (Future<?> look : looks) {
                look.get();
            }
            Patience.until("the second group has begun", () -> operations.get("/api/v1/rollouts/" + id).expect(200).body().path("groups").path(1).path("state").asString().equals("RUNNING"));
            assertThat(operations.get("/api/v1/rollouts/" + id).body().path("groups").path(2).path("state").asString()).isEqualTo("SCHEDULED");
            assertThat(corridor.jdbc().sql("SELECT count(*) FROM audit.entry WHERE action = 'rollout.group.start' AND object = ?").param("rollout:" + id).query(Integer.class).single()).isEqualTo(1);
            operations.post("/api/v1/rollouts/" + id + "/stop", null).expect(200);
        }
    }
}
