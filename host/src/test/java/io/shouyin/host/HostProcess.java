package io.shouyin.host;

import io.shouyin.kernel.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/// A host in a process of its own, to be killed. It prints `ready`, or the code of the fault that kept it from that.
public final class HostProcess {

    private HostProcess() {}

    static void main(String[] arguments) throws IOException, InterruptedException {
        Properties settings = new Properties();
        try (var in = Files.newInputStream(Path.of(arguments[0]))) {
            settings.load(in);
        }
        Map<String, Object> named = new HashMap<>();
        settings.forEach((key, value) -> named.put((String) key, value));
        try {
            HostApplication.start(named);
        } catch (Fault fault) {
            System.out.println("fault " + fault.code());
            System.exit(1);
        }
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    /// @param folder for its settings and its log
    public static Process start(Path folder, Map<String, Object> settings) throws IOException {
        Properties kept = new Properties();
        settings.forEach((key, value) -> kept.setProperty(key, value.toString()));
        Path file = Files.createTempFile(folder, "host", ".properties");
        try (var out = Files.newOutputStream(file)) {
            kept.store(out, null);
        }
        return new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Xmx384m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-cp", System.getProperty("java.class.path"), HostProcess.class.getName(), file.toString()))
                .redirectError(folder.resolve(file.getFileName() + ".log").toFile()).start();
    }

    /// `ready`, or `fault` and its code; null if it ended without a word.
    public static String firstWord(Process process) throws IOException {
        BufferedReader output = process.inputReader();
        String line;
        do {
            line = output.readLine();
        } while (line != null && !line.matches("ready|fault [A-Z0-9_]+"));
        return line;
    }
}
