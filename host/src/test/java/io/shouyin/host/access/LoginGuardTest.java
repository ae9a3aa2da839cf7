package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.LoginGuard.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

@HostTest
class LoginGuardTest {

    @Autowired
    private LoginGuard guard;
    @Autowired
    private TestClock clock;
    @Autowired
    private TestStaff staff;
    @Autowired
    private TransactionTemplate transaction;

    @ParameterizedTest
    @CsvSource(textBlock = """
            SOURCE_AND_ACCOUNT,  4,  0
            SOURCE_AND_ACCOUNT,  5,  1
            SOURCE_AND_ACCOUNT,  6,  2
            SOURCE_AND_ACCOUNT,  9, 16
            SOURCE_AND_ACCOUNT, 10, 30
            SOURCE_AND_ACCOUNT, 99, 30
            SOURCE,             19,  0
            SOURCE,             20,  1
            SOURCE,             25, 30
            ACCOUNT,            29,  0
            ACCOUNT,            30,  1
            ACCOUNT,            40, 30
            """)
    void delay_doublesToHalfAnHour(LoginGuard.Scope scope, int failures, int minutes) {
        assertThat(scope.delay(failures)).isEqualTo(Duration.ofMinutes(minutes));
    }

    @Test
    void attempts_manyFromOnePlace_waitLongerEachTime() {
        for (int i = 1; i <= 5; i++) {
            assertThat(guard.attempt(Step.PASSWORD, "guessed", "192.0.2.1")).as("attempt " + i).isEmpty();
        }
        assertThat(guard.attempt(Step.PASSWORD, "guessed", "192.0.2.1")).contains(new LoginGuard.Delay(Duration.ofMinutes(1), false));
        assertThat(guard.attempt(Step.PASSWORD, "guessed", "192.0.2.2")).as("elsewhere").isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(guard.attempt(Step.PASSWORD, "guessed", "192.0.2.1")).isEmpty();
        assertThat(guard.attempt(Step.PASSWORD, "guessed", "192.0.2.1")).contains(new LoginGuard.Delay(Duration.ofMinutes(2), false));
    }

    @Test
    void owner_atTheUsualPlace_isNotLockedOutByStrangers() {
        var owner = staff.account(Role.RISK);
        transaction.executeWithoutResult(_ -> guard.entered(owner, "198.51.100.7"));
        for (int i = 1; i <= 30; i++) {
            assertThat(guard.attempt(Step.PASSWORD, owner, "203.0.113." + i)).isEmpty();
        }
        assertThat(guard.attempt(Step.PASSWORD, owner, "203.0.113.200")).as("a stranger, after 30 others").isPresent();
        assertThat(guard.attempt(Step.PASSWORD, owner, "198.51.100.7")).as("the owner").isEmpty();
    }

    @Test
    void attempts_onManyAccountsFromOnePlace_wait() {
        for (int i = 1; i <= 20; i++) {
            assertThat(guard.attempt(Step.PASSWORD, "sprayed" + i, "192.0.2.50")).isEmpty();
        }
        assertThat(guard.attempt(Step.PASSWORD, "sprayed21", "192.0.2.50")).isPresent();
    }

    @Test
    void attempts_atOnce_areAllCounted() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var attempts = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < 40; i++) {
                attempts.add(() -> guard.attempt(Step.PASSWORD, "raced", "192.0.2.60").isEmpty());
            }
            long allowed = 0;
            for (var attempt : threads.invokeAll(attempts)) {
                allowed += attempt.get() ? 1 : 0;
            }
            assertThat(allowed).isEqualTo(5);
        }
    }

    @Test
    void success_takesTheCountsBack() {
        var owner = staff.account(Role.RISK);
        for (int round = 0; round < 3; round++) {
            for (int i = 1; i <= 4; i++) {
                assertThat(guard.attempt(Step.PASSWORD, owner, "192.0.2.70")).isEmpty();
            }
            transaction.executeWithoutResult(_ -> guard.succeeded(Step.PASSWORD, owner, "192.0.2.70"));
        }
    }

    @Test
    void attempt_thatNobodyLookedAt_isNotCounted() {
        for (int i = 0; i < 20; i++) {
            assertThat(guard.attempt(Step.PASSWORD, "crowded", "192.0.2.80")).isEmpty();
            guard.notLookedAt(Step.PASSWORD, "crowded", "192.0.2.80");
        }
    }

    @Test
    void counts_thatAreOld_areForgotten() {
        for (int i = 0; i < 5; i++) {
            guard.attempt(Step.PASSWORD, "forgotten", "192.0.2.90");
        }
        assertThat(guard.attempt(Step.PASSWORD, "forgotten", "192.0.2.90")).isPresent();
        clock.advance(Duration.ofHours(26));
        guard.forget();
        for (int i = 0; i < 5; i++) {
            assertThat(guard.attempt(Step.PASSWORD, "forgotten", "192.0.2.90")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            192.0.2.1,          192.0.2.1
            2001:db8:1:2:3::4,  2001:db8:1:2:0:0:0:0
            2001:db8:1:2:ffff::, 2001:db8:1:2:0:0:0:0
            not an address,     not an address
            """)
    void source_ofIpv6_isItsNetwork(String address, String network) {
        assertThat(LoginGuard.network(address)).isEqualTo(network);
    }
}
