package io.shouyin.iso8583;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// The frames of `terminal_frames.json` (the project's known answers: made for it, structure cross-checked with an
/// independent implementation).
public final class Vectors {

    private static final Pattern FRAME = Pattern.compile(
            "\"id\": \"(\\w+)\",\\s*\"name\": \"([^\"]+)\",\\s*\"frameHex\": \"([0-9A-F]+)\",\\s*\"mac\": (null|\"[^\"]+\")");

    private Vectors() {}

    /// @param macXor the folded bytes that the MAC is over, 16 hexadecimal characters, or empty
    public record VectorFrame(String id, String name, String frameHex, String macXor) {

        public byte[] afterLength() {
            byte[] frame = frame();
            return java.util.Arrays.copyOfRange(frame, 2, frame.length);
        }

        public byte[] frame() {
            return HexFormat.of().parseHex(frameHex);
        }

        @Override
        public String toString() {
            return id + " " + name;
        }
    }

    public static List<VectorFrame> frames() {
        var frames = new ArrayList<VectorFrame>();
        var match = FRAME.matcher(json());
        while (match.find()) {
            String mac = match.group(4);
            frames.add(new VectorFrame(match.group(1), match.group(2), match.group(3),
                    mac.equals("null") ? "" : mac.substring("\"XOR=".length(), "\"XOR=".length() + 16)));
        }
        return frames;
    }

    public static VectorFrame frame(String id) {
        return frames().stream().filter(frame -> frame.id().equals(id)).findFirst().orElseThrow();
    }

    /// A value of the file such as `mabHex`.
    public static String value(String name) {
        var match = Pattern.compile("\"" + name + "\": \"([^\"]+)\"").matcher(json());
        if (!match.find()) {
            throw new IllegalArgumentException("no such value");
        }
        return match.group(1);
    }

    private static String json() {
        try (var in = Vectors.class.getResourceAsStream("terminal_frames.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
