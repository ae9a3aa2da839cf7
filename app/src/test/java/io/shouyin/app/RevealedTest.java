package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RevealedTest {

    @Test
    void text_ofASecret_isItsText() {
        assertThat(Revealed.text(Secret.of("密码 tea5Pot9"))).isEqualTo("密码 tea5Pot9");
    }

    /// So that no other place forgets to wipe.
    @Test
    void secrets_inThisModule_areRevealedHereOnly() throws IOException {
        try (Stream<Path> sources = Files.walk(Program.folder().resolve("src/main/java"))) {
            assertThat(sources.filter(file -> file.toString().endsWith(".java")).filter(file -> read(file).contains(".reveal(SecretAccess")))
                    .extracting(file -> file.getFileName().toString()).containsExactly("Revealed.java");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
