package io.shouyin.vault;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Secret;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/// Tokens of SoftHSM2 in a folder of this test run. Without SoftHSM2 a test is skipped by name, with `CI=true` it fails.
///
/// The library reads `SOFTHSM2_CONF` from this process's environment when it is used first, and looks for tokens then: so all are made
/// before, and each class or test takes one that nobody else has.
final class TestTokens {

    static final String PIN = "4711-4711";
    private static final int COUNT = 12;
    private static final List<Path> LIBRARIES = List.of(Path.of("/usr/lib/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib64/pkcs11/libsofthsm2.so"), Path.of("/usr/local/lib/softhsm/libsofthsm2.so"));
    private static final AtomicInteger TAKEN = new AtomicInteger();
    private static Path folder;

    private TestTokens() {}

    static Path library() {
        return LIBRARIES.stream().filter(Files::isRegularFile).findFirst().orElseGet(() -> {
            assertThat(System.getenv("CI")).as("SoftHSM2 is missing, and with CI=true nothing may be").isNotEqualTo("true");
            return Assumptions.abort("SoftHSM2 is not on this machine");
        });
    }

    static Secret pin() {
        return Secret.of(PIN);
    }

    /// A fresh token with [#PIN].
    static Pkcs11Token token() {
        Path library = library();
        makeAll();
        int number = TAKEN.getAndIncrement();
        assertThat(number).as("more tokens are wanted than made").isLessThan(COUNT);
        return new Pkcs11Token(library, "token " + number);
    }

    private static synchronized void makeAll() {
        if (folder != null) {
            return;
        }
        try {
            folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "softhsm-").toAbsolutePath();
            Path configuration = folder.resolve("softhsm2.conf");
            Files.writeString(configuration, "directories.tokendir = " + Files.createDirectory(folder.resolve("tokens"))
                    + "\nobjectstore.backend = file\nlog.level = ERROR\n");
            for (int i = 0; i < COUNT; i++) {
                ProcessBuilder init = new ProcessBuilder("softhsm2-util", "--init-token", "--free", "--label", "token " + i,
                        "--so-pin", "0815-0815", "--pin", PIN).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectErrorStream(true);
                init.environment().put("SOFTHSM2_CONF", configuration.toString());
                assertThat(init.start().waitFor()).isZero();
            }
            setEnvironment("SOFTHSM2_CONF", configuration.toString());
        } catch (IOException unusable) {
            throw new AssertionError(unusable);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopping);
        }
    }

    /// Java cannot change its own environment, the C library can.
    private static void setEnvironment(String name, String value) {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            int result = (int) linker.downcallHandle(linker.defaultLookup().findOrThrow("setenv"),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT)).invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            assertThat(result).isZero();
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
