package io.shouyin.host.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class OptionalPathConverterTest {

    record Example(Optional<Path> secretFile, Optional<Path> absent) {}

    @Test
    void path_thatMayBeAbsent_isReadFromKeyAndVariable() {
        Example expected = new Example(Optional.of(Path.of("/run/secrets/pin")), Optional.empty());
        assertThat(bound(new MapPropertySource("file", Map.of("shouyin.example.secret-file", "/run/secrets/pin")))).isEqualTo(expected);
        assertThat(bound(new SystemEnvironmentPropertySource("systemEnvironment", Map.of("SHOUYIN_EXAMPLE_SECRET_FILE", "/run/secrets/pin"))))
                .isEqualTo(expected);
    }

    private static Example bound(PropertySource<?> source) {
        ApplicationConversionService conversion = new ApplicationConversionService();
        conversion.addConverter(new OptionalPathConverter());
        return new Binder(ConfigurationPropertySources.from(source), null, conversion).bindOrCreate("shouyin.example", Example.class);
    }
}
