package io.shouyin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.bench.SoakStack.Victim;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SoakReportTest {

    private static final Map<Victim, Integer> EVERYBODY = Arrays.stream(Victim.values()).collect(Collectors.toMap(Function.identity(), _ -> 1));

    private static SoakReport report(Map<Victim, Integer> killed, int told, List<String> broken) {
        return new SoakReport(Machine.look(Path.of(".")), 1, 2, 0.5, killed, told, 0, told, broken);
    }

    @Test
    void soak_holds_ifTerminalsWereToldOfApprovalsAndNothingIsBroken() {
        assertThat(report(EVERYBODY, 12, List.of()).holds()).isTrue();
        assertThat(report(EVERYBODY, 12, List.of("a sale was lost")).holds()).isFalse();
    }

    @Test
    void soak_inWhichNoTerminalWasToldOfAnything_doesNotHold() {
        assertThat(report(EVERYBODY, 0, List.of()).holds()).isFalse();
    }

    @Test
    void soak_inWhichSomebodyWasNeverKilled_doesNotHold() {
        assertThat(EVERYBODY.keySet()).allSatisfy(survivor -> {
            Map<Victim, Integer> others = EVERYBODY.keySet().stream().filter(victim -> victim != survivor).collect(Collectors.toMap(Function.identity(), _ -> 2));
            assertThat(report(others, 12, List.of()).holds()).isFalse();
        });
    }
}
