package io.shouyin.host.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CommonPasswordsTest {

    @Test
    void everyOneOfTheList_isCommon_inLettersOfEitherCase_andWithAUsualEnding() throws IOException {
        var list = StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies();
        assertThat(list).hasSize(30_000).allMatch(CommonPasswords::contain).allMatch(password -> CommonPasswords.contain(password.toUpperCase(Locale.ROOT)));
        assertThat(List.of("mustang12345", "Jordan2026", "monkey!!")).allMatch(CommonPasswords::contain);
    }

    @Test
    void whatHoldsACommonPassword_isNone() {
        assertThat(List.of("granite walrus 41x9", "mustang-7Rk2-moss", "")).noneMatch(CommonPasswords::contain);
    }

    @Test
    void count_isOfThePolicysLength() {
        assertThat(CommonPasswords.count(8, 128)).isEqualTo(11_611);
        assertThat(CommonPasswords.count(12, 128)).isEqualTo(229);
        assertThat(CommonPasswords.count(12, 12)).isEqualTo(147);
        assertThat(CommonPasswords.count(21, 128)).isZero();
    }
}
