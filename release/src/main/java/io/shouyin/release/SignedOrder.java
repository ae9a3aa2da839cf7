package io.shouyin.release;

import io.shouyin.kernel.Check;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;

/// An order's bytes with the host's signature, as it lies in `order.json`: `{"order":"<base64>","signature":"<base64 of 64 bytes>"}`.
public final class SignedOrder {

    public static final int BYTES_MAX = 4096;
    /// How far the host's clock may be before the terminal's.
    public static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(5);

    private static final String SIGNED_AS = "shouyin order v1\n";

    private final byte[] order;
    private final byte[] signature;

    private SignedOrder(byte[] order, byte[] signature) {
        Check.argument(signature.length == Ed25519.SIGNATURE_BYTES, "an Ed25519 signature has 64 bytes");
        this.order = order;
        this.signature = signature;
    }

    static SignedOrder sign(UpdateOrder order, PrivateKey key) {
        byte[] bytes = order.canonical();
        return new SignedOrder(bytes, Ed25519.sign(key, SignedRelease.concat(SIGNED_AS, bytes)));
    }

    /// @throws ReleaseException `UPDATE_ORDER_TOO_LARGE`, `UPDATE_ORDER_MALFORMED`
    public static SignedOrder parse(byte[] bytes) throws ReleaseException {
        ReleaseKeys.require(bytes.length <= BYTES_MAX, ReleaseRefusal.UPDATE_ORDER_TOO_LARGE);
        return CanonicalText.read(bytes, ReleaseRefusal.UPDATE_ORDER_MALFORMED, from -> {
            byte[] order = from.next("{\"order\":").base64();
            byte[] signature = from.next(",\"signature\":").base64();
            from.next("}");
            return new SignedOrder(order, signature);
        });
    }

    /// As it lies in its file.
    public byte[] bytes() {
        return ("{\"order\":" + CanonicalText.quoted(CanonicalText.base64(order)) + ",\"signature\":" + CanonicalText.quoted(CanonicalText.base64(signature)) + "}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// The order, if the host has signed it for this terminal and it is good now. Whether it is for the release at hand, [#requireFor] says.
    ///
    /// @param publicKey 32 bytes of the host's order key
    /// @param highestSequence of all orders that were taken here; 0 if none was
    /// @throws ReleaseException for the first of these that does not hold: the signature is right, it is in its form, for this terminal and
    ///         serial number, not from the future, not expired, its sequence above the highest
    public UpdateOrder verify(byte[] publicKey, String terminal, String serial, Instant now, long highestSequence) throws ReleaseException {
        ReleaseKeys.require(Ed25519.verifies(publicKey, SignedRelease.concat(SIGNED_AS, order), signature), ReleaseRefusal.UPDATE_ORDER_SIGNATURE_WRONG);
        UpdateOrder said = UpdateOrder.parse(order);
        ReleaseKeys.require(said.terminal().equals(terminal) && said.serial().equals(serial), ReleaseRefusal.UPDATE_ORDER_OF_ANOTHER_TERMINAL);
        ReleaseKeys.require(!said.issuedAt().isAfter(now.plus(CLOCKS_APART_MAX)), ReleaseRefusal.UPDATE_ORDER_NOT_YET_VALID);
        ReleaseKeys.require(now.isBefore(said.expires()), ReleaseRefusal.UPDATE_ORDER_EXPIRED);
        ReleaseKeys.require(said.sequence() > highestSequence, ReleaseRefusal.UPDATE_ORDER_OLD);
        return said;
    }

    /// Whether an order is for this action and this release, and not for another that was offered beside it.
    ///
    /// @throws ReleaseException `UPDATE_ORDER_OF_ANOTHER_ACTION`, `UPDATE_ORDER_OF_ANOTHER_RELEASE`
    public static void requireFor(UpdateOrder order, int action, SignedRelease release) throws ReleaseException {
        ReleaseKeys.require(order.action() == action, ReleaseRefusal.UPDATE_ORDER_OF_ANOTHER_ACTION);
        ReleaseKeys.require(order.manifestSha256().equals(release.manifestSha256()), ReleaseRefusal.UPDATE_ORDER_OF_ANOTHER_RELEASE);
    }
}
