package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.selftest.VectorRunner;
import io.shouyin.vault.LocalMasterKey;
import io.shouyin.vault.SoftSecurityModule;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `vault`: the security module.
@Command(name = "vault", mixinStandardHelpOptions = true,
        description = {"安全模块:主密钥与自检。", "The security module: master key and self-test."},
        subcommands = {VaultCommand.Init.class, VaultCommand.Status.class, VaultCommand.SelfTest.class})
final class VaultCommand {

    /// Where the LMK is and what opens it.
    static final class Location {

        @Option(names = "--folder", defaultValue = "${env:SHOUYIN_KEYS_FOLDER:-var/host/keys}", description = "目录 / folder (${DEFAULT-VALUE})")
        private Path folder;

        @Option(names = "--passphrase-file", paramLabel = "FILE", defaultValue = "${env:SHOUYIN_KEYS_LMK_PASSPHRASE_FILE}",
                description = "口令文件,否则询问 / file with the passphrase, else it is asked for")
        private Path passphraseFile;

        Path p12() {
            return folder.resolve("lmk.p12");
        }

        Secret passphrase() {
            if (passphraseFile != null) {
                return LocalMasterKey.passphraseIn(passphraseFile);
            }
            Console console = Optional.ofNullable(System.console()).orElseThrow(() -> new Fault("PASSPHRASE_NEEDED",
                    Recovery.FIX_THE_INPUT, "give --passphrase-file, or run this where a passphrase can be typed"));
            char[] typed = console.readPassword("口令 / passphrase: ");
            try {
                return Secret.of(typed == null ? new char[0] : typed);
            } finally {
                if (typed != null) {
                    Arrays.fill(typed, '\0');
                }
            }
        }
    }

    /// `vault init`
    @Command(name = "init", mixinStandardHelpOptions = true, description = {"生成主密钥(PKCS#12)。", "Makes the master key (PKCS#12)."})
    static final class Init implements Callable<Integer> {

        @Mixin
        private Location location;

        @Override
        public Integer call() {
            try (Secret passphrase = location.passphrase(); LocalMasterKey lmk = LocalMasterKey.create(location.p12(), passphrase)) {
                print(location, lmk, Optional.empty());
                return 0;
            }
        }
    }

    /// `vault status`
    @Command(name = "status", mixinStandardHelpOptions = true, description = {"打开主密钥并自检。", "Opens the master key and runs the self-test."})
    static final class Status implements Callable<Integer> {

        @Mixin
        private Location location;

        @Override
        public Integer call() {
            try (Secret passphrase = location.passphrase(); LocalMasterKey lmk = LocalMasterKey.open(location.p12(), passphrase);
                    SoftSecurityModule module = new SoftSecurityModule(lmk)) {
                print(location, lmk, module.failedSelfTest());
                return module.failedSelfTest().isEmpty() ? 0 : 1;
            }
        }
    }

    /// `vault selftest`
    @Command(name = "selftest", mixinStandardHelpOptions = true,
            description = {"已知答案自检;--vectors 逐个核对目录中的用例。", "Known-answer tests; --vectors checks every case of a folder."})
    static final class SelfTest implements Callable<Integer> {

        @Option(names = "--vectors", paramLabel = "DIR", description = "用例目录(*.json) / folder of cases (*.json)")
        private Path vectors;

        @Override
        public Integer call() {
            return vectors == null ? own() : ofFolder();
        }

        private static int own() {
            Map<String, Boolean> results = SoftSecurityModule.selfTest();
            results.forEach((name, passed) -> System.out.println((passed ? "passed  " : "FAILED  ") + name));
            long failed = results.values().stream().filter(passed -> !passed).count();
            System.out.println((results.size() - failed) + " passed, " + failed + " failed, 0 skipped");
            return failed == 0 ? 0 : 1;
        }

        private int ofFolder() {
            try {
                VectorRunner.Report report = VectorRunner.run(vectors);
                report.lines().forEach(System.out::println);
                System.out.println(report.closingLine());
                return report.isGood() ? 0 : 1;
            } catch (IOException unreadable) {
                throw new Fault("VECTORS_UNREADABLE", Recovery.FIX_THE_INPUT, "the folder " + vectors + " cannot be read", unreadable);
            }
        }
    }

    private static void print(Location location, LocalMasterKey lmk, Optional<String> failed) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("masterKey", location.p12().toString());
        status.put("checkValue", lmk.checkValue());
        status.put("selfTest", failed.orElse("passed"));
        System.out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(status));
    }
}
