package io.shouyin.host.platform;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/// Accounts with numbers, and a line for each that is closed.
class SharedCommitTest {

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private JdbcTemplate jdbc;
    private SharedCommit commits;
    private final CountDownLatch begun = new CountDownLatch(1);
    /// The commit with this number from now is not confirmed.
    private final AtomicInteger confirmationsLost = new AtomicInteger();
    private volatile int awaited;

    @BeforeEach
    void begin() throws SQLException {
        try (Connection owner = TestDatabase.ownerDataSource(database.access()).getConnection(); Statement statement = owner.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS shared CASCADE; CREATE SCHEMA shared; CREATE TABLE shared.account (number integer PRIMARY KEY, state text);"
                    + "CREATE TABLE shared.line (number integer PRIMARY KEY CHECK (number <> 13), commit xid8 DEFAULT pg_current_xact_id());"
                    + "INSERT INTO shared.account SELECT number, 'OPEN' FROM generate_series(0, 20) AS number;"
                    + "GRANT USAGE ON SCHEMA shared TO PUBLIC; GRANT ALL ON ALL TABLES IN SCHEMA shared TO PUBLIC");
        }
        DataSource source = database.dataSource();
        jdbc = new JdbcTemplate(source) {
            @Override
            public <T> T execute(String sql, PreparedStatementCallback<T> action) {
                begun.countDown();
                until("others wait", () -> commits.waiting() >= awaited);
                awaited = 0;
                return super.execute(sql, action);
            }
        };
        commits = new SharedCommit(jdbc, new TransactionTemplate(new JdbcTransactionManager(source) {
            @Override
            protected void doCommit(DefaultTransactionStatus status) {
                super.doCommit(status);
                if (confirmationsLost.getAndUpdate(left -> Math.max(0, left - 1)) == 1) {
                    throw new TransactionSystemException("nobody knows whether it is committed");
                }
            }
        }));
    }

    @AfterEach
    void end() {
        threads.close();
    }

    @Test
    void writes_thatMeetAnother_areOneCommit_andEachHearsItsOwn() throws Exception {
        jdbc.update("UPDATE shared.account SET state = 'CLOSED' WHERE number = 7");
        List<Future<Boolean>> written = inCompany(List.of(5, 6, 7, 8));
        assertThat(answers(written)).containsExactly(true, true, true, false, true);
        assertThat(lines()).as("nothing of what has not begun").containsExactly(0, 5, 6, 8);
        assertThat(jdbc.queryForObject("SELECT count(DISTINCT commit) FROM shared.line", Integer.class)).as("the first, and the others").isEqualTo(2);
    }

    @Test
    void write_thatIsRefused_isRefusedAlone() throws Exception {
        List<Future<Boolean>> written = inCompany(List.of(12, 13, 14));
        assertThat(written.get(1).get()).isTrue();
        assertThatThrownBy(() -> written.get(2).get()).cause().isInstanceOf(DataIntegrityViolationException.class);
        assertThat(written.get(3).get()).isTrue();
        assertThat(lines()).containsExactly(0, 12, 14);
        assertThat(jdbc.queryForObject("SELECT state FROM shared.account WHERE number = 13", String.class)).isEqualTo("OPEN");
    }

    @Test
    void write_thatIsRefused_alone_changesNothing() {
        jdbc.update("INSERT INTO shared.line VALUES (9)");
        assertThatThrownBy(() -> commits.write(closing(9))).isInstanceOf(DuplicateKeyException.class);
        assertThat(jdbc.queryForObject("SELECT state FROM shared.account WHERE number = 9", String.class)).isEqualTo("OPEN");
    }

    /// Everybody in it hears that, and nothing is written again.
    @Test
    void commit_thatIsNotConfirmed_isToldToAllOfItsGroup_andNotTriedAgain() throws Exception {
        confirmationsLost.set(2);
        List<Future<Boolean>> written = inCompany(List.of(1, 2, 3));
        assertThat(written.getFirst().get()).isTrue();
        assertThat(written.subList(1, 4)).allSatisfy(one -> assertThatThrownBy(one::get).cause().isInstanceOf(TransactionSystemException.class));
        assertThat(lines()).containsExactly(0, 1, 2, 3);
        assertThat(jdbc.queryForObject("SELECT count(DISTINCT commit) FROM shared.line", Integer.class)).isEqualTo(2);
    }

    /// While somebody holds a row, only who wants it waits.
    @Test
    void write_thatMeetsALock_keepsNobodyElse() throws Exception {
        Future<Boolean> held;
        try (Connection other = database.dataSource().getConnection(); Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM shared.account WHERE number = 0 FOR UPDATE");
            held = threads.submit(() -> commits.write(closing(0)));
            until("it waits", () -> jdbc.queryForObject("SELECT count(*) FROM pg_locks WHERE NOT granted", Integer.class) > 0);
            assertThat(threads.submit(() -> commits.write(closing(1))).get()).isTrue();
            assertThat(lines()).containsExactly(1);
            other.rollback();
        }
        assertThat(held.get()).isTrue();
    }

    /// Writes 0, and the others while it is under way.
    private List<Future<Boolean>> inCompany(List<Integer> others) throws InterruptedException {
        awaited = others.size();
        List<Future<Boolean>> written = new ArrayList<>(List.of(threads.submit(() -> commits.write(closing(0)))));
        begun.await();
        others.forEach(number -> written.add(threads.submit(() -> commits.write(closing(number)))));
        return written;
    }

    private static OneWrite closing(int number) {
        OneWrite write = new OneWrite();
        write.add("UPDATE shared.account SET state = 'CLOSED' WHERE number = ? AND state = 'OPEN'", List.of(number));
        write.add("INSERT INTO shared.line VALUES (?)", List.of(number));
        return write;
    }

    private List<Integer> lines() {
        return jdbc.queryForList("SELECT number FROM shared.line ORDER BY number", Integer.class);
    }

    private static List<Boolean> answers(List<Future<Boolean>> written) throws Exception {
        List<Boolean> answers = new ArrayList<>();
        for (Future<Boolean> one : written) {
            answers.add(one.get());
        }
        return answers;
    }
}
