package io.shouyin.iso8583.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.iso8583.DecodeException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Field55Test {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String WHOLE = "9F2608B306498316F8EB45" + "9F270180" + "9F100706010A03A00000" + "9F37041A2B3C4D" + "9F36020007" + "95050000040000"
            + "9A03260701" + "9C0100" + "9F0206000000001000" + "5F2A020156" + "82021C00" + "9F1A020156" + "9F0306000000000000";

    @Test
    void decode_wholeRequest_keepsTagsInTheirOrder() throws DecodeException {
        Field55 read = Field55.decodeRequest(HEX.parseHex(WHOLE));
        assertThat(HEX.formatHex(read.value(Field55.COUNTER))).isEqualTo("0007");
        assertThat(HEX.formatHex(read.encode())).isEqualTo(WHOLE);
        assertThat(read.find(Field55.SCRIPT_AFTER)).isEmpty();
    }

    @Test
    void underCryptogram_isInEmvsOrder() throws DecodeException {
        assertThat(HEX.formatHex(Field55.decode(HEX.parseHex(WHOLE)).underCryptogram()))
                .isEqualTo("000000001000" + "000000000000" + "0156" + "0000040000" + "0156" + "260701" + "00" + "1A2B3C4D" + "1C00" + "0007");
    }

    @Test
    void decode_tagsOfAnIssuerAndOfOthers_areKept() throws DecodeException {
        Field55 read = Field55.decode(HEX.parseHex("910A01020304050607083030" + "720B8609842400000811223344" + "DF31052000000000" + "9F7C0101"));
        assertThat(read.value(Field55.ISSUER_AUTHENTICATION)).hasSize(10);
        assertThat(read.tags()).contains(Field55.SCRIPT_AFTER, Field55.SCRIPT_RESULTS, 0x9F7C);
    }

    @ParameterizedTest
    @CsvSource({"9F260101,CHIP_TAG_LENGTH", "9F360300 0701,CHIP_TAG_LENGTH", "9F3600,CHIP_TAG_LENGTH", "9F10 00,CHIP_TAG_LENGTH", "9107 01020304050607,CHIP_TAG_LENGTH",
        "9F36020007 9F36020007,TLV_TAG_REPEATED", "9F3602 00,TLV_MALFORMED", "9F,TLV_MALFORMED", "9F3681 02 0007,TLV_MALFORMED", "9F3680,TLV_MALFORMED",
        "9F36020007 9A,TLV_MALFORMED"})
    void decode_whatIsNotWhole_isRefusedByName(String hex, String rule) {
        assertThatThrownBy(() -> Field55.decode(HEX.parseHex(hex.replace(" ", "")))).isInstanceOfSatisfying(DecodeException.class, refused -> {
            assertThat(refused.refusal()).hasToString(rule);
            assertThat(refused.field()).isEqualTo(55);
        });
    }

    @Test
    void decodeRequest_withoutATagThatTheIssuerNeeds_isRefusedByName() throws DecodeException {
        for (int tag : Field55.decode(HEX.parseHex(WHOLE)).tags()) {
            Field55 less = Field55.empty();
            for (int other : Field55.decode(HEX.parseHex(WHOLE)).tags()) {
                less = other == tag ? less : less.with(other, Field55.decode(HEX.parseHex(WHOLE)).value(other));
            }
            byte[] field = less.encode();
            assertThatThrownBy(() -> Field55.decodeRequest(field)).isInstanceOfSatisfying(DecodeException.class,
                    refused -> assertThat(refused.refusal()).hasToString("CHIP_TAG_MISSING"));
        }
    }

    @Test
    void toString_saysNoValues() {
        assertThat(Field55.empty().with(Field55.COUNTER, new byte[2])).hasToString("Field55[9F36 (2 bytes)]");
    }
}
