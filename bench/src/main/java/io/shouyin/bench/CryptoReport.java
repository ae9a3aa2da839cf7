package io.shouyin.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;

/// The numbers of a [CryptoRun], for people and for machines.
record CryptoReport(Machine machine, List<Line> lines) implements Report {

    /// @param counterBits one bits of the DUKPT counter; 0 for other operations
    /// @param besidePerSecond what it stands beside; absent for plain numbers
    record Line(CryptoOperation operation, int counterBits, int threads, double perSecond, OptionalDouble besidePerSecond) {

        OptionalDouble ratio() {
            return besidePerSecond.isPresent() ? OptionalDouble.of(perSecond / besidePerSecond.getAsDouble()) : OptionalDouble.empty();
        }

        boolean hasAim() {
            return operation.perSecondMin().isPresent() || operation.ratioMin().isPresent();
        }

        /// Every aim that it has. Two threads have the aims of one.
        boolean isMet() {
            return perSecond >= operation.perSecondMin().orElse(0) && ratio().orElse(1) >= operation.ratioMin().orElse(0);
        }

        String aim() {
            StringBuilder aim = new StringBuilder();
            operation.perSecondMin().ifPresent(min -> aim.append(String.format(Locale.ROOT, "≥ %,.0f/s ", min)));
            operation.ratioMin().ifPresent(min -> aim.append(String.format(Locale.ROOT, "≥ %.1f", min)));
            return aim.toString().strip();
        }

        String title() {
            return operation.title() + (counterBits == 0 ? "" : ", %d bit".formatted(counterBits));
        }

        private Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("operation", operation);
            if (counterBits != 0) {
                tree.put("counterBits", counterBits);
            }
            tree.put("threads", threads);
            tree.put("perSecond", perSecond);
            besidePerSecond.ifPresent(beside -> tree.put("besidePerSecond", beside));
            ratio().ifPresent(ratio -> tree.put("ratio", ratio));
            operation.perSecondMin().ifPresent(min -> tree.put("perSecondMin", min));
            operation.ratioMin().ifPresent(min -> tree.put("ratioMin", min));
            if (hasAim()) {
                tree.put("met", isMet());
            }
            return tree;
        }
    }

    @Override
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("lines", lines.stream().map(Line::tree).toList());
        return JsonMapper.shared().writeValueAsString(all);
    }

    /// A table in Markdown, as `docs/performance.md` has it.
    @Override
    public void print(PrintStream out) {
        out.printf(Locale.ROOT, "%s, %d cores, %s, %s, 负载 load %.1f%n%n", machine.cpu(), machine.cores(), machine.kernel(), machine.jvm(), machine.loadAverage());
        out.println("| | 线程 threads | /s | 基准 beside /s | 比值 ratio | 目标 aim | |");
        out.println("|---|---|---|---|---|---|---|");
        for (Line line : lines) {
            out.printf(Locale.ROOT, "| %s | %d | %,.0f | %s | %s | %s | %s |%n", line.title(), line.threads(), line.perSecond(),
                    line.besidePerSecond().isPresent() ? String.format(Locale.ROOT, "%,.0f", line.besidePerSecond().getAsDouble()) : "",
                    line.ratio().isPresent() ? String.format(Locale.ROOT, "%.2f", line.ratio().getAsDouble()) : "",
                    line.aim(), !line.hasAim() ? "" : line.isMet() ? "达到 met" : "未达到 missed");
        }
        out.flush();
    }
}
