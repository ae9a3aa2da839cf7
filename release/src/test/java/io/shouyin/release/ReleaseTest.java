package io.shouyin.release;

import static io.shouyin.release.Signers.CONTENT;
import static io.shouyin.release.Signers.KEYS;
import static io.shouyin.release.Signers.LIN;
import static io.shouyin.release.Signers.MA;
import static io.shouyin.release.Signers.NOW;
import static io.shouyin.release.Signers.STRANGER;
import static io.shouyin.release.Signers.ZHOU;
import static io.shouyin.release.Signers.manifest;
import static io.shouyin.release.Signers.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shouyin.release.ReleaseManifest.Artifact;
import io.shouyin.release.ReleaseManifest.Installed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A release is taken if two of three people have signed exactly it, and it fits; everything else has its own name.
class ReleaseTest {

    static final Installed OLDER = new Installed("shouyin-terminal", "touch-1", 103, 100);

    static void assertRefused(ReleaseRefusal expected, ThrowingCallable what) {
        ReleaseException refused = catchThrowableOfType(ReleaseException.class, what);
        assertThat(refused).as("taken, though it should be " + expected).isNotNull();
        assertThat(refused.refusal()).isEqualTo(expected);
    }

    @Test
    void manifest_hasOneForm() throws ReleaseException {
        String form = "{\"product\":\"shouyin-terminal\",\"version\":\"1.4.0\",\"number\":104,\"hardware\":[\"touch-1\",\"sign-1\"],"
                + "\"artifacts\":[{\"name\":\"app.zip\",\"size\":24,\"sha256\":\"" + Artifact.of("app.zip", CONTENT).sha256() + "\"},"
                + "{\"name\":\"notes.txt\",\"size\":0,\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}],"
                + "\"notBefore\":\"2026-11-23T07:59:00Z\",\"expires\":\"2026-11-24T08:00:00Z\",\"minimumNumber\":100,"
                + "\"keyIds\":[\"0a1b2c3d\",\"4e5f6071\"]}";
        ReleaseManifest manifest = manifest(104, List.of("0a1b2c3d", "4e5f6071"));
        assertThat(manifest.canonical()).asString(StandardCharsets.US_ASCII).isEqualTo(form);
        assertThat(ReleaseManifest.parse(manifest.canonical())).isEqualTo(manifest);
    }

    @Test
    void release_signedByAnyTwoOfThree_isTaken() throws ReleaseException {
        for (SignerKey[] two : new SignerKey[][] {{LIN, ZHOU}, {ZHOU, LIN}, {LIN, MA}, {MA, ZHOU}, {LIN, ZHOU, MA}}) {
            SignedRelease release = SignedRelease.parse(signed(manifest(104), two).bytes());
            assertThat(KEYS.verify(release, NOW)).isEqualTo(manifest(104));
            assertThat(KEYS.names(release)).hasSize(two.length);
            assertThat(release.manifestSha256()).isEqualTo(manifest(104).sha256());
        }
    }

    @Test
    void release_withoutTwoPeople_isRefused() throws ReleaseException {
        assertRefused(ReleaseRefusal.RELEASE_SIGNATURES_TOO_FEW, () -> KEYS.verify(SignedRelease.of(manifest(104)), NOW));
        assertRefused(ReleaseRefusal.RELEASE_SIGNATURES_TOO_FEW, () -> KEYS.verify(signed(manifest(104), LIN), NOW));
        assertRefused(ReleaseRefusal.RELEASE_KEY_TWICE, () -> signed(manifest(104), LIN, LIN));
        String one = new String(signed(manifest(104), LIN).bytes(), StandardCharsets.US_ASCII);
        String signature = one.substring(one.indexOf("{\"keyId\""), one.lastIndexOf(']'));
        SignedRelease twice = SignedRelease.parse(one.replace(signature, signature + "," + signature).getBytes(StandardCharsets.US_ASCII));
        assertRefused(ReleaseRefusal.RELEASE_KEY_TWICE, () -> KEYS.verify(twice, NOW));
    }

    @Test
    void release_signedByAStranger_isRefused() throws ReleaseException {
        ReleaseManifest naming = manifest(104, List.of(LIN.publicKey().keyId(), STRANGER.publicKey().keyId()));
        assertRefused(ReleaseRefusal.RELEASE_KEY_UNKNOWN, () -> KEYS.verify(signed(naming, LIN, STRANGER), NOW));
        assertRefused(ReleaseRefusal.RELEASE_KEY_UNKNOWN, () -> KEYS.verify(signed(naming, STRANGER, LIN), NOW));
        assertRefused(ReleaseRefusal.RELEASE_KEY_NOT_NAMED, () -> signed(manifest(104), LIN, STRANGER));
        // a stranger's signature under the id of somebody who is known
        String forged = new String(signed(naming, LIN, STRANGER).bytes(), StandardCharsets.US_ASCII).replace("\"keyId\":\"" + STRANGER.publicKey().keyId(), "\"keyId\":\"" + MA.publicKey().keyId());
        assertRefused(ReleaseRefusal.RELEASE_SIGNATURE_WRONG, () -> KEYS.verify(SignedRelease.parse(forged.getBytes(StandardCharsets.US_ASCII)), NOW));
    }

    @Test
    void release_signedByOneWhomTheManifestDoesNotName_isRefused() throws ReleaseException {
        ReleaseManifest naming = manifest(104, List.of(LIN.publicKey().keyId(), ZHOU.publicKey().keyId()));
        byte[] signature = Ed25519.sign(MA.privateKey(), SignedRelease.of(naming).signedBytes());
        String added = new String(signed(naming, LIN).bytes(), StandardCharsets.US_ASCII)
                .replace("\"}]}", "\"},{\"keyId\":\"" + MA.publicKey().keyId() + "\",\"signature\":\"" + Base64.getEncoder().encodeToString(signature) + "\"}]}");
        assertRefused(ReleaseRefusal.RELEASE_KEY_NOT_NAMED, () -> KEYS.verify(SignedRelease.parse(added.getBytes(StandardCharsets.US_ASCII)), NOW));
    }

    @Test
    void release_withAnyBitFlipped_isRefused() throws ReleaseException {
        byte[] good = signed(manifest(104), LIN, ZHOU).bytes();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] flipped = flipped(good, bit);
            assertThat(catchThrowableOfType(ReleaseException.class, () -> KEYS.verify(SignedRelease.parse(flipped), NOW))).as("bit " + bit).isNotNull();
        }
    }

    @Test
    void manifest_withAnyBitFlipped_isNeverReadAsTheSame() {
        byte[] good = manifest(104).canonical();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] flipped = flipped(good, bit);
            try {
                assertThat(ReleaseManifest.parse(flipped).canonical()).as("bit " + bit).isEqualTo(flipped);
            } catch (ReleaseException refused) {
                assertThat(refused.refusal()).isEqualTo(ReleaseRefusal.RELEASE_MALFORMED);
            }
        }
    }

    static byte[] flipped(byte[] good, int bit) {
        byte[] flipped = good.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    @Test
    void release_outsideItsTime_isRefused() throws ReleaseException {
        SignedRelease release = signed(manifest(104), LIN, ZHOU);
        assertRefused(ReleaseRefusal.RELEASE_NOT_YET_VALID, () -> KEYS.verify(release, manifest(104).notBefore().minusMillis(1)));
        assertThat(KEYS.verify(release, manifest(104).notBefore())).isNotNull();
        assertThat(KEYS.verify(release, manifest(104).expires().minusMillis(1))).isNotNull();
        assertRefused(ReleaseRefusal.RELEASE_EXPIRED, () -> KEYS.verify(release, manifest(104).expires()));
    }

    @ParameterizedTest
    @CsvSource({
            "shouyin-kiosk,    touch-1, 103, 100, RELEASE_PRODUCT_OTHER",
            "shouyin-terminal, touch-2, 103, 100, RELEASE_HARDWARE_OTHER",
            "shouyin-terminal, touch-1, 103, 105, RELEASE_BELOW_FLOOR",
            "shouyin-terminal, touch-1, 104, 100, RELEASE_NOT_NEWER",
            "shouyin-terminal, touch-1, 105, 100, RELEASE_NOT_NEWER"})
    void release_thatDoesNotFit_isRefused(String product, String hardware, int number, int floor, ReleaseRefusal expected) throws ReleaseException {
        manifest(104).requireFits(OLDER);
        assertRefused(expected, () -> manifest(104).requireFits(new Installed(product, hardware, number, floor)));
    }

    @Test
    void file_ofAnotherLengthOrHash_isRefused() throws ReleaseException {
        Artifact file = manifest(104).artifact("app.zip").orElseThrow();
        file.require(CONTENT);
        assertRefused(ReleaseRefusal.RELEASE_FILE_LENGTH_WRONG, () -> file.require(Arrays.copyOf(CONTENT, CONTENT.length + 1)));
        assertRefused(ReleaseRefusal.RELEASE_FILE_LENGTH_WRONG, () -> file.require(Arrays.copyOf(CONTENT, CONTENT.length - 1)));
        for (int bit = 0; bit < CONTENT.length * 8; bit++) {
            byte[] flipped = flipped(CONTENT, bit);
            assertRefused(ReleaseRefusal.RELEASE_FILE_HASH_WRONG, () -> file.require(flipped));
        }
    }

    @Test
    void files_thatAreNotTheManifests_areRefused() throws ReleaseException {
        manifest(104).requireFiles(Set.of("app.zip", "notes.txt"));
        assertRefused(ReleaseRefusal.RELEASE_FILE_MISSING, () -> manifest(104).requireFiles(Set.of("app.zip")));
        assertRefused(ReleaseRefusal.RELEASE_FILE_NOT_LISTED, () -> manifest(104).requireFiles(Set.of("app.zip", "notes.txt", "more.bin")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "s/{/{ /", "s/}$/} /", "s/}$/}}/", "s/\"number\":104/\"number\":0104/", "s/\"number\":104/\"number\":-104/", "s/\"number\":104/\"number\":104.0/",
            "s/\"number\":104/\"number\":\"104\"/", "s/\"number\":104/\"number\":99999999999/", "s/\"number\":104/\"number\":99999999999999999999/",
            "s/\"number\":104/\"number\":104,\"more\":1/", "s/\"number\":104,//", "s/\"version\":\"1.4.0\",\"number\":104/\"number\":104,\"version\":\"1.4.0\"/",
            "s/\"number\":104/\"number\":104,\"number\":104/", "s/1.4.0/1.4/", "s/1.4.0/v1.4.0/", "s/1.4.0/1.04.0/", "s/app.zip/..\\/app.zip/", "s/app.zip/.app/",
            "s/app.zip/a b/", "s/app.zip/order.json/", "s/app.zip/release.release.json/", "s/app.zip/notes.txt/", "s/app.zip//", "s/touch-1/sign-1/",
            "s/\\[\"touch-1\",\"sign-1\"]/[]/", "s/2026-11-24T08:00:00Z/2026-11-24T08:00:00.000Z/", "s/2026-11-24T08:00:00Z/2026-11-24T16:00:00+08:00/",
            "s/2026-11-24T08:00:00Z/2026-11-24T08:00Z/", "s/2026-11-24T08:00:00Z/2026-11-22T08:00:00Z/", "s/\"minimumNumber\":100/\"minimumNumber\":105/",
            "s/shouyin-terminal/Shouyin/", "s/\"size\":24/\"size\":1073741825/", "s/e3b0/E3B0/"})
    void manifest_inAnotherForm_isRefused(String change) {
        String[] parts = change.split("(?<!\\\\)/", -1);
        String good = new String(manifest(104).canonical(), StandardCharsets.US_ASCII);
        String changed = good.replaceFirst(parts[1].replace("{", "\\{").replace("}", "\\}"), parts[2].replace("\\/", "/").replace("$", "\\$"));
        assertThat(changed).isNotEqualTo(good);
        assertRefused(ReleaseRefusal.RELEASE_MALFORMED, () -> ReleaseManifest.parse(changed.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void manifest_cutAnywhere_isRefused() {
        byte[] good = manifest(104).canonical();
        IntStream.range(0, good.length).forEach(length ->
                assertRefused(ReleaseRefusal.RELEASE_MALFORMED, () -> ReleaseManifest.parse(Arrays.copyOf(good, length))));
    }

    @Test
    void files_beyondTheirBounds_areRefusedUnread() {
        assertRefused(ReleaseRefusal.RELEASE_TOO_LARGE, () -> ReleaseManifest.parse(new byte[ReleaseManifest.BYTES_MAX + 1]));
        assertRefused(ReleaseRefusal.RELEASE_TOO_LARGE, () -> SignedRelease.parse(new byte[SignedRelease.BYTES_MAX + 1]));
        List<Artifact> many = new ArrayList<>(IntStream.rangeClosed(1, 33).mapToObj(i -> Artifact.of("file-" + i, CONTENT)).toList());
        assertThatIllegalArgumentException().isThrownBy(() -> withFiles(many));
        assertThat(withFiles(many.subList(0, 32)).artifacts()).hasSize(32);
        assertThatIllegalArgumentException().isThrownBy(() -> withFiles(Collections.nCopies(2, many.getFirst())));
    }

    private static ReleaseManifest withFiles(List<Artifact> files) {
        return new ReleaseManifest("shouyin-terminal", "1.4.0", 104, List.of("touch-1"), files, NOW, NOW.plusSeconds(1), 100, KEYS.keyIds());
    }

    @Test
    void keys_haveOneForm() throws ReleaseException {
        ReleaseKeys read = ReleaseKeys.parse(KEYS.text());
        assertThat(read.text()).isEqualTo(KEYS.text());
        assertThat(read.keyIds()).containsExactly(LIN.publicKey().keyId(), ZHOU.publicKey().keyId(), MA.publicKey().keyId());
        String two = LIN.publicKey().line() + "\n" + ZHOU.publicKey().line() + "\n";
        assertThat(ReleaseKeys.parse(two).keyIds()).hasSize(2);
        Stream.of("", LIN.publicKey().line(), two + two, KEYS.text() + STRANGER.publicKey().line(), two.replaceFirst(LIN.publicKey().keyId(), ZHOU.publicKey().keyId()),
                two.replace("lin ", "lin  "), two.replace("lin ", "zhou "), "x".repeat(1025), two.replace("=", "")).forEach(bad ->
                assertRefused(ReleaseRefusal.RELEASE_KEYS_MALFORMED, () -> ReleaseKeys.parse(bad)));
    }

    /// RFC 8032 section 7.1, test 2.
    @Test
    void ed25519_knownAnswer_verifies() {
        byte[] key = hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        byte[] signature = hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        assertThat(Ed25519.verifies(key, new byte[] {0x72}, signature)).isTrue();
        assertThat(Ed25519.verifies(key, new byte[] {0x73}, signature)).isFalse();
        assertThat(Ed25519.keyId(key)).hasSize(8);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void time_inOtherPrecision_isNotWritten() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReleaseManifest("a", "1.0.0", 1, List.of("x"), List.of(Artifact.of("f", CONTENT)),
                Instant.parse("2026-11-23T00:00:00.5Z"), NOW, 0, KEYS.keyIds()));
    }
}
