package io.shouyin.terminal.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.receipt.Signature;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What a page sends as a signature, and what is none.
class SignatureJsonTest {

    private static boolean isSignature(String json) {
        return SignatureJson.read(JsonMapper.shared().readTree(json)).isPresent();
    }

    @Test
    void strokes_onTheGrid_areASignature() {
        assertThat(isSignature("[[[20,90],[300,40]],[[5,5]]]")).isTrue();
        assertThat(isSignature(line(1, Signature.POINTS_MAX))).isTrue();
        assertThat(isSignature(line(Signature.STROKES_MAX, 3))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "null", "true", "\"M0 0L600 220\"", "[[]]", "[[[20,90]]]", "[[],[[20,90],[300,40]]]", "[[[20],[300,40]]]", "[[[-1,5],[300,40]]]", "[[[601,5],[300,40]]]",
            "[[[20,221],[300,40]]]", "[[[20.5,90],[300,40]]]", "[[[1e99,90],[300,40]]]", "[[[\"NaN\",90],[300,40]]]", "[[[null,90],[300,40]]]", "[[{\"x\":20,\"y\":90},[300,40]]]",
            "[[[2147483648,90],[300,40]]]"})
    void whatIsNone_isNone(String json) {
        assertThat(isSignature(json)).isFalse();
    }

    @Test
    void moreThanAnybodySigns_isNone() {
        assertThat(isSignature(line(1, Signature.POINTS_MAX + 1))).isFalse();
        assertThat(isSignature(line(Signature.STROKES_MAX + 1, 3))).isFalse();
        assertThat(isSignature(line(1, 100_000))).isFalse();
    }

    /// Strokes from edge to edge and back.
    private static String line(int strokes, int points) {
        String stroke = "[" + String.join(",", Collections.nCopies(points / 2, "[0,0],[600,220]")) + (points % 2 == 1 ? ",[0,0]" : "") + "]";
        return "[" + String.join(",", Collections.nCopies(strokes, stroke)) + "]";
    }
}
