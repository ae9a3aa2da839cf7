package io.shouyin.host.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.tlog.NoteSigner;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AuditSettingsTest {

    @Test
    void settings_unset_areTheseDefaults() {
        assertThat(new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("shouyin.audit", AuditSettings.class))
                .isEqualTo(new AuditSettings(Path.of("var/host/audit"), Optional.empty(), Duration.ofSeconds(10), 1000, List.of(), Duration.ofSeconds(5)));
    }

    @Test
    void witness_isAnAddressAndAKey() {
        String vkey = NoteSigner.newWitness("witness.example", new SecureRandom()).verifier().vkey();
        WitnessLine witness = WitnessLine.parse("https://witness.example/prefix " + vkey);
        assertThat(witness.prefix().resolve("add-checkpoint")).hasToString("https://witness.example/prefix/add-checkpoint");
        assertThat(witness.key().vkey()).isEqualTo(vkey);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://here", "ftp://here KEY", "http://here KEY", "KEY http://here", "http://here audit.pos.example/log1+c85d6b37+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"})
    void witness_inAnyOtherForm_isRefused(String line) {
        assertThatThrownBy(() -> new AuditSettings(Path.of("x"), Optional.empty(), Duration.ofSeconds(10), 1000, List.of(line), Duration.ofSeconds(5)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("shouyin.audit.witnesses");
    }
}
