package io.shouyin.paycrypto;

import java.lang.invoke.VarHandle;

/// What holds a key until it is closed, and refuses from then on: it would work under zeros.
///
/// No lock: who closes says so first and wipes then; who works asks when the key is read and nothing is told yet ([#requireOpen]).
/// So work in the midst of which another thread closes the key is refused too.
abstract class ClosableKey implements AutoCloseable {

    private volatile boolean closed;

    /// @throws CryptoRefusedException [CryptoRefusal#KEY_CLOSED]
    final void requireOpen() {
        VarHandle.loadLoadFence();                                      // the key is read before
        CryptoRefusal.KEY_CLOSED.unless(!closed, "a closed key is not used again");
    }

    final boolean isClosed() {
        return closed;
    }

    /// A copy of what it holds: wipe it after use.
    final byte[] copy(byte[] held) {
        byte[] copy = held.clone();
        requireOpen();
        return copy;
    }

    @Override
    public void close() {
        closed = true;
        VarHandle.storeStoreFence();                                    // the key is wiped after
        wipe();
    }

    abstract void wipe();
}
