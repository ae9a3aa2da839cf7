package io.shouyin.bench;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `access.json` of a demo or of a stack of our own, mode 600: who may log in to the console.
///
/// The initial password must be changed at the first login. The new one is written beside it as `console.password`, since
/// otherwise nobody could log in to that console again.
final class AccessFile {

    private final Path file;

    AccessFile(Path file) {
        this.file = file;
    }

    String username() {
        return text("/console/username").orElse("admin");
    }

    /// The password that was set after the initial one, if any was.
    Optional<String> password() {
        return text("/console/password");
    }

    Optional<String> initialPassword() {
        return text("/console/initialPassword");
    }

    /// Where a demo listens for terminals in plain: `127.0.0.1:8584`.
    Optional<String> plainAddress() {
        return text("/addresses/terminalPlain");
    }

    void keepPassword(String password) {
        ObjectNode access = (ObjectNode) read();
        ((ObjectNode) access.get("console")).put("password", password);
        try {
            Path folder = file.toAbsolutePath().getParent();
            Path whole = Files.createTempFile(folder, ".access", ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(whole, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(access) + "\n");
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new Fault("FILE_UNWRITABLE", Recovery.FIX_THE_SETUP, "the file " + file + " cannot be written", unwritable);
        }
    }

    private Optional<String> text(String pointer) {
        return Optional.of(read().at(pointer)).filter(JsonNode::isString).map(JsonNode::asString);
    }

    private JsonNode read() {
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException | JacksonException unreadable) {
            throw new Fault("ACCESS_FILE_UNREADABLE", Recovery.FIX_THE_SETUP, "the file " + file + " cannot be read", unreadable);
        }
    }
}
