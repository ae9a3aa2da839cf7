package io.shouyin.iso8583.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiptTextsTest {

    @Test
    void texts_inGbk_areRead_emptyOnesLeftOut() {
        assertThat(ReceiptTexts.of(new Field63.Reply("CUP", "谢谢惠顾!", "", "Come again: 10% off").encode())).containsExactly("谢谢惠顾!", "Come again: 10% off");
        assertThat(ReceiptTexts.of("CUP")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"6216261000000000018, *", "6216 2610 0000 0018, *", "12345678901, 12345678901"})
    void numberAsLongAsACards_doesNotPass(String text, String shown) {
        assertThat(ReceiptTexts.of(new Field63.Reply("CUP", text, "", "").encode())).containsExactly(shown);
    }

    @ParameterizedTest
    @CsvSource({"CU", "CUPx", "CUP\u0081\u0081\u0081\u0081\u0081\u0081\u0081\u0081\u0081\u0081\u0081\u0081\u0081\u0081\u0081\u0081\u0081\u0081\u0081\u00ff"})
    void field_thatMakesNoSense_saysNothing(String field) {
        assertThat(ReceiptTexts.of(field)).isEmpty();
    }
}
