package io.shouyin.release;

import static io.shouyin.release.ReleaseTest.assertRefused;
import static io.shouyin.release.ReleaseTest.flipped;
import static io.shouyin.release.Signers.LIN;
import static io.shouyin.release.Signers.NOW;
import static io.shouyin.release.Signers.STRANGER;
import static io.shouyin.release.Signers.ZHOU;
import static io.shouyin.release.Signers.manifest;
import static io.shouyin.release.Signers.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// An order moves one terminal, once, for a day at most, and only to a release that others have signed.
class UpdateOrderTest {

    private static final SignerKey HOST = SignerKey.generate("host");
    private static final byte[] HOST_KEY = HOST.publicKey().raw();
    private static final UpdateOrder ORDER = new UpdateOrder("12345678", "SY0000000001", manifest(104).sha256(), "7", 17, 42, NOW, NOW.plus(Duration.ofHours(24)));

    private static UpdateOrder verify(SignedOrder order) throws ReleaseException {
        return order.verify(HOST_KEY, "12345678", "SY0000000001", NOW, 41);
    }

    @Test
    void order_ofTheHostForThisTerminal_isTaken() throws ReleaseException {
        assertThat(ORDER.canonical()).asString(StandardCharsets.US_ASCII).isEqualTo("{\"terminal\":\"12345678\",\"serial\":\"SY0000000001\",\"manifestSha256\":\""
                + manifest(104).sha256() + "\",\"rollout\":\"7\",\"action\":17,\"sequence\":42,\"issuedAt\":\"2026-11-23T08:00:00Z\",\"expires\":\"2026-11-24T08:00:00Z\"}");
        SignedOrder signed = SignedOrder.parse(ORDER.signedBy(HOST.privateKey()).bytes());
        assertThat(verify(signed)).isEqualTo(ORDER);
        SignedOrder.requireFor(ORDER, 17, signed(manifest(104), LIN, ZHOU));
    }

    @Test
    void order_thatIsNotForUsOrNotNow_isRefused() {
        SignedOrder signed = ORDER.signedBy(HOST.privateKey());
        assertRefused(ReleaseRefusal.UPDATE_ORDER_SIGNATURE_WRONG, () -> verify(ORDER.signedBy(STRANGER.privateKey())));
        assertRefused(ReleaseRefusal.UPDATE_ORDER_OF_ANOTHER_TERMINAL, () -> signed.verify(HOST_KEY, "12345679", "SY0000000001", NOW, 41));
        assertRefused(ReleaseRefusal.UPDATE_ORDER_OF_ANOTHER_TERMINAL, () -> signed.verify(HOST_KEY, "12345678", "SY0000000002", NOW, 41));
        assertRefused(ReleaseRefusal.UPDATE_ORDER_NOT_YET_VALID, () -> signed.verify(HOST_KEY, "12345678", "SY0000000001", NOW.minus(Duration.ofMinutes(6)), 41));
        assertRefused(ReleaseRefusal.UPDATE_ORDER_EXPIRED, () -> signed.verify(HOST_KEY, "12345678", "SY0000000001", ORDER.expires(), 41));
        assertRefused(ReleaseRefusal.UPDATE_ORDER_OLD, () -> signed.verify(HOST_KEY, "12345678", "SY0000000001", NOW, 42));
        assertRefused(ReleaseRefusal.UPDATE_ORDER_OLD, () -> signed.verify(HOST_KEY, "12345678", "SY0000000001", NOW, 43));
    }

    /// A release and an order that are both good, but not together.
    @Test
    void order_mixedWithAnotherRelease_isRefused() throws ReleaseException {
        SignedRelease other = signed(manifest(105), LIN, ZHOU);
        assertRefused(ReleaseRefusal.UPDATE_ORDER_OF_ANOTHER_RELEASE, () -> SignedOrder.requireFor(ORDER, 17, other));
        SignedRelease same = signed(manifest(104), LIN, ZHOU);
        assertRefused(ReleaseRefusal.UPDATE_ORDER_OF_ANOTHER_ACTION, () -> SignedOrder.requireFor(ORDER, 18, same));
    }

    @Test
    void order_withAnyBitFlipped_isRefused() {
        byte[] good = ORDER.signedBy(HOST.privateKey()).bytes();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] changed = flipped(good, bit);
            assertThat(catchThrowableOfType(ReleaseException.class, () -> verify(SignedOrder.parse(changed)))).as("bit " + bit).isNotNull();
        }
    }

    /// Signed as something else: a release's signature under the same key opens no order, nor the other way round.
    @Test
    void signature_ofAnotherKindOfText_isWrong() {
        byte[] asRelease = Ed25519.sign(HOST.privateKey(), SignedRelease.concat("shouyin release v1\n", ORDER.canonical()));
        String moved = new String(ORDER.signedBy(HOST.privateKey()).bytes(), StandardCharsets.US_ASCII)
                .replaceFirst("\"signature\":\"[^\"]+\"", "\"signature\":\"" + CanonicalText.base64(asRelease).replace("$", "\\$") + "\"");
        assertRefused(ReleaseRefusal.UPDATE_ORDER_SIGNATURE_WRONG, () -> verify(SignedOrder.parse(moved.getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void order_ofMoreThanADay_cannotBeWrittenNorRead() throws ReleaseException {
        assertThatIllegalArgumentException().isThrownBy(() -> new UpdateOrder("12345678", "SY0000000001", ORDER.manifestSha256(), "7", 17, 42, NOW, NOW.plus(Duration.ofHours(24)).plusSeconds(1)));
        String good = new String(ORDER.canonical(), StandardCharsets.US_ASCII);
        assertThat(UpdateOrder.parse(good.getBytes(StandardCharsets.US_ASCII))).isEqualTo(ORDER);
        Stream.of(good.replace("24T08:00:00Z", "24T08:00:01Z"), good.replace("\"action\":17", "\"action\":2147483648"), good.replace("\"action\":17", "\"action\":0"),
                good.replace("\"sequence\":42", "\"sequence\":0"), good.replace("\"rollout\":\"7\"", "\"rollout\":\"x\""), good.replace("12345678", "1234567"), good + " ", "", "{}")
                .forEach(bad -> assertRefused(ReleaseRefusal.UPDATE_ORDER_MALFORMED, () -> UpdateOrder.parse(bad.getBytes(StandardCharsets.US_ASCII))));
        assertRefused(ReleaseRefusal.UPDATE_ORDER_TOO_LARGE, () -> SignedOrder.parse(new byte[SignedOrder.BYTES_MAX + 1]));
    }
}
