package io.shouyin.app;

import io.shouyin.kernel.Fault;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IVersionProvider;

/// `./shouyin`: the verbs. A verb ends with 0 only if it did what it was asked.
@Command(name = "shouyin", mixinStandardHelpOptions = true, versionProvider = Shouyin.Version.class,
        description = {"守银:让 POS 终端安全收款。", "Shouyin: runs card-accepting POS terminals safely."},
        subcommands = {DemoCommand.class, TourCommand.class, ServeCommand.class, TerminalCommand.class, NetworkCommand.class,
                VaultCommand.class, ReleaseCommand.class, Iso8583Command.class, PolicyCommand.class, LedgerCommand.class, AuditCommand.class, BenchCommand.class, WarmUpCommand.class, CommandLine.HelpCommand.class},
        footer = {"", "  test   跑全部测试 / runs all tests (./shouyin test)"})
public final class Shouyin implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        speakUtf8();
        System.exit(commandLine().execute(arguments));
    }

    /// Every text is in Chinese and English, so the output is UTF-8 whatever the locale says; in `LC_ALL=C` it would be `????`.
    private static void speakUtf8() {
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    static CommandLine commandLine() {
        return Usage.inBothLanguages(new CommandLine(new Shouyin())
                .setExpandAtFiles(false)                   // what is read from a file is said where it is read
                .setExecutionExceptionHandler(oneSentence())
                .setParameterExceptionHandler(Usage.oneSentence())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(110));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// A fault of the outside world is one sentence; our own bug shows where it is.
    private static IExecutionExceptionHandler oneSentence() {
        return (failure, command, _) -> {
            PrintWriter err = command.getErr();
            switch (failure) {
                case Fault fault -> err.println(Sentences.of(fault));
                case IllegalArgumentException rule -> err.println(Sentences.of(           // a value that a type refused
                        new Fault("INPUT_REFUSED", Fault.Recovery.FIX_THE_INPUT, String.valueOf(rule.getMessage()), rule)));
                default -> failure.printStackTrace(err);
            }
            err.flush();
            return 1;
        };
    }

    /// The version of the jar.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Shouyin.class.getPackage().getImplementationVersion();
            return new String[] {"shouyin " + (version == null ? "(not packaged)" : version)};
        }
    }
}
