package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.terminal.device.Input;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.MultiTap.Effect;
import io.shouyin.terminal.device.MultiTap.Mode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MultiTapTest {

    private static final Instant NOW = Instant.parse("2026-07-01T01:31:05Z");

    @Test
    void key_pressedAgain_goesThroughItsCycleAndRound() {
        var tap = new MultiTap();
        assertThat(tap.press(Key.D2, Mode.MIXED, NOW)).isEqualTo(new Effect.Append('2'));
        for (char next : "ABCabc2A".toCharArray()) {
            assertThat(tap.press(Key.D2, Mode.MIXED, NOW)).isEqualTo(new Effect.ReplaceLast(next));
        }
    }

    @Test
    void key_afterAPauseOrAnotherKey_beginsANewCharacter() {
        var tap = new MultiTap();
        tap.press(Key.D2, Mode.MIXED, NOW);
        assertThat(tap.isSettling(NOW.plusMillis(999))).isTrue();
        assertThat(tap.press(Key.D2, Mode.MIXED, NOW.plusMillis(1000))).isEqualTo(new Effect.Append('2'));
        assertThat(tap.press(Key.D3, Mode.MIXED, NOW.plusMillis(1001))).isEqualTo(new Effect.Append('3'));
        assertThat(tap.press(Key.D2, Mode.DIGITS, NOW.plusMillis(1002))).isEqualTo(new Effect.Append('2'));
        assertThat(tap.press(Key.D2, Mode.DIGITS, NOW.plusMillis(1003))).isEqualTo(new Effect.Append('2'));
    }

    @Test
    void presses_ofATextInDigits_changeTheModeFirst() {
        assertThat(MultiTap.presses("A", Mode.DIGITS, NOW)).containsExactly(new Input.Pressed(Key.HASH, NOW), new Input.Settled(),
                new Input.Pressed(Key.D2, NOW), new Input.Pressed(Key.D2, NOW), new Input.Settled());
        assertThatThrownBy(() -> MultiTap.presses("é", Mode.MIXED, NOW)).isInstanceOf(IllegalArgumentException.class);
    }
}
