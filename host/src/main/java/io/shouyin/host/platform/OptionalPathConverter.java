package io.shouyin.host.platform;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/// Lets a settings record hold an optional path that is given as a text: the framework reads paths, and optional values, but not both at once.
@Component
@ConfigurationPropertiesBinding
class OptionalPathConverter implements Converter<String, Optional<Path>> {

    @Override
    public Optional<Path> convert(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }
}
