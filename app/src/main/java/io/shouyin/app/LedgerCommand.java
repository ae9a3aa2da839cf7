package io.shouyin.app;

import io.shouyin.host.acquiring.JournaledMoney;
import io.shouyin.host.ledger.Invariant;
import io.shouyin.host.ledger.LedgerCheck;
import io.shouyin.host.platform.DatabaseDoor;
import io.shouyin.host.platform.StartFaults;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `ledger`: the books, beside the host.
@Command(name = "ledger", mixinStandardHelpOptions = true, description = {"账务。", "The books."}, subcommands = LedgerCommand.Check.class)
final class LedgerCommand {

    /// `check`: ends with 0 only if all of them hold.
    @Command(name = "check", mixinStandardHelpOptions = true,
            description = {"核对账务的不变式:借贷平衡、一笔批准一张凭证、冲正归零、退货不超。主机运行或停止都可以。",
                    "Checks the invariants over the books: balanced, one journal an approval, reversals to nothing, refunds within the sale. The host may run or not."})
    static final class Check implements Callable<Integer> {

        @Mixin
        private DatabaseOptions database;

        @Option(names = "--json", description = "以 JSON 输出 / prints JSON")
        private boolean json;

        @Override
        public Integer call() {
            LedgerCheck.Report report;
            try (DatabaseDoor door = database.door()) {
                report = report(door.dataSource());
            }
            if (json) {
                System.out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tree(report)));
            } else {
                print(report);
            }
            return report.holds() ? 0 : 1;
        }

        private static LedgerCheck.Report report(DataSource source) {
            try {
                JdbcClient jdbc = JdbcClient.create(source);
                if (!jdbc.sql("SELECT to_regclass('ledger.journal') IS NOT NULL").query(Boolean.class).single()) {
                    throw new Fault("LEDGER_MISSING", Recovery.FIX_THE_SETUP, "this database has no ledger: start the host of this release once, it brings it along");
                }
                return new LedgerCheck(jdbc, new JournaledMoney(jdbc), new JdbcTransactionManager(source)).run();
            } catch (RuntimeException broken) {
                throw StartFaults.find(broken).map(RuntimeException.class::cast).orElse(broken);
            }
        }

        private static void print(LedgerCheck.Report report) {
            for (Invariant invariant : Invariant.values()) {
                List<String> places = report.broken().getOrDefault(invariant, List.of());
                System.out.printf("%s %s / %s%n", places.isEmpty() ? "✓" : "✗", invariant.zh(), invariant.en());
                places.forEach(place -> System.out.println("    " + place));
            }
            System.out.printf("%d 张凭证 journals, %d 笔交易 transactions%n", report.journals(), report.transactions());
        }

        private static Map<String, Object> tree(LedgerCheck.Report report) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("holds", report.holds());
            tree.put("journals", report.journals());
            tree.put("transactions", report.transactions());
            tree.put("broken", report.broken());
            return tree;
        }
    }
}
