package io.shouyin.host.platform;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/// Those of the machine.
@Component
class VirtualThreads implements Threads {

    @Override
    public Thread start(String name, Runnable work) {
        return Thread.ofVirtual().name(name).start(work);
    }

    @Override
    public void pause(Duration length) {
        LockSupport.parkNanos(length.toNanos());
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
