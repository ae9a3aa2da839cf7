package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// How a verb is used, in Chinese and English side by side, as [Sentences] tells faults.
final class Usage {

    private Usage() {}

    /// Gives a command and all below it the texts that picocli has in English alone.
    static CommandLine inBothLanguages(CommandLine program) {
        program.setResourceBundle(ResourceBundle.getBundle("io.shouyin.app.usage"));
        Deque<CommandLine> rest = new ArrayDeque<>();
        rest.add(program);
        while (!rest.isEmpty()) {
            CommandLine command = rest.remove();
            UsageMessageSpec usage = command.getCommandSpec().usageMessage();
            usage.synopsisHeading("用法 / Usage: ").commandListHeading("%n命令 / Commands:%n");
            usage.description(String.join("%n", usage.description()));      // a list of verbs shows the first element alone
            rest.addAll(command.getSubcommands().values());
        }
        return program;
    }

    /// What was typed does not fit: one sentence that says where help is. What could be a key or a card number is not repeated.
    static IParameterExceptionHandler oneSentence() {
        return (wrong, _) -> {
            CommandLine command = wrong.getCommandLine();
            command.getErr().println(Sentences.of(fault(wrong)) + " (" + command.getCommandSpec().qualifiedName() + " --help)");
            return command.getCommandSpec().exitCodeOnInvalidInput();
        };
    }

    private static Fault fault(ParameterException wrong) {
        return switch (wrong) {
            case MissingParameterException missing -> new Fault("OPTION_MISSING", Recovery.FIX_THE_INPUT, missing.getMessage());
            case UnmatchedArgumentException unknown -> new Fault("ARGUMENT_UNKNOWN", Recovery.FIX_THE_INPUT, unknown.getUnmatched().stream()
                    .filter(argument -> argument.matches("-{0,2}[a-z][a-z-]{0,30}")).findFirst()
                    .map(argument -> "there is no " + argument + " here").orElse("there are more values than this verb takes"));
            default -> new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, wrong.getMessage());
        };
    }
}
