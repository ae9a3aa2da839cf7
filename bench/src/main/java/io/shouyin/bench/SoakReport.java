package io.shouyin.bench;

import io.shouyin.bench.SoakStack.Victim;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What came of a soak.
///
/// @param killed how often, by victim
/// @param told approvals that terminals were told of
/// @param unknown transactions that terminals could not find out about: unanswered refunds and notices, reversals that were given up
/// @param approved transactions in the journal
/// @param broken what does not hold; empty if all does
public record SoakReport(Machine machine, long seed, int terminals, double minutes, Map<Victim, Integer> killed, int told, int unknown, long approved,
                         List<String> broken) implements Report {

    /// A run in which nobody was told of anything has shown nothing, and one in which somebody never died too little.
    public boolean holds() {
        return broken.isEmpty() && told > 0 && survivors().isEmpty();
    }

    private List<Victim> survivors() {
        return Arrays.stream(Victim.values()).filter(victim -> killed.getOrDefault(victim, 0) == 0).toList();
    }

    @Override
    public String json() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    @Override
    public void print(PrintStream out) {
        out.printf(Locale.ROOT, "  %s, %d cores, %d MiB, load %.1f%n", machine.cpu(), machine.cores(), machine.memoryMib(), machine.loadAverage());
        out.printf(Locale.ROOT, "  种子 seed %d, 终端 terminals %d, %.1f min, kill -9: %s%n", seed, terminals, minutes, killed);
        out.printf(Locale.ROOT, "  已告知批准 told %d, 流水批准 approved in the journal %d (含静态码 with those into static codes), 终端不明 unknown to terminals %d%n", told, approved, unknown);
        out.println(holds() ? "  ✓ 终端所知、流水、发卡方、钱包与账务一致 / terminals, journal, issuer, wallet and books agree" : "  ✗");
        if (told == 0) {
            out.println("    终端一笔批准也没有收到 / no terminal was told of any approval");
        }
        survivors().forEach(victim -> out.println("    从未被终止 never killed: " + victim));
        broken.forEach(what -> out.println("    " + what));
        out.flush();
    }
}
