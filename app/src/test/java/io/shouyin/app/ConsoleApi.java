package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The console's API as its page uses it: cookies are kept, the CSRF token goes back.
final class ConsoleApi {

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();
    private final URI base;

    ConsoleApi(String console) {
        this(URI.create(console).resolve("/api/v1/"));
    }

    private ConsoleApi(URI base) {
        this.base = base;
    }

    /// The two administrators of the first start change their one-time passwords.
    ///
    /// @param access as the first start wrote it down
    static void changePasswords(String console, JsonNode access, String next) {
        for (String who : List.of("/console", "/secondAdministrator")) {
            String initial = access.at(who + "/initialPassword").asString();
            ConsoleApi administrator = new ConsoleApi(console);
            assertThat(administrator.signIn(access.at(who + "/username").asString(), initial)).isEqualTo(200);
            assertThat(administrator.changePassword(initial, next)).isEqualTo(204);
        }
    }

    static ConsoleApi signedIn(String console, String username, String password) {
        ConsoleApi person = new ConsoleApi(console);
        assertThat(person.signIn(username, password)).isEqualTo(200);
        return person;
    }

    int signIn(String username, String password) {
        send("GET", "session", null);
        return send("POST", "session", Map.of("username", username, "password", password)).statusCode();
    }

    int changePassword(String current, String next) {
        return send("POST", "session/password", Map.of("currentPassword", current, "newPassword", next)).statusCode();
    }

    /// A new person with these roles, whom this administrator proposes and another one approves; logged in, the one-time password changed to this one.
    ConsoleApi employs(ConsoleApi second, String username, String password, String... roles) {
        JsonNode proposed = post("accounts", Map.of("username", username, "displayName", username, "roles", List.of(roles)));
        String initial = proposed.path("firstHalf").asString() + "-"
                + second.post("proposals/" + proposed.at("/proposal/id").asString() + "/approval", Map.of()).path("secondHalf").asString();
        ConsoleApi person = new ConsoleApi(base);
        assertThat(person.signIn(username, initial)).isEqualTo(200);
        assertThat(person.changePassword(initial, password)).isEqualTo(204);
        return person;
    }

    JsonNode post(String path, Object body) {
        return done("POST", path, body);
    }

    JsonNode put(String path, Object body) {
        return done("PUT", path, body);
    }

    private JsonNode done(String method, String path, Object body) {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JsonMapper.shared().readTree(answer.body());
    }

    String get(String path) {
        return send("GET", path, null).body();
    }

    private HttpResponse<String> send(String method, String path, Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).header("Content-Type", "application/json");
        cookies.getCookieStore().getCookies().stream().filter(cookie -> cookie.getName().equals("XSRF-TOKEN")).map(HttpCookie::getValue)
                .forEach(token -> request.header("X-XSRF-TOKEN", token));
        request.method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)));
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }
}
