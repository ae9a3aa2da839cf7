package io.shouyin.host.platform;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/// Lets a settings record hold a path that may be absent: Spring's own way to a path does not reach into an `Optional`.
@Component
@ConfigurationPropertiesBinding
class PathConverter implements Converter<String, Path> {

    @Override
    public Path convert(String path) {
        return Path.of(path);
    }
}
