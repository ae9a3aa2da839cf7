package io.shouyin.host.acquiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
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
import tools.jackson.databind.JsonNode;

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

    @Test
    void list_ofMoreThanTenThousand_isNotCountedToItsEnd() {
        new TestTransactions(jdbc).add(10_001, TransactionState.DECLINED, 765_432_109, clock.instant().minus(Duration.ofDays(4)), Duration.ZERO, null);
        JsonNode page = staff.loggedIn(Role.OPERATIONS).get("/api/v1/transactions?query=7654321.09&page=499").expect(200).body();
        assertThat(page.path("total").asLong()).isEqualTo(10_000);
        assertThat(page.path("more").asBoolean()).isTrue();
        assertThat(page.path("items").size()).isEqualTo(20);
    }

    /// Twelve digits are a reference number, fifteen a merchant's: both by their index.
    @Test
    void search_byAWholeNumber_findsThatAlone() {
        Instant longAgo = clock.instant().minus(Duration.ofDays(5));
        new TestTransactions(jdbc).add(2, TransactionState.DECLINED, 424_242_424, longAgo, Duration.ZERO, null);
        jdbc.sql("UPDATE acquiring.transaction SET rrn = '987650000001' WHERE amount_minor = 424242424 AND trace_number = (SELECT min(trace_number) FROM acquiring.transaction WHERE amount_minor = 424242424)").update();
        TestBrowser browser = staff.loggedIn(Role.OPERATIONS);
        assertThat(browser.get("/api/v1/transactions?query=987650000001").expect(200).body().path("total").asLong()).isEqualTo(1);
        assertThat(browser.get("/api/v1/transactions?query=98765000000").expect(200).body().path("total").asLong()).as("a part of it").isEqualTo(1);
        assertThat(browser.get("/api/v1/transactions?query=999999999999").expect(200).body().path("total").asLong()).isZero();
        assertThat(browser.get("/api/v1/transactions?query=" + Corridor.MERCHANT.value()).expect(200).body().path("items").valueStream())
                .allSatisfy(item -> assertThat(item.path("merchantId").asString()).isEqualTo(Corridor.MERCHANT.value())).isNotEmpty();
    }

    private static List<String> kinds(TestBrowser browser, String kind) {
        return browser.get("/api/v1/transactions?query=1234567.89&kind=" + kind).expect(200).body().path("items").valueStream()
                .map(item -> item.path("kind").asString()).toList();
    }
}
