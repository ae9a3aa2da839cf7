package io.shouyin.host.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.HostTest;
import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.Fault;
import io.shouyin.vault.SecurityModule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// What is refused; that the simulated network's files load the key is seen in every sale of the suite.
@HostTest
class ZoneMasterKeyTest {

    private static final List<Path> FILES = List.of(Path.of("target/zmk-1.txt"), Path.of("target/zmk-2.txt"));

    @Autowired
    private InstitutionKeys keys;
    @Autowired
    private SecurityModule vault;

    @Test
    void files_forANetworkThatIsElsewhere_areRefusedBeforeTheyAreRead() {
        assertThatThrownBy(() -> of("192.0.2.7", FILES).require()).isInstanceOfSatisfying(Fault.class,
                fault -> assertThat(fault.code()).isEqualTo("ZONE_MASTER_KEY_BY_CEREMONY"));
    }

    @Test
    void noFiles_beforeACeremony_isMissingByName() {
        assertThatThrownBy(() -> of("192.0.2.7", List.of()).require()).isInstanceOfSatisfying(Fault.class,
                fault -> assertThat(fault.code()).isEqualTo("ZONE_MASTER_KEY_MISSING"));
    }

    private ZoneMasterKey of(String networkHost, List<Path> files) {
        return new ZoneMasterKey("main", new ChannelSettings(networkHost, 8600, Duration.ofSeconds(2), Duration.ofSeconds(25),
                Duration.ofSeconds(30), "00010000", "", files, 5, Duration.ofSeconds(10)), keys, vault);
    }
}
