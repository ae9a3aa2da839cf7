package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The search itself has to find what is there, and only that.
class HeapDumpTest {

    private static final byte[] KEY = HexFormat.of().parseHex("0123456789ABCDEFFEDCBA9876543210");

    @TempDir
    Path folder;

    @Test
    void find_secretInAnyForm_findsIt() throws Exception {
        Map<String, String> forms = Map.of("clear", new String(KEY, StandardCharsets.ISO_8859_1), "hex", HexFormat.of().formatHex(KEY),
                "HEX", HexFormat.of().withUpperCase().formatHex(KEY), "base64", Base64.getEncoder().withoutPadding().encodeToString(KEY));
        for (String form : forms.keySet()) {
            String planted = forms.get(form);
            assertThat(find("key", KEY, planted.getBytes(StandardCharsets.ISO_8859_1))).containsExactly("key in " + form);
            assertThat(find("key", KEY, planted.getBytes(StandardCharsets.UTF_16BE))).containsExactly("key in " + form + ", UTF-16BE");
            assertThat(find("key", KEY, planted.getBytes(StandardCharsets.UTF_16LE))).containsExactly("key in " + form + ", UTF-16LE");
        }
    }

    @Test
    void find_digitsAlone_findsThemOnlyWhereNoNumberGoesOn() throws Exception {
        byte[] pin = "604173".getBytes(StandardCharsets.US_ASCII);
        assertThat(find("PIN", pin, "a604173b".getBytes(StandardCharsets.US_ASCII))).containsExactly("PIN in clear");
        assertThat(find("PIN", pin, "604173".getBytes(StandardCharsets.UTF_16LE))).containsExactly("PIN in clear, UTF-16LE");
        for (String other : List.of("1604173", "6041731", "18:03:16.604173Z", "604174")) {
            assertThat(find("PIN", pin, other.getBytes(StandardCharsets.US_ASCII))).as(other).isEmpty();
        }
    }

    private Iterable<String> find(String name, byte[] secret, byte[] planted) throws Exception {
        Path file = Files.createTempFile(folder, "heap", ".bin");
        byte[] heap = new byte[1000 + planted.length];
        Arrays.fill(heap, (byte) 0xFF);                     // a zero before text in one order would make it text in the other as well
        System.arraycopy(planted, 0, heap, 500, planted.length);
        Files.write(file, heap);
        return HeapDump.ofFile(file).find(Map.of(name, secret));
    }
}
