package io.shouyin.paycrypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Key blocks from anywhere are refused by name or are whole; nothing else happens.
class KeyBlockFuzzTest {

    private static final byte[] KEY = BlockCiphersTest.hex("0123456789ABCDEFFEDCBA9876543210");
    private static final X9143.OptionalBlock SET = new X9143.OptionalBlock("KS", "00604B120F9292800000");
    private static final List<Character> VERSIONS = List.of('A', 'B', 'C', 'D', 'E', X9143.VERSION_SM4);

    @FuzzTest
    void unwrap_anyText_isRefusedByName(FuzzedDataProvider data) {
        refusedOr(null, data.consumeRemainingAsAsciiString());
    }

    @Test
    void unwrap_changedBlocks_areRefusedByName() {
        Random random = new Random(9143);
        for (char version : VERSIONS) {
            String block = X9143.wrap(KEY, header(version), KEY);
            refusedOr(block, block);
            for (int i = 0; i < 4000; i++) {
                byte[] text = block.getBytes(StandardCharsets.US_ASCII);
                for (int change = 0; change <= i % 3; change++) {
                    text[random.nextInt(i % 2 == 0 ? 44 : text.length)] = (byte) (0x20 + random.nextInt(0x60));
                }
                refusedOr(block, new String(text, 0, text.length - (i % 7 == 0 ? random.nextInt(text.length) : 0),
                        StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void unwrap_lowerCaseHex_isRefusedByName() {
        for (char version : VERSIONS) {
            String block = X9143.wrap(KEY, X9143.Header.of(version, "P0", 'T', 'E', 'E'), KEY);
            for (int i = 16; i < block.length(); i++) {
                String lower = block.substring(0, i) + block.substring(i, i + 1).toLowerCase(Locale.ROOT) + block.substring(i + 1);
                if (!lower.equals(block)) {
                    BlockCiphersTest.assertReason(CryptoRefusal.NOT_DIGITS, () -> X9143.unwrap(KEY, lower));
                }
            }
        }
    }

    private static X9143.Header header(char version) {
        return X9143.Header.of(version, "P0", 'T', 'E', 'E').withOptionalBlocks(List.of(SET));
    }

    /// What opens is what was wrapped, character for character: another header, other optional blocks or a shorter text do not open.
    ///
    /// @param wrapped null if nothing was: then nothing opens
    private static void refusedOr(String wrapped, String block) {
        try (X9143.Unwrapped opened = X9143.unwrap(KEY, block)) {
            assertThat(block).isEqualTo(wrapped);
            assertThat(opened.key()).isEqualTo(KEY);
            X9143.Header expected = header(block.charAt(0));
            assertThat(opened.header().withOptionalBlocks(List.of())).isEqualTo(expected.withOptionalBlocks(List.of()));
            assertThat(opened.header().optionalBlocks()).startsWith(SET).filteredOn(one -> !one.id().equals("PB")).containsExactly(SET);
        } catch (CryptoRefusedException e) {
            assertThat(block).isNotEqualTo(wrapped);
            assertThat(e.reason()).isIn(CryptoRefusal.KEY_BLOCK_HEADER, CryptoRefusal.KEY_BLOCK_LENGTH,
                    CryptoRefusal.KEY_BLOCK_OPTIONAL, CryptoRefusal.KEY_BLOCK_MAC, CryptoRefusal.NOT_DIGITS);
        }
    }
}
