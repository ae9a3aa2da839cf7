package io.shouyin.app;

import io.shouyin.host.keys.PartEnvelopes;
import io.shouyin.kernel.Secret;
import tools.jackson.databind.JsonNode;

/// An officer's side of key ceremonies: his part is opened and sealed here, and passes the host in an envelope.
///
/// @param host that he is logged in to
record OfficerDesk(HostConsole host) {

    /// His part of a key that is generated, once.
    ///
    /// @return what the host answers, each component with its `hex`
    JsonNode shown(String ceremony) {
        try (PartEnvelopes envelopes = new PartEnvelopes(officer())) {
            JsonNode shown = host.post(path(ceremony) + "/parts/shown", envelopes.asked());
            envelopes.open(shown);
            return shown;
        }
    }

    /// Enters the part that he holds.
    ///
    /// @param checkValue of the part
    /// @return the ceremony
    JsonNode entered(String ceremony, int number, Secret hex, String checkValue) {
        return host.post(path(ceremony) + "/parts", PartEnvelopes.entered(host.get(path(ceremony)), officer(), number, hex, checkValue));
    }

    private String officer() {
        return host.get("session").path("username").asString();
    }

    private static String path(String ceremony) {
        return CeremonyVerbs.CEREMONIES + "/" + ceremony;
    }
}
