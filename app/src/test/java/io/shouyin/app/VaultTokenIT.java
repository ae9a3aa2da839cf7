package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The packaged program with its master key in a token of SoftHSM2.
class VaultTokenIT {

    @TempDir
    Path folder;
    private SoftHsm softHsm;

    @BeforeEach
    void token() throws Exception {
        softHsm = SoftHsm.withToken(folder);
    }

    @Test
    void masterKey_madeInAToken_opensForStatusAndHost() throws IOException {
        Program.Ended made = vault("init", Stream.concat(SoftHsm.OPTIONS.stream(), Stream.of("--custodian", Passphrases.CUSTODIANS)).toList());
        assertThat(made.exit()).as(made.err()).isZero();
        JsonNode status = JsonMapper.shared().readTree(vault("status", List.of()).out());
        assertThat(status.path("store").asString()).isEqualTo(SoftHsm.STORE);
        assertThat(status.path("checkValue")).isEqualTo(JsonMapper.shared().readTree(made.out()).path("checkValue"));

        try (Program host = Program.start(softHsm.environment(), folder.resolve("host.err"), "serve", "--json", "--data", folder.toString(),
                "--http-port", "0", "--management-port", "0", "--gateway-port", "0", "--network", "127.0.0.1:1")) {
            assertThat(JsonMapper.shared().readTree(host.firstLine()).path("httpPort").asInt()).isPositive();
        }
        try (var files = Files.list(folder.resolve("keys"))) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("lmk.pkcs11").doesNotContain("lmk.p12", "lmk.passphrase");
        }

        Files.writeString(softHsm.pin(), "0000-0000\n");
        Program.Ended wrong = vault("status", List.of());
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err().strip().lines()).hasSize(1).allMatch(line -> line.startsWith("PKCS11_PIN_WRONG: "));
    }

    private Program.Ended vault(String verb, List<String> options) {
        String[] arguments = Stream.concat(Stream.of("vault", verb, "--folder", folder.resolve("keys").toString()), options.stream())
                .toArray(String[]::new);
        return Program.run(softHsm.environment(), "", Program.command(arguments));
    }
}
