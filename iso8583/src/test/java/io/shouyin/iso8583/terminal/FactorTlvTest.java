package io.shouyin.iso8583.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactorTlvTest {

    @Test
    void factors_ofASale_areEncodedInOrder() throws Exception {
        var factors = FactorTlv.empty()
                .with(FactorTlv.OPERATOR, "01")
                .with(FactorTlv.TRANSACTION_PASSWORD, new byte[FactorTlv.SEALED_LENGTH_BYTES]);
        assertThat(HexFormat.of().withUpperCase().formatHex(factors.encode()))
                .isEqualTo("DF01023031" + "DF025D" + "00".repeat(93));
        var read = FactorTlv.decode(factors.encode());
        assertThat(read).isEqualTo(factors).hasSameHashCodeAs(factors);
        assertThat(read.text(FactorTlv.OPERATOR)).contains("01");
        assertThat(read.find(FactorTlv.TRANSACTION_PASSWORD)).hasValueSatisfying(sealed -> assertThat(sealed).hasSize(93));
        assertThat(read.has(FactorTlv.CARD_PASSWORD)).isFalse();
        assertThat(read.find(FactorTlv.CARD_PASSWORD)).isEmpty();
        assertThat(read.tags()).containsExactly(FactorTlv.OPERATOR, FactorTlv.TRANSACTION_PASSWORD);
        assertThat(read).hasToString("FactorTlv[DF01 (2 bytes) DF02 (93 bytes)]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 255, 256, 500})
    void value_ofAnyLength_comesBack(int length) throws Exception {
        var factors = FactorTlv.empty().with(FactorTlv.RULES_BROKEN, new byte[length]);
        assertThat(FactorTlv.decode(factors.encode()).find(FactorTlv.RULES_BROKEN).orElseThrow()).hasSize(length);
    }

    @Test
    void values_changedOutside_doNotChangeTheFactors() {
        byte[] value = {1};
        var factors = FactorTlv.empty().with(FactorTlv.TRIES_LEFT, value);
        value[0] = 9;
        factors.find(FactorTlv.TRIES_LEFT).orElseThrow()[0] = 9;
        assertThat(factors.find(FactorTlv.TRIES_LEFT)).hasValueSatisfying(kept -> assertThat(kept).containsExactly(1));
        assertThat(FactorTlv.empty().isEmpty()).isTrue();
    }

    @Test
    void tag_thatNobodyNamed_isKept() throws Exception {
        byte[] field = HexFormat.of().parseHex("9A01AADF8101020102");
        assertThat(FactorTlv.decode(field).tags()).containsExactly(0x9A, 0xDF8101);
        assertThat(FactorTlv.decode(field).encode()).isEqualTo(field);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a tag cut                 | DF              | TLV_MALFORMED    | 0
            no length                 | DF01            | TLV_MALFORMED    | 0
            a value cut               | DF01023031DF0205| TLV_MALFORMED    | 5
            a tag of zero             | 0000            | TLV_MALFORMED    | 0
            a tag of four bytes       | DF81818101      | TLV_MALFORMED    | 0
            a tag that needs no more  | DF0000          | TLV_MALFORMED    | 0
            an indefinite length      | DF01800000      | TLV_MALFORMED    | 2
            a length of three bytes   | DF0183000001AA  | TLV_MALFORMED    | 2
            a length cut              | DF0182          | TLV_MALFORMED    | 2
            a length too long for 5   | DF01810530303030| TLV_MALFORMED    | 2
            a long length of 128      | DF01820080      | TLV_MALFORMED    | 2
            a tag twice               | DF010130DF010131| TLV_TAG_REPEATED | 4
            """)
    void bytes_thatAreNoTlv_areRefused(String what, String hex, DecodeRefusal refusal, int offset) {
        var refused = catchThrowableOfType(DecodeException.class,
                () -> FactorTlv.decode(HexFormat.of().parseHex(hex)));
        assertThat(refused.refusal()).isEqualTo(refusal);
        assertThat(refused.field()).isEqualTo(57);
        assertThat(refused.offsetBytes()).isEqualTo(offset);
    }

    @Test
    void tag_thatIsNone_isRefused() {
        for (int tag : new int[] {0, -1, 0x1F, 0xDF, 0xDF80, 0x9A01, 0xDF0102, 0x1000000}) {
            assertThatIllegalArgumentException().isThrownBy(() -> FactorTlv.empty().with(tag, "x"));
        }
    }
}
