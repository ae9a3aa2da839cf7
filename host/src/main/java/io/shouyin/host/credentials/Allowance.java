package io.shouyin.host.credentials;

import io.shouyin.kernel.Check;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;

/// How often a standing secret may be used in a cycle.
public record Allowance(Cycle cycle, int usesMax) {

    public static final int USES_MAX = 1_000_000;

    public Allowance {
        Check.argument(usesMax >= 1 && usesMax <= USES_MAX, "a cycle has 1 to 1000000 uses");
    }

    /// Whether another one has as many uses in the same cycle, or fewer.
    boolean covers(Allowance other) {
        return other.cycle == cycle && other.usesMax <= usesMax;
    }

    /// By the calendar of China.
    public enum Cycle {
        DAY,
        /// From Monday.
        WEEK,
        MONTH,
        QUARTER;

        /// The first day of the cycle that a day belongs to.
        ///
        /// ```java
        /// QUARTER.began(LocalDate.of(2026, 8, 31)) // 2026-07-01
        /// ```
        LocalDate began(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> day.withDayOfMonth(1);
                case QUARTER -> day.with(IsoFields.DAY_OF_QUARTER, 1);
            };
        }
    }
}
