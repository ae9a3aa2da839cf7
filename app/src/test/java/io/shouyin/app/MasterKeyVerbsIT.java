package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `vault change-lmk`, `rewrap` and `retire-lmk` against the packaged host.
class MasterKeyVerbsIT {

    private static final String PASSWORD = "Brave-Kettle-7-Window";

    @TempDir
    Path folder;

    @Test
    void changeOfTheMasterKey_fromTheCommandLine_putsEveryKeyUnderTheNext() throws IOException {
        Path access = folder.resolve("access.json");
        try (Program host = Program.start(folder.resolve("host.err"), "serve", "--json", "--data", folder.resolve("host").toString(),
                "--http-port", "0", "--management-port", "0", "--gateway-port", "0", "--network", "127.0.0.1:1", "--seed", access.toString())) {
            String url = "http://127.0.0.1:" + JsonMapper.shared().readTree(host.firstLine()).path("httpPort").asInt();
            String initial = JsonMapper.shared().readTree(Files.readString(access)).at("/console/initialPassword").asString();
            Path password = Files.writeString(folder.resolve("password"), initial);
            refused("PASSWORD_CHANGE_REQUIRED", "rewrap", "ABCDEF", url, password);
            ConsoleApi.changePasswords(url + "/console/", JsonMapper.shared().readTree(Files.readString(access)), PASSWORD);
            refused("LOGIN_REFUSED", "rewrap", "ABCDEF", url, password);
            Files.writeString(password, PASSWORD);
            refused("NEXT_MASTER_KEY_MISSING", "rewrap", "ABCDEF", url, password);

            Program.Ended laid = CommandLineRun.run("vault", "change-lmk", "--single-custodian", "--folder", folder.resolve("host/keys").toString());
            assertThat(laid.exit()).as(laid.err()).isZero();
            String next = JsonMapper.shared().readTree(laid.out()).at("/next/checkValue").asString();
            assertThat(ask("rewrap", next, url, password, "admin").err()).startsWith("PROPOSAL_SECOND_PERSON_NEEDED: ");
            HostConsole other = new HostConsole(URI.create(url));
            other.logIn("admin2", Secret.of(PASSWORD));
            assertThat(other.get("keys/master-key").path("change").isNull()).as("not begun by one person").isTrue();
            assertThat(other.get("proposals")).as("nor proposed").isEmpty();
            Program.Ended rewrapped = ask("rewrap", next, url, password);
            assertThat(rewrapped.exit()).as(rewrapped.err()).isZero();
            assertThat(rewrapped.out()).contains("[########################################]", "REWRAPPED");
            String old = rewrapped.out().strip().replaceAll("(?s).*under ", "");
            refused("MASTER_KEY_STILL_NEEDED", "retire-lmk", old, url, password);
        }
    }

    /// The vault is killed while rows are re-wrapped, and started again.
    @Test
    void rewrap_vaultStartsAgainMeanwhile_waitsAndEndsWithTheChange() throws Exception {
        Path access = folder.resolve("access.json");
        String[] location = {"--folder", folder.resolve("vault").toString(), "--passphrase-file", Passphrases.ofTwoCustodians(folder)};
        Path socket = folder.resolve("run/vault.sock");
        String[] serve = {"vault", "serve", "--json", location[0], location[1], location[2], location[3], "--socket", socket.toString()};
        assertThat(Program.run("vault", "init", location[0], location[1], location[2], location[3], "--custodian", Passphrases.CUSTODIANS).exit()).isZero();
        Program vault = Program.start(folder.resolve("vault.err"), serve);
        try {
            vault.firstLine();
            try (Program host = Program.start(Map.of("SHOUYIN_KEYS_REWRAP_BATCH_ROWS", "1", "SHOUYIN_KEYS_REWRAP_PAUSE", "1500ms"),
                    folder.resolve("host.err"), "serve", "--json", "--data", folder.resolve("host").toString(), "--http-port", "0",
                    "--management-port", "0", "--gateway-port", "0", "--network", "127.0.0.1:1", "--seed", access.toString(),
                    "--vault-socket", socket.toString())) {
                String url = "http://127.0.0.1:" + JsonMapper.shared().readTree(host.firstLine()).path("httpPort").asInt();
                ConsoleApi.changePasswords(url + "/console/", JsonMapper.shared().readTree(Files.readString(access)), PASSWORD);
                Path password = Files.writeString(folder.resolve("password"), PASSWORD);
                String next = JsonMapper.shared().readTree(Program.run("vault", "change-lmk", location[0], location[1], location[2], location[3], "--custodian", Passphrases.CUSTODIANS).out())
                        .at("/next/checkValue").asString();

                try (Program rewrap = Program.start(folder.resolve("rewrap.err"), "vault", "rewrap", next, "--host", url, "--user", "admin",
                        "--password-file", password.toString(), "--second", "admin2", "--second-password-file", password.toString())) {
                    rewrap.lineWith("REWRAPPING");
                    vault.process().destroyForcibly().waitFor();
                    assertThat(rewrap.lineWith("the vault does not answer")).contains("安全模块没有应答");
                    vault = Program.start(folder.resolve("vault-again.err"), serve);
                    assertThat(rewrap.lineWith("no key is left under ")).contains("旧主密钥之下已没有密钥");
                    assertThat(rewrap.process().waitFor()).as(rewrap.err()).isZero();
                }
                HostConsole administrator = new HostConsole(URI.create(url));
                administrator.logIn("admin", Secret.of(PASSWORD));
                JsonNode status = administrator.get("keys/master-key");
                assertThat(status.at("/change/state").asString()).isEqualTo("REWRAPPED");
                assertThat(status.at("/change/rowsLeft").asInt()).isZero();
                assertThat(status.path("wraps").asString()).isEqualTo(next);
                assertThat(status.path("vault").asString()).isEqualTo("OWN_PROCESS");
                assertThat(status.at("/open/0/store").asString()).isEqualTo("PKCS#12");
            }
        } finally {
            vault.close();
        }
    }

    private static void refused(String code, String verb, String checkValue, String url, Path password) {
        Program.Ended ended = ask(verb, checkValue, url, password);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err().strip().lines()).as(ended.err()).hasSize(1).allMatch(line -> line.startsWith(code + ": "));
    }

    private static Program.Ended ask(String verb, String checkValue, String url, Path password) {
        return ask(verb, checkValue, url, password, "admin2");
    }

    private static Program.Ended ask(String verb, String checkValue, String url, Path password, String second) {
        return CommandLineRun.run("vault", verb, checkValue, "--host", url, "--user", "admin", "--password-file", password.toString(),
                "--second", second, "--second-password-file", password.toString());
    }
}
