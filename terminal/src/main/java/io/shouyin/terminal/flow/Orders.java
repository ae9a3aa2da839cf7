package io.shouyin.terminal.flow;

import io.shouyin.paycrypto.HostWord;
import io.shouyin.terminal.device.Input;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.state.OrderStore;
import io.shouyin.terminal.state.OrderStore.Stage;
import io.shouyin.terminal.state.OrderStore.Taken;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Orders of the host 指令, as a heartbeat's reply brings them.
///
/// 1. Nothing is believed but what the host has signed for this terminal, with a number above all before, in time. What is not believed is told by the name of its
///    refusal, and forgotten.
/// 2. The number is durable, and the host told, before anything is done.
/// 3. It is done by the terminal's own thread while nobody is in the middle of anything ([OrderWork]): a sale is never interrupted.
/// 4. What came of it is durable, and told until the host knows it.
final class Orders implements HeartbeatAnswer {

    private static final String PATH = "/device/v1/orders/";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int AT_ONCE_MAX = 8;
    private static final int CONTENT_CHARACTERS_MAX = 4_096;
    private static final int TEXT_CHARACTERS_MAX = 200;
    /// The host will never take it.
    private static final List<String> FINAL = List.of("ORDER_UNKNOWN", "ORDER_REPORT_WRONG", "REQUEST_INVALID");

    private final Machine machine;
    private final OrderStore store;
    private final AtomicBoolean telling = new AtomicBoolean();

    Orders(Machine machine, OrderStore store) {
        this.machine = machine;
        this.store = store;
    }

    enum Kind {
        LOCK, UNLOCK, FORCE_SIGN_OFF, REBOOT, UPLOAD_LOGS, REFRESH_PARAMETERS, WIPE_KEYS, SHOW_MESSAGE, SCREENSHOT;

        /// Changes nothing on the terminal, and is done beside everything else ([LogUploads]).
        static boolean isOnlyLooking(String kind) {
            return kind.equals(UPLOAD_LOGS.name()) || kind.equals(SCREENSHOT.name());
        }
    }

    OrderStore store() {
        return store;
    }

    // taking, on the heartbeats' thread

    @Override
    public String member() {
        return "orders";
    }

    @Override
    public void tell(ObjectNode beat) {
        beat.put("orderSequence", store.kept().highest());
        machine.logUploads().wake();
    }

    /// @param value a list of `content` and `mac`, both base64
    @Override
    public void take(JsonNode value) {
        int seen = 0;
        for (JsonNode one : value) {
            if (++seen > AT_ONCE_MAX) {
                break;
            }
            try {
                judge(one);
            } catch (Disbelieved disbelieved) {
                machine.log().warn("order", "not believed: " + disbelieved.why);
                tellRefusal(disbelieved.why);
            }
        }
        tellAll();
        machine.logUploads().wake();
        machine.dialogue().accept(new Input.DeviceChanged());
    }

    /// Not to be carried out.
    private static final class Disbelieved extends Exception {
        private final TerminalRefusal why;

        Disbelieved(TerminalRefusal why) {
            super(null, null, false, false);
            this.why = why;
        }
    }

    private void judge(JsonNode signed) throws Disbelieved {
        byte[] content = binary(signed, "content");
        require(machine.pinPad().isHostWord(HostWord.Kind.ORDER, content, binary(signed, "mac")), TerminalRefusal.ORDER_FORGED);
        JsonNode order = read(content);
        require(order.path("terminal").asString("").equals(machine.identity().terminalId()), TerminalRefusal.ORDER_OF_ANOTHER_TERMINAL);
        String id = order.path("id").asString("");
        long sequence = order.path("sequence").asLong(0);
        String kind = order.path("kind").asString("");
        String text = order.path("text").asString("");
        require(id.matches("[0-9a-f-]{36}") && sequence > 0 && text.length() <= TEXT_CHARACTERS_MAX, TerminalRefusal.ORDER_UNREADABLE);
        Optional<Taken> known = store.find(id);
        if (known.isPresent()) {                                                // our word about it was lost
            store.told(known.get(), false);
            return;
        }
        require(sequence > store.kept().highest(), TerminalRefusal.ORDER_REPEATED);
        Taken taken = new Taken(id, sequence, kind, text.isEmpty() ? null : text, order.path("evenUnsettled").asBoolean(false), instant(order, "logsFrom"), instant(order, "logsTo"), Stage.TAKEN, null, null, false);
        if (!machine.device().clock().instant().isBefore(expiry(order))) {
            store.take(taken.failed(TerminalRefusal.ORDER_EXPIRED.name()));
            throw new Disbelieved(TerminalRefusal.ORDER_EXPIRED);
        }
        boolean isKind = Arrays.stream(Kind.values()).anyMatch(one -> one.name().equals(kind));
        machine.log().info("order", "taken: " + sequence + " " + (isKind ? kind : "of an unknown kind"));
        store.take(isKind ? taken : taken.failed(TerminalRefusal.ORDER_KIND_UNKNOWN.name()));
    }

    private static JsonNode read(byte[] content) throws Disbelieved {
        try {
            return JSON.readTree(content);
        } catch (JacksonException unreadable) {
            throw new Disbelieved(TerminalRefusal.ORDER_UNREADABLE);
        }
    }

    /// Null if it is not there.
    private static Instant instant(JsonNode order, String name) throws Disbelieved {
        try {
            return order.has(name) ? Instant.parse(order.path(name).asString("")) : null;
        } catch (DateTimeException unreadable) {
            throw new Disbelieved(TerminalRefusal.ORDER_UNREADABLE);
        }
    }

    private static Instant expiry(JsonNode order) throws Disbelieved {
        try {
            return Instant.parse(order.path("expiresAt").asString(""));
        } catch (DateTimeException unreadable) {
            throw new Disbelieved(TerminalRefusal.ORDER_UNREADABLE);
        }
    }

    private static byte[] binary(JsonNode signed, String name) throws Disbelieved {
        String text = signed.path(name).asString("");
        try {
            require(!text.isEmpty() && text.length() <= CONTENT_CHARACTERS_MAX, TerminalRefusal.ORDER_UNREADABLE);
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException noBase64) {
            throw new Disbelieved(TerminalRefusal.ORDER_UNREADABLE);
        }
    }

    private static void require(boolean holds, TerminalRefusal otherwise) throws Disbelieved {
        if (!holds) {
            throw new Disbelieved(otherwise);
        }
    }

    // telling, on any thread but that of a cashier's flow

    /// Begins to tell what the host does not know yet, without waiting for it.
    void tellSoon() {
        Thread.ofVirtual().name("terminal-orders").start(() -> {
            try {
                tellAll();
            } catch (Unwind.SwitchedOff off) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void tellAll() {
        if (!telling.compareAndSet(false, true)) {
            return;                                                             // whoever is at it looks again before it ends, or the next beat does
        }
        try {
            List<Taken> untold = store.untold();
            while (!untold.isEmpty() && untold.stream().allMatch(this::told)) {
                untold = store.untold();
            }
        } finally {
            telling.set(false);
        }
    }

    /// @return false if the host did not hear it
    private boolean told(Taken order) {
        try {
            new DeviceApi(machine).send(report(order));
            store.told(order, true);
            return true;
        } catch (DeviceApi.Refused refused) {
            if (FINAL.contains(refused.code())) {
                store.told(order, true);
                return true;
            }
            return false;
        }
    }

    /// Signed now, to be sent when its time comes.
    DeviceApi.Signed report(Taken order) {
        ObjectNode report = JSON.createObjectNode().put("sequence", order.sequence()).put("state", switch (order.stage()) {
            case TAKEN, BEGUN -> "ACKNOWLEDGED";
            case DONE -> "DONE";
            case FAILED -> "FAILED";
        });
        if (order.reason() != null) {
            report.put("reason", order.reason());
        }
        if (order.lines() != null) {
            report.put("lines", order.lines());
        }
        return new DeviceApi(machine).signed(PATH + order.id() + "/state", report);
    }

    private void tellRefusal(TerminalRefusal why) {
        try {
            new DeviceApi(machine).postSigned(PATH + "refused", JSON.createObjectNode().put("reason", why.name()));
        } catch (DeviceApi.Refused notHeard) {
            machine.showStatus();                                               // it was not carried out, which is what counts
        }
    }
}
