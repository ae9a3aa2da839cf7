package io.shouyin.kernel.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlipTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "MM58 | 金额 RMB | 10.00     | 金额 RMB                   10.00",
        "MM58 | Card     | 6216*0018 | Card                   6216*0018",
        "MM80 | 金额 RMB | 10.00     | 金额 RMB                                   10.00",
    })
    void row_chineseCountsTwoColumns(Paper paper, String left, String right, String line) {
        assertThat(Slip.of("note").row(left, right).build().text(paper)).containsExactly(line);
        assertThat(Slip.columns(line)).isEqualTo(paper.columns());
    }

    @Test
    void plain_longText_isBrokenAtSpacesOrAnywhereInChinese() {
        Slip slip = Slip.of("note").plain("I accept the transaction above and its entry to my card account.").build();
        assertThat(slip.text(Paper.MM58)).containsExactly("I accept the transaction above", "and its entry to my card", "account.");
        assertThat(slip.text(Paper.MM80)).containsExactly("I accept the transaction above and its entry to", "my card account.");
        assertThat(Slip.of("note").plain("本人确认以上交易,同意将其记入本卡账户").build().text(Paper.MM58))
                .allSatisfy(line -> assertThat(Slip.columns(line)).isLessThanOrEqualTo(32));
    }
}
