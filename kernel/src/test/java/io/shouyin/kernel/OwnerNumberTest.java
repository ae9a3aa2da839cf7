package io.shouyin.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.OwnerNumber.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Credit codes and resident IDs, by the examples of GB 32100-2015 and GB 11643-1999.
class OwnerNumberTest {

    private static final String CREDIT_CODE = "91350100M000100Y43";
    private static final String RESIDENT_ID = "11010519491231002X";

    @ParameterizedTest
    @CsvSource({CREDIT_CODE + ", CREDIT_CODE, 9135**********0Y43", RESIDENT_ID + ", RESIDENT_ID, 1101**********002X",
            "440524188001010014, , ", "440524198001010013, RESIDENT_ID, 4405**********0013", "' 9135 0100-m000100y43 ', CREDIT_CODE, 9135**********0Y43"})
    void number_ofEitherKind_isKnownByItsCheckCharacter(String typed, Kind kind, String masked) {
        assertThat(OwnerNumber.find(typed).map(OwnerNumber::kind).orElse(null)).isEqualTo(kind);
        assertThat(OwnerNumber.find(typed).map(OwnerNumber::masked).orElse(null)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {CREDIT_CODE, RESIDENT_ID})
    void number_withOneCharacterChanged_isNone(String right) {
        for (int i = 0; i < right.length(); i++) {
            char other = right.charAt(i) == '3' ? '4' : '3';
            assertThat(OwnerNumber.find(right.substring(0, i) + other + right.substring(i + 1))).as("character %d", i).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "91350100M000100Y4", "91350100M000100Y433", "91350100M00O100Y43", "11010519491331002X", "９１350100M000100Y43"})
    void number_ofAnotherForm_isNone(String typed) {
        assertThat(OwnerNumber.find(typed)).isEmpty();
    }

    @Test
    void number_printed_saysNothing() {
        assertThat(OwnerNumber.find(CREDIT_CODE).orElseThrow()).hasToString("OwnerNumber[CREDIT_CODE]");
        assertThat(SettlementAccount.find("6222 0212 3456 7894").orElseThrow()).hasToString("SettlementAccount[****7894]");
        assertThat(SettlementAccount.find("1234567")).isEmpty();
        assertThat(SettlementAccount.find("1".repeat(33))).isEmpty();
    }
}
