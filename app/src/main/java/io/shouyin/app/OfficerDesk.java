package io.shouyin.app;

import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.OfficerPart;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An officer's side of key ceremonies: his part is opened and sealed here, and passes the host in an envelope.
///
/// @param host that he is logged in to
record OfficerDesk(HostConsole host) {

    /// His part of a key that is generated, once.
    ///
    /// @return what the host answers, each component with its `hex`
    JsonNode shown(String ceremony) {
        String officer = officer();
        EcKeys.Pair own = EcKeys.P256.generate();
        try {
            JsonNode shown = host.post(path(ceremony) + "/parts/shown", Map.of("officerKey", Base64.getEncoder().encodeToString(own.publicKey())));
            for (JsonNode component : shown.path("components")) {
                OfficerPart part = new OfficerPart(ceremony, KeyPurpose.valueOf(component.path("purpose").asString()), shown.path("part").asInt(), officer);
                try (Secret hex = part.shown(own, component.path("envelope").asString())) {
                    ((ObjectNode) component).put("hex", new String(hex.reveal(SecretAccess.granted()), StandardCharsets.UTF_8));
                }
            }
            return shown;
        } finally {
            own.wipe();
        }
    }

    /// Enters the part that he holds. A ceremony that takes none has no key to seal it for, and the host says why.
    ///
    /// @param checkValue of the part
    /// @return the ceremony
    JsonNode entered(String ceremony, int number, Secret hex, String checkValue) {
        JsonNode before = host.get(path(ceremony));
        OfficerPart part = new OfficerPart(ceremony, KeyPurpose.valueOf(before.path("purpose").asString()), number, officer());
        String entryKey = before.path("entryKey").asString("");
        return host.post(path(ceremony) + "/parts", Map.of("number", number, "envelope", entryKey.isEmpty() ? "" : part.entered(entryKey, hex),
                "checkValue", checkValue));
    }

    private String officer() {
        return host.get("session").path("username").asString();
    }

    private static String path(String ceremony) {
        return CeremonyVerbs.CEREMONIES + "/" + ceremony;
    }
}
