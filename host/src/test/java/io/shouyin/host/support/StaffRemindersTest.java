package io.shouyin.host.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.StaffPasswordsDue;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.notify.SmsMessage;
import io.shouyin.host.notify.SmsSender;
import io.shouyin.host.notify.TestMessages;
import io.shouyin.kernel.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Text messages before a console password ends.
@HostTest
class StaffRemindersTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @Autowired
    private StaffPasswordsDue passwords;
    @Autowired
    private AccountPhones phones;
    @Autowired
    private Channels channels;
    @Autowired
    private SmsSender sender;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TransactionTemplate transactions;
    @Autowired
    private TestClock clock;
    @Autowired
    private TestStaff staff;
    @Autowired
    private TestMessages messages;

    private String name;
    private String phone;
    private String masked;

    @BeforeEach
    void somebody() {
        name = staff.account(Role.OPERATIONS);
        phone = "1370079%04d".formatted(NUMBER.incrementAndGet());
        masked = "137****" + phone.substring(7);
    }

    @Test
    void reminder_eachStep_isSaidOnce() {
        registerPhone();
        endsIn(Duration.ofDays(15));
        assertThat(said()).isEmpty();
        clock.advance(Duration.ofDays(1));
        assertThat(said()).containsExactly(14);
        assertThat(lastText()).contains(name, "14天");
        clock.advance(Duration.ofDays(1));
        assertThat(said()).containsExactly(14);
        clock.advance(Duration.ofDays(6));
        assertThat(said()).containsExactly(14, 7);
        assertThat(lastText()).contains(name, "7天");
        clock.advance(Duration.ofDays(6));
        assertThat(said()).containsExactly(14, 7, 1);
        assertThat(lastText()).contains(name, "1天");
        assertThat(said()).containsExactly(14, 7, 1);
        clock.advance(Duration.ofDays(3));
        assertThat(said()).as("over is over").containsExactly(14, 7, 1);
        endsIn(Duration.ofDays(7));
        assertThat(said()).as("of a new end").containsExactly(14, 7, 1, 7);
        assertThat(lastText()).contains("7天");
    }

    @Test
    void reminder_afterDaysAway_saysTheLatestStepOnly() {
        registerPhone();
        endsIn(Duration.ofDays(5));
        assertThat(said()).containsExactly(7);
        assertThat(lastText()).contains("5天");
    }

    @Test
    void reminder_withoutAPhone_isSaidOnceThereIsOne() {
        endsIn(Duration.ofDays(14));
        assertThat(said()).isEmpty();
        clock.advance(Duration.ofDays(2));
        registerPhone();
        assertThat(said()).containsExactly(14);
        assertThat(lastText()).contains("12天");
    }

    @Test
    void reminder_withoutAProvider_isNotSpent() {
        registerPhone();
        transactions.executeWithoutResult(_ -> {
            endsIn(Duration.ofDays(7));
            reminders(false).remind();
            assertThat(steps()).isEmpty();
        });
        assertThat(said()).containsExactly(7);
    }

    @Test
    void reminder_ofADisabledAccount_isNotSaid() {
        registerPhone();
        jdbc.sql("UPDATE access.account SET state = 'DISABLED' WHERE username = ?").param(name).update();
        endsIn(Duration.ofDays(7));
        assertThat(said()).isEmpty();
    }

    @Test
    void reminder_whoseMessageIsLost_isSaidAgain() {
        registerPhone();
        transactions.executeWithoutResult(lost -> {
            endsIn(Duration.ofDays(7));
            reminders(true).remind();
            assertThat(steps()).containsExactly(7);
            lost.setRollbackOnly();
        });
        assertThat(steps()).isEmpty();
        endsIn(Duration.ofDays(7));
        assertThat(said()).containsExactly(7);
        assertThat(messages.to(masked)).hasSize(1);
    }

    @Test
    void reminder_ofSeveralHosts_isSaidByOne() throws Exception {
        registerPhone();
        endsIn(Duration.ofDays(7));
        Callable<List<String>> host = () -> {
            transactions.executeWithoutResult(_ -> reminders(true).remind());
            return List.of();
        };
        try (var hosts = Executors.newFixedThreadPool(4)) {
            for (var done : hosts.invokeAll(List.of(host, host, host, host))) {
                done.get();
            }
        }
        assertThat(messages.to(masked)).hasSize(1);
        assertThat(steps()).containsExactly(7);
    }

    private void registerPhone() {
        phones.add(name, PhoneNumber.of(phone));
    }

    private void endsIn(Duration time) {
        Instant end = clock.instant().plus(time).truncatedTo(ChronoUnit.MICROS);
        jdbc.sql("UPDATE access.account SET expires_at = ? WHERE username = ?").params(CaseStore.utc(end), name).update();
    }

    /// The steps that are said once somebody looked again: the host's own look may have been before.
    private List<Integer> said() {
        transactions.executeWithoutResult(_ -> reminders(true).remind());
        return steps();
    }

    private String lastText() {
        return messages.to(masked).getLast();
    }

    private List<Integer> steps() {
        return jdbc.sql("SELECT days FROM support.account_reminder WHERE username = ? ORDER BY sent_at").param(name).query(Integer.class).list();
    }

    private StaffReminders reminders(boolean withAProvider) {
        return new StaffReminders(passwords, phones, channels, new SmsSender() {
            @Override
            public void send(SmsMessage message) {
                sender.send(message);
            }

            @Override
            public boolean isSetUp() {
                return withAProvider;
            }
        }, jdbc, clock);
    }
}
