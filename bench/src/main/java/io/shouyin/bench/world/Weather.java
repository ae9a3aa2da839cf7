package io.shouyin.bench.world;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// What lines do to frames: most arrive after a moment; some are lost, late, there twice, damaged, or the last of their line.
final class Weather {

    private static final double STORM_MAX = 0.12;
    private static final int LATE_SECONDS_MAX = 90;

    private final RandomGenerator random;
    private double storm;

    Weather(RandomGenerator random) {
        this.random = random;
        this.storm = random.nextDouble() * STORM_MAX;
    }

    void calm() {
        storm = 0;
    }

    /// How a frame gets over a line.
    ///
    /// @param arrivals after how long each of its copies arrives
    /// @param cut the line breaks, whether the frame arrives or not
    /// @param damaged a bit is not what it was
    record Passage(String what, List<Duration> arrivals, boolean cut, boolean damaged) {}

    Passage passage() {
        if (random.nextDouble() >= storm) {
            return new Passage("", List.of(moment()), false, false);
        }
        return switch (random.nextInt(7)) {
            case 0, 1 -> new Passage(" lost", List.of(), false, false);
            case 2 -> new Passage(" late", List.of(late()), false, false);
            case 3 -> new Passage(" twice", List.of(moment(), late()), false, false);
            case 4 -> new Passage(" cut", List.of(), true, false);
            case 5 -> new Passage(" cut behind it", List.of(moment()), true, false);
            default -> new Passage(" damaged", List.of(moment()), false, true);
        };
    }

    /// Milliseconds.
    Duration moment() {
        return Duration.ofNanos(1_000L * random.nextInt(2_000, 150_000));
    }

    private Duration late() {
        return Duration.ofNanos(1_000_000L * random.nextInt(500, LATE_SECONDS_MAX * 1_000));
    }
}
