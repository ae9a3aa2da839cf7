package io.shouyin.terminal.flow;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Fault;
import io.shouyin.terminal.device.Hardware;
import io.shouyin.terminal.device.Storage;
import io.shouyin.terminal.state.BeatCounter;
import io.shouyin.terminal.state.TerminalState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Tells the host now and then how the terminal is 心跳, and does what the reply says: after the start, after each sign-in and sign-out, when somebody tampers with it, and as often as the host wants.
///
/// A beat has a thread of its own and never holds up the cashier; one that fails is not tried again, the next one says it all. A terminal that has no device
/// key, because it was loaded by hand, says nothing.
public final class Heartbeats implements AutoCloseable {

    static final String PATH = "/device/v1/heartbeats";

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final Duration FIRST_INTERVAL = Duration.ofSeconds(60);
    private static final Duration INTERVAL_MAX = Duration.ofHours(1);
    private static final Duration END_WAIT = Duration.ofSeconds(5);

    private final Machine machine;
    private final BeatCounter numbers;
    private final List<HeartbeatAnswer> answers;
    private final Instant started;
    private Duration interval = FIRST_INTERVAL;
    private Instant due;
    private boolean toldSignedIn;
    private List<String> toldTamper = List.of();
    private boolean ended;
    private Thread beating;
    /// Why the last beat was not taken, so that a day without a host is one line of the log; empty if it was.
    private volatile String toldTrouble = "";

    private Heartbeats(Machine machine, BeatCounter numbers, List<HeartbeatAnswer> answers) {
        this.machine = machine;
        this.numbers = numbers;
        this.answers = List.copyOf(answers);
        this.started = machine.device().clock().instant();
        this.due = started;
    }

    /// With everything that listens to replies.
    public static Heartbeats of(Machine machine, Storage storage) {
        return new Heartbeats(machine, new BeatCounter(storage), List.of(new LogWitness(machine.seenCheckpoints()), machine.orders(), machine.hostParameters(), Updates.answer(machine)));
    }

    /// Looks whether a beat is due; called with each tick of the terminal's clock, and costs next to nothing.
    public synchronized void tick() {
        Instant now = machine.device().clock().instant();
        TerminalState state = machine.store().state();
        List<String> tamper = machine.device().hardware().tamper();
        if (ended || beating != null || !state.isActivated() || now.isBefore(due) && state.isSignedIn() == toldSignedIn && tamper.equals(toldTamper)) {
            return;
        }
        toldSignedIn = state.isSignedIn();
        toldTamper = tamper;
        due = now.plus(interval);
        beating = Thread.ofVirtual().name("terminal-heartbeat").start(this::beat);
    }

    private void beat() {
        try {
            if (machine.pinPad().devicePublicKey().isPresent()) {
                answered(new DeviceApi(machine).postSigned(PATH, body()));
                if (!toldTrouble.isEmpty()) {
                    machine.log().info("heartbeat", "taken again");
                    toldTrouble = "";
                }
            }
        } catch (DeviceApi.Refused refused) {
            String why = refused.isUnreached() ? "the host is away" : refused.code();
            LOG.debug("a heartbeat was not taken: {}", why);
            if (!why.equals(toldTrouble)) {
                machine.log().warn("heartbeat", "not taken: " + why);
            }
            toldTrouble = why;
        } catch (Fault fault) {
            LOG.debug("no heartbeat: {}", fault.code());
        } catch (Unwind.SwitchedOff off) {
            LOG.debug("switched off");
        } catch (RuntimeException ours) {
            LOG.warn("a heartbeat has stopped on an error of its own", ours);
        } finally {
            over();
        }
    }

    private synchronized void over() {
        beating = null;
    }

    private ObjectNode body() {
        TerminalState state = machine.store().state();
        Instant now = machine.device().clock().instant();
        ObjectNode beat = JsonMapper.shared().createObjectNode();
        beat.put("sequence", numbers.next());
        beat.put("at", now.toString());
        beat.put("uptimeSeconds", Math.max(0, Duration.between(started, now).toSeconds()));
        beat.put("parametersVersion", 0);
        beat.put("model", machine.settings().model());
        beat.put("batteryPercent", machine.device().batteryPercent());
        beat.put("paper", machine.device().printer().map(printer -> !printer.hasPaper() ? "out" : printer.isPaperLow() ? "low" : "ok").orElse("none"));
        sensed(beat, machine.device().hardware());
        beat.put("waitingMessages", (state.reversal() == null ? 0 : 1) + state.unresolved().size() + machine.notices().waiting().size());
        beat.put("batch", new BatchNumber(state.batch()).toString());
        beat.put("signedIn", state.isSignedIn());
        beat.put("orderSequence", 0);
        answers.forEach(answer -> answer.tell(beat));
        return beat;
    }

    private static void sensed(ObjectNode beat, Hardware hardware) {
        beat.put("charging", hardware.charging());
        ObjectNode network = beat.putObject("network").put("kind", hardware.network().kind().name().toLowerCase(Locale.ROOT));
        hardware.network().signalDbm().ifPresent(dbm -> network.put("signalDbm", dbm));
        hardware.position().ifPresent(position -> beat.putObject("position").put("latitude", position.latitude()).put("longitude", position.longitude())
                .put("accuracyMetres", position.accuracyMetres()));
        ArrayNode tamper = beat.putArray("tamper");
        hardware.tamper().forEach(tamper::add);
    }

    private void answered(JsonNode reply) {
        long seconds = reply.path("pollSeconds").asLong(0);
        if (seconds >= 1 && seconds <= INTERVAL_MAX.toSeconds()) {
            next(Duration.ofSeconds(seconds));
        }
        for (HeartbeatAnswer answer : answers) {
            JsonNode value = reply.path(answer.member());
            if (!value.isMissingNode()) {
                answer.take(value);
            }
        }
    }

    private synchronized void next(Duration wanted) {
        due = due.minus(interval).plus(wanted);
        interval = wanted;
    }

    /// A beat under way is cut off.
    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            ended = true;
            last = beating;
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
}
