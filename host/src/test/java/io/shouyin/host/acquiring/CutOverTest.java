package io.shouyin.host.acquiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestClock;
import io.shouyin.host.channels.HostAnswer;
import io.shouyin.host.channels.References;
import io.shouyin.host.channels.Route;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.iso8583.terminal.Field48;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.iso8583.terminal.Field48.Side;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The business day changes at 23:00 while a transaction is at the network, or somebody sets the clock.
@HostTest
class CutOverTest {

    private static final Route ROUTE = Route.only("main");
    private static final BatchKey BATCH = new BatchKey(new MerchantId("104290058129001"), new TerminalId("92300001"), new BatchNumber(1));
    private static final BatchKey JUMPING = new BatchKey(new MerchantId("104290058129071"), new TerminalId("92300071"), new BatchNumber(1));

    @Autowired
    private Merchants merchants;
    @Autowired
    private Journal journal;
    @Autowired
    private References references;
    @Autowired
    private BusinessCalendar calendar;
    @Autowired
    private BatchSettlement settlement;
    @Autowired
    private DayFigures figures;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TestClock clock;

    @Test
    void transaction_inFlightAtTheCutOver_staysInTheDayThatItCameIn_andBothDaysAndTheBatchAgree() {
        merchants.register(new Merchants.Registration(BATCH.merchant(), "江南小馆", "JIANGNAN BISTRO", "5812", "SHANGHAI", "02155550100"));
        LocalDate today = calendar.businessDate(clock.instant());
        clock.advance(Duration.between(clock.instant(), calendar.beginning(today.plusDays(1))).minusMillis(1));
        TransactionRequest before = sale(BATCH, 1, 1_000);
        Journal.Opening.Open inFlight = (Journal.Opening.Open) journal.open(before, references.next(), ROUTE, Optional.empty());
        clock.advance(Duration.ofSeconds(2));
        TransactionRequest after = sale(BATCH, 2, 200);
        Journal.Opening.Open next = (Journal.Opening.Open) journal.open(after, references.next(), ROUTE, Optional.empty());
        long todayFen = figures.day(today).amountFen();
        long tomorrowFen = figures.day(today.plusDays(1)).amountFen();

        assertThat(journal.close(after, next, approved("123456")).businessDate()).isEqualTo(today.plusDays(1));
        assertThat(journal.close(before, inFlight, approved("123457")).businessDate()).isEqualTo(today);
        assertThat(((Journal.Opening.Known) journal.open(before, references.next(), ROUTE, Optional.empty())).answer().businessDate()).as("again").isEqualTo(today);
        assertThat(figures.day(today).amountFen() - todayFen).isEqualTo(1_000);
        assertThat(figures.day(today.plusDays(1)).amountFen() - tomorrowFen).isEqualTo(200);

        Side both = new Side(new MinorAmount(1_200), 2, MinorAmount.ZERO, 0, Result.ASKED);
        Field48.Totals answer = settlement.settle(new BatchSettlement.Request(BATCH, BATCH.batch(), new Field48.Totals(both, Side.NOTHING), Optional.empty())).totals();
        assertThat(answer.domestic()).isEqualTo(both.with(Result.BALANCED));
        assertThat(jdbc.sql("SELECT business_date FROM acquiring.batch WHERE terminal_id = ? AND batch_number = 1").param(BATCH.terminal().value())
                .query(LocalDate.class).single()).isEqualTo(today.plusDays(1));
    }

    /// The host's clock is set while transactions are at the network: over midnight, and back again.
    @Test
    void clock_thatJumpsOverMidnight_andBack_leavesEachTransactionItsDayAndItsNumbers() {
        merchants.register(new Merchants.Registration(JUMPING.merchant(), "江南小馆", "JIANGNAN BISTRO", "5812", "SHANGHAI", "02155550100"));
        Instant now = clock.instant();
        LocalDate day = calendar.businessDate(now).plusDays(70);
        clock.advance(Duration.between(clock.instant(), calendar.beginning(day)));
        TransactionRequest beforeMidnight = sale(JUMPING, 1, 1_000);
        Journal.Opening.Open first = (Journal.Opening.Open) journal.open(beforeMidnight, references.next(), ROUTE, Optional.empty());
        clock.advance(Duration.ofHours(25));
        TransactionRequest tomorrow = sale(JUMPING, 2, 200);
        Journal.Opening.Open second = (Journal.Opening.Open) journal.open(tomorrow, references.next(), ROUTE, Optional.empty());
        TransactionAnswer late = journal.close(beforeMidnight, first, approved("123456"));
        clock.advance(Duration.ofHours(-25).minusSeconds(1));
        TransactionAnswer early = journal.close(tomorrow, second, approved("123457"));
        TransactionRequest again = sale(JUMPING, 3, 30);
        Journal.Opening.Open third = (Journal.Opening.Open) journal.open(again, references.next(), ROUTE, Optional.empty());
        TransactionAnswer back = journal.close(again, third, approved("123458"));

        assertThat(late.businessDate()).isEqualTo(day);
        assertThat(early.businessDate()).isEqualTo(day.plusDays(1));
        assertThat(back.businessDate()).as("a second before the day began").isEqualTo(day.minusDays(1));
        assertThat(List.of(figures.day(day.minusDays(1)).amountFen(), figures.day(day).amountFen(), figures.day(day.plusDays(1)).amountFen())).containsExactly(30L, 1_000L, 200L);
        assertThat(Stream.of(late, early, back).map(TransactionAnswer::rrn).distinct()).hasSize(3);
        assertThat(((Journal.Opening.Known) journal.open(tomorrow, references.next(), ROUTE, Optional.empty())).answer().businessDate()).as("again").isEqualTo(day.plusDays(1));
        Side all = new Side(new MinorAmount(1_230), 3, MinorAmount.ZERO, 0, Result.ASKED);
        assertThat(settlement.settle(new BatchSettlement.Request(JUMPING, JUMPING.batch(), new Field48.Totals(all, Side.NOTHING), Optional.empty())).totals().domestic())
                .isEqualTo(all.with(Result.BALANCED));
        clock.advance(Duration.between(clock.instant(), now));
    }

    private static Optional<HostAnswer> approved(String authCode) {
        return Optional.of(new HostAnswer.Approved(authCode, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private TransactionRequest sale(BatchKey batch, int trace, long fen) {
        TransactionKey key = new TransactionKey(batch.merchant(), batch.terminal(), batch.batch(), new TraceNumber(trace));
        return new TransactionRequest(key, TransactionKind.SALE, Optional.empty(), new MinorAmount(fen), Optional.of(Pan.of("6216261000000000018")), Optional.empty(), Optional.empty(), "022",
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, new byte[] {(byte) trace}, clock.instant(), clock.instant());
    }
}
