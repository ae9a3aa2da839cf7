package io.shouyin.app;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// Everything on a process's heap, garbage included, and a search for secrets in it.
///
/// A secret is looked for as it is, in hex of either case and in base64, each as text of one byte and of two bytes a character in both
/// orders. Digits count only where no other digit and no point touches them: a PIN would otherwise be found in any long number.
final class HeapDump {

    private static final int SEARCHED_BYTES_MIN = 6;
    private static final int FILTER_BITS = 1 << 24;

    /// A form of a secret.
    private record Form(String name, byte[] bytes, int characterBytes, boolean isDigits) {}

    private final Path file;

    private HeapDump(Path file) {
        this.file = file;
    }

    static HeapDump of(ProcessHandle process, Path file) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), "" + process.pid(), "GC.heap_dump", "-all",
                file.toAbsolutePath().toString()).redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0 || !Files.exists(file)) {
            throw new AssertionError("no heap dump: " + said);
        }
        return new HeapDump(file);
    }

    static HeapDump ofFile(Path file) {
        return new HeapDump(file);
    }

    /// The secrets that are in it, each with the form in which it was found.
    ///
    /// @param secrets by name
    TreeSet<String> find(Map<String, byte[]> secrets) throws IOException {
        Map<Integer, List<Form>> byStart = new HashMap<>();
        byte[] filter = new byte[FILTER_BITS / 8];
        secrets.forEach((name, secret) -> {
            for (Form form : forms(name, secret)) {
                int start = start(form.bytes());
                byStart.computeIfAbsent(start, _ -> new ArrayList<>()).add(form);
                filter[start >> 3] |= (byte) (1 << (start & 7));
            }
        });
        TreeSet<String> found = new TreeSet<>();
        try (Arena arena = Arena.ofConfined(); FileChannel channel = FileChannel.open(file)) {
            MemorySegment heap = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            int window = 0;
            for (long at = 0; at < heap.byteSize(); at++) {
                window = (window << 8 | heap.get(ValueLayout.JAVA_BYTE, at) & 0xFF) & FILTER_BITS - 1;
                if ((filter[window >> 3] & 1 << (window & 7)) != 0 && at >= 2) {
                    for (Form form : byStart.getOrDefault(window, List.of())) {
                        if (isAt(heap, at - 2, form)) {
                            found.add(form.name());
                        }
                    }
                }
            }
        }
        return found;
    }

    private static int start(byte[] bytes) {
        return (bytes[0] & 0xFF) << 16 | (bytes[1] & 0xFF) << 8 | bytes[2] & 0xFF;
    }

    private static boolean isAt(MemorySegment heap, long at, Form form) {
        long end = at + form.bytes().length;
        return end <= heap.byteSize() && heap.asSlice(at, form.bytes().length).mismatch(MemorySegment.ofArray(form.bytes())) == -1
                && !(form.isDigits() && (isPartOfNumber(heap, at - form.characterBytes(), form) || isDigit(character(heap, end, form))));
    }

    private static boolean isPartOfNumber(MemorySegment heap, long at, Form form) {
        int before = character(heap, at, form);
        return isDigit(before) || before == '.';
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    /// The byte of a character that is not zero.
    private static int character(MemorySegment heap, long at, Form form) {
        int character = 0;
        for (int i = 0; i < form.characterBytes(); i++) {
            boolean inside = at + i >= 0 && at + i < heap.byteSize();
            character |= inside ? heap.get(ValueLayout.JAVA_BYTE, at + i) & 0xFF : 0;
        }
        return character;
    }

    private static List<Form> forms(String name, byte[] secret) {
        if (secret.length < SEARCHED_BYTES_MIN) {
            throw new AssertionError(name + " is too short to be told from chance");
        }
        String clear = new String(secret, StandardCharsets.ISO_8859_1);
        String hex = HexFormat.of().formatHex(secret);
        Map<String, String> texts = Map.of("clear", clear, "hex", hex, "HEX", hex.toUpperCase(Locale.ROOT),
                "base64", Base64.getEncoder().withoutPadding().encodeToString(secret));
        List<Form> forms = new ArrayList<>();
        texts.forEach((kind, text) -> {
            boolean digits = kind.equals("clear") && text.matches("[0-9]+");
            forms.add(new Form(name + " in " + kind, text.getBytes(StandardCharsets.ISO_8859_1), 1, digits));
            for (Charset wide : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
                forms.add(new Form(name + " in " + kind + ", " + wide, text.getBytes(wide), 2, digits));
            }
        });
        return forms;
    }}
