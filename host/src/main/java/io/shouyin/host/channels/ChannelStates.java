package io.shouyin.host.channels;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// How this host's channels are, for who watches them.
@Component
public class ChannelStates {

    private final CardNetworks networks;
    private final WalletChannel wallet;

    ChannelStates(CardNetworks networks, WalletChannel wallet) {
        this.networks = networks;
        this.wallet = wallet;
    }

    /// @param up whether this host is signed on there; a wallet, which has no line, is up unless its breaker is open
    /// @param answered transactions since this host started; null of a wallet
    /// @param unknown those whose outcome was unknown; null of a wallet
    /// @param lastAnswerAt of a transaction, or null
    public record ChannelState(String name, boolean up, BreakerState breaker, Long answered, Long unknown, Instant lastAnswerAt) {}

    public List<ChannelState> all() {
        Stream<ChannelState> lines = networks.all().stream().map(network -> new ChannelState(network.name(), network.isUp(), network.breaker().state(), network.answered(),
                network.unknown(), network.lastAnswerAt().orElse(null)));
        BreakerState breaker = wallet.breaker().state();
        Stream<ChannelState> wallets = wallet.isOn() ? Stream.of(new ChannelState(WalletChannel.NAME, breaker != BreakerState.OPEN, breaker, null, null, null)) : Stream.empty();
        return Stream.concat(lines, wallets).toList();
    }
}
