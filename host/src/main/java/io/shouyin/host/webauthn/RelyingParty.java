package io.shouyin.host.webauthn;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import com.webauthn4j.verifier.exception.VerificationException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// The side of WebAuthn that asks. It keeps nothing: challenges and passkeys are the caller's.
///
/// Challenge, origin, domain, signature, counter and user verification are judged; the make of the authenticator is not asked.
@Component
public class RelyingParty {

    public static final Duration ANSWER_WAIT_MAX = Duration.ofMinutes(5);

    private static final int CHALLENGE_BYTES = 32;
    private static final String NAME = "守银 Shouyin";
    private static final String KEY = "public-key";
    private static final String REQUIRED = "required";
    /// ES256, EdDSA, RS256.
    private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.RS256);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final WebAuthnSettings settings;
    private final WebAuthnManager manager;
    private final AttestedCredentialDataConverter credentials;

    RelyingParty(WebAuthnSettings settings) {
        this.settings = settings;
        var converter = new ObjectConverter();
        this.manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
        this.credentials = new AttestedCredentialDataConverter(converter);
    }

    /// A passkey as it is kept.
    ///
    /// @param data identifier of the make, credential id and public key, as WebAuthn lays them out (6.5.1)
    /// @param backedUp copies of it exist, such as in a cloud
    public record Passkey(byte[] credentialId, byte[] data, long signCount, boolean backupEligible, boolean backedUp) {

        @Override
        public String toString() {
            return "Passkey[...]";
        }
    }

    public sealed interface Registration {
        record Made(Passkey passkey) implements Registration {}

        record Refused(WebAuthnRefusal refusal) implements Registration {}
    }

    public sealed interface Assertion {
        /// @param passkey with its new counter, to be kept
        record Right(Passkey passkey) implements Assertion {}

        record Refused(WebAuthnRefusal refusal) implements Assertion {}
    }

    /// Passkeys belong to it: pages elsewhere cannot use them.
    public String domain() {
        return settings.domain();
    }

    public byte[] challenge() {
        var challenge = new byte[CHALLENGE_BYTES];
        RANDOM.nextBytes(challenge);
        return challenge;
    }

    /// @param userHandle 1 to 64 bytes that say nothing about the person
    /// @param existing credential ids that the authenticator must not hold yet
    public PasskeyOptions.Creation creation(byte[] challenge, byte[] userHandle, String name, String displayName, List<byte[]> existing) {
        return new PasskeyOptions.Creation(new PasskeyOptions.Rp(domain(), NAME), new PasskeyOptions.User(base64(userHandle), name, displayName),
                base64(challenge), ALGORITHMS.stream().map(algorithm -> new PasskeyOptions.Parameters(KEY, algorithm.getValue())).toList(),
                ANSWER_WAIT_MAX.toMillis(), descriptors(existing), new PasskeyOptions.Selection("preferred", false, REQUIRED), "none");
    }

    /// @param allowed credential ids of which one may answer
    public PasskeyOptions.Request request(byte[] challenge, List<byte[]> allowed) {
        return new PasskeyOptions.Request(base64(challenge), ANSWER_WAIT_MAX.toMillis(), domain(), descriptors(allowed), REQUIRED);
    }

    /// @param answer the browser's credential as JSON
    /// @param challenge that was asked with
    public Registration register(String answer, byte[] challenge) {
        try {
            var parameters = ALGORITHMS.stream().map(algorithm -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm)).toList();
            var made = manager.verifyRegistrationResponseJSON(answer, new RegistrationParameters(server(challenge), parameters, true, true));
            var authenticator = made.getAttestationObject().getAuthenticatorData();
            var data = authenticator.getAttestedCredentialData();
            return new Registration.Made(new Passkey(data.getCredentialId(), credentials.convert(data), authenticator.getSignCount(),
                    authenticator.isFlagBE(), authenticator.isFlagBS()));
        } catch (VerificationException | DataConversionException | JacksonException | IllegalArgumentException | NullPointerException refused) {
            return new Registration.Refused(refusal(refused));
        }
    }

    /// @param answer the browser's credential as JSON
    /// @param challenge that was asked with
    /// @param kept the passkey that the answer names
    public Assertion verify(String answer, byte[] challenge, Passkey kept) {
        try {
            var credential = new CredentialRecordImpl(new NoneAttestationStatement(), true, kept.backupEligible(), kept.backedUp(), kept.signCount(),
                    credentials.convert(kept.data()), null, null, null, null);
            var data = manager.verifyAuthenticationResponseJSON(answer,
                    new AuthenticationParameters(server(challenge), credential, List.of(kept.credentialId()), true, true)).getAuthenticatorData();
            return new Assertion.Right(new Passkey(kept.credentialId(), kept.data(), data.getSignCount(), kept.backupEligible(), data.isFlagBS()));
        } catch (VerificationException | DataConversionException | JacksonException | IllegalArgumentException | NullPointerException refused) {
            return new Assertion.Refused(refusal(refused));
        }
    }

    /// The library meets JSON with missing members by a null pointer or an illegal argument.
    private static WebAuthnRefusal refusal(RuntimeException refused) {
        return switch (refused) {
            case UserNotVerifiedException _ -> WebAuthnRefusal.PASSKEY_USER_NOT_VERIFIED;
            case VerificationException _ -> WebAuthnRefusal.PASSKEY_REFUSED;
            default -> WebAuthnRefusal.PASSKEY_ANSWER_UNREADABLE;
        };
    }

    private ServerProperty server(byte[] challenge) {
        return ServerProperty.builder().rpId(domain()).challenge(new DefaultChallenge(challenge))
                .originPredicate(origin -> settings.allows(origin.getScheme(), origin.getHost(), origin.getPort() == null ? -1 : origin.getPort())).build();
    }

    private static List<PasskeyOptions.Descriptor> descriptors(List<byte[]> credentialIds) {
        return credentialIds.stream().map(id -> new PasskeyOptions.Descriptor(KEY, base64(id))).toList();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
