package io.shouyin.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.SecretAccess;
import java.io.DataOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ControlServerTest {

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private NetworkServer network;

    @BeforeEach
    void start() {
        network = NetworkServer.start(NetworkSettings.of(folder).withPorts(0, 0).withClock(new TestClock()));
    }

    @AfterEach
    void stop() {
        network.close();
        http.close();
    }

    private HttpResponse<String> call(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + network.controlPort() + path))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> putBehaviour(String body) throws Exception {
        return call("PUT", "/behaviour", body, "Content-Type", "application/json");
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Store.JSON.readTree(response.body());
    }

    @Test
    void status_saysPortsBehaviourAndCounters() throws Exception {
        try (HostSide host = HostSide.signedOn(network, folder)) {
            host.ask(host.sale(1, network.cards().getFirst(), 100));
            JsonNode status = json(call("GET", "/status", null));
            assertThat(status.get("state").asString()).isEqualTo("READY");
            assertThat(status.get("port").asInt()).isEqualTo(network.port());
            assertThat(status.get("controlPort").asInt()).isEqualTo(network.controlPort());
            assertThat(status.get("connections").asInt()).isEqualTo(1);
            assertThat(status.get("behaviour").get("mode").asString()).isEqualTo("NORMAL");
            assertThat(status.get("counters").get("approved").asInt()).isEqualTo(1);
            assertThat(status.get("counters").get("signOns").asInt()).isEqualTo(1);
        }
    }

    @Test
    void cards_areMaskedAndSayWhatIsLeft() throws Exception {
        HttpResponse<String> response = call("GET", "/cards", null);
        JsonNode first = json(response).get(0);
        assertThat(first.get("cardMasked").asString()).isEqualTo("621626*********0018");
        assertThat(first.get("availableFen").asLong()).isEqualTo(5_000_000);
        assertThat(first.get("state").asString()).isEqualTo("GOOD");
        assertThat(json(response)).extracting(card -> card.get("state").asString())
                .containsExactly("GOOD", "GOOD", "GOOD", "GOOD", "LOST", "STOLEN", "EXPIRED", "GOOD");
        for (DemoCard card : network.cards()) {
            assertThat(response.body()).doesNotContain(card.pan().reveal(CardDataAccess.granted()))
                    .doesNotContain("\"" + card.pin(SecretAccess.granted()) + "\"");
        }
    }

    @Test
    void behaviour_put_isSetAndAnswered() throws Exception {
        HttpResponse<String> response = putBehaviour("""
                {"mode":"DECLINE","code":"96","delayMillis":20,"times":3,"types":["0200"]}""");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(network.behaviour()).isEqualTo(
                new Behaviour(Behaviour.Mode.DECLINE, Duration.ofMillis(20), "96", 3, Set.of("0200")));
        assertThat(json(response).get("times").asInt()).isEqualTo(3);
        assertThat(json(putBehaviour("{\"mode\":\"SILENT\",\"times\":null}")).get("times").isNull()).isTrue();
        assertThat(network.behaviour()).isEqualTo(Behaviour.silent());
        putBehaviour("{\"mode\":\"SLOW\"}");
        assertThat(network.behaviour()).isEqualTo(Behaviour.slow(Duration.ofSeconds(3)));
        assertThat(json(call("GET", "/behaviour", null)).get("delayMillis").asInt()).isEqualTo(3_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {}
            {"mode":null}
            {"mode":"ANGRY"}
            {"mode":"SILENT","times":-1}
            {"mode":"SLOW","delayMillis":-1}
            {"mode":"SLOW","delayMillis":600001}
            {"mode":"DECLINE","code":"00"}
            {"mode":"DECLINE","code":"9"}
            {"mode":"SILENT","types":["sale"]}
            {"mode":"SILENT","types":[null]}
            {"mode":"SILENT","colour":"red"}
            {"mode":"SILENT"} {}
            not json
            """)
    void behaviour_nonsense_isRefused400AndNothingChanges(String body) throws Exception {
        HttpResponse<String> response = putBehaviour(body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("code").asString()).isEqualTo("NETWORK_CONTROL_INPUT_INVALID");
        assertThat(network.behaviour()).isEqualTo(Behaviour.normal());
    }

    @Test
    void behaviour_otherContentType_isRefused415AndTooLong413() throws Exception {
        assertThat(call("PUT", "/behaviour", "{\"mode\":\"SILENT\"}", "Content-Type", "text/plain").statusCode()).isEqualTo(415);
        assertThat(putBehaviour("{\"mode\":\"SILENT\"" + " ".repeat(4096) + "}").statusCode()).isEqualTo(413);
    }

    @Test
    void call_thatDoesNotExist_isRefusedInTheLanguageAskedFor() throws Exception {
        HttpResponse<String> chinese = call("GET", "/nothing", null);
        assertThat(chinese.statusCode()).isEqualTo(404);
        assertThat(json(chinese).get("title").asString()).isEqualTo("没有此路径。");
        assertThat(json(call("GET", "/nothing", null, "Accept-Language", "en-GB")).get("title").asString())
                .isEqualTo("There is no such path.");
        assertThat(call("DELETE", "/cards", null).statusCode()).isEqualTo(405);
    }

    @Test
    void call_namingAnotherHost_isRefused403() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), network.controlPort())) {
            new DataOutputStream(socket.getOutputStream()).writeBytes(
                    "GET /status HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n");
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 403").contains("NETWORK_CONTROL_HOST_REFUSED");
        }
    }

    @Test
    void pinUnlock_forgetsTheWrongTries() throws Exception {
        DemoCard card = network.cards().getFirst();
        String wrong = card.pin(SecretAccess.granted()).equals("000000") ? "111111" : "000000";
        try (HostSide host = HostSide.signedOn(network, folder)) {
            for (int trace = 1; trace <= 3; trace++) {
                host.ask(host.sale(trace, card, 100, wrong));
            }
            assertThat(json(call("GET", "/cards", null)).get(0).get("pinLocked").asBoolean()).isTrue();
            assertThat(json(call("POST", "/cards/1/pin-unlock", null)).get(0).get("pinLocked").asBoolean()).isFalse();
            assertThat(host.ask(host.sale(4, card, 100)).text(39)).isEqualTo("00");
        }
        assertThat(call("POST", "/cards/99/pin-unlock", null).statusCode()).isEqualTo(404);
    }

    @Test
    void workingKeys_changed_makeTheHostSignOnAgain() throws Exception {
        try (HostSide host = HostSide.signedOn(network, folder)) {
            assertThat(call("POST", "/working-keys", null).statusCode()).isEqualTo(200);
            host.send(host.sale(1, network.cards().getFirst(), 100));
            assertThat(HostSide.decode(host.receiveBody()).message().text(39)).isEqualTo("63");
            host.signOn();
            assertThat(host.ask(host.sale(1, network.cards().getFirst(), 100)).text(39)).isEqualTo("00");
        }
    }
}
