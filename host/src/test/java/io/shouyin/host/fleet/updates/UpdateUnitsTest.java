package io.shouyin.host.fleet.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.fleet.updates.UpdateAction.State;
import io.shouyin.host.fleet.updates.UpdateAction.Type;
import io.shouyin.kernel.TerminalId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The small parts: windows, when an action is shown, the pace of downloads.
class UpdateUnitsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T04:00:00Z");

    private static UpdateAction action(Type type, Optional<Instant> forcedAt, boolean begun, Optional<MaintenanceWindow> window) {
        return new UpdateAction(7, new TerminalId("00000001"), 1, type, forcedAt, State.RUNNING, UpdateStatus.RUNNING, false, begun, window);
    }

    @ParameterizedTest
    @CsvSource({"12:00,60,true,PT0S", "11:00,60,false,PT23H", "12:01,60,false,PT1M", "23:30,900,true,PT0S", "23:30,240,false,PT11H30M"})
    void window_ofEachDay_isOpenInChinaStandardTime_alsoPastMidnight(String from, int minutes, boolean open, Duration untilOpen) {
        MaintenanceWindow window = new MaintenanceWindow(LocalTime.parse(from), minutes);
        assertThat(window.isOpen(NOON)).isEqualTo(open);
        assertThat(window.untilOpen(NOON)).isEqualTo(untilOpen);
    }

    @Test
    void action_outsideItsWindow_isHidden_butNotFromATerminalThatIsAtIt() {
        Optional<MaintenanceWindow> night = Optional.of(new MaintenanceWindow(LocalTime.of(23, 30), 240));
        UpdateAction waiting = action(Type.FORCED, Optional.empty(), false, night);
        assertThat(waiting.isShown(NOON)).isFalse();
        assertThat(waiting.isShown(NOON.plus(Duration.ofHours(12)))).isTrue();
        assertThat(action(Type.FORCED, Optional.empty(), true, night).isShown(NOON)).isTrue();
        assertThat(waiting.cacheKey(NOON)).as("changes when the window opens").isNotEqualTo(waiting.cacheKey(NOON.plus(Duration.ofHours(12))));
    }

    @Test
    void action_thatIsForcedLater_mayBePutOffUntilThen() {
        UpdateAction action = action(Type.TIMEFORCED, Optional.of(NOON), false, Optional.empty());
        assertThat(action.download(NOON.minusSeconds(1))).isEqualTo("attempt");
        assertThat(action.download(NOON)).isEqualTo("forced");
        assertThat(action.cacheKey(NOON.minusSeconds(1))).isNotEqualTo(action.cacheKey(NOON));
    }

    @Test
    void pace_letsSoManyBytesASecondPass() {
        Pace pace = new Pace(1000, 0);
        assertThat(pace.before(1000, 0)).isZero();
        assertThat(pace.before(500, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pace.before(500, 0)).isEqualTo(Duration.ofMillis(1500));
        assertThat(pace.before(1, Duration.ofSeconds(3).toNanos())).as("who comes later waits no more").isZero();
        Duration last = IntStream.range(0, 1000).mapToObj(_ -> pace.before(100, Duration.ofSeconds(10).toNanos())).reduce((_, wait) -> wait).orElseThrow();
        assertThat(last).isBetween(Duration.ofSeconds(99), Duration.ofSeconds(100));
    }
}
