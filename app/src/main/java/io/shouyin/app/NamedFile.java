package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Files that were named on the command line. What is wrong with one is a sentence with its name, never with its content.
final class NamedFile {

    private static final int BYTES_MAX = 16 << 20;

    private NamedFile() {}

    /// @throws Fault `FILE_UNREADABLE`
    static JsonNode json(Path file) {
        try {
            return JsonMapper.shared().readTree(text(file));
        } catch (JacksonException broken) {
            throw new Fault("FILE_UNREADABLE", Recovery.FIX_THE_INPUT, "the file " + file + " does not hold JSON");     // the cause would quote it
        }
    }

    /// @throws Fault `FILE_UNREADABLE`, also for one that is longer than any that is asked for, or no text
    static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new Fault("FILE_UNREADABLE", Recovery.FIX_THE_INPUT, "the file " + file + " has more than " + BYTES_MAX + " bytes");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IOException unreadable) {
            throw new Fault("FILE_UNREADABLE", Recovery.FIX_THE_INPUT, "the file " + file + " cannot be read", unreadable);
        }
    }
}
