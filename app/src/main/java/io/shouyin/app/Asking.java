package io.shouyin.app;

import io.shouyin.host.access.AccessRefusal;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which host is asked, and who asks. Each verb is a login of its own, ended after it.
final class Asking {

    @Option(names = "--host", defaultValue = "http://127.0.0.1:8080", converter = HostAddress.class, description = "主机 / the host (${DEFAULT-VALUE})")
    private URI host;

    @Option(names = "--user", required = true, description = "谁来做这一步 / who takes this step")
    private String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "其密码文件,否则询问 / file with the password, else it is asked for")
    private Path passwordFile;

    /// What is done while logged in.
    ///
    /// @param <E> what may go wrong in it besides faults
    @FunctionalInterface
    interface Step<T, E extends Exception> {
        T on(HostConsole console) throws E;
    }

    <T, E extends Exception> T with(Step<T, E> step) throws E {
        return loggedIn(host, user, Optional.ofNullable(passwordFile), step);
    }

    static <T, E extends Exception> T loggedIn(URI host, String user, Optional<Path> passwordFile, Step<T, E> step) throws E {
        HostConsole console = new HostConsole(host);
        try (Secret password = passwordFile.map(Asking::passwordIn)
                .orElseGet(() -> Typed.secret(user + " 密码 / password", () -> new Fault("PASSPHRASE_NEEDED", Recovery.FIX_THE_INPUT,
                        "give --password-file, or run this where a password can be typed")))) {
            if (console.logIn(user, password)) {
                showCode(console, user);
            }
        }
        try {
            return step.on(console);
        } finally {
            console.logOut();
        }
    }

    private static void showCode(HostConsole console, String user) {
        try (Secret code = Typed.secret(user + " 验证器上的数字或备用码 / code of the authenticator, or a recovery code",
                () -> new Fault(AccessRefusal.SECOND_FACTOR_REQUIRED, Recovery.FIX_THE_INPUT))) {
            console.showCode(code);
        }
    }

    private static Secret passwordIn(Path file) {
        try {
            return Secret.of(Files.readString(file).strip());
        } catch (IOException unreadable) {
            throw new Fault("PASSWORD_FILE_UNREADABLE", Recovery.FIX_THE_INPUT, "the file " + file + " cannot be read", unreadable);
        }
    }
}
