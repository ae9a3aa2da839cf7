package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.paycrypto.HostWord;
import io.shouyin.terminal.device.DiskIo;
import io.shouyin.terminal.device.FileStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Orders, whatever moment the power fails at; and parameters that nobody gave.
class OrdersTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration BEAT = Duration.ofSeconds(61);
    /// Of one order from its receipt to the host's word that it knows: each write takes four.
    private static final int OPERATIONS = 20;

    @TempDir
    Path folder;

    /// The power of the whole machine: once it is gone nothing is written any more, whoever tries.
    private static final class Mains implements DiskIo {

        private final FailingDisk disk = new FailingDisk();

        private void require() throws IOException {
            if (disk.cut.getCount() == 0) {
                throw new IOException("the power is gone");
            }
        }

        @Override
        public synchronized void create(Path file, byte[] content) throws IOException {
            require();
            disk.create(file, content);
        }

        @Override
        public synchronized void sync(Path file) throws IOException {
            require();
            disk.sync(file);
        }

        @Override
        public synchronized void rename(Path from, Path to) throws IOException {
            require();
            disk.rename(from, to);
        }

        @Override
        public synchronized void syncFolder(Path folder) throws IOException {
            require();
            disk.syncFolder(folder);
        }

        @Override
        public long freeBytes(Path folder) throws IOException {
            return disk.freeBytes(folder);
        }
    }

    private static ObjectNode order(Bench bench, long sequence, String kind) {
        return JSON.createObjectNode().put("terminal", FakeHost.TERMINAL_ID).put("sequence", sequence).put("id", new UUID(7, sequence).toString()).put("kind", kind)
                .put("expiresAt", bench.clock.instant().plus(Duration.ofHours(24)).toString());
    }

    private static void hand(Bench bench, ObjectNode... orders) {
        bench.host.beatReply.put("orders", Stream.of(orders).map(one -> bench.host.signed(HostWord.Kind.ORDER, JSON.writeValueAsBytes(one))).toList());
    }

    /// The states that the host was told of an order, each once, in their order.
    private static List<String> told(Bench bench, long sequence) {
        return bench.host.orderReports.stream().filter(one -> one.path("sequence").asLong() == sequence).map(one -> one.path("state").asString()).distinct().toList();
    }

    private static boolean ended(Bench bench, long sequence) {
        return told(bench, sequence).stream().anyMatch(state -> !state.equals("ACKNOWLEDGED"));
    }

    /// The clock ticks on until it is so: a heartbeat comes each minute.
    private static void tickUntil(Bench bench, String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Bench.WAIT.toNanos();
        for (Duration step = BEAT; !condition.getAsBoolean(); step = step.isZero() ? BEAT : Duration.ZERO) {
            assertThat(System.nanoTime()).as("waited for: " + what + ", told " + bench.host.orderReports).isLessThan(deadline);
            bench.clock.move(step);
            new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
        }
    }

    /// Started: whichever of the two screens it rests on, since nobody touches it.
    private static void atRest(Bench bench) throws InterruptedException {
        long deadline = System.nanoTime() + Bench.WAIT.toNanos();
        while (!bench.terminal.screen().is("logon.operator") && !bench.terminal.screen().is("standby")) {
            assertThat(System.nanoTime()).as("at rest, not " + bench.terminal.screen()).isLessThan(deadline);
            new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean isLocked(Bench bench) {
        return bench.terminal.screen().is("order.locked");
    }

    /// A beat with which nothing is left to tell: nobody writes any more.
    private static void allTold(Bench bench) throws InterruptedException {
        bench.host.beatReply.remove("orders");
        int before = -1;
        while (bench.host.orderReports.size() != before) {
            before = bench.host.orderReports.size();
            for (int beat = 0; beat < 2; beat++) {
                bench.host.beats.clear();
                tickUntil(bench, "a beat", () -> !bench.host.beats.isEmpty());
            }
        }
    }

    static List<Arguments> cuts() {
        List<Arguments> all = new ArrayList<>();
        List.of("LOCK", "FORCE_SIGN_OFF", "REBOOT").forEach(kind -> IntStream.rangeClosed(1, OPERATIONS).filter(n -> n % 4 == 3 || kind.equals("LOCK"))
                .forEach(operation -> all.add(Arguments.of(kind, operation))));
        return all;
    }

    /// Between receipt and deed, between deed and the word about it, and in the middle of each write.
    @ParameterizedTest
    @MethodSource("cuts")
    void order_powerFailsAtEachOperation_isDoneOnceOrToldAsInterrupted(String kind, int operation) throws Exception {
        try (Bench bench = Bench.of(folder)) {
            bench.signedIn();
            bench.terminal.close();
            var mains = new Mains();
            bench.switchOnWithHeartbeats(FileStorage.open(bench.settings.stateFolder(), mains));
            atRest(bench);
            hand(bench, order(bench, 1, kind));
            mains.disk.cutAt(operation);
            tickUntil(bench, "the cut, or the end", () -> mains.disk.cut.getCount() == 0 || ended(bench, 1));
            bench.terminal.close();

            bench.switchOnWithHeartbeats();
            tickUntil(bench, "how it ended", () -> ended(bench, 1));
            List<String> states = told(bench, 1).stream().filter(state -> !state.equals("ACKNOWLEDGED")).toList();
            assertThat(states).as("one end").hasSize(1).first().isIn("DONE", "FAILED");
            if (states.getFirst().equals("FAILED")) {
                assertThat(bench.host.orderReports).filteredOn(one -> one.path("state").asString().equals("FAILED")).allSatisfy(
                        one -> assertThat(one.path("reason").asString()).isEqualTo("ORDER_INTERRUPTED"));
            }
            boolean done = states.getFirst().equals("DONE");
            switch (kind) {
                case "LOCK" -> tickUntil(bench, "locked as told: " + done, () -> isLocked(bench) == done);
                case "FORCE_SIGN_OFF" -> assertThat(!bench.terminal.state().isSignedIn() || !done).as("signed off if told so").isTrue();
                default -> assertThat(bench.terminal.state().isActivated()).isTrue();
            }

            // the host hands it out once more, as it would if the word about it were lost, and then the opposite
            hand(bench, order(bench, 1, kind), order(bench, 2, "UNLOCK"), order(bench, 1, kind));
            tickUntil(bench, "the next one", () -> ended(bench, 2));
            assertThat(told(bench, 2)).contains("DONE");
            tickUntil(bench, "nothing holds it", () -> !isLocked(bench));
            allTold(bench);
            assertThat(told(bench, 1).stream().filter(state -> !state.equals("ACKNOWLEDGED")).toList()).as("it did not end twice").isEqualTo(states);
        }
    }

    @Test
    void parameters_forgedAlteredOrOld_areRefusedByName_andNothingOfThemHolds() throws Exception {
        try (Bench bench = Bench.of(folder)) {
            bench.signedIn();
            bench.terminal.close();
            bench.switchOnWithHeartbeats();
            bench.await("logon.operator");

            Map<String, Object> genuine = bench.host.signed(HostWord.Kind.PARAMETERS, bundle(FakeHost.TERMINAL_ID, 5, "真的"));
            refreshed(bench, 1, genuine, "DONE");

            Map<String, Object> altered = new HashMap<>(genuine);
            altered.put("content", Base64.getEncoder().encodeToString(bundle(FakeHost.TERMINAL_ID, 6, "改过")));
            refreshed(bench, 2, altered, "PARAMETERS_FORGED");
            Map<String, Object> forged = new HashMap<>(altered);
            forged.put("mac", Base64.getEncoder().encodeToString(new byte[HostWord.MAC_BYTES]));
            refreshed(bench, 3, forged, "PARAMETERS_FORGED");
            refreshed(bench, 4, bench.host.signed(HostWord.Kind.ORDER, bundle(FakeHost.TERMINAL_ID, 6, "改过")), "PARAMETERS_FORGED");
            refreshed(bench, 5, bench.host.signed(HostWord.Kind.PARAMETERS, bundle("99999999", 6, "别人的")), "PARAMETERS_OLD");
            refreshed(bench, 6, bench.host.signed(HostWord.Kind.PARAMETERS, bundle(FakeHost.TERMINAL_ID, 4, "旧的")), "PARAMETERS_OLD");
            refreshed(bench, 7, Map.of("content", "***", "mac", ""), "ANSWER_UNREADABLE");
            refreshed(bench, 8, bench.host.signed(HostWord.Kind.PARAMETERS, bundle(FakeHost.TERMINAL_ID, 6, "字".repeat(65))), "ANSWER_UNREADABLE");

            allTold(bench);
            bench.host.beats.clear();
            tickUntil(bench, "a beat", () -> !bench.host.beats.isEmpty());
            assertThat(bench.host.beats.poll().path("parametersVersion").asLong()).isEqualTo(5);
        }
    }

    private static byte[] bundle(String terminal, long version, String standby) {
        return ("{\"terminal\":\"%s\",\"version\":%d,\"issuedAt\":\"2026-07-01T01:31:05Z\",\"values\":{\"standbyText\":\"%s\"}}".formatted(terminal, version, standby))
                .getBytes(StandardCharsets.UTF_8);
    }

    /// By an order, whose end says how it went.
    private static void refreshed(Bench bench, long sequence, Map<String, Object> answer, String wanted) throws InterruptedException {
        bench.host.signedParameters = answer;
        hand(bench, order(bench, sequence, "REFRESH_PARAMETERS"));
        tickUntil(bench, "order " + sequence + " to end", () -> ended(bench, sequence));
        JsonNode end = bench.host.orderReports.stream().filter(one -> one.path("sequence").asLong() == sequence && !one.path("state").asString().equals("ACKNOWLEDGED")).findFirst().orElseThrow();
        assertThat(end.path("reason").asString(end.path("state").asString())).isEqualTo(wanted);
    }
}
