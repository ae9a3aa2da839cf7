package io.shouyin.host.access;

import java.util.concurrent.CountDownLatch;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/// The last step of a password hash, which a test can hold.
@Component
@Primary
@ConditionalOnProperty("test.pepper")
class HeldPepper implements LoginPepper {

    private volatile CountDownLatch gate = new CountDownLatch(0);

    void hold() {
        gate = new CountDownLatch(1);
    }

    void letGo() {
        gate.countDown();
    }

    @Override
    public byte[] pepper(byte[] passwordHash) {
        try {
            gate.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return passwordHash.clone();
    }
}
