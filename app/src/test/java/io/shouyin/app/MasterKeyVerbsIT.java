package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
            ConsoleApi console = new ConsoleApi(url + "/console/");
            assertThat(console.signIn("admin", initial)).isEqualTo(200);
            assertThat(console.changePassword(initial, PASSWORD)).isEqualTo(204);
            refused("LOGIN_REFUSED", "rewrap", "ABCDEF", url, password);
            Files.writeString(password, PASSWORD);
            refused("NEXT_MASTER_KEY_MISSING", "rewrap", "ABCDEF", url, password);

            Program.Ended laid = CommandLineRun.run("vault", "change-lmk", "--folder", folder.resolve("host/keys").toString());
            assertThat(laid.exit()).as(laid.err()).isZero();
            String next = JsonMapper.shared().readTree(laid.out()).at("/next/checkValue").asString();
            Program.Ended rewrapped = ask("rewrap", next, url, password);
            assertThat(rewrapped.exit()).as(rewrapped.err()).isZero();
            assertThat(rewrapped.out()).contains("[########################################]", "REWRAPPED");
            String old = rewrapped.out().strip().replaceAll("(?s).*under ", "");
            refused("MASTER_KEY_STILL_NEEDED", "retire-lmk", old, url, password);
        }
    }

    private static void refused(String code, String verb, String checkValue, String url, Path password) {
        Program.Ended ended = ask(verb, checkValue, url, password);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err().strip().lines()).as(ended.err()).hasSize(1).allMatch(line -> line.startsWith(code + ": "));
    }

    private static Program.Ended ask(String verb, String checkValue, String url, Path password) {
        return CommandLineRun.run("vault", verb, checkValue, "--host", url, "--user", "admin", "--password-file", password.toString());
    }
}
