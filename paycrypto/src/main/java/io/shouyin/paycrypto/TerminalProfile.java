package io.shouyin.paycrypto;

/// Which cryptography a terminal and its host speak: one choice instead of five.
///
/// | | `tdes` | `aes` | `sm4` |
/// |---|---|---|---|
/// | TMK | TDES, 16 bytes | AES, 32 | SM4, 16 |
/// | working keys | field 62: TDES-ECB, check values ([WorkingKeyField]) | key blocks, version D ([WorkingKeyBlocks]) | key blocks, version 4 |
/// | MAC, field 64 | UnionPay-style "ECB" | AES-CMAC, first 8 bytes | SM4-CMAC, first 8 bytes |
/// | PIN block | ISO format 0, 8 bytes | ISO format 4, 16 | the Chinese one, 16 |
/// | track 2 | 16 of its digits ([TrackCipher]) | whole ([TrackBlock]) | whole |
///
/// `tdes` is what peers of the field speak; the other two are this project's own.
public enum TerminalProfile {
    TDES("tdes", 1, 16, PinFormat.ISO_0),
    AES("aes", 2, 32, PinFormat.ISO_4),
    SM4("sm4", 3, 16, PinFormat.CN_16);

    /// Of each working key in `aes` and `sm4`.
    public static final int WORKING_KEY_BYTES = 16;
    public static final int MAC_BYTES = 8;

    private final String code;
    private final byte number;
    private final int masterKeyBytes;
    private final PinFormat pinFormat;

    TerminalProfile(String code, int number, int masterKeyBytes, PinFormat pinFormat) {
        this.code = code;
        this.number = (byte) number;
        this.masterKeyBytes = masterKeyBytes;
        this.pinFormat = pinFormat;
    }

    /// @throws CryptoRefusedException [CryptoRefusal#PARAMETER] unless it is `tdes`, `aes` or `sm4`
    public static TerminalProfile of(String code) {
        for (TerminalProfile profile : values()) {
            if (profile.code.equals(code)) {
                return profile;
            }
        }
        throw CryptoRefusal.PARAMETER.because("a terminal's profile is tdes, aes or sm4");
    }

    static TerminalProfile ofNumber(byte number) {
        for (TerminalProfile profile : values()) {
            if (profile.number == number) {
                return profile;
            }
        }
        throw CryptoRefusal.PARAMETER.because("a terminal's profile is 1, 2 or 3");
    }

    /// `tdes`, `aes` or `sm4`.
    public String code() {
        return code;
    }

    /// What stands for it in the activation exchange: 1, 2 or 3.
    byte number() {
        return number;
    }

    /// 16 for TDES and SM4, 32 for AES.
    public int masterKeyBytes() {
        return masterKeyBytes;
    }

    public PinFormat pinFormat() {
        return pinFormat;
    }

    /// A key of this profile's cipher made ready.
    public BlockKey ready(byte[] key) {
        return switch (this) {
            case TDES -> TdesKey.of(key);
            case AES -> AesKey.of(key);
            case SM4 -> Sm4Key.of(key);
        };
    }

    /// The check value of a TMK of this profile, or of a component of one, hex: [KeyCheck#tdes] in `tdes`, 8 digits; [KeyCheck#aesCmac] in `aes`
    /// and [KeyCheck#sm4Cmac] in `sm4`, 6 digits.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_LENGTH] for a length that the cipher does not have
    public String checkValue(byte[] masterKey) {
        return switch (this) {
            case TDES -> KeyCheck.tdes(masterKey);
            case AES -> KeyCheck.aesCmac(masterKey);
            case SM4 -> KeyCheck.sm4Cmac(masterKey, 3);
        };
    }

    /// Takes the keys of a sign-in apart and checks them.
    ///
    /// @throws CryptoRefusedException see [WorkingKeyField#parse] and [WorkingKeyBlocks#parse]
    public WorkingKeyField.Keys workingKeys(byte[] tmk, byte[] field62) {
        return switch (this) {
            case TDES -> WorkingKeyField.parse(tmk, field62);
            case AES, SM4 -> WorkingKeyBlocks.parse(this, tmk, field62);
        };
    }

    /// Field 64: 8 bytes over the message from its type to before field 64.
    ///
    /// Key `2B7E151628AED2A6ABF7158809CF4F3C`, no message: `BB1D6929E9593728` in `aes`. Key
    /// `75E17E21465A2D2BD90C7FC14D62527D`: `86C8B70F494DEA22` in `sm4`.
    public byte[] mac(byte[] mak, byte[] mab) {
        return switch (this) {
            case TDES -> UnionPayMac.mac(mak, mab);
            case AES, SM4 -> {
                try (CmacKey key = CmacKey.of(ready(mak))) {
                    yield key.mac(mab, MAC_BYTES);
                }
            }
        };
    }

    /// The PIN block of this profile, enciphered: 8 or 16 bytes.
    ///
    /// `tdes`, PIK `1C5D2F7A9B3E4068A1B2C3D4E5F60719`, PIN `123456`, card `6216261000000000018`: `F28D4EBC3A264F86`. The other two
    /// are made by [PinBlocks#encipherFormat4(BlockKey, CharSequence, CharSequence)] and [PinBlocks#encodeCn16].
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_LENGTH] for a PIK of single DES
    public byte[] pinBlock(byte[] pik, CharSequence pin, CharSequence pan) {
        try (BlockKey key = ready(pik)) {
            PinTranslation.requireFit(key, pinFormat);
            return PinTranslation.encipher(key, pinFormat, PinBlocks.pinField(pin), pan);
        }
    }
}
