package io.shouyin.host.keys;

import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestBrowser.Answer;
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

/// An officer at a browser: parts are opened and sealed here, not on the host.
final class OfficerDesk {

    private OfficerDesk() {}

    /// What the host answers, and if it shows a part, each component with its `hex`.
    static Answer show(TestBrowser officer, String ceremony) {
        EcKeys.Pair own = EcKeys.P256.generate();
        Answer answer = officer.post("/api/v1/keys/ceremonies/" + ceremony + "/parts/shown",
                Map.of("officerKey", Base64.getEncoder().encodeToString(own.publicKey())));
        for (JsonNode component : answer.body().path("components")) {
            OfficerPart part = new OfficerPart(ceremony, KeyPurpose.valueOf(component.path("purpose").asString()), answer.body().path("part").asInt(), name(officer));
            ((ObjectNode) component).put("hex", new String(part.shown(own, component.path("envelope").asString()).reveal(SecretAccess.granted()), StandardCharsets.UTF_8));
        }
        return answer;
    }

    static Answer enter(TestBrowser officer, String ceremony, int number, String hex, String checkValue) {
        JsonNode before = officer.get("/api/v1/keys/ceremonies/" + ceremony).expect(200).body();
        String entryKey = before.path("entryKey").asString("");
        OfficerPart part = new OfficerPart(ceremony, KeyPurpose.valueOf(before.path("purpose").asString()), number, name(officer));
        return officer.post("/api/v1/keys/ceremonies/" + ceremony + "/parts",
                Map.of("number", number, "envelope", entryKey.isEmpty() ? "" : part.entered(entryKey, Secret.of(hex)), "checkValue", checkValue));
    }

    private static String name(TestBrowser officer) {
        return officer.get("/api/v1/session").expect(200).body().path("username").asString();
    }
}
