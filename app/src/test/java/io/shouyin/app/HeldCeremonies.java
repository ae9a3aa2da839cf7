package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.KeyComponents.Share;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Ceremonies that two key officers hold on the command line, and all that of them is secret: each part, and the whole key that the
/// officers could only make together.
final class HeldCeremonies {

    private static final String PASSWORD = "Harbour-Kite-5207";
    private static final List<String> NAMES = List.of("lin", "zhou");
    private static final String SERIAL_NUMBER = "SYHAND-0001";

    private final String host;
    private final Path folder;
    private final Path password;
    private final KeyOfficers officers;
    private final Map<String, byte[]> secrets = new LinkedHashMap<>();

    /// @param access as the host's first start wrote it down
    /// @param folder for the officers' files
    HeldCeremonies(String host, JsonNode access, Path folder) throws IOException {
        this.host = host;
        this.folder = Files.createDirectory(folder);
        this.password = Files.writeString(folder.resolve("password"), PASSWORD);
        this.officers = KeyOfficers.make(host, access, password, NAMES);
    }

    Map<String, byte[]> secrets() {
        return secrets;
    }

    /// A zone master key is generated, and entered as if its parts came from elsewhere.
    void generateAndEnter(String form, Function<List<Share>, byte[]> whole) {
        String name = form.toLowerCase(Locale.ROOT);
        String shown = approved("GENERATE", "shown-" + name, "--purpose", "zone-master", "--form", form);
        List<Path> files = files(name);
        takeParts(shown, files);
        String checkValue = take(name, "", files, whole, KeyCheck::aesCmac);
        String entered = approved("ENTER", "entered-" + name, "--purpose", "zone-master", "--form", form, "--check", checkValue);
        assertThat(takeParts(entered, files)).startsWith(entered + " ENTER entered-" + name + " DONE");
    }

    /// Each officer sees or enters his part.
    ///
    /// @return what the last one reads
    private String takeParts(String ceremony, List<Path> files) {
        String last = "";
        for (int i = 0; i < NAMES.size(); i++) {
            last = officers.ceremony(NAMES.get(i), "part", ceremony, "--part-file", files.get(i).toString());
        }
        return last;
    }

    /// The keys of a terminal that is loaded by hand; its administrator logs on to it, so that the vault has its credential key at work.
    void loadTerminal() {
        HostConsole administrator = new HostConsole(URI.create(host));
        administrator.logIn("admin", Secret.of(PASSWORD));
        JsonNode registered = administrator.post("terminals",
                Map.of("merchantId", DemoSeed.MERCHANT.value(), "serialNumber", SERIAL_NUMBER, "model", "Shouyin VT-1"));
        List<Path> files = files("terminal");
        String components = files.get(0) + "," + files.get(1);
        String settings = folder.resolve("terminal-settings").toString();
        succeed("", "vault", "terminal-key", registered.path("terminalId").asString(), "--host", host, "--credential-key",
                "--officers", String.join(",", NAMES), "--password-files", password + "," + password, "--part-files", components, "--terminal-settings", settings);
        take("terminal's master key", "", files, HeldCeremonies::combinedTdes, KeyCheck::tdes);
        take("terminal's credential key", "credential-", files, HeldCeremonies::combined, KeyCheck::aesCmac);
        String logOn = "wait logon.operator\ntype 99\nkey OK\nwait logon.password\ntype " + registered.at("/initialPasswords/99").asString()
                + "\nkey OK\nwait change.new\nquit\n";
        succeed(logOn, "terminal", "--headless", "--data", folder.resolve("terminal").toString(), "--host", host, "--serial", SERIAL_NUMBER,
                "--tmk-components", components, "--terminal-settings", settings);
    }

    static byte[] combined(List<Share> parts) {
        return KeyComponents.combine(parts.stream().map(Share::y).toList());
    }

    static byte[] combinedTdes(List<Share> parts) {
        return KeyComponents.combineTdes(parts.stream().map(Share::y).toList());
    }

    private static void succeed(String input, String... arguments) {
        Program.Ended ended = CommandLineRun.runWith(input, arguments);
        assertThat(ended.exit()).as(ended.err()).isZero();
    }

    private List<Path> files(String what) {
        return NAMES.stream().map(name -> folder.resolve(what + "-of-" + name)).toList();
    }

    /// @return the check value of the whole
    private String take(String what, String prefix, List<Path> files, Function<List<Share>, byte[]> whole, Function<byte[], String> check) {
        List<Share> parts = files.stream().map(KeyPartFile::read)
                .map(lines -> new Share(Integer.parseInt(lines.get("part")), HexFormat.of().parseHex(lines.get(prefix + "component")))).toList();
        parts.forEach(part -> secrets.put(what + ", part " + part.x(), part.y()));
        byte[] key = whole.apply(parts);
        String checkValue = KeyPartFile.read(files.getFirst()).get(prefix + "whole-check");
        assertThat(check.apply(key)).as("the key that is looked for is the ceremony's").isEqualTo(checkValue);
        secrets.put(what + ", whole", key);
        return checkValue;
    }

    private String approved(String... proposal) {
        String id = officers.ceremony("lin", Stream.concat(Stream.of("propose"), Stream.of(proposal)).toArray(String[]::new)).split(" ")[0];
        officers.ceremony("zhou", "approve", id);
        return id;
    }
}
