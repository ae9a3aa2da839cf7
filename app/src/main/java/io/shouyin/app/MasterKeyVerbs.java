package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// The verbs of `vault` that ask a running host: put every key under the next LMK, retire the old one.
final class MasterKeyVerbs {

    private static final int LOOK_MILLIS = 500;
    private static final int BAR_CHARACTERS = 40;

    private MasterKeyVerbs() {}

    /// Which host, and who asks.
    static final class Asking {

        @Option(names = "--host", defaultValue = "http://127.0.0.1:8080", description = "主机 / the host (${DEFAULT-VALUE})")
        private URI host;

        @Option(names = "--user", defaultValue = "admin", description = "管理员 / an administrator (${DEFAULT-VALUE})")
        private String user;

        @Option(names = "--password-file", paramLabel = "FILE", description = "其密码文件,否则询问 / file with the password, else it is asked for")
        private Path passwordFile;

        HostConsole logIn() {
            HostConsole console = new HostConsole(host);
            try (Secret password = password()) {
                console.logIn(user, password);
            }
            return console;
        }

        private Secret password() {
            if (passwordFile != null) {
                return passwordIn(passwordFile);
            }
            Console console = Optional.ofNullable(System.console()).orElseThrow(() -> new Fault("PASSPHRASE_NEEDED",
                    Recovery.FIX_THE_INPUT, "give --password-file, or run this where a password can be typed"));
            char[] typed = Optional.ofNullable(console.readPassword("密码 / password: ")).orElseGet(() -> new char[0]);
            try {
                return Secret.of(typed);
            } finally {
                Arrays.fill(typed, '\0');
            }
        }

        private static Secret passwordIn(Path file) {
            try {
                return Secret.of(Files.readString(file).strip());
            } catch (IOException unreadable) {
                throw new Fault("PASSWORD_FILE_UNREADABLE", Recovery.FIX_THE_INPUT, "the file " + file + " cannot be read", unreadable);
            }
        }
    }

    /// `vault rewrap`
    @Command(name = "rewrap", mixinStandardHelpOptions = true,
            description = {"把全部密钥换到 change-lmk 生成的主密钥之下,显示进度;中断后再运行即可继续观看。",
                    "Puts every key under the master key that change-lmk made, and shows how far it is; run it again to go on looking."})
    static final class Rewrap implements Callable<Integer> {

        @Mixin
        private Asking asking;

        @Parameters(paramLabel = "CHECKVALUE", description = "下一把主密钥的校验值 / check value of the next master key")
        private String checkValue;

        @Override
        public Integer call() throws InterruptedException {
            HostConsole host = asking.logIn();
            try {
                JsonNode change = host.get("keys/master-key").path("change");
                if (!change.path("to").asString("").equals(checkValue) || change.path("state").asString("").equals("RETIRED")) {
                    change = host.post("keys/master-key/change", Map.of("checkValue", checkValue)).path("change");
                }
                while (!change.path("state").asString().equals("REWRAPPED")) {
                    show(change);
                    Thread.sleep(LOOK_MILLIS);
                    change = host.get("keys/master-key").path("change");
                }
                show(change);
                System.out.println("\n旧主密钥之下已没有密钥 / no key is left under " + change.path("from").asString());
                return 0;
            } finally {
                host.logOut();
            }
        }

        private static void show(JsonNode change) {
            long total = change.path("rowsTotal").asLong();
            long done = Math.max(0, total - change.path("rowsLeft").asLong());
            int filled = total == 0 ? 0 : Math.toIntExact(BAR_CHARACTERS * done / total);
            System.out.print("\r[" + "#".repeat(filled) + ".".repeat(BAR_CHARACTERS - filled) + "] " + done + "/" + total + "  "
                    + change.path("state").asString() + waitsFor(change.path("hostsWaitedFor").asInt()) + "   ");
            System.out.flush();
        }

        private static String waitsFor(int hosts) {
            return hosts == 0 ? "" : ", 等待主机 / hosts waited for: " + hosts;
        }
    }

    /// `vault retire-lmk`
    @Command(name = "retire-lmk", mixinStandardHelpOptions = true,
            description = {"停用旧主密钥,移入存档。", "Retires the old master key: it goes to the archive."})
    static final class RetireLmk implements Callable<Integer> {

        @Mixin
        private Asking asking;

        @Parameters(paramLabel = "CHECKVALUE", description = "旧主密钥的校验值 / check value of the old master key")
        private String checkValue;

        @Override
        public Integer call() {
            HostConsole host = asking.logIn();
            try {
                host.post("keys/master-key/retirement", Map.of("checkValue", checkValue));
                System.out.println("已停用 / retired: " + checkValue);
                return 0;
            } finally {
                host.logOut();
            }
        }
    }
}
