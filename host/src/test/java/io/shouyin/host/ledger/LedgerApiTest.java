package io.shouyin.host.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.platform.OneWrite;
import io.shouyin.host.pricing.CardType;
import io.shouyin.host.pricing.Pricing;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionTemplate;

/// A merchant's books and rates as the console asks for them.
@HostTest
class LedgerApiTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static int merchants;

    @Autowired
    private Merchants register;
    @Autowired
    private Books books;
    @Autowired
    private Pricing pricing;
    @Autowired
    private TransactionTemplate transactions;
    @Autowired
    private JdbcOperations jdbc;
    @Autowired
    private TestStaff staff;

    private MerchantId merchant;
    private String path;

    @BeforeEach
    void registered() {
        merchant = new MerchantId("10429005812%04d".formatted(8_000 + merchants++));
        path = "/api/v1/merchants/" + merchant;
        register.register(new Merchants.Registration(merchant, "账务小馆", "LEDGER BISTRO", "5812", "SHANGHAI", "02155550100"));
    }

    @Test
    void books_showBalancesAndJournals_filteredAndPaged() {
        for (int i = 1; i <= 3; i++) {
            post(sale("10000001.000001.00000" + i, DAY.plusDays(i)));
        }
        post(Posting.reversing(sale("10000001.000001.000003", DAY), DAY.plusDays(3)));
        var finance = staff.loggedIn(Role.FINANCE);
        var balances = finance.get(path + "/ledger/balances").expect(200).body();
        assertThat(balances.valueStream().map(one -> one.path("account").asInt() + " " + one.path("side").asString() + " " + one.path("amountFen").asLong()))
                .containsExactly("1101 DEBIT 20000", "2101 CREDIT 19880", "2201 CREDIT 90", "2202 CREDIT 6", "4101 CREDIT 120", "5101 DEBIT 90", "5102 DEBIT 6");
        var clearing = finance.get(path + "/ledger/clearing?from=" + DAY.plusDays(2) + "&to=" + DAY.plusDays(3)).expect(200).body();
        assertThat(clearing.valueStream().map(one -> one.path("channel").asString() + " " + one.path("businessDate").asString() + " " + one.path("amountFen").asLong()))
                .containsExactly("main " + DAY.plusDays(3) + " 0", "main " + DAY.plusDays(2) + " 10000");
        finance.get(path + "/ledger/clearing?from=" + DAY).problem(400, "REQUEST_INVALID");
        var all = finance.get(path + "/ledger/journals?size=2").expect(200).body();
        assertThat(all.path("total").asInt()).isEqualTo(4);
        assertThat(all.path("items").size()).isEqualTo(2);
        var undone = finance.get(path + "/ledger/journals?kind=REVERSAL").expect(200).body().path("items").path(0);
        assertThat(undone.path("original").asString()).isEqualTo("10000001.000001.000003");
        assertThat(undone.path("netFen").asLong()).isEqualTo(-9_940);
        var second = finance.get(path + "/ledger/journals?query=000002&from=2026-11-25&to=2026-11-25").expect(200).body();
        assertThat(second.path("total").asInt()).isEqualTo(1);
        var journal = second.path("items").path(0);
        assertThat(journal.path("amountFen").asLong() + " " + journal.path("feeFen").asLong() + " " + journal.path("costFen").asLong()).isEqualTo("10000 60 48");
        assertThat(journal.path("lines").size()).isEqualTo(7);
        assertThat(journal.at("/terms/fee/rateE7").asInt()).isEqualTo(60_000);
        assertThat(finance.get(path + "/ledger/entries.csv?kind=REVERSAL").expect(200).text().strip().lines().skip(1))
                .hasSize(7).allMatch(line -> line.contains("rev:10000001.000001.000003,REVERSAL,main,"));
    }

    @Test
    void books_ofNobody_orAskedForNonsense_areRefused() {
        var finance = staff.loggedIn(Role.FINANCE);
        finance.get("/api/v1/merchants/999999999999999/ledger/balances").problem(404, "MERCHANT_UNKNOWN");
        finance.get(path + "/ledger/journals?kind=THEFT").problem(400, "REQUEST_INVALID");
        finance.get(path + "/ledger/journals?from=yesterday").problem(400, "REQUEST_INVALID");
        assertThat(finance.get(path + "/ledger/balances").expect(200).body().size()).isZero();
    }

    @Test
    void plan_isShownWithTheCost_andSetByFinanceAlone() {
        var finance = staff.loggedIn(Role.FINANCE);
        var house = finance.get(path + "/plan").expect(200).body();
        assertThat(house.path("category").asString()).isEqualTo("STANDARD");
        assertThat(house.at("/inForce/version").asInt()).isZero();
        assertThat(house.at("/inForce/creditRateE7").asInt()).isEqualTo(60_000);
        assertThat(house.at("/creditCost/rateE7").asInt()).isEqualTo(48_250);
        staff.loggedIn(Role.OPERATIONS).post(path + "/plan", plan(55_000)).problem(403, "ACCESS_DENIED");
        finance.post(path + "/plan", plan(48_249)).problem(422, "RATE_BELOW_COST");
        finance.post(path + "/plan", plan(1_000_001)).problem(400, "REQUEST_INVALID");
        finance.post(path + "/plan", plan(55_000)).expect(201);
        finance.post(path + "/plan", plan(55_000)).problem(409, "PLAN_CHANGED_MEANWHILE");
        assertThat(finance.get(path + "/plan").expect(200).body().at("/versions/0/creditRateE7").asInt()).isEqualTo(55_000);
    }

    private static Map<String, Object> plan(int creditRate) {
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("basedOn", 0);
        plan.put("effectiveFrom", "2099-01-01");
        plan.put("debitRateE7", 50_000);
        plan.put("debitCapFen", 2_000);
        plan.put("creditRateE7", creditRate);
        return plan;
    }

    private Posting sale(String key, LocalDate day) {
        MinorAmount amount = new MinorAmount(10_000);
        return Posting.charge(merchant, key, Posting.Kind.SALE, "main", amount, pricing.quote(merchant, "5812", CardType.CREDIT, amount, day), day);
    }

    private void post(Posting posting) {
        transactions.executeWithoutResult(_ -> {
            OneWrite write = new OneWrite();
            books.post(write, posting);
            write.run(jdbc);
        });
    }
}
