package io.shouyin.host.access;

import io.shouyin.host.TestBrowser;
import io.shouyin.kernel.Secret;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The administrators of the first start, each logged in to a browser of the own. The first proposes, the second approves.
public record TwoAdministrators(TestBrowser first, TestBrowser second) {

    public static final String PASSWORD = "Lantern-harbour-62";

    /// @param issued as the first start gave them out
    public static TwoAdministrators of(int port, Map<String, Secret> issued) {
        return new TwoAdministrators(loggedIn(port, FirstAdministrators.FIRST, issued), loggedIn(port, FirstAdministrators.SECOND, issued));
    }

    /// Logs in and changes the one-time password.
    public static TestBrowser loggedIn(int port, String username, Map<String, Secret> issued) {
        String initial = OneTimePassword.shown(issued.get(username));
        TestBrowser browser = new TestBrowser(port);
        browser.login(username, initial).expect(200);
        browser.post("/api/v1/session/password", Map.of("currentPassword", initial, "newPassword", PASSWORD)).expect(204);
        return browser;
    }

    /// A new account that takes two people.
    ///
    /// @return its one-time password, of both halves
    public String account(String username, String displayName, Role role) {
        JsonNode proposed = first.post("/api/v1/accounts", Map.of("username", username, "displayName", displayName, "roles", List.of(role.name())))
                .expect(202).body();
        return proposed.path("firstHalf").asString() + "-" + approved(proposed.at("/proposal/id").asString()).path("secondHalf").asString();
    }

    public JsonNode approved(String proposal) {
        return second.post("/api/v1/proposals/" + proposal + "/approval", null).expect(200).body();
    }
}
