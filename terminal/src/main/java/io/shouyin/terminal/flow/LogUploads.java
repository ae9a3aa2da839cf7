package io.shouyin.terminal.flow;

import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.state.OrderStore.Stage;
import io.shouyin.terminal.state.OrderStore.Taken;
import io.shouyin.terminal.state.TerminalLog;
import io.shouyin.kernel.ScrubbedLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Carries out the orders that only look: UPLOAD_LOGS and SCREENSHOT. It has a thread of its own, so neither a cashier nor a sale waits for it, and it works on a
/// terminal that is locked or in the middle of something.
///
/// 1. The host is asked how far it got: it may have parts from before a power cut.
/// 2. Lines that it lacks go in parts: packed, numbered, named by their SHA-256, each signed. One whose answer was lost goes again and is the same part.
/// 3. The end is told with the number of lines; the order is done.
///
/// A host that is away is asked again with the next heartbeat, as long as the order stands.
final class LogUploads {

    private static final String PATH = "/device/v1/logs/";
    private static final String FILE_NAME = "terminal.log";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int PART_TEXT_BYTES_MAX = 96 * 1024;
    private static final int SHOWN_LENGTH_MAX = 120;
    private static final int ROWS_MAX = 40;
    /// What somebody types is not shown, whatever it is, and not how long it is.
    private static final String TYPED = "••••••";

    private final Machine machine;
    private final AtomicBoolean working = new AtomicBoolean();

    LogUploads(Machine machine) {
        this.machine = machine;
    }

    /// Begins or goes on, without waiting for it.
    void wake() {
        if (waiting().isEmpty() || !working.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("terminal-log-upload").start(() -> {
            try {
                work();
            } catch (Unwind.SwitchedOff off) {
                Thread.currentThread().interrupt();
            } finally {
                working.set(false);
            }
        });
    }

    private List<Taken> waiting() {
        return machine.orders().store().kept().orders().stream()
                .filter(order -> (order.stage() == Stage.TAKEN || order.stage() == Stage.BEGUN) && Orders.Kind.isOnlyLooking(order.kind())).toList();
    }

    private void work() {
        for (List<Taken> orders = waiting(); !orders.isEmpty(); orders = waiting()) {
            Taken order = orders.getFirst();
            try {
                machine.orders().store().put(done(order));
            } catch (DeviceApi.Refused refused) {
                if (refused.isUnreached()) {
                    return;
                }
                machine.log().warn("order", "the host took no " + order.kind() + ": " + refused.code());
                machine.orders().store().put(order.failed(refused.code().matches("[A-Z][A-Z_]{2,59}") ? refused.code() : TerminalRefusal.ORDER_LOGS_NOT_TAKEN.name()));
            }
            machine.orders().tellSoon();
        }
    }

    private Taken done(Taken order) throws DeviceApi.Refused {
        if (Orders.Kind.valueOf(order.kind()) == Orders.Kind.SCREENSHOT) {
            new DeviceApi(machine).postSigned(PATH + order.id() + "/screen", screen());
            return order.in(Stage.DONE);
        }
        return order.done(upload(order));
    }

    // logs

    /// @return how many lines the host has by now
    private long upload(Taken order) throws DeviceApi.Refused {
        var api = new DeviceApi(machine);
        String path = PATH + order.id();
        // 1 how far the host is
        JsonNode known = api.postSigned(path, JSON.createObjectNode().put("log", machine.log().id()).put("fileName", FILE_NAME));
        int part = known.path("parts").asInt();
        long bytesLeft = known.path("bytesLeft").asLong();
        List<TerminalLog.Line> lines = newest(machine.log().lines(known.path("lastNumber").asLong(), order.from(), order.to()), bytesLeft);
        // 2 what it lacks
        for (String text : parts(lines, Math.min(PART_TEXT_BYTES_MAX, known.path("partBytesMax").asInt()))) {
            byte[] packed = packed(text);
            api.send(api.signed(path + "/parts/" + ++part + "/" + HexFormat.of().formatHex(sha256(packed)), packed, "application/gzip"));
        }
        // 3 that is all
        return api.postSigned(path + "/end", JSON.createObjectNode().put("parts", part)).path("lines").asLong();
    }

    private static List<TerminalLog.Line> newest(List<TerminalLog.Line> lines, long bytesMax) {
        long bytes = 0;
        int from = lines.size();
        while (from > 0 && (bytes += bytes(lines.get(from - 1))) <= bytesMax) {
            from--;
        }
        return lines.subList(from, lines.size());
    }

    private static List<String> parts(List<TerminalLog.Line> lines, int bytesMax) {
        List<String> parts = new ArrayList<>();
        var part = new StringBuilder();
        int bytes = 0;
        for (TerminalLog.Line line : lines) {
            if (bytes > 0 && bytes + bytes(line) > bytesMax) {
                parts.add(part.toString());
                part.setLength(0);
                bytes = 0;
            }
            part.append(line).append('\n');
            bytes += bytes(line);
        }
        if (bytes > 0) {
            parts.add(part.toString());
        }
        return parts;
    }

    private static int bytes(TerminalLog.Line line) {
        return line.toString().getBytes(StandardCharsets.UTF_8).length + 1;
    }

    private static byte[] packed(String text) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return packed.toByteArray();
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    // the screen

    /// What stands on the screen now, as rows of text. Nothing that is being typed is among them, and no code that a camera could read.
    private ObjectNode screen() {
        Screen shown = machine.device().display().shown();
        ObjectNode picture = JSON.createObjectNode().put("screen", shown.id()).put("at", machine.device().clock().instant().toString());
        ArrayNode rows = picture.putArray("rows");
        row(rows, "TITLE", Tone.NEUTRAL, shown.title(), "");
        shown.message().ifPresent(message -> {
            row(rows, "HEADLINE", message.tone(), message.headline(), "");
            message.detail().ifPresent(detail -> row(rows, "DETAIL", message.tone(), detail, ""));
        });
        shown.lines().forEach(line -> row(rows, "FACT", Tone.NEUTRAL, line.label(), in(line.value())));
        shown.field().ifPresent(field -> row(rows, "FIELD", Tone.NEUTRAL, field.label(), field.kind() == Screen.FieldKind.AMOUNT ? field.shown() : field.shown().isEmpty() ? "" : TYPED));
        shown.rules().forEach(rule -> row(rows, "DETAIL", Tone.NEUTRAL, rule.text(), ""));
        shown.items().forEach(item -> row(rows, "ITEM", Tone.NEUTRAL, item.text(), item.key().label()));
        shown.softkeys().forEach(key -> row(rows, "KEY", Tone.NEUTRAL, key.text(), key.key().label()));
        return picture;
    }

    private void row(ArrayNode rows, String kind, Tone tone, Text text, String value) {
        if (rows.size() < ROWS_MAX) {
            rows.addObject().put("kind", kind).put("tone", tone.name()).put("text", ScrubbedLine.of(in(text), SHOWN_LENGTH_MAX).text()).put("value", ScrubbedLine.of(value, SHOWN_LENGTH_MAX).text());
        }
    }

    private String in(Text text) {
        return text.in(machine.language());
    }
}
