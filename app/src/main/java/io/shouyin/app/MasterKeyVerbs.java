package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.vault.remote.VaultSocketRefusal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// The verbs of `vault` that ask a running host: put every key under the next LMK, retire the old one.
final class MasterKeyVerbs {

    private static final int LOOK_MILLIS = 500;
    private static final int BAR_CHARACTERS = 40;
    private static final Set<String> GOING_ON = Set.of("ANNOUNCED", "REWRAPPING");
    private static final Duration VAULT_GONE_MAX = Duration.ofMinutes(2);

    private MasterKeyVerbs() {}

    /// `vault rewrap`
    @Command(name = "rewrap", mixinStandardHelpOptions = true,
            description = {"把全部密钥换到 change-lmk 生成的主密钥之下,须两人;显示进度,中断后再运行即可继续观看。",
                    "Puts every key under the master key that change-lmk made, by two people, and shows how far it is; run it again to go on looking."})
    static final class Rewrap implements Callable<Integer> {

        @Mixin
        private TwoPeople people;

        @Parameters(paramLabel = "CHECKVALUE", description = "下一把主密钥的校验值 / check value of the next master key")
        private String checkValue;

        @Override
        public Integer call() throws InterruptedException {
            JsonNode change = people.first(Rewrap::latest);
            if (!change.path("to").asString("").equals(checkValue) || change.path("state").asString("").equals("RETIRED")) {
                people.approve(people.first(host -> host.post("keys/master-key/change", Map.of("checkValue", checkValue))));
            }
            return people.first(Rewrap::rewrapped);
        }

        private static int rewrapped(HostConsole host) throws InterruptedException {
            JsonNode change = answered(() -> latest(host));
            while (GOING_ON.contains(change.path("state").asString())) {
                show(change);
                Thread.sleep(LOOK_MILLIS);
                change = answered(() -> latest(host));
            }
            show(change);
            System.out.println("\n旧主密钥之下已没有密钥 / no key is left under " + change.path("from").asString());
            return 0;
        }

        private static JsonNode latest(HostConsole host) {
            return host.get("keys/master-key").path("change");
        }

        /// A vault in a process of its own may be started again meanwhile: the change goes on when it is back, and so does this.
        private static JsonNode answered(Supplier<JsonNode> question) throws InterruptedException {
            long patienceEnds = System.nanoTime() + VAULT_GONE_MAX.toNanos();
            boolean told = false;
            while (true) {
                try {
                    return question.get();
                } catch (Fault fault) {
                    if (!fault.code().equals(VaultSocketRefusal.VAULT_UNREACHABLE.name()) || System.nanoTime() > patienceEnds) {
                        throw fault;
                    }
                }
                if (!told) {
                    System.out.println("\n安全模块没有应答,最多等 " + VAULT_GONE_MAX.toSeconds() + " 秒;它回来后更换会继续 / the vault does not answer: "
                            + "waiting for up to " + VAULT_GONE_MAX.toSeconds() + " seconds; the change goes on when it is back");
                    told = true;
                }
                Thread.sleep(LOOK_MILLIS);
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
            description = {"停用旧主密钥,移入存档,须两人。", "Retires the old master key by two people: it goes to the archive."})
    static final class RetireLmk implements Callable<Integer> {

        @Mixin
        private TwoPeople people;

        @Parameters(paramLabel = "CHECKVALUE", description = "旧主密钥的校验值 / check value of the old master key")
        private String checkValue;

        @Override
        public Integer call() {
            people.approve(people.first(host -> host.post("keys/master-key/retirement", Map.of("checkValue", checkValue))));
            System.out.println("已停用 / retired: " + checkValue);
            return 0;
        }
    }
}
