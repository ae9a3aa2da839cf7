package io.shouyin.bench;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON over HTTP as a browser does it: keeps cookies and sends the CSRF token of its cookie back as a header.
final class HttpApi implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final String CSRF_COOKIE = "XSRF-TOKEN";
    private static final String CSRF_HEADER = "X-XSRF-TOKEN";

    private final URI host;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).connectTimeout(WAIT).build();

    HttpApi(URI host) {
        this.host = host;
    }

    /// @param body absent in an answer without content
    record Answer(int status, JsonNode body) {

        boolean isOk() {
            return status / 100 == 2;
        }

        /// The `code` of a problem.
        String code() {
            return body.path("code").asString("HTTP_" + status);
        }
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(host.resolve(path)).GET());
    }

    Answer post(String path, Map<String, ?> body) {
        return send(HttpRequest.newBuilder(host.resolve(path)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    /// As [#post], for what must succeed.
    ///
    /// @throws Fault with the code of the problem
    JsonNode mustPost(String path, Map<String, ?> body) {
        Answer answer = post(path, body);
        if (!answer.isOk()) {
            throw new Fault(answer.code(), Recovery.FIX_THE_SETUP, "the host answered " + answer.status() + " " + answer.code() + " to POST " + path);
        }
        return answer.body();
    }

    private Answer send(HttpRequest.Builder request) {
        cookies.getCookieStore().getCookies().stream().filter(cookie -> cookie.getName().equals(CSRF_COOKIE)).findFirst()
                .map(HttpCookie::getValue).ifPresent(token -> request.header(CSRF_HEADER, token));
        try {
            HttpResponse<byte[]> response = client.send(request.timeout(WAIT).build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(response.body()));
        } catch (IOException | JacksonException broke) {
            throw new Fault("HOST_UNREACHABLE", Recovery.RETRY_LATER, "the host at " + host + " does not answer as it should", broke);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Fault("INTERRUPTED", Recovery.STOP, "the run was interrupted", stopping);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
