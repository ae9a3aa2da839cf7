package io.shouyin.bench;

import io.shouyin.bench.BenchTerminal.Settled;
import io.shouyin.bench.Cards.Card;
import io.shouyin.host.acquiring.JournaledMoney;
import io.shouyin.host.ledger.LedgerCheck;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.terminal.line.GatewayLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// A day of many sales through a whole stack, every terminal settling whenever its batch is full. At some counts everything halts, and what
/// might grow with the day is measured: a settlement, the check over the books, the console's questions.
public final class DayBench {

    private static final int ROUNDS = 5;
    /// Of the sales up to a mark: a day with more is no measurement.
    private static final int DECLINED_PERCENT_MAX = 1;

    private final SaleBench.Target target;
    private final Plan plan;
    private final Consumer<String> progress;
    private final AtomicLong begun = new AtomicLong();

    /// @param batchSize transactions, 2 to 999, after which a terminal settles
    /// @param marks counts of sales at which is measured, rising
    public record Plan(int terminals, int batchSize, List<Long> marks) {

        public Plan {
            marks = List.copyOf(marks);
        }
    }

    /// @param target with the host's data folder
    /// @param progress is told what is going on, a line each
    public DayBench(SaleBench.Target target, Plan plan, Consumer<String> progress) {
        this.target = target;
        this.plan = plan;
        this.progress = progress;
    }

    public DayReport run() {
        Machine machine = Machine.look(target.cardsFile().toAbsolutePath().getParent());
        progress.accept("登记并激活 %d 台终端 / registering and activating %1$d terminals …".formatted(plan.terminals() + 1));
        List<BenchTerminal> terminals = BenchTerminals.inService(target, plan.terminals() + 1);
        BenchTerminal measuring = terminals.removeFirst();
        Card card = Cards.read(target.cardsFile()).getLast();             // a credit card: it pays without a PIN
        List<Till> tills = terminals.stream().map(terminal -> new Till(terminal, card)).toList();
        List<DayReport.Mark> marks = new ArrayList<>();
        for (long mark : plan.marks()) {
            progress.accept("到 %,d 笔 / up to %1$,d sales …".formatted(mark));
            DayReport.Trade trade = trade(tills, mark);
            progress.accept("停下测量 / halted, measuring …");
            DayReport.Mark measured = new DayReport.Mark(mark, trade, SettleBench.row(measuring, card, plan.batchSize()), questions());
            progress.accept(DayReport.Mark.HEADINGS + "\n" + measured.line());
            marks.add(measured);
        }
        return new DayReport(machine, plan.terminals(), plan.batchSize(), marks);
    }

    private DayReport.Trade trade(List<Till> tills, long mark) {
        Latencies sales = new Latencies();
        Latencies settlements = new Latencies();
        LongAdder declined = new LongAdder();
        long before = begun.get();
        long declinedMax = (mark - before) * DECLINED_PERCENT_MAX / 100;
        long from = System.nanoTime();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> shifts = new ArrayList<>();
            for (Till till : tills) {
                shifts.add(people.submit(() -> till.sellUntil(mark, sales, settlements, declined, declinedMax)));
            }
            for (Future<?> shift : shifts) {
                shift.get();
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Fault fault ? fault : new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Fault("INTERRUPTED", Recovery.STOP, "the run was interrupted", stopping);
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        return new DayReport.Trade(mark - before, declined.sum(), (mark - before) / seconds, sales.percentiles(), settlements.percentiles());
    }

    /// A terminal and what it has sold since its last settlement.
    private final class Till {

        private final BenchTerminal terminal;
        private final Card card;
        private final List<String> traces = new ArrayList<>();

        Till(BenchTerminal terminal, Card card) {
            this.terminal = terminal;
            this.card = card;
        }

        Void sellUntil(long mark, Latencies sales, Latencies settlements, LongAdder declined, long declinedMax) throws Exception {
            try (GatewayLine line = terminal.connect()) {
                while (isBelow(mark)) {
                    long from = System.nanoTime();
                    String code = terminal.sellWithoutPin(line, card);
                    sales.record(System.nanoTime() - from);
                    if (code.equals("00")) {
                        traces.add(terminal.lastTrace());
                    } else {
                        declined.increment();
                        refuseIfAbove(declinedMax, declined, code);
                    }
                    if (traces.size() == plan.batchSize()) {
                        Settled settled = terminal.settle(line, card, traces, 0);
                        settlements.record(settled.total().toNanos());
                        traces.clear();
                    }
                }
            }
            return null;
        }

        private static void refuseIfAbove(long max, LongAdder declined, String code) {
            if (declined.sum() > max) {
                throw new Fault("SALES_DECLINED", Recovery.STOP, "%,d sales were declined, the last one with %s".formatted(declined.sum(), code));
            }
        }

        private boolean isBelow(long mark) {
            return begun.getAndUpdate(count -> Math.min(count + 1, mark)) < mark;
        }
    }

    private DayReport.Questions questions() {
        DatabaseLogin login = DatabaseLogin.of(target.hostData().orElseThrow());
        PGSimpleDataSource source = login.source();
        JdbcClient jdbc = JdbcClient.create(source);
        String reference = jdbc.sql("SELECT rrn FROM acquiring.transaction ORDER BY received_at LIMIT 1").query(String.class).single();
        long mebibytes = jdbc.sql("SELECT pg_database_size(current_database()) / 1048576").query(Long.class).single();
        long from = System.nanoTime();
        LedgerCheck.Report books = new LedgerCheck(jdbc, new JournaledMoney(jdbc), new JdbcTransactionManager(source)).run();
        double checkSeconds = (System.nanoTime() - from) / 1e9;
        if (!books.holds()) {
            throw new Fault("LEDGER_BROKEN", Recovery.STOP, "the books do not hold: " + books.broken().keySet());
        }
        try (Console console = Console.logIn(target.host(), new AccessFile(target.accessFile()))) {
            return new DayReport.Questions(books.journals(), checkSeconds,
                    millis(console, "/api/v1/overview"), millis(console, "/api/v1/transactions?size=20"), millis(console, "/api/v1/transactions?query=" + reference),
                    millis(console, "/api/v1/batches?size=20"), mebibytes);
        }
    }

    private static double millis(Console console, String path) {
        List<Double> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long from = System.nanoTime();
            console.read(path);
            rounds.add((System.nanoTime() - from) / 1e6);
        }
        return Statistics.median(rounds);
    }
}
