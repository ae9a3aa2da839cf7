package io.shouyin.release;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.TerminalId;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;

/// The host's word that one terminal takes one release now. It is short-lived and counted, so that one that was kept back or copied is
/// good for nothing; it names a release and cannot make one, so that whoever holds the host's key alone installs nothing.
///
/// `{"terminal":"12345678","serial":"SY0000000001","manifestSha256":"…","rollout":"7","action":17,"sequence":42,
/// "issuedAt":"2026-11-23T00:00:00Z","expires":"2026-11-24T00:00:00Z"}`
///
/// @param terminal its 8 characters
/// @param manifestSha256 64 digits of lower-case hex
/// @param rollout of which it is a part: digits
/// @param action of the DDI
/// @param sequence above that of every order before it to this terminal
/// @param expires up to 24 hours after `issuedAt`, both to the second
public record UpdateOrder(String terminal, String serial, String manifestSha256, String rollout, int action, long sequence, Instant issuedAt, Instant expires) {

    public static final Duration LIFETIME_MAX = Duration.ofHours(24);

    public UpdateOrder {
        new TerminalId(terminal);
        Check.argument(serial.matches("[0-9A-Za-z-]{1,32}"), "a serial number has 1 to 32 letters, digits or hyphens");
        Check.argument(manifestSha256.matches("[0-9a-f]{64}"), "a SHA-256 has 64 digits of lower-case hex");
        Check.argument(rollout.matches("[0-9]{1,18}"), "a rollout has 1 to 18 digits");
        Check.argument(action >= 1, "an action's number is 1 or more");
        Check.argument(sequence >= 1, "an order's sequence is 1 or more");
        ReleaseManifest.requireToTheSecond(issuedAt);
        ReleaseManifest.requireToTheSecond(expires);
        Check.argument(expires.isAfter(issuedAt) && !expires.isAfter(issuedAt.plus(LIFETIME_MAX)), "an order lives up to 24 hours");
    }

    static UpdateOrder parse(byte[] bytes) throws ReleaseException {
        return CanonicalText.read(bytes, ReleaseRefusal.UPDATE_ORDER_MALFORMED, from -> {
            String terminal = from.next("{\"terminal\":").string();
            String serial = from.next(",\"serial\":").string();
            String manifestSha256 = from.next(",\"manifestSha256\":").string();
            String rollout = from.next(",\"rollout\":").string();
            int action = ReleaseManifest.asInt(from.next(",\"action\":").number());
            long sequence = from.next(",\"sequence\":").number();
            Instant issuedAt = from.next(",\"issuedAt\":").instant();
            Instant expires = from.next(",\"expires\":").instant();
            from.next("}");
            return new UpdateOrder(terminal, serial, manifestSha256, rollout, action, sequence, issuedAt, expires);
        });
    }

    /// The bytes that are signed.
    public byte[] canonical() {
        String text = "{\"terminal\":" + CanonicalText.quoted(terminal) + ",\"serial\":" + CanonicalText.quoted(serial)
                + ",\"manifestSha256\":" + CanonicalText.quoted(manifestSha256) + ",\"rollout\":" + CanonicalText.quoted(rollout)
                + ",\"action\":" + action + ",\"sequence\":" + sequence
                + ",\"issuedAt\":" + CanonicalText.quoted(CanonicalText.time(issuedAt)) + ",\"expires\":" + CanonicalText.quoted(CanonicalText.time(expires)) + "}";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// @param key the host's order key
    public SignedOrder signedBy(PrivateKey key) {
        return SignedOrder.sign(this, key);
    }
}
