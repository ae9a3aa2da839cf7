package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// An officer's part of a key as lines `name=value`, on paper or in a file that only its owner reads.
final class KeyPartFile {

    private KeyPartFile() {}

    /// @param shown as [OfficerDesk#shown] has it
    static String text(JsonNode shown) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("part", shown.path("part").asString());
        for (JsonNode component : shown.path("components")) {
            String prefix = component.path("purpose").asString().equals("TERMINAL_CREDENTIAL") ? "credential-" : "";
            lines.put(prefix + "purpose", component.path("purpose").asString());
            lines.put(prefix + "component", component.path("hex").asString());
            lines.put(prefix + "check", component.path("checkValue").asString());
            lines.put(prefix + "whole-check", component.path("wholeCheckValue").asString());
        }
        return lines.entrySet().stream().map(line -> line.getKey() + "=" + line.getValue() + "\n").collect(Collectors.joining());
    }

    /// Makes the files, then does the work that fills them: it does not begin if one cannot be written, since what is shown once would be
    /// lost. If it fails, the files that are still empty are removed.
    static <T> T filling(List<Path> files, Supplier<T> work) {
        List<Path> begun = new ArrayList<>();
        try {
            for (Path file : files) {
                begin(file);
                begun.add(file);
            }
            return work.get();
        } catch (RuntimeException failed) {
            begun.stream().filter(KeyPartFile::isEmpty).forEach(KeyPartFile::remove);
            throw failed;
        }
    }

    private static void begin(Path file) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException unwritable) {
            throw new Fault("KEY_PART_FILE_REFUSED", Recovery.FIX_THE_INPUT, "the file " + file + " exists already or cannot be written");
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException unwritable) {
            throw new Fault("KEY_PART_FILE_REFUSED", Recovery.FIX_THE_INPUT, "the file " + file + " cannot be written");
        }
    }

    private static boolean isEmpty(Path file) {
        return file.toFile().length() == 0;
    }

    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException unwritable) {
            throw new Fault("KEY_PART_FILE_REFUSED", Recovery.FIX_THE_INPUT, "the file " + file + " cannot be removed");
        }
    }

    /// Which part it is, as its file says; the first if nothing says it.
    static int number(Map<String, String> held) {
        String part = held.getOrDefault("part", "1");
        if (!part.matches("[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
            throw new Fault("KEY_PART_FILE_REFUSED", Recovery.FIX_THE_INPUT, "the line part= of a key part's file is a number from 1 to 255");
        }
        return Integer.parseInt(part);
    }

    static Map<String, String> read(Path file) {
        return NamedFile.text(file).lines().map(String::strip).filter(line -> line.contains("="))
                .collect(Collectors.toMap(line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1), (one, _) -> one));
    }
}
