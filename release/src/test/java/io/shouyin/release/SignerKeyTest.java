package io.shouyin.release;

import static io.shouyin.release.ReleaseTest.assertRefused;
import static io.shouyin.release.Signers.LIN;
import static io.shouyin.release.Signers.NOW;
import static io.shouyin.release.Signers.ZHOU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.shouyin.kernel.Secret;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A signer's key in a file opens with its passphrase alone.
class SignerKeyTest {

    private static final Secret PASSPHRASE = Secret.of("correct horse battery");

    @Test
    void key_sealedAndOpened_signsAsBefore() throws ReleaseException {
        String file = LIN.sealed(PASSPHRASE);
        SignerKey opened = SignerKey.open(file, PASSPHRASE);
        assertThat(opened.publicKey().line()).isEqualTo(LIN.publicKey().line());
        SignedRelease release = Signers.signed(Signers.manifest(104), opened, ZHOU);
        assertThat(Signers.KEYS.verify(release, NOW).number()).isEqualTo(104);
        assertThat(file).doesNotContain(Base64.getEncoder().encodeToString(LIN.privateKey().getEncoded()));
        assertThat(LIN.toString()).isEqualTo("SignerKey[" + LIN.publicKey().line() + "]");
    }

    @Test
    void key_withAnotherPassphraseOrInAnotherForm_isRefused() {
        String file = LIN.sealed(PASSPHRASE);
        assertRefused(ReleaseRefusal.RELEASE_KEY_FILE_UNUSABLE, () -> SignerKey.open(file, Secret.of("correct horse batterz")));
        Stream.of("", "x".repeat(5000), file.replace("ENCRYPTED ", ""), file.substring(20), file.replace(LIN.publicKey().line(), ZHOU.publicKey().line())).forEach(bad ->
                assertRefused(ReleaseRefusal.RELEASE_KEY_FILE_UNUSABLE, () -> SignerKey.open(bad, PASSPHRASE)));
    }

    @Test
    void passphrase_thatIsShortOrNotAscii_sealsNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> LIN.sealed(Secret.of("elevenchars")));
        assertThatIllegalArgumentException().isThrownBy(() -> LIN.sealed(Secret.of("一二三四五六七八九十百千")));
    }
}
