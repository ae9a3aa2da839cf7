package io.shouyin.host.keys;

import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.OfficerPart;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An officer's side of the API of ceremonies, for programs on his own machine: his parts are opened and sealed here, and pass the host in
/// envelopes. The host itself never calls it.
public final class PartEnvelopes implements AutoCloseable {

    private final String officer;
    private final EcKeys.Pair own = EcKeys.P256.generate();

    /// For one look at one part.
    ///
    /// @param officer his user name
    public PartEnvelopes(String officer) {
        this.officer = officer;
    }

    /// The body that asks for his part to be shown.
    public Map<String, Object> asked() {
        return Map.of("officerKey", Base64.getEncoder().encodeToString(own.publicKey()));
    }

    /// Puts `hex` into each component of what the host shows, for his eyes.
    public void open(JsonNode shown) {
        for (JsonNode component : shown.path("components")) {
            OfficerPart part = part(shown.path("ceremony"), component, shown.path("part").asInt(), officer);
            try (Secret hex = part.shown(own, component.path("envelope").asString())) {
                byte[] clear = hex.reveal(SecretAccess.granted());
                ((ObjectNode) component).put("hex", new String(clear, StandardCharsets.US_ASCII));
                Arrays.fill(clear, (byte) 0);
            }
        }
    }

    /// The body that enters the part he holds. A ceremony that takes none has no key to seal it for, and the host says why.
    ///
    /// @param officer his user name
    /// @param checkValue of the part
    public static Map<String, Object> entered(JsonNode ceremony, String officer, int number, Secret hex, String checkValue) {
        String entryKey = ceremony.path("entryKey").asString("");
        String envelope = entryKey.isEmpty() ? "" : part(ceremony, ceremony, number, officer).entered(entryKey, hex);
        return Map.of("number", number, "envelope", envelope, "checkValue", checkValue);
    }

    /// @param of what has a purpose
    private static OfficerPart part(JsonNode ceremony, JsonNode of, int number, String officer) {
        return new OfficerPart(ceremony.path("id").asString(), KeyPurpose.valueOf(of.path("purpose").asString()), number, officer);
    }

    @Override
    public void close() {
        own.close();
    }
}
