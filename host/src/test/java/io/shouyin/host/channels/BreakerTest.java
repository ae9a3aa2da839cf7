package io.shouyin.host.channels;

import static io.shouyin.host.channels.Breaker.Sign.ANSWERED;
import static io.shouyin.host.channels.Breaker.Sign.NONE;
import static io.shouyin.host.channels.Breaker.Sign.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private long nanos = Long.MAX_VALUE - 5;                    // it wraps, as System.nanoTime() may
    private final Breaker breaker = new Breaker(3, Duration.ofNanos(100), () -> nanos);

    @Test
    void breaker_afterThreeUnknownsInARow_isOpen_andAnAnswerBetweenThemBeginsAnew() {
        pass(UNKNOWN, 2);
        pass(ANSWERED, 1);
        pass(UNKNOWN, 2);
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        pass(NONE, 5);
        assertThat(breaker.state()).as("what did not leave tells nothing").isEqualTo(BreakerState.CLOSED);
        pass(UNKNOWN, 1);
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        assertThat(breaker.enter()).isFalse();
    }

    @Test
    void breaker_afterItsPause_letsOneThrough_whoseAnswerClosesIt() {
        open();
        assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.enter()).isTrue();
        assertThat(breaker.admits()).as("one at a time").isFalse();
        assertThat(breaker.enter()).isFalse();
        breaker.left(ANSWERED);
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        pass(UNKNOWN, 2);
        assertThat(breaker.state()).as("it counts from the beginning").isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void breaker_whoseProbeIsNotAnswered_pausesAgain_andOneThatDidNotLeaveMakesRoomForTheNext() {
        open();
        pass(UNKNOWN, 1);
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        nanos += 99;
        assertThat(breaker.enter()).isFalse();
        nanos += 1;
        pass(NONE, 1);
        assertThat(breaker.enter()).isTrue();
    }

    @Test
    void answer_toARequestFromBeforeItOpened_closesIt() {
        assertThat(breaker.enter()).isTrue();
        pass(UNKNOWN, 3);
        breaker.left(ANSWERED);
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    private void open() {
        pass(UNKNOWN, 3);
        nanos += 100;
    }

    private void pass(Breaker.Sign sign, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(breaker.enter()).isTrue();
            breaker.left(sign);
        }
    }
}
