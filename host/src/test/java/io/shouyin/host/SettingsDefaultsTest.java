package io.shouyin.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.access.AccessSettings;
import io.shouyin.host.access.LoginProfile;
import io.shouyin.host.platform.DatabaseSettings;
import io.shouyin.host.platform.HttpSettings;
import io.shouyin.host.platform.ManagementSettings;
import io.shouyin.host.webauthn.WebAuthnSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/// What the settings are when nobody sets them.
class SettingsDefaultsTest {

    @Test
    void settings_unset_areTheseDefaults() {
        var binder = new Binder(new MapConfigurationPropertySource(Map.of()));
        assertThat(binder.bindOrCreate("shouyin.http", HttpSettings.class)).isEqualTo(new HttpSettings("127.0.0.1", 8080, List.of()));
        assertThat(binder.bindOrCreate("shouyin.management", ManagementSettings.class)).isEqualTo(new ManagementSettings("127.0.0.1", 8081));
        assertThat(binder.bindOrCreate("shouyin.db", DatabaseSettings.class)).isEqualTo(new DatabaseSettings(Optional.empty(), "shouyin",
                Optional.empty(), Optional.empty(), Optional.empty(), Path.of("var/host/postgresql"), 0, 16));
        assertThat(binder.bindOrCreate("shouyin.access", AccessSettings.class)).isEqualTo(new AccessSettings(LoginProfile.PCI_4_0_1_MFA,
                Duration.ofMinutes(15), Duration.ofHours(12), Duration.ofMinutes(5), Duration.ofHours(72), Math.max(1, Runtime.getRuntime().availableProcessors() / 2), 2, 32, false));
        assertThat(binder.bindOrCreate("shouyin.webauthn", WebAuthnSettings.class)).isEqualTo(new WebAuthnSettings(List.of(), "localhost"));
    }

    /// `application.yaml` hands some settings on to libraries and repeats their defaults.
    @Test
    void libraries_getTheSameDefaults() throws Exception {
        var environment = new StandardEnvironment();
        new YamlPropertySourceLoader().load("application", new ClassPathResource("application.yaml"))
                .forEach(environment.getPropertySources()::addLast);
        var http = new HttpSettings("127.0.0.1", 8080, List.of());
        assertThat(environment.getProperty("server.address")).isEqualTo(http.address());
        assertThat(environment.getProperty("server.port", int.class)).isEqualTo(http.port());
        assertThat(environment.getProperty("management.server.port", int.class)).isEqualTo(8081);
        assertThat(environment.getProperty("management.server.address")).isEqualTo("127.0.0.1");
        assertThat(environment.getProperty("spring.datasource.hikari.maximum-pool-size", int.class)).isEqualTo(16);
    }
}
