package io.shouyin.paycrypto.selftest;

import io.shouyin.paycrypto.CryptoRefusal;
import io.shouyin.paycrypto.CryptoRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Runs vector files: arrays of cases with `id`, `algorithm`, `operation`, `key`, `input`, `expected`; and files of whole terminal
/// frames (an object with `frames`).
///
/// A case passes if every expected value was compared whole and equal, one at least was not empty, and every input was read. A case that expects a refusal passes if
/// it is refused by name ([CryptoRefusedException]), and not for a weak key unless it is about one. An algorithm that is not known is a failure. Only cases whose operation is
/// `note` are skipped.
public final class VectorRunner {

    private static final List<Function<VectorCase, Optional<Check>>> TOPICS = List.of(
            MacChecks::of, PinChecks::of, CardChecks::of, DukptChecks::of, KeyChecks::of, EmvChecks::of, NationalChecks::of,
            RemoteKeyChecks::of);

    /// What must have been refused, where it can be seen under the right key only; by the words with which a case says why.
    private static final Map<String, CryptoRefusal> REASONS = Map.of(
            "Decrypted key is", CryptoRefusal.KEY_BLOCK_KEY, "Key block MAC doesn't match", CryptoRefusal.KEY_BLOCK_MAC);

    private VectorRunner() {}

    /// How one kind of case is run.
    interface Check {
        void run(VectorCase vector);
    }

    /// What became of all cases.
    ///
    /// @param lines one for each failure and each skipped case
    public record Report(int passed, int failed, int skipped, List<String> lines) {

        /// `N passed, N failed, N skipped`
        public String closingLine() {
            return passed + " passed, " + failed + " failed, " + skipped + " skipped";
        }

        /// Whether there were cases, and none failed.
        public boolean isGood() {
            return failed == 0 && passed > 0;
        }
    }

    /// Runs every `*.json` of a folder, in the order of their names.
    ///
    /// @throws IOException if folder or file cannot be read
    public static Report run(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().endsWith(".json")).sorted().toList();
        }
        Tally tally = new Tally();
        for (Path file : files) {
            runFile(file.getFileName().toString(), Files.readString(file), tally);
        }
        return tally.report();
    }

    /// Runs one file's text.
    public static Report run(String fileName, String json) {
        Tally tally = new Tally();
        runFile(fileName, json, tally);
        return tally.report();
    }

    private static void runFile(String fileName, String json, Tally tally) {
        Object content;
        try {
            content = Json.parse(json);
        } catch (IllegalArgumentException e) {
            tally.failed(fileName, e.getMessage());
            return;
        }
        switch (content) {
            case List<?> cases -> cases.forEach(one -> {
                if (one instanceof Map<?, ?> fields) {
                    runCase(new VectorCase(fields), tally);
                } else {
                    tally.failed(fileName, "a case is an object");
                }
            });
            case Map<?, ?> frames when frames.containsKey("frames") -> TerminalFrameChecks.run(frames, tally);
            default -> tally.failed(fileName, "a vector file is an array of cases, or an object with frames");
        }
    }

    private static void runCase(VectorCase vector, Tally tally) {
        if (vector.operation().equals("note")) {
            tally.skipped(vector.id(), "a note");
            return;
        }
        Optional<Check> check = TOPICS.stream().map(topic -> topic.apply(vector)).flatMap(Optional::stream).findFirst();
        if (check.isEmpty()) {
            tally.failed(vector.id(), "algorithm or operation is not known: " + vector.algorithm() + ", " + vector.operation());
            return;
        }
        tally.attempt(vector.id(), () -> {
            if (vector.isRefusal()) {
                requireRefused(check.get(), vector);
            } else {
                check.get().run(vector);
                vector.requireAllSeen();
            }
        });
    }

    private static void requireRefused(Check check, VectorCase vector) {
        try {
            check.run(vector);
        } catch (CryptoRefusedException e) {
            vector.check(e.reason() != CryptoRefusal.KEY_WEAK || vector.isAboutWeakKeys(), "its weak key was refused, not what is wrong with it");
            REASONS.forEach((words, reason) -> vector.check(!vector.why().startsWith(words) || e.reason() == reason,
                    "it was refused for " + e.reason() + ", expected " + reason));
            return;
        }
        throw new VectorCase.Mismatch("it was not refused");
    }

    /// Counts.
    static final class Tally {
        private int passed;
        private int failed;
        private int skipped;
        private final List<String> lines = new ArrayList<>();

        void attempt(String id, Runnable work) {
            try {
                work.run();
                passed++;
            } catch (VectorCase.Mismatch e) {
                failed(id, e.getMessage());
            } catch (CryptoRefusedException e) {
                failed(id, "refused: " + e.reason() + ", " + e.getMessage());
            } catch (RuntimeException e) {
                failed(id, e.toString());
            }
        }

        void failed(String id, String why) {
            failed++;
            lines.add("FAILED " + id + ": " + why);
        }

        void skipped(String id, String why) {
            skipped++;
            lines.add("skipped " + id + ": " + why);
        }

        Report report() {
            return new Report(passed, failed, skipped, List.copyOf(lines));
        }
    }
}
