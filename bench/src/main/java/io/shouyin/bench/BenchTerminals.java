package io.shouyin.bench;

import io.shouyin.bench.Console.Handout;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Registers terminals at the console, activates them and puts them into service, a few at once.
final class BenchTerminals {

    private static final int TERMINALS_A_MERCHANT = 8;
    private static final int MERCHANTS_MIN = 2;
    private static final int SETTING_UP_AT_ONCE = 4;

    private BenchTerminals() {}

    static List<BenchTerminal> inService(SaleBench.Target target, int count) {
        String run = Long.toString(System.currentTimeMillis(), 36).toUpperCase(Locale.ROOT);
        try (Console console = Console.logIn(target.host(), new AccessFile(target.accessFile()));
             HttpApi device = new HttpApi(target.host());
             ExecutorService workers = Executors.newFixedThreadPool(SETTING_UP_AT_ONCE, Thread.ofVirtual().factory())) {
            List<String> merchants = console.merchants(Math.max(MERCHANTS_MIN, (count - 1) / TERMINALS_A_MERCHANT + 1));
            List<Future<BenchTerminal>> made = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String merchant = merchants.get(i % merchants.size());
                String serialNumber = "BENCH-" + run + "-" + "%05d".formatted(i);
                made.add(workers.submit(() -> {
                    Handout handout = console.terminal(merchant, serialNumber);
                    BenchTerminal terminal = BenchTerminal.activate(device, handout, target.plainAddress());
                    terminal.putIntoService();
                    return terminal;
                }));
            }
            List<BenchTerminal> terminals = new ArrayList<>();
            for (Future<BenchTerminal> terminal : made) {
                terminals.add(terminal.get());
            }
            return terminals;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Fault fault ? fault : new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Fault("INTERRUPTED", Recovery.STOP, "the run was interrupted", stopping);
        }
    }
}
