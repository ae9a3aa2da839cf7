package io.shouyin.paycrypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

    private static final byte[] SECRET = ascii("12345678901234567890");

    /// RFC 6238, appendix B, the rows of SHA-1.
    @ParameterizedTest
    @CsvSource(textBlock = """
            59,          94287082
            1111111109,  07081804
            1111111111,  14050471
            1234567890,  89005924
            2000000000,  69279037
            20000000000, 65353130
            """)
    void code_atTheTimesOfTheStandard_isTheirs(long seconds, String code) {
        long step = Totp.step(seconds);
        assertThat(Totp.code(SECRET, step, 8)).isEqualTo(code);
        assertThat(Totp.code(SECRET, step, 6)).isEqualTo(code.substring(2));
        assertThat(Totp.match(SECRET, ascii(code.substring(2)), step)).hasValue(step);
    }

    @ParameterizedTest
    @CsvSource({"-2, false", "-1, true", "0, true", "1, true", "2, false"})
    void match_aClockThatIsAStepOff_isRightAndTwoAreNot(long away, boolean right) {
        byte[] code = ascii(Totp.code(SECRET, 1000 + away, 6));
        assertThat(Totp.match(SECRET, code, 1000).isPresent()).isEqualTo(right);
    }

    /// RFC 4648, section 10, without padding.
    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void base32_theWordsOfTheStandard_areTheirs(String text, String base32) {
        assertThat(Totp.base32(ascii(text))).isEqualTo(base32.toCharArray());
    }

    @Test
    void workedExamples() {
        assertThat(Totp.step(1111111109)).isEqualTo(37037036);
        assertThat(new String(Totp.base32(BlockCiphersTest.hex("666F6F626172")))).isEqualTo("MZXW6YTBOI");
    }

    @Test
    void match_anythingButSixDigits_isWrong() {
        for (String typed : new String[] {"", "00000", "0000000", "abcdef"}) {
            assertThat(Totp.match(SECRET, ascii(typed), 1)).isEmpty();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
