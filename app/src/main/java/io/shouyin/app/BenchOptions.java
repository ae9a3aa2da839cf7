package io.shouyin.app;

import io.shouyin.bench.Report;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// Options that several benches take.
final class BenchOptions {

    private BenchOptions() {}

    /// Where the data goes.
    static final class Folder {

        @Option(names = "--folder", description = "数据放在这里并保留 / keep the data here; else a temporary folder")
        private Path folder;

        /// Runs in a folder that stays, or in a temporary one that is deleted afterwards.
        <T> T run(Function<Path, T> work) {
            try {
                return folder == null ? inTemporary(work) : work.apply(Files.createDirectories(folder).toAbsolutePath());
            } catch (IOException unwritable) {
                throw new Fault("FOLDER_UNWRITABLE", Recovery.FIX_THE_SETUP, "the folder for the data cannot be written", unwritable);
            }
        }
    }

    /// How the result is told.
    static final class Output {

        @Option(names = "--json", description = "输出一行 JSON / one line of JSON")
        private boolean json;

        boolean isJson() {
            return json;
        }

        void show(Report report) {
            report.show(json, System.out);
        }
    }

    private static <T> T inTemporary(Function<Path, T> work) throws IOException {
        Path temporary = Files.createTempDirectory("shouyin-bench");
        try {
            return work.apply(temporary);
        } finally {
            delete(temporary);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException inUse) {
                    throw new UncheckedIOException(inUse);
                }
            });
        } catch (UncheckedIOException inUse) {
            throw inUse.getCause();
        }
    }
}
