package io.shouyin.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A browser as far as the API can tell: keeps cookies, sends the CSRF token back, asks for Chinese unless told otherwise.
public final class TestBrowser {

    private static final JsonMapper JSON = new JsonMapper();

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).followRedirects(HttpClient.Redirect.NEVER).build();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final String base;

    public TestBrowser(int port) {
        base = "http://127.0.0.1:" + port;
    }

    public record Answer(int status, JsonNode body, String text, Map<String, List<String>> headers) {

        public Answer expect(int wanted) {
            assertThat(status).as(text).isEqualTo(wanted);
            return this;
        }

        /// Expects a problem with this code.
        public Answer problem(int wanted, String code) {
            expect(wanted);
            assertThat(headers.get("content-type").getFirst()).startsWith("application/problem+json");
            assertThat(body.path("code").asString()).isEqualTo(code);
            assertThat(body.path("requestId").asString()).isEqualTo(headers.get("x-request-id").getFirst());
            return this;
        }
    }

    public TestBrowser with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public Answer login(String username, String password) {
        get("/api/v1/session");
        return post("/api/v1/session", Map.of("username", username, "password", password));
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, body);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /// @param body a file as bytes, JSON as text, or what becomes JSON; may be null
    public Answer send(String method, String path, Object body) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).header("Accept-Language", "zh-CN");
        cookie("XSRF-TOKEN").ifPresent(token -> request.setHeader("X-XSRF-TOKEN", token.getValue()));
        headers.forEach(request::setHeader);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else if (body instanceof byte[] file) {
            request.setHeader("Content-Type", "application/octet-stream");
            request.method(method, HttpRequest.BodyPublishers.ofByteArray(file));
        } else {
            request.setHeader("Content-Type", "application/json");
            request.method(method, HttpRequest.BodyPublishers.ofString(body instanceof String text ? text : JSON.writeValueAsString(body)));
        }
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            var json = response.headers().firstValue("content-type").filter(type -> type.contains("json")).isPresent();
            return new Answer(response.statusCode(), JSON.readTree(json ? response.body() : "{}"), response.body(), response.headers().map());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// For a stream: the body as it comes.
    public HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    public Optional<HttpCookie> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream().filter(cookie -> cookie.getName().equals(name)).findFirst();
    }

    public void addCookie(HttpCookie cookie) {
        cookie.setPath("/");
        cookie.setVersion(0);
        cookies.getCookieStore().add(URI.create(base), cookie);
    }
}
