package io.shouyin.host.channels;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.TraceNumber;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Gives out reference numbers: last digit of the year, day of the year, and an eight-digit number that no other host
/// gives out on that day. Numbers come from the database in blocks; a block that a crash leaves unused is lost.
@Component
public class References {

    private static final int BLOCK_NUMBERS = 1_000;
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter TRANSMISSION = DateTimeFormatter.ofPattern("MMddHHmmss");

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private LocalDate day = LocalDate.MIN;
    private String dayDigits = "";
    private int next;
    private int end;

    References(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// @throws Fault `REFERENCES_EXHAUSTED` after a hundred million on one day
    public NetworkReference next() {
        Instant now = clock.instant();
        Numbered numbered = take(LocalDate.ofInstant(now, CHINA));
        return new NetworkReference(new Rrn(numbered.day() + eightDigits(numbered.number())),
                new TraceNumber(numbered.number() % TraceNumber.MAX + 1), TRANSMISSION.format(LocalDateTime.ofInstant(now, ZoneOffset.UTC)));
    }

    /// @param day last digit of the year and the day of the year
    private record Numbered(String day, int number) {}

    private synchronized Numbered take(LocalDate today) {
        if (!today.equals(day) || next == end) {
            dayDigits = "%d%03d".formatted(today.getYear() % 10, today.getDayOfYear());
            next = block(dayDigits);
            end = next + BLOCK_NUMBERS;
            day = today;
        }
        return new Numbered(dayDigits, next++);
    }

    private int block(String today) {
        jdbc.sql("INSERT INTO channels.reference_block (business_day, next) VALUES (?, 0) ON CONFLICT DO NOTHING")
                .param(today).update();
        return jdbc.sql("""
                UPDATE channels.reference_block SET next = next + ? WHERE business_day = ? AND next < 100000000
                RETURNING next - ?""")
                .params(BLOCK_NUMBERS, today, BLOCK_NUMBERS).query(Integer.class).optional()
                .orElseThrow(() -> new Fault("REFERENCES_EXHAUSTED", Fault.Recovery.STOP,
                        "every reference number of the day is used"));
    }

    private static String eightDigits(int number) {
        Check.invariant(number >= 0 && number < 100_000_000, "a reference number has eight digits");
        String digits = Integer.toString(number);
        return "00000000".substring(digits.length()) + digits;
    }
}
