package io.shouyin.terminal.device;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.HmacKey;
import io.shouyin.paycrypto.HmacSha256;
import io.shouyin.paycrypto.HostWord;
import io.shouyin.paycrypto.SealedValue;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.TrackBlock;
import io.shouyin.paycrypto.TrackCipher;
import io.shouyin.paycrypto.WorkingKeyField;
import io.shouyin.strength.CommonPasswords;
import io.shouyin.strength.Strength;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// A PIN pad in software. Its own keys, TMK and TCK rest in a PKCS#12 file whose random passphrase lies beside it, readable by
/// the owner only; working keys are in memory only.
///
/// Typed secrets are arrays that are wiped when the entry is closed. It does not promise what hardware does: whoever owns the
/// machine's memory owns the keys.
public final class SoftPinPad implements PinPad {

    private static final String KEYS_FILE = "keys.p12";
    private static final String PASSPHRASE_FILE = "keys.pass";
    private static final String DEVICE_PRIVATE = "device-private";
    private static final String DEVICE_PUBLIC = "device-public";
    private static final String TCK = "tck";
    private static final String CARD_KEY = "card";
    private static final String OPERATOR_KEY = "operators";
    private static final int OWN_KEY_BYTES = 32;
    private static final int MARK_ROUNDS = 100_000;
    private static final int MARK_BITS = 256;
    /// No factor: a card number is sealed as one, under its own key.
    private static final int CARD_TAG = 0;
    private static final int SIGNATURE_TAG = 1;

    private final Storage storage;
    private final SecureRandom random = new SecureRandom();
    private KeyStore keys;
    private char[] passphrase;
    private Optional<WorkingKeyField.Keys> working = Optional.empty();

    private SoftPinPad(Storage storage) {
        this.storage = storage;
    }

    /// Opens the keys that are there, or an empty PIN pad.
    ///
    /// @throws Fault `TERMINAL_KEYS_UNREADABLE`
    public static SoftPinPad open(Storage storage) {
        var pad = new SoftPinPad(storage);
        Optional<byte[]> file = storage.read(KEYS_FILE);
        try {
            pad.keys = KeyStore.getInstance("PKCS12");
            if (file.isPresent()) {
                byte[] pass = storage.read(PASSPHRASE_FILE).orElseThrow(() -> unreadable(null));
                pad.passphrase = new String(pass, StandardCharsets.US_ASCII).toCharArray();
                pad.keys.load(new ByteArrayInputStream(file.get()), pad.passphrase);
            } else {
                byte[] pass = new byte[24];
                pad.random.nextBytes(pass);
                pad.passphrase = HexFormat.of().formatHex(pass).toCharArray();
                pad.keys.load(null, null);
            }
            return pad;
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    private static Fault unreadable(Exception cause) {
        return new Fault(TerminalRefusal.TERMINAL_KEYS_UNREADABLE.name(), Recovery.STOP,
                TerminalRefusal.TERMINAL_KEYS_UNREADABLE.en(), cause);
    }

    @Override
    public boolean hasMasterKeys() {
        try {
            return loadedProfile().isPresent();
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    @Override
    public TerminalProfile profile() {
        try {
            return loadedProfile().orElseThrow(() -> unreadable(null));
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    private Optional<TerminalProfile> loadedProfile() throws GeneralSecurityException {
        for (TerminalProfile profile : TerminalProfile.values()) {
            if (keys.containsAlias(masterKeyOf(profile))) {
                return Optional.of(profile);
            }
        }
        return Optional.empty();
    }

    /// The alias says what the key is for, so that it is used for nothing else.
    private static String masterKeyOf(TerminalProfile profile) {
        return switch (profile) {
            case TDES -> "tmk";
            case AES -> "tmk-aes";
            case SM4 -> "tmk-sm4";
        };
    }

    // secrets that are typed

    @Override
    public SecretEntry begin(MultiTap.Mode firstMode, int lengthMax) {
        return new Typed(firstMode, lengthMax);
    }

    @Override
    public SecretEntry joined(SecretEntry first, SecretEntry second) {
        var one = (Typed) first;
        var other = (Typed) second;
        var joined = new Typed(one.mode, one.length + other.length);
        System.arraycopy(one.characters, 0, joined.characters, 0, one.length);
        System.arraycopy(other.characters, 0, joined.characters, one.length, other.length);
        joined.length = joined.characters.length;
        return joined;
    }

    @Override
    public boolean sameSecret(SecretEntry one, SecretEntry other) {
        byte[] a = ((Typed) one).utf8();
        byte[] b = ((Typed) other).utf8();
        try {
            return MessageDigest.isEqual(a, b);
        } finally {
            Arrays.fill(a, (byte) 0);
            Arrays.fill(b, (byte) 0);
        }
    }

    @Override
    public List<PasswordRules.Rule> brokenRules(SecretEntry secret, PasswordRules.Policy policy, PasswordRules.Context context) {
        return CommonPasswords.broken(((Typed) secret).view(), policy, context);
    }

    @Override
    public Strength strength(SecretEntry secret, List<String> names) {
        return Strength.of(((Typed) secret).view(), names);
    }

    /// A typed secret.
    private static final class Typed implements SecretEntry {
        private final char[] characters;
        private int length;
        private MultiTap.Mode mode;
        private final MultiTap tap = new MultiTap();

        Typed(MultiTap.Mode mode, int lengthMax) {
            this.characters = new char[lengthMax];
            this.mode = mode;
        }

        CharBuffer view() {
            return CharBuffer.wrap(characters, 0, length);
        }

        byte[] utf8() {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) characters[i];
            }
            return bytes;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public MultiTap.Mode mode() {
            return mode;
        }

        @Override
        public boolean isSettling(Instant now) {
            return tap.isSettling(now);
        }

        @Override
        public void press(Key key, Instant now) {
            if (key == Key.HASH) {
                tap.settle();
                mode = mode.next();
                return;
            }
            switch (tap.press(key, mode, now)) {
                case MultiTap.Effect.Append(char character) -> append(character);
                case MultiTap.Effect.ReplaceLast(char character) -> characters[length - 1] = character;
                case MultiTap.Effect.None none -> { }
            }
        }

        private void append(char character) {
            if (length < characters.length) {
                characters[length++] = character;
            } else {
                tap.settle();
            }
        }

        @Override
        public void type(char character) {
            tap.settle();
            if (character > ' ' && character <= '~') {
                append(character);
            }
        }

        @Override
        public void settle() {
            tap.settle();
        }

        @Override
        public void deleteLast() {
            tap.settle();
            if (length > 0) {
                characters[--length] = 0;
            }
        }

        @Override
        public void close() {
            Arrays.fill(characters, (char) 0);
            length = 0;
        }

        @Override
        public String toString() {
            return "SecretEntry[...]";
        }
    }

    // activation

    private record Request(String serialNumber, byte[] devicePublicKey, byte[] nonce, byte[] proof, String code)
            implements ActivationRequest {
        @Override
        public String toString() {
            return "ActivationRequest[" + serialNumber + "]";
        }
    }

    @Override
    public ActivationRequest beginActivation(String serialNumber, String code) {
        if (read(DEVICE_PRIVATE).isEmpty()) {
            EcKeys.Pair pair = EcKeys.P256.generate();
            put(DEVICE_PRIVATE, pair.privateKey());
            put(DEVICE_PUBLIC, pair.publicKey());
            pair.close();
            save();
        }
        byte[] publicKey = read(DEVICE_PUBLIC).orElseThrow(() -> unreadable(null));
        byte[] nonce = ActivationExchange.newNonce();
        byte[] codeKey = ActivationExchange.codeKey(code, serialNumber);
        byte[] proof = ActivationExchange.proof(codeKey, serialNumber, publicKey, nonce);
        Arrays.fill(codeKey, (byte) 0);
        return new Request(serialNumber, publicKey, nonce, proof, code);
    }

    @Override
    public byte[] completeActivation(ActivationRequest request, byte[] hostPublicKey, byte[] hostNonce, byte[] wrapped) {
        var asked = (Request) request;
        byte[] privateKey = read(DEVICE_PRIVATE).orElseThrow(() -> unreadable(null));
        try (var loaded = ActivationExchange.unwrap(asked.code, asked.serialNumber, privateKey, asked.devicePublicKey, asked.nonce,
                new ActivationExchange.Wrapped(hostPublicKey, hostNonce, wrapped))) {
            keep(loaded.profile(), loaded.tmk(), Optional.of(loaded.tck()));
            return loaded.settings();
        } catch (CryptoRefusedException e) {
            throw new Fault("ACTIVATION_ANSWER_WRONG", Recovery.STOP, "The answer to the activation was not made for this terminal", e);
        } finally {
            Arrays.fill(privateKey, (byte) 0);
        }
    }

    /// Takes TMK and TCK as people brought them, put together from components; the arrays are wiped.
    ///
    /// @param tck none if the host judges no factors
    public void loadByHand(TerminalProfile profile, byte[] tmk, Optional<byte[]> tck) {
        keep(profile, tmk, tck);
    }

    /// Whether it is the key that this terminal has; the array is wiped.
    public boolean isMasterKey(byte[] tmk) {
        byte[] own = read(masterKeyOf(profile())).orElseThrow(() -> unreadable(null));
        try {
            return MessageDigest.isEqual(own, tmk);
        } finally {
            Arrays.fill(own, (byte) 0);
            Arrays.fill(tmk, (byte) 0);
        }
    }

    private void keep(TerminalProfile profile, byte[] tmk, Optional<byte[]> tck) {
        try {
            forgetWorkingKeys();
            for (TerminalProfile earlier : TerminalProfile.values()) {
                keys.deleteEntry(masterKeyOf(earlier));
            }
            put(masterKeyOf(profile), tmk);
            keys.deleteEntry(TCK);
            tck.ifPresent(key -> put(TCK, key));
            putOwn(CARD_KEY);
            save();
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    // the terminal's own key

    @Override
    public Optional<byte[]> devicePublicKey() {
        return read(DEVICE_PUBLIC);
    }

    @Override
    public byte[] sign(byte[] message) {
        return withKey(read(DEVICE_PRIVATE).orElseThrow(() -> unreadable(null)), key -> {
            try {
                var signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)));
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw unreadable(e);
            }
        });
    }

    @Override
    public boolean isHostWord(HostWord.Kind kind, byte[] content, byte[] mac) {
        return mac.length == HostWord.MAC_BYTES && read(TCK).map(tck -> withKey(tck, key -> {
            try (HmacKey word = HostWord.key(key)) {
                return word.verify(kind.covered(content), mac);
            }
        })).orElse(false);
    }

    @Override
    public void wipe() {
        forgetWorkingKeys();
        try {
            for (String alias : Collections.list(keys.aliases())) {
                keys.deleteEntry(alias);
            }
            save();
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    // working keys

    @Override
    public void loadWorkingKeys(byte[] field62) {
        byte[] tmk = read(masterKeyOf(profile())).orElseThrow(() -> unreadable(null));
        try {
            WorkingKeyField.Keys next = profile().workingKeys(tmk, field62);
            if (profile() == TerminalProfile.TDES && withKey(next.pik(), SoftPinPad::isSingleDes)) {
                next.close();
                throw new Fault(TerminalRefusal.PIN_KEY_SINGLE_DES, Recovery.FIX_THE_SETUP);
            }
            forgetWorkingKeys();
            working = Optional.of(next);
        } catch (CryptoRefusedException e) {
            throw new Fault(TerminalRefusal.KEY_CHECK_WRONG.name(), Recovery.RETRY_LATER, TerminalRefusal.KEY_CHECK_WRONG.en(), e);
        } finally {
            Arrays.fill(tmk, (byte) 0);
        }
    }

    /// Plain, or as equal halves: PINs are not for such a key (PCI PIN 2-3), and the first one would be too late to say so.
    private static boolean isSingleDes(byte[] pik) {
        try {
            Tdes.requireStrong(pik);
            return pik.length == 8;
        } catch (CryptoRefusedException equalHalves) {
            return true;
        }
    }

    @Override
    public void forgetWorkingKeys() {
        working.ifPresent(WorkingKeyField.Keys::close);
        working = Optional.empty();
    }

    @Override
    public boolean hasWorkingKeys() {
        return working.isPresent();
    }

    @Override
    public boolean hasTrackKey() {
        return working.isPresent() && working.get().hasTdk();
    }

    @Override
    public byte[] mac(byte[] mab) {
        return withKey(needed().mak(), key -> profile().mac(key, mab));
    }

    @Override
    public byte[] pinBlock(SecretEntry pin, Pan pan) {
        return withKey(needed().pik(), key -> profile().pinBlock(key, ((Typed) pin).view(), pan.reveal(CardDataAccess.granted())));
    }

    @Override
    public String encryptTrack2(String track2) {
        return withKey(needed().tdk(), key -> TrackCipher.encrypt(key, track2));
    }

    @Override
    public byte[] trackBlock(String track2) {
        return withKey(needed().tdk(), key -> {
            try (BlockKey tdk = profile().ready(key)) {
                return TrackBlock.encrypt(tdk, track2);
            }
        });
    }

    private WorkingKeyField.Keys needed() {
        Check.invariant(working.isPresent(), "working keys are used while signed in only");
        return working.get();
    }

    private static <T> T withKey(byte[] key, Function<byte[], T> use) {
        try {
            return use.apply(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public byte[] seal(SecretEntry secret, SealedFor message, int tag) {
        byte[] clear = ((Typed) secret).utf8();
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        try {
            return withKey(read(TCK).orElseThrow(() -> unreadable(null)), key -> SealedValue.seal(key, nonce, clear, bound(message, tag)));
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    @Override
    public byte[] sealCard(Pan card, SealedFor transaction) {
        byte[] clear = card.reveal(CardDataAccess.granted()).getBytes(StandardCharsets.US_ASCII);
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        try {
            return withKey(own(CARD_KEY), key -> SealedValue.seal(key, nonce, clear, bound(transaction, CARD_TAG)));
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    @Override
    public Pan openCard(byte[] sealed, SealedFor transaction) {
        return withKey(read(CARD_KEY).orElseThrow(() -> unreadable(null)), key ->
                Pan.of(new String(SealedValue.open(key, sealed, bound(transaction, CARD_TAG)), StandardCharsets.US_ASCII)));
    }

    @Override
    public byte[] sealSignature(byte[] encoded, SealedFor transaction) {
        return withKey(own(CARD_KEY), key -> AesGcmKey.of(key).sealWithNonce(encoded, bound(transaction, SIGNATURE_TAG)));
    }

    @Override
    public byte[] openSignature(byte[] sealed, SealedFor transaction) {
        return withKey(read(CARD_KEY).orElseThrow(() -> unreadable(null)), key ->
                AesGcmKey.of(key).openWithNonce(sealed, bound(transaction, SIGNATURE_TAG)));
    }

    @Override
    public byte[] mark(SecretEntry password, byte[] salt) {
        var typed = (Typed) password;
        var slow = new PBEKeySpec(Arrays.copyOf(typed.characters, typed.length), salt, MARK_ROUNDS, MARK_BITS);
        try {
            byte[] stretched = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(slow).getEncoded();
            return withKey(own(OPERATOR_KEY), key -> HmacSha256.mac(key, stretched));
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        } finally {
            slow.clearPassword();
        }
    }

    /// A key of this PIN pad alone, made when it is needed first.
    private byte[] own(String alias) {
        if (read(alias).isEmpty()) {
            putOwn(alias);
            save();
        }
        return read(alias).orElseThrow();
    }

    private void putOwn(String alias) {
        byte[] key = new byte[OWN_KEY_BYTES];
        random.nextBytes(key);
        put(alias, key);
    }

    private static byte[] bound(SealedFor message, int tag) {
        return SealedValue.additionalData(message.mti(), message.merchantId(), message.terminalId(), message.batch(), message.trace(), tag);
    }

    // the key store

    private Optional<byte[]> read(String alias) {
        try {
            var entry = keys.getEntry(alias, new PasswordProtection(passphrase));
            return entry instanceof KeyStore.SecretKeyEntry secret ? Optional.of(secret.getSecretKey().getEncoded()) : Optional.empty();
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    private void put(String alias, byte[] key) {
        try {
            keys.setEntry(alias, new KeyStore.SecretKeyEntry(new SecretKeySpec(key, "AES")), new PasswordProtection(passphrase));
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /// The passphrase first: keys without it are lost, it without keys is nothing.
    private void save() {
        try {
            storage.write(PASSPHRASE_FILE, new String(passphrase).getBytes(StandardCharsets.US_ASCII));
            var out = new ByteArrayOutputStream();
            keys.store(out, passphrase);
            storage.write(KEYS_FILE, out.toByteArray());
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(e);
        }
    }
}
