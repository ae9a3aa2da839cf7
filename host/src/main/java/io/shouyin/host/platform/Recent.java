package io.shouyin.host.platform;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What the database keeps and every transaction asks for, in memory: at most a second old on every host. Its owner has a job that calls
/// [#refresh] each [#REFRESH_MILLIS], so that no transaction waits for it.
public final class Recent<T> {

    public static final int REFRESH_MILLIS = 500;
    private static final Duration AGE_MAX = Duration.ofSeconds(1);

    private final LoadingCache<Recent<T>, T> kept;

    public Recent(Supplier<T> read) {
        this(read, _ -> read.get());
    }

    /// @param again what to keep, given what is known; may be the same
    public Recent(Supplier<T> read, UnaryOperator<T> again) {
        kept = Caffeine.newBuilder().expireAfterWrite(AGE_MAX).executor(Runnable::run).build(new CacheLoader<>() {
            @Override
            public T load(Recent<T> key) {
                return read.get();
            }

            @Override
            public T reload(Recent<T> key, T known) {
                return again.apply(known);
            }
        });
    }

    public T get() {
        return kept.get(this);
    }

    /// Reads in the caller's thread. What was read before a [#forget] that came meanwhile is not kept.
    public void refresh() {
        kept.refresh(this).join();
    }

    /// After a change by this host, which is to see it at once.
    public void forget() {
        kept.invalidateAll();
    }
}
