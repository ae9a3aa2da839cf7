package io.shouyin.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "张三", "云水茶馆(西湖店)", "买买提·艾力", "Zoë Müller-O'Neil", "Anto\u0301n", "Иван Petrov", "Nguyễn Văn", "བཀྲ་ཤིས་", "กำลัง",
        "CAFÉ", "MacBook 2", "𠮷野家", "3号店,一楼"})
    void name_thatShowsWhatItIs_isPlain(String name) {
        assertThat(PlainName.isPlain(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200b\u200b", "\u202egnaW", "admin\u200b", "Ａlice", "é\u0301\u0301", "王\u0301", "\u0301a", "①店", "𝐀dmin", "аdmin", "x\u0000", "a\nb", "a\u2028b",
        "\u3164", "\u115f", "\u2800", "张\u3000三", "a\u00a0b", "\ue000", "\ud800", "กั\u0e31\u0e31\u0e31"})
    void name_thatHidesOrPretends_isNot(String name) {
        assertThat(PlainName.isPlain(name)).isFalse();
    }

    @Test
    void text_takesWhatIsWritten_andNothingElse() {
        assertThat("柜台 ① 来电,Ａ座\u3000姓名已核对…").matches(PlainName.TEXT);
        assertThat("gnaW\u202e").doesNotMatch(PlainName.TEXT);
        assertThat("a\nb").doesNotMatch(PlainName.TEXT);
        assertThat("a\u200bb").doesNotMatch(PlainName.TEXT);
    }
}
