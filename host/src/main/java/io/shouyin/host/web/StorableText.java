package io.shouyin.host.web;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;

/// A text in the body of a request: any character but NUL, which no column holds.
final class StorableText extends StringDeserializer {

    private static final char NUL = '\0';

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
        String text = super.deserialize(parser, context);
        return text == null || text.indexOf(NUL) < 0 ? text : context.reportInputMismatch(this, "a text holds no NUL");
    }
}
