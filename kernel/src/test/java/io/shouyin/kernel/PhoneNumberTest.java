package io.shouyin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            13800138000,       +8613800138000, 138****8000
            138-0013-8000,     +8613800138000, 138****8000
            +86 138 0013 8000, +8613800138000, 138****8000
            +852 5123 4567,    +85251234567,   +852****67
            +12025550100,      +12025550100,   +120****00
            """)
    void number_asPeopleWriteIt_isOneAndIsShownMasked(String typed, String e164, String masked) {
        assertThat(PhoneNumber.of(typed).e164()).isEqualTo(e164);
        assertThat(PhoneNumber.of(typed)).hasToString(masked);
        assertThat(PhoneNumber.find(typed)).contains(new PhoneNumber(e164));
    }

    @ParameterizedTest
    @CsvSource({"138-0013-8000, 138****8000", "021-55550100, ****00", "12345, ****45"})
    void number_asItWasNotedDown_isMasked(String noted, String masked) {
        assertThat(PhoneNumber.masked(noted)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "021-55550100", "02155550100", "12800138000", "1380013800", "138001380001", "+8612800138000", "+862155550100", "+0123456789",
            "+1234567", "+1234567890123456", "８613800138000", "+86138001380０0", "call me", "13800138000\n"})
    void number_thatTakesNoTexts_isRefusedWithoutBeingSaid(String typed) {
        assertThatIllegalArgumentException().isThrownBy(() -> PhoneNumber.of(typed)).satisfies(refused ->
                assertThat(typed.isEmpty() || !refused.getMessage().contains(typed)).isTrue());
        assertThat(PhoneNumber.find(typed)).isEmpty();
    }
}
