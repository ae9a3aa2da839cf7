package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The packaged program's verbs: what they print and how they end.
class CommandLineIT {

    @Test
    void everyVerb_help_isInBothLanguagesAndEndsWithZero() {
        List<List<String>> verbs = new ArrayList<>();
        collect(Shouyin.commandLine(), List.of(), verbs);
        assertThat(verbs).contains(List.of("demo"), List.of("tour"), List.of("serve"), List.of("terminal"), List.of("network"), List.of("vault", "init"),
                List.of("iso8583", "decode"), List.of("bench"));
        assertThat(verbs).allSatisfy(verb -> {
            List<String> arguments = new ArrayList<>(verb);
            arguments.add("--help");
            Program.Ended help = CommandLineRun.run(arguments.toArray(String[]::new));
            assertThat(help.exit()).isZero();
            assertThat(help.out()).containsPattern("[\\p{IsHan}]").containsPattern("[A-Za-z]{4,} [a-z]+").contains("Usage: shouyin");
        });
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> verbs) {
        command.getSubcommands().forEach((name, inner) -> {
            if (!name.equals("help") && !inner.getCommandSpec().usageMessage().hidden()) {
                List<String> verb = new ArrayList<>(path);
                verb.add(name);
                verbs.add(verb);
                collect(inner, verb, verbs);
            }
        });
    }

    @Test
    void program_noVerb_printsTheVerbsAndEndsWithZero() {
        Program.Ended ended = Program.run();
        assertThat(ended.exit()).isZero();
        assertThat(ended.out()).contains("demo", "tour", "serve", "terminal", "network", "vault", "iso8583", "bench", "test");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void program_unknownVerb_endsNotWithZero() {
        Program.Ended ended = Program.run("dmeo");
        assertThat(ended.exit()).isNotZero();
        assertThat(ended.err()).contains("dmeo").doesNotContain("\tat ");
    }

    @Test
    void program_decodeFromStandardInput_printsUtf8WhateverTheLocale() {
        Program.Ended ended = Program.run(java.util.Map.of("LC_ALL", "C"),
                "0034600003000060310031010008200000000000C0001030303030303030313130343131303035333131303030310011000000013010", Program.command("iso8583", "decode", "-"));
        assertThat(ended.exit()).isZero();
        assertThat(ended.out()).contains("\"type\" : \"0820\"").containsPattern("[\\p{IsHan}]");
    }

    @Test
    void program_badInput_saysOneSentenceAndEndsWithOne() {
        Program.Ended ended = Program.run("iso8583", "decode", "08zz");
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err().strip().lines()).hasSize(1);
        assertThat(ended.err()).doesNotContain("Exception");
    }
}
