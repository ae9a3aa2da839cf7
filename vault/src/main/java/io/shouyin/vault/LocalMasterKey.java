package io.shouyin.vault;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.X9143;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.crypto.spec.SecretKeySpec;

/// The key at the top: AES-256 in a PKCS#12 file (RFC 7292, PBES2 with AES-256) that a passphrase opens, or in a [Pkcs11Token].
///
/// It protects every other key as X9.143 version D key block; the key itself only ever derives the encryption and the MAC
/// key of that method. The file has mode 600 and is never overwritten. Which keys belong to an institution, and where they lie, is
/// told by its [MasterKeyFolder].
public final class LocalMasterKey implements AutoCloseable {

    public static final int PASSPHRASE_CHARACTERS_MIN = 12;
    public static final int PIN_PART_CHARACTERS_MIN = 6;

    private static final String PKCS_12 = "PKCS#12";
    private static final String ALIAS = "lmk";
    private static final int KEY_BYTES = 32;

    private final X9143.Protection protection;
    private final String checkValue;
    private final String store;
    private volatile BooleanSupplier storeIsThere;

    private LocalMasterKey(byte[] key, Path p12) {
        this(X9143.Protection.of('D', key), KeyCheck.aesCmac(key), PKCS_12, () -> Files.exists(p12));
    }

    /// @param store what holds it, for people
    LocalMasterKey(X9143.Protection protection, String checkValue, String store, BooleanSupplier storeIsThere) {
        this.protection = protection;
        this.checkValue = checkValue;
        this.store = store;
        this.storeIsThere = storeIsThere;
    }

    /// A fresh random key in a new file.
    ///
    /// @throws Fault [VaultRefusal#LMK_FILE_EXISTS], [VaultRefusal#LMK_FILE_UNWRITABLE] or
    ///         [VaultRefusal#LMK_PASSPHRASE_WEAK]
    public static LocalMasterKey create(Path p12, Secret passphrase) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        char[] characters = Passphrases.characters(passphrase);
        try {
            if (characters.length < PASSPHRASE_CHARACTERS_MIN) {
                throw new Fault(VaultRefusal.LMK_PASSPHRASE_WEAK, Recovery.FIX_THE_INPUT);
            }
            if (Files.exists(p12)) {
                throw new Fault(VaultRefusal.LMK_FILE_EXISTS, Recovery.FIX_THE_SETUP);
            }
            write(p12, key, characters);
            return new LocalMasterKey(key, p12);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(characters, '\0');
        }
    }

    /// Opens the key in a file that [#create] wrote.
    ///
    /// @throws Fault [VaultRefusal#LMK_FILE_MISSING], [VaultRefusal#LMK_FILE_BROKEN] or
    ///         [VaultRefusal#LMK_PASSPHRASE_WRONG]
    public static LocalMasterKey open(Path p12, Secret passphrase) {
        char[] characters = Passphrases.characters(passphrase);
        byte[] key = null;
        byte[] file = new byte[0];
        try {
            file = Files.readAllBytes(p12);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), characters);
            Key found = store.getKey(ALIAS, characters);
            key = found == null ? null : found.getEncoded();
            if (key == null || key.length != KEY_BYTES) {
                throw new Fault(VaultRefusal.LMK_FILE_BROKEN, Recovery.FIX_THE_SETUP);
            }
            return new LocalMasterKey(key, p12);
        } catch (NoSuchFileException e) {
            throw new Fault(VaultRefusal.LMK_FILE_MISSING, Recovery.FIX_THE_SETUP);
        } catch (IOException e) {
            boolean wrong = e.getCause() instanceof UnrecoverableKeyException && Pkcs12File.isWhole(file) && !isChanged(file, characters);
            throw new Fault(wrong ? VaultRefusal.LMK_PASSPHRASE_WRONG : VaultRefusal.LMK_FILE_BROKEN,
                    Recovery.FIX_THE_SETUP);
        } catch (GeneralSecurityException e) {
            throw new Fault(VaultRefusal.LMK_FILE_BROKEN, Recovery.FIX_THE_SETUP);
        } finally {
            Arrays.fill(characters, '\0');
            if (key != null) {
                Arrays.fill(key, (byte) 0);
            }
        }
    }

    /// Whether a key store whose MAC does not hold under the passphrase was changed, since its key opens with it all the same or is not
    /// there; false if that cannot be told.
    private static boolean isChanged(byte[] file, char[] passphrase) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), null);           // which does not look at the MAC
            store.getKey(ALIAS, passphrase);
            return true;
        } catch (UnrecoverableKeyException closed) {
            return false;
        } catch (IOException | GeneralSecurityException broken) {
            return true;
        }
    }

    /// The passphrase in a file, without the line end after it.
    ///
    /// @throws Fault [VaultRefusal#LMK_PASSPHRASE_MISSING] if there is no such file, or nothing in it
    public static Secret passphraseIn(Path file) {
        return passphraseIn(List.of(file));
    }

    /// The passphrase in files, each the part of one custodian.
    ///
    /// @throws Fault [VaultRefusal#LMK_PASSPHRASE_MISSING], or as [#passphraseOf] does
    public static Secret passphraseIn(List<Path> files) {
        return passphraseOf(Passphrases.in(files, VaultRefusal.LMK_PASSPHRASE_MISSING));
    }

    /// The passphrase of parts, each of one custodian, joined in this order. The parts are wiped.
    ///
    /// @throws Fault [VaultRefusal#LMK_PASSPHRASE_WEAK] if a part is too short to hold alone against who knows the others,
    ///         [VaultRefusal#LMK_PARTS_EQUAL] if who knows one knows another
    public static Secret passphraseOf(List<Secret> parts) {
        return Passphrases.joined(parts, PASSPHRASE_CHARACTERS_MIN, VaultRefusal.LMK_PASSPHRASE_WEAK);
    }

    /// The PIN of a token in files, likewise; how long a whole one is, is the token's affair.
    ///
    /// @throws Fault [VaultRefusal#PKCS11_PIN_MISSING], or as [#pinOf] does
    public static Secret pinIn(List<Path> files) {
        return pinOf(Passphrases.in(files, VaultRefusal.PKCS11_PIN_MISSING));
    }

    /// The PIN of parts, likewise: a token locks after a few tries, so that a part may be shorter than that of a passphrase.
    ///
    /// @throws Fault [VaultRefusal#PKCS11_PIN_WEAK], [VaultRefusal#LMK_PARTS_EQUAL]
    public static Secret pinOf(List<Secret> parts) {
        return Passphrases.joined(parts, PIN_PART_CHARACTERS_MIN, VaultRefusal.PKCS11_PIN_WEAK);
    }

    /// The first 3 bytes of its AES-CMAC check value, as 6 hex digits.
    public String checkValue() {
        return checkValue;
    }

    /// What holds it: `PKCS#12`, or `PKCS#11` and the label of the token.
    public String store() {
        return store;
    }

    /// Its file, if it is one, was moved.
    void movedTo(Path p12) {
        if (store.equals(PKCS_12)) {
            storeIsThere = () -> Files.exists(p12);
        }
    }

    /// Whether the next start would find it.
    boolean isStoreThere() {
        return storeIsThere.getAsBoolean();
    }

    X9143.Protection protection() {
        return protection;
    }

    @Override
    public void close() {
        protection.close();
    }

    @Override
    public String toString() {
        return "LocalMasterKey[" + checkValue + "]";
    }

    private static void write(Path p12, byte[] key, char[] passphrase) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setEntry(ALIAS, new KeyStore.SecretKeyEntry(new SecretKeySpec(key, "AES")),
                    new KeyStore.PasswordProtection(passphrase));
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            store.store(whole, passphrase);
            OwnerFile.write(p12, whole.toByteArray());
        } catch (FileAlreadyExistsException e) {
            throw new Fault(VaultRefusal.LMK_FILE_EXISTS, Recovery.FIX_THE_SETUP);
        } catch (IOException e) {
            throw new Fault(VaultRefusal.LMK_FILE_UNWRITABLE, Recovery.FIX_THE_SETUP);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK writes PKCS#12", e);
        }
    }
}
