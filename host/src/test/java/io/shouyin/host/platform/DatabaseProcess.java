package io.shouyin.host.platform;

import io.shouyin.kernel.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A process that runs an embedded database until it is killed.
///
/// It prints `ready`, or the code of the fault that kept it from that.
final class DatabaseProcess {

    private DatabaseProcess() {}

    static void main(String[] arguments) throws InterruptedException {
        try {
            EmbeddedDatabase.start(Path.of(arguments[0]), 0);
        } catch (Fault fault) {
            System.out.println(fault.code());
            System.exit(1);
        }
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    /// @param before what stands before `java`, such as a program that changes its surroundings
    static Process start(Path folder, List<String> before) throws IOException {
        var command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), DatabaseProcess.class.getName(), folder.toString()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    static String firstWord(Process process) throws IOException {
        String line;
        var output = process.inputReader();
        do {
            line = output.readLine();
        } while (line != null && !line.matches("ready|[A-Z_]+"));
        return line;
    }
}
