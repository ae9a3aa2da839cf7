package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Files that were named on the command line. What is wrong with one is a sentence with its name, never with its content.
final class NamedFile {

    private NamedFile() {}

    /// @throws Fault `FILE_UNREADABLE`
    static JsonNode json(Path file) {
        try {
            return JsonMapper.shared().readTree(text(file));
        } catch (JacksonException broken) {
            throw new Fault("FILE_UNREADABLE", Recovery.FIX_THE_INPUT, "the file " + file + " does not hold JSON");     // the cause would quote it
        }
    }

    /// @throws Fault `FILE_UNREADABLE`
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new Fault("FILE_UNREADABLE", Recovery.FIX_THE_INPUT, "the file " + file + " cannot be read", unreadable);
        }
    }
}
