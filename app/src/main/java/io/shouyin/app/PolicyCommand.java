package io.shouyin.app;

import io.shouyin.host.policies.Knob;
import io.shouyin.host.policies.Lists;
import io.shouyin.host.policies.PolicyJson;
import io.shouyin.host.policies.PolicyJson.NoPolicy;
import io.shouyin.host.policies.PolicyReport;
import io.shouyin.host.policies.PolicyReport.Verdict;
import io.shouyin.host.policies.Profile;
import io.shouyin.host.policies.Profiles;
import io.shouyin.host.policies.Realm;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.PasswordPolicy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `policy`: the ready password policies, and what rule books say of them or of one's own. No host is needed.
@Command(name = "policy", mixinStandardHelpOptions = true,
        description = {"密码策略:模板、取值、逐条对照规范。", "Password policies: profiles, values, clause by clause against rule books."},
        subcommands = {PolicyCommand.ListVerb.class, PolicyCommand.Show.class, PolicyCommand.Report.class})
final class PolicyCommand {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Which policy is meant.
    static final class Chosen {

        @ArgGroup(multiplicity = "1")
        private Source source;

        @Option(names = "--json", description = "以 JSON 输出 / prints JSON")
        private boolean json;

        static final class Source {

            @Option(names = "--profile", paramLabel = "P", description = "模板名,见 policy list / a ready profile, see policy list")
            private String profile;

            @Option(names = "--file", paramLabel = "FILE", description = "JSON 文件,形式同 policy show --json / a JSON file as policy show --json prints it")
            private Path file;
        }

        /// For whose passwords it is meant; a file does not say, and is taken for the console's.
        List<Realm> realms() {
            return source.profile == null ? List.of(Realm.PLATFORM) : profile().realms();
        }

        private Profile profile() {
            return Profiles.find(source.profile)
                    .orElseThrow(() -> new Fault("PROFILE_UNKNOWN", Recovery.FIX_THE_INPUT, "there is no profile of this name: see ./shouyin policy list"));
        }

        PasswordPolicy policy() {
            if (source.profile != null) {
                return profile().policy();
            }
            try {
                return PolicyJson.policy(NamedFile.text(source.file));
            } catch (NoPolicy wrong) {
                throw new Fault("POLICY_FILE_INVALID", Recovery.FIX_THE_INPUT, "the file " + source.file + " holds no policy: " + wrong.getMessage(), wrong);
            }
        }
    }

    /// `list`
    @Command(name = "list", mixinStandardHelpOptions = true, description = {"列出模板。", "Lists the profiles."})
    static final class ListVerb implements Callable<Integer> {

        @Option(names = "--json", description = "以 JSON 输出 / prints JSON")
        private boolean json;

        @Override
        public Integer call() {
            if (json) {
                System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(Profiles.all()));
            } else {
                Profiles.all().forEach(profile -> System.out.printf("%-22s %s / %s%n", profile.id(), profile.zh(), profile.en()));
            }
            return 0;
        }
    }

    /// `show --profile P`
    @Command(name = "show", mixinStandardHelpOptions = true, description = {"逐项列出取值。", "Shows every value."})
    static final class Show implements Callable<Integer> {

        @Mixin
        private Chosen chosen;

        @Override
        public Integer call() {
            PasswordPolicy policy = chosen.policy();
            if (chosen.json) {
                System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(policy));
            } else {
                for (Knob knob : Arrays.stream(Knob.values()).filter(Knob::isOfPolicy).toList()) {
                    System.out.printf("%-28s %-18s %s / %s%n", knob.path(), knob.valueIn(policy), knob.zh(), knob.en());
                }
            }
            return 0;
        }
    }

    /// `report --profile P`: ends with 1 if a clause of a book that was named is broken.
    @Command(name = "report", mixinStandardHelpOptions = true,
            description = {"逐条说明满足、违反或不由密码策略决定;指定 --book 且有违反时以 1 结束。",
                    "Says clause by clause what is satisfied, broken, or not decided by a password policy; ends with 1 if a book named by --book is broken."})
    static final class Report implements Callable<Integer> {

        @Mixin
        private Chosen chosen;

        @Option(names = "--book", paramLabel = "BOOK", description = "只看这些规范,可多次 / only these rule books, repeatable: guide, pci-4.0.1, nist-aal1, nist-aal2, asvs-l2, asvs-l3, mlps-3")
        private List<String> books = List.of();

        @Option(names = "--leaked-list", paramLabel = "COUNT", arity = "0..1", defaultValue = "0", fallbackValue = "900000000",
                description = {"按控制台已载入这么多条的泄露密码表计,不写数目则按通常的大小", "as where the console has a list of so many leaked passwords; as long as usual without a number"})
        private int leakedCount;

        @Override
        public Integer call() {
            List<PolicyReport> all = PolicyReport.of(chosen.policy(), Lists.of(chosen.realms(), leakedCount));
            List<PolicyReport> reports = all.stream().filter(report -> books.isEmpty() || books.contains(report.book().id())).toList();
            if (reports.size() < books.size()) {
                throw new Fault("RULE_BOOK_UNKNOWN", Recovery.FIX_THE_INPUT, "rule books are " + all.stream().map(report -> report.book().id())
                        .collect(Collectors.joining(", ")));
            }
            if (chosen.json) {
                System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(reports.stream().map(Report::tree).toList()));
            } else {
                reports.forEach(Report::print);
            }
            return !books.isEmpty() && reports.stream().anyMatch(report -> report.count(Verdict.BROKEN) > 0) ? 1 : 0;
        }

        private static void print(PolicyReport report) {
            System.out.printf("%s / %s: %d 满足 satisfied, %d 违反 broken, %d 不由密码策略决定 not decided%n", report.book().zh(), report.book().en(),
                    report.count(Verdict.SATISFIED), report.count(Verdict.BROKEN), report.count(Verdict.UNDECIDED));
            for (PolicyReport.Line line : report.lines()) {
                String mark = switch (line.verdict()) {
                    case SATISFIED -> "✓";
                    case BROKEN -> "✗";
                    case UNDECIDED -> "·";
                };
                System.out.printf("  %s %-14s %s / %s%s%n", mark, line.clause().id(), line.clause().zh(), line.clause().en(), why(line));
            }
        }

        private static String why(PolicyReport.Line line) {
            return switch (line.verdict()) {
                case SATISFIED -> "";
                case BROKEN -> line.brokenBy().stream().map(breach -> breach.knob().path() + " = " + breach.value())
                        .collect(Collectors.joining(", ", "  ← ", ""));
                case UNDECIDED -> line.clause().by().map(by -> "  ← " + by.zh() + " / " + by.en()).orElseThrow();
            };
        }

        private static Map<String, Object> tree(PolicyReport report) {
            var lines = report.lines().stream().map(line -> {
                var tree = new LinkedHashMap<String, Object>();
                tree.put("clause", line.clause().id());
                tree.put("zh", line.clause().zh());
                tree.put("en", line.clause().en());
                tree.put("verdict", line.verdict());
                var brokenBy = new LinkedHashMap<String, Object>();
                line.brokenBy().forEach(breach -> brokenBy.put(breach.knob().path(), breach.value()));
                tree.put("brokenBy", brokenBy);
                return tree;
            }).toList();
            var tree = new LinkedHashMap<String, Object>();
            tree.put("book", report.book().id());
            tree.put("clauses", lines);
            return tree;
        }
    }
}
