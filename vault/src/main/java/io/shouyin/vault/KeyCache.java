package io.shouyin.vault;

import io.shouyin.kernel.Check;
import io.shouyin.paycrypto.AesDukpt;
import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.AesKey;
import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.Cvv;
import io.shouyin.paycrypto.HmacKey;
import io.shouyin.paycrypto.TdesDukpt;
import io.shouyin.paycrypto.TdesKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Unwrapped keys by their block: bounded, least recently used out first, wiped when out.
///
/// A key that is thrown out may be at work in another thread at that moment, so each entry counts its users (the
/// cache is one) and is wiped by the last who lets go. The map is cut into segments with a lock each; unwrapping
/// happens outside of the lock. No thread-locals: virtual threads come in thousands.
final class KeyCache {

    private static final int SEGMENTS = 16;

    private final Segment[] segments = new Segment[SEGMENTS];
    private final Function<String, Entry> unwrap;

    /// @param keysMax over all segments
    /// @param unwrap from the block's text; throws for a block that is refused
    KeyCache(int keysMax, Function<String, Entry> unwrap) {
        Check.argument(keysMax >= SEGMENTS, "the cache holds at least 16 keys");
        for (int i = 0; i < SEGMENTS; i++) {
            segments[i] = new Segment(keysMax / SEGMENTS);
        }
        this.unwrap = unwrap;
    }

    /// The entry of a block, held for the caller: [Entry#release] it.
    Entry hold(KeyBlock block) {
        String text = block.value();
        int hash = text.hashCode();
        Segment segment = segments[(hash ^ hash >>> 16) & SEGMENTS - 1];
        Entry known = segment.held(text);
        return known != null ? known : segment.added(text, unwrap.apply(text));
    }

    int size() {
        int size = 0;
        for (Segment segment : segments) {
            size += segment.size();
        }
        return size;
    }

    /// Throws all out. Those at work are wiped when they are done.
    void clear() {
        for (Segment segment : segments) {
            segment.clear();
        }
    }

    /// A key that is ready, and who uses it.
    static final class Entry {
        private final KeyPurpose purpose;
        private final ReadyKey key;
        private final long id;
        private final AtomicInteger users = new AtomicInteger(1);

        /// @param id of the block, by a keyed hash: the same whenever it is unwrapped again
        Entry(KeyPurpose purpose, ReadyKey key, long id) {
            this.purpose = purpose;
            this.key = key;
            this.id = id;
        }

        KeyPurpose purpose() {
            return purpose;
        }

        ReadyKey key() {
            return key;
        }

        long id() {
            return id;
        }

        TdesKey tdes() {
            return ((ReadyKey.Tdes) key).key();
        }

        AesGcmKey gcm() {
            return ((ReadyKey.Gcm) key).key();
        }

        /// A key that enciphers PIN blocks.
        BlockKey pinCipher() {
            return key instanceof ReadyKey.Aes(AesKey aes) ? aes : tdes();
        }

        TdesDukpt.Bdk tdesBase() {
            return ((ReadyKey.TdesBase) key).key();
        }

        AesDukpt.Bdk aesBase() {
            return ((ReadyKey.AesBase) key).key();
        }

        Cvv.Pair cardValue() {
            return ((ReadyKey.CardValue) key).key();
        }

        byte[] issuer() {
            return ((ReadyKey.Issuer) key).key();
        }

        HmacKey hmac() {
            return ((ReadyKey.Hmac) key).key();
        }

        ReadyKey.Wrapping wrapping() {
            return (ReadyKey.Wrapping) key;
        }

        private void take() {
            Check.invariant(users.getAndIncrement() > 0, "a wiped key is not used again");
        }

        void release() {
            if (users.decrementAndGet() == 0) {
                key.wipe();
            }
        }

        boolean isWiped() {
            return users.get() == 0;
        }
    }

    private static final class Segment {
        private final ReentrantLock lock = new ReentrantLock();
        private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
        private final int keysMax;

        Segment(int keysMax) {
            this.keysMax = keysMax;
        }

        Entry held(String text) {
            lock.lock();
            try {
                Entry entry = entries.get(text);
                if (entry != null) {
                    entry.take();
                }
                return entry;
            } finally {
                lock.unlock();
            }
        }

        /// Adds what was unwrapped, unless another thread was faster.
        Entry added(String text, Entry unwrapped) {
            Entry eldest = null;
            lock.lock();
            try {
                Entry faster = entries.get(text);
                if (faster != null) {
                    faster.take();
                    unwrapped.release();
                    return faster;
                }
                if (entries.size() == keysMax) {
                    String eldestText = entries.keySet().iterator().next();
                    eldest = entries.remove(eldestText);
                }
                entries.put(text, unwrapped);
                unwrapped.take();
                return unwrapped;
            } finally {
                lock.unlock();
                if (eldest != null) {
                    eldest.release();
                }
            }
        }

        int size() {
            lock.lock();
            try {
                return entries.size();
            } finally {
                lock.unlock();
            }
        }

        void clear() {
            lock.lock();
            try {
                entries.values().forEach(Entry::release);
                entries.clear();
            } finally {
                lock.unlock();
            }
        }
    }
}
