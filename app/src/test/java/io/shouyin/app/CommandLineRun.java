package io.shouyin.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/// A verb run inside this process: quick, for what needs no process of its own.
final class CommandLineRun {

    private CommandLineRun() {}

    static Program.Ended run(String... arguments) {
        return runWith("", arguments);
    }

    /// @param input its standard input
    static synchronized Program.Ended runWith(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream outBefore = System.out;
        InputStream inBefore = System.in;
        try (PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            System.setOut(print);
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            CommandLine line = Shouyin.commandLine().setOut(new PrintWriter(print, true)).setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
            int exit = line.execute(arguments);
            line.getOut().flush();
            line.getErr().flush();
            return new Program.Ended(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(outBefore);
            System.setIn(inBefore);
        }
    }
}
