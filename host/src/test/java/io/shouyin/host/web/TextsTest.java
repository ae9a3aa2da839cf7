package io.shouyin.host.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Fault.Recovery;
import java.util.PropertyResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {

    @Test
    void texts_haveTheSameKeysInBothLanguages() throws Exception {
        try (var zh = getClass().getResourceAsStream("/i18n/faults.properties"); var en = getClass().getResourceAsStream("/i18n/faults_en.properties")) {
            var keys = new PropertyResourceBundle(zh).keySet();
            assertThat(new PropertyResourceBundle(en).keySet()).isEqualTo(keys);
            assertThat(keys).containsAll(Stream.of(Recovery.values()).map(recovery -> "recovery." + recovery).toList());
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            50%,   '%50\\%%'
            a_b,   '%a\\_b%'
            a\\b,  '%a\\\\b%'
            '',    '%%'
            """)
    void search_meansWhatIsTyped(String typed, String pattern) {
        assertThat(LikePattern.containing(typed)).isEqualTo(pattern);
        assertThat(LikePattern.containing(null)).isEqualTo("%%");
    }
}
