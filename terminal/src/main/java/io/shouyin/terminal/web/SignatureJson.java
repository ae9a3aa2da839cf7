package io.shouyin.terminal.web;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.receipt.Signature;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// A signature as the page draws it: an array of strokes, each an array of points `[x, y]`.
final class SignatureJson {

    private SignatureJson() {}

    /// Empty if it is none: nothing, a dot, or more than anybody signs.
    static Optional<Signature> read(JsonNode strokes) {
        try {
            return Optional.of(new Signature(items(strokes).map(stroke -> new Signature.Stroke(items(stroke)
                    .map(point -> new Signature.Point(whole(point.path(0)), whole(point.path(1)))).toList())).toList()));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /// Nothing is rounded or read out of a text.
    private static int whole(JsonNode number) {
        Check.argument(number.isInt(), "a point of a signature has whole numbers");
        return number.intValue();
    }

    private static Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
