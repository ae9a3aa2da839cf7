package io.shouyin.host.platform;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/// Threads for long computations that nobody's sale waits for: the scheduler gives them what the others leave (nice 19).
///
/// The JDK's own priorities do nothing on Linux, so the thread asks the system: `setpriority(2)`, which there is about one thread and which
/// needs no right to lower it. Elsewhere these are threads like all others.
public final class BackgroundThreads {

    private static final int PRIO_PROCESS = 0;
    private static final int MYSELF = 0;
    private static final int NICE_MAX = 19;
    private static final Optional<MethodHandle> SET_PRIORITY = System.getProperty("os.name").equals("Linux") ? setPriority() : Optional.empty();

    private BackgroundThreads() {
    }

    /// @param prefix of the threads' names; a number follows
    public static ThreadFactory named(String prefix) {
        ThreadFactory threads = Thread.ofPlatform().name(prefix, 0).daemon().factory();
        return work -> threads.newThread(() -> {
            stepBack();
            work.run();
        });
    }

    private static void stepBack() {
        SET_PRIORITY.ifPresent(call -> {
            try {
                int _ = (int) call.invokeExact(PRIO_PROCESS, MYSELF, NICE_MAX);
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }

    private static Optional<MethodHandle> setPriority() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup().find("setpriority")
                .map(function -> linker.downcallHandle(function, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT)));
    }
}
