package io.shouyin.host.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.acquiring.TransactionKey;
import io.shouyin.host.merchants.Merchants.Registration;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.MerchantId;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who of the staff opens a receipt, and what is written down about it; how often strangers may look.
@HostTest
class ReceiptDeskTest {

    private static final MerchantId MERCHANT = new MerchantId("104110054660077");
    private static final String SALE = MERCHANT + ".90000077.000001.000001";
    private static final String VOID = MERCHANT + ".90000077.000001.000002";

    @Autowired
    private TestStaff staff;
    @Autowired
    private Merchants merchants;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private ReceiptLinks links;

    @BeforeEach
    void aSaleAndItsVoid() {
        merchants.register(new Registration(MERCHANT, "云水茶馆", "CLOUD TEA HOUSE", "5812", "杭州", "057188880001"));
        add(1, "SALE", null);
        add(2, "VOID", 1);
    }

    private void add(int trace, String kind, Integer original) {
        jdbc.sql("""
                INSERT INTO acquiring.transaction
                  (merchant_id, terminal_id, batch_number, trace_number, kind, amount_minor, card_masked, entry_mode, operator_number, factors, request_digest, state,
                   response_code, auth_code, rrn, institutions, business_date, received_at, closed_at, channel, story, original_terminal_id, original_batch_number, original_trace_number)
                VALUES (:merchant, '90000077', 1, :trace, :kind, 128000, '621626*********0018', '051', '01', '', '', 'APPROVED', '00', '123456', '09310500000' || :trace,
                   '99990000   00010000   ', '2026-03-01', now(), now(), 'main', '[]', :terminal, :original, :original)
                ON CONFLICT DO NOTHING""")
                .param("merchant", MERCHANT.value()).param("trace", trace).param("kind", kind)
                .param("terminal", original == null ? null : "90000077", Types.VARCHAR).param("original", original, Types.INTEGER).update();
    }

    @Test
    void receipt_openedByStaff_isMarkedAsAReprint_andLogged() throws Exception {
        var desk = staff.loggedIn(Role.SERVICE_DESK);
        var text = desk.get("/api/v1/receipts/" + SALE).expect(200).text();
        assertThat(text).contains("重打印", "商户存根", "云水茶馆", "621626*********0018 /I", "1,280.00", "99990000", "持卡人签名");
        assertThat(desk.get("/api/v1/receipts/" + VOID).expect(200).text()).contains("消费撤销", "原凭证号", "000001");
        try (var pdf = desk.open("/api/v1/receipts/" + SALE + "/receipt.pdf?paper=MM80&copy=CARDHOLDER&language=en").body()) {
            assertThat(new String(pdf.readNBytes(5), StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        }
        assertThat(jdbc.sql("SELECT count(*) FROM audit.entry WHERE action = 'receipt.open' AND object = ?").param("transaction:" + SALE).query(Long.class).single())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void receipt_forOthers_orOfNothing_isRefused() {
        staff.loggedIn(Role.AUDITOR).get("/api/v1/receipts/" + SALE).problem(403, "ACCESS_DENIED");
        staff.browser().get("/api/v1/receipts/" + SALE).problem(401, "LOGIN_REQUIRED");
        var desk = staff.loggedIn(Role.OPERATIONS);
        desk.get("/api/v1/receipts/" + MERCHANT + ".90000077.000001.000009").problem(404, "RECEIPT_UNKNOWN");
        desk.get("/api/v1/receipts/nothing").problem(404, "RECEIPT_UNKNOWN");
        desk.get("/api/v1/receipts/" + SALE + "/receipt.pdf?paper=MM1").expect(400);
    }

    @Test
    void settlementSlip_isForTheSameStaff_andOfSettledBatchesAlone() throws Exception {
        String settled = MERCHANT + ".90000077.000001";
        batch(1, "SETTLED");
        batch(2, "UPLOADING");
        var desk = staff.loggedIn(Role.FINANCE);
        assertThat(desk.get("/api/v1/batches/" + settled + "/slip").expect(200).text())
                .contains("结算总计单", "重打印", "云水茶馆", "对账不平", "主机合计", "1,280.00", "消费撤销  1", "消费  1");
        try (var pdf = desk.open("/api/v1/batches/" + settled + "/slip.pdf?paper=MM80&language=en").body()) {
            assertThat(new String(pdf.readNBytes(5), StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        }
        desk.get("/api/v1/batches/" + MERCHANT + ".90000077.000002/slip").problem(404, "SETTLEMENT_SLIP_UNKNOWN");
        desk.get("/api/v1/batches/" + MERCHANT + ".90000077.000009/slip.pdf").problem(404, "SETTLEMENT_SLIP_UNKNOWN");
        desk.get("/api/v1/batches/nothing/slip").problem(404, "SETTLEMENT_SLIP_UNKNOWN");
        desk.get("/api/v1/batches/" + settled + "/slip.pdf?paper=A4").expect(400);
        staff.loggedIn(Role.AUDITOR).get("/api/v1/batches/" + settled + "/slip").problem(403, "ACCESS_DENIED");
    }

    private void batch(int number, String state) {
        jdbc.sql("""
                INSERT INTO acquiring.batch (merchant_id, terminal_id, batch_number, state, opened_at, operator_number, asked_at, domestic_result, foreign_result,
                  settled_at, business_date)
                VALUES (?, '90000077', ?, ?, now(), '01', now(), 'UNBALANCED', 'BALANCED', now(), '2026-03-01') ON CONFLICT DO NOTHING""")
                .params(MERCHANT.value(), number, state).update();
        jdbc.sql("""
                INSERT INTO acquiring.batch_total
                SELECT merchant_id, terminal_id, batch_number, party, origin, CASE party WHEN 'HOST' THEN 128000 ELSE 0 END, 1, 128000, 1
                FROM acquiring.batch, unnest(ARRAY['TERMINAL', 'HOST']) AS party, unnest(ARRAY['DOMESTIC', 'FOREIGN']) AS origin
                WHERE terminal_id = '90000077' AND batch_number = ? ON CONFLICT DO NOTHING""").param(number).update();
    }

    @Test
    void stranger_guessingTokens_isSlowedDown() {
        var guest = staff.browser().with("X-Forwarded-For", "203.0.113.61");
        guest.get("/api/v1/session");
        int refused = 0;
        for (int i = 0; i < 40 && refused == 0; i++) {
            refused = guest.post("/api/v1/receipt-links/look", Map.of("token", "A".repeat(22))).status() == 429 ? 1 : 0;
        }
        assertThat(refused).isEqualTo(1);
        var another = staff.browser().with("X-Forwarded-For", "203.0.113.62");
        another.get("/api/v1/session");
        another.post("/api/v1/receipt-links/look", Map.of("token", "A".repeat(22))).problem(404, "RECEIPT_LINK_UNKNOWN");
    }

    @Test
    void receipt_goesByTheSignatureLimitOfItsDay() {
        jdbc.sql("INSERT INTO fleet.signature_limit VALUES ('2021-01-01', 500000), ('2021-02-01', 100000)").update();
        assertThat(receiptOf(7, "2021-01-15")).contains("无需签名");
        assertThat(receiptOf(8, "2021-02-15")).doesNotContain("无需签名");
    }

    private String receiptOf(int trace, String day) {
        add(trace, "SALE", null);
        jdbc.sql("UPDATE acquiring.transaction SET received_at = ?::date WHERE terminal_id = '90000077' AND trace_number = ?").params(day, trace).update();
        return staff.loggedIn(Role.OPERATIONS).get("/api/v1/receipts/" + MERCHANT + ".90000077.000001.00000" + trace).expect(200).text();
    }

    @Test
    void links_askedForAllAtOnce_areNoMoreThanTheLimit() throws Exception {
        TransactionKey key = TransactionKey.of(MERCHANT + ".90000077.000001.000099");
        AtomicInteger given = new AtomicInteger();
        List<Thread> terminals = Stream.generate(() -> Thread.ofVirtual().unstarted(() -> {
            links.issue(key, false);
            given.incrementAndGet();
        })).limit(12).toList();
        terminals.forEach(thread -> thread.setUncaughtExceptionHandler((_, refused) -> assertThat(refused).isInstanceOf(RefusedRequest.class)));
        terminals.forEach(Thread::start);
        for (Thread terminal : terminals) {
            terminal.join();
        }
        assertThat(given).hasValue(5);
    }
}
