package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.terminal.device.Hardware;
import io.shouyin.terminal.web.Assets;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The virtual terminal's page over HTTP and WebSocket, without a browser.
class PageTest {

    @TempDir
    Path folder;

    /// A browser's socket: events as they come.
    private static final class Page implements WebSocket.Listener {
        private final LinkedBlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private final HttpClient client = HttpClient.newHttpClient();
        private final WebSocket socket;

        Page(VirtualTerminal page, String origin) {
            socket = client.newWebSocketBuilder().header("Origin", origin)
                    .buildAsync(URI.create("ws://127.0.0.1:" + page.port() + "/terminal"), this).join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                events.add(JsonMapper.shared().readTree(part.toString()));
                part.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        void send(String json) {
            socket.sendText(json, true).join();
        }

        JsonNode await(String event, String field, String value) throws InterruptedException {
            while (true) {
                JsonNode next = events.poll(20, TimeUnit.SECONDS);
                assertThat(next).as("event %s with %s = %s", event, field, value).isNotNull();
                if (next.path("event").asString().equals(event) && next.path(field).asString().equals(value)) {
                    return next;
                }
            }
        }

        void leave() {
            socket.abort();
            client.close();
        }
    }

    @Test
    void page_keysOverTheSocket_workTheTerminal() throws Exception {
        try (var bench = Bench.of(folder).inService(); var page = VirtualTerminal.serve(bench.terminal, 0)) {
            var browser = new Page(page, "http://127.0.0.1:" + page.port());
            browser.await("screen", "id", "logon.operator");
            browser.await("role", "controls", "true");
            browser.send("{\"type\":\"0\"}");
            browser.send("{\"key\":\"1\"}");
            browser.send("{\"key\":\"OK\"}");
            browser.await("screen", "id", "logon.password");
            for (char digit : Bench.LOGIN.toCharArray()) {
                browser.send("{\"key\":\"" + digit + "\"}");
            }
            browser.send("{\"key\":\"OK\"}");
            browser.await("screen", "id", "signIn.offer");
            browser.send("{\"language\":\"en\"}");
            JsonNode offer = browser.await("screen", "title", "Sign in");
            assertThat(offer.path("message").path("headline").asString()).isEqualTo("Not signed in yet");
            browser.leave();
        }
    }

    @Test
    void secondBrowser_watchesUntilItTakesOver() throws Exception {
        try (var bench = Bench.of(folder).inService(); var page = VirtualTerminal.serve(bench.terminal, 0)) {
            var first = new Page(page, "http://127.0.0.1:" + page.port());
            first.await("role", "controls", "true");
            var second = new Page(page, "http://127.0.0.1:" + page.port());
            second.await("role", "controls", "false");
            second.send("{\"key\":\"5\"}");
            second.send("{\"takeOver\":true}");
            second.await("role", "controls", "true");
            first.await("role", "controls", "false");
            second.send("{\"key\":\"7\"}");
            bench.terminal.awaitScreen(s -> s.field().isPresent() && s.field().get().shown().equals("7"), Bench.WAIT);
            second.leave();
            first.await("role", "controls", "true");
            first.leave();
        }
    }

    /// The panel of the virtual machine's hardware: the other browser sees what the first one has moved; nonsense changes nothing.
    @Test
    void hardware_movedOnThePage_isWhatTheMachineSenses_andTheRollRunsDown() throws Exception {
        try (var bench = Bench.of(folder).signedIn(); var page = VirtualTerminal.serve(bench.terminal, 0)) {
            var browser = new Page(page, "http://127.0.0.1:" + page.port());
            assertThat(browser.await("hardware", "network", "WIFI").path("rollPercent").asInt()).isEqualTo(100);
            browser.await("role", "controls", "true");
            browser.send("{\"hardware\":{\"charging\":true,\"network\":\"WIFI\",\"signalDbm\":-500,\"caseOpen\":true}}");
            browser.send("{\"hardware\":{\"charging\":false,\"network\":\"CELLULAR\",\"signalDbm\":-97,\"caseOpen\":true,\"position\":{\"latitude\":31.2304,\"longitude\":121.4737}}}");
            browser.await("hardware", "network", "CELLULAR");
            assertThat(bench.device.hardware()).isEqualTo(Hardware.USUAL.withCharging(false).withNetwork(Hardware.Kind.CELLULAR, -97).withCaseOpen(true)
                    .withPosition(Optional.of(Hardware.Position.ofDegrees(31.2304, 121.4737, 12))));
            bench.sell(3);
            int left = browser.await("hardware", "rollPercent", "98").path("rollPercent").asInt();
            browser.send("{\"paper\":false}");
            browser.await("hardware", "rollPercent", "0");
            browser.send("{\"paper\":true}");
            assertThat(browser.await("hardware", "rollPercent", "100").path("rollPercent").asInt()).isGreaterThan(left);
            browser.leave();
        }
    }

    @Test
    void socket_foreignOrigin_isRefused() throws Exception {
        try (var bench = Bench.of(folder).activated(); var page = VirtualTerminal.serve(bench.terminal, 0)) {
            assertThatThrownBy(() -> new Page(page, "http://example.com")).isInstanceOf(CompletionException.class);
            assertThatThrownBy(() -> new Page(page, "http://127.0.0.1:1")).isInstanceOf(CompletionException.class);
        }
    }

    @Test
    void cards_overTheSocket_areMaskedAndHaveNoPin() throws Exception {
        try (var bench = Bench.of(folder).activated(); var page = VirtualTerminal.serve(bench.terminal, 0)) {
            var browser = new Page(page, "http://127.0.0.1:" + page.port());
            JsonNode cards = null;
            for (JsonNode next = browser.events.poll(20, TimeUnit.SECONDS); cards == null; next = browser.events.poll(20, TimeUnit.SECONDS)) {
                cards = next.path("event").asString().equals("cards") ? next : null;
            }
            assertThat(cards.toString()).contains("6216 •••• •••• ••• 0018").doesNotContain(Bench.PAN, "track", "pin");
            browser.leave();
        }
    }

    @Test
    void files_areAllServedWithAStrictPolicy() throws Exception {
        try (var bench = Bench.of(folder).activated(); var page = VirtualTerminal.serve(bench.terminal, 0);
             var client = HttpClient.newHttpClient()) {
            for (String path : Assets.paths()) {
                HttpResponse<String> response = client.send(HttpRequest.newBuilder(page.url().resolve(path)).build(), BodyHandlers.ofString());
                assertThat(response.statusCode()).as(path).isEqualTo(200);
                assertThat(response.headers().firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'").doesNotContain("unsafe");
                assertThat(response.body()).doesNotContain("style=\"", "onclick=", "<style", "javascript:");
            }
            assertThat(client.send(HttpRequest.newBuilder(page.url().resolve("/state.json")).build(), BodyHandlers.ofString()).statusCode()).isEqualTo(404);
        }
    }
}
