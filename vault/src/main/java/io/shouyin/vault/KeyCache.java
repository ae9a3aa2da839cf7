package io.shouyin.vault;

import io.shouyin.kernel.Check;
import io.shouyin.paycrypto.AesDukpt;
import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.Cvv;
import io.shouyin.paycrypto.HmacKey;
import io.shouyin.paycrypto.TdesDukpt;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.TerminalProfile;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Unwrapped keys by their block: bounded, wiped when out. The one to leave is the oldest that was not used since it was last passed
/// over ("clock").
///
/// A key that is thrown out may be at work in another thread at that moment, so each entry counts its users and is wiped by the last
/// who lets go. All sales use the same ZPK, so users are counted in several places far from each other, else the cores would pass one
/// line of memory to and fro. Finding a key takes no lock; adding one does, and unwrapping happens outside of it. No thread-locals:
/// virtual threads come in thousands.
final class KeyCache {

    private static final int KEYS_MAX_MIN = 16;

    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final ReentrantLock adding = new ReentrantLock();
    /// The blocks of [#entries] in the order in which they are asked to leave.
    private final ArrayDeque<String> leaving = new ArrayDeque<>();
    private final int keysMax;
    private final Function<String, Entry> unwrap;
    /// How often all were thrown out: what was unwrapped before that does not come in after it.
    private volatile int generation;

    /// @param unwrap from the block's text; throws for a block that is refused
    KeyCache(int keysMax, Function<String, Entry> unwrap) {
        Check.argument(keysMax >= KEYS_MAX_MIN, "the cache holds at least 16 keys");
        this.keysMax = keysMax;
        this.unwrap = unwrap;
    }

    /// The entry of a block, held for the caller: [Entry#release] it.
    Entry hold(KeyBlock block) {
        String text = block.value();
        Entry known = entries.get(text);
        if (known != null && known.take()) {
            return known;
        }
        int before = generation;
        return added(text, unwrap.apply(text), before);
    }

    int size() {
        return entries.size();
    }

    /// Throws all out. Those at work are wiped when they are done.
    void clear() {
        adding.lock();
        try {
            generation++;
            entries.values().forEach(Entry::throwOut);
            entries.clear();
            leaving.clear();
        } finally {
            adding.unlock();
        }
    }

    /// Adds what was unwrapped, unless another thread was faster, or all were thrown out meanwhile: then it is its caller's alone.
    private Entry added(String text, Entry unwrapped, int before) {
        adding.lock();
        try {
            if (before != generation) {
                Check.invariant(unwrapped.take(), "what was just unwrapped is not wiped");
                unwrapped.throwOut();
                return unwrapped;
            }
            Entry faster = entries.get(text);
            if (faster != null) {
                Check.invariant(faster.take(), "what is in the cache is not wiped");
                unwrapped.throwOut();
                return faster;
            }
            for (int asked = 0; leaving.size() >= keysMax; asked++) {
                leave(leaving.remove(), asked >= keysMax);
            }
            Check.invariant(unwrapped.take(), "what was just unwrapped is not wiped");
            entries.put(text, unwrapped);
            leaving.add(text);
            return unwrapped;
        } finally {
            adding.unlock();
        }
    }

    /// Asks an entry to leave: it stays for another round if it was used, unless it must.
    private void leave(String text, boolean must) {
        Entry oldest = entries.get(text);
        if (oldest.wasUsed() && !must) {
            leaving.add(text);
        } else {
            entries.remove(text);
            oldest.throwOut();
        }
    }

    /// A key that is ready, and who uses it.
    static final class Entry {
        private static final int PLACES = 8;
        /// A line of a cache.
        private static final int PLACE_INTS = 16;

        private final KeyPurpose purpose;
        private final TerminalProfile profile;
        private final ReadyKey key;
        private final Optional<TerminalMark> terminal;
        private final AtomicIntegerArray users = new AtomicIntegerArray(PLACES * PLACE_INTS);
        private final AtomicBoolean wiped = new AtomicBoolean();
        private volatile boolean thrownOut;
        private volatile boolean used;

        /// @param profile of a terminal's own keys; `tdes` for all others
        /// @param terminal whose it is, of a TMK or a key under which PINs come
        Entry(KeyPurpose purpose, TerminalProfile profile, ReadyKey key, Optional<TerminalMark> terminal) {
            this.purpose = purpose;
            this.profile = profile;
            this.key = key;
            this.terminal = terminal;
        }

        KeyPurpose purpose() {
            return purpose;
        }

        /// Which cryptography a terminal's own key is for.
        ReadyKey key() {
            return key;
        }

        TerminalProfile profile() {
            return profile;
        }

        Optional<TerminalMark> terminal() {
            return terminal;
        }

        TdesKey tdes() {
            return ((ReadyKey.Tdes) key).key();
        }

        AesGcmKey gcm() {
            return key instanceof ReadyKey.Credential credential ? credential.key() : ((ReadyKey.Gcm) key).key();
        }

        /// A key for PINs or tracks, whatever its cipher.
        BlockKey cipher() {
            return key instanceof ReadyKey.Block(BlockKey block) ? block : key instanceof ReadyKey.SingleLength(TdesKey single) ? single : tdes();
        }

        /// Of a terminal's PIN key.
        boolean isSingleLength() {
            return key instanceof ReadyKey.SingleLength;
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

        HmacKey hostWord() {
            return ((ReadyKey.Credential) key).word();
        }

        HmacKey hmac() {
            return ((ReadyKey.Hmac) key).key();
        }

        ReadyKey.Wrapping wrapping() {
            return (ReadyKey.Wrapping) key;
        }

        /// False if it was thrown out meanwhile. It is counted first and then looks, and who throws out says so first and then counts:
        /// one of the two sees the other.
        private boolean take() {
            users.getAndIncrement(place());
            if (thrownOut) {
                release();
                return false;
            }
            if (!used) {
                used = true;
            }
            return true;
        }

        /// By the thread that took it.
        void release() {
            users.getAndDecrement(place());
            if (thrownOut) {
                wipeIfUnused();
            }
        }

        private void throwOut() {
            thrownOut = true;
            wipeIfUnused();
        }

        private void wipeIfUnused() {
            int count = 0;
            for (int i = 0; i < PLACES; i++) {
                count += users.get(i * PLACE_INTS);
            }
            if (count == 0 && wiped.compareAndSet(false, true)) {
                key.wipe();
            }
        }

        private static int place() {
            return ((int) Thread.currentThread().threadId() & PLACES - 1) * PLACE_INTS;
        }

        private boolean wasUsed() {
            boolean was = used;
            used = false;
            return was;
        }

        boolean isWiped() {
            return wiped.get();
        }
    }
}
