package io.shouyin.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrubbedTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sold to 4532 0151 1283 0366          | sold to [card ...0366]
            PAN=4532015112830366;                | PAN=[card ...0366];
            4532-0151-1283-0366 twice 4532015112830366 | [card ...0366] twice [card ...0366]
            track 4532015112830366=30122010000   | track [card ...0366]=30122010000
            0012345320151128303669               | [card ...3669]
            order 1000200030004000               | order 1000200030004000
            counter 453201511283                 | counter 453201511283
            at 1627997501890 ms                  | at 1627997501890 ms
            20 of 100 in 2026-11-23 18:14:00     | 20 of 100 in 2026-11-23 18:14:00
            """)
    void card_inAText_keepsItsLastFour(String text, String scrubbed) {
        assertThat(ScrubbedText.of(text, 200)).isEqualTo(scrubbed);
    }

    @Test
    void controlCharacters_goAndTheLengthIsBound() {
        assertThat(ScrubbedText.of("a\u0000\u001b[31mred\r\nb\u202Ec", 200)).isEqualTo("a [31mred b c");
        assertThat(ScrubbedText.of("abcdef", 3)).isEqualTo("abc");
        assertThat(ScrubbedText.of("ab\uD83D\uDE00", 3)).as("no half of a character").isEqualTo("ab");
    }

    @Test
    void card_acrossTheCut_isGoneBeforeIt() {
        assertThat(ScrubbedText.of("4532015112830366", 15)).isEqualTo("[card ...0366]");
    }

    @Test
    void digitsWithoutEnd_areScrubbed() {
        assertThat(ScrubbedText.of("4532 0151 1283 0366 ".repeat(5_000), 200)).startsWith("[card ...").hasSizeLessThan(30);
    }
}
