package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.DayFigures.Day;
import io.shouyin.host.acquiring.DayFigures.MinuteSums;
import io.shouyin.host.acquiring.DayFigures.Sums;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// The figures that open consoles ask for every second: of today, of yesterday, of the last hour by the minute.
///
/// What is older than [#CHANGING] hardly changes (a late reversal): it is summed up once a minute, and kept. The rest is read each time, so that a
/// busy day costs no more than a quiet one.
@Component
class DayBoard {

    private static final Duration CHANGING = Duration.ofMinutes(10);
    private static final Duration KEPT = Duration.ofMinutes(1);
    /// Summing up a long day again takes no more than a part of the time.
    private static final int KEPT_TIMES_ITS_COST = 20;
    private static final int MINUTES = 60;

    private final DayFigures figures;
    private final BusinessCalendar calendar;
    private final InstantSource clock;
    private Kept kept;

    DayBoard(DayFigures figures, BusinessCalendar calendar, InstantSource clock) {
        this.figures = figures;
        this.calendar = calendar;
        this.clock = clock;
    }

    /// @param until up to which `minutes` were summed up, exclusive
    private record Kept(LocalDate day, Day yesterday, List<MinuteSums> minutes, Instant until, Instant validUntil) {}

    /// @param minutes the last sixty, the present one last, those without transactions too
    record Board(LocalDate businessDate, Day today, Day yesterday, List<Minute> minutes) {}

    record Minute(Instant at, long approved, long declined, long inDoubt, long reversed) {}

    synchronized Board look() {
        Instant now = clock.instant();
        LocalDate day = calendar.businessDate(now);
        Instant beginning = calendar.beginning(day);
        Instant end = calendar.beginning(day.plusDays(1));
        if (kept == null || !kept.day().equals(day) || now.isAfter(kept.validUntil()) || now.isBefore(kept.until())) {
            kept = sumUp(day, now);
        }
        Map<Instant, Sums> minutes = Stream.concat(kept.minutes().stream(), figures.minutes(kept.until(), end).stream())
                .collect(Collectors.toMap(MinuteSums::at, MinuteSums::sums, Sums::plus));
        Sums today = minutes.entrySet().stream().filter(minute -> !minute.getKey().isBefore(minute(beginning))).map(Map.Entry::getValue).reduce(Sums.NOTHING, Sums::plus);
        return new Board(day, Day.of(today, figures.latencies(beginning, end)), kept.yesterday(), lastHour(minutes, now));
    }

    private Kept sumUp(LocalDate day, Instant now) {
        long from = System.nanoTime();
        Instant until = minute(now).minus(CHANGING);
        Instant firstOfTheHour = minute(now).minus(Duration.ofMinutes(MINUTES));
        Instant beginning = calendar.beginning(day);
        List<MinuteSums> minutes = figures.minutes(beginning.isBefore(firstOfTheHour) ? beginning : firstOfTheHour, until);
        Day yesterday = figures.day(day.minusDays(1));
        Duration cost = Duration.ofNanos(System.nanoTime() - from).multipliedBy(KEPT_TIMES_ITS_COST);
        return new Kept(day, yesterday, minutes, until, now.plus(cost.compareTo(KEPT) > 0 ? cost : KEPT));
    }

    private static List<Minute> lastHour(Map<Instant, Sums> minutes, Instant now) {
        return IntStream.rangeClosed(1 - MINUTES, 0).mapToObj(back -> minute(now).plus(Duration.ofMinutes(back))).map(at -> {
            Sums sums = minutes.getOrDefault(at, Sums.NOTHING);
            return new Minute(at, sums.approved(), sums.declined(), sums.inDoubt(), sums.reversed());
        }).toList();
    }

    private static Instant minute(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MINUTES);
    }
}
