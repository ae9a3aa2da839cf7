package io.shouyin.host.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger database = new AtomicInteger(1);
    private final AtomicInteger reads = new AtomicInteger();
    private final CountDownLatch hasRead = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);

    @Test
    void get_withinASecond_readsOnce_afterItAnew() {
        Recent<Integer> recent = recent(false);
        assertThat(recent.get()).isOne();
        database.set(2);
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(recent.get()).isOne();
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(recent.get()).isEqualTo(2);
        assertThat(reads).hasValue(2);
    }

    @Test
    void refresh_readsWithoutBeingAskedFor() {
        Recent<Integer> recent = recent(false);
        recent.get();
        database.set(2);
        recent.refresh();
        assertThat(recent.get()).isEqualTo(2);
        assertThat(reads).hasValue(2);
    }

    @Test
    void forget_isSeenAtOnce() {
        Recent<Integer> recent = recent(false);
        recent.get();
        database.set(2);
        recent.forget();
        assertThat(recent.get()).isEqualTo(2);
    }

    /// The first one has read what was, the change is committed, and only then it keeps what it read.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void forget_whileSomebodyReads_isSeenByWhoAsksAfterIt(boolean refreshing) throws Exception {
        Recent<Integer> recent = recent(true);
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> slow = () -> {
                if (refreshing) {
                    recent.refresh();
                    return 1;
                }
                return recent.get();
            };
            Future<Integer> reader = others.submit(slow);
            hasRead.await();
            database.set(2);
            recent.forget();
            Future<Integer> after = others.submit(recent::get);
            mayGoOn.countDown();
            assertThat(reader.get()).isOne();
            assertThat(after.get()).isEqualTo(2);
        }
    }

    private Recent<Integer> recent(boolean firstIsSlow) {
        return new Recent<>(() -> read(firstIsSlow), _ -> read(firstIsSlow), nanos::get);
    }

    private int read(boolean firstIsSlow) {
        int found = database.get();
        if (reads.incrementAndGet() == 1 && firstIsSlow) {
            hasRead.countDown();
            try {
                mayGoOn.await();
            } catch (InterruptedException ended) {
                throw new IllegalStateException(ended);
            }
        }
        return found;
    }
}
