package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.terminal.device.Input;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.MultiTap.Effect;
import io.shouyin.terminal.device.MultiTap.Mode;
import io.shouyin.terminal.device.Slip;
import io.shouyin.terminal.device.Slip.SlipLine;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "金额 RMB | 10.00     | 金额 RMB                   10.00",
        "Card     | 6216*0018 | Card                   6216*0018",
    })
    void row_chineseCountsTwoColumns(String left, String right, String line) {
        assertThat(new SlipLine(SlipLine.Style.ROW, left, right).text()).containsExactly(line);
        assertThat(Slip.columns(line)).isEqualTo(32);
    }

    @Test
    void plain_longText_isBrokenAtSpacesOrAnywhereInChinese() {
        assertThat(new SlipLine(SlipLine.Style.PLAIN, "I accept the transaction above and its entry to my card account.", "").text())
                .containsExactly("I accept the transaction above", "and its entry to my card", "account.");
        assertThat(new SlipLine(SlipLine.Style.PLAIN, "本人确认以上交易,同意将其记入本卡账户", "").text())
                .allSatisfy(line -> assertThat(Slip.columns(line)).isLessThanOrEqualTo(32));
    }
}
