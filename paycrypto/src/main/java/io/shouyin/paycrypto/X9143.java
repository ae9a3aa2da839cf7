package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;
import static io.shouyin.paycrypto.CryptoRefusal.givenEach;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Key blocks (ANSI X9.143:2021, formerly TR-31; version E also ISO 20038): a key, what it may be used for, and a MAC
/// that binds both.
///
/// | version | protection key (KBPK) | encryption | MAC |
/// |---|---|---|---|
/// | A, C | TDES, variants of the key | TDES-CBC | TDES CBC-MAC, 4 bytes |
/// | B | TDES, derived keys | TDES-CBC | TDES-CMAC, 8 bytes |
/// | D | AES, derived keys | AES-CBC | AES-CMAC, 16 bytes |
/// | E | AES, derived keys | AES-CTR | AES-CMAC, 16 bytes |
/// | 4 | SM4, derived keys | SM4-CBC | SM4-CMAC, 16 bytes |
///
/// The standard leaves digits to proprietary versions and algorithms: version `4` (ours) is version D with a key of 16 bytes and
/// SM4 in the place of AES throughout, algorithm `4` (ours) is an SM4 key, in whichever version it is wrapped. A and C are read for old
/// peers; X9.143 withdraws A. Hexadecimal digits are in upper case. Nothing of the key is looked at before the MAC is right, and the MAC is compared in constant time.
public final class X9143 {

    /// The version of a block under an SM4 key.
    public static final char VERSION_SM4 = '4';
    /// The algorithm of an SM4 key.
    public static final char ALGORITHM_SM4 = '4';

    private static final String PADDING_BLOCK = "PB";
    private static final String VERSIONS = "ABCDE" + VERSION_SM4;
    private static final String VERSION_RULE = "a key block has version A, B, C, D, E or 4";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HEADER_CHARACTERS = 16;
    private static final int BLOCK_CHARACTERS_MAX = 9999;
    private static final int KEY_BYTES_MAX = 4000;

    private X9143() {}

    /// An optional block (X9.143, 8): `KS`, `KV`, `TS`, `CT` and others; `PB` pads and comes last.
    ///
    /// @param id two letters or digits
    /// @param data printable ASCII
    public record OptionalBlock(String id, String data) {

        public OptionalBlock {
            CryptoRefusal.KEY_BLOCK_OPTIONAL.unless(given(id).length() == 2 && isAlphanumeric(id),
                    "the identifier of an optional block is two letters or digits");
            CryptoRefusal.KEY_BLOCK_OPTIONAL.unless(isPrintable(data), "an optional block is printable ASCII");
        }

        String encoded() {
            int length = 4 + data.length();
            if (length <= 0xFF) {
                return id + String.format("%02X", length) + data;
            }
            // X9.143, 8.5: 00, then the number of hex characters of the length, then the length
            CryptoRefusal.KEY_BLOCK_OPTIONAL.unless(10 + data.length() <= 0xFFFF,
                    "an optional block has at most 65535 characters");
            return id + "0004" + String.format("%04X", 10 + data.length()) + data;
        }
    }

    /// What the first 16 characters and the optional blocks say (X9.143, 7).
    ///
    /// @param version `A` to `E`, or `4`
    /// @param usage two characters, such as `P0` PIN encryption, `M3` retail MAC, `K0` key encryption, `D0` data
    /// @param algorithm `A` AES, `T` TDES, `H` HMAC, `R` RSA, `E` elliptic curve, `D` DES, `S` DSA, or a digit: `4` is SM4
    /// @param modeOfUse `E` encrypt only, `D` decrypt only, `B` both, `G` generate MAC, `V` verify, `C` both of a MAC,
    ///        `N` no special, `S` sign, `T` sign and decrypt, `X` derive, `Y` create variants, or a digit
    /// @param keyVersion two characters; `00` is none
    /// @param exportability `E` under a trusted key, `N` not, `S` sensitive
    /// @param reserved two characters, `00` in X9.143:2021 except for the key context
    /// @param optionalBlocks in their order, `PB` at most once and last; without the one that [Protection#wrap] adds
    public record Header(char version, String usage, char algorithm, char modeOfUse, String keyVersion,
                         char exportability, String reserved, List<OptionalBlock> optionalBlocks) {

        public Header {
            optionalBlocks = List.copyOf(givenEach(optionalBlocks));
            requireHeader(VERSIONS.indexOf(version) >= 0, VERSION_RULE);
            requireHeader(given(usage).length() == 2 && isAlphanumeric(usage), "a key usage is two letters or digits");
            requireHeader("ADEHRST".indexOf(algorithm) >= 0 || isDigit(algorithm),
                    "a key block's algorithm is A, D, E, H, R, S, T or a digit");
            requireHeader("BCDEGNSTVXY".indexOf(modeOfUse) >= 0 || isDigit(modeOfUse),
                    "a mode of use is B, C, D, E, G, N, S, T, V, X, Y or a digit");
            requireHeader(given(keyVersion).length() == 2 && isAlphanumeric(keyVersion),
                    "a key version is two letters or digits");
            requireHeader("ENS".indexOf(exportability) >= 0, "exportability is E, N or S");
            requireHeader(given(reserved).length() == 2 && isAlphanumeric(reserved), "the reserved field is two letters or digits");
            requireHeader(optionalBlocks.size() <= 99, "a key block has at most 99 optional blocks");
            requirePaddingLast(optionalBlocks);
        }

        /// Without optional blocks, key version `00`.
        ///
        /// `Header.of('D', "P0", 'A', 'E', 'E')` is `D....P0AE00E0000`.
        public static Header of(char version, String usage, char algorithm, char modeOfUse, char exportability) {
            return new Header(version, usage, algorithm, modeOfUse, "00", exportability, "00", List.of());
        }

        public Header withOptionalBlocks(List<OptionalBlock> blocks) {
            return new Header(version, usage, algorithm, modeOfUse, keyVersion, exportability, reserved, blocks);
        }

        /// Reads the header at the start of `block`, with its optional blocks; the length field is not compared.
        ///
        /// @throws CryptoRefusedException [CryptoRefusal#KEY_BLOCK_HEADER] or [CryptoRefusal#KEY_BLOCK_OPTIONAL]
        public static Header parse(String block) {
            return parsed(block).header;
        }

        /// The 16 characters for a block of `lengthCharacters` and `blocks` optional blocks.
        private String encoded(int lengthCharacters, int blocks) {
            return "" + version + fourDigits(lengthCharacters) + usage + algorithm + modeOfUse + keyVersion
                    + exportability + (char) ('0' + blocks / 10) + (char) ('0' + blocks % 10) + reserved;
        }
    }

    private record Parsed(Header header, int characters) {}

    /// A key out of its block. Close it to wipe the key.
    public static final class Unwrapped extends ClosableKey {
        private final Header header;
        private final byte[] key;

        private Unwrapped(Header header, byte[] key) {
            this.header = header;
            this.key = key;
        }

        public Header header() {
            return header;
        }

        /// A copy of the clear key: wipe it after use.
        public byte[] key() {
            return copy(key);
        }

        @Override
        void wipe() {
            Bytes.wipe(key);
        }

        @Override
        public String toString() {
            return "X9143.Unwrapped[" + header.usage() + header.algorithm() + header.modeOfUse() + "]";
        }
    }

    /// Wraps under version and key with keys made ready for this one block.
    ///
    /// Version E has no padding and so one answer: under `88E1AB2A2E3DD38C1FA039A536500CC8` with the header
    /// `Header.of('E', "P0", 'A', 'E', 'E')` the key `3F419E1CB7079442AA37474C2EFBF8B8` becomes
    /// `E0084P0AE00E00008A307071B0373D9A1AFF4E47EBD5B74DAD18B57E3F22B8136516A49B6BE49F6CC195`. The others are read by [#unwrap].
    public static String wrap(byte[] kbpk, Header header, byte[] key) {
        try (Protection protection = Protection.of(given(header).version(), kbpk)) {
            return protection.wrap(header, key);
        }
    }

    /// Unwraps with keys made ready for this one block.
    ///
    /// Under `88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6` the block
    /// `D0112P0AE00E0000B82679114F470F540165EDFBF7E250FCEA43F810D215F8D207E2E417C07156A27E8E31DA05F7425509593D03A457DC34`
    /// holds the key `3F419E1CB7079442AA37474C2EFBF8B8`.
    public static Unwrapped unwrap(byte[] kbpk, String block) {
        CryptoRefusal.KEY_BLOCK_HEADER.unless(!given(block).isEmpty() && VERSIONS.indexOf(block.charAt(0)) >= 0, VERSION_RULE);
        try (Protection protection = Protection.of(block.charAt(0), kbpk)) {
            return protection.unwrap(block);
        }
    }

    /// A key block protection key (KBPK) for one version, its encryption and MAC key derived and ready. Use it from any
    /// number of threads.
    public static final class Protection implements AutoCloseable {

        private final char version;
        private final BlockKey encryption;
        private final CmacKey cmac;
        private final TdesKey cbcMac;

        private Protection(char version, BlockKey encryption, CmacKey cmac, TdesKey cbcMac) {
            this.version = version;
            this.encryption = encryption;
            this.cmac = cmac;
            this.cbcMac = cbcMac;
        }

        /// @param version `A` to `E`, or `4`
        /// @param kbpk 16 or 24 bytes for A, B and C; 16, 24 or 32 for D and E; 16 for 4
        /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK] for a TDES key of equal parts, or with a weak or semi-weak one, and for
        ///         a key of zeros
        public static Protection of(char version, byte[] kbpk) {
            requireLength(version, kbpk);
            if ("ABC".indexOf(version) >= 0) {
                Tdes.requireStrong(kbpk);
            }
            CryptoRefusal.KEY_WEAK.unless(!Bytes.isZero(kbpk), "a protection key is not all zeros");
            return ready(version, kbpk);
        }

        /// Whatever the protection key is worth: for comparing with published test data, whose keys may be weak, and for nothing else.
        ///
        /// @param version as [#of(char, byte[])] has it, likewise `kbpk`
        public static Protection ofPublished(char version, byte[] kbpk) {
            requireLength(version, kbpk);
            return ready(version, kbpk);
        }

        private static void requireLength(char version, byte[] kbpk) {
            switch (version) {
                case 'A', 'B', 'C' -> CryptoRefusal.KEY_LENGTH.unless(given(kbpk).length == 16 || kbpk.length == 24,
                        "a protection key for versions A, B and C has 16 or 24 bytes");
                case 'D', 'E' -> CryptoRefusal.KEY_LENGTH.unless(
                        given(kbpk).length == 16 || kbpk.length == 24 || kbpk.length == 32,
                        "a protection key for versions D and E has 16, 24 or 32 bytes");
                case VERSION_SM4 -> CryptoRefusal.KEY_LENGTH.unless(given(kbpk).length == 16, "a protection key for version 4 has 16 bytes");
                default -> throw CryptoRefusal.KEY_BLOCK_HEADER.because(VERSION_RULE);
            }
        }

        private static Protection ready(char version, byte[] kbpk) {
            byte[] encryptionKey = encryptionKey(version, kbpk);
            byte[] macKey = macKey(version, kbpk);
            try {
                return switch (version) {
                    case 'A', 'C' -> new Protection(version, TdesKey.derived(encryptionKey), null, TdesKey.derived(macKey));
                    case 'B' -> new Protection(version, TdesKey.derived(encryptionKey), CmacKey.of(TdesKey.derived(macKey)), null);
                    case VERSION_SM4 -> new Protection(version, Sm4Key.of(encryptionKey), CmacKey.of(Sm4Key.of(macKey)), null);
                    default -> new Protection(version, AesKey.of(encryptionKey), CmacKey.of(AesKey.of(macKey)), null);
                };
            } finally {
                Bytes.wipe(encryptionKey, macKey);
            }
        }

        /// Version D under a key that stays in its device: the device takes part in the derivation, the derived keys are here.
        public static Protection of(AesDeviceKey kbpk) {
            byte[] encryptionKey = derivedAes(given(kbpk).again(), kbpk.keyBytes(), 0);
            byte[] macKey = derivedAes(kbpk.again(), kbpk.keyBytes(), 1);
            try {
                return new Protection('D', AesKey.of(encryptionKey), CmacKey.of(AesKey.of(macKey)), null);
            } finally {
                Bytes.wipe(encryptionKey, macKey);
            }
        }

        /// Wraps with random padding to the next whole block (version E: none).
        ///
        /// The block of [X9143#wrap]: `E0084P0AE00E00008A307071B0373D9A1AFF4E47EBD5B74DAD18B57E3F22B8136516A49B6BE49F6CC195`.
        ///
        /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK] for a TDES or DES key of equal parts, or with a weak or semi-weak one
        public String wrap(Header header, byte[] key) {
            requireStrong(header, key);
            byte[] padding = new byte[paddingBytes(given(key).length)];
            RANDOM.nextBytes(padding);
            return wrap(header, key, padding);
        }

        /// Wraps with random padding that makes each key look `maskedKeyBytes` long.
        ///
        /// The key `3F419E1CB7079442AA37474C2EFBF8B8` in version D, masked as 32 bytes, gives a block of 144 characters that begins with
        /// `D0144P0AE00E0000`, as a key of 32 bytes does; [#unwrap] gives the 16 bytes.
        ///
        /// @param key 1 to 4000 bytes
        /// @param maskedKeyBytes at most 4000
        /// @throws CryptoRefusedException as [#wrap(Header, byte[])]
        public String wrapMasked(Header header, byte[] key, int maskedKeyBytes) {
            requireStrong(header, key);
            CryptoRefusal.PARAMETER.unless(maskedKeyBytes <= KEY_BYTES_MAX, "a key looks at most 4000 bytes long");
            int masked = Math.max(maskedKeyBytes, given(key).length);
            byte[] padding = new byte[masked - key.length + paddingBytes(masked)];
            RANDOM.nextBytes(padding);
            return wrap(header, key, padding);
        }

        /// Wraps with the padding given, for known answers; whatever the key is worth.
        ///
        /// Under `88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6` the key `3F419E1CB7079442AA37474C2EFBF8B8` with the
        /// header `Header.of('D', "P0", 'A', 'E', 'E')` and the padding `1C2965473CE206BB855B01533782` becomes the block of
        /// [X9143#unwrap].
        ///
        /// @param key 1 to 4000 bytes
        public String wrap(Header header, byte[] key, byte[] padding) {
            requireHeader(given(header).version() == version, "the header names the version of its protection key");
            CryptoRefusal.KEY_BLOCK_KEY.unless(given(key).length > 0 && key.length <= KEY_BYTES_MAX, "a key has 1 to 4000 bytes");
            requireKeyLength(header, key.length);
            int payloadBytes = 2 + key.length + given(padding).length;
            CryptoRefusal.KEY_BLOCK_KEY.unless(version == 'E' || payloadBytes % encryption.blockBytes() == 0,
                    "length, key and padding are whole blocks");
            String optional = encodedOptional(header.optionalBlocks());
            int blocks = header.optionalBlocks().size();
            // optional blocks are brought to whole blocks of the cipher by a padding block; the counter mode of E wants none
            int over = version == 'E' ? 0 : optional.length() % encryption.blockBytes();
            if (over != 0) {
                CryptoRefusal.KEY_BLOCK_OPTIONAL.unless(!header.optionalBlocks().getLast().id().equals(PADDING_BLOCK),
                        "optional blocks with their padding block are whole blocks of the cipher");
                int missing = encryption.blockBytes() - over;
                int padded = missing >= 4 ? missing : missing + encryption.blockBytes();
                optional += new OptionalBlock(PADDING_BLOCK, randomCharacters(padded - 4)).encoded();
                blocks++;
            }
            requireHeader(blocks <= 99, "a key block has at most 99 optional blocks");
            int length = HEADER_CHARACTERS + optional.length() + 2 * payloadBytes + 2 * macBytes();
            CryptoRefusal.KEY_BLOCK_LENGTH.unless(length <= BLOCK_CHARACTERS_MAX, "a key block has at most 9999 characters");
            byte[] clearHeader = (header.encoded(length, blocks) + optional).getBytes(StandardCharsets.US_ASCII);

            byte[] payload = new byte[payloadBytes];
            payload[0] = (byte) (8 * key.length >> 8);
            payload[1] = (byte) (8 * key.length);
            System.arraycopy(key, 0, payload, 2, key.length);
            System.arraycopy(padding, 0, payload, 2 + key.length, padding.length);
            byte[] sealed;
            byte[] mac;
            if (cbcMac != null) {
                sealed = encryption.encryptCbc(Arrays.copyOf(clearHeader, 8), payload);
                mac = mac(Bytes.concat(clearHeader, sealed));
            } else {
                byte[] authenticated = Bytes.concat(clearHeader, payload);
                mac = mac(authenticated);
                sealed = version == 'E' ? counterMode(mac, payload) : encryption.encryptCbc(mac, payload);
                Bytes.wipe(authenticated);
            }
            Bytes.wipe(payload);
            return new String(clearHeader, StandardCharsets.US_ASCII) + Bytes.hex(sealed) + Bytes.hex(mac);
        }

        /// Checks the MAC and takes the key out, whatever it is worth: a weak one, or a TDES key of equal parts, comes out too, since
        /// published blocks hold such. Who takes a key from elsewhere judges it ([Tdes#requireStrong], [KeyComponents#requireKey]).
        ///
        /// @throws CryptoRefusedException [CryptoRefusal#KEY_BLOCK_HEADER], [CryptoRefusal#KEY_BLOCK_LENGTH],
        ///         [CryptoRefusal#KEY_BLOCK_OPTIONAL] or [CryptoRefusal#NOT_DIGITS] for its form,
        ///         [CryptoRefusal#KEY_BLOCK_MAC] if it was changed or is under another key,
        ///         [CryptoRefusal#KEY_BLOCK_KEY] if the key inside has an impossible length
        public Unwrapped unwrap(String block) {
            Parsed parsed = parsed(block);
            requireHeader(parsed.header.version() == version, "the header names the version of its protection key");
            CryptoRefusal.KEY_BLOCK_LENGTH.unless(Integer.parseInt(block.substring(1, 5)) == block.length(),
                    "the length in a key block's header is its length");
            int payloadCharacters = block.length() - parsed.characters - 2 * macBytes();
            int unit = version == 'E' ? 2 : 2 * encryption.blockBytes();
            CryptoRefusal.KEY_BLOCK_LENGTH.unless(payloadCharacters >= Math.max(unit, 6) && payloadCharacters % unit == 0,
                    "after the header a key block has the key in whole blocks, and the MAC");
            byte[] sealed = ofCanonicalHex(block.substring(parsed.characters, parsed.characters + payloadCharacters));
            byte[] mac = ofCanonicalHex(block.substring(parsed.characters + payloadCharacters));
            byte[] clearHeader = block.substring(0, parsed.characters).getBytes(StandardCharsets.US_ASCII);

            byte[] payload;
            boolean right;
            if (cbcMac != null) {
                right = Bytes.same(mac, mac(Bytes.concat(clearHeader, sealed)));
                payload = encryption.decryptCbc(Arrays.copyOf(clearHeader, 8), sealed);
            } else {
                payload = version == 'E' ? counterMode(mac, sealed) : encryption.decryptCbc(mac, sealed);
                byte[] authenticated = Bytes.concat(clearHeader, payload);
                right = Bytes.same(mac, mac(authenticated));
                Bytes.wipe(authenticated);
            }
            try {
                CryptoRefusal.KEY_BLOCK_MAC.unless(right,
                        "the key block was changed, or is protected by another key");
                int keyBits = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
                CryptoRefusal.KEY_BLOCK_KEY.unless(keyBits > 0 && keyBits % 8 == 0 && keyBits / 8 <= payload.length - 2,
                        "the key in a key block has whole bytes and fits into it");
                requireKeyLength(parsed.header, keyBits / 8);
                return new Unwrapped(parsed.header, Arrays.copyOfRange(payload, 2, 2 + keyBits / 8));
            } finally {
                Bytes.wipe(payload);
            }
        }

        private byte[] mac(byte[] data) {
            return cbcMac != null
                    ? Arrays.copyOf(Iso9797.algorithm1(cbcMac, MacPadding.ZEROS, data), 4)
                    : cmac.mac(data);
        }

        private int macBytes() {
            return cbcMac != null ? 4 : encryption.blockBytes();
        }

        private int paddingBytes(int keyBytes) {
            int over = (2 + keyBytes) % encryption.blockBytes();
            return version == 'E' || over == 0 ? 0 : encryption.blockBytes() - over;
        }

        /// CTR with the MAC as first counter block (ISO 20038).
        private byte[] counterMode(byte[] mac, byte[] data) {
            byte[] counter = mac.clone();
            byte[] stream = new byte[16];
            byte[] out = data.clone();
            for (int i = 0; i < out.length; i += 16) {
                encryption.encrypt(counter, 0, stream, 0);
                Bytes.xorInto(out, i, stream, 0, Math.min(16, out.length - i));
                for (int j = 15; j >= 0 && ++counter[j] == 0; j--) {
                    // the carry goes on
                }
            }
            Bytes.wipe(stream);
            return out;
        }

        @Override
        public void close() {
            encryption.close();
            if (cmac != null) {
                cmac.close();
            }
            if (cbcMac != null) {
                cbcMac.close();
            }
        }

        @Override
        public String toString() {
            return "X9143.Protection[" + version + "]";
        }
    }

    /// The block encryption key (KBEK) of a protection key, for whoever compares steps: a variant for A and C, derived by CMAC for
    /// B, D, E and 4 (X9.143, 6). Wipe it after use.
    ///
    /// Version `D`, `88E1AB2A2E3DD38C1FA039A536500CC8`: `DB605ED0B3B456610097B230A1A7A5EC`.
    public static byte[] encryptionKey(char version, byte[] kbpk) {
        return switch (version) {
            case 'A', 'C' -> variant(kbpk, 0x45);
            case 'B' -> derivedTdes(kbpk, 0);
            case 'D' -> derivedAes(kbpk, 0);
            case VERSION_SM4 -> derivedSm4(kbpk, 0);
            default -> derivedAes(kbpk, 2);
        };
    }

    /// The block authentication key (KBAK) of a protection key. Wipe it after use.
    ///
    /// Version `D`, `88E1AB2A2E3DD38C1FA039A536500CC8`: `71F8C080EFD46E8D72415E7EBE389445`.
    public static byte[] macKey(char version, byte[] kbpk) {
        return switch (version) {
            case 'A', 'C' -> variant(kbpk, 0x4D);
            case 'B' -> derivedTdes(kbpk, 1);
            case VERSION_SM4 -> derivedSm4(kbpk, 1);
            default -> derivedAes(kbpk, 1);
        };
    }

    private static byte[] variant(byte[] kbpk, int mask) {
        byte[] key = given(kbpk).clone();
        for (int i = 0; i < key.length; i++) {
            key[i] ^= (byte) mask;
        }
        return key;
    }

    private static byte[] derivedTdes(byte[] kbpk, int purpose) {
        return derived(CmacKey.of(TdesKey.derived(kbpk)), 8, purpose, kbpk.length == 16 ? 0 : 1, kbpk.length);
    }

    private static byte[] derivedAes(byte[] kbpk, int purpose) {
        return derivedAes(AesKey.of(kbpk), kbpk.length, purpose);
    }

    private static byte[] derivedAes(BlockKey kbpk, int keyBytes, int purpose) {
        return derived(CmacKey.of(kbpk), 16, purpose, keyBytes / 8, keyBytes);
    }

    private static byte[] derivedSm4(byte[] kbpk, int purpose) {
        return derived(CmacKey.of(Sm4Key.of(kbpk)), 16, purpose, kbpk.length / 8, kbpk.length);
    }

    private static byte[] derived(CmacKey kbpk, int blockBytes, int purpose, int algorithm, int keyBytes) {
        try (kbpk) {
            byte[] key = new byte[keyBytes];
            for (int at = 0, counter = 1; at < keyBytes; at += blockBytes, counter++) {
                byte[] data = {(byte) counter, 0, (byte) purpose, 0, 0, (byte) algorithm, (byte) (8 * keyBytes >> 8),
                    (byte) (8 * keyBytes)};
                byte[] part = kbpk.mac(data);
                System.arraycopy(part, 0, key, at, Math.min(blockBytes, keyBytes - at));
                Bytes.wipe(part);
            }
            return key;
        }
    }

    private static Parsed parsed(String block) {
        requireHeader(given(block).length() >= HEADER_CHARACTERS, "a key block has a header of 16 characters");
        requireHeader(isPrintable(block), "a key block is printable ASCII");
        requireHeader(Bytes.isDecimal(block.substring(1, 5)), "the length in the header is four decimal digits");
        requireHeader(Bytes.isDecimal(block.substring(12, 14)), "the number of optional blocks is two decimal digits");
        int blocks = Integer.parseInt(block.substring(12, 14));
        List<OptionalBlock> optional = new ArrayList<>(blocks);
        int at = HEADER_CHARACTERS;
        for (int i = 0; i < blocks; i++) {
            requireOptional(block.length() >= at + 4, "an optional block has an identifier and a length");
            String id = block.substring(at, at + 2);
            int dataAt = at + 4;
            int length = hexNumber(block, at + 2, 2);
            if (length == 0) {
                int digits = hexNumber(block, at + 4, 2);
                requireOptional(digits >= 1 && digits <= 4, "an extended length has 1 to 4 hex digits");
                length = hexNumber(block, at + 6, digits);
                dataAt = at + 6 + digits;
            }
            requireOptional(at + length >= dataAt, "an optional block's length counts its identifier and length");
            requireOptional(at + length <= block.length(), "an optional block ends inside of the key block");
            optional.add(new OptionalBlock(id, block.substring(dataAt, at + length)));
            at += length;
        }
        Header header = new Header(block.charAt(0), block.substring(5, 7), block.charAt(7), block.charAt(8),
                block.substring(9, 11), block.charAt(11), block.substring(14, 16), optional);
        return new Parsed(header, at);
    }

    private static void requirePaddingLast(List<OptionalBlock> blocks) {
        requireOptional(blocks.stream().limit(Math.max(0, blocks.size() - 1)).noneMatch(block -> block.id().equals(PADDING_BLOCK)),
                "the padding block is the last optional block");
    }

    private static int hexNumber(String text, int at, int digits) {
        requireOptional(text.length() >= at + digits && isCanonicalHex(text.substring(at, at + digits)),
                "the length of an optional block is hexadecimal, in upper case");
        return Integer.parseInt(text.substring(at, at + digits), 16);
    }

    private static String encodedOptional(List<OptionalBlock> blocks) {
        StringBuilder text = new StringBuilder();
        blocks.forEach(block -> text.append(block.encoded()));
        return text.toString();
    }

    private static String randomCharacters(int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append("0123456789ABCDEF".charAt(RANDOM.nextInt(16)));
        }
        return text.toString();
    }

    private static void requireKeyLength(Header header, int keyBytes) {
        boolean fits = switch (header.algorithm()) {
            case 'A' -> keyBytes == 16 || keyBytes == 24 || keyBytes == 32;
            case 'T' -> keyBytes == 8 || keyBytes == 16 || keyBytes == 24;
            case 'D' -> keyBytes == 8;
            case ALGORITHM_SM4 -> keyBytes == 16;
            default -> true;
        };
        CryptoRefusal.KEY_BLOCK_KEY.unless(fits, "the key in a key block is as long as its algorithm wants");
    }

    private static void requireStrong(Header header, byte[] key) {
        if (given(header).algorithm() == 'T' || header.algorithm() == 'D') {
            Tdes.requireStrong(key);
        }
    }

    /// Upper case only, so that a block has one text.
    private static byte[] ofCanonicalHex(String text) {
        CryptoRefusal.NOT_DIGITS.unless(isCanonicalHex(text), "the hexadecimal digits of a key block are 0 to 9, A to F");
        return Bytes.ofHex(text);
    }

    private static boolean isCanonicalHex(String text) {
        return text.chars().noneMatch(c -> c >= 'a' && c <= 'f') && Bytes.isHex(text);
    }

    private static String fourDigits(int number) {
        return Integer.toString(10000 + number).substring(1);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlphanumeric(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z');
    }

    private static boolean isPrintable(String text) {
        return given(text).chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    }

    private static void requireHeader(boolean holds, String rule) {
        CryptoRefusal.KEY_BLOCK_HEADER.unless(holds, rule);
    }

    private static void requireOptional(boolean holds, String rule) {
        CryptoRefusal.KEY_BLOCK_OPTIONAL.unless(holds, rule);
    }
}
