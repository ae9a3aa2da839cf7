package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/// A token of SoftHSM2 in a folder of a test. Without SoftHSM2 the test is skipped by name, with `CI=true` it fails.
///
/// @param environment of a process that shall find it
/// @param pin the file with the first custodian's part of its PIN
record SoftHsm(Map<String, String> environment, Path pin) {

    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final String TOKEN = "shouyin";
    private static final List<String> PIN_PARTS = List.of("4711-4", "0815-0");
    /// Of a verb that makes a key in it.
    static final List<String> OPTIONS = List.of("--pkcs11-library", LIBRARY.toString(), "--pkcs11-token", TOKEN);
    /// What the vault calls it.
    static final String STORE = "PKCS#11 " + TOKEN;

    static SoftHsm withToken(Path folder) throws IOException, InterruptedException {
        if (!Files.isRegularFile(LIBRARY)) {
            assertThat(System.getenv("CI")).as("SoftHSM2 is missing, and with CI=true nothing may be").isNotEqualTo("true");
            Assumptions.abort("SoftHSM2 is not on this machine");
        }
        Path configuration = Files.writeString(folder.resolve("softhsm2.conf"), "directories.tokendir = " + Files.createDirectory(folder.resolve("tokens"))
                + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        Path pin = Files.writeString(folder.resolve("pin"), PIN_PARTS.getFirst() + "\n");
        Path second = Files.writeString(folder.resolve("pin-second"), PIN_PARTS.getLast() + "\n");
        Map<String, String> environment = Map.of("SOFTHSM2_CONF", configuration.toString(), "SHOUYIN_KEYS_PKCS11_PIN_FILE",
                pin + "," + second);
        ProcessBuilder init = new ProcessBuilder("softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--so-pin", "0815-0815",
                "--pin", String.join("", PIN_PARTS)).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        init.environment().putAll(environment);
        assertThat(init.start().waitFor()).isZero();
        return new SoftHsm(environment, pin);
    }
}
