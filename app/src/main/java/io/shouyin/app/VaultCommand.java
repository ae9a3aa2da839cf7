package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.selftest.VectorRunner;
import io.shouyin.vault.LocalMasterKey;
import io.shouyin.vault.MasterKeyCommands.MasterKeyStatus;
import io.shouyin.vault.MasterKeyFolder;
import io.shouyin.vault.MasterKeyFolder.Unlocking;
import io.shouyin.vault.MasterKeys;
import io.shouyin.vault.Pkcs11Token;
import io.shouyin.vault.SoftSecurityModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `vault`: the security module.
@Command(name = "vault", mixinStandardHelpOptions = true,
        description = {"安全模块:主密钥、密钥仪式、独立进程、自检。", "The security module: master key, key ceremonies, a process of its own, self-test."},
        subcommands = {VaultCommand.Init.class, VaultCommand.Status.class, VaultCommand.ChangeLmk.class, MasterKeyVerbs.Rewrap.class,
                MasterKeyVerbs.RetireLmk.class, VaultCommand.DestroyLmk.class, CeremonyVerbs.class, TerminalKeyVerb.class,
                VaultServeCommand.class, VaultCommand.SelfTest.class})
final class VaultCommand {

    /// Where the LMK is and what opens it.
    static final class Location {

        @Option(names = "--folder", defaultValue = "${env:SHOUYIN_KEYS_FOLDER:-var/host/keys}", description = "目录 / folder (${DEFAULT-VALUE})")
        private Path folder;

        @Option(names = "--passphrase-file", paramLabel = "FILE", split = ",", defaultValue = "${env:SHOUYIN_KEYS_LMK_PASSPHRASE_FILE}",
                description = "口令文件,两位保管人各一个,否则询问 / file with the passphrase, one of each of two custodians, else it is asked for")
        private List<Path> passphraseFiles = List.of();

        @Option(names = "--pin-file", paramLabel = "FILE", split = ",", defaultValue = "${env:SHOUYIN_KEYS_PKCS11_PIN_FILE}",
                description = "令牌 PIN 文件,同上 / file with the token's PIN, likewise")
        private List<Path> pinFiles = List.of();

        @Option(names = "--next-secret-file", paramLabel = "FILE", split = ",", defaultValue = "${env:SHOUYIN_KEYS_NEXT_LMK_SECRET_FILE}",
                description = "待换主密钥的口令或 PIN 文件,同上;默认与现用的相同 / file with the passphrase or PIN of the next key, likewise; else as for the present one")
        private List<Path> nextSecretFiles = List.of();

        MasterKeyFolder keys() {
            return keys(Custodians.unnamed());
        }

        MasterKeyFolder keys(Custodians custodians) {
            Unlocking present = new Unlocking(() -> passphrase(custodians), () -> pin(custodians));
            Unlocking next = nextSecretFiles.isEmpty() ? present
                    : new Unlocking(() -> LocalMasterKey.passphraseIn(custodians.requireEnough(nextSecretFiles)),
                            () -> LocalMasterKey.pinIn(custodians.requireEnough(nextSecretFiles)));
            return new MasterKeyFolder(folder, present, next, custodians::custody);
        }

        /// Given, or made by the host at its first start, or asked for.
        private Secret passphrase(Custodians custodians) {
            Path beside = folder.resolve(MasterKeyFolder.PASSPHRASE_BESIDE);
            List<Path> files = passphraseFiles.isEmpty() && Files.exists(beside) ? List.of(beside) : passphraseFiles;
            return files.isEmpty() ? LocalMasterKey.passphraseOf(custodians.typed("口令 / passphrase", () -> new Fault("PASSPHRASE_NEEDED",
                            Recovery.FIX_THE_INPUT, "give --passphrase-file, or run this where a passphrase can be typed")))
                    : LocalMasterKey.passphraseIn(custodians.requireEnough(files));
        }

        private Secret pin(Custodians custodians) {
            return pinFiles.isEmpty() ? LocalMasterKey.pinOf(custodians.typed("PIN", () -> new Fault("PIN_NEEDED", Recovery.FIX_THE_INPUT,
                            "give --pin-file, or run this where a PIN can be typed")))
                    : LocalMasterKey.pinIn(custodians.requireEnough(pinFiles));
        }
    }

    /// Of the verbs that make or destroy an LMK: it takes two people, unless one says that he is alone.
    static final class DualCustody {

        @Option(names = "--single-custodian", description = "口令由一人保管,只供演示 / one person has the whole passphrase: for demonstration")
        private boolean single;

        @Option(names = "--custodian", paramLabel = "NAME", split = ",", description = {"保管人姓名,与各自的部分同序,记入操作记录;否则询问",
                "name of a custodian, in the order of their parts, kept in the history; else it is asked for"})
        private List<String> names = List.of();

        MasterKeyFolder keys(Location location) {
            return location.keys(single ? Custodians.alone(names) : Custodians.shared(names));
        }
    }

    /// Where a new LMK is made: in a file unless a token is named.
    static final class NewKey {

        @Option(names = "--pkcs11-library", paramLabel = "FILE", description = "PKCS#11 库,如 / library, such as /usr/lib/softhsm/libsofthsm2.so")
        private Path library;

        @Option(names = "--pkcs11-token", paramLabel = "NAME", description = "令牌名 / name of the token")
        private String token;

        Optional<Pkcs11Token> token() {
            if ((library == null) != (token == null)) {
                throw new Fault("OPTION_MISSING", Recovery.FIX_THE_INPUT, "--pkcs11-library and --pkcs11-token are given together");
            }
            return Optional.ofNullable(library).map(given -> new Pkcs11Token(given.toAbsolutePath(), token));
        }
    }

    /// `vault init`
    @Command(name = "init", mixinStandardHelpOptions = true,
            description = {"生成主密钥:在 PKCS#12 文件里,或在 PKCS#11 令牌里。", "Makes the master key: in a PKCS#12 file, or in a PKCS#11 token."})
    static final class Init implements Callable<Integer> {

        @Mixin
        private Location location;

        @Mixin
        private DualCustody custody;

        @Mixin
        private NewKey newKey;

        @Override
        public Integer call() {
            try (LocalMasterKey lmk = custody.keys(location).make(newKey.token())) {
                print(Map.of("folder", location.folder.toString(), "store", lmk.store(), "checkValue", lmk.checkValue()));
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
            MasterKeyFolder keys = location.keys();
            Optional<String> failed = SoftSecurityModule.selfTest().entrySet().stream().filter(test -> !test.getValue()).map(Map.Entry::getKey)
                    .findFirst();
            try (MasterKeys masterKeys = keys.open()) {
                MasterKeyStatus open = masterKeys.status();
                Map<String, Object> status = new LinkedHashMap<>();
                status.put("folder", location.folder.toString());
                status.put("store", open.open().getFirst().store());
                status.put("checkValue", open.open().getFirst().checkValue());
                if (open.open().size() > 1) {
                    status.put("next", Map.of("store", open.open().getLast().store(), "checkValue", open.open().getLast().checkValue()));
                }
                open.nextRefused().ifPresent(code -> status.put("nextRefused", code));
                status.put("retired", keys.retired());
                status.put("passphraseIsBeside", open.passphraseIsBeside());
                status.put("selfTest", failed.orElse("passed"));
                print(status);
                return failed.isEmpty() ? 0 : 1;
            }
        }
    }

    /// `vault change-lmk`
    @Command(name = "change-lmk", mixinStandardHelpOptions = true,
            description = {"在现用主密钥旁生成下一把;由管理员开始更换,见 docs/flows/change-master-key.md。",
                    "Makes the next master key beside the present one; an administrator begins the change, see docs/flows/change-master-key.md."})
    static final class ChangeLmk implements Callable<Integer> {

        @Mixin
        private Location location;

        @Mixin
        private DualCustody custody;

        @Mixin
        private NewKey newKey;

        @Override
        public Integer call() {
            try (LocalMasterKey next = custody.keys(location).makeNext(newKey.token())) {
                print(Map.of("folder", location.folder.toString(), "next", Map.of("store", next.store(), "checkValue", next.checkValue())));
                return 0;
            }
        }
    }

    /// `vault destroy-lmk`
    @Command(name = "destroy-lmk", mixinStandardHelpOptions = true,
            description = {"销毁已停用的主密钥;更换之前的数据库备份从此打不开。",
                    "Destroys a retired master key; backups of the database from before its change cannot be opened any more."})
    static final class DestroyLmk implements Callable<Integer> {

        @Mixin
        private Location location;

        @Mixin
        private DualCustody custody;

        @Parameters(paramLabel = "CHECKVALUE", description = "校验值,6 位十六进制 / its check value, 6 hex digits")
        private String checkValue;

        @Override
        public Integer call() {
            custody.keys(location).destroy(checkValue);
            print(Map.of("destroyed", checkValue));
            return 0;
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

    private static void print(Map<String, Object> told) {
        System.out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(told));
    }
}
