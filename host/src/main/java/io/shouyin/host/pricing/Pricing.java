package io.shouyin.host.pricing;

import io.shouyin.host.platform.Recent;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Rates and plans in memory, at most a second old on every host: a sale reads nothing for its price.
@Component
public class Pricing {

    private final Recent<Tariff> tariff;

    Pricing(TariffStore store) {
        tariff = new Recent<>(store::read, known -> store.revision() == known.revision() ? known : store.read());
    }

    /// @param mcc the merchant's category
    /// @param day the business date
    public Quote quote(MerchantId merchant, String mcc, CardType card, MinorAmount amount, LocalDate day) {
        return tariff().quote(merchant, mcc, card, amount.fen(), day);
    }

    Tariff tariff() {
        return tariff.get();
    }

    @Scheduled(fixedDelay = Recent.REFRESH_MILLIS, timeUnit = TimeUnit.MILLISECONDS)
    void refresh() {
        tariff.refresh();
    }

    /// This host sees a change at once.
    void forget() {
        tariff.forget();
    }
}
