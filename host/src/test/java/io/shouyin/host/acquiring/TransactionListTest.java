package io.shouyin.host.acquiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.iso8583.terminal.TransactionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HostTest
class TransactionListTest {

    private static final List<TransactionKind> KINDS = List.of(TransactionKind.SALE, TransactionKind.OFFLINE_SALE, TransactionKind.VOID, TransactionKind.REFUND,
            TransactionKind.PRE_AUTH, TransactionKind.PRE_AUTH_TOP_UP, TransactionKind.PRE_AUTH_VOID, TransactionKind.COMPLETION,
            TransactionKind.COMPLETION_NOTICE, TransactionKind.COMPLETION_VOID);

    @Autowired
    private TestStaff staff;
    @Autowired
    private TestClock clock;
    @Autowired
    private JdbcClient jdbc;

    @Test
    void list_ofAKind_andItsExport_haveThatKindAlone() {
        var rows = new TestTransactions(jdbc);
        Instant longAgo = clock.instant().minus(Duration.ofDays(3));           // today's figures are another test's
        KINDS.forEach(kind -> rows.addDeclined(kind, 123_456_789, longAgo));
        TestBrowser browser = staff.loggedIn(Role.OPERATIONS);
        assertThat(kinds(browser, "")).containsExactlyInAnyOrderElementsOf(KINDS.stream().map(Enum::name).toList());
        for (TransactionKind kind : KINDS) {
            assertThat(kinds(browser, kind.name())).containsExactly(kind.name());
            assertThat(browser.get("/api/v1/transactions.csv?query=1234567.89&kind=" + kind).expect(200).text().lines().skip(1))
                    .singleElement().asString().contains("," + kind + ",");
        }
    }

    @Test
    void list_ofAKindThatIsNone_isRefused() {
        TestBrowser browser = staff.loggedIn(Role.OPERATIONS);
        browser.get("/api/v1/transactions?kind=SIGN_IN").problem(400, "REQUEST_INVALID");
        browser.get("/api/v1/transactions.csv?kind=sale").problem(400, "REQUEST_INVALID");
    }

    private static List<String> kinds(TestBrowser browser, String kind) {
        return browser.get("/api/v1/transactions?query=1234567.89&kind=" + kind).expect(200).body().path("items").valueStream()
                .map(item -> item.path("kind").asString()).toList();
    }
}
