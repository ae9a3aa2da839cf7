package io.shouyin.bench.world;

import io.shouyin.host.channels.NetworkLink;
import io.shouyin.network.Posting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The card networks, one a channel of the host, and what has left over which: nothing may leave over two.
final class Upstreams implements NetworkLink.Maker {

    static final String MAIN = "main";
    static final String SECOND = "second";

    private final List<Upstream> all;
    private final Map<String, String> channelByReference = new HashMap<>();
    private final List<String> strays = new ArrayList<>();

    Upstreams(Stage stage) {
        all = List.of(new Upstream(MAIN, stage, this::left), new Upstream(SECOND, stage, this::left));
    }

    /// Other networks, with lines to them.
    ///
    /// @param folders one each
    void begin(List<Path> folders, RandomGenerator ofTheSeed, Weather weather, Trace trace, Defect defect) {
        channelByReference.clear();
        strays.clear();
        for (int i = 0; i < all.size(); i++) {
            all.get(i).begin(folders.get(i), ofTheSeed, weather, trace, defect);
        }
    }

    private void left(String channel, String reference) {
        String before = channelByReference.putIfAbsent(reference, channel);
        if (before != null && !before.equals(channel)) {
            strays.add("a transaction has left over " + before + " and over " + channel);
        }
    }

    /// What has left over two channels.
    List<String> strays() {
        return strays;
    }

    List<Upstream> all() {
        return all;
    }

    void breakLines() {
        all.forEach(Upstream::breakLine);
    }

    Map<String, List<Posting>> postings() {
        Map<String, List<Posting>> postings = new LinkedHashMap<>();
        all.forEach(network -> postings.put(network.channel(), network.postings()));
        return postings;
    }

    /// @param port counts the channels from 1
    @Override
    public NetworkLink connect(String host, int port, Duration timeout, NetworkLink.LateAnswers late) throws IOException {
        return all.get(port - 1).connect(late);
    }
}
