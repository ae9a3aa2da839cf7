package io.shouyin.host.webauthn;

import java.util.List;

/// What a browser is asked, in the JSON form of WebAuthn level 3 (`parseCreationOptionsFromJSON`, `parseRequestOptionsFromJSON`); bytes are
/// base64url. User verification is REQUIRED in both ceremonies.
public final class PasskeyOptions {

    private PasskeyOptions() {}

    public record Creation(Rp rp, User user, String challenge, List<Parameters> pubKeyCredParams, long timeout, List<Descriptor> excludeCredentials,
                           Selection authenticatorSelection, String attestation) {}

    public record Request(String challenge, long timeout, String rpId, List<Descriptor> allowCredentials, String userVerification) {}

    public record Rp(String id, String name) {}

    public record User(String id, String name, String displayName) {}

    public record Parameters(String type, long alg) {}

    public record Descriptor(String type, String id) {}

    public record Selection(String residentKey, boolean requireResidentKey, String userVerification) {}
}
