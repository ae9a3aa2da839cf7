package io.shouyin.terminal.web;

import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.shouyin.kernel.Fault;
import io.shouyin.terminal.Terminal;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Hardware;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Language;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The browsers in front of the terminal: all see it, one has its hands on it.
///
/// Each browser has a queue of its own, so that a slow one holds nobody up; one that falls too far behind is dropped and
/// connects again.
public final class Seats implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Seats.class);
    private static final int BEHIND_MAX = 1_000;
    private static final int TOO_SLOW = 4008;
    /// Of a fix under an open sky.
    private static final int ACCURACY_METRES = 12;

    private final Terminal terminal;
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private Optional<String> hands = Optional.empty();

    public Seats(Terminal terminal) {
        this.terminal = terminal;
    }

    public void configure(WsConfig ws) {
        ws.onConnect(context -> {
            context.enableAutomaticPings(15, TimeUnit.SECONDS);
            sitDown(context);
        });
        ws.onMessage(context -> input(context.sessionId(), context.message()));
        ws.onClose(context -> leave(context.sessionId()));
        ws.onError(context -> leave(context.sessionId()));
    }

    /// One browser.
    private final class Seat {
        private final WsContext context;
        private final BlockingQueue<String> outgoing = new ArrayBlockingQueue<>(BEHIND_MAX);
        private final EventJson json = new EventJson(terminal.device().model(), terminal.device().cards(), true);
        private final AutoCloseable watching;
        private final Thread writer;

        Seat(WsContext context) {
            this.context = context;
            this.writer = Thread.ofVirtual().name("terminal-page").start(this::write);
            this.watching = terminal.device().watch(event -> json.render(event).forEach(this::send));
        }

        void send(String message) {
            if (!outgoing.offer(message)) {
                context.closeSession(TOO_SLOW, "too slow");
            }
        }

        private void write() {
            try {
                while (true) {
                    context.send(outgoing.take());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException gone) {
                LOG.debug("a page has gone", gone);
            }
        }

        void tellRole(boolean controls, int watchers) {
            send("{\"event\":\"role\",\"controls\":" + controls + ",\"watchers\":" + watchers + "}");
        }

        void end() {
            try {
                watching.close();
            } catch (Exception e) {
                throw new IllegalStateException("a watcher can always leave", e);
            }
            writer.interrupt();
        }
    }

    private synchronized void sitDown(WsContext context) {
        seats.put(context.sessionId(), new Seat(context));
        if (hands.isEmpty()) {
            hands = Optional.of(context.sessionId());
        }
        tellRoles();
    }

    private synchronized void leave(String id) {
        Seat seat = seats.remove(id);
        if (seat == null) {
            return;
        }
        seat.end();
        if (hands.isPresent() && hands.get().equals(id)) {
            hands = seats.keySet().stream().findFirst();
        }
        tellRoles();
    }

    private void tellRoles() {
        seats.forEach((id, seat) -> seat.tellRole(hands.isPresent() && hands.get().equals(id), seats.size() - 1));
    }

    private synchronized boolean controls(String id) {
        return hands.isPresent() && hands.get().equals(id);
    }

    private synchronized void takeOver(String id) {
        hands = Optional.of(id);
        tellRoles();
    }

    private void input(String id, String message) {
        try {
            JsonNode json = JsonMapper.shared().readTree(message);
            if (json.has("takeOver")) {
                takeOver(id);
            } else if (controls(id)) {
                act(json);
            }
        } catch (JacksonException | IllegalArgumentException | Fault notOurs) {
            LOG.debug("a page sent what it cannot");
        }
    }

    private void act(JsonNode json) {
        if (json.has("key")) {
            Key.labelled(json.path("key").asString()).ifPresent(terminal.device()::press);
        } else if (json.has("type")) {
            String typed = json.path("type").asString();
            if (typed.length() == 1) {
                terminal.device().type(typed.charAt(0));
            }
        } else if (json.has("card")) {
            terminal.device().present(EntryMode.valueOf(json.path("how").asString().toUpperCase(Locale.ROOT)), json.path("card").asInt());
        } else if (json.has("finger")) {
            terminal.device().finger(Optional.of(json.path("finger")).filter(JsonNode::isObject).map(JsonNode::toString));
        } else if (json.has("sign")) {
            terminal.device().sign(SignatureJson.read(json.path("sign")));
        } else if (json.has("battery")) {
            terminal.device().battery(json.path("battery").asInt());
        } else if (json.has("paper")) {
            terminal.device().paper(json.path("paper").asBoolean());
        } else if (json.has("hardware")) {
            sense(json.path("hardware"));
        } else if (json.has("tear")) {
            terminal.device().tearOff();
        } else if (json.has("language")) {
            terminal.language(Language.of(json.path("language").asString()));
        }
    }

    /// The hands at the virtual machine's hardware, all that its page says of it at once.
    private void sense(JsonNode wanted) {
        Hardware.Kind kind = Hardware.Kind.valueOf(wanted.path("network").asString());
        JsonNode place = wanted.path("position");
        Optional<Hardware.Position> position = place.isObject()
                ? Optional.of(Hardware.Position.ofDegrees(place.path("latitude").asDouble(), place.path("longitude").asDouble(), ACCURACY_METRES)) : Optional.empty();
        terminal.device().hardware(hardware -> hardware.withCharging(wanted.path("charging").asBoolean(false)).withNetwork(kind, wanted.path("signalDbm").asInt(0))
                .withPosition(position).withCaseOpen(wanted.path("caseOpen").asBoolean(false)));
    }

    @Override
    public synchronized void close() {
        seats.values().forEach(Seat::end);
        seats.clear();
    }
}
