package io.shouyin.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrubbedLineTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            sold to 4532 0151 1283 0366                               | 1 | sold to [card ...0366]
            card 4532-0151-1283-0366, again 4532015112830366          | 2 | card [card ...0366], again [card ...0366]
            nineteen digits 6212345678901234569                       | 1 | nineteen digits [card ...4569]
            4532–0151–1283–0366 and ４５３２０１５１１２８３０３６６        | 2 | [card ...0366] and [card ...0366]
            4532　0151  1283 0366                                      | 1 | [card ...0366]
            track ;4532015112830366=30122010000012345?                | 1 | track [track]
            tag 57 4532015112830366D30122010000012345F                | 1 | tag [track]
            %B4532015112830366^ZHANG/SAN^30122010000000? read         | 1 | [track] read
            PIN block 04123456FFFFEDCB                                | 1 | PIN block [hex 16]
            pin=1234 ok                                               | 1 | pin=[secret] ok
            密码：135790，重试                                          | 1 | 密码=[secret]，重试
            key: 0123456789ABCDEFFEDCBA9876543210                     | 1 | key=[secret]
            loaded 0123456789ABCDEFFEDCBA9876543210                   | 1 | loaded [hex 32]
            bytes 01 23 45 67 89 AB CD EF                             | 1 | bytes [hex 16]
            Authorization: Bearer abcdefgh12345678                    | 1 | Authorization=[secret]
            sent eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9abcDEF123456789  | 1 | sent [token]
            0200 trace 000123: 00 after 182 ms                        | 0 | 0200 trace 000123: 00 after 182 ms
            POST /device/v1/orders/3f2504e0-4f89-11d3-9a0c-0305e82c3301/state | 0 | POST /device/v1/orders/3f2504e0-4f89-11d3-9a0c-0305e82c3301/state
            签到成功,批次 000007                                        | 0 | 签到成功,批次 000007
            """)
    void line_losesWhatMustNotBeKept_andNothingElse(String line, int found, String scrubbed) {
        ScrubbedLine once = ScrubbedLine.of(line, 200);
        assertThat(once).isEqualTo(new ScrubbedLine(scrubbed, found));
        assertThat(ScrubbedLine.of(once.text(), 200)).as("a second time").isEqualTo(new ScrubbedLine(scrubbed, 0));
    }

    @Test
    void controlCharacters_go_andALongLineEndsBeforeAHalfCard() {
        assertThat(ScrubbedLine.of("a\u0000\u001b[31mred\r\nb\u202Ec", 200).text()).isEqualTo("a [31mred b c");
        String long4532 = "签".repeat(31) + "4532015112830366";
        assertThat(ScrubbedLine.of(long4532, 10).text()).doesNotContainPattern("[0-9]").hasSize(10);
        assertThat(ScrubbedLine.of("x ".repeat(19) + "4532015112830366", 10).text()).doesNotContain("4532");
    }

    @Test
    void digitsWithoutEnd_areScrubbedInTime() {
        String digits = "4".repeat(8_000);
        assertThat(ScrubbedLine.of(digits, 2_000).text().length()).isLessThanOrEqualTo(2_000);
    }
}
