package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;
import static io.shouyin.paycrypto.CryptoRefusal.givenAll;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/// How a terminal gets its first keys: a one-time code that people carry, and ECDH on P-256 between the terminal's own
/// key pair and a fresh one of the host.
///
/// The code alone opens nothing that was recorded (the shared secret does), and the public key alone is not
/// believed (the code's proof binds it). Both sides are here, so that they cannot drift apart.
///
/// ```
/// codeKey = HKDF(code, "shouyin activation v1", serialNumber, 32)
/// proof   = HMAC(codeKey, serialNumber | 00 | devicePublicKey | nonce)
/// kek     = HKDF(ECDH | codeKey, nonce | hostNonce, "shouyin key load v2" | 00 | serialNumber, 32)
/// aad     = SHA-256(serialNumber | 00 | devicePublicKey | nonce | hostPublicKey | hostNonce)
/// wrapped = nonce 12 | AES-256-GCM(kek, profile 1 | TMK | TCK 32 | settings, aad) | tag 16
/// ```
///
/// The profile is 01 `tdes`, 02 `aes` or 03 `sm4`, see [TerminalProfile], and fixes the length of the TMK. Version 2 of the key load
/// brought it: a side that knows version 1 derives another `kek` and opens nothing, so the bytes are never misread.
///
/// It is this project's own (ours), out of HKDF (RFC 5869), HMAC-SHA-256 (FIPS 198-1), ECDH (NIST SP 800-56A rev. 3) and AES-GCM
/// (NIST SP 800-38D).
public final class ActivationExchange {

    public static final String CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    public static final int CODE_CHARACTERS = 12;
    public static final int NONCE_BYTES = 32;
    public static final int TCK_BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private ActivationExchange() {}

    /// A fresh code: 12 characters, 60 bits, without separators.
    ///
    /// [#shown] is how people read it.
    public static char[] newCode() {
        char[] code = new char[CODE_CHARACTERS];
        for (int i = 0; i < code.length; i++) {
            code[i] = CODE_ALPHABET.charAt(RANDOM.nextInt(CODE_ALPHABET.length()));
        }
        return code;
    }

    /// As people read it: `XXXX-XXXX-XXXX`.
    ///
    /// `ABCDEFGH2345` is shown as `ABCD-EFGH-2345`, and [#normalised] takes it back.
    public static String shown(CharSequence code) {
        String text = normalised(code);
        return text.substring(0, 4) + "-" + text.substring(4, 8) + "-" + text.substring(8);
    }

    /// Upper case, without `-` and spaces: `abcd-efgh 2345` is `ABCDEFGH2345`.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#PARAMETER] unless 12 characters of the alphabet are left
    public static String normalised(CharSequence typed) {
        return new String(codeBytes(typed), StandardCharsets.US_ASCII);
    }

    private static byte[] codeBytes(CharSequence typed) {
        byte[] code = new byte[CODE_CHARACTERS];
        int length = 0;
        for (int i = 0; i < given(typed).length(); i++) {
            char c = Bytes.upper(typed.charAt(i));
            if (c != '-' && c != ' ') {
                CryptoRefusal.PARAMETER.unless(CODE_ALPHABET.indexOf(c) >= 0,
                        "an activation code has the characters 2 to 9 and A to Z without I and O");
                CryptoRefusal.PARAMETER.unless(length < CODE_CHARACTERS, "an activation code has 12 characters");
                code[length++] = (byte) c;
            }
        }
        CryptoRefusal.PARAMETER.unless(length == CODE_CHARACTERS, "an activation code has 12 characters");
        return code;
    }

    /// 32 random bytes.
    public static byte[] newNonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return nonce;
    }

    /// 32 bytes that both sides compute from the code. Hand in a `CharBuffer` over an array that you wipe, and no copy stays.
    ///
    /// Code `ABCD-EFGH-2345`, serial number `SN-0001`: `E5CBADB86E1AA546D5551A4C4B743046C552CEEA89E898CE8E7B3C7E8689354B`.
    public static byte[] codeKey(CharSequence code, String serialNumber) {
        byte[] ikm = codeBytes(code);
        try {
            return Hkdf.derive(ikm, ascii("shouyin activation v1"), utf8(serialNumber), 32);
        } finally {
            Bytes.wipe(ikm);
        }
    }

    /// The device's proof that it was given the code, 32 bytes.
    ///
    /// With the code key above, a public key of the bytes `00 01 .. 5A` and a nonce of `11`s:
    /// `8D42565544F335122C224E1470B9ADB6137EE2E954D6A032AFB8B58B704F5339`.
    ///
    /// @param devicePublicKey P-256, SubjectPublicKeyInfo
    /// @param nonce 32 bytes
    public static byte[] proof(byte[] codeKey, String serialNumber, byte[] devicePublicKey, byte[] nonce) {
        requireNonce(nonce);
        return HmacSha256.mac(codeKey, utf8(serialNumber), new byte[1], devicePublicKey, nonce);
    }

    /// Whether the proof fits the code; constant time.
    ///
    /// The proof is 32 bytes, see [#proof].
    public static boolean verifyProof(byte[] codeKey, String serialNumber, byte[] devicePublicKey, byte[] nonce,
                                      byte[] proof) {
        return Bytes.same(proof(codeKey, serialNumber, devicePublicKey, nonce), proof);
    }

    /// What the host answers.
    ///
    /// @param hostPublicKey ephemeral, P-256, SubjectPublicKeyInfo
    /// @param hostNonce 32 bytes
    /// @param wrapped nonce 12, ciphertext, tag 16
    public record Wrapped(byte[] hostPublicKey, byte[] hostNonce, byte[] wrapped) {

        public Wrapped {
            givenAll(hostPublicKey, hostNonce, wrapped);
        }
    }

    /// The host's side. Check the proof first.
    ///
    /// @param tmk as long as `profile` wants
    /// @param tck 32 bytes
    /// @param settings JSON, UTF-8
    /// @throws CryptoRefusedException [CryptoRefusal#PUBLIC_KEY] if the device's key is no point of P-256
    public static Wrapped wrap(byte[] codeKey, String serialNumber, byte[] devicePublicKey, byte[] nonce,
                               TerminalProfile profile, byte[] tmk, byte[] tck, byte[] settings) {
        CryptoRefusal.KEY_LENGTH.unless(given(tmk).length == given(profile).masterKeyBytes() && given(tck).length == TCK_BYTES,
                "activation loads a TMK of its profile's length and a TCK of 32 bytes");
        EcKeys.P256.requirePublicKey(devicePublicKey);
        byte[] hostNonce = newNonce();
        byte[] privateKey = null;
        byte[] kek = null;
        byte[] clear = null;
        try (EcKeys.Pair own = EcKeys.P256.generate()) {
            privateKey = own.privateKey();
            kek = kek(privateKey, devicePublicKey, codeKey, serialNumber, nonce, hostNonce);
            clear = Bytes.concat(new byte[] {profile.number()}, tmk, tck, settings);
            byte[] gcmNonce = new byte[AesGcm.NONCE_BYTES];
            RANDOM.nextBytes(gcmNonce);
            byte[] sealed = AesGcm.seal(kek, gcmNonce, clear, aad(serialNumber, devicePublicKey, nonce, own.publicKey(), hostNonce));
            return new Wrapped(own.publicKey(), hostNonce, Bytes.concat(gcmNonce, sealed));
        } finally {
            Bytes.wipe(kek, clear, privateKey);
        }
    }

    /// What the device finds inside. Close it to wipe the keys.
    public static final class Loaded extends ClosableKey {
        private final TerminalProfile profile;
        private final byte[] tmk;
        private final byte[] tck;
        private final byte[] settings;

        private Loaded(byte[] clear) {
            this.profile = TerminalProfile.ofNumber(clear[0]);
            int tckAt = 1 + profile.masterKeyBytes();
            int settingsAt = tckAt + TCK_BYTES;
            CryptoRefusal.SEALED_VALUE.unless(clear.length >= settingsAt, "a key load has profile, TMK, TCK and settings");
            this.tmk = Arrays.copyOfRange(clear, 1, tckAt);
            this.tck = Arrays.copyOfRange(clear, tckAt, settingsAt);
            this.settings = Arrays.copyOfRange(clear, settingsAt, clear.length);
        }

        public TerminalProfile profile() {
            return profile;
        }

        /// As long as the profile wants.
        public byte[] tmk() {
            return copy(tmk);
        }

        /// 32 bytes.
        public byte[] tck() {
            return copy(tck);
        }

        /// JSON, UTF-8.
        public byte[] settings() {
            return settings.clone();
        }

        @Override
        void wipe() {
            Bytes.wipe(tmk, tck);
        }

        @Override
        public String toString() {
            return "ActivationExchange.Loaded[...]";
        }
    }

    /// The device's side.
    ///
    /// @param devicePrivateKey PKCS#8, of the pair whose public key the host was sent
    /// @param nonce the one that was sent
    /// @throws CryptoRefusedException [CryptoRefusal#SEALED_VALUE] if code, keys or answer do not belong together
    public static Loaded unwrap(CharSequence code, String serialNumber, byte[] devicePrivateKey, byte[] devicePublicKey,
                                byte[] nonce, Wrapped answer) {
        requireNonce(given(answer).hostNonce());
        CryptoRefusal.SEALED_VALUE.unless(
                answer.wrapped().length > AesGcm.NONCE_BYTES + AesGcm.TAG_BYTES,
                "wrapped keys have at least 29 bytes");
        byte[] codeKey = codeKey(code, serialNumber);
        byte[] gcmNonce = Arrays.copyOf(answer.wrapped(), AesGcm.NONCE_BYTES);
        byte[] sealed = Arrays.copyOfRange(answer.wrapped(), AesGcm.NONCE_BYTES, answer.wrapped().length);
        byte[] kek = null;
        byte[] clear = null;
        try {
            kek = kek(devicePrivateKey, answer.hostPublicKey(), codeKey, serialNumber, nonce, answer.hostNonce());
            clear = AesGcm.open(kek, gcmNonce, sealed,
                    aad(serialNumber, devicePublicKey, nonce, answer.hostPublicKey(), answer.hostNonce()));
            return new Loaded(clear);
        } finally {
            Bytes.wipe(codeKey, kek, clear);
        }
    }

    private static byte[] kek(byte[] privateKey, byte[] publicKey, byte[] codeKey, String serialNumber, byte[] nonce,
                              byte[] hostNonce) {
        requireNonce(nonce);
        byte[] shared = EcKeys.P256.agree(privateKey, publicKey);
        byte[] ikm = null;
        try {
            ikm = Bytes.concat(shared, codeKey);
            byte[] info = Bytes.concat(ascii("shouyin key load v2"), new byte[1], utf8(serialNumber));
            return Hkdf.derive(ikm, Bytes.concat(nonce, hostNonce), info, 32);
        } finally {
            Bytes.wipe(shared, ikm);
        }
    }

    private static byte[] aad(String serialNumber, byte[] devicePublicKey, byte[] nonce, byte[] hostPublicKey,
                              byte[] hostNonce) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(Bytes.concat(utf8(serialNumber), new byte[1],
                    devicePublicKey, nonce, hostPublicKey, hostNonce));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void requireNonce(byte[] nonce) {
        CryptoRefusal.DATA_LENGTH.unless(given(nonce).length == NONCE_BYTES, "an activation nonce has 32 bytes");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return given(text).getBytes(StandardCharsets.UTF_8);
    }
}
