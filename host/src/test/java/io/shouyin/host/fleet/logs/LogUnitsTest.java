package io.shouyin.host.fleet.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// Words of a line and of a search, and the picture of a screen.
class LogUnitsTest {

    @Test
    void line_hasItsWords_andThePairsOfItsCharacters() {
        assertThat(LogWords.of("签到成功 batch 7, sale.APPROVED")).isEqualTo("签到 到成 成功 功 batch 7 sale approved");
        assertThat(LogWords.of(" –, ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            签到成功   | '签到' & '到成' & '成功'
            签         | '签':*
            Sale 001'2 | 'sale':* & '001':* & '2':*
            第7批      | '第':* & '7':* & '批':*
            """)
    void search_asksForAllOfItsWords(String search, String query) {
        assertThat(LogWords.query(search)).contains(query);
    }

    @Test
    void search_withoutALetter_asksForNothing() {
        assertThat(LogWords.query("-- '\\:*")).isEmpty();
    }

    @Test
    void screen_withMarkupInItsTexts_isDrawnAsTextAlone() {
        TerminalScreen screen = TerminalScreen.of(JsonMapper.shared().readTree("""
                {"screen":"sale.card","at":"2026-11-23T10:00:00Z","rows":[
                  {"kind":"TITLE","tone":"NEUTRAL","text":"<script>alert(1)</script>","value":""},
                  {"kind":"FACT","tone":"NEUTRAL","text":"卡号 4532 0151 1283 0366","value":"\\"/><image href='http://x'/>"}]}"""));
        assertThat(screen.scrubbed()).isEqualTo(1);
        assertThat(screen.at()).isEqualTo(Instant.parse("2026-11-23T10:00:00Z"));
        String svg = ScreenPicture.svg(screen);
        assertThat(svg).doesNotContain("<script", "<image", "href=").doesNotContain("4532").contains("&#x3C;script&#x3E;alert", "卡号");
        assertThat(List.of(svg.split("<"))).as("no element but these").allMatch(part -> part.matches("(?s)|svg .*|rect .*|text .*|/text>.*|/svg>.*"));
    }
}
