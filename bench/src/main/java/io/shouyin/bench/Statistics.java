package io.shouyin.bench;

import io.shouyin.kernel.Check;
import java.util.List;

/// The few numbers that a handful of measurements come down to.
final class Statistics {

    private Statistics() {}

    /// The middle one; of an even number the mean of the two in the middle.
    static double median(List<Double> values) {
        Check.argument(!values.isEmpty(), "there is at least one value");
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static double mean(List<Double> values) {
        Check.argument(!values.isEmpty(), "there is at least one value");
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /// How far apart two measurements of the same thing are, as a part of their mean: 0.1 for 95 and 105.
    static double drift(double one, double other) {
        return Math.abs(one - other) / ((one + other) / 2);
    }
}
