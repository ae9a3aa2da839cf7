package io.shouyin.host.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Fault;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsGuardTest {

    private static final SettingsGuard.Node KNOWN = new SettingsGuard.Node();

    static {
        KNOWN.at(ConfigurationPropertyName.of("shouyin.example")).describe(Example.class);
    }

    record Example(int idleMax, Inner inner, Map<String, Inner> named, List<Inner> listed) {}

    record Inner(int port, int remotePort) {}

    @ParameterizedTest
    @ValueSource(strings = {"shouyin.example.idle-max", "shouyin.example.inner.port", "shouyin.example.named.any.port",
            "shouyin.example.listed[0].port"})
    void key_thatARecordHas_isAccepted(String key) {
        assertThatCode(() -> refuse(key, Map.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shouyin.example.idle-maximum", "shouyin.example.inner.host", "shouyin.example.named.any.host",
            "shouyin.examples.idle-max", "shouyin.example.idle-max.below"})
    void key_thatNothingReads_refusesToStart(String key) {
        assertThatThrownBy(() -> refuse(key, Map.of())).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo("SETTING_UNKNOWN");
            assertThat(fault).hasMessageContaining(key);
        });
    }

    @Test
    void key_thatWasRetired_refusesToStartAndSaysWhatToDo() {
        var old = ConfigurationPropertyName.of("shouyin.example.old");
        assertThatThrownBy(() -> refuse("shouyin.example.old", Map.of(old, "set shouyin.example.idle-max")))
                .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo("SETTING_RETIRED"))
                .hasMessage("The setting shouyin.example.old is no longer read: set shouyin.example.idle-max.");
    }

    @Test
    void variable_isReadAsKey_othersAreNotOurs() {
        var environment = new StandardEnvironment();
        var sources = environment.getPropertySources();
        List.copyOf(sources.stream().toList()).forEach(source -> sources.remove(source.getName()));
        sources.addFirst(new SystemEnvironmentPropertySource("systemEnvironment",
                Map.of("SHOUYIN_EXAMPLE_IDLEMAX", "1", "SHOUYIN_JAVA_OPTS", "-Xmx1g", "PATH", "/bin", "SHOUYINX_Y", "2")));
        sources.addLast(new MapPropertySource("file", Map.of("shouyin.example.inner.port", "1", "server.port", "2")));
        assertThat(SettingsGuard.keysIn(environment)).map(ConfigurationPropertyName::toString)
                .containsExactlyInAnyOrder("shouyin.example.idlemax", "shouyin.example.inner.port", "shouyin.java.opts");
        assertThatCode(() -> SettingsGuard.refuseUnknown(SettingsGuard.keysIn(environment), KNOWN, Map.of())).doesNotThrowAnyException();
    }

    /// Boot reads the dashes of a key as underscores too, in variables alone.
    @Test
    void variable_withUnderscoresForDashes_isKnownAndAMisspeltOneIsNot() {
        var environment = new StandardEnvironment();
        var sources = environment.getPropertySources();
        List.copyOf(sources.stream().toList()).forEach(source -> sources.remove(source.getName()));
        sources.addFirst(new SystemEnvironmentPropertySource("systemEnvironment",
                Map.of("SHOUYIN_EXAMPLE_IDLE_MAX", "1", "SHOUYIN_EXAMPLE_IDLE_MIN", "1", "SHOUYIN_EXAMPLE_NAMED_BACKUP_REMOTE_PORT", "1")));
        sources.addLast(new MapPropertySource("file", Map.of("shouyin.example.idle.max", "1")));
        var variables = SettingsGuard.variablesIn(environment);
        assertThat(variables).map(ConfigurationPropertyName::toString)
                .containsExactlyInAnyOrder("shouyin.example.idle.max", "shouyin.example.idle.min", "shouyin.example.named.backup.remote.port");
        assertThat(variables).filteredOn(variable -> KNOWN.knowsSpread(variable, 0)).map(ConfigurationPropertyName::toString)
                .containsExactlyInAnyOrder("shouyin.example.idle.max", "shouyin.example.named.backup.remote.port");
    }

    private static void refuse(String key, Map<ConfigurationPropertyName, String> retired) {
        SettingsGuard.refuseUnknown(Set.of(ConfigurationPropertyName.of(key)), KNOWN, retired);
    }
}
