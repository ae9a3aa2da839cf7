package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPartFileTest {

    @TempDir
    Path folder;

    @Test
    void number_ofAPart_isWhatTheFileSaysOrOne() throws IOException {
        assertThat(KeyPartFile.number(KeyPartFile.read(Files.writeString(folder.resolve("part"), "part=12\ncomponent=00\n")))).isEqualTo(12);
        assertThat(KeyPartFile.number(Map.of())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "0", "256", "-1", "1.5", "0x1", "１", "99999999999"})
    void number_thatIsNone_isRefusedByNameWithoutItsContent(String part) {
        assertThatThrownBy(() -> KeyPartFile.number(Map.of("part", part))).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo("KEY_PART_FILE_REFUSED");
            assertThat(fault).hasMessageContaining("the line part= of a key part's file is a number from 1 to 255");
        });
    }
}
