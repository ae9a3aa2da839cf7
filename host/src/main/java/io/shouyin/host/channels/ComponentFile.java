package io.shouyin.host.channels;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A file with a component of the ZMK: a line `component=<hex>`; the rest is for people.
///
/// It is read as bytes that are wiped, never as a `String`, so that nothing of the component stays in memory.
final class ComponentFile {

    private static final byte[] MARK = "component=".getBytes(StandardCharsets.US_ASCII);

    private ComponentFile() {}

    /// @throws Fault `ZONE_MASTER_KEY_COMPONENT_MISSING` or `ZONE_MASTER_KEY_COMPONENT_UNREADABLE`
    static Secret read(Path file) {
        byte[] text = bytes(file);
        try {
            for (int from = 0; from < text.length; from = lineEnd(text, from) + 1) {
                int start = skipBlanks(text, from);
                int end = lineEnd(text, from);
                if (end - start >= MARK.length && Arrays.equals(text, start, start + MARK.length, MARK, 0, MARK.length)) {
                    return component(text, start + MARK.length, end);
                }
            }
            throw new Fault("ZONE_MASTER_KEY_COMPONENT_MISSING", Recovery.FIX_THE_SETUP, "the file " + file + " has no line component=<hex>");
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new Fault("ZONE_MASTER_KEY_COMPONENT_UNREADABLE", Recovery.FIX_THE_SETUP, "the file " + file + " cannot be read", unreadable);
        }
    }

    private static Secret component(byte[] text, int from, int to) {
        int end = to;
        while (end > from && isBlank(text[end - 1])) {
            end--;
        }
        byte[] hex = Arrays.copyOfRange(text, from, end);
        try {
            return Secret.ofUtf8(hex);
        } finally {
            Arrays.fill(hex, (byte) 0);
        }
    }

    private static int skipBlanks(byte[] text, int from) {
        int start = from;
        while (start < text.length && text[start] != '\n' && isBlank(text[start])) {
            start++;
        }
        return start;
    }

    private static int lineEnd(byte[] text, int from) {
        int end = from;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t' || character == '\r';
    }
}
