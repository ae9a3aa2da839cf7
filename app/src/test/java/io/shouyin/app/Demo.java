package io.shouyin.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./shouyin demo` on free ports: network, database, host and terminal as real processes.
final class Demo implements AutoCloseable {

    private final Path folder;
    private final Program program;
    private final JsonNode addresses;

    private Demo(Path folder, Program program) {
        this.folder = folder;
        this.program = program;
        this.addresses = JsonMapper.shared().readTree(program.firstLine()).get("addresses");
    }

    /// @param more options of `demo`
    static Demo start(Path folder, String... more) {
        String[] arguments = Stream.of(verb(folder), more).flatMap(Arrays::stream).toArray(String[]::new);
        return new Demo(folder, Program.start(folder.resolveSibling(folder.getFileName() + ".err"), arguments));
    }

    static String[] verb(Path folder) {
        return new String[] {"demo", "--json", "--data", folder.toString(), "--http-port", "0", "--management-port", "0", "--gateway-port", "0",
            "--plain-port", "0", "--network-port", "0", "--network-control-port", "0", "--sms-port", "0", "--wallet-port", "0", "--terminal-port", "0"};
    }

    Program program() {
        return program;
    }

    String terminalPage() {
        return addresses.get("terminal").asString();
    }

    String console() {
        return addresses.get("console").asString();
    }

    JsonNode access() {
        return read(folder.resolve("access.json"));
    }

    String oneTimePassword(String operator) {
        return access().at("/terminal/initialPasswords/" + operator).asString();
    }

    /// The PIN that belongs to a demo card.
    ///
    /// @param card from 1, as on the page
    String pin(int card) {
        return cards().get(card - 1).get("pin").asString();
    }

    JsonNode cards() {
        return read(folder.resolve("network").resolve("cards.json"));
    }

    private static JsonNode read(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
