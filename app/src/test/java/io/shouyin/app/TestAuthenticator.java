package io.shouyin.app;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/// Chromium's virtual authenticator, in the computer itself: its user is there, and verified unless said otherwise.
final class TestAuthenticator {

    private final CDPSession protocol;
    private final String id;

    TestAuthenticator(Page page) {
        protocol = page.context().newCDPSession(page);
        protocol.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject wanted = new JsonObject();
        wanted.add("options", options);
        id = protocol.send("WebAuthn.addVirtualAuthenticator", wanted).get("authenticatorId").getAsString();
    }

    void verifies(boolean user) {
        JsonObject wanted = new JsonObject();
        wanted.addProperty("authenticatorId", id);
        wanted.addProperty("isUserVerified", user);
        protocol.send("WebAuthn.setUserVerified", wanted);
    }
}
