package io.shouyin.paycrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/// Our DES and SM4 against independent ones, over random keys and blocks.
class BlockCiphersTest {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private final Random random = new Random(20260101);

    @Test
    void des_randomKeysAndBlocks_equalsTheJdk() throws Exception {
        for (int length : new int[] {8, 16, 24}) {
            for (int i = 0; i < 300; i++) {
                byte[] key = bytes(length);
                byte[] data = bytes(32);
                byte[] full = length == 16 ? Arrays.copyOf(key, 24) : key;
                if (length == 16) {
                    System.arraycopy(key, 0, full, 16, 8);
                }
                Cipher jdk = Cipher.getInstance(length == 8 ? "DES/ECB/NoPadding" : "DESede/ECB/NoPadding");
                jdk.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(full, length == 8 ? "DES" : "DESede"));
                byte[] expected = jdk.doFinal(data);
                assertThat(Tdes.encryptEcb(key, data)).isEqualTo(expected);
                assertThat(Tdes.decryptEcb(key, expected)).isEqualTo(data);
            }
        }
    }

    @Test
    void aesInJava_randomKeysAndBlocks_equalsTheJdk() {
        for (int length : new int[] {16, 24, 32}) {
            for (int i = 0; i < 300; i++) {
                byte[] key = bytes(length);
                byte[] data = bytes(48);
                AesSoftKey soft = AesSoftKey.of(key);
                byte[] encrypted = soft.encryptEcb(data);
                assertThat(encrypted).isEqualTo(AesKey.of(key).encryptEcb(data));
                assertThat(soft.decryptEcb(encrypted)).isEqualTo(data);
                soft.close();
            }
        }
        assertReason(CryptoRefusal.KEY_LENGTH, () -> AesSoftKey.of(new byte[20]));
    }

    @Test
    void aesInJava_ontoItsKey_equalsTheJdk() {
        for (int length : new int[] {16, 24, 32}) {
            for (int blockBytes : new int[] {16, 32}) {
                byte[] key = bytes(length);
                byte[] blocks = bytes(blockBytes);
                byte[] onto = Arrays.copyOf(key, Math.max(length, blockBytes));
                AesSoftKey.encryptOnto(onto, length, blocks);
                assertThat(Arrays.copyOf(onto, blockBytes)).isEqualTo(AesKey.of(key).encryptEcb(blocks));
            }
        }
    }

    @Test
    void cbc_roundTrip_givesTheSame() {
        byte[] key = bytes(16);
        byte[] iv = bytes(8);
        byte[] data = bytes(64);
        assertThat(Tdes.decryptCbc(key, iv, Tdes.encryptCbc(key, iv, data))).isEqualTo(data);
        AesKey aes = AesKey.of(key);
        byte[] iv16 = bytes(16);
        assertThat(aes.decryptCbc(iv16, aes.encryptCbc(iv16, data))).isEqualTo(data);
    }

    @Test
    void sm4_randomKeysAndBlocks_equalsBouncyCastle() {
        for (int i = 0; i < 300; i++) {
            byte[] key = bytes(16);
            byte[] data = bytes(16);
            SM4Engine engine = new SM4Engine();
            engine.init(true, new KeyParameter(key));
            byte[] expected = new byte[16];
            engine.processBlock(data, 0, expected, 0);
            Sm4Key ready = Sm4Key.of(key);
            assertThat(ready.encryptEcb(data)).isEqualTo(expected);
            assertThat(ready.decryptEcb(expected)).isEqualTo(data);
        }
    }

    @Test
    void tdes_workedExample_holds() {
        assertThat(hex(Tdes.encryptEcb(hex("0123456789ABCDEFFEDCBA9876543210"), new byte[8])))
                .isEqualTo("08D7B4FB629D0885");
        assertThat(hex(Tdes.withOddParity(hex("00FF03")))).isEqualTo("01FE02");
    }

    @Test
    void tdesKey_weakEvenOrWrongLength_isRefusedByName() {
        assertReason(CryptoRefusal.KEY_LENGTH, () -> Tdes.encryptEcb(new byte[15], new byte[8]));
        assertReason(CryptoRefusal.DATA_LENGTH, () -> Tdes.encryptEcb(hex("0123456789ABCDEFFEDCBA9876543210"), new byte[7]));
        assertReason(CryptoRefusal.KEY_PARITY, () -> Tdes.requireOddParity(hex("0023456789ABCDEF")));
        assertReason(CryptoRefusal.KEY_WEAK, () -> Tdes.requireStrong(hex("0101010101010101")));
        assertReason(CryptoRefusal.KEY_WEAK, () -> Tdes.requireStrong(hex("00FE00FE00FE00FE0123456789ABCDEF")));
        assertReason(CryptoRefusal.KEY_WEAK, () -> Tdes.requireStrong(hex("0123456789ABCDEF0023456789ABCDEF")));
        Tdes.requireStrong(hex("0123456789ABCDEFFEDCBA9876543210"));
    }

    @Test
    void toString_ofAReadyKey_showsNoKey() {
        assertThat(TdesKey.of(hex("0123456789ABCDEF"))).hasToString("TdesKey[DES]");
        assertThat(AesKey.of(new byte[32])).hasToString("AesKey[AES]");
        assertThat(Sm4Key.of(new byte[16])).hasToString("Sm4Key[SM4]");
    }

    static void assertReason(CryptoRefusal reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(CryptoRefusedException.class,
                e -> assertThat(e.reason()).isEqualTo(reason));
    }

    static byte[] hex(String text) {
        return HEX.parseHex(text);
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
