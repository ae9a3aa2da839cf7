package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.vault.LocalMasterKey;
import java.io.Console;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// Which host a ceremony is held on, and who takes the step. Each step is a login of its own, ended after it.
final class Officer {

    @Option(names = "--host", defaultValue = "http://127.0.0.1:8080", converter = HostAddress.class, description = "主机 / the host (${DEFAULT-VALUE})")
    private URI host;

    @Option(names = "--user", required = true, description = "谁来做这一步 / who takes this step")
    private String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "其密码文件,否则询问 / file with the password, else it is asked for")
    private Path passwordFile;

    <T> T with(Function<HostConsole, T> step) {
        return loggedIn(host, user, Optional.ofNullable(passwordFile), step);
    }

    static <T> T loggedIn(URI host, String user, Optional<Path> passwordFile, Function<HostConsole, T> step) {
        HostConsole console = new HostConsole(host);
        try (Secret password = passwordFile.map(LocalMasterKey::passphraseIn).orElseGet(() -> typed(user + " 密码 / password"))) {
            console.logIn(user, password);
        }
        try {
            return step.apply(console);
        } finally {
            console.logOut();
        }
    }

    /// Read without echo.
    static Secret typed(String prompt) {
        Console console = Optional.ofNullable(System.console()).orElseThrow(() -> new Fault("PASSPHRASE_NEEDED",
                Recovery.FIX_THE_INPUT, "give a file, or run this where something can be typed"));
        char[] typed = Optional.ofNullable(console.readPassword("%s: ", prompt)).orElseGet(() -> new char[0]);
        try {
            return Secret.of(typed);
        } finally {
            Arrays.fill(typed, '\0');
        }
    }
}
