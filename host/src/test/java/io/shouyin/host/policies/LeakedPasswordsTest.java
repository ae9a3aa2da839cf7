package io.shouyin.host.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakedPasswordsTest {

    @TempDir
    private Path folder;

    /// With and without counts, with either end of line, of every small size: each listed one is found and no other.
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", ":7\n", ":12345\r\n"})
    void everyListedPassword_isFound_andNoOther(String end) throws IOException {
        for (int size : new int[] {1, 2, 3, 17, 500}) {
            var listed = IntStream.range(0, size).mapToObj(n -> "leaked" + n).toList();
            try (var leaked = of(listed.stream().map(LeakedPasswordsTest::sha1), end)) {
                assertThat(leaked.count()).isEqualTo(size);
                assertThat(listed).allMatch(password -> leaked.contains(password.getBytes(StandardCharsets.UTF_8)));
                assertThat(IntStream.range(0, 500)).noneMatch(n -> leaked.contains(("other" + n).getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    @Test
    void noList_holdsNothing() throws IOException {
        try (var none = new LeakedPasswords(new PolicySettings(Optional.empty()))) {
            assertThat(none.count()).isZero();
            assertThat(none.contains("password".getBytes(StandardCharsets.UTF_8))).isFalse();
        }
    }

    @Test
    void fileThatIsNoSortedList_refusesToStart() throws IOException {
        for (var lines : List.of("password\nletmein\n", sha1("b") + "\n" + sha1("b") + "\n", "")) {
            var file = Files.writeString(folder.resolve("wrong"), lines);
            assertThatThrownBy(() -> new LeakedPasswords(new PolicySettings(Optional.of(file)))).isInstanceOf(Fault.class).hasMessageContaining("no sorted lines");
        }
        assertThatThrownBy(() -> new LeakedPasswords(new PolicySettings(Optional.of(folder.resolve("none"))))).isInstanceOf(Fault.class)
                .hasMessageContaining("cannot be read");
    }

    private LeakedPasswords of(Stream<String> hashes, String end) throws IOException {
        var file = Files.createTempFile(folder, "list", ".txt");
        Files.writeString(file, hashes.sorted().map(hash -> hash + end).reduce("", String::concat));
        return new LeakedPasswords(new PolicySettings(Optional.of(file)));
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
