package io.shouyin.vault;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.AesDeviceKey;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.X9143;
import java.io.IOException;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.security.auth.login.LoginException;

/// A PKCS#11 token that holds LMKs, reached by the JDK's SunPKCS11.
///
/// An LMK is generated in the token: AES-256, sensitive, not extractable, good for encryption alone. The token encrypts the single
/// blocks of the AES-CMAC that X9.143 derives the block encryption and MAC key with; these two are in this process's memory
/// afterwards, the LMK never is. Then the login ends: a token that is taken away stops the next start, not the running one.
///
/// @param library of the token's maker, an absolute path
/// @param label of the token
public record Pkcs11Token(Path library, String label) {

    private static final int KEY_BITS = 256;
    /// One login at a time: a token knows the process and not the thread.
    private static final Object LOGIN = new Object();

    public Pkcs11Token {
        Check.argument(library.isAbsolute(), "a PKCS#11 library is given by an absolute path");
        Check.argument(!label.isBlank() && label.length() <= 32, "the label of a token has 1 to 32 characters");
    }

    /// What an LMK is called in its token.
    static String alias(String checkValue) {
        return "shouyin-lmk-" + checkValue;
    }

    /// A fresh key in the token, under the [#alias] of its check value.
    ///
    /// @throws Fault `PKCS11_...`, see [VaultRefusal]
    LocalMasterKey generate(Secret pin) {
        return loggedIn(pin, session -> {
            KeyGenerator generator = KeyGenerator.getInstance("AES", session.provider());
            generator.init(KEY_BITS);
            SecretKey key = generator.generateKey();
            LocalMasterKey lmk = ready(session, key);
            session.store().setEntry(alias(lmk.checkValue()), new KeyStore.SecretKeyEntry(key), null);
            return lmk;
        });
    }

    /// Opens the key that [#generate] made.
    LocalMasterKey open(String checkValue, Secret pin) {
        return loggedIn(pin, session -> {
            Key key = Optional.ofNullable(session.store().getKey(alias(checkValue), null))
                    .orElseThrow(() -> new Fault(VaultRefusal.PKCS11_KEY_MISSING, Recovery.FIX_THE_SETUP));
            LocalMasterKey lmk = ready(session, key);
            if (!lmk.checkValue().equals(checkValue)) {
                lmk.close();
                throw new Fault(VaultRefusal.PKCS11_KEY_MISSING, Recovery.FIX_THE_SETUP);
            }
            return lmk;
        });
    }

    /// Deletes a key for good.
    void destroy(String checkValue, Secret pin) {
        loggedIn(pin, session -> {
            if (!session.store().containsAlias(alias(checkValue))) {
                throw new Fault(VaultRefusal.PKCS11_KEY_MISSING, Recovery.FIX_THE_SETUP);
            }
            session.store().deleteEntry(alias(checkValue));
            return null;
        });
    }

    /// Whether the token is there, asked without a login.
    boolean isThere() {
        try {
            return Pkcs11Slots.withToken(library, label).isPresent();
        } catch (Fault gone) {
            return false;
        }
    }

    private record Session(AuthProvider provider, KeyStore store) {}

    @FunctionalInterface
    private interface Work<T> {
        T with(Session session) throws GeneralSecurityException;
    }

    private <T> T loggedIn(Secret pin, Work<T> work) {
        synchronized (LOGIN) {
            long slot = Pkcs11Slots.withToken(library, label)
                    .orElseThrow(() -> new Fault(VaultRefusal.PKCS11_TOKEN_MISSING, Recovery.FIX_THE_SETUP));
            char[] characters = Passphrases.characters(pin);
            AuthProvider provider = null;
            try {
                provider = (AuthProvider) Security.getProvider("SunPKCS11").configure(configuration(slot));
                KeyStore store = KeyStore.getInstance("PKCS11", provider);
                store.load(null, characters);
                return work.with(new Session(provider, store));
            } catch (IOException | GeneralSecurityException | ProviderException failed) {
                throw new Fault(refusalOf(failed), Recovery.FIX_THE_SETUP);
            } finally {
                Arrays.fill(characters, '\0');
                logOut(provider);
            }
        }
    }

    private static void logOut(AuthProvider provider) {
        try {
            if (provider != null) {
                provider.logout();
            }
        } catch (LoginException | ProviderException gone) {
            throw new Fault(VaultRefusal.PKCS11_TOKEN_GONE, Recovery.FIX_THE_SETUP);
        }
    }

    private LocalMasterKey ready(Session session, Key key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding", session.provider());
        cipher.init(Cipher.ENCRYPT_MODE, key);
        AesDeviceKey device = AesDeviceKey.of(KEY_BITS / 8, block -> encrypted(cipher, block));
        return new LocalMasterKey(X9143.Protection.of(device), KeyCheck.aesCmac(device), "PKCS#11 " + label, this::isThere);
    }

    private static byte[] encrypted(Cipher cipher, byte[] block) {
        try {
            return cipher.doFinal(block);
        } catch (GeneralSecurityException failed) {
            throw new ProviderException(failed);
        }
    }

    /// `CKR_...` is in the message of some cause, and nowhere else.
    static VaultRefusal refusalOf(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            String said = String.valueOf(cause.getMessage());
            if (said.contains("CKR_PIN_LOCKED")) {
                return VaultRefusal.PKCS11_PIN_LOCKED;
            }
            if (said.contains("CKR_PIN_")) {
                return VaultRefusal.PKCS11_PIN_WRONG;
            }
            if (said.contains("CKR_USER_PIN_NOT_INITIALIZED")) {
                return VaultRefusal.PKCS11_TOKEN_MISSING;
            }
        }
        return VaultRefusal.PKCS11_TOKEN_GONE;
    }

    private String configuration(long slot) {
        Check.argument(library.toString().indexOf('"') < 0 && library.toString().indexOf('$') < 0,
                "the path of a PKCS#11 library has no quotes and no dollar sign");
        return """
                --name = shouyin-%d
                library = "%s"
                slot = %d
                attributes(generate,CKO_SECRET_KEY,CKK_AES) = {
                  CKA_TOKEN = true
                  CKA_PRIVATE = true
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                  CKA_ENCRYPT = true
                  CKA_DECRYPT = false
                  CKA_SIGN = false
                  CKA_VERIFY = false
                  CKA_WRAP = false
                  CKA_UNWRAP = false
                }
                """.formatted(slot, library, slot);
    }
}
