package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.X9143;
import java.io.IOException;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.Key;
import java.security.KeyStore;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Pkcs11TokenTest {

    @TempDir
    Path folder;

    @Test
    void generate_thenOpen_opensTheSameBlocks() {
        Pkcs11Token token = TestTokens.token();
        try (LocalMasterKey made = token.generate(TestTokens.pin()); LocalMasterKey opened = token.open(made.checkValue(), TestTokens.pin());
                LocalMasterKey another = token.generate(TestTokens.pin())) {
            assertThat(opened.checkValue()).isEqualTo(made.checkValue()).matches("[0-9A-F]{6}").isNotEqualTo(another.checkValue());
            assertThat(made.store()).isEqualTo("PKCS#11 " + token.label());
            assertThat(made.isStoreThere()).isTrue();
            String block = made.protection().wrap(X9143.Header.of('D', "D0", 'A', 'B', 'N'), new byte[32]);
            try (X9143.Unwrapped key = opened.protection().unwrap(block)) {
                assertThat(key.key()).isEqualTo(new byte[32]);
            }
        }
    }

    @Test
    void generate_key_staysInTheToken() throws Exception {
        Pkcs11Token token = TestTokens.token();
        try (LocalMasterKey made = token.generate(TestTokens.pin())) {
            AuthProvider provider = (AuthProvider) Security.getProvider("SunPKCS11").configure("--name = look\nlibrary = " + token.library()
                    + "\nslot = " + Pkcs11Slots.withToken(token.library(), token.label()).orElseThrow());
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, TestTokens.PIN.toCharArray());
            Key key = store.getKey(Pkcs11Token.alias(made.checkValue()), null);
            assertThat(key.getEncoded()).as("32 bytes, which the provider calls bits").isNull();
            assertThat(key.toString()).contains("AES", "32 bits", "token object", "sensitive", "unextractable");
            provider.logout();
        }
    }

    @Test
    void wrongPin_isSaidByNameAndRightOneWorksAfterwards() {
        Pkcs11Token token = TestTokens.token();
        String checkValue;
        try (LocalMasterKey made = token.generate(TestTokens.pin())) {
            checkValue = made.checkValue();
        }
        assertFault(VaultRefusal.PKCS11_PIN_WRONG, () -> token.open(checkValue, Secret.of("0000-0000")));
        assertFault(VaultRefusal.PKCS11_PIN_WRONG, () -> token.open(checkValue, Secret.of("1")));
        token.open(checkValue, TestTokens.pin()).close();
    }

    @Test
    void whatIsMissing_isSaidByName() {
        Pkcs11Token token = TestTokens.token();
        assertFault(VaultRefusal.PKCS11_KEY_MISSING, () -> token.open("ABCDEF", TestTokens.pin()));
        assertFault(VaultRefusal.PKCS11_TOKEN_MISSING, () -> new Pkcs11Token(token.library(), "nowhere").generate(TestTokens.pin()));
        assertFault(VaultRefusal.PKCS11_LIBRARY_MISSING,
                () -> new Pkcs11Token(folder.resolve("no.so"), token.label()).generate(TestTokens.pin()));
        assertThat(new Pkcs11Token(token.library(), "nowhere").isThere()).isFalse();
    }

    @Test
    void libraryOfSomethingElse_isSaidByName() {
        Path zip = Path.of(System.getProperty("java.home"), "lib", "libzip.so");
        assertThat(zip).exists();
        assertFault(VaultRefusal.PKCS11_LIBRARY_MISSING, () -> new Pkcs11Token(zip, "any").generate(TestTokens.pin()));
    }

    @Test
    void destroy_key_isGoneForGood() {
        Pkcs11Token token = TestTokens.token();
        String checkValue;
        try (LocalMasterKey made = token.generate(TestTokens.pin())) {
            checkValue = made.checkValue();
        }
        token.destroy(checkValue, TestTokens.pin());
        assertFault(VaultRefusal.PKCS11_KEY_MISSING, () -> token.open(checkValue, TestTokens.pin()));
        assertFault(VaultRefusal.PKCS11_KEY_MISSING, () -> token.destroy(checkValue, TestTokens.pin()));
    }

    /// SoftHSM2 never locks a PIN and never goes away, so what a token says then is played.
    @Test
    void refusal_ofWhatATokenSays_isByName() {
        assertThat(Pkcs11Token.refusalOf(new IOException("load failed", new ProviderException("CKR_PIN_LOCKED"))))
                .isEqualTo(VaultRefusal.PKCS11_PIN_LOCKED);
        assertThat(Pkcs11Token.refusalOf(new IOException("load failed", new ProviderException("CKR_PIN_INCORRECT"))))
                .isEqualTo(VaultRefusal.PKCS11_PIN_WRONG);
        for (String gone : Arrays.asList("CKR_TOKEN_NOT_PRESENT", "CKR_DEVICE_REMOVED", "CKR_DEVICE_ERROR", null)) {
            assertThat(Pkcs11Token.refusalOf(new ProviderException(gone))).isEqualTo(VaultRefusal.PKCS11_TOKEN_GONE);
        }
    }
}
