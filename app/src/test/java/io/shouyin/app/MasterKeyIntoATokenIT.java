package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The change of the LMK on the packaged program, from a file into a token of SoftHSM2, with the vault in a process beside the only host.
/// Both are killed in the middle.
class MasterKeyIntoATokenIT {

    private static final String PASSWORD = "Brave-Kettle-7-Window";
    private static final String SLOWLY = "1s";
    private static final String AT_ONCE = "0s";

    @TempDir
    Path folder;
    private String passphrases;
    private Map<String, String> vaultEnvironment;

    @BeforeEach
    void token() throws Exception {
        passphrases = Passphrases.ofTwoCustodians(folder);
        vaultEnvironment = new HashMap<>(SoftHsm.withToken(folder).environment());
        vaultEnvironment.put("SHOUYIN_KEYS_LMK_PASSPHRASE_FILE", passphrases);
    }

    @Test
    void change_fromAFileIntoATokenAndKilledInTheMiddle_losesNoKey() throws Exception {
        String old = printed(CommandLineRun.run("vault", "init", "--folder", keys(), "--passphrase-file", passphrases,
                "--custodian", Passphrases.CUSTODIANS)).path("checkValue").asString();
        String next;
        try (Running running = new Running(SLOWLY)) {
            ConsoleApi.changePasswords(running.url() + "/console/", JsonMapper.shared().readTree(Files.readString(folder.resolve("access.json"))), PASSWORD);
            next = layNextInToken();
            HostConsole administrator = administrator(running.url());
            String proposal = administrator.post("keys/master-key/change", Map.of("checkValue", next)).path("id").asString();
            HostConsole second = new HostConsole(URI.create(running.url()));
            second.logIn("admin2", Secret.of(PASSWORD));
            second.post("proposals/" + proposal + "/approval", Map.of());
            await(() -> isInTheMiddle(administrator.get("keys/master-key").path("change")));
            running.kill();
        }
        try (Running running = new Running(AT_ONCE)) {
            HostConsole administrator = administrator(running.url());
            assertThat(administrator.get("keys/master-key").at("/change/to").asString()).as("it is not begun again, it goes on").isEqualTo(next);
            ask("rewrap", next, running.url());
            ask("retire-lmk", old, running.url());
            await(() -> administrator.get("keys/master-key").path("open").size() == 1);
            printed(Program.run(vaultEnvironment, "", Program.command("vault", "destroy-lmk", old, "--folder", keys(), "--custodian", Passphrases.CUSTODIANS)));

            await(() -> deeds(administrator).size() >= 3);
            assertThat(deeds(administrator)).as("of the vault's own folder, each once").containsExactlyInAnyOrder("master-key.make master-key:" + old,
                    "master-key.make-next master-key:" + next, "master-key.destroy master-key:" + old);
            JsonNode left = administrator(running.url()).get("keys/master-key");
            assertThat(left.path("wraps").asString()).isEqualTo(next);
            assertThat(left.at("/open/0/store").asString()).isEqualTo(SoftHsm.STORE);
        }
    }

    /// What the audit log has of what two custodians did in the folder.
    private static List<String> deeds(HostConsole administrator) {
        return administrator.get("audit?query=Zhou&size=100").path("items").valueStream()
                .filter(entry -> entry.path("reason").asString().endsWith(", custodians: 林伟, Zhou Li"))
                .map(entry -> entry.path("action").asString() + " " + entry.path("object").asString()).toList();
    }

    private void ask(String verb, String checkValue, String url) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        Program.Ended ended = CommandLineRun.run("vault", verb, checkValue, "--host", url, "--user", "admin", "--password-file", password.toString(),
                "--second", "admin2", "--second-password-file", password.toString());
        assertThat(ended.exit()).as(ended.err()).isZero();
    }

    private static boolean isInTheMiddle(JsonNode change) {
        long left = change.path("rowsLeft").asLong();
        return change.path("state").asString().equals("REWRAPPING") && left > 1 && left < change.path("rowsTotal").asLong();
    }

    /// In a process of its own, which finds the token.
    private String layNextInToken() {
        String[] verb = Stream.concat(Stream.of("vault", "change-lmk", "--folder", keys(), "--custodian", Passphrases.CUSTODIANS), SoftHsm.OPTIONS.stream()).toArray(String[]::new);
        return printed(Program.run(vaultEnvironment, "", Program.command(verb))).at("/next/checkValue").asString();
    }

    private String keys() {
        return folder.resolve("keys").toString();
    }

    private static JsonNode printed(Program.Ended verb) {
        assertThat(verb.exit()).as(verb.err()).isZero();
        return JsonMapper.shared().readTree(verb.out());
    }

    /// Logged in, and that asks the vault: a password's hash is peppered under a key of the institution.
    private static HostConsole administrator(String url) {
        HostConsole administrator = new HostConsole(URI.create(url));
        administrator.logIn("admin", Secret.of(PASSWORD));
        return administrator;
    }

    private static void await(BooleanSupplier wish) {
        long until = System.nanoTime() + Program.WAIT.toNanos();
        while (!wish.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it does not come").isLessThan(until);
            LockSupport.parkNanos(50_000_000);
        }
    }

    /// A vault and its host.
    private final class Running implements AutoCloseable {

        private final Program vault;
        private final Program host;
        private final String url;

        Running(String rewrapPause) {
            String socket = folder.resolve("run/vault.sock").toString();
            vault = Program.start(vaultEnvironment, folder.resolve("vault.err"), "vault", "serve", "--json", "--folder", keys(), "--socket", socket);
            vault.firstLine();
            Map<String, String> pace = Map.of("SHOUYIN_KEYS_REWRAP_BATCH_ROWS", "1", "SHOUYIN_KEYS_REWRAP_PAUSE", rewrapPause,
                    "SHOUYIN_KEYS_RETIRE_AFTER", "0s");
            host = Program.start(pace, folder.resolve("host.err"), "serve", "--json", "--data", folder.resolve("host").toString(),
                    "--http-port", "0", "--management-port", "0", "--gateway-port", "0", "--network", "127.0.0.1:1", "--vault-socket", socket,
                    "--seed", folder.resolve("access.json").toString());
            url = "http://127.0.0.1:" + JsonMapper.shared().readTree(host.firstLine()).path("httpPort").asInt();
        }

        String url() {
            return url;
        }

        void kill() throws InterruptedException {
            host.process().destroyForcibly().waitFor();
            vault.process().destroyForcibly().waitFor();
        }

        @Override
        public void close() {
            host.close();
            vault.close();
        }
    }
}
