package io.shouyin.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The packaged program as a process of its own, started as `./shouyin` starts it; only that the
/// compiler is the quick one, as short lives are what tests have.
final class Program implements AutoCloseable {

    static final Duration WAIT = Duration.ofMinutes(4);
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    /// A shell starts what runs in its background with Ctrl-C ignored, and a JVM keeps to that: this undoes it.
    private static final List<String> LISTENING_TO_CTRL_C = List.of("/usr/bin/env", "--default-signal=INT");
    private static final Path JAR = folder().resolve("target/shouyin/shouyin.jar");

    /// How a verb ended.
    record Ended(int exit, String out, String err) {}

    private final Process process;
    private final Path err;

    private Program(Process process, Path err) {
        this.process = process;
        this.err = err;
    }

    /// The folder of this module.
    static Path folder() {
        return Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();
    }

    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms32m", "-Xmx256m", "-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", JAR.toString(), Shouyin.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /// Runs a verb to its end, in Chinese and English terminals alike: what it prints is UTF-8.
    static Ended run(String... arguments) {
        return run(Map.of(), "", command(arguments));
    }

    static Ended runWith(String input, String... arguments) {
        return run(Map.of(), input, command(arguments));
    }

    static Ended run(Map<String, String> environment, String input, List<String> command) {
        try {
            Path out = Files.createTempFile("shouyin-", ".out");
            Path err = Files.createTempFile("shouyin-", ".err");
            Path in = Files.writeString(Files.createTempFile("shouyin-", ".in"), input);
            ProcessBuilder builder = new ProcessBuilder(command).redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                if (!process.waitFor(WAIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("still running: " + command + "\n" + Files.readString(out) + Files.readString(err));
                }
                return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                process.destroy();
                for (Path file : List.of(out, err, in)) {
                    Files.delete(file);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    /// Starts a verb that stays, in a process group of its own as a shell does; its standard error goes to a file.
    static Program start(Path err, String... arguments) {
        return start(Map.of(), err, arguments);
    }

    static Program start(Map<String, String> environment, Path err, String... arguments) {
        try {
            List<String> command = command(arguments);
            if (Files.isExecutable(SETSID)) {
                command.addAll(0, LISTENING_TO_CTRL_C);
                command.addFirst(SETSID.toString());
            }
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
            builder.environment().putAll(environment);
            return new Program(builder.start(), err);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The first line that it prints, or a failure with what it complained of.
    String firstLine() {
        return lineWith("");
    }

    /// The next line with this in it. A carriage return ends a line too, as in a bar that grows.
    String lineWith(String text) {
        try {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            while (line != null && !line.contains(text)) {
                line = out.readLine();
            }
            if (line == null) {
                throw new AssertionError("it ended with " + process.waitFor() + ": " + Files.readString(err));
            }
            return line;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    Process process() {
        return process;
    }

    /// What it has complained of so far.
    String err() {
        try {
            return Files.readString(err);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Sends a signal to the process alone.
    void signal(String name) {
        kill(name, process.pid());
    }

    /// What Ctrl-C does: the whole process group gets the signal at once.
    void interruptGroup() {
        kill("INT", Files.isExecutable(SETSID) ? -process.pid() : process.pid());
    }

    private static void kill(String name, long target) {
        try {
            if (new ProcessBuilder("kill", "-" + name, "--", "" + target).start().waitFor() != 0) {
                throw new AssertionError("no process took the signal");
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /// Every running process whose command line names this folder, and their children.
    static List<ProcessHandle> processesOf(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(one -> one.info().commandLine().filter(line -> line.contains(folder.toString())).isPresent())
                .flatMap(one -> Stream.concat(Stream.of(one), one.descendants())).distinct().toList();
    }

    /// Asks it to end, as Ctrl-C does, and waits.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(WAIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it did not end when asked to");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
