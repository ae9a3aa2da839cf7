package io.shouyin.host.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.platform.TestDatabase;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Prices by the tables that the migration brings along.
class PricingTest {

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final MerchantId MERCHANT = new MerchantId("104290058120001");
    private static final LocalDate LONG_AGO = LocalDate.of(2016, 9, 6);
    private static final PricingSettings HOUSE = new PricingSettings(60_000, 50_000, 2_000, 38_000);

    private static Tariff tariff;

    @BeforeAll
    static void read() {
        tariff = new TariffStore(database.jdbc(), HOUSE).read();
    }

    /// The worked examples of the guide (发改价格〔2016〕557号, 银发〔2021〕169号): rounded half up in fen line by line, caps after that.
    @ParameterizedTest
    @CsvSource(textBlock = """
            # mcc, card,   rate,  cap,  day,        amount,  fee,  issuer, network, margin
            5812,  CREDIT, 60000, ,     2026-11-23, 10000,   60,   45,     3,       12
            5812,  CREDIT, 60000, ,     2026-11-23, 8338,    50,   38,     3,       9
            5812,  DEBIT,  50000, 2000, 2020-01-01, 1000000, 2000, 1300,   325,     375
            5812,  DEBIT,  50000, 2000, 2026-11-23, 300000,  1500, 945,    88,      467
            5411,  CREDIT, 38000, ,     2026-11-23, 10000,   38,   35,     3,       0
            5812,  CREDIT, 60000, ,     2026-11-23, 84,      1,    0,      0,       1
            5812,  CREDIT, 48000, ,     2026-11-23, 100000,  480,  450,    33,      -3
            # the days on which something changes
            5812,  DEBIT,  50000, 2000, 2021-09-29, 100000,  500,  350,    33,      117
            5812,  DEBIT,  50000, 2000, 2021-09-30, 100000,  500,  315,    29,      156
            5812,  DEBIT,  50000, 2000, 2027-09-30, 100000,  500,  315,    29,      156
            5812,  DEBIT,  50000, 2000, 2027-10-01, 100000,  500,  350,    33,      117
            5411,  DEBIT,  50000, 2000, 2026-11-23, 100000,  500,  273,    25,      202
            5411,  CREDIT, 60000, ,     2027-10-01, 100000,  600,  450,    33,      117
            8062,  CREDIT, 60000, ,     2026-11-23, 100000,  600,  0,      0,       600
            8062,  DEBIT,  50000, 2000, 2020-01-01, 100000,  500,  0,      0,       500
            # the least and the most
            5812,  CREDIT, 60000, ,     2026-11-23, 1,       0,    0,      0,       0
            5812,  CREDIT, 60000, ,     2026-11-23, 999999999999, 6000000000, 4500000000, 325, 1499999675
            """)
    void quote_isTheGuides(String mcc, CardType card, int rate, Long cap, LocalDate day, long amount, long fee, long issuer, long network, long margin) {
        Rate agreed = new Rate(rate, Optional.ofNullable(cap).map(MinorAmount::new));
        Quote quote = with(new Plan(3, LONG_AGO, agreed, agreed, agreed, Optional.empty())).quote(MERCHANT, mcc, card, amount, day);
        assertThat(List.of(quote.feeFen(), quote.issuerFen(), quote.networkFen(), quote.brandFen(), quote.marginFen()))
                .isEqualTo(List.of(fee, issuer, network, 0L, margin));
        assertThat(quote.terms().json()).contains("\"mcc\":\"" + mcc + "\"", "\"plan\":3", "\"revision\":" + tariff.revision(), "\"fee\":{\"rateE7\":" + rate);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            5812, CREDIT, 48250, ,     2026-11-23, true
            5812, CREDIT, 48249, ,     2026-11-23, false
            5812, CREDIT, 60000, 2000, 2026-11-23, false
            5411, CREDIT, 37635, ,     2026-11-23, true
            5411, CREDIT, 37634, ,     2026-11-23, false
            5411, CREDIT, 38000, ,     2027-10-01, false
            5812, DEBIT,  38250, 1625, 2020-01-01, true
            5812, DEBIT,  38249, 1625, 2020-01-01, false
            5812, DEBIT,  38250, 1624, 2020-01-01, false
            5812, DEBIT,  34425, 1625, 2026-11-23, true
            8062, CREDIT, 0,     ,     2026-11-23, true
            """)
    void floor_isTheSumOfTheParts_andOfTheirCaps(String mcc, CardType card, int rate, Long cap, LocalDate day, boolean covered) {
        assertThat(tariff.cost(mcc, card, day).isCoveredBy(new Rate(rate, Optional.ofNullable(cap).map(MinorAmount::new)))).isEqualTo(covered);
    }

    @Test
    void plan_isTheNewestWhoseDayHasCome_elseTheHouses() {
        Plan first = new Plan(1, LocalDate.of(2026, 1, 1), new Rate(1, Optional.empty()), new Rate(1, Optional.empty()), new Rate(1, Optional.empty()), Optional.empty());
        Plan second = new Plan(2, LocalDate.of(2026, 7, 1), new Rate(2, Optional.empty()), new Rate(2, Optional.empty()), new Rate(2, Optional.empty()), Optional.empty());
        Tariff dated = new Tariff(1, List.of(), List.of(), List.of(), Map.of(MERCHANT, List.of(second, first)), HOUSE.plan());
        assertThat(dated.plan(MERCHANT, LocalDate.of(2025, 12, 31)).version()).isZero();
        assertThat(dated.plan(MERCHANT, LocalDate.of(2026, 6, 30)).version()).isEqualTo(1);
        assertThat(dated.plan(MERCHANT, LocalDate.of(2026, 7, 1)).version()).isEqualTo(2);
        assertThat(dated.plan(new MerchantId("104290058120002"), LocalDate.of(2026, 7, 1))).isEqualTo(HOUSE.plan());
    }

    @Test
    void rate_ofMoreThanALongHolds_throws() {
        assertThatThrownBy(() -> new Rate(10_000_000, Optional.empty()).of(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    }

    private static Tariff with(Plan plan) {
        return new Tariff(tariff.revision(), tariff.rates(), tariff.shares(), tariff.categories(), Map.of(MERCHANT, List.of(plan)), tariff.house());
    }
}
