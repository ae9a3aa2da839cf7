package io.shouyin.host.channels;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/// What is measured of each channel.
@Component
class ChannelMetrics {

    ChannelMetrics(CardNetworks networks, WalletChannel wallets, MeterRegistry registry) {
        breaker(WalletChannel.NAME, wallets, WalletChannel::breaker, registry);
        networks.all().forEach(network -> {
            Gauge.builder("shouyin.channel.up", network, one -> one.isUp() ? 1 : 0).description("1: signed on to the card network")
                    .tag("channel", network.name()).register(registry);
            breaker(network.name(), network, CardNetwork::breaker, registry);
            FunctionCounter.builder("shouyin.channel.answered", network, CardNetwork::answered).description("transactions that were answered")
                    .tag("channel", network.name()).register(registry);
            FunctionCounter.builder("shouyin.channel.unknown", network, CardNetwork::unknown)
                    .description("transactions whose outcome was unknown").tag("channel", network.name()).register(registry);
        });
    }

    private static <T> void breaker(String name, T channel, Function<T, Breaker> breaker, MeterRegistry registry) {
        Gauge.builder("shouyin.channel.breaker", channel, one -> breaker.apply(one).state().ordinal()).description("0 closed, 1 open, 2 half open")
                .tag("channel", name).register(registry);
    }
}
