package io.shouyin.strength;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.strength.Strength.Grade;
import java.nio.CharBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrengthTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            gongxifacai,             1, WORD
            恭喜发财,                1, WORD
            ijnhygfrdcx,             4, KEYBOARD
            zxcvbnmasdfg,            1, WORD
            abcdefgh,                0, SEQUENCE
            x7qx7qx7qx7q,            1, REPEAT
            mimashishenme,           2, WORD
            Wo ai chi ji dan bing,   2, WORD
            jintiantianqizhenhao,    2, WORD
            womenyiqiquchifanba2024, 3, WORD
            nvpengyou520,            1, WORD
            !QAZ@WSX3edc,            2, KEYBOARD
            $RFV%TGB6yhn,            2, KEYBOARD
            mnbvcxz)(*&^%,           1, KEYBOARD
            qwertyuiop12,            1, KEYBOARD
            床前明月光疑是地上霜,    1, WORD
            举头望明月低头思故乡,    1, WORD
            我爱中国人民解放军,      2, WORD
            我爱北京天安门2024,      1, WORD
            生意兴隆财源广进,        1, WORD
            东方红太阳升1949,        2, WORD
            woaini52zz,              2, WORD
            zhangwei88x,             2, WORD
            q1w2e3r4t5x,             2, KEYBOARD
            wang1987hu,              2, DATE
            """)
    void weakPassword_isToldWhy(String password, int scoreMax, Weakness weakness) {
        var strength = Strength.of(password, List.of());
        assertThat(strength.score()).isLessThanOrEqualTo(scoreMax);
        assertThat(strength.weaknesses()).contains(weakness);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vR7-kettle moss 42 Qd", "k7#Rm2xWq9"})
    void strongPassword_isStrong(String password) {
        assertThat(Strength.of(password, List.of()).grade()).isEqualTo(Grade.STRONG);
    }

    /// The terminal's entry is sent after it was measured.
    @Test
    void measuredPassword_staysAsItIs() {
        var typed = "woaini52zz".toCharArray();
        Strength.of(CharBuffer.wrap(typed), List.of());
        assertThat(typed).containsExactly("woaini52zz".toCharArray());
    }

    @Test
    void nameOfWhoeverTypes_isAWord() {
        assertThat(Strength.of("jiangnanbistro4", List.of("jiangnanbistro")).score()).isLessThan(Strength.of("jiangnanbistro4", List.of()).score());
    }

    /// A million guesses, however they are chosen.
    @ParameterizedTest
    @ValueSource(strings = {"294718", "806953"})
    void sixDigits_areWeak(String password) {
        assertThat(Strength.of(password, List.of()).grade()).isEqualTo(Grade.WEAK);
    }

    @Test
    void sixCharacters_areWeak_withoutAReasonButTheirNumber() {
        assertThat(Strength.of("kq7xvj", List.of())).isEqualTo(new Strength(1, List.of()));
    }

    @Test
    void longText_isMeasuredByItsBeginning() {
        assertThat(Strength.of("k7#Rm2xWq9".repeat(26), List.of()).score()).isPositive();
    }

    @Test
    void everyWeakness_isSaidInBothLanguages() {
        assertThat(Weakness.values()).allSatisfy(weakness -> {
            assertThat(weakness.zh()).matches(".*\\p{IsHan}.*");
            assertThat(weakness.en()).matches("[ -~]+");
        });
    }
}
