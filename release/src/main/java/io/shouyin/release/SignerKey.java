package io.shouyin.release;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/// A signer's key pair as it lies in a file of one person's: the line of the public key, then the private one as an encrypted PKCS #8 key in
/// PEM (RFC 5958, 7468; PBES2 of RFC 8018 with PBKDF2, HMAC-SHA-256 and AES-256), which `openssl pkey` opens too.
///
/// @param publicKey the half that everybody may know
public record SignerKey(ReleaseKeys.SignerPublicKey publicKey, PrivateKey privateKey) {

    public static final int PASSPHRASE_CHARACTERS_MIN = 12;

    private static final String SCHEME = "PBEWithHmacSHA256AndAES_256";
    private static final int ITERATIONS = 600_000;
    private static final int ITERATIONS_MAX = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int TEXT_CHARACTERS_MAX = 4096;
    private static final Pattern FILE = Pattern.compile("([^\n]+)\n-----BEGIN ENCRYPTED PRIVATE KEY-----\n([A-Za-z0-9+/=\n]+)-----END ENCRYPTED PRIVATE KEY-----\n");
    private static final byte[] PROBE = {1};

    /// @param name as [ReleaseKeys.SignerPublicKey] takes it
    public static SignerKey generate(String name) {
        KeyPair pair = Ed25519.generate();
        return new SignerKey(new ReleaseKeys.SignerPublicKey(name, Ed25519.raw(pair.getPublic())), pair.getPrivate());
    }

    /// @throws ReleaseException as [SignedRelease#signedBy]
    public SignedRelease sign(SignedRelease release) throws ReleaseException {
        return release.signedBy(privateKey, publicKey.raw());
    }

    /// The file's text.
    ///
    /// @param passphrase printable ASCII, [#PASSPHRASE_CHARACTERS_MIN] characters or more
    /// @throws IllegalArgumentException if the passphrase is none
    public String sealed(Secret passphrase) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        byte[] clear = privateKey.getEncoded();
        try {
            Cipher cipher = Cipher.getInstance(SCHEME);
            cipher.init(Cipher.ENCRYPT_MODE, key(passphrase), new PBEParameterSpec(salt, ITERATIONS));
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");       // the name that has an identifier in a file
            parameters.init(cipher.getParameters().getEncoded());
            byte[] sealed = new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(clear)).getEncoded();
            return publicKey.line() + "\n-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(sealed)
                    + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
        } catch (GeneralSecurityException | IOException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /// @throws ReleaseException `RELEASE_KEY_FILE_UNUSABLE` for a file in another form and for a wrong passphrase alike
    public static SignerKey open(String text, Secret passphrase) throws ReleaseException {
        Matcher file = FILE.matcher(text);
        if (text.length() > TEXT_CHARACTERS_MAX || !file.matches()) {
            throw new ReleaseException(ReleaseRefusal.RELEASE_KEY_FILE_UNUSABLE);
        }
        byte[] clear = {};
        try {
            var sealed = new EncryptedPrivateKeyInfo(Base64.getMimeDecoder().decode(file.group(2)));
            AlgorithmParameters parameters = sealed.getAlgParameters();
            if (parameters == null || parameters.getParameterSpec(PBEParameterSpec.class).getIterationCount() > ITERATIONS_MAX) {
                throw new ReleaseException(ReleaseRefusal.RELEASE_KEY_FILE_UNUSABLE);
            }
            Cipher cipher = Cipher.getInstance(SCHEME);
            cipher.init(Cipher.DECRYPT_MODE, key(passphrase), parameters);
            clear = cipher.doFinal(sealed.getEncryptedData());
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(clear));
            var publicKey = ReleaseKeys.SignerPublicKey.of(file.group(1));
            if (!Ed25519.verifies(publicKey.raw(), PROBE, Ed25519.sign(key, PROBE))) {
                throw new ReleaseException(ReleaseRefusal.RELEASE_KEY_FILE_UNUSABLE);
            }
            return new SignerKey(publicKey, key);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException unusable) {
            throw new ReleaseException(ReleaseRefusal.RELEASE_KEY_FILE_UNUSABLE);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private static SecretKey key(Secret passphrase) throws GeneralSecurityException {
        byte[] utf8 = passphrase.reveal(SecretAccess.granted());
        char[] characters = new char[utf8.length];
        try {
            boolean ascii = true;
            for (int i = 0; i < utf8.length; i++) {
                characters[i] = (char) utf8[i];
                ascii &= utf8[i] >= ' ' && utf8[i] <= '~';
            }
            Check.argument(ascii && characters.length >= PASSPHRASE_CHARACTERS_MIN, "a passphrase has 12 or more printable characters of ASCII");
            return SecretKeyFactory.getInstance(SCHEME).generateSecret(new PBEKeySpec(characters));
        } finally {
            Arrays.fill(utf8, (byte) 0);
            Arrays.fill(characters, '\0');
        }
    }

    /// Without the private half.
    @Override
    public String toString() {
        return "SignerKey[" + publicKey.line() + "]";
    }
}
