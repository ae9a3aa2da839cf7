package io.shouyin.terminal.flow;

import io.shouyin.terminal.device.Text;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The host's device API, as the terminal's side of it. What is signed is signed with the terminal's own key, the one of its activation.
final class DeviceApi {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 16;
    private static final String JSON_TYPE = "application/json";

    private final Machine machine;

    DeviceApi(Machine machine) {
        this.machine = machine;
    }

    /// The host says no, or is not there.
    static final class Refused extends Exception {
        private final String code;
        private final String detail;
        private final boolean unreached;

        private Refused(String code, String detail, boolean unreached) {
            super(null, null, false, false);
            this.code = code;
            this.detail = detail;
            this.unreached = unreached;
        }

        /// The stable code of the problem, or the HTTP status; empty if the host was not reached.
        String code() {
            return code;
        }

        boolean isUnreached() {
            return unreached;
        }

        /// In the host's words, in the language of the terminal.
        Text text() {
            return unreached ? Text.of("device.unreached") : detail.isEmpty() ? Text.of("device.refused", code) : Text.plain(detail);
        }
    }

    JsonNode post(String path, JsonNode body) throws Refused {
        return send(request(path, JSON_TYPE), JSON.writeValueAsBytes(body));
    }

    /// As above, with the terminal's signature over method, path, time, a nonce and the body.
    JsonNode postSigned(String path, JsonNode body) throws Refused {
        return send(signed(path, body));
    }

    /// A request that was signed, and can be sent without the key.
    record Signed(HttpRequest.Builder request, byte[] body) {}

    JsonNode send(Signed signed) throws Refused {
        return send(signed.request, signed.body);
    }

    Signed signed(String path, JsonNode body) {
        return signed(path, JSON.writeValueAsBytes(body), JSON_TYPE);
    }

    Signed signed(String path, byte[] bytes, String mediaType) {
        String time = machine.device().clock().instant().toString();
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        String signed = String.join("\n", "POST", path, time, base64(nonce), HexFormat.of().formatHex(sha256(bytes)));
        return new Signed(request(path, mediaType)
                .header("Shouyin-Terminal", machine.identity().terminalId())
                .header("Shouyin-Device-Key", base64(machine.pinPad().devicePublicKey().orElseThrow()))
                .header("Shouyin-Time", time).header("Shouyin-Nonce", base64(nonce))
                .header("Shouyin-Signature", base64(machine.pinPad().sign(signed.getBytes(StandardCharsets.US_ASCII)))), bytes);
    }

    private HttpRequest.Builder request(String path, String mediaType) {
        URI url = machine.settings().hostUrl().resolve(path);
        return HttpRequest.newBuilder(url).timeout(machine.settings().answerTimeout())
                .header("Content-Type", mediaType).header("Accept", "application/json, application/problem+json")
                .header("Accept-Language", machine.language().locale().toLanguageTag());
    }

    private JsonNode send(HttpRequest.Builder request, byte[] body) throws Refused {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(machine.settings().connectTimeout()).build()) {
            HttpResponse<byte[]> response = client.send(request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 == 2) {
                return JSON.readTree(response.body());
            }
            throw refused(response);
        } catch (IOException e) {
            throw new Refused("", "", true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unwind.SwitchedOff();
        }
    }

    private static Refused refused(HttpResponse<byte[]> response) {
        String status = Integer.toString(response.statusCode());
        try {
            JsonNode problem = JSON.readTree(response.body());
            return new Refused(problem.path("code").asString(status), problem.path("detail").asString(""), false);
        } catch (JacksonException notAProblem) {
            return new Refused(status, "", false);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
