package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Another `shouyin` process: its standard output speaks JSON, a line at a time, its standard error goes to a log file.
final class ChildProcess implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /// As [Sentences] writes it.
    private static final Pattern FAULT = Pattern.compile("([A-Z][A-Z0-9_]*): (.+)");
    private static final long DISK_FREE_BYTES_MIN = 1 << 20;
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);

    private final String name;
    private final Process process;
    private final Path log;
    private final BufferedReader out;
    private final BufferedWriter in;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.in = process.outputWriter(StandardCharsets.UTF_8);
    }

    /// Starts a verb with the program and the flags of this process.
    ///
    /// @param folder with the data, where the log goes to `log/`
    /// @param heapMax such as `128m`
    static ChildProcess start(String name, Path folder, String heapMax, List<String> verb) {
        Path log = folder.resolve("log").resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flagsOfThisProcess());
        command.addAll(List.of("-Xms32m", "-Xmx" + heapMax, "-cp", System.getProperty("java.class.path"), Shouyin.class.getName()));
        command.addAll(verb);
        command.add("--end-with-parent");
        try {
            Files.createDirectories(log.getParent());
        } catch (IOException unwritable) {
            throw new Fault("FOLDER_UNWRITABLE", Recovery.FIX_THE_SETUP, "the data folder " + folder + " cannot be written", unwritable);
        }
        try {
            Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
            return new ChildProcess(name, process, log);
        } catch (IOException unstartable) {
            throw new Fault("PROCESS_NOT_STARTED", Recovery.FIX_THE_SETUP, "the process " + name + " could not be started", unstartable);
        }
    }

    /// The launcher's flags, for collector, start-up cache and access; not the heap, and no agent of a test.
    private static List<String> flagsOfThisProcess() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-XX:") || flag.startsWith("-Xlog:") || flag.startsWith("--enable-native-access") || flag.startsWith("--sun-misc"))
                .toList();
    }

    /// The next line of its output that is JSON.
    ///
    /// @throws Fault `PROCESS_ENDED` with the last line of its log, if it ends instead
    JsonNode nextLine() {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("{")) {
                    return JSON.readTree(line);
                }
            }
        } catch (IOException closed) {
            throw ended(closed);
        }
        throw ended(null);
    }

    /// Writes a line to its input.
    void say(String line) {
        try {
            in.write(line);
            in.newLine();
            in.flush();
        } catch (IOException closed) {
            throw ended(closed);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String name() {
        return name;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /// Why it ended: its own fault, if that is how it took leave, so that the reason is said once and as it is.
    private Fault ended(IOException cause) {
        Optional<Matcher> fault = lastWords().map(FAULT::matcher).filter(Matcher::matches);
        if (fault.isPresent()) {
            return new Fault(fault.get().group(1), Recovery.STOP, fault.get().group(2), cause);
        }
        if (isDiskFull()) {
            return new Fault("DISK_FULL", Recovery.FIX_THE_SETUP, "the disk of " + log.getParent() + " is full: make room and start again", cause);
        }
        return new Fault("PROCESS_ENDED", Recovery.STOP, name + " ended; its log is " + log, cause);
    }

    /// On a full disk it had no room for its last words.
    private boolean isDiskFull() {
        try {
            return Files.getFileStore(log).getUsableSpace() < DISK_FREE_BYTES_MIN;
        } catch (IOException unknown) {
            return false;
        }
    }

    /// The last line that it wrote to its log.
    private Optional<String> lastWords() {
        try {
            process.waitFor(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            List<String> lines = Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
            return lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast());
        } catch (IOException unreadable) {
            return Optional.empty();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Asks it to end and waits; ends it if it does not.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopping) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
