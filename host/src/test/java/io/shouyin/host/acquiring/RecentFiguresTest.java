package io.shouyin.host.acquiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.acquiring.RecentFigures.Figures;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HostTest
class RecentFiguresTest {

    /// No other test's hour.
    private static final Instant NOW = Instant.parse("2032-05-05T04:00:30Z");

    @Autowired
    private JdbcClient jdbc;
    private Duration later = Duration.ZERO;

    private RecentFigures figures() {
        return new RecentFigures(jdbc, () -> NOW.plus(later));
    }

    @Test
    void look_countsOutcomesCodesAndTimes_ofTheWindow() {
        TestTransactions rows = new TestTransactions(jdbc);
        rows.add(90, TransactionState.APPROVED, 88_001, NOW.minus(Duration.ofMinutes(3)), Duration.ofMillis(50), Duration.ofMillis(20));
        rows.add(9, TransactionState.DECLINED, 88_001, NOW.minus(Duration.ofMinutes(3)), Duration.ofMillis(300), Duration.ofMillis(200));
        rows.add(TransactionState.IN_DOUBT, 88_001, NOW, Duration.ofSeconds(30), null);
        rows.add(7, TransactionState.APPROVED, 88_001, NOW.minus(Duration.ofMinutes(70)), Duration.ofMillis(50), Duration.ofMillis(20));

        Figures hour = figures().look(60);
        assertThat(hour.minutes()).hasSize(60);
        assertThat(hour.minutes().get(56)).extracting(RecentFigures.Minute::approved, RecentFigures.Minute::declined).containsExactly(90L, 9L);
        assertThat(hour.minutes().get(59).inDoubt()).isEqualTo(1);
        assertThat(hour.count()).as("what came more than an hour ago is not of it").isEqualTo(100);
        assertThat(hour.approvalRate()).isEqualTo(0.9);
        assertThat(hour.codes()).containsEntry("00", 100L);
        assertThat(hour.answers().p50Millis()).isBetween(47.0, 53.0);
        assertThat(hour.answers().p95Millis()).isBetween(285.0, 315.0);
        assertThat(hour.answers().p99Millis()).isBetween(285.0, 315.0);
        assertThat(hour.channels()).containsOnlyKeys("main");
        assertThat(hour.channels().get("main").count()).as("what was not answered has no time").isEqualTo(99);
        assertThat(hour.channels().get("main").p50Millis()).isBetween(19.0, 21.0);
        assertThat(figures().look(1).count()).isEqualTo(1);
        assertThat(figures().look(1).answers().p99Millis()).isBetween(28_500.0, 31_500.0);
        assertThat(figures().lastMinute()).contains(Instant.parse("2032-05-05T04:00:00Z"));
    }

    /// The sums of past minutes are kept: they are read again after a while, not with each look.
    @Test
    void look_again_seesWhatIsNewAtOnce_aRecentChangeSoon_andAnOldOneLater() {
        later = Duration.ofDays(1);
        Instant now = NOW.plus(later);
        TestTransactions rows = new TestTransactions(jdbc);
        rows.add(3, TransactionState.APPROVED, 88_002, now.minus(Duration.ofMinutes(30)), Duration.ofMillis(50), Duration.ofMillis(40));
        rows.add(2, TransactionState.APPROVED, 88_003, now.minus(Duration.ofMinutes(5)), Duration.ofMillis(50), Duration.ofMillis(40));
        RecentFigures figures = figures();
        assertThat(figures.look(60).approved()).isEqualTo(5);

        rows.add(TransactionState.APPROVED, 88_004, now, Duration.ofMillis(50), Duration.ofMillis(40));
        jdbc.sql("UPDATE acquiring.transaction SET state = 'REVERSED' WHERE amount_minor IN (88002, 88003)").update();
        assertThat(figures.look(60).approved()).as("within a second nothing is read").isEqualTo(5);
        later = later.plusSeconds(1);
        assertThat(figures.look(60).approved()).isEqualTo(6);
        later = later.plusSeconds(15);
        assertThat(figures.look(60).approved()).as("five minutes ago").isEqualTo(4);
        later = later.plusMinutes(5);
        assertThat(figures.look(60).approved()).as("half an hour ago").isEqualTo(1);
        later = later.minusMinutes(20);
        assertThat(figures.look(60).minutes()).as("a clock that was put back").hasSize(60);
    }

    @Test
    void look_whereNothingIs_hasNoRateAndNoTimes() {
        later = Duration.ofDays(3);
        Figures hour = figures().look(60);
        assertThat(hour.minutes()).hasSize(60);
        assertThat(hour.approvalRate()).isNull();
        assertThat(hour.answers().p50Millis()).isNull();
        assertThat(figures().lastMinute()).isEmpty();
    }
}
