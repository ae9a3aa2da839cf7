package io.shouyin.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What the audit log's tree costs.
///
/// @param hundreds entries a second at the last size, a hundred in a transaction
public record AuditReport(double hundreds, List<Size> sizes) implements Report {

    /// What the project aims at.
    public static final double LEAVES_AIM = 5_000;
    public static final double PROOF_MILLIS_AIM = 1;

    /// @param leaves of the tree
    /// @param alone entries a second, each in a transaction of its own, with the sequencer at work beside it
    /// @param leavesPerSecond that the sequencer placed on the way here, and tiles with them
    /// @param proofMedianMillis of inclusion proofs of leaves by chance
    /// @param rootMillis what a checkpoint has to compute
    /// @param megabytes of the tables of the log
    public record Size(long leaves, double alone, double leavesPerSecond, double proofMedianMillis, double proofP99Millis, double consistencyMedianMillis, double rootMillis, long megabytes) {}

    @Override
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("entriesPerSecondInHundreds", hundreds);
        all.put("sizes", sizes);
        return JsonMapper.shared().writeValueAsString(all);
    }

    @Override
    public void print(PrintStream out) {
        out.printf(Locale.ROOT, "  每百条一个事务 entries/s, 100 in one        %10.0f%n", hundreds);
        out.printf(Locale.ROOT, "  %12s %10s %10s %12s %12s %14s %10s %8s%n", "叶 leaves", "entries/s", "leaves/s", "proof p50 ms", "proof p99 ms", "consistency ms", "root ms", "MB");
        for (Size size : sizes) {
            out.printf(Locale.ROOT, "  %12d %10.0f %10.0f %12.3f %12.3f %14.3f %10.3f %8d%n", size.leaves, size.alone, size.leavesPerSecond, size.proofMedianMillis, size.proofP99Millis,
                    size.consistencyMedianMillis, size.rootMillis, size.megabytes);
        }
        out.printf(Locale.ROOT, "  目标 aim ≥ %.0f leaves/s, proof ≤ %.0f ms%n", LEAVES_AIM, PROOF_MILLIS_AIM);
        out.flush();
    }
}
