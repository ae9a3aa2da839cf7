package io.shouyin.host.access;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A few threads that rest behind each work, when its answer is already out, for some times as long as it took: however much waits, they take
/// their share of the processors' time and no more, and less of it on a machine that is short of time, where work takes longer, and so does the rest.
///
/// A single login does not feel it. Priority alone is not enough: where the system shares its processors between groups of processes (sessions,
/// services), it counts within the group only, and the database is in another.
final class RestingWorkers extends ThreadPoolExecutor {

    private final int restPerWork;
    private final ThreadLocal<Long> startNanos = new ThreadLocal<>();

    /// @param restPerWork 2: at work a third of the time
    /// @param waitingMax works that may wait for a thread; more are rejected
    RestingWorkers(int threads, int restPerWork, int waitingMax, ThreadFactory factory) {
        super(threads, threads, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(waitingMax), factory);
        this.restPerWork = restPerWork;
        allowCoreThreadTimeOut(true);
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable work) {
        startNanos.set(System.nanoTime());
    }

    @Override
    protected void afterExecute(Runnable work, Throwable failure) {
        LockSupport.parkNanos((System.nanoTime() - startNanos.get()) * restPerWork);
    }
}
