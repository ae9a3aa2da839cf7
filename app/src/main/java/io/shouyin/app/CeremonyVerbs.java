package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `vault ceremony`: key ceremonies on a running host. One person proposes, another approves, each has a part.
@Command(name = "ceremony", mixinStandardHelpOptions = true,
        description = {"密钥仪式:一人提出,另一人批准,各经手一份。", "Key ceremonies: one proposes, another approves, each has a part."},
        subcommands = {CeremonyVerbs.Everything.class, CeremonyVerbs.Propose.class, CeremonyVerbs.Approve.class, CeremonyVerbs.Part.class,
                CeremonyVerbs.Activate.class, CeremonyVerbs.Revoke.class, CeremonyVerbs.Destroy.class, CeremonyVerbs.Cancel.class,
                CeremonyVerbs.NewOfficer.class})
final class CeremonyVerbs {

    static final String CEREMONIES = "keys/ceremonies";

    private CeremonyVerbs() {}

    /// `vault ceremony list`
    @Command(name = "list", mixinStandardHelpOptions = true, description = {"密钥与仪式。", "Keys and ceremonies."})
    static final class Everything implements Callable<Integer> {

        @Mixin
        private Asking officer;

        @Option(names = "--json", description = "输出 JSON / prints JSON")
        private boolean json;

        @Override
        public Integer call() {
            return officer.with(host -> {
                JsonNode keys = host.get("keys");
                JsonNode ceremonies = host.get(CEREMONIES);
                if (json) {
                    System.out.println(JsonMapper.shared().writeValueAsString(Map.of("keys", keys, "ceremonies", ceremonies)));
                    return 0;
                }
                keys.forEach(key -> System.out.printf("%-24s v%-3s %-10s %-20s %s%n", text(key, "name"), text(key, "version"), text(key, "state"),
                        text(key, "purpose"), text(key, "checkValue")));
                ceremonies.forEach(CeremonyVerbs::print);
                return 0;
            });
        }
    }

    /// `vault ceremony propose`
    @Command(name = "propose", mixinStandardHelpOptions = true, description = {"提出:生成、录入或导入一把密钥。", "Proposes to generate, enter or import a key."})
    static final class Propose implements Callable<Integer> {

        private enum Kind { GENERATE, ENTER, IMPORT }

        private enum Form { COMPONENTS, SHARES }

        @Mixin
        private Asking officer;

        @Parameters(index = "0", paramLabel = "KIND", description = "事项 / what: ${COMPLETION-CANDIDATES}")
        private Kind kind;

        @Parameters(index = "1", paramLabel = "NAME", description = "密钥名称 / name of the key")
        private String name;

        @Option(names = "--purpose", required = true, description = "用途,如 zone_master / purpose, such as zone_master")
        private String purpose;

        @Option(names = "--form", defaultValue = "COMPONENTS", description = "分量或份额 / components or shares: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
        private Form form;

        @Option(names = "--parts", defaultValue = "2", description = "几位密钥管理员 / how many officers (${DEFAULT-VALUE})")
        private int parts;

        @Option(names = "--threshold", description = "几份份额可恢复 / how many shares give the key back")
        private Integer threshold;

        @Option(names = "--check", paramLabel = "HEX", description = "录入:整把密钥的校验值 / enter: check value of the whole")
        private String checkValue;

        @Option(names = "--exchange-key", paramLabel = "NAME", description = "导入:区域主密钥 / import: the zone master key")
        private String exchangeKey;

        @Option(names = "--block", description = "导入:密钥块 / import: the key block")
        private String block;

        @Override
        public Integer call() {
            Map<String, Object> proposal = new LinkedHashMap<>();
            proposal.put("kind", kind.name());
            proposal.put("keyName", name);
            proposal.put("purpose", purpose.toUpperCase(Locale.ROOT).replace('-', '_'));
            proposal.put("form", form.name());
            proposal.put("parts", parts);
            Optional.ofNullable(threshold).ifPresent(shares -> proposal.put("threshold", shares));
            Optional.ofNullable(checkValue).ifPresent(check -> proposal.put("checkValue", check));
            Optional.ofNullable(exchangeKey).ifPresent(key -> proposal.put("exchangeKey", key));
            Optional.ofNullable(block).ifPresent(text -> proposal.put("block", text));
            return officer.with(host -> print(host.post(CEREMONIES, proposal)));
        }
    }

    /// A step on a ceremony that is there.
    private abstract static class Step implements Callable<Integer> {

        @Mixin
        private Asking officer;

        @Parameters(paramLabel = "ID", description = "仪式编号 / number of the ceremony")
        private String id;

        abstract String path();

        @Override
        public Integer call() {
            return officer.with(host -> print(host.post(CEREMONIES + "/" + id + path(), Map.of())));
        }
    }

    /// `vault ceremony approve`
    @Command(name = "approve", mixinStandardHelpOptions = true, description = {"批准别人提出的仪式。", "Approves what somebody else proposed."})
    static final class Approve extends Step {

        @Override
        String path() {
            return "/approval";
        }
    }

    /// `vault ceremony cancel`
    @Command(name = "cancel", mixinStandardHelpOptions = true, description = {"取消仪式。", "Cancels a ceremony."})
    static final class Cancel extends Step {

        @Override
        String path() {
            return "/cancellation";
        }
    }

    /// `vault ceremony part`
    @Command(name = "part", mixinStandardHelpOptions = true,
            description = {"经手自己的一份:生成时显示一次,录入时输入。", "One's own part: shown once of a key that is generated, typed of one that is entered."})
    static final class Part implements Callable<Integer> {

        @Mixin
        private Asking officer;

        @Parameters(paramLabel = "ID", description = "仪式编号 / number of the ceremony")
        private String id;

        @Option(names = "--number", description = "录入:分量或份额的编号 / enter: number of the component or share")
        private Integer number;

        @Option(names = "--part-file", paramLabel = "FILE",
                description = "显示到新文件;录入时从文件读 / shown into a new file; read from it when entered")
        private Path file;

        @Override
        public Integer call() {
            return officer.with(host -> host.get(CEREMONIES + "/" + id).path("kind").asString().equals("ENTER") ? enter(host) : show(host));
        }

        private int show(HostConsole host) {
            return KeyPartFile.filling(Optional.ofNullable(file).stream().toList(), () -> shown(host));
        }

        private int shown(HostConsole host) {
            JsonNode shown = new OfficerDesk(host).shown(id);
            if (file == null) {
                System.out.print(KeyPartFile.text(shown));
            } else {
                KeyPartFile.write(file, KeyPartFile.text(shown));
            }
            return print(shown.path("ceremony"));
        }

        private int enter(HostConsole host) {
            Map<String, String> held = file == null ? Map.of() : KeyPartFile.read(file);
            int which = number != null ? number : KeyPartFile.number(held);
            try (Secret hex = held.containsKey("component") ? Secret.of(held.get("component")) : typed("分量 / component");
                 Secret checkValue = held.containsKey("check") ? Secret.of(held.get("check")) : typed("校验值 / check value")) {
                return print(new OfficerDesk(host).entered(id, which, hex, Revealed.text(checkValue).strip()));
            }
        }

        private static Secret typed(String prompt) {
            return Typed.secret(prompt, () -> new Fault("PASSPHRASE_NEEDED", Recovery.FIX_THE_INPUT,
                    "give --part-file, or run this where a part can be typed"));
        }
    }

    /// A change of one version, which another officer approves.
    private abstract static class Change implements Callable<Integer> {

        @Mixin
        private Asking officer;

        @Parameters(index = "0", paramLabel = "NAME", description = "密钥名称 / name of the key")
        private String name;

        @Parameters(index = "1", paramLabel = "VERSION", description = "版本 / version")
        private int version;

        @Parameters(index = "2", paramLabel = "CHECKVALUE", description = "它的校验值 / its check value")
        private String checkValue;

        abstract String kind();

        @Override
        public Integer call() {
            return officer.with(host -> print(host.post(CEREMONIES,
                    Map.of("kind", kind(), "keyName", name, "version", version, "checkValue", checkValue))));
        }
    }

    /// `vault ceremony activate`
    @Command(name = "activate", mixinStandardHelpOptions = true, description = {"提出启用一个版本。", "Proposes to put a version in use."})
    static final class Activate extends Change {

        @Override
        String kind() {
            return "ACTIVATE";
        }
    }

    /// `vault ceremony revoke`
    @Command(name = "revoke", mixinStandardHelpOptions = true, description = {"提出停用一个版本。", "Proposes to revoke a version."})
    static final class Revoke extends Change {

        @Override
        String kind() {
            return "REVOKE";
        }
    }

    /// `vault ceremony destroy`
    @Command(name = "destroy", mixinStandardHelpOptions = true, description = {"提出销毁一个版本。", "Proposes to destroy a version."})
    static final class Destroy extends Change {

        @Override
        String kind() {
            return "DESTROY";
        }
    }

    /// `vault ceremony officer`
    @Command(name = "officer", mixinStandardHelpOptions = true,
            description = {"两位管理员依次登录,新建一位密钥管理员;一次性密码各得一半。",
                    "Two administrators log in one after the other and make a key officer's account; each gets one half of the one-time password."})
    static final class NewOfficer implements Callable<Integer> {

        @Mixin
        private TwoPeople people;

        @Parameters(index = "0", paramLabel = "USERNAME", description = "用户名 / user name")
        private String username;

        @Parameters(index = "1", paramLabel = "NAME", description = "姓名 / name of the person")
        private String displayName;

        @Override
        public Integer call() {
            JsonNode proposed = people.first(host -> host.post("accounts",
                    Map.of("username", username, "displayName", displayName, "roles", List.of("KEY_OFFICER"))));
            System.out.println(username + " 1/2 " + text(proposed, "firstHalf"));
            TwoPeople.clearAfterEnter("抄好后按回车,换下一位 / press Enter when it is written down, and let the next person come ");
            System.out.println(username + " 2/2 " + text(people.approve(proposed.path("proposal")), "secondHalf"));
            return 0;
        }
    }

    static int print(JsonNode ceremony) {
        String subject = ceremony.path("terminalId").asString("").isEmpty() ? text(ceremony, "keyName") : text(ceremony, "terminalId");
        System.out.println(text(ceremony, "id") + " " + text(ceremony, "kind") + " " + subject + " " + text(ceremony, "state") + " "
                + text(ceremony, "proposedBy") + "+" + text(ceremony, "approvedBy") + " "
                + text(ceremony, ceremony.path("checkValue").isString() ? "checkValue" : "expectedCheckValue"));
        return 0;
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("-");
    }
}
