package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RestingWorkersTest {

    private static final long WORK_NANOS = 5_000_000;

    private record Span(long startNanos, long endNanos) {

        long nanos() {
            return endNanos - startNanos;
        }
    }

    @Test
    void flood_atOneThread_isAtWorkAThirdOfTheTime() throws InterruptedException, ExecutionException {
        try (var workers = new RestingWorkers(1, 2, 10, Thread.ofPlatform().daemon().factory())) {
            var works = new ArrayList<Future<Span>>();
            for (int i = 0; i < 10; i++) {
                works.add(workers.submit(RestingWorkersTest::work));
            }
            long atWork = 0;
            for (Future<Span> work : works) {
                atWork += work.get().nanos();
            }
            // the last one's rest is not seen
            long wholeNanos = works.getLast().get().endNanos() - works.getFirst().get().startNanos();
            assertThat((double) atWork / (wholeNanos + 2 * works.getLast().get().nanos())).isLessThan(0.4);
        }
    }

    private static Span work() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < WORK_NANOS) {
            Thread.onSpinWait();
        }
        return new Span(start, System.nanoTime());
    }
}
