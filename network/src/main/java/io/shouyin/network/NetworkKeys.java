package io.shouyin.network;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.paycrypto.CardProfile;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.HmacSha256;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.Pvv;
import io.shouyin.paycrypto.RetailMac;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.X9143;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The network's keys and all that it does with them.
///
/// | key | kind | for |
/// |---|---|---|
/// | ZMK | AES-256 | wraps the working keys for the host (X9.143 version D) |
/// | ZPK | 2-key TDES | PIN blocks from the host |
/// | ZAK | 2-key TDES | MACs both ways (X9.19) |
/// | PVK | 2-key TDES | PIN verification values of the issuer |
/// | IMK | 2-key TDES, two of them | the issuer's keys for cryptograms and scripts of chips, from which each card's are derived |
/// | content key | HMAC-SHA-256 | the journal's hashes of request contents |
///
/// They rest in `keys.p12`, whose passphrase is in `keys.passphrase`, both mode 600. At the first start the ZMK is also written
/// as two components for the host's key ceremony; whoever runs the ceremony deletes these files.
///
/// This is a simulator: its keys live in this process, not in a certified device.
final class NetworkKeys implements PinCheck {

    static final String KEYS_FILE = "keys.p12";
    static final String PASSPHRASE_FILE = "keys.passphrase";
    static final String COMPONENT_FILE_1 = "zmk-component-1.txt";
    static final String COMPONENT_FILE_2 = "zmk-component-2.txt";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final X9143.Header ZPK_HEADER = X9143.Header.of('D', "P0", 'T', 'B', 'E');
    private static final X9143.Header ZAK_HEADER = X9143.Header.of('D', "M3", 'T', 'C', 'E');
    private static final String KEY_PROTECTION = "PBEWithHmacSHA256AndAES_256";
    private static final int SALT_BYTES = 20;
    private static final int ITERATIONS = 1_000;
    private static final int ZMK_BYTES = 32;
    private static final int TDES_BYTES = 16;
    private static final int CONTENT_KEY_BYTES = 32;
    private static final int PVV_PIN_DIGITS = 4;
    static final int PIN_DIGITS = 6;

    private final Path dataFolder;
    private final byte[] zmk;
    private final byte[] pvk;
    private final byte[] contentKey;
    private final ChipKeys chipKeys;
    private volatile WorkingKeys working;

    /// What a sign-on hands out.
    private record WorkingKeys(byte[] zpk, byte[] zak) {
        @Override
        public String toString() {
            return "WorkingKeys[...]";
        }
    }

    /// The issuer's master keys for chips.
    private record ChipKeys(byte[] cryptogram, byte[] integrity) {

        static ChipKeys random(SecureRandom random) {
            return new ChipKeys(tdesKey(random), tdesKey(random));
        }

        @Override
        public String toString() {
            return "ChipKeys[...]";
        }
    }

    private NetworkKeys(Path dataFolder, byte[] zmk, byte[] pvk, byte[] contentKey, ChipKeys chipKeys, WorkingKeys working) {
        this.dataFolder = dataFolder;
        this.zmk = zmk;
        this.pvk = pvk;
        this.contentKey = contentKey;
        this.chipKeys = chipKeys;
        this.working = working;
    }

    /// Makes keys and component files if there is no key file yet.
    ///
    /// @param issuer whose keys for PINs and chips are taken; empty for an issuer of this network's own
    /// @return true if they were made now
    static boolean makeIfMissing(Path dataFolder, Optional<NetworkKeys> issuer, SecureRandom random) {
        if (Files.exists(dataFolder.resolve(KEYS_FILE))) {
            return false;
        }
        byte[] component1 = randomBytes(random, ZMK_BYTES);
        byte[] component2 = randomBytes(random, ZMK_BYTES);
        byte[] zmk = new byte[ZMK_BYTES];
        for (int i = 0; i < ZMK_BYTES; i++) {
            zmk[i] = (byte) (component1[i] ^ component2[i]);
        }
        NetworkKeys made = new NetworkKeys(dataFolder, zmk, issuer.map(other -> other.pvk).orElseGet(() -> tdesKey(random)), randomBytes(random, CONTENT_KEY_BYTES),
                issuer.map(other -> other.chipKeys).orElseGet(() -> ChipKeys.random(random)), new WorkingKeys(tdesKey(random), tdesKey(random)));
        writeComponent(dataFolder.resolve(COMPONENT_FILE_1), 1, component1, zmk);
        writeComponent(dataFolder.resolve(COMPONENT_FILE_2), 2, component2, zmk);
        byte[] passphrase = HexFormat.of().formatHex(randomBytes(random, 24)).getBytes(StandardCharsets.US_ASCII);
        Store.replace(dataFolder.resolve(PASSPHRASE_FILE), passphrase);
        made.save();
        Arrays.fill(component1, (byte) 0);
        Arrays.fill(component2, (byte) 0);
        return true;
    }

    static List<Path> componentFiles(Path dataFolder) {
        return List.of(dataFolder.resolve(COMPONENT_FILE_1), dataFolder.resolve(COMPONENT_FILE_2));
    }

    private static void writeComponent(Path path, int number, byte[] component, byte[] whole) {
        String text = """
                # 模拟网络 ZMK 分量 %d/2,导入主机后请删除本文件
                # ZMK of the simulated network, component %d of 2: delete this file after the ceremony
                component=%s
                componentCheckValue=%s
                keyCheckValue=%s
                """.formatted(number, number, HEX.formatHex(component), KeyCheck.aesCmac(component), KeyCheck.aesCmac(whole));
        Store.replace(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A key file of before there were chips gets keys for them.
    ///
    /// @param issuer whose keys for chips are taken then; empty for an issuer of this network's own
    /// @throws Fault `NETWORK_KEYS_UNUSABLE`
    static NetworkKeys open(Path dataFolder, Optional<NetworkKeys> issuer, SecureRandom random) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            char[] passphrase = passphrase(dataFolder);
            store.load(new ByteArrayInputStream(Store.read(dataFolder.resolve(KEYS_FILE), NetworkRefusal.NETWORK_KEYS_UNUSABLE)),
                    passphrase);
            boolean hasChips = store.containsAlias("imk-ac");
            ChipKeys chips = hasChips ? new ChipKeys(key(store, passphrase, "imk-ac", TDES_BYTES), key(store, passphrase, "imk-smi", TDES_BYTES))
                    : issuer.map(other -> other.chipKeys).orElseGet(() -> ChipKeys.random(random));
            NetworkKeys keys = new NetworkKeys(dataFolder, key(store, passphrase, "zmk", ZMK_BYTES),
                    key(store, passphrase, "pvk", TDES_BYTES), key(store, passphrase, "content", CONTENT_KEY_BYTES), chips,
                    new WorkingKeys(key(store, passphrase, "zpk", TDES_BYTES), key(store, passphrase, "zak", TDES_BYTES)));
            Arrays.fill(passphrase, ' ');
            if (!hasChips) {
                keys.save();
            }
            return keys;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new Fault(NetworkRefusal.NETWORK_KEYS_UNUSABLE.name(), Fault.Recovery.FIX_THE_SETUP,
                    NetworkRefusal.NETWORK_KEYS_UNUSABLE.en(), e);
        }
    }

    private static byte[] key(KeyStore store, char[] passphrase, String alias, int bytes) throws GeneralSecurityException {
        Key key = store.getKey(alias, passphrase);
        Check.argument(key != null && key.getEncoded().length == bytes, "the key file holds every key in its length");
        return key.getEncoded();
    }

    private static char[] passphrase(Path dataFolder) {
        byte[] bytes = Store.read(dataFolder.resolve(PASSPHRASE_FILE), NetworkRefusal.NETWORK_KEYS_UNUSABLE);
        return new String(bytes, StandardCharsets.US_ASCII).strip().toCharArray();
    }

    private void save() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] passphrase = passphrase(dataFolder);
            put(store, passphrase, "zmk", zmk);
            put(store, passphrase, "pvk", pvk);
            put(store, passphrase, "content", contentKey);
            put(store, passphrase, "imk-ac", chipKeys.cryptogram());
            put(store, passphrase, "imk-smi", chipKeys.integrity());
            put(store, passphrase, "zpk", working.zpk());
            put(store, passphrase, "zak", working.zak());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, passphrase);
            Arrays.fill(passphrase, ' ');
            Store.replace(dataFolder.resolve(KEYS_FILE), out.toByteArray());
        } catch (IOException | GeneralSecurityException e) {
            throw new Fault(NetworkRefusal.NETWORK_KEYS_UNUSABLE.name(), Fault.Recovery.FIX_THE_SETUP,
                    NetworkRefusal.NETWORK_KEYS_UNUSABLE.en(), e);
        }
    }

    /// The file's format wants a name of an algorithm: AES for all, the bytes are stored as they are. Few iterations are
    /// enough, and start faster: the passphrase is 24 random bytes, which nobody guesses.
    private static void put(KeyStore store, char[] passphrase, String alias, byte[] key) throws GeneralSecurityException {
        store.setEntry(alias, new KeyStore.SecretKeyEntry(new SecretKeySpec(key, "AES")),
                new KeyStore.PasswordProtection(passphrase, KEY_PROTECTION,
                        new PBEParameterSpec(randomBytes(new SecureRandom(), SALT_BYTES), ITERATIONS)));
    }

    /// Makes another ZPK and ZAK; what was signed on before no longer has right keys.
    synchronized void changeWorkingKeys(SecureRandom random) {
        working = new WorkingKeys(tdesKey(random), tdesKey(random));
        save();
    }

    /// Both working keys for the host, as X9.143 version D blocks under the ZMK: `P0TB` (PIN encryption, both ways) and
    /// `M3TC` (MAC of ISO 9797-1 algorithm 3, make and verify), exportable under a trusted key.
    Handout handout() {
        WorkingKeys handedOut = working;
        return new Handout(X9143.wrap(zmk, ZPK_HEADER, handedOut.zpk()), X9143.wrap(zmk, ZAK_HEADER, handedOut.zak()));
    }

    record Handout(String zpkBlock, String zakBlock) {
        @Override
        public String toString() {
            return "Handout[...]";
        }
    }

    /// X9.19 under the ZAK: 8 bytes.
    byte[] mac(byte[] bytes) {
        return RetailMac.mac(working.zak(), bytes);
    }

    /// Keyed hash of what makes two requests the same, hex.
    String contentTag(byte[] content) {
        return HEX.formatHex(HmacSha256.mac(contentKey, content));
    }

    String pvvFront(String pan, String pin) {
        return Pvv.pvv(pvk, pan, 1, pin.substring(0, PVV_PIN_DIGITS));
    }

    String pvvRear(String pan, String pin) {
        return Pvv.pvv(pvk, pan, 2, pin.substring(pin.length() - PVV_PIN_DIGITS));
    }

    /// A card's chip, for its cryptograms; close it.
    CardProfile.Card chip(CryptogramVersion version, String pan) {
        return version.profile().card(chipKeys.cryptogram(), pan, Account.CARD_SEQUENCE);
    }

    byte[] chipCryptogramKey(CryptogramVersion version, String pan) {
        return version.cardKey(chipKeys.cryptogram(), pan, Account.CARD_SEQUENCE);
    }

    byte[] chipIntegrityKey(CryptogramVersion version, String pan) {
        return version.cardKey(chipKeys.integrity(), pan, Account.CARD_SEQUENCE);
    }

    @Override
    public Verdict check(byte[] pinBlock, Account.Terms terms) {
        byte[] clear = Tdes.decryptEcb(working.zpk(), pinBlock);
        char[] pin;
        try {
            pin = PinBlocks.decodeFormat0(clear, terms.pan());
        } catch (CryptoRefusedException e) {
            return Verdict.UNREADABLE;
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
        try {
            CharBuffer digits = CharBuffer.wrap(pin);
            boolean right = isEqual(Pvv.pvv(pvk, terms.pan(), 1, digits.subSequence(0, PVV_PIN_DIGITS)), terms.pvvFront())
                    & isEqual(Pvv.pvv(pvk, terms.pan(), 2, digits.subSequence(pin.length - PVV_PIN_DIGITS, pin.length)),
                            terms.pvvRear())
                    & pin.length == PIN_DIGITS;
            return right ? Verdict.RIGHT : Verdict.WRONG;
        } finally {
            Arrays.fill(pin, '0');
        }
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] tdesKey(SecureRandom random) {
        return Tdes.withOddParity(randomBytes(random, TDES_BYTES));
    }

    private static byte[] randomBytes(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
