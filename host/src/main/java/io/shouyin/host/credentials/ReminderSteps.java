package io.shouyin.host.credentials;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The days on which somebody is told that a password ends: 14, 7 and 1 before, by the calendar of China.
public final class ReminderSteps {

    /// Days before the end, latest first.
    private static final List<Integer> STEPS = List.of(1, 7, 14);
    public static final int DAYS_MAX = STEPS.getLast();

    private ReminderSteps() {}

    /// Whole days until an instant: 0 is today.
    public static int daysLeft(Instant now, Instant expiresAt) {
        return (int) ChronoUnit.DAYS.between(LocalDate.ofInstant(now, FactorChecks.CHINA), LocalDate.ofInstant(expiresAt, FactorChecks.CHINA));
    }

    /// The latest step whose day has come, in days: 5 days before the end it is that of 7, if nobody has said it yet. None before the first one
    /// and from the end on.
    public static Optional<Integer> reached(Instant now, Instant expiresAt) {
        int left = daysLeft(now, expiresAt);
        return now.isBefore(expiresAt) ? STEPS.stream().filter(days -> left <= days).findFirst() : Optional.empty();
    }
}
