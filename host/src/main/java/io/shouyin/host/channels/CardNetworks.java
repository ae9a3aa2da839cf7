package io.shouyin.host.channels;

import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.host.keys.KeysInMemory;
import io.shouyin.host.platform.Threads;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TerminalId;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.SecurityModule;
import jakarta.annotation.PreDestroy;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// The channels to card networks, by name.
///
/// It promises that a request which may have left over one channel goes over no other: the next channel of a route is tried only after the one
/// before it has said that not one byte has left, and only once the journal names the next one. What undoes a request goes where the request went.
@Component
public class CardNetworks implements KeysInMemory {

    private final Map<String, CardNetwork> byName = new LinkedHashMap<>();
    private final List<LateAnswer> lateListeners = new CopyOnWriteArrayList<>();

    /// Makes it durable that a request goes over another channel than the journal has said so far.
    @FunctionalInterface
    public interface Move {

        /// @return false if it must not go any more
        boolean to(String channel);
    }

    CardNetworks(ChannelSettings main, MoreChannels more, InstitutionKeys keys, SecurityModule vault, NetworkLink.Maker links, Threads threads,
                 InstantSource clock) {
        Map<String, ChannelSettings> all = new LinkedHashMap<>();
        all.put(ChannelSettings.MAIN, main);
        all.putAll(more.more());
        all.forEach((name, settings) ->
                byName.put(name, new CardNetwork(name, settings, vault, new ZoneMasterKey(name, settings, keys, vault), this::late, links, threads, clock)));
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        byName.values().forEach(CardNetwork::start);
    }

    @PreDestroy
    void stop() {
        byName.values().forEach(CardNetwork::stop);
    }

    Collection<CardNetwork> all() {
        return byName.values();
    }

    Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /// Whether every channel is up.
    public boolean areUp() {
        return byName.values().stream().allMatch(CardNetwork::isUp);
    }

    /// Names of those that are up.
    public List<String> up() {
        return byName.values().stream().filter(CardNetwork::isUp).map(CardNetwork::name).toList();
    }

    boolean takesRequests(String channel) {
        return find(channel).filter(CardNetwork::takesRequests).isPresent();
    }

    @Override
    public void rewrap(UnaryOperator<KeyBlock> rewrap) {
        byName.values().forEach(network -> network.rewrap(rewrap));
    }

    public void onLateAnswer(LateAnswer listener) {
        lateListeners.add(listener);
    }

    /// Asks for authorization over the first channel of the route that is there, and waits for the answer, or for silence.
    ///
    /// @param move called before the request leaves over another channel than the first one
    /// @return empty if not one byte has left over any of them
    public Optional<HostAnswer> ask(Route route, Authorization request, Move move) {
        for (String channel : route.channels()) {
            if (!takesRequests(channel)) {
                continue;
            }
            if (!channel.equals(route.first()) && !move.to(channel)) {
                break;
            }
            Optional<HostAnswer> answer = byName.get(channel).ask(request);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    /// Asks to undo a request, where it was sent. The network takes the same advice any number of times.
    ///
    /// @return false if no answer that can be trusted came: try again later
    public boolean reverse(String channel, ReversalRequest request) {
        return find(channel).filter(network -> network.reverse(request)).isPresent();
    }

    /// Tells what became of scripts, where they came from. The network takes the same notice any number of times.
    ///
    /// @return false if no answer that can be trusted came: try again later
    public boolean tell(String channel, ScriptNotice notice) {
        return find(channel).filter(network -> network.tell(notice)).isPresent();
    }

    private Optional<CardNetwork> find(String channel) {
        return Optional.ofNullable(byName.get(channel));
    }

    private void late(String channel, MerchantId merchant, TerminalId terminal, String rrn, ResponseCode code) {
        lateListeners.forEach(listener -> listener.arrived(channel, merchant, terminal, rrn, code));
    }
}
