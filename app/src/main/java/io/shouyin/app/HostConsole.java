package io.shouyin.app;

import io.shouyin.host.access.AccessRefusal;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A host's console API for a verb: somebody logs in, cookies are kept, the CSRF token goes back.
final class HostConsole {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).connectTimeout(WAIT).build();
    private final URI base;

    /// @param host such as `http://127.0.0.1:8080`
    HostConsole(URI host) {
        this.base = host.resolve("/api/v1/");
    }

    /// @return whether the account has a second factor, to be shown by [#showCode]
    /// @throws Fault with the code of the host's problem, such as `LOGIN_REFUSED`
    boolean logIn(String username, Secret password) {
        send("GET", "session", null);
        return goOn(sent("POST", "session", Map.of("username", username, "password", Revealed.text(password))));
    }

    /// Passkeys need a browser; here a code is typed.
    ///
    /// @param code of the authenticator application, or a recovery code
    void showCode(Secret code) {
        String value = Revealed.text(code).strip();
        goOn(sent("POST", value.matches("[0-9]{6}") ? "session/factors/totp" : "session/factors/recovery-code", Map.of("value", value)));
    }

    private static boolean goOn(JsonNode session) {
        return switch (session.path("next").asString()) {
            case "PASSWORD_CHANGE" -> throw new Fault(AccessRefusal.PASSWORD_CHANGE_REQUIRED, Recovery.FIX_THE_INPUT);
            case "ENROLMENT" -> throw new Fault(AccessRefusal.ENROLMENT_REQUIRED, Recovery.FIX_THE_INPUT);
            case "SECOND_FACTOR" -> true;
            default -> false;
        };
    }

    void logOut() {
        send("DELETE", "session", null);
    }

    JsonNode get(String path) {
        return sent("GET", path, null);
    }

    JsonNode post(String path, Map<String, ?> body) {
        return sent("POST", path, body);
    }

    private JsonNode sent(String method, String path, Map<String, ?> body) {
        HttpResponse<String> answer = send(method, path, body);
        try {
            JsonNode said = JSON.readTree(answer.body());
            if (answer.statusCode() / 100 == 2) {
                return said;
            }
            throw new Fault(said.path("code").asString("HOST_UNREACHABLE"), Recovery.FIX_THE_INPUT,
                    said.path("detail").asString("the host answered " + answer.statusCode()));
        } catch (JacksonException noJson) {
            throw new Fault("HOST_UNREACHABLE", Recovery.FIX_THE_SETUP, base.getAuthority() + " does not answer like a host");
        }
    }

    private HttpResponse<String> send(String method, String path, Map<String, ?> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(WAIT).header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body)));
        cookies.getCookieStore().getCookies().stream().filter(cookie -> cookie.getName().equals("XSRF-TOKEN")).map(HttpCookie::getValue)
                .forEach(token -> request.header("X-XSRF-TOKEN", token));
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw new Fault("HOST_UNREACHABLE", Recovery.FIX_THE_SETUP, "no host answers at " + base.getAuthority(), unreachable);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Fault("INTERRUPTED", Recovery.STOP, "interrupted while the host was asked");
        }
    }
}
