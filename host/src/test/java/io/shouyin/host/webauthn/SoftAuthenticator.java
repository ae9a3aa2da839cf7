package io.shouyin.host.webauthn;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/// Browser and authenticator in one, for tests: makes one passkey (ES256, no attestation) and answers with it, rightly or not.
public final class SoftAuthenticator {

    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;
    private static final int ATTESTED_DATA = 0x40;

    private final String origin;
    private final String domain;
    private final KeyPair keys;
    private final byte[] credentialId = new byte[32];
    private boolean verifiesUser = true;
    private int signCount;

    public SoftAuthenticator(String origin, String domain) {
        this.origin = origin;
        this.domain = domain;
        new SecureRandom().nextBytes(credentialId);
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    public SoftAuthenticator verifyingUser(boolean verifies) {
        verifiesUser = verifies;
        return this;
    }

    public SoftAuthenticator counting(int count) {
        signCount = count;
        return this;
    }

    public byte[] credentialId() {
        return credentialId.clone();
    }

    /// The answer to creation options.
    public Map<String, Object> register(String challenge) {
        var data = authenticatorData(ATTESTED_DATA, joined(new byte[16], ByteBuffer.allocate(2).putShort((short) credentialId.length).array(), credentialId, coseKey()));
        var object = joined(HexFormat.of().parseHex("a3" + "63666d74" + "646e6f6e65" + "6761747453746d74" + "a0" + "686175746844617461" + "59"),
                ByteBuffer.allocate(2).putShort((short) data.length).array(), data);
        return credential(Map.of("clientDataJSON", base64(clientData("webauthn.create", challenge)), "attestationObject", base64(object)));
    }

    /// The answer to request options.
    public Map<String, Object> answer(String challenge) {
        signCount++;
        var data = authenticatorData(0, new byte[0]);
        var client = clientData("webauthn.get", challenge);
        return credential(Map.of("clientDataJSON", base64(client), "authenticatorData", base64(data),
                "signature", base64(signature(joined(data, sha256(client))))));
    }

    private Map<String, Object> credential(Map<String, Object> response) {
        return Map.of("id", base64(credentialId), "rawId", base64(credentialId), "type", "public-key", "response", response,
                "clientExtensionResults", Map.of());
    }

    private byte[] authenticatorData(int moreFlags, byte[] more) {
        int flags = USER_PRESENT | (verifiesUser ? USER_VERIFIED : 0) | moreFlags;
        return joined(sha256(domain.getBytes(StandardCharsets.UTF_8)), new byte[] {(byte) flags}, ByteBuffer.allocate(4).putInt(signCount).array(), more);
    }

    private byte[] clientData(String type, String challenge) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + origin + "\",\"crossOrigin\":false}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] coseKey() {
        var point = ((ECPublicKey) keys.getPublic()).getW();
        return joined(HexFormat.of().parseHex("a5010203262001215820"), fixed(point.getAffineX()), HexFormat.of().parseHex("225820"), fixed(point.getAffineY()));
    }

    private byte[] signature(byte[] data) {
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static byte[] fixed(BigInteger coordinate) {
        var bytes = coordinate.toByteArray();
        return bytes.length >= 32 ? Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length) : joined(new byte[32 - bytes.length], bytes);
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
