package io.shouyin.host.acquiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestClock;
import io.shouyin.host.channels.CardNetworks;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.platform.Threads;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A clock that is set back must not keep abandoned transactions waiting until it has caught up.
@HostTest
class ReverserClockTest {

    private static final long FEN = 31_337;

    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private CardNetworks networks;
    @Autowired
    private WalletChannel wallets;
    @Autowired
    private CardAtRest cardsAtRest;
    @Autowired
    private AcquiringSettings settings;
    @Autowired
    private ApplicationEventPublisher events;
    @Autowired
    private Threads threads;

    @Test
    void abandonedTransaction_afterTheClockWasSetBack_isTakenOverAtOnce() {
        TestClock clock = new TestClock();
        clock.advance(Duration.ofDays(400));                                        // the job beside this one sees nothing of it
        Reverser reverser = new Reverser(jdbc, networks, wallets, cardsAtRest, settings, events, threads, clock);
        reverser.run();
        clock.advance(Duration.ofHours(-1));
        Instant abandoned = clock.instant().minus(settings.pendingMax()).minusSeconds(1);
        new TestTransactions(jdbc).add(TransactionState.APPROVED, FEN, abandoned, Duration.ZERO, null);
        jdbc.sql("UPDATE acquiring.transaction SET state = 'PENDING', response_code = NULL, auth_code = NULL, closed_at = NULL WHERE amount_minor = ?").param(FEN).update();
        reverser.run();
        assertThat(jdbc.sql("SELECT state FROM acquiring.transaction WHERE amount_minor = ?").param(FEN).query(String.class).single()).isEqualTo("IN_DOUBT");
    }
}
