package io.shouyin.bench;

import io.shouyin.bench.Latencies.Percentiles;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/// What grows with a day's sales, and how.
///
/// @param batchSize transactions after which a terminal settled
public record DayReport(Machine machine, int terminals, int batchSize, List<Mark> marks) implements Report {

    /// @param sales that the day had
    /// @param trade since the mark before
    /// @param settlement of one batch, with nothing beside it
    record Mark(long sales, Trade trade, SettleReport.Row settlement, Questions questions) {

        static final String HEADINGS = String.format(Locale.ROOT, "  %10s %8s %8s %9s %9s %12s %12s %12s %9s %9s %9s %9s %9s %9s", "笔数 sales", "/s", "declined", "p50 ms", "p99 ms",
                "settle p50", "balanced ms", "uploaded ms", "check s", "day ms", "newest ms", "search ms", "batches", "MiB");

        String line() {
            return String.format(Locale.ROOT, "  %10d %8.0f %8d %9.1f %9.1f %12.1f %12.1f %12.1f %9.2f %9.1f %9.1f %9.1f %9.1f %9d", sales, trade.perSecond(), trade.declined(),
                    trade.saleMicros().p50() / 1e3, trade.saleMicros().p99() / 1e3, trade.settlementMicros().p50() / 1e3, settlement.balancedMillis(), settlement.uploadedMillis(),
                    questions.checkSeconds(), questions.overviewMillis(), questions.newestMillis(), questions.searchMillis(), questions.batchesMillis(), questions.databaseMib());
        }
    }

    /// @param settlementMicros of all terminals, beside the sales of the others
    record Trade(long sales, long declined, double perSecond, Percentiles saleMicros, Percentiles settlementMicros) {}

    /// @param checkSeconds the invariants over all journals
    /// @param overviewMillis figures of the day; these four are medians, asked at the console's API
    /// @param newestMillis first page of the journal
    /// @param searchMillis by the reference number of the oldest
    /// @param batchesMillis first page of the batches
    record Questions(long journals, double checkSeconds, double overviewMillis, double newestMillis, double searchMillis, double batchesMillis, long databaseMib) {}

    @Override
    public String json() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    @Override
    public void print(PrintStream out) {
        out.printf(Locale.ROOT, "  %s, %d cores, %d MiB, fsync %.0f/s, load %.1f; %d terminals, batches of %d%n", machine.cpu(), machine.cores(), machine.memoryMib(),
                machine.fsyncPerSecond(), machine.loadAverage(), terminals, batchSize);
        out.println(Mark.HEADINGS);
        marks.forEach(mark -> out.println(mark.line()));
        out.flush();
    }
}
