package io.shouyin.terminal.update;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shouyin.release.ReleaseKeys;
import io.shouyin.release.ReleaseManifest;
import io.shouyin.release.ReleaseManifest.Artifact;
import io.shouyin.release.SignedRelease;
import io.shouyin.release.ReleaseException;
import io.shouyin.release.SignerKey;
import io.shouyin.release.UpdateOrder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A host's DDI written by hand, for one terminal, with misbehaviour on demand; and the people who sign.
public final class FakeDdi implements AutoCloseable {

    static final String TERMINAL = "00000001";
    public static final String SERIAL = "SY0000000001";
    static final String HARDWARE = "Shouyin-VT-1";
    static final String TOKEN = "u7Kq2mXe9RbT4wZa6NcV1pLs8DfG3hJy";
    static final SignerKey LIN = SignerKey.generate("lin");
    static final SignerKey ZHOU = SignerKey.generate("zhou");
    static final SignerKey MA = SignerKey.generate("ma");
    static final SignerKey ORDERS = SignerKey.generate("host");
    static final ReleaseKeys KEYS = new ReleaseKeys(Stream.of(LIN, ZHOU, MA).map(SignerKey::publicKey).toList());

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String BASE = "/DEFAULT/controller/v1/" + TERMINAL;

    private final HttpServer http;
    final Map<String, byte[]> files = new LinkedHashMap<>();
    /// `17 closed success runs 1.4.0`
    public final List<String> heard = new CopyOnWriteArrayList<>();
    final List<String> cancelHeard = new CopyOnWriteArrayList<>();
    final List<String> ranges = new CopyOnWriteArrayList<>();
    final Map<String, String> attributes = new LinkedHashMap<>();
    volatile int action;
    volatile int cancelling;
    public volatile boolean wantsAttributes;
    volatile boolean windowClosed;
    volatile boolean away;
    volatile String token = TOKEN;
    public volatile String sleep = "00:01:00";
    /// What the reply to a heartbeat says of updates.
    public volatile boolean poll;
    /// This range of a file is cut off in the middle.
    volatile int cutAtRange = -1;
    volatile boolean endless;
    /// After so many ranges the update is called off.
    volatile int cancelAfterRanges = -1;
    long sequence = 40;

    public FakeDdi() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::serve);
        http.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    UpdateAgent.Granted granted() {
        return new UpdateAgent.Granted(token, url() + BASE, Base64.getEncoder().encodeToString(ORDERS.publicKey().raw()), KEYS.text());
    }

    // what is offered

    public static byte[] software(String zh, String en) {
        return ("{\"standby\":{\"zh\":\"" + zh + "\",\"en\":\"" + en + "\"}}").getBytes(StandardCharsets.UTF_8);
    }

    static ReleaseManifest manifest(int number, Instant now, Map<String, byte[]> content) {
        return new ReleaseManifest("shouyin-terminal", "1." + number + ".0", number, List.of(HARDWARE, "Shouyin-VT-T"),
                content.entrySet().stream().map(file -> Artifact.of(file.getKey(), file.getValue())).toList(), now.minusSeconds(60).truncatedTo(ChronoUnit.SECONDS),
                now.plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS), 0, KEYS.keyIds());
    }

    static SignedRelease signed(ReleaseManifest manifest) throws ReleaseException {
        return ZHOU.sign(LIN.sign(SignedRelease.of(manifest)));
    }

    UpdateOrder order(SignedRelease release, Instant now) {
        Instant issued = now.truncatedTo(ChronoUnit.SECONDS);
        return new UpdateOrder(TERMINAL, SERIAL, release.manifestSha256(), "7", action, ++sequence, issued, issued.plus(Duration.ofHours(24)));
    }

    /// A release that is right in everything, ordered.
    public void offer(int number, Instant now, Map<String, byte[]> content) throws ReleaseException {
        action = 10 + number;
        offer(signed(manifest(number, now, content)), now, content);
    }

    void offer(SignedRelease release, Instant now, Map<String, byte[]> content) {
        files.clear();
        files.putAll(content);
        files.put(ReleaseManifest.RELEASE_FILE, release.bytes());
        files.put(ReleaseManifest.ORDER_FILE, order(release, now).signedBy(ORDERS.privateKey()).bytes());
    }

    /// Waits until the terminal has said so.
    public synchronized void awaitHeard(String line, Duration timeout) throws InterruptedException {
        long until = System.nanoTime() + timeout.toNanos();
        while (!heard.contains(line)) {
            long millis = (until - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new AssertionError(line + " was not heard, but " + heard);
            }
            wait(millis);
        }
    }

    /// Waits until the terminal has said who it is.
    public synchronized void awaitAttributes(Duration timeout) throws InterruptedException {
        long until = System.nanoTime() + timeout.toNanos();
        while (wantsAttributes) {
            long millis = (until - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new AssertionError("the terminal did not say who it is");
            }
            wait(millis);
        }
    }

    private synchronized void tellAttributes() {
        wantsAttributes = false;
        notifyAll();
    }

    public synchronized boolean hasHeard(String line, Duration within) throws InterruptedException {
        if (!heard.contains(line)) {
            wait(within.toMillis());
        }
        return heard.contains(line);
    }

    private synchronized void hear(List<String> into, String line) {
        into.add(line);
        if (line.contains(" closed ")) {
            action = 0;
            cancelling = 0;
        }
        notifyAll();
    }

    // the DDI

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (away) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            if (exchange.getRequestURI().getPath().equals("/device/v1/update-token") && exchange.getRequestHeaders().getFirst("Shouyin-Signature") != null) {
                respond(exchange, JSON.valueToTree(granted()));
                return;
            }
            if (exchange.getRequestURI().getPath().equals("/device/v1/heartbeats")) {
                respond(exchange, JSON.createObjectNode().put("pollSeconds", 60).put("poll", poll));
                return;
            }
            if (!("TargetToken " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            String path = exchange.getRequestURI().getPath();
            String what = path.startsWith(BASE) ? path.substring(BASE.length()) : "?";
            if (what.isEmpty()) {
                respond(exchange, root());
            } else if (what.equals("/configData")) {
                JSON.readTree(body).path("data").properties().forEach(one -> attributes.put(one.getKey(), one.getValue().asString()));
                tellAttributes();
                exchange.sendResponseHeaders(200, -1);
            } else if (what.equals("/deploymentBase/" + action)) {
                respond(exchange, deployment());
            } else if (what.matches("/deploymentBase/[0-9]+/feedback")) {
                feedback(exchange, body, heard, what.split("/")[2]);
            } else if (what.equals("/cancelAction/" + cancelling)) {
                respond(exchange, JSON.readTree("{\"id\":\"" + cancelling + "\",\"cancelAction\":{\"stopId\":\"" + cancelling + "\"}}"));
            } else if (what.matches("/cancelAction/[0-9]+/feedback")) {
                feedback(exchange, body, cancelHeard, what.split("/")[2]);
            } else if (what.startsWith("/softwaremodules/1/artifacts/") && files.containsKey(what.substring(29))) {
                file(exchange, files.get(what.substring(29)));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private JsonNode root() {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("config").putObject("polling").put("sleep", sleep);
        ObjectNode links = root.putObject("_links");
        if (cancelling != 0) {
            links.putObject("cancelAction").put("href", url() + BASE + "/cancelAction/" + cancelling);
        } else if (action != 0) {
            links.putObject("deploymentBase").put("href", url() + BASE + "/deploymentBase/" + action + "?c=-12");
        }
        if (wantsAttributes) {
            links.putObject("configData").put("href", url() + BASE + "/configData");
        }
        return root;
    }

    private JsonNode deployment() {
        ObjectNode json = JSON.createObjectNode().put("id", Integer.toString(action));
        ObjectNode deployment = json.putObject("deployment").put("download", "forced").put("update", windowClosed ? "skip" : "forced");
        ObjectNode chunk = deployment.putArray("chunks").addObject().put("part", "os").put("name", "shouyin-terminal").put("version", "1.0.0");
        var artifacts = chunk.putArray("artifacts");
        files.forEach((name, content) -> {
            ObjectNode artifact = artifacts.addObject().put("filename", name).put("size", content.length);
            artifact.putObject("_links").putObject("download-http").put("href", "http://another.example" + BASE + "/softwaremodules/1/artifacts/" + name);
        });
        return json;
    }

    private void feedback(HttpExchange exchange, byte[] body, List<String> into, String id) throws IOException {
        JsonNode status = JSON.readTree(body).path("status");
        hear(into, id + " " + status.path("execution").asString() + " " + status.path("result").path("finished").asString() + " " + status.path("details").path(0).asString());
        exchange.sendResponseHeaders(200, -1);
    }

    private void file(HttpExchange exchange, byte[] content) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        String[] bounds = range.substring("bytes=".length()).split("-");
        int from = Integer.parseInt(bounds[0]);
        int to = Math.min(content.length, Integer.parseInt(bounds[1]) + 1);
        boolean small = content == files.get(ReleaseManifest.RELEASE_FILE) || content == files.get(ReleaseManifest.ORDER_FILE);
        if (!small) {
            ranges.add(range);
            if (ranges.size() == cancelAfterRanges) {
                cancelling = action;
            }
        }
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + content.length);
        if (endless && !small) {
            exchange.sendResponseHeaders(206, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                byte[] more = new byte[64 * 1024];
                for (int i = 0; i < 100_000; i++) {
                    out.write(more);
                }
            }
            return;
        }
        byte[] part = Arrays.copyOfRange(content, from, to);
        exchange.sendResponseHeaders(206, part.length);
        exchange.getResponseBody().write(part, 0, !small && ranges.size() == cutAtRange ? part.length / 2 : part.length);
    }

    private static void respond(HttpExchange exchange, JsonNode json) throws IOException {
        byte[] body = JSON.writeValueAsBytes(json);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
