package io.shouyin.host.acquiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.acquiring.JournalSearch.Filter;
import io.shouyin.host.acquiring.JournalSearch.Statement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// One row is found by whatever of it a person has in hand, and through an index each time.
@HostTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalSearchTest {

    private static final Instant AT = Instant.parse("2025-05-05T04:00:00Z");
    private static final long FEN = 313_131_377;

    @Autowired
    private TestStaff staff;
    @Autowired
    private JdbcClient jdbc;
    @Value("${shouyin.db.url}")
    private String url;
    @Value("${shouyin.db.owner-user}")
    private String owner;
    @Value("${shouyin.db.owner-password}")
    private String ownerPassword;

    @BeforeAll
    void oneRow() {
        new TestTransactions(jdbc).add(TransactionState.APPROVED, FEN, AT, Duration.ofMillis(50), Duration.ofMillis(40));
        jdbc.sql("""
                UPDATE acquiring.transaction SET terminal_id = 'T8SEARCH', trace_number = 830001, card_masked = '622588******8831', rrn = '830000001234', auth_code = 'A83F01',
                       response_code = '00', channel = 'main' WHERE amount_minor = ?""").param(FEN).update();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            the card's last four,        8831
            the amount,                  3131313.77
            the amount as printed,       '¥3,131,313.77'
            the amount in words,         '3,131,313.77元'
            card and amount,             8831 3131313.77
            amount and voucher number,   '¥3,131,313.77  830001'
            three facts,                 8831 T8SEARCH A83F01
            the reference number,        830000001234
            its beginning,               830000001
            the voucher number,          830001
            the approval code,           A83F01
            the terminal,                T8SEARCH
            """)
    void search_byWhatSomebodyHasInHand_findsTheRow(String what, String typed) {
        String query = URLEncoder.encode(typed, StandardCharsets.UTF_8);
        assertThat(found("query=" + query)).as(what).containsExactly("830001");
        assertThat(found("query=" + query + "&outcome=DECLINED")).as(what + ", of another outcome").isEmpty();
        assertThat(found("query=" + query + "&from=2025-05-05T04:00:00Z&until=2025-05-05T04:00:01Z")).as(what + ", in its second").containsExactly("830001");
        assertThat(found("query=" + query + "&until=2025-05-05T04:00:00Z")).as(what + ", before it").isEmpty();
        assertThat(found("query=" + query + "&from=2025-05-05T04:00:01Z")).as(what + ", after it").isEmpty();
    }

    @Test
    void search_byMerchantAndTime_findsTheRow_andByTimeAlone() {
        assertThat(found("query=" + Corridor.MERCHANT.value() + "&from=2025-05-05T03:00:00Z&until=2025-05-05T05:00:00Z")).containsExactly("830001");
        assertThat(found("from=2025-05-05T03:00:00Z&until=2025-05-05T05:00:00Z&responseCode=00&channel=main")).containsExactly("830001");
        assertThat(found("from=2025-05-05T03:00:00Z&until=2025-05-05T05:00:00Z&responseCode=51")).isEmpty();
        assertThat(found("from=2025-05-05T03:00:00Z&until=2025-05-05T05:00:00Z&channel=backup")).isEmpty();
        assertThat(found("query=8831%203131313.78")).as("one fits, the other does not").isEmpty();
        assertThat(found("query=8831%20nothing!")).as("one is no fact").isEmpty();
        assertThat(found("query=8831%208831%208831%208831")).as("more facts than anybody has").isEmpty();
        assertThat(found("query=31,31313.77")).as("thousands that are none").isEmpty();
        assertThat(found("query=88310")).as("five digits are an amount, not a part of something").isEmpty();
    }

    @Test
    void search_byAVoucherNumberWithoutItsZeros_findsTheRow() {
        rowOfItsOwn(313_131_411, "trace_number = 831");
        String inItsSecond = "&from=2025-05-06T04:00:00Z&until=2025-05-06T04:00:01Z";
        assertThat(found("query=831" + inItsSecond)).containsExactly("000831");
        assertThat(found("query=0831" + inItsSecond)).containsExactly("000831");
        assertThat(found("query=000831" + inItsSecond)).containsExactly("000831");
    }

    @Test
    void search_ofWhatFitsTwice_hasItOnce() {
        rowOfItsOwn(313_131_422, "trace_number = 832001, auth_code = '832001'");
        assertThat(found("query=832001")).as("voucher number and approval code").containsExactly("832001");
    }

    private void rowOfItsOwn(long fen, String facts) {
        new TestTransactions(jdbc).add(TransactionState.APPROVED, fen, AT.plus(Duration.ofDays(1)), Duration.ofMillis(50), Duration.ofMillis(40));
        jdbc.sql("UPDATE acquiring.transaction SET " + facts + " WHERE amount_minor = ?").param(fen).update();
    }

    @Test
    void search_atMomentsThatNoCalendarHas_isRefused() {
        TestBrowser browser = staff.loggedIn(Role.OPERATIONS);
        browser.get("/api/v1/transactions?from=yesterday").problem(400, "REQUEST_INVALID");
        browser.get("/api/v1/transactions?from=%2B1000000-01-01T00:00:00Z").problem(400, "REQUEST_INVALID");
        browser.get("/api/v1/transactions?until=-0001-01-01T00:00:00Z").problem(400, "REQUEST_INVALID");
        browser.get("/api/v1/transactions?responseCode=5").problem(400, "REQUEST_INVALID");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            8831,            transaction_by_card_end
            3131313.77,      transaction_by_amount
            830000001234,    transaction_reference
            830000001,       transaction_reference
            830001,          transaction_by_trace
            A83F01,          transaction_by_approval
            T8SEARCH,        transaction_by_terminal
            104110053110001, transaction_by_merchant
            """)
    void search_goesThroughTheIndexOfWhatItMayBe(String query, String index) {
        Filter filter = new Filter(Optional.of(query), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty());
        assertPlan(new JournalSearch(filter).page("received_at, trace_number, terminal_id", 20, 0), index);
        assertPlan(new JournalSearch(filter).count(10_001), index);
    }

    @Test
    void search_byMerchantsOfAName_readsTheNewestOfEach() {
        Filter filter = new Filter(Optional.of("江南"), List.of("104110053110001", "104110053110002"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty());
        assertPlan(new JournalSearch(filter).page("received_at, trace_number, terminal_id", 20, 0), "transaction_by_merchant");
    }

    /// A small table would be read as a whole, whatever indexes it has: not here. What other tests left in it says nothing of a journal's merchants: nothing is known of its columns.
    private void assertPlan(Statement asked, String index) {
        String plan;
        try (var connection = new SingleConnectionDataSource(url, owner, ownerPassword, true)) {
            JdbcClient alone = JdbcClient.create(connection);
            alone.sql("BEGIN").update();
            alone.sql("""
                    SELECT count(*) FROM pg_attribute, pg_clear_attribute_stats('acquiring', 'transaction', attname, false)
                    WHERE attrelid = 'acquiring.transaction'::regclass AND attnum > 0 AND NOT attisdropped""").query(Long.class).single();
            alone.sql("SET LOCAL enable_seqscan = off").update();
            alone.sql("SET LOCAL enable_bitmapscan = off").update();
            plan = String.join("\n", alone.sql("EXPLAIN (COSTS OFF) " + asked.sql()).params(asked.values()).query(String.class).list());
            alone.sql("ROLLBACK").update();
        }
        assertThat(plan).contains("using " + index).doesNotContain("Seq Scan on transaction").doesNotContain("transaction_recent");
        assertThat(plan.lines().filter(line -> line.contains("Index Cond")).count()).as(plan)
                .isEqualTo(plan.lines().filter(line -> line.contains("Scan using")).count());
    }

    private List<String> found(String search) {
        return staff.loggedIn(Role.OPERATIONS).get("/api/v1/transactions?" + search).expect(200).body().path("items").valueStream().map(item -> item.path("trace").asString()).toList();
    }
}
