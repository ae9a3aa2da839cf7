package io.shouyin.paycrypto;

import java.security.SecureRandom;
import java.util.concurrent.locks.ReentrantLock;

/// Random 64-bit numbers for PIN block fill: `SecureRandom` in larger draws, as each call of it is dear. What was handed out is
/// erased from the store.
final class Randoms {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] STORE = new byte[4096];
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static int used = STORE.length;

    private Randoms() {}

    static long next() {
        if (!LOCK.tryLock()) {
            return RANDOM.nextLong();
        }
        try {
            if (used == STORE.length) {
                RANDOM.nextBytes(STORE);
                used = 0;
            }
            long value = Bytes.longAt(STORE, used);
            Bytes.putLong(0, STORE, used);
            used += 8;
            return value;
        } finally {
            LOCK.unlock();
        }
    }
}
