package io.shouyin.bench;

import io.shouyin.bench.BenchTerminal.Settled;
import io.shouyin.bench.Cards.Card;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.terminal.line.GatewayLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Settlements of batches of some sizes through a whole stack: balanced, and with one line missing at the terminal, so that all others are
/// uploaded and compared. One terminal, one message after the other, as a terminal settles.
public final class SettleBench {

    private static final int ROUNDS = 3;

    private final SaleBench.Target target;
    private final List<Integer> sizes;
    private final Consumer<String> progress;

    /// @param sizes transactions of a batch, 2 to 999
    /// @param progress is told what is going on, a line each
    public SettleBench(SaleBench.Target target, List<Integer> sizes, Consumer<String> progress) {
        this.target = target;
        this.sizes = List.copyOf(sizes);
        this.progress = progress;
    }

    public SettleReport run() {
        Machine machine = Machine.look(target.cardsFile().toAbsolutePath().getParent());
        Card card = Cards.read(target.cardsFile()).getLast();             // a credit card: it pays without a PIN
        List<SettleReport.Row> rows = new ArrayList<>();
        BenchTerminal terminal = BenchTerminals.inService(target, 1).getFirst();
        progress.accept("预热 / warm-up …");
        row(terminal, card, sizes.getFirst());
        for (int size : sizes) {
            progress.accept("每批 %d 笔 / batches of %1$d …".formatted(size));
            rows.add(row(terminal, card, size));
        }
        return new SettleReport(machine, rows);
    }

    /// Sells and settles some batches of a size.
    static SettleReport.Row row(BenchTerminal terminal, Card card, int size) {
        List<Double> balanced = new ArrayList<>();
        List<Double> uploaded = new ArrayList<>();
        List<Double> compared = new ArrayList<>();
        try (GatewayLine line = terminal.connect()) {
            for (int round = 0; round < ROUNDS; round++) {
                balanced.add(millis(settled(terminal, line, card, size, 0).total()));
                Settled unbalanced = settled(terminal, line, card, size, 1);
                uploaded.add(millis(unbalanced.total()));
                compared.add(millis(unbalanced.totals()));
            }
        } catch (Fault told) {
            throw told;
        } catch (Exception broke) {
            throw new Fault("SETTLEMENT_UNANSWERED", Recovery.FIX_THE_SETUP, "a settlement was not answered as it should", broke);
        }
        return new SettleReport.Row(size, Statistics.median(balanced), Statistics.median(uploaded), Statistics.median(compared));
    }

    private static Settled settled(BenchTerminal terminal, GatewayLine line, Card card, int size, int missing) throws Exception {
        List<String> traces = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String code = terminal.sellWithoutPin(line, card);
            if (!code.equals("00")) {
                throw new Fault("SALE_DECLINED", Recovery.FIX_THE_SETUP, "a sale was answered " + code + ", not 00");
            }
            traces.add(terminal.lastTrace());
        }
        return terminal.settle(line, card, traces, missing);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
