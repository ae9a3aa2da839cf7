package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Key officers of a running host on the command line, all with one password.
///
/// @param host its address
/// @param password a file
record KeyOfficers(String host, Path password) {

    /// Two administrators make the officers' accounts; each officer changes the one-time password that he was told in two halves.
    ///
    /// @param access as the first start wrote it down
    static KeyOfficers make(String host, JsonNode access, Path password, List<String> names) {
        KeyOfficers officers = new KeyOfficers(host, password);
        String word = NamedFile.text(password);
        ConsoleApi.changePasswords(host, access, word);
        for (String name : names) {
            Program.Ended made = officers.account(name, "admin2");
            assertThat(made.exit()).as(made.err()).isZero();
            String oneTime = made.out().lines().map(line -> line.split(" ")[2]).collect(Collectors.joining("-"));
            ConsoleApi officer = new ConsoleApi(host);
            officer.signIn(name, oneTime);
            assertThat(officer.changePassword(oneTime, word)).isEqualTo(204);
        }
        return officers;
    }

    /// What becomes of a new account that `second` is to approve.
    Program.Ended account(String name, String second) {
        return CommandLineRun.run("vault", "ceremony", "officer", name, name, "--host", host, "--user", "admin", "--password-file", password.toString(),
                "--second", second, "--second-password-file", password.toString());
    }

    /// `vault ceremony …` by one of them, which ends well.
    ///
    /// @return what it prints
    String ceremony(String officer, String... arguments) {
        Program.Ended ended = CommandLineRun.run(Stream.of(Stream.of("vault", "ceremony"), Stream.of(arguments),
                Stream.of("--host", host, "--user", officer, "--password-file", password.toString())).flatMap(part -> part).toArray(String[]::new));
        assertThat(ended.exit()).as(ended.err()).isZero();
        return ended.out();
    }
}
