package io.shouyin.terminal.device;

import io.shouyin.kernel.Check;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/// The bundle of texts: `texts_zh.properties` and `texts_en.properties`, in UTF-8, with the same keys.
public final class Texts {

    private static final Map<Language, Properties> BUNDLES = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            BUNDLES.put(language, load("/io/shouyin/terminal/texts_" + language.tag() + ".properties"));
        }
    }

    private Texts() {}

    private static Properties load(String resource) {
        try (var reader = new InputStreamReader(Texts.class.getResourceAsStream(resource), StandardCharsets.UTF_8)) {
            var properties = new Properties();
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Set<String> keys(Language language) {
        return BUNDLES.get(language).stringPropertyNames();
    }

    static String get(Language language, Text.Keyed text) {
        String pattern = BUNDLES.get(language).getProperty(text.key());
        Check.invariant(pattern != null, "every text key is in the bundle");
        for (int i = 0; i < text.arguments().size(); i++) {
            Object argument = text.arguments().get(i);
            String value = argument instanceof Text inner ? inner.in(language) : argument.toString();
            pattern = pattern.replace("{" + i + "}", value);
        }
        return pattern;
    }
}
