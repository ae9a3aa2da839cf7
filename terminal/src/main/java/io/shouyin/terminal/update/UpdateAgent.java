package io.shouyin.terminal.update;

import io.shouyin.kernel.Refusal;
import io.shouyin.release.Ed25519;
import io.shouyin.release.ReleaseException;
import io.shouyin.release.ReleaseKeys;
import io.shouyin.release.ReleaseManifest;
import io.shouyin.release.ReleaseManifest.Artifact;
import io.shouyin.release.ReleaseManifest.Installed;
import io.shouyin.release.ReleaseRefusal;
import io.shouyin.release.SignedOrder;
import io.shouyin.release.SignedRelease;
import io.shouyin.release.UpdateOrder;
import io.shouyin.terminal.device.Storage;
import io.shouyin.terminal.update.Ddi.Away;
import io.shouyin.terminal.update.Slots.Started;
import io.shouyin.terminal.update.UpdateState.Closed;
import io.shouyin.terminal.update.UpdateState.Taken;
import io.shouyin.terminal.update.UpdateState.Trust;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Keeps the terminal's software up to date, and never at the cost of a sale: it asks, fetches and checks on a thread of its own, and what it
/// has installed runs only after [#restart], which the flows call when nobody needs the terminal.
///
/// What it knows is in [Slots] and survives everything; a round of [#round] may be cut off anywhere, the next one goes on. It refuses by name,
/// tells the host why, and does not try the same action again.
public final class UpdateAgent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UpdateAgent.class);
    private static final String PRODUCT = "shouyin-terminal";
    private static final Duration POLL_FIRST = Duration.ofMinutes(5);
    private static final Duration POLL_MIN = Duration.ofSeconds(1);
    private static final Duration POLL_MAX = Duration.ofHours(24);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);
    /// A host that has nothing to give to this terminal is left alone for so long, unless a heartbeat's reply says otherwise.
    private static final Duration ASK_AGAIN_AFTER = Duration.ofHours(1);
    /// A release that does not reach the host for so long is started again, and at last given up.
    private static final Duration TRIAL_MAX = Duration.ofMinutes(10);
    private static final Duration RESTART_WAIT = Duration.ofSeconds(10);
    private static final Duration END_WAIT = Duration.ofSeconds(5);
    /// 16 MiB.
    private static final long RELEASE_BYTES_MAX = 16L * 1024 * 1024;
    private static final long FREE_BYTES_MIN = 8L * 1024 * 1024;
    /// So often, in pieces, it looks whether the update is still wanted.
    private static final int PIECES_BETWEEN_LOOKS = 16;

    private final Slots slots;
    private final Surroundings surroundings;
    private final ReentrantLock round = new ReentrantLock();
    private Optional<String> token = Optional.empty();
    private String controller = "";
    private volatile Started started;
    private volatile Instant startedAt;
    private Instant due;
    private boolean ended;
    private Thread working;

    /// The terminal around the agent.
    public interface Surroundings {

        Instant now();

        URI host();

        Duration connectTimeout();

        Duration answerTimeout();

        /// Empty as long as it is not activated, or has no device key.
        Optional<Self> self();

        /// Asks the host, signed by the device key, for what updates begin with.
        ///
        /// @return empty if the host is away or gives nothing
        Optional<Granted> grant();
    }

    /// @param hardware as releases name it
    /// @param deviceKeySha256 hex
    public record Self(String terminalId, String serialNumber, String hardware, String deviceKeySha256) {}

    /// @param controller the DDI's URL of this terminal
    /// @param orderKey base64 of 32 bytes
    /// @param releaseKeys as [ReleaseKeys] reads them
    public record Granted(String token, String controller, String orderKey, String releaseKeys) {

        /// Without the token.
        @Override
        public String toString() {
            return "Granted[" + controller + "]";
        }
    }

    /// What people are told of it.
    ///
    /// @param waiting new software is installed, and starts when nobody needs the terminal
    /// @param lastAt when the last update ended; empty if none did
    /// @param lastRefusal empty if it went well
    public record View(Software software, Slot slot, boolean onTrial, boolean waiting, Optional<Instant> lastAt, Optional<Refusal> lastRefusal) {}

    private UpdateAgent(Slots slots, Surroundings surroundings) {
        this.slots = slots;
        this.surroundings = surroundings;
        this.due = surroundings.now();
        start();
    }

    /// Starts what the slots say, before anything else runs.
    public static UpdateAgent open(Storage storage, Surroundings surroundings) {
        return new UpdateAgent(Slots.open(storage), surroundings);
    }

    private void start() {
        started = slots.boot(surroundings.now());
        startedAt = surroundings.now();
    }

    public Software software() {
        return started.software();
    }

    public View view() {
        UpdateState state = slots.state();
        Optional<Closed> last = Optional.ofNullable(state.closed());
        return new View(started.software(), started.slot(), started.onTrial(), state.attempt() != null && !started.onTrial(),
                last.map(Closed::at), last.map(Closed::code).flatMap(UpdateAgent::refusal));
    }

    private static Optional<Refusal> refusal(String code) {
        return Stream.<Refusal>concat(Stream.of(ReleaseRefusal.values()), Stream.of(SoftwareRefusal.values())).filter(one -> one.name().equals(code)).findFirst();
    }

    // when

    /// Looks whether a round is due; called with each tick of the terminal's clock, and costs next to nothing.
    public synchronized void tick() {
        Instant now = surroundings.now();
        if (ended || working != null || now.isBefore(due)) {
            return;
        }
        due = now.plus(POLL_FIRST);
        working = Thread.ofVirtual().name("terminal-update").start(this::work);
    }

    /// The host has said that something waits.
    public synchronized void wake() {
        due = surroundings.now();
    }

    private void work() {
        try {
            round();
        } catch (InterruptedException switchedOff) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException ours) {
            if (isEnded()) {                                                     // a write that was cut off is done again at the next start
                LOG.debug("an update was cut off: {}", ours.getMessage());
            } else {
                LOG.warn("an update has stopped on an error of its own", ours);
            }
        } finally {
            over();
        }
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    private synchronized void over() {
        working = null;
    }

    private synchronized void next(Duration wanted) {
        due = surroundings.now().plus(wanted.compareTo(POLL_MIN) < 0 ? POLL_MIN : wanted.compareTo(POLL_MAX) > 0 ? POLL_MAX : wanted);
    }

    /// Whether a moment without anybody would be used.
    public boolean wantsRestart() {
        return slots.state().attempt() != null && (!started.onTrial() || !surroundings.now().isBefore(startedAt.plus(TRIAL_MAX)));
    }

    /// Starts what is to run, once a round under way is over.
    ///
    /// @return whether it did: a round that takes its time is not waited for
    public boolean restart() {
        try {
            if (!round.tryLock(RESTART_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                return false;
            }
        } catch (InterruptedException switchedOff) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            if (started.onTrial() && slots.state().attempt() != null && slots.state().attempt().triesLeft() == 0) {
                slots.rollBack(SoftwareRefusal.SOFTWARE_UNREACHING, surroundings.now());
            }
            start();
            wake();
            return true;
        } finally {
            round.unlock();
        }
    }

    // what

    /// One round with the host, on the caller's thread.
    public void round() throws InterruptedException {
        round.lockInterruptibly();
        Optional<Self> self = surroundings.self();
        try {
            if (self.isPresent()) {
                with(self.get());
            }
        } catch (Away away) {
            LOG.debug("no update: {}", away.getMessage());
            next(AGAIN_AFTER);
            if (away.isLoginWrong()) {
                token = Optional.empty();
            }
        } finally {
            round.unlock();
        }
    }

    private void with(Self self) throws Away, InterruptedException {
        // 1 whom we believe, and what we log in with
        if (token.isEmpty() && !asked(self)) {
            next(started.onTrial() ? AGAIN_AFTER : ASK_AGAIN_AFTER);
            return;
        }
        try (Ddi ddi = new Ddi(surroundings.host(), token.orElseThrow(), surroundings.connectTimeout(), surroundings.answerTimeout())) {
            // 2 the host answers: that is what new software has to bring about
            JsonNode root = ddi.get(controller).orElseThrow(() -> new Away("the host knows no such terminal"));
            next(sleep(root));
            if (started.onTrial() && slots.state().attempt() != null) {
                slots.update(before -> before.confirmed(surroundings.now()));
                started = new Started(started.slot(), started.software(), false);
            }
            // 3 what came of the action before
            tellClosed(ddi);
            // 4 who we are, if it is asked
            Optional<String> attributes = link(root, "configData");
            if (attributes.isPresent()) {
                ddi.put(attributes.get(), attributes(self));
            }
            // 5 what is no longer wanted, then what is
            Optional<String> cancel = link(root, "cancelAction");
            if (cancel.isPresent()) {
                cancel(ddi, cancel.get());
            } else if (link(root, "deploymentBase").isPresent()) {
                deploy(ddi, self, link(root, "deploymentBase").get());
            }
        }
    }

    /// What is believed is kept the first time; a later answer brings a token and nothing else.
    private boolean asked(Self self) {
        Optional<Granted> granted = surroundings.grant();
        if (granted.isEmpty()) {
            return false;
        }
        Trust told = new Trust(self.deviceKeySha256(), granted.get().orderKey(), granted.get().releaseKeys());
        Trust known = slots.state().trust();
        if (known == null || !known.deviceKeySha256().equals(self.deviceKeySha256())) {
            if (!isUsable(told)) {
                return false;
            }
            slots.update(before -> before.withTrust(told));
        } else if (!known.equals(told)) {
            LOG.warn("{}", SoftwareRefusal.SOFTWARE_KEYS_CHANGED);
            return false;
        }
        controller = granted.get().controller();
        token = Optional.of(granted.get().token());
        return true;
    }

    private static boolean isUsable(Trust told) {
        try {
            ReleaseKeys.parse(told.releaseKeys());
            return Base64.getDecoder().decode(told.orderKey()).length == Ed25519.PUBLIC_KEY_BYTES;
        } catch (ReleaseException | IllegalArgumentException none) {
            return false;
        }
    }

    private static Duration sleep(JsonNode root) {
        String told = root.path("config").path("polling").path("sleep").asString("");
        if (!told.matches("[0-9]{2}:[0-5][0-9]:[0-5][0-9]")) {
            return POLL_FIRST;
        }
        return Duration.ofHours(Integer.parseInt(told.substring(0, 2))).plusMinutes(Integer.parseInt(told.substring(3, 5))).plusSeconds(Integer.parseInt(told.substring(6)));
    }

    private static Optional<String> link(JsonNode from, String rel) {
        String href = from.path("_links").path(rel).path("href").asString("");
        return href.isEmpty() ? Optional.empty() : Optional.of(href);
    }

    private Map<String, String> attributes(Self self) {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("serialNo", self.serialNumber());
        attributes.put("hwRevision", self.hardware());
        attributes.put("software", PRODUCT);
        attributes.put("version", started.software().version());
        attributes.put("number", Integer.toString(started.software().number()));
        attributes.put("slot", started.slot().name());
        return attributes;
    }

    private void tellClosed(Ddi ddi) throws Away, InterruptedException {
        Closed closed = slots.state().closed();
        if (closed == null || closed.told() || closed.action() == 0) {
            return;
        }
        if (closed.code().isEmpty()) {
            feedback(ddi, closed.action(), "closed", "success", "runs " + closed.version());
        } else {
            feedback(ddi, closed.action(), "closed", "failure", closed.code());
        }
        slots.update(before -> before.told(true));
    }

    private void feedback(Ddi ddi, int action, String execution, String finished, String detail) throws Away, InterruptedException {
        ddi.feedback(controller + "/deploymentBase/" + action + "/feedback", execution, finished, surroundings.now(), detail);
    }

    private void cancel(Ddi ddi, String link) throws Away, InterruptedException {
        Optional<JsonNode> asked = ddi.get(link);
        int action = asked.map(json -> number(json.path("cancelAction").path("stopId").asString(""))).orElse(0);
        if (action == 0) {
            return;
        }
        UpdateState state = slots.state();
        boolean runs = state.closed() != null && state.closed().action() == action && state.closed().code().isEmpty();
        if (!runs) {
            slots.update(before -> before.refused(action, state.attempt() == null ? "" : state.content(state.attempt().slot()).version(), SoftwareRefusal.SOFTWARE_CANCELLED, surroundings.now()).told(true));
        }
        ddi.feedback(link.replaceFirst("\\?.*", "") + "/feedback", runs ? "rejected" : "closed", runs ? "none" : "success", surroundings.now(),
                (runs ? SoftwareRefusal.SOFTWARE_RUNS_ALREADY : SoftwareRefusal.SOFTWARE_CANCELLED).name());
    }

    private static int number(String digits) {
        return digits.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(digits) : 0;
    }

    /// What a deployment offers, and how far it may be taken.
    private record Offer(int action, boolean download, boolean install, Map<String, String> links) {}

    private void deploy(Ddi ddi, Self self, String link) throws Away, InterruptedException {
        Optional<JsonNode> deployment = ddi.get(link);
        int action = deployment.map(json -> number(json.path("id").asString(""))).orElse(0);
        UpdateState state = slots.state();
        if (action == 0 || state.attempt() != null && state.attempt().action() == action) {
            return;                                                             // it is installed, and waits for its moment
        }
        if (state.closed() != null && state.closed().action() == action) {
            slots.update(before -> before.told(false));                         // it was told, and not heard
            tellClosed(ddi);
            return;
        }
        try {
            Offer offer = offer(action, deployment.orElseThrow());
            if (offer.download) {
                take(ddi, self, offer);
            }
        } catch (ReleaseException refused) {
            refuse(ddi, action, refused.refusal());
        } catch (UpdateRefused refused) {
            refuse(ddi, action, refused.why());
        }
    }

    private void refuse(Ddi ddi, int action, Refusal why) throws Away, InterruptedException {
        LOG.warn("update {} is refused: {}", action, why.name());
        slots.update(before -> before.refused(action, "", why, surroundings.now()));
        tellClosed(ddi);
    }

    private static Offer offer(int action, JsonNode json) throws UpdateRefused {
        JsonNode deployment = json.path("deployment");
        JsonNode chunks = deployment.path("chunks");
        JsonNode chunk = chunks.path(0);
        if (chunks.size() != 1 || !chunk.path("part").asString("").equals("os") || !chunk.path("name").asString("").equals(PRODUCT)) {
            throw new UpdateRefused(SoftwareRefusal.SOFTWARE_OFFER_UNUSABLE);
        }
        Map<String, String> links = new LinkedHashMap<>();
        for (JsonNode artifact : chunk.path("artifacts")) {
            String download = link(artifact, "download").or(() -> link(artifact, "download-http")).orElse("");
            if (download.isEmpty() || links.put(artifact.path("filename").asString(""), download) != null || links.size() > ReleaseManifest.ARTIFACTS_MAX + 2) {
                throw new UpdateRefused(SoftwareRefusal.SOFTWARE_OFFER_UNUSABLE);
            }
        }
        if (!links.keySet().containsAll(List.of(ReleaseManifest.RELEASE_FILE, ReleaseManifest.ORDER_FILE))) {
            throw new UpdateRefused(SoftwareRefusal.SOFTWARE_OFFER_UNUSABLE);
        }
        boolean open = !deployment.path("maintenanceWindow").asString("available").equals("unavailable");
        return new Offer(action, !deployment.path("download").asString("").equals("skip"), open && !deployment.path("update").asString("").equals("skip"), links);
    }

    private void take(Ddi ddi, Self self, Offer offer) throws Away, UpdateRefused, ReleaseException, InterruptedException {
        Trust trust = slots.state().trust();
        Instant now = surroundings.now();
        // 1 the release: who signed it, and whether it is for what runs here
        SignedRelease signed = SignedRelease.parse(ddi.file(offer.links.get(ReleaseManifest.RELEASE_FILE), SignedRelease.BYTES_MAX));
        ReleaseManifest manifest = ReleaseKeys.parse(trust.releaseKeys()).verify(signed, now);
        manifest.requireFits(new Installed(PRODUCT, self.hardware(), slots.state().number(), slots.state().floor()));
        // 2 the order: for us, now, for the first time, and for this release
        byte[] orderFile = ddi.file(offer.links.get(ReleaseManifest.ORDER_FILE), SignedOrder.BYTES_MAX);
        UpdateOrder order = SignedOrder.parse(orderFile).verify(Base64.getDecoder().decode(trust.orderKey()), self.terminalId(), self.serialNumber(), now, highestBefore(orderFile));
        SignedOrder.requireFor(order, offer.action, signed);
        // 3 its files, all and no more, and room for them
        var names = new HashSet<>(offer.links.keySet());
        names.removeAll(List.of(ReleaseManifest.RELEASE_FILE, ReleaseManifest.ORDER_FILE));
        manifest.requireFiles(names);
        requireRoom(manifest);
        // 4 from here on the order is used up, and the floor is the release's
        Taken taken = new Taken(order.sequence(), sha256(orderFile));
        boolean news = !taken.equals(slots.state().taken());
        if (news) {
            slots.update(before -> before.withTaken(taken, manifest.minimumNumber()));
            feedback(ddi, offer.action, "proceeding", "none", "fetching " + manifest.version());
        }
        // 5 the files, into the slot that does not run
        slots.beginIdleSlot();
        for (int i = 0; i < manifest.artifacts().size(); i++) {
            if (!slots.has(manifest.artifacts().get(i), i)) {
                if (!fetched(ddi, offer, manifest.artifacts().get(i), i)) {
                    return;                                                     // no longer wanted: the next round hears why
                }
                news = true;
            }
        }
        if (news) {
            feedback(ddi, offer.action, "downloaded", "none", "fetched " + manifest.version());
        }
        // 6 the next start tries it, if it is still wanted
        if (offer.install && isWanted(ddi, offer.action)) {
            slots.finishIdleSlot(manifest, offer.action);
            feedback(ddi, offer.action, "proceeding", "none", "waits for a moment without a customer");
        }
    }

    /// The order that was taken last may be read once more, after the power has failed: it counts as it did then.
    private long highestBefore(byte[] orderFile) {
        Taken taken = slots.state().taken();
        return taken == null ? 0 : taken.sha256().equals(sha256(orderFile)) ? taken.sequence() - 1 : taken.sequence();
    }

    private static String sha256(byte[] bytes) {
        return Artifact.of("bytes", bytes).sha256();
    }

    private void requireRoom(ReleaseManifest manifest) throws UpdateRefused {
        long bytes = manifest.artifacts().stream().mapToLong(Artifact::size).sum();
        if (bytes > RELEASE_BYTES_MAX) {
            throw new UpdateRefused(SoftwareRefusal.SOFTWARE_TOO_LARGE);
        }
        if (slots.freeBytes() < 2 * bytes + FREE_BYTES_MIN) {
            throw new UpdateRefused(SoftwareRefusal.SOFTWARE_STORAGE_FULL);
        }
        if (manifest.artifact(Software.FILE).isEmpty()) {
            throw new UpdateRefused(SoftwareRefusal.SOFTWARE_OFFER_UNUSABLE);
        }
    }

    /// @return false if the update is no longer wanted
    private boolean fetched(Ddi ddi, Offer offer, Artifact file, int index) throws Away, UpdateRefused, ReleaseException, InterruptedException {
        String link = offer.links.get(file.name());
        int pieces = (int) ((file.size() + Slots.PIECE_BYTES - 1) / Slots.PIECE_BYTES);
        for (int i = slots.pieces(file); i < pieces; i++) {
            if (i % PIECES_BETWEEN_LOOKS == 0 && !isWanted(ddi, offer.action)) {
                return false;
            }
            long from = (long) i * Slots.PIECE_BYTES;
            slots.keepPiece(file, i, ddi.piece(link, from, (int) Math.min(Slots.PIECE_BYTES, file.size() - from)));
        }
        slots.install(file, index, pieces);
        return true;
    }

    private boolean isWanted(Ddi ddi, int action) throws Away, InterruptedException {
        return ddi.get(controller).flatMap(root -> link(root, "deploymentBase")).filter(link -> link.matches(".*/deploymentBase/" + action + "(\\?.*)?")).isPresent();
    }

    /// A round under way is cut off.
    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            ended = true;
            last = working;
        }
        if (last != null) {
            last.interrupt();
            try {
                last.join(END_WAIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Of a device key, in hex.
    public static String fingerprint(byte[] deviceKey) {
        return sha256(deviceKey);
    }
}
