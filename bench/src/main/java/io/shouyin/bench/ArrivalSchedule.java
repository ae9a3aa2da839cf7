package io.shouyin.bench;

import io.shouyin.kernel.Check;
import java.time.Duration;

/// When each request of an open loop is due: one after the other at even distances, dealt to the lanes in turn.
///
/// The times depend on the rate alone, never on how fast answers come. A latency counts from the due time, so that a stall is seen
/// by every request that was due during it, not only by the one that was under way ("coordinated omission").
///
/// With 4 a second on 2 lanes, lane 0 is due after 0 and 500 ms, lane 1 after 250 and 750 ms.
///
/// @param perSecond requests a second, all lanes together
/// @param lanes terminals, each with one request at a time
record ArrivalSchedule(double perSecond, int lanes) {

    private static final double NANOS = 1e9;

    ArrivalSchedule {
        Check.argument(perSecond > 0 && Double.isFinite(perSecond), "a rate is above 0");
        Check.argument(lanes >= 1, "there is at least one lane");
    }

    /// Nanoseconds from the beginning until a lane's request is due.
    ///
    /// @param round 0 for the lane's first request
    long dueNanos(int lane, long round) {
        return Math.round((round * lanes + lane) * NANOS / perSecond);
    }

    /// How many requests of a lane are due before the end.
    long rounds(int lane, Duration length) {
        long all = arrivals(length);
        return all <= lane ? 0 : (all - lane - 1) / lanes + 1;
    }

    /// How many requests are due before the end, all lanes together.
    long arrivals(Duration length) {
        return (long) Math.ceil(perSecond * length.toNanos() / NANOS);
    }
}
