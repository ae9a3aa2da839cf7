package io.shouyin.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkSettingsTest {

    private static final NetworkSettings DEFAULTS = NetworkSettings.of(Path.of("data"));

    @Test
    void of_folder_hasTheDefaultsThatAreWrittenDown() {
        assertThat(DEFAULTS.bindAddress().isLoopbackAddress()).isTrue();
        assertThat(DEFAULTS.port()).isEqualTo(8600);
        assertThat(DEFAULTS.controlPort()).isEqualTo(8601);
        assertThat(DEFAULTS.smsPort()).isEqualTo(2775);
        assertThat(DEFAULTS.walletPort()).isEqualTo(8602);
        assertThat(DEFAULTS.frameLengthBytesMax()).isEqualTo(4096);
        assertThat(DEFAULTS.frameReadMax()).isEqualTo(Duration.ofSeconds(10));
        assertThat(DEFAULTS.idleMax()).isEqualTo(Duration.ofMinutes(5));
        assertThat(DEFAULTS.connectionsMax()).isEqualTo(64);
        assertThat(DEFAULTS.requestsInFlightMax()).isEqualTo(1024);
    }

    @Test
    void settings_outOfBounds_areRefused() {
        List<Runnable> nonsense = List.of(
                () -> DEFAULTS.withPorts(-1, 0),
                () -> DEFAULTS.withPorts(0, 65_536),
                () -> DEFAULTS.withPorts(8600, 8600),
                () -> DEFAULTS.withPorts(0, 0, 65_536, 0),
                () -> DEFAULTS.withPorts(0, 0, 0, 65_536),
                () -> DEFAULTS.withLimits(511, 1, 1),
                () -> DEFAULTS.withLimits(65_536, 1, 1),
                () -> DEFAULTS.withLimits(4096, 0, 1),
                () -> DEFAULTS.withLimits(4096, 1, 0),
                () -> DEFAULTS.withDeadlines(Duration.ZERO, Duration.ofSeconds(1)),
                () -> DEFAULTS.withDeadlines(Duration.ofSeconds(1), Duration.ofHours(25)),
                () -> DEFAULTS.withBindAddress(null),
                () -> DEFAULTS.withClock(null));
        for (Runnable attempt : nonsense) {
            assertThatThrownBy(attempt::run).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusals_haveBothLanguagesAndNamesOfTheirOwn() {
        List<Refusal> refusals = new ArrayList<>(List.of(NetworkRefusal.values()));
        refusals.addAll(List.of(LineEnd.values()));
        assertThat(refusals).allSatisfy(refusal -> {
            assertThat(refusal.name()).startsWith("NETWORK_");
            assertThat(refusal.zh()).containsPattern("\\p{IsHan}");
            assertThat(refusal.en()).matches("[ -~]+");
        });
        assertThat(refusals).extracting(Refusal::name).doesNotHaveDuplicates();
    }
}
