package io.shouyin.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckValuesTest {

    @ParameterizedTest
    @CsvSource({"08D7B4FB, 08D7B4FB, true", "08D7B4FB, 08D7B4, true", "08D7B4FB, 08d7b4fb, true", "08D7B4FB, 08D7B, false",
            "08D7B4FB, 08D7B4FBA9, false", "08D7B4FB, 08D7B5, false", "8CA64D, 8CA64D, true", "8CA64D, 8CA64D00, false",
            "9E95F8088C, 9E95F8088C, true", "9E95F8088C, 9E95F8088D, false", "9E95F8088C, 9E95F8, true", "9E95F8088C, 9E95F8088C00, false"})
    void value_byItsFirstSixDigitsOrMore_agrees(String found, String said, boolean agrees) {
        assertThat(CheckValues.agree(found, said)).isEqualTo(agrees);
    }
}
