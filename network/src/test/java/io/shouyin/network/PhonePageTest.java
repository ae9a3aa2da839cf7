package io.shouyin.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the control port says of the message centre. That messages arrive there is tested where they are sent.
class PhonePageTest {

    @TempDir
    private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private NetworkServer network;

    @BeforeEach
    void start() {
        network = NetworkServer.start(NetworkSettings.of(folder).withPorts(0, 0));
    }

    @AfterEach
    void stop() {
        http.close();
        network.close();
    }

    @Test
    void page_andItsFiles_areServedWithAStrictPolicy() throws Exception {
        for (String path : new String[] {"/phone", "/phone.js", "/phone.css"}) {
            HttpResponse<String> file = http.send(request(path).build(), BodyHandlers.ofString());
            assertThat(file.statusCode()).as(path).isEqualTo(200);
            assertThat(file.body()).isNotBlank();
            assertThat(file.headers().firstValue("Content-Security-Policy")).contains("default-src 'self'; frame-ancestors 'none'");
        }
        assertThat(http.send(request("/phone").POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    @Test
    void behaviour_isSetAndTold_andNonsenseIsRefused() throws Exception {
        assertThat(json("/sms").get("mode").asString()).isEqualTo("DELIVER");
        assertThat(put("{\"mode\":\"SILENT\"}").statusCode()).isEqualTo(200);
        assertThat(network.smsCentre().mode()).isEqualTo(SmsCentre.Mode.SILENT);
        for (String nonsense : new String[] {"{\"mode\":\"LOUD\"}", "{}", "null", "[]", "{"}) {
            HttpResponse<String> answer = put(nonsense);
            assertThat(answer.statusCode()).as(nonsense).isEqualTo(400);
            assertThat(answer.body()).contains("NETWORK_CONTROL_INPUT_INVALID");
        }
        assertThat(json("/sms").get("mode").asString()).isEqualTo("SILENT");
        assertThat(json("/sms").get("texts")).isEmpty();
    }

    @Test
    void password_isMadeOnceAndForItsOwnerAlone() throws IOException {
        String made = Files.readString(folder.resolve(SmsCentre.PASSWORD_FILE));
        assertThat(made).matches("[2-9A-HJ-NP-Z]{8}");
        network.close();
        network = NetworkServer.start(NetworkSettings.of(folder).withPorts(0, 0));
        assertThat(folder.resolve(SmsCentre.PASSWORD_FILE)).hasContent(made);
    }

    private JsonNode json(String path) throws Exception {
        return Store.JSON.readTree(http.send(request(path).build(), BodyHandlers.ofString()).body());
    }

    private HttpResponse<String> put(String body) throws Exception {
        return http.send(request("/sms/behaviour").header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + network.controlPort() + path));
    }
}
