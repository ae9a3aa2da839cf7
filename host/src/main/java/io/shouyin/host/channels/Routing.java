package io.shouyin.host.channels;

import io.shouyin.host.credentials.CardKinds;
import io.shouyin.host.platform.Recent;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Says over which channel a transaction goes: the first rule that holds, or the channel `main`. The rules are at most a second old on every host,
/// and no transaction reads them from the database.
@Component
public class Routing {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private final CardNetworks networks;
    private final CardKinds cardKinds;
    private final Recent<List<RoutingRule>> inForce;

    Routing(RoutingRuleSets sets, CardNetworks networks, CardKinds cardKinds) {
        this.networks = networks;
        this.cardKinds = cardKinds;
        inForce = new Recent<>(sets::inForce);
    }

    /// The channels of the rule, those that take requests now before the others.
    public Route of(MerchantId merchant, Pan card, MinorAmount amount, Instant at) {
        String digits = card.reveal(CARD_DATA);
        RoutedRequest request = new RoutedRequest(merchant, digits, cardKinds.of(card), CardScheme.of(digits), amount, LocalTime.ofInstant(at, CHINA));
        Route route = inForce.get().stream().filter(rule -> rule.when().hold(request)).findFirst()
                .map(rule -> new Route(rule.name(), rule.channels())).orElse(Route.only(ChannelSettings.MAIN));
        Map<Boolean, List<String>> byReadiness = route.channels().stream().collect(Collectors.partitioningBy(networks::takesRequests));
        return new Route(route.rule(), Stream.concat(byReadiness.get(true).stream(), byReadiness.get(false).stream()).toList());
    }

    @Scheduled(fixedDelay = Recent.REFRESH_MILLIS, timeUnit = TimeUnit.MILLISECONDS)
    void refresh() {
        inForce.refresh();
    }

    /// This host sees a change at once.
    void forget() {
        inForce.forget();
    }
}
