package io.shouyin.bench;

import io.shouyin.bench.Latencies.Percentiles;
import java.util.Map;
import java.util.OptionalDouble;

/// What one measured phase came to.
///
/// @param name `closed`, `open`, `open-storm` (open, while people log in), `baseline-before`, `baseline-after`
/// @param offeredPerSecond of an open loop; absent for a closed one
/// @param perSecond finished a second
/// @param answers how often each response code came, and `fault` for whatever was no answer
/// @param cpuMillis processor time of each process during the phase, milliseconds a request; empty if it cannot be told
/// @param lagP99Micros of an open loop: how late the generator itself was, with a free line, at the 99th percentile
record Phase(String name, OptionalDouble offeredPerSecond, double perSecond, double seconds, Percentiles latency,
             Map<String, Long> answers, Map<String, Double> cpuMillis, long lagP99Micros) {

    /// Whether every request was answered 00.
    boolean isClean() {
        return answers.keySet().stream().allMatch("00"::equals);
    }
}
