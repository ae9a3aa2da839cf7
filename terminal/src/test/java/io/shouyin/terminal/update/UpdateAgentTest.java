package io.shouyin.terminal.update;

import static io.shouyin.terminal.update.FakeDdi.HARDWARE;
import static io.shouyin.terminal.update.FakeDdi.LIN;
import static io.shouyin.terminal.update.FakeDdi.MA;
import static io.shouyin.terminal.update.FakeDdi.ORDERS;
import static io.shouyin.terminal.update.FakeDdi.SERIAL;
import static io.shouyin.terminal.update.FakeDdi.TERMINAL;
import static io.shouyin.terminal.update.FakeDdi.manifest;
import static io.shouyin.terminal.update.FakeDdi.signed;
import static io.shouyin.terminal.update.FakeDdi.software;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Refusal;
import io.shouyin.release.ReleaseKeys;
import io.shouyin.release.ReleaseManifest;
import io.shouyin.release.SignedRelease;
import io.shouyin.release.SignerKey;
import io.shouyin.release.UpdateOrder;
import io.shouyin.terminal.FailingDisk;
import io.shouyin.terminal.device.DiskIo;
import io.shouyin.terminal.device.FileStorage;
import io.shouyin.terminal.device.Language;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An update from the offer to the confirmation, and everything that ends otherwise, against a DDI on a real socket and a real folder.
class UpdateAgentTest {

    private static final Map<String, byte[]> SPRING = Map.of("software.json", software("新春快乐", "Happy new year"));
    private static final Map<String, byte[]> SUMMER = Map.of("software.json", software("清凉一夏", "A cool summer"));

    @TempDir
    Path folder;

    private FakeDdi ddi;
    private FileStorage storage;
    private UpdateAgent agent;
    private Instant now = Instant.parse("2026-11-23T08:00:00Z");
    private String deviceKey = "ab".repeat(32);
    private Optional<ReleaseKeys> otherKeys = Optional.empty();

    @BeforeEach
    void switchOn() throws IOException {
        ddi = new FakeDdi();
        start(DiskIo.REAL);
    }

    @AfterEach
    void switchOff() {
        stop();
        ddi.close();
    }

    private void start(DiskIo disk) {
        storage = FileStorage.open(folder, disk);
        agent = UpdateAgent.open(storage, new Terminal());
    }

    private void stop() {
        agent.close();
        storage.close();
    }

    private final class Terminal implements UpdateAgent.Surroundings {
        @Override
        public Instant now() {
            return now;
        }

        @Override
        public URI host() {
            return ddi.url();
        }

        @Override
        public Duration connectTimeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration answerTimeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Optional<UpdateAgent.Self> self() {
            return Optional.of(new UpdateAgent.Self(TERMINAL, SERIAL, HARDWARE, deviceKey));
        }

        @Override
        public Optional<UpdateAgent.Granted> grant() {
            UpdateAgent.Granted granted = ddi.granted();
            return Optional.of(new UpdateAgent.Granted(granted.token(), granted.controller(), granted.orderKey(), otherKeys.map(ReleaseKeys::text).orElse(granted.releaseKeys())));
        }
    }

    private String standby() {
        return agent.software().standby().map(text -> text.in(Language.EN)).orElse("");
    }

    /// Offered, fetched, started, confirmed.
    private void update(int number, Map<String, byte[]> content) throws Exception {
        ddi.offer(number, now, content);
        agent.round();
        assertThat(agent.wantsRestart()).isTrue();
        assertThat(agent.restart()).isTrue();
        agent.round();
        assertThat(agent.view().onTrial()).isFalse();
    }

    private void assertRefused(String code) throws InterruptedException {
        int action = ddi.action;
        Software before = agent.software();
        agent.round();
        assertThat(ddi.heard).last().isEqualTo(action + " closed failure " + code);
        assertThat(agent.wantsRestart()).isFalse();
        assertThat(agent.software()).isEqualTo(before);
        assertThat(agent.view().lastRefusal()).map(Refusal::name).contains(code);
    }

    @Test
    void update_fromOfferToConfirmation_changesWhatIsSeen() throws Exception {
        assertThat(standby()).isEmpty();
        ddi.wantsAttributes = true;
        ddi.offer(4, now, SPRING);
        agent.round();
        assertThat(standby()).as("nothing changes while the terminal may be needed").isEmpty();
        assertThat(agent.view().waiting()).isTrue();
        assertThat(agent.restart()).isTrue();
        assertThat(standby()).isEqualTo("Happy new year");
        assertThat(agent.view()).extracting(UpdateAgent.View::slot, UpdateAgent.View::onTrial).containsExactly(Slot.B, true);
        agent.round();
        assertThat(agent.view().onTrial()).isFalse();
        assertThat(ddi.heard).containsExactly("14 proceeding none fetching 1.4.0", "14 downloaded none fetched 1.4.0",
                "14 proceeding none waits for a moment without a customer", "14 closed success runs 1.4.0");
        assertThat(ddi.attributes).containsEntry("serialNo", SERIAL).containsEntry("hwRevision", HARDWARE);
        update(5, SUMMER);
        assertThat(standby()).isEqualTo("A cool summer");
        assertThat(agent.view().slot()).isEqualTo(Slot.A);
        stop();
        start(DiskIo.REAL);
        assertThat(standby()).as("after the power was off").isEqualTo("A cool summer");
    }

    @Test
    void software_thatDoesNotStart_isLeftForTheOldOne() throws Exception {
        update(4, SPRING);
        ddi.offer(5, now, Map.of("software.json", "no program".getBytes(StandardCharsets.US_ASCII)));
        agent.round();
        agent.restart();
        assertThat(standby()).isEqualTo("Happy new year");
        agent.round();
        assertThat(ddi.heard).last().isEqualTo("15 closed failure SOFTWARE_BROKEN");
        assertThat(agent.view()).extracting(UpdateAgent.View::slot, UpdateAgent.View::lastRefusal).containsExactly(Slot.B, Optional.of(SoftwareRefusal.SOFTWARE_BROKEN));
        update(6, SUMMER);
    }

    @Test
    void software_thatDoesNotReachTheHost_isGivenUpAfterThreeStarts() throws Exception {
        update(4, SPRING);
        ddi.offer(5, now, SUMMER);
        agent.round();
        agent.restart();
        ddi.away = true;
        for (int start = 1; start <= Slots.TRIES; start++) {
            assertThat(standby()).isEqualTo("A cool summer");
            agent.round();
            assertThat(agent.wantsRestart()).as("a trial takes its time").isFalse();
            now = now.plus(Duration.ofMinutes(10));
            assertThat(agent.wantsRestart()).isTrue();
            agent.restart();
        }
        assertThat(standby()).isEqualTo("Happy new year");
        ddi.away = false;
        agent.round();
        assertThat(ddi.heard).last().isEqualTo("15 closed failure SOFTWARE_UNREACHING");
    }

    @Test
    void downgradeAndTheSameAgain_areRefused() throws Exception {
        update(5, SPRING);
        ddi.action = 16;
        ddi.offer(signed(manifest(5, now, SUMMER)), now, SUMMER);
        assertRefused("RELEASE_NOT_NEWER");
        ddi.offer(4, now, SUMMER);
        assertRefused("RELEASE_NOT_NEWER");
    }

    /// A release that was withdrawn: the terminal fell back behind it, but its floor stays.
    @Test
    void release_belowTheFloorOfOneThatWasGivenUp_isRefused() throws Exception {
        update(4, SPRING);
        Map<String, byte[]> broken = Map.of("software.json", new byte[1]);
        ReleaseManifest high = manifest(8, now, broken);
        ddi.action = 18;
        ddi.offer(signed(new ReleaseManifest(high.product(), high.version(), 8, high.hardware(), high.artifacts(), high.notBefore(), high.expires(), 8, high.keyIds())), now, broken);
        agent.round();
        agent.restart();
        agent.round();
        assertThat(ddi.heard).last().isEqualTo("18 closed failure SOFTWARE_BROKEN");
        ddi.offer(7, now, SUMMER);
        assertRefused("RELEASE_BELOW_FLOOR");
    }

    @Test
    void release_thatIsNotSignedByTwoOrNotForUs_isRefused() throws Exception {
        ddi.action = 14;
        ddi.offer(LIN.sign(SignedRelease.of(manifest(4, now, SPRING))), now, SPRING);
        assertRefused("RELEASE_SIGNATURES_TOO_FEW");
        ddi.action = 15;
        SignerKey stranger = SignerKey.generate("stranger");
        ReleaseManifest good = manifest(4, now, SPRING);
        ddi.offer(stranger.sign(LIN.sign(SignedRelease.of(new ReleaseManifest(good.product(), good.version(), 4, good.hardware(), good.artifacts(), good.notBefore(), good.expires(), 0,
                List.of(LIN.publicKey().keyId(), stranger.publicKey().keyId()))))), now, SPRING);
        assertRefused("RELEASE_KEY_UNKNOWN");
        ddi.action = 16;
        ddi.offer(MA.sign(LIN.sign(SignedRelease.of(new ReleaseManifest(good.product(), good.version(), 4, List.of("Shouyin-VT-E"), good.artifacts(), good.notBefore(), good.expires(), 0,
                good.keyIds())))), now, SPRING);
        assertRefused("RELEASE_HARDWARE_OTHER");
        ddi.action = 17;
        ddi.offer(signed(manifest(4, now.minus(Duration.ofDays(31)), SPRING)), now, SPRING);
        assertRefused("RELEASE_EXPIRED");
    }

    @Test
    void order_thatIsForgedOrOldOrForAnother_isRefused() throws Exception {
        SignedRelease release = signed(manifest(4, now, SPRING));
        ddi.action = 20;
        ddi.offer(release, now, SPRING);
        UpdateOrder good = ddi.order(release, now);
        order(good.signedBy(SignerKey.generate("stranger").privateKey()).bytes());
        assertRefused("UPDATE_ORDER_SIGNATURE_WRONG");
        ddi.action = 21;
        order(new UpdateOrder(TERMINAL, "SY0000000002", good.manifestSha256(), "7", 21, 60, good.issuedAt(), good.expires()).signedBy(ORDERS.privateKey()).bytes());
        assertRefused("UPDATE_ORDER_OF_ANOTHER_TERMINAL");
        ddi.action = 22;
        order(new UpdateOrder(TERMINAL, SERIAL, good.manifestSha256(), "7", 22, 60, good.issuedAt().minus(Duration.ofDays(2)), good.expires().minus(Duration.ofDays(2))).signedBy(ORDERS.privateKey()).bytes());
        assertRefused("UPDATE_ORDER_EXPIRED");
        ddi.action = 23;
        order(new UpdateOrder(TERMINAL, SERIAL, signed(manifest(9, now, SPRING)).manifestSha256(), "7", 23, 60, good.issuedAt(), good.expires()).signedBy(ORDERS.privateKey()).bytes());
        assertRefused("UPDATE_ORDER_OF_ANOTHER_RELEASE");
        ddi.action = 24;
        order(new UpdateOrder(TERMINAL, SERIAL, good.manifestSha256(), "7", 20, 60, good.issuedAt(), good.expires()).signedBy(ORDERS.privateKey()).bytes());
        assertRefused("UPDATE_ORDER_OF_ANOTHER_ACTION");
        update(5, SUMMER);
        ddi.action = 25;
        ddi.offer(signed(manifest(6, now, SPRING)), now, SPRING);
        order(new UpdateOrder(TERMINAL, SERIAL, signed(manifest(6, now, SPRING)).manifestSha256(), "7", 25, ddi.sequence - 1, good.issuedAt(), good.expires()).signedBy(ORDERS.privateKey()).bytes());
        assertRefused("UPDATE_ORDER_OLD");
        ddi.action = 26;
        order(new byte[5000]);
        assertRefused("UPDATE_ORDER_TOO_LARGE");
    }

    private void order(byte[] bytes) {
        ddi.files.put(ReleaseManifest.ORDER_FILE, bytes);
    }

    @Test
    void files_thatAreNotTheReleases_areRefused() throws Exception {
        ddi.offer(4, now, SPRING);
        ddi.files.put("software.json", Arrays.copyOf(software("新春快乐", "Happy new yeah"), SPRING.get("software.json").length));
        assertRefused("RELEASE_FILE_HASH_WRONG");
        ddi.offer(5, now, SPRING);
        ddi.files.put("more.bin", new byte[1]);
        assertRefused("RELEASE_FILE_NOT_LISTED");
        ddi.offer(6, now, SPRING);
        ddi.files.remove("software.json");
        assertRefused("RELEASE_FILE_MISSING");
        ddi.offer(7, now, SPRING);
        ddi.files.remove(ReleaseManifest.ORDER_FILE);
        assertRefused("SOFTWARE_OFFER_UNUSABLE");
        ddi.offer(8, now, SPRING);
        ddi.endless = true;
        assertRefused("RELEASE_FILE_LENGTH_WRONG");
    }

    @Test
    void release_thatIsLargerThanTheTerminal_isRefusedUnfetched() throws Exception {
        ReleaseManifest good = manifest(4, now, SPRING);
        ddi.action = 14;
        ddi.offer(signed(new ReleaseManifest(good.product(), good.version(), 4, good.hardware(), List.of(new ReleaseManifest.Artifact("software.json", 1L << 30, "0".repeat(64))),
                good.notBefore(), good.expires(), 0, good.keyIds())), now, SPRING);
        assertRefused("SOFTWARE_TOO_LARGE");
        assertThat(ddi.ranges).isEmpty();
    }

    @Test
    void download_cutOff_goesOnWhereItWas() throws Exception {
        byte[] picture = new byte[3 * Slots.PIECE_BYTES + 1000];
        new Random(1).nextBytes(picture);
        var content = new TreeMap<>(SPRING);
        content.put("picture.bin", picture);
        ddi.offer(4, now, content);
        ddi.cutAtRange = 3;
        agent.round();
        assertThat(ddi.ranges).containsExactly("bytes=0-262143", "bytes=262144-524287", "bytes=524288-786431");
        stop();
        start(DiskIo.REAL);
        agent.round();
        assertThat(ddi.ranges.subList(3, ddi.ranges.size())).as("after the power was off").containsExactly("bytes=524288-786431", "bytes=786432-787431", "bytes=0-54");
        assertThat(agent.wantsRestart()).isTrue();
    }

    @Test
    void cancel_whileFetching_stopsAndIsAcknowledged() throws Exception {
        byte[] picture = new byte[20 * Slots.PIECE_BYTES];
        var content = new TreeMap<>(SPRING);
        content.put("picture.bin", picture);
        ddi.offer(4, now, content);
        ddi.cancelAfterRanges = 3;
        agent.round();
        assertThat(ddi.ranges).as("it looks again after 16 pieces").hasSizeLessThan(20);
        agent.round();
        assertThat(ddi.cancelHeard).containsExactly("14 closed success SOFTWARE_CANCELLED");
        assertThat(agent.wantsRestart()).isFalse();
    }

    @Test
    void cancel_whileWaitingForItsMoment_isHonoured_andAfterItHasStartedIsNot() throws Exception {
        ddi.offer(4, now, SPRING);
        agent.round();
        ddi.cancelling = ddi.action;
        agent.round();
        assertThat(ddi.cancelHeard).containsExactly("14 closed success SOFTWARE_CANCELLED");
        assertThat(agent.wantsRestart()).isFalse();
        update(5, SUMMER);
        ddi.cancelling = 15;
        agent.round();
        assertThat(ddi.cancelHeard).last().isEqualTo("15 rejected none SOFTWARE_RUNS_ALREADY");
        assertThat(standby()).isEqualTo("A cool summer");
    }

    @Test
    void closedWindow_isForFetchingAndNotForInstalling() throws Exception {
        ddi.offer(4, now, SPRING);
        ddi.windowClosed = true;
        agent.round();
        assertThat(ddi.heard).last().isEqualTo("14 downloaded none fetched 1.4.0");
        assertThat(agent.wantsRestart()).isFalse();
        ddi.windowClosed = false;
        ddi.ranges.clear();
        agent.round();
        assertThat(ddi.ranges).as("it is here already").isEmpty();
        assertThat(agent.wantsRestart()).isTrue();
    }

    @Test
    void closing_thatTheHostDidNotHear_isToldAgain() throws Exception {
        ddi.offer(4, now, SPRING);
        agent.round();
        agent.restart();
        agent.round();
        ddi.action = 14;
        agent.round();
        assertThat(ddi.heard).endsWith("14 closed success runs 1.4.0", "14 closed success runs 1.4.0");
        assertThat(agent.wantsRestart()).isFalse();
    }

    @Test
    void token_thatIsNotKnownAnyMore_isAskedForAnew() throws Exception {
        update(4, SPRING);
        ddi.token = "another00000000000000000000token";
        ddi.offer(5, now, SUMMER);
        agent.round();
        assertThat(agent.wantsRestart()).isFalse();
        agent.round();
        assertThat(agent.wantsRestart()).isTrue();
    }

    @Test
    void releaseKeys_onceKnown_areNotReplaced() throws Exception {
        update(4, SPRING);
        stop();
        otherKeys = Optional.of(new ReleaseKeys(Stream.of("a", "b").map(SignerKey::generate).map(SignerKey::publicKey).toList()));
        start(DiskIo.REAL);
        ddi.offer(5, now, SUMMER);
        agent.round();
        assertThat(ddi.heard).as("it does not even ask").last().isEqualTo("14 closed success runs 1.4.0");
        deviceKey = "cd".repeat(32);
        agent.round();
        assertThat(ddi.heard).as("activated anew it begins anew").last().isEqualTo("15 closed failure RELEASE_KEY_UNKNOWN");
    }

    @Test
    void folder_holdsNoToken() throws Exception {
        update(4, SPRING);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as(file.getFileName().toString()).doesNotContain(FakeDdi.TOKEN);
            }
        }
    }

    @Test
    void state_thatCannotBeRead_costsTheUpdatesAndNotTheTerminal() throws Exception {
        update(4, SPRING);
        stop();
        Files.writeString(folder.resolve("update.json"), "{");
        start(DiskIo.REAL);
        assertThat(agent.software()).isEqualTo(Software.BUILT_IN);
    }

    @Test
    void slot_thatHasChangedOnTheStorage_isNotStarted() throws Exception {
        update(4, SPRING);
        update(5, SUMMER);
        stop();
        Files.writeString(folder.resolve("slot-a.0"), "changed");
        start(DiskIo.REAL);
        assertThat(standby()).as("the other slot").isEqualTo("Happy new year");
        stop();
        Files.writeString(folder.resolve("slot-b.0"), "changed");
        start(DiskIo.REAL);
        assertThat(agent.software()).as("what it came with").isEqualTo(Software.BUILT_IN);
    }

    /// The power fails at the n-th disk operation of an update, for every n: the terminal starts, with the old software or the new, and the
    /// update is finished once it is back.
    @Test
    void powerFails_atEachOperation_theTerminalStartsAndTheUpdateIsFinished() throws Exception {
        byte[] picture = new byte[Slots.PIECE_BYTES + 10];
        int cuts = 0;
        boolean cut = true;
        for (int operation = 1; cut; operation++) {
            stop();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            start(DiskIo.REAL);
            update(4, SPRING);
            stop();
            var content = new TreeMap<>(SUMMER);
            content.put("picture.bin", picture);
            ddi.offer(5, now, content);
            var disk = new FailingDisk();
            start(disk);
            disk.cutAt(operation);
            cut = false;
            try {
                agent.round();
                agent.restart();
                agent.round();
            } catch (FailingDisk.PowerCut dark) {
                cut = true;
                cuts++;
            }
            stop();
            start(DiskIo.REAL);
            assertThat(standby()).as("operation " + operation).isIn("Happy new year", "A cool summer");
            for (int round = 0; round < 4; round++) {
                agent.round();
                if (agent.wantsRestart()) {
                    agent.restart();
                }
            }
            assertThat(standby()).as("operation " + operation).isEqualTo("A cool summer");
            assertThat(agent.view().onTrial()).isFalse();
            assertThat(ddi.heard).as("operation " + operation).last().isEqualTo("15 closed success runs 1.5.0");
        }
        assertThat(cuts).isGreaterThan(30);
    }

    @Test
    void storageFull_refusesTheUpdateByName() throws Exception {
        stop();
        var disk = new FailingDisk();
        start(disk);
        agent.round();
        disk.full = true;
        ddi.offer(4, now, SPRING);
        // the refusal cannot be kept either: it is told when there is room again
        try {
            agent.round();
        } catch (Fault full) {
            assertThat(full.code()).isEqualTo("STORAGE_FULL");
        }
        disk.full = false;
        assertThat(agent.wantsRestart()).isFalse();
    }
}
