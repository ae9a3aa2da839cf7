package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The packaged program with its master key in a token of SoftHSM2. Without SoftHSM2 it is skipped by name, with `CI=true` it fails.
class VaultTokenIT {

    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");

    @TempDir
    Path folder;
    private Map<String, String> environment;
    private Path pin;

    @BeforeEach
    void token() throws Exception {
        if (!Files.isRegularFile(LIBRARY)) {
            assertThat(System.getenv("CI")).as("SoftHSM2 is missing, and with CI=true nothing may be").isNotEqualTo("true");
            Assumptions.abort("SoftHSM2 is not on this machine");
        }
        Path configuration = Files.writeString(folder.resolve("softhsm2.conf"), "directories.tokendir = " + Files.createDirectory(folder.resolve("tokens"))
                + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        pin = Files.writeString(folder.resolve("pin"), "4711-4711\n");
        environment = Map.of("SOFTHSM2_CONF", configuration.toString(), "SHOUYIN_KEYS_PKCS11_PIN_FILE", pin.toString());
        ProcessBuilder init = new ProcessBuilder("softhsm2-util", "--init-token", "--free", "--label", "shouyin", "--so-pin", "0815-0815",
                "--pin", "4711-4711").redirectOutput(ProcessBuilder.Redirect.DISCARD);
        init.environment().putAll(environment);
        assertThat(init.start().waitFor()).isZero();
    }

    @Test
    void masterKey_madeInAToken_opensForStatusAndHost() throws IOException {
        Program.Ended made = vault("init", "--pkcs11-library", LIBRARY.toString(), "--pkcs11-token", "shouyin");
        assertThat(made.exit()).as(made.err()).isZero();
        JsonNode status = JsonMapper.shared().readTree(vault("status").out());
        assertThat(status.path("store").asString()).isEqualTo("PKCS#11 shouyin");
        assertThat(status.path("checkValue")).isEqualTo(JsonMapper.shared().readTree(made.out()).path("checkValue"));

        try (Program host = Program.start(environment, folder.resolve("host.err"), "serve", "--json", "--data", folder.toString(),
                "--http-port", "0", "--management-port", "0", "--gateway-port", "0", "--network", "127.0.0.1:1")) {
            assertThat(JsonMapper.shared().readTree(host.firstLine()).path("httpPort").asInt()).isPositive();
        }
        try (var files = Files.list(folder.resolve("keys"))) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("lmk.pkcs11").doesNotContain("lmk.p12", "lmk.passphrase");
        }

        Files.writeString(pin, "0000-0000\n");
        Program.Ended wrong = vault("status");
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err().strip().lines()).hasSize(1).allMatch(line -> line.startsWith("PKCS11_PIN_WRONG: "));
    }

    private Program.Ended vault(String... verb) {
        List<String> arguments = new ArrayList<>(List.of("vault"));
        arguments.addAll(List.of(verb));
        arguments.addAll(List.of("--folder", folder.resolve("keys").toString()));
        return Program.run(environment, "", Program.command(arguments.toArray(String[]::new)));
    }
}
