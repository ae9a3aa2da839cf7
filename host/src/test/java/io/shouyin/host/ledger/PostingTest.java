package io.shouyin.host.ledger;

import static io.shouyin.host.ledger.Account.CLEARING_RECEIVABLE;
import static io.shouyin.host.ledger.Account.FEE_INCOME;
import static io.shouyin.host.ledger.Account.ISSUER_FEE_COST;
import static io.shouyin.host.ledger.Account.ISSUER_FEE_PAYABLE;
import static io.shouyin.host.ledger.Account.MERCHANT_PENDING;
import static io.shouyin.host.ledger.Account.NETWORK_FEE_COST;
import static io.shouyin.host.ledger.Account.NETWORK_FEE_PAYABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.ledger.Posting.Kind;
import io.shouyin.host.pricing.CardType;
import io.shouyin.host.pricing.CategoryClass;
import io.shouyin.host.pricing.Quote;
import io.shouyin.host.pricing.Rate;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostingTest {

    private static final MerchantId MERCHANT = new MerchantId("104290058120001");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    @Test
    void charge_owesTheMerchantTheRest_andShowsWhatItCosts() {
        assertThat(sale(10_000, 60, 45, 3).lines()).containsExactly(new Line(CLEARING_RECEIVABLE, 10_000), new Line(MERCHANT_PENDING, -9_940),
                new Line(FEE_INCOME, -60), new Line(ISSUER_FEE_COST, 45), new Line(ISSUER_FEE_PAYABLE, -45),
                new Line(NETWORK_FEE_COST, 3), new Line(NETWORK_FEE_PAYABLE, -3));
    }

    @Test
    void charge_ofOneFen_hasNoLineOfNothing() {
        assertThat(sale(1, 0, 0, 0).lines()).containsExactly(new Line(CLEARING_RECEIVABLE, 1), new Line(MERCHANT_PENDING, -1));
    }

    /// What every refund of a sale gives back of the fee, one after the other.
    @ParameterizedTest
    @CsvSource(textBlock = """
            10000, 60, 3333;3333;3334, 20;20;20
            10000, 60, 1;9999,         0;60
            10000, 60, 84;83;9833,     1;0;59
            84, 1, 41;1;42,            0;1;0
            3, 1, 1;1;1,               0;1;0
            1, 0, 1,                   0
            1, 1, 1,                   1
            999999999999, 6000000000, 333333333333;333333333333;333333333333, 2000000000;2000000000;2000000000
            """)
    void refund_givesTheFeeBackInParts_thatMakeUpTheWhole(long amount, long fee, String parts, String backs) {
        Posting sale = sale(amount, fee, 0, 0);
        List<Posting> refunds = new ArrayList<>();
        List<Long> back = new ArrayList<>();
        for (String part : parts.split(";")) {
            Posting refund = Posting.refunding(sale, "r" + refunds.size(), new MinorAmount(Long.parseLong(part)), List.copyOf(refunds), DAY);
            refunds.add(refund);
            back.add(refund.amountFen(FEE_INCOME));
            assertThat(refund.amountFen(CLEARING_RECEIVABLE)).isEqualTo(-Long.parseLong(part));
        }
        assertThat(back).isEqualTo(List.of(backs.split(";")).stream().map(Long::valueOf).toList());
        assertThat(sale.amountFen(MERCHANT_PENDING) + refunds.stream().mapToLong(refund -> refund.amountFen(MERCHANT_PENDING)).sum()).isZero();
    }

    @Test
    void void_isTheExactNegative_andItsReversalTheSaleAgain() {
        Posting sale = sale(8_338, 50, 38, 3);
        Posting undone = Posting.undoing(sale, "v", Kind.VOID, DAY);
        assertThat(undone.original()).contains("s");
        for (Account account : Account.values()) {
            assertThat(undone.amountFen(account)).isEqualTo(-sale.amountFen(account));
        }
        Posting again = Posting.reversing(undone, DAY);
        assertThat(again.key()).isEqualTo("rev:v");
        assertThat(again.reverses()).contains("v");
        assertThat(again.lines()).isEqualTo(sale.lines());
    }

    @Test
    void journal_thatDoesNotBalance_isNone() {
        assertThatThrownBy(() -> posting(new Line(CLEARING_RECEIVABLE, 1), new Line(MERCHANT_PENDING, -2))).hasMessageContaining("balances");
        assertThatThrownBy(() -> posting(new Line(CLEARING_RECEIVABLE, 0), new Line(MERCHANT_PENDING, 0))).hasMessageContaining("nothing");
        assertThatThrownBy(() -> posting(new Line(CLEARING_RECEIVABLE, Long.MAX_VALUE), new Line(MERCHANT_PENDING, 1))).isInstanceOf(ArithmeticException.class);
    }

    private static Posting posting(Line... lines) {
        return new Posting(MERCHANT, "p", Kind.SALE, Optional.empty(), Optional.empty(), "main", DAY, List.of(lines), Optional.empty());
    }

    private static Posting sale(long amount, long fee, long issuer, long network) {
        Rate rate = new Rate(60_000, Optional.empty());
        return Posting.charge(MERCHANT, "s", Kind.SALE, "main", new MinorAmount(amount), new Quote(fee, issuer, network, 0,
                new Quote.Terms("5812", CategoryClass.STANDARD, CardType.CREDIT, 0, rate, rate, rate, rate, 1)), DAY);
    }
}
