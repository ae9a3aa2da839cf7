package io.shouyin.host.access;

import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.webauthn.WebAuthnRefusal;
import java.util.Base64;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/// The credential that a browser sends, as JSON; it holds no secret, only what an authenticator signed.
record PasskeyAnswer(String json, byte[] credentialId) {

    private static final int LENGTH_MAX = 16_384;

    static PasskeyAnswer of(JsonNode credential) {
        var json = credential.toString();
        try {
            var id = Base64.getUrlDecoder().decode(credential.path("rawId").asString(""));
            if (id.length > 0 && json.length() <= LENGTH_MAX) {
                return new PasskeyAnswer(json, id);
            }
        } catch (IllegalArgumentException noBase64) {
            // refused below
        }
        throw new RefusedRequest(HttpStatus.BAD_REQUEST, WebAuthnRefusal.PASSKEY_ANSWER_UNREADABLE);
    }

    @Override
    public String toString() {
        return "PasskeyAnswer[...]";
    }
}
