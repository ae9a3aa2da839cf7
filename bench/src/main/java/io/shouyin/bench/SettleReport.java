package io.shouyin.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/// How long settlements took.
public record SettleReport(Machine machine, List<Row> rows) implements Report {

    /// Medians.
    ///
    /// @param transactions of the batch
    /// @param balancedMillis totals and end
    /// @param uploadedMillis totals, all lines eight at a time, end and comparison
    /// @param totalsMillis of that the totals
    public record Row(int transactions, double balancedMillis, double uploadedMillis, double totalsMillis) {}

    @Override
    public String json() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    @Override
    public void print(PrintStream out) {
        out.printf(Locale.ROOT, "  %s, %d cores, %d MiB, load %.1f%n", machine.cpu(), machine.cores(), machine.memoryMib(), machine.loadAverage());
        out.printf(Locale.ROOT, "  %12s %16s %16s %16s%n", "笔数 batch", "平 balanced ms", "不平 uploaded ms", "其中合计 totals");
        rows.forEach(row -> out.printf(Locale.ROOT, "  %12d %16.1f %16.1f %16.1f%n", row.transactions(), row.balancedMillis(), row.uploadedMillis(), row.totalsMillis()));
        out.flush();
    }
}
