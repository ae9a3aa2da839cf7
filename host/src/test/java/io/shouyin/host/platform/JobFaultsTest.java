package io.shouyin.host.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JobFaultsTest {

    private static final Fault OTHER_RELEASE = new Fault("VAULT_OF_OTHER_RELEASE", Recovery.FIX_THE_SETUP, "use the same release");
    private static final Fault PEER = new Fault("VAULT_PEER_REFUSED", Recovery.FIX_THE_SETUP, "another user");

    private final Logger logger = (Logger) LoggerFactory.getLogger(JobFaults.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Instant now = Instant.parse("2026-07-01T01:30:00Z");
    private final JobFaults faults = new JobFaults(() -> now);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
    }

    @Test
    void fault_eachSecondForAnHour_isOneLineWithoutATrace() {
        for (int second = 0; second < 3600; second++) {
            faults.handleError(OTHER_RELEASE);
            now = now.plusSeconds(1);
        }
        assertThat(log.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).contains("VAULT_OF_OTHER_RELEASE", "use the same release");
            assertThat(line.getThrowableProxy()).isNull();
        });
        faults.handleError(PEER);
        faults.handleError(OTHER_RELEASE);
        assertThat(log.list).as("another fault").hasSize(2);
        now = now.plus(JobFaults.GONE_AFTER).plus(Duration.ofSeconds(1));
        faults.handleError(OTHER_RELEASE);
        assertThat(log.list).as("one that comes back").hasSize(3);
    }

    @Test
    void failure_withoutAName_isToldWithItsTraceEachTime() {
        faults.handleError(new IllegalStateException("a bug"));
        faults.handleError(new IllegalStateException("a bug"));
        assertThat(log.list).hasSize(2).allMatch(line -> line.getThrowableProxy() != null);
    }

    @Test
    void fault_thatOnlyHasToBeWaitedFor_isLeftToWhoLostIt() {
        faults.handleError(new Fault("VAULT_UNREACHABLE", Recovery.RETRY_LATER, "busy"));
        assertThat(log.list).noneMatch(line -> line.getLevel().isGreaterOrEqual(ch.qos.logback.classic.Level.INFO));
    }
}
