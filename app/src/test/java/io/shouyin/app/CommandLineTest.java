package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// What the command line says before a verb does anything: its help, and the one sentence about a value that cannot be.
class CommandLineTest {

    private static final String CHINESE = "\\p{IsHan}";
    private static final String ENGLISH = "[A-Za-z]{2,}";

    @TempDir
    Path folder;

    @Test
    void everyText_ofEveryVerbAndOption_isInBothLanguages() {
        assertThat(commands(Shouyin.commandLine())).hasSizeGreaterThan(15).allSatisfy(command -> {
            CommandSpec spec = command.getCommandSpec();
            assertThat(command.getUsageMessage()).as(spec.qualifiedName()).contains("用法 / Usage: ").doesNotContain("Show this help", "Print version");
            if (!(spec.userObject() instanceof CommandLine.HelpCommand)) {                  // its text is in its heading
                assertBoth(spec.qualifiedName(), spec.usageMessage().description());
            }
            Stream.concat(spec.options().stream(), spec.positionalParameters().stream()).filter(argument -> !argument.hidden())
                    .forEach(argument -> assertBoth(spec.qualifiedName() + " " + argument.paramLabel() + name(argument), argument.description()));
        });
    }

    @Test
    void listOfVerbs_saysEachInBothLanguages() {
        String help = CommandLineRun.run("--help").out();
        assertThat(help).contains("命令 / Commands:", "本机运行全部", "Everything on this machine", "只运行主机", "The host alone");
        assertThat(CommandLineRun.run("iso8583", "--help").out()).contains("计算校验码", "Computes the MAC");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dmeo                                                      | ARGUMENT_UNKNOWN | dmeo
            demo --no-such                                            | ARGUMENT_UNKNOWN | --no-such
            demo --http-port 65536                                    | OPTION_INVALID   | --http-port
            demo --http-port -1                                       | OPTION_INVALID   | --http-port
            demo --terminal-port eight                                | OPTION_INVALID   | --terminal-port
            demo --http-port 9000 --gateway-port 9000                 | PORT_TWICE       | --gateway-port
            demo --network-port 8090                                  | PORT_TWICE       | --terminal-port
            serve --http-port 9000 --gateway-port 9000                | PORT_TWICE       | --http-port
            serve --http-port 8081                                    | PORT_TWICE       | --management-port
            serve --plain --plain-port 8583                           | PORT_TWICE       | --plain-port
            serve --gateway-port 70000                                | OPTION_INVALID   | --gateway-port
            serve --network here                                      | INPUT_REFUSED    | --network
            serve --network 127.0.0.1:99999                           | INPUT_REFUSED    | --network
            network --port 9000 --control-port 9000                   | PORT_TWICE       | --control-port
            network --port 9000 --sms-port 9000                       | PORT_TWICE       | --sms-port
            network --control-port 99999                              | OPTION_INVALID   | --control-port
            tour --lang xx                                            | OPTION_INVALID   | --lang
            terminal --port 99999                                     | OPTION_INVALID   | --port
            terminal --host here                                      | OPTION_INVALID   | --host
            terminal --host ftp://here                                | OPTION_INVALID   | --host
            terminal --host                                           | OPTION_MISSING   | --host
            terminal --plain here                                     | INPUT_REFUSED    | host:port
            terminal --serial 1                                       | INPUT_REFUSED    | serial number
            terminal --headless --lang fr                             | OPTION_INVALID   | --lang
            terminal --activate-from {none}                           | FILE_UNREADABLE  | {none}
            terminal --activate-from {folder}                         | FILE_UNREADABLE  | {folder}
            terminal --activate-from {words}                          | FILE_UNREADABLE  | {words}
            terminal --activate-from {empty}                          | ACTIVATION_CODE_MISSING | {empty}
            terminal --headless --data {folder} --cards {none}        | CARDS_FILE_UNREADABLE |
            vault init --single-custodian --passphrase-file {none}    | LMK_PASSPHRASE_MISSING |
            vault init --single-custodian --passphrase-file {folder}  | LMK_PASSPHRASE_MISSING |
            vault init --passphrase-file {words}                      | SECOND_CUSTODIAN_NEEDED | --single-custodian
            vault init --passphrase-file {words} --passphrase-file {empty} | CUSTODIAN_NAME_NEEDED | --custodian
            vault init --custodian Lin --custodian Zhou --passphrase-file {words} --passphrase-file {empty} | LMK_PASSPHRASE_WEAK |
            vault serve --pin-window soon                             | OPTION_INVALID   | --pin-window
            vault serve --wrong-pin-window 1ms                        | OPTION_INVALID   | window
            vault serve --wrong-pins-per-card-max 0                   | OPTION_INVALID   | PIN limit
            vault selftest --vectors {none}                           | VECTORS_UNREADABLE | {none}
            ledger check --data {folder}                              | DATABASE_NOT_FOUND | {folder}
            ledger check --db-url jdbc:mysql://here/shouyin           | DATABASE_URL_INVALID |
            ledger check --db-url jdbc:postgresql://127.0.0.1:1/none?reWriteBatchedInserts=true | DATABASE_URL_INVALID | reWriteBatchedInserts
            ledger check --db-url jdbc:postgresql://127.0.0.1:1/none  | DATABASE_NOT_REACHABLE |
            audit verify --data {folder}                              | DATABASE_NOT_FOUND | {folder}
            audit verify {folder}                                     | OPTION_MISSING   | --key
            audit verify {folder} --key x                             | VERIFIER_KEY_MALFORMED |
            audit verify {words} --key x                              | PROOF_MALFORMED  |
            audit verify --db-url jdbc:postgresql://127.0.0.1:1/none  | DATABASE_NOT_REACHABLE |
            audit prove 3 --from {folder} --out {none}                | LOG_FILE_UNUSABLE | checkpoint
            audit witness --log @{none}                               | FILE_UNREADABLE  | {none}
            audit witness --port 99999 --log x                        | OPTION_INVALID   | --port
            bench audit --sizes 10,5                                  | OPTION_INVALID   | --sizes
            iso8583 mac --key @{none} 0800                            | FILE_UNREADABLE  | {none}
            iso8583 mac --key @{folder} 0800                          | FILE_UNREADABLE  | {folder}
            iso8583 mac --key @{words} 0800                           | INPUT_REFUSED    | hexadecimal
            iso8583 mac 0800                                          | OPTION_MISSING   | --key
            iso8583 mac --key 3D8F0A6B5C7E9124                        | OPTION_MISSING   | HEX
            iso8583 decode --dialect morse 0800                       | OPTION_INVALID   | --dialect
            iso8583 decode                                            | OPTION_MISSING   | HEX
            iso8583 encode @{none}                                    | INPUT_REFUSED    | JSON
            terminal --reset-operators                                | OPTION_MISSING   | --tmk-components
            terminal --offline-floor-fen -1                           | OPTION_INVALID   | --offline-floor-fen
            demo --refund-max-fen 1000000000000                       | OPTION_INVALID   | --refund-max-fen
            release make --version 1.0.0 --number 1 --hardware a --keys {words} --out {folder}/a.release.json {words} | RELEASE_KEYS_MALFORMED |
            release make --version one --number 1 --hardware a --keys {none} --out {folder}/a.json {words} | RELEASE_FILE_UNUSABLE | .release.json
            release key --name lin --out {words} --passphrase-file {empty} | INPUT_REFUSED | passphrase
            release sign --key {words} --passphrase-file {empty} {words} | RELEASE_MALFORMED |
            release verify --keys {words} {words}                     | RELEASE_KEYS_MALFORMED |
            release verify {words}                                    | OPTION_MISSING   | --keys
            bench sale --terminals none                               | OPTION_INVALID   | --terminals
            bench sale --terminals 0                                  | OPTION_INVALID   | terminals
            bench sale --host http://127.0.0.1:1                      | OPTION_MISSING   | --access
            bench sale --host here --access {empty}                   | OPTION_INVALID   | --host
            bench sale --host http://127.0.0.1:1 --access {none} --plain | FILE_UNREADABLE | {none}
            bench sale --host http://127.0.0.1:1 --access {none}      | FILE_UNREADABLE  | {none}
            bench sale --host http://127.0.0.1:1 --access {words}     | FILE_UNREADABLE  | {words}
            bench settle --transactions 1000                          | OPTION_INVALID   | --transactions
            bench day --transactions 100,10                           | OPTION_INVALID   | --transactions
            bench day --batch 1000                                    | OPTION_INVALID   | --batch
            bench start --starts 0                                    | OPTION_INVALID   | --starts
            bench jmh --forks 0                                       | OPTION_INVALID   | --forks
            bench jmh (                                               | OPTION_INVALID   | PATTERN
            bench crypto (                                            | OPTION_INVALID   | PATTERN
            bench crypto nothing-has-this-name                        | BENCHMARK_UNKNOWN | nothing-has-this-name
            """)
    void badValue_isOneSentenceInBothLanguages(String line, String code, String names) throws IOException {
        Files.writeString(folder.resolve("words"), "no JSON, no key");
        Files.writeString(folder.resolve("empty"), "{}");
        Program.Ended refused = CommandLineRun.run(Arrays.stream(line.strip().split(" +")).map(this::inFolder).toArray(String[]::new));
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().strip().lines()).hasSize(1);
        assertThat(refused.err()).startsWith(code + ": ").containsPattern(CHINESE).containsPattern(ENGLISH).doesNotContain("Exception", "\tat ");
        if (names != null) {
            assertThat(refused.err()).contains(inFolder(names));
        }
    }

    @Test
    void keyFromAFile_isTheKey() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "3D8F0A6B\n5C7E9124\n");
        assertThat(CommandLineRun.run("iso8583", "mac", "--key", "@" + key, "0800")).isEqualTo(CommandLineRun.run("iso8583", "mac", "--key", "3D8F0A6B5C7E9124", "0800"));
    }

    @ParameterizedTest
    @CsvSource({"iso8583 mac --key 0800 3D8F0A6B5C7E9124 3D8F0A6B5C7E9124", "iso8583 decode 0800 3D8F0A6B5C7E9124", "iso8583 mac 3D8F0A6B5C7E9124 0800"})
    void whatCouldBeAKey_isNotRepeated(String line) {
        assertThat(CommandLineRun.run(line.split(" ")).err()).isNotEmpty().doesNotContain("3D8F0A6B5C7E9124");
    }

    private String inFolder(String text) {
        return text.replace("{folder}", folder.toString()).replaceAll("\\{(none|words|empty)}", folder + "/$1");
    }

    private static void assertBoth(String what, String[] text) {
        assertThat(String.join(" ", text)).as(what).containsPattern(CHINESE).containsPattern(ENGLISH);
    }

    private static String name(ArgSpec argument) {
        return argument instanceof CommandLine.Model.OptionSpec option ? option.longestName() : "";
    }

    private static List<CommandLine> commands(CommandLine from) {
        return Stream.concat(Stream.of(from), from.getSubcommands().values().stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden()).flatMap(command -> commands(command).stream())).toList();
    }
}
