package io.shouyin.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares a text with the file that a human has looked at. `-Dgolden.update=true` writes the file instead.
public final class Golden {

    private Golden() {}

    /// @param file relative to the module's folder
    public static void matches(String file, String text) throws IOException {
        Path path = Path.of(file);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        }
        assertThat(text).as("%s; -Dgolden.update=true writes it anew", path).isEqualTo(Files.readString(path));
    }
}
