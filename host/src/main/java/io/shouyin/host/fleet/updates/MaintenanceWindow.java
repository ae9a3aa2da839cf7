package io.shouyin.host.fleet.updates;

import io.shouyin.kernel.Check;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// A time of each day, in China Standard Time, in which terminals may begin an update; it may go past midnight.
///
/// `new MaintenanceWindow(LocalTime.of(23, 30), 240)` is open from 23:30 until 03:30.
record MaintenanceWindow(LocalTime from, int minutes) {

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int DAY_MINUTES = 24 * 60;

    MaintenanceWindow {
        Check.argument(minutes >= 10 && minutes < DAY_MINUTES, "a maintenance window is open for 10 minutes to a day");
    }

    boolean isOpen(Instant now) {
        ZonedDateTime here = now.atZone(ZONE);
        long since = Math.floorMod(Duration.between(from, here.toLocalTime()).toSeconds(), (long) Duration.ofDays(1).toSeconds());
        return since < minutes * 60L;
    }

    /// How long it is until it opens; zero while it is open.
    Duration untilOpen(Instant now) {
        if (isOpen(now)) {
            return Duration.ZERO;
        }
        ZonedDateTime here = now.atZone(ZONE);
        ZonedDateTime next = here.with(from);
        return Duration.between(here, next.isAfter(here) ? next : next.plusDays(1));
    }
}
