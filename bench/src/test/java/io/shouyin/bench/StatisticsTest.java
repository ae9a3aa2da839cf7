package io.shouyin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void median_oddAndEven_isTheMiddle() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5.0);
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0, 6.0))).isEqualTo(5.5);
        assertThat(Statistics.median(List.of(7.0))).isEqualTo(7.0);
    }

    @Test
    void median_ofNothing_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.median(List.of()));
    }

    @Test
    void drift_isAPartOfTheMean() {
        assertThat(Statistics.drift(95, 105)).isEqualTo(0.1, within(1e-9));
        assertThat(Statistics.drift(105, 95)).isEqualTo(0.1, within(1e-9));
        assertThat(Statistics.drift(40, 40)).isZero();
    }
}
