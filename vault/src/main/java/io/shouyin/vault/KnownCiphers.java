package io.shouyin.vault;

import static io.shouyin.vault.SelfTest.hex;
import static io.shouyin.vault.SelfTest.refused;

import io.shouyin.paycrypto.AesGcm;
import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.AesKey;
import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.Cmac;
import io.shouyin.paycrypto.CmacKey;
import io.shouyin.paycrypto.Hkdf;
import io.shouyin.paycrypto.HmacSha256;
import io.shouyin.paycrypto.RetailMac;
import io.shouyin.paycrypto.Sm4Key;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.TrackBlock;
import io.shouyin.paycrypto.TrackCipher;
import io.shouyin.paycrypto.UnionPayMac;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Known answers of ciphers and MACs, of what they seal and what they encrypt.
final class KnownCiphers {

    private static final String ECB_KEY = "0123456789ABCDEFFEDCBA9876543210";

    private KnownCiphers() {}

    static List<SelfTest> all() {
        return List.of(
                new SelfTest("TDES", List.of("08D7B4FB629D0885", "041261AAAAEDCBA9"), () -> List.of(
                        hex(Tdes.encryptEcb(hex(ECB_KEY), new byte[8])), hex(Tdes.decryptEcb(hex(ECB_KEY), hex("230B4C43B8BA2C5C"))))),
                new SelfTest("AES-CMAC", List.of("BB1D6929E95937287FA37D129B756746", "BB1D6929E9593728"), KnownCiphers::cmac),
                new SelfTest("AES-256-GCM", List.of("CEA7403D4D606B6E074EC5D3BAF39D18D0D1C8A799996BF0265B98B5D48AB919",
                        "00000000000000000000000000000000", "SEALED_VALUE", "SEALED_VALUE",
                        "00000000000000000000000000000000", "SEALED_VALUE", "0123456789ABCDEF"), KnownCiphers::gcm),
                new SelfTest("HMAC-SHA-256", List.of("823CEE1B8178245D64BB5333070E47A76D629C64CE24FA231957881D69D24F0B"),
                        () -> List.of(hex(HmacSha256.mac(hex("FE30AABE67F6EBE4003B327DDBFB8261"))))),
                new SelfTest("HKDF-SHA-256",
                        List.of("3CB25F25FAACD57A90434F64D0362F2A2D2D0A90CF1A5A4C5DB02D56ECC4C5BF34007208D5B887185865"),
                        () -> List.of(hex(Hkdf.derive(hex("0B".repeat(22)), hex("000102030405060708090A0B0C"),
                                hex("F0F1F2F3F4F5F6F7F8F9"), 42)))),
                new SelfTest("retail MAC", List.of("A1C72E74EA3FA9B6", "3E8166764E348B9A"), () -> List.of(
                        hex(RetailMac.mac(hex(ECB_KEY), "Now is the time for all ".getBytes(StandardCharsets.US_ASCII))),
                        hex(RetailMac.mac(hex("0113866E7945EFBF7A6846A1E9190862"), hex("D1"))))),
                new SelfTest("UnionPay-style MAC", List.of("06870AD2"), () -> List.of(new String(UnionPayMac.mac(
                        hex("8FE30B2A612C01DA1A1962F737257F67"), hex("E0F762EE0F6B7E25FA95237D16")), StandardCharsets.US_ASCII))),
                new SelfTest("SM4", List.of("681EDF34D206965E86B3E94F536E4246", ECB_KEY, "86C8B70F494DEA22AB25D7A9050AFB8A"),
                        KnownCiphers::sm4),
                new SelfTest("keyed hash of card numbers", List.of("A129CA6149BE45E5"), () -> List.of(String.format("%016X",
                        new SipHash(0x0706050403020100L, 0x0F0E0D0C0B0A0908L).of(hex("000102030405060708090A0B0C0D0E"))))),
                new SelfTest("track encryption", List.of("6216261000000000018=30122200000000000", "6216261000000000018=30122200000000000",
                        "6216261000000000018=30122200000000000"), KnownCiphers::tracks));
    }

    /// NIST SP 800-38B, example 1, whole and as it stands in a message.
    private static List<String> cmac() {
        try (CmacKey key = CmacKey.of(AesKey.of(hex("2B7E151628AED2A6ABF7158809CF4F3C")))) {
            return List.of(hex(key.mac(new byte[0])), hex(key.mac(new byte[0], TerminalProfile.MAC_BYTES)));
        }
    }

    /// NIST SP 800-38D, test case 14, there and back, and with a bit of the tag and of the bound data changed; then with its nonce.
    private static List<String> gcm() {
        byte[] none = new byte[0];
        byte[] sealed = AesGcm.seal(new byte[32], new byte[12], new byte[16], none);
        byte[] changed = sealed.clone();
        changed[31] ^= 1;
        try (AesGcmKey key = AesGcmKey.of(new byte[32])) {
            return List.of(hex(sealed), hex(key.open(new byte[12], sealed, none)), refused(() -> key.open(new byte[12], changed, none)),
                    refused(() -> key.open(new byte[12], sealed, new byte[1])), hex(key.openWithNonce(hex("00".repeat(12) + hex(sealed)), none)),
                    refused(() -> key.openWithNonce(hex("00".repeat(12) + hex(changed)), none)),
                    hex(key.openWithNonce(key.sealWithNonce(hex("0123456789ABCDEF"), none), none)));
        }
    }

    /// GB/T 32907, annex A.
    private static List<String> sm4() {
        try (Sm4Key key = Sm4Key.of(hex(ECB_KEY))) {
            return List.of(hex(key.encryptEcb(hex(ECB_KEY))), hex(key.decryptEcb(hex("681EDF34D206965E86B3E94F536E4246"))),
                    hex(Cmac.sm4(hex("75E17E21465A2D2BD90C7FC14D62527D"), new byte[0])));
        }
    }

    /// Some digits of it under TDES, the whole of it under AES and SM4.
    private static List<String> tracks() {
        byte[] key = hex("7F6E5D4C3B2A19081726354453627180");
        String iv = "000102030405060708090A0B0C0D0E0F";
        try (BlockKey aes = TerminalProfile.AES.ready(key); BlockKey sm4 = TerminalProfile.SM4.ready(key)) {
            return List.of(TrackCipher.decrypt(key, "6216261000000000018DB47A3539B5E5F2F40"),
                    TrackBlock.decrypt(aes, hex(iv + "40B6EE56930A762217E6BC50EEB37CDC49D8621EA6E0B63E4EB2A107350C9D56")),
                    TrackBlock.decrypt(sm4, hex(iv + "F96BDF9BCDF87ABB3B7E750E75F2925B50BA2EC8BF103B3BB23ECCC5E52AAF04")));
        }
    }
}
