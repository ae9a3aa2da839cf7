package io.shouyin.network;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What has happened since the start, by kind.
final class Counters {

    enum Counter {
        CONNECTIONS, REQUESTS, APPROVED, DECLINED, REPEATED, REVERSED, REMEMBERED, MAC_WRONG, FORMAT_REFUSED, UNSUPPORTED,
        SIGN_ONS, ECHOES, UNANSWERED
    }

    private final Map<Counter, LongAdder> byCounter = new EnumMap<>(Counter.class);

    Counters() {
        for (Counter counter : Counter.values()) {
            byCounter.put(counter, new LongAdder());
        }
    }

    void add(Counter counter) {
        byCounter.get(counter).increment();
    }

    NetworkCounts snapshot() {
        return new NetworkCounts(value(Counter.CONNECTIONS), value(Counter.REQUESTS), value(Counter.APPROVED),
                value(Counter.DECLINED), value(Counter.REPEATED), value(Counter.REVERSED), value(Counter.REMEMBERED),
                value(Counter.MAC_WRONG), value(Counter.FORMAT_REFUSED), value(Counter.UNSUPPORTED), value(Counter.SIGN_ONS),
                value(Counter.ECHOES), value(Counter.UNANSWERED));
    }

    private long value(Counter counter) {
        return byCounter.get(counter).sum();
    }
}
