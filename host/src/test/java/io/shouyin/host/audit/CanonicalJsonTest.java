package io.shouyin.host.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    /// RFC 8785 section 3.2.3: sorting by UTF-16 code units.
    @Test
    void members_areSortedAsTheStandardsExample() {
        var members = new LinkedHashMap<String, String>();
        members.put("\u20ac", "Euro Sign");
        members.put("\r", "Carriage Return");
        members.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
        members.put("1", "One");
        members.put("\ud83d\ude00", "Emoji: Grinning Face");
        members.put("\u0080", "Control");
        members.put("\u00f6", "Latin Small Letter O With Diaeresis");
        assertThat(CanonicalJson.of(members)).isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    /// RFC 8785 section 3.2.2.2: the string of the standard's example.
    @Test
    void text_isEscapedAsTheStandardsExample() {
        assertThat(CanonicalJson.of("\u20ac$\u000f\nA'B\"\\\\\"/")).isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
        assertThat(CanonicalJson.of("\b\t\f\r\u001f\u007f")).isEqualTo("\"\\b\\t\\f\\r\\u001f\u007f\"");
    }

    @Test
    void values_haveOneForm() {
        assertThat(CanonicalJson.of(Map.of("b", List.of(1, true), "a", "€\n"))).isEqualTo("{\"a\":\"€\\n\",\"b\":[1,true]}");
        assertThat(CanonicalJson.of(Arrays.asList(null, -1L, 0, false, Map.of(), List.of()))).isEqualTo("[null,-1,0,false,{},[]]");
    }

    @Test
    void values_withoutOneForm_areRefused() {
        for (Object value : new Object[] {1.5, (1L << 53) + 1, "\ud800", "\ude00", new Object()}) {
            assertThatThrownBy(() -> CanonicalJson.of(value)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /// RFC 6962 section 2.1, the leaves "" and 00 of the usual test tree.
    @Test
    void leafHash_isTheStandards() {
        assertThat(HexFormat.of().formatHex(CanonicalJson.leafHash("")))
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assertThat(HexFormat.of().formatHex(CanonicalJson.leafHash("\0")))
                .isEqualTo("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
    }
}
