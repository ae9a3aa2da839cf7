package io.shouyin.bench;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Drives lanes, one virtual thread each, and measures what they come to. A lane works on one request at a time.
///
/// [#closed]: each lane begins the next request when the last one is done; its latency counts from there. The rate shows what the
/// other side can do, the latencies only what it is like then.
/// [#open]: requests are due at a fixed rate, see [ArrivalSchedule]; a latency counts from when its request was due.
final class Load {

    /// How long after its end an open loop goes on with requests that are overdue.
    private static final Duration OVERDUE_MAX = Duration.ofSeconds(10);
    private static final String FAULT = "fault";

    private final List<? extends Lane> lanes;
    private final Duration measured;
    private final CpuMeter cpu;

    /// Something that works off requests one by one. Opened and closed by the thread that runs it.
    interface Lane {
        void open() throws Exception;

        /// @return a code; `00` if all went well
        String request() throws Exception;

        void close() throws Exception;
    }

    Load(List<? extends Lane> lanes, Duration measured, CpuMeter cpu) {
        this.lanes = lanes;
        this.measured = measured;
        this.cpu = cpu;
    }

    /// What the lanes count together.
    private static final class Tally {
        private final Latencies latencies = new Latencies();
        private final Latencies lags = new Latencies();
        private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
        private final LongAdder done = new LongAdder();

        void count(String code, long latencyNanos) {
            answers.computeIfAbsent(code, _ -> new LongAdder()).increment();
            latencies.record(latencyNanos);
            done.increment();
        }

        void fault() {
            answers.computeIfAbsent(FAULT, _ -> new LongAdder()).increment();
        }

        Map<String, Long> codes() {
            Map<String, Long> codes = new LinkedHashMap<>();
            answers.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> codes.put(entry.getKey(), entry.getValue().sum()));
            return codes;
        }
    }

    /// What one lane does between its opening and its end.
    private interface Course {
        void run(Lane lane, int number, long beginNanos, Tally tally) throws Exception;
    }

    /// @param warmup before it is counted
    Phase closed(String name, Duration warmup) {
        return run(name, OptionalDouble.empty(), warmup, (lane, _, begin, tally) -> {
            long measureFrom = begin + warmup.toNanos();
            long end = measureFrom + measured.toNanos();
            for (long from = System.nanoTime(); from < end; ) {
                String code = lane.request();
                long now = System.nanoTime();
                if (now >= measureFrom && now < end) {
                    tally.count(code, now - from);
                }
                from = now;
            }
        });
    }

    /// @param perSecond requests a second, all lanes together
    /// @param warmup    before it is counted
    Phase open(String name, double perSecond, Duration warmup) {
        ArrivalSchedule schedule = new ArrivalSchedule(perSecond, lanes.size());
        return run(name, OptionalDouble.of(perSecond), warmup, (lane, number, begin, tally) -> {
            long measureFrom = begin + warmup.toNanos();
            long end = measureFrom + measured.toNanos();
            long rounds = schedule.rounds(number, warmup.plus(measured));
            for (long round = 0; round < rounds && System.nanoTime() < end + OVERDUE_MAX.toNanos(); round++) {
                long due = begin + schedule.dueNanos(number, round);
                boolean waited = waitUntil(due);
                if (waited && due >= measureFrom) {
                    tally.lags.record(System.nanoTime() - due);
                }
                String code = lane.request();
                if (due >= measureFrom) {
                    tally.count(code, System.nanoTime() - due);
                }
            }
        });
    }

    private static boolean waitUntil(long dueNanos) {
        boolean waited = false;
        for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            waited = true;
        }
        return waited;
    }

    private Phase run(String name, OptionalDouble offered, Duration warmup, Course course) {
        Tally tally = new Tally();
        CountDownLatch opened = new CountDownLatch(lanes.size());
        CountDownLatch begin = new CountDownLatch(1);
        long[] beginNanos = new long[1];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            int number = i;
            threads.add(Thread.ofVirtual().name("lane-" + number).start(() -> {
                Lane lane = lanes.get(number);
                try {
                    try {
                        lane.open();
                    } finally {
                        opened.countDown();
                    }
                    begin.await();
                    course.run(lane, number, beginNanos[0], tally);
                    lane.close();
                } catch (Exception broke) {
                    tally.fault();
                }
            }));
        }
        try {
            opened.await();
            beginNanos[0] = System.nanoTime();
            begin.countDown();
            waitUntil(beginNanos[0] + warmup.toNanos());
            Map<String, Double> before = cpu.read();
            long doneBefore = tally.done.sum();
            waitUntil(beginNanos[0] + warmup.plus(measured).toNanos());
            Map<String, Double> used = CpuMeter.perRequest(before, cpu.read(), tally.done.sum() - doneBefore);
            for (Thread thread : threads) {
                thread.join();
            }
            double seconds = offered.isPresent()
                    ? Math.max(measured.toNanos(), System.nanoTime() - beginNanos[0] - warmup.toNanos()) / 1e9
                    : measured.toNanos() / 1e9;
            return new Phase(name, offered, tally.done.sum() / seconds, seconds, tally.latencies.percentiles(), tally.codes(), used,
                    tally.lags.percentiles().p99());
        } catch (InterruptedException stopping) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
            throw new Fault("INTERRUPTED", Recovery.STOP, "the run was interrupted", stopping);
        }
    }
}
