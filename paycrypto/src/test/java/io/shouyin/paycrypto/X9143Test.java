package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.BlockCiphersTest.assertReason;
import static io.shouyin.paycrypto.BlockCiphersTest.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class X9143Test {

    private static final byte[] KBPK =
            hex("88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6");
    private static final String BLOCK = "D0112P0AE00E0000B82679114F470F540165EDFBF7E250FCEA43F810D215F8D207E2E417C07156A2"
            + "7E8E31DA05F7425509593D03A457DC34";

    /// TR-31:2018 A.7.4.
    @Test
    void unwrap_workedExample_holds() {
        try (X9143.Unwrapped key = X9143.unwrap(KBPK, BLOCK)) {
            assertThat(hex(key.key())).isEqualTo("3F419E1CB7079442AA37474C2EFBF8B8");
            assertThat(key.header()).isEqualTo(X9143.Header.of('D', "P0", 'A', 'E', 'E'));
            assertThat(key).hasToString("X9143.Unwrapped[P0AE]");
        }
        try (X9143.Protection protection = X9143.Protection.of('D', KBPK)) {
            assertThat(protection.wrap(X9143.Header.of('D', "P0", 'A', 'E', 'E'),
                    hex("3F419E1CB7079442AA37474C2EFBF8B8"), hex("1C2965473CE206BB855B01533782"))).isEqualTo(BLOCK);
        }
    }

    @Test
    void unwrap_underAKeyInADevice_isTheSame() {
        try (AesKey inside = AesKey.of(KBPK)) {
            AesDeviceKey device = AesDeviceKey.of(32, inside::encryptEcb);
            assertThat(KeyCheck.aesCmac(device)).isEqualTo(KeyCheck.aesCmac(KBPK));
            try (X9143.Protection protection = X9143.Protection.of(device); X9143.Unwrapped key = protection.unwrap(BLOCK)) {
                assertThat(hex(key.key())).isEqualTo("3F419E1CB7079442AA37474C2EFBF8B8");
            }
            assertReason(CryptoRefusal.PARAMETER, () -> device.decryptEcb(new byte[16]));
            assertThat(device).hasToString("AesDeviceKey[AES]");
        }
    }

    @Test
    void header_withAPaddingBlockThatIsNotTheLastOrTwoOfThem_isRefusedByName() {
        var header = X9143.Header.of('D', "P0", 'A', 'E', 'E');
        var padding = new X9143.OptionalBlock("PB", "0".repeat(12));
        var other = new X9143.OptionalBlock("KS", "0".repeat(12));
        for (var blocks : List.of(List.of(padding, other), List.of(padding, padding), List.of(padding, padding, other))) {
            assertReason(CryptoRefusal.KEY_BLOCK_OPTIONAL, () -> header.withOptionalBlocks(blocks));
        }
        String block = X9143.wrap(KBPK, header.withOptionalBlocks(List.of(other, padding)), hex("3F419E1CB7079442AA37474C2EFBF8B8"));
        try (X9143.Unwrapped back = X9143.unwrap(KBPK, block)) {
            assertThat(back.header().optionalBlocks()).containsExactly(other, padding);
        }
    }

    @Test
    void wrap_eachVersionWithOptionalBlocks_comesBack() {
        byte[] tdes = hex("0123456789ABCDEFFEDCBA9876543210");
        for (char version : new char[] {'A', 'B', 'C', 'D', 'E', '4'}) {
            byte[] kbpk = version < 'D' ? tdes : KBPK;
            for (String data : List.of("", "1", "00604B120F9292800000", "x".repeat(300))) {
                var header = X9143.Header.of(version, "K0", 'T', 'B', 'S')
                        .withOptionalBlocks(List.of(new X9143.OptionalBlock("KS", data)));
                String block = X9143.wrap(kbpk, header, tdes);
                assertThat(Integer.parseInt(block.substring(1, 5))).isEqualTo(block.length());
                try (X9143.Unwrapped back = X9143.unwrap(kbpk, block)) {
                    assertThat(back.key()).isEqualTo(tdes);
                    assertThat(back.header().optionalBlocks().getFirst().data()).isEqualTo(data);
                }
            }
        }
    }

    @Test
    void wrapMasked_shortAndLongKeys_makeBlocksOfOneLength() {
        try (X9143.Protection protection = X9143.Protection.of('D', KBPK)) {
            var header = X9143.Header.of('D', "D0", 'A', 'B', 'N');
            assertThat(protection.wrapMasked(header, new byte[16], 32))
                    .hasSameSizeAs(protection.wrapMasked(header, new byte[32], 32));
        }
    }

    @Test
    void unwrap_anyCharacterChanged_isRefusedByName() {
        for (int i = 0; i < BLOCK.length(); i++) {
            char c = BLOCK.charAt(i);
            char other = c == '0' ? '1' : '0';
            String changed = BLOCK.substring(0, i) + other + BLOCK.substring(i + 1);
            assertThatThrownBy(() -> X9143.unwrap(KBPK, changed)).as("character %d", i)
                    .isInstanceOf(CryptoRefusedException.class);
        }
        for (int i = 0; i < BLOCK.length(); i++) {
            String cut = BLOCK.substring(0, i);
            assertThatThrownBy(() -> X9143.unwrap(KBPK, cut)).isInstanceOf(CryptoRefusedException.class);
        }
    }

    /// What is wrong with a block of version B comes to light under a strong key, with the right MAC where it is about what is inside.
    @Test
    void unwrap_ofVersionB_refusesEachFaultByItsName() {
        byte[] kbpk = hex("0123456789ABCDEFFEDCBA9876543210");
        assertReason(CryptoRefusal.KEY_BLOCK_LENGTH, () -> X9143.unwrap(kbpk, "B0040P0TE00N0000"));
        assertReason(CryptoRefusal.KEY_BLOCK_LENGTH, () -> X9143.unwrap(kbpk, "B0024M3TC00E00009AA5BBA6"));
        assertReason(CryptoRefusal.KEY_BLOCK_LENGTH, () -> X9143.unwrap(kbpk, "B0032M3TC00E0000FFFFFFFF9AA5BBA6"));
        assertReason(CryptoRefusal.KEY_BLOCK_HEADER, () -> X9143.unwrap(kbpk, "BX040P0TE00N0000"));
        try (X9143.Unwrapped key = X9143.unwrap(kbpk, blockOfB(kbpk, 128))) {
            assertThat(key.key()).isEqualTo(new byte[16]);
        }
        String block = blockOfB(kbpk, 128);
        for (int at : new int[] {20, 70}) {
            assertReason(CryptoRefusal.NOT_DIGITS, () -> X9143.unwrap(kbpk, block.substring(0, at) + "X" + block.substring(at + 1)));
            assertReason(CryptoRefusal.KEY_BLOCK_MAC,
                    () -> X9143.unwrap(kbpk, block.substring(0, at) + (block.charAt(at) == '0' ? '1' : '0') + block.substring(at + 1)));
        }
        for (int keyBits : new int[] {0, 127, 129, 136, 184, 256, 0xFFFF}) {
            assertReason(CryptoRefusal.KEY_BLOCK_KEY, () -> X9143.unwrap(kbpk, blockOfB(kbpk, keyBits)));
        }
    }

    /// With a payload of 24 bytes that says how long its key is, and the right MAC.
    private static String blockOfB(byte[] kbpk, int keyBits) {
        byte[] header = "B0080P0TE00N0000".getBytes(StandardCharsets.US_ASCII);
        byte[] payload = new byte[24];
        payload[0] = (byte) (keyBits >> 8);
        payload[1] = (byte) keyBits;
        byte[] mac = Cmac.tdes(X9143.macKey('B', kbpk), Bytes.concat(header, payload));
        return new String(header, StandardCharsets.US_ASCII) + hex(Tdes.encryptCbc(X9143.encryptionKey('B', kbpk), mac, payload)) + hex(mac);
    }

    @Test
    void unwrap_underAWeakPublishedKey_isForComparingOnly() {
        byte[] weak = hex("45".repeat(16));
        assertReason(CryptoRefusal.KEY_WEAK, () -> X9143.Protection.of('B', weak));
        try (X9143.Protection published = X9143.Protection.ofPublished('B', weak)) {
            assertReason(CryptoRefusal.KEY_BLOCK_KEY,
                    () -> published.unwrap("B0064M3TC00E0000F74E0A3502C5CEE07342D5DE9E72135E4A81944F80691F0F"));
        }
    }

    @Test
    void unwrap_underAnotherKey_isRefusedByItsMac() {
        byte[] other = KBPK.clone();
        other[0] ^= 2;
        assertReason(CryptoRefusal.KEY_BLOCK_MAC, () -> X9143.unwrap(other, BLOCK));
        assertReason(CryptoRefusal.KEY_LENGTH, () -> X9143.unwrap(new byte[8], BLOCK));
    }
}
