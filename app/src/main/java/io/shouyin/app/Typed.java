package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Secret;
import java.io.Console;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/// What somebody types where this program runs.
final class Typed {

    private Typed() {}

    /// Read with echo: no secret.
    ///
    /// @param otherwise where nothing can be typed
    static String text(String prompt, Supplier<Fault> otherwise) {
        Console console = Optional.ofNullable(System.console()).orElseThrow(otherwise);
        return Optional.ofNullable(console.readLine("%s: ", prompt)).orElse("");
    }

    /// Read without echo.
    ///
    /// @param otherwise where nothing can be typed
    static Secret secret(String prompt, Supplier<Fault> otherwise) {
        Console console = Optional.ofNullable(System.console()).orElseThrow(otherwise);
        char[] typed = Optional.ofNullable(console.readPassword("%s: ", prompt)).orElseGet(() -> new char[0]);
        try {
            return Secret.of(typed);
        } finally {
            Arrays.fill(typed, '\0');
        }
    }
}
