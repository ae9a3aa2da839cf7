package io.shouyin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SoakReportTest {

    private static SoakReport report(int told, List<String> broken) {
        return new SoakReport(Machine.look(Path.of(".")), 1, 2, 0.5, Map.of("HOST", 1), told, 0, told, broken);
    }

    @Test
    void soak_holds_ifTerminalsWereToldOfApprovalsAndNothingIsBroken() {
        assertThat(report(12, List.of()).holds()).isTrue();
        assertThat(report(12, List.of("a sale was lost")).holds()).isFalse();
    }

    @Test
    void soak_inWhichNoTerminalWasToldOfAnything_doesNotHold() {
        assertThat(report(0, List.of()).holds()).isFalse();
    }
}
