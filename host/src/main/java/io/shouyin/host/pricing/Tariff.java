package io.shouyin.host.pricing;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// All rates and plans of one moment, with their days.
///
/// @param rates newest first
/// @param plans of each merchant, newest first
record Tariff(long revision, List<SchemeRate> rates, List<Share> shares, List<Category> categories, Map<MerchantId, List<Plan>> plans, Plan house) {

    /// Who takes a part of what a merchant pays.
    enum Fee {
        ISSUER,
        NETWORK,
        BRAND
    }

    record SchemeRate(Fee fee, CardType card, Rate rate, LocalDate from) {}

    record Share(CategoryClass category, CardType card, int percent, LocalDate from, LocalDate to) {}

    record Category(String mcc, CategoryClass category, LocalDate from, LocalDate to) {}

    Quote quote(MerchantId merchant, String mcc, CardType card, long amountFen, LocalDate day) {
        Plan plan = plan(merchant, day);
        Cost cost = cost(mcc, card, day);
        Rate fee = plan.rate(card);
        return new Quote(fee.of(amountFen), cost.issuer().of(amountFen), cost.network().of(amountFen), cost.brand().of(amountFen),
                new Quote.Terms(mcc, cost.category(), card, plan.version(), fee, cost.issuer(), cost.network(), cost.brand(), revision));
    }

    Plan plan(MerchantId merchant, LocalDate day) {
        return plans.getOrDefault(merchant, List.of()).stream().filter(plan -> !plan.effectiveFrom().isAfter(day)).findFirst().orElse(house);
    }

    /// What a transaction costs at least.
    record Cost(CategoryClass category, Rate issuer, Rate network, Rate brand) {

        private List<Rate> paid() {
            return Stream.of(issuer, network, brand).filter(rate -> rate.e7() > 0).toList();
        }

        /// All parts together.
        int rateE7() {
            return paid().stream().mapToInt(Rate::e7).sum();
        }

        /// The most that it comes to, if each part has an end.
        Optional<MinorAmount> cap() {
            return paid().stream().anyMatch(rate -> rate.cap().isEmpty()) ? Optional.empty()
                    : Optional.of(new MinorAmount(paid().stream().mapToLong(rate -> rate.cap().orElseThrow().fen()).sum()));
        }

        /// Whether who pays this rate pays all of the cost, of small amounts and of large ones.
        boolean isCoveredBy(Rate fee) {
            return fee.e7() >= rateE7() && fee.cap().map(most -> cap().filter(cost -> most.fen() >= cost.fen()).isPresent()).orElse(true);
        }
    }

    Cost cost(String mcc, CardType card, LocalDate day) {
        CategoryClass category = category(mcc, day);
        int percent = shares.stream().filter(share -> share.category() == category && share.card() == card && holds(share.from(), share.to(), day))
                .mapToInt(Share::percent).findFirst().orElse(100);
        return new Cost(category, scheme(Fee.ISSUER, card, day).share(percent), scheme(Fee.NETWORK, card, day).share(percent), scheme(Fee.BRAND, card, day));
    }

    CategoryClass category(String mcc, LocalDate day) {
        return categories.stream().filter(category -> category.mcc().equals(mcc) && holds(category.from(), category.to(), day))
                .map(Category::category).findFirst().orElse(CategoryClass.STANDARD);
    }

    /// The newest whose day has come; the oldest for whatever was before.
    private Rate scheme(Fee fee, CardType card, LocalDate day) {
        List<SchemeRate> dated = rates.stream().filter(rate -> rate.fee() == fee && rate.card() == card).toList();
        return dated.stream().filter(rate -> !rate.from().isAfter(day)).findFirst().orElseGet(dated::getLast).rate();
    }

    private static boolean holds(LocalDate from, LocalDate to, LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }
}
