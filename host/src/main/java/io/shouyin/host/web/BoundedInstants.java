package io.shouyin.host.web;

import java.time.Instant;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;

/// A moment in the body of a request: text, in the years 1 to 9999. What lies beyond no column holds and no sum of days reaches.
final class BoundedInstants extends StdDeserializer<Instant> {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    BoundedInstants() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return context.reportInputMismatch(this, "a moment is a text");
        }
        Instant read = InstantDeserializer.INSTANT.deserialize(parser, context);
        return read == null || !read.isBefore(FIRST) && read.isBefore(END) ? read
                : context.reportInputMismatch(this, "a moment lies in the years 1 to 9999");
    }
}
