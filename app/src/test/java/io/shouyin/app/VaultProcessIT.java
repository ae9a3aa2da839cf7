package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Pan;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.Pvv;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.WorkingKeyField;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.PinCommands.PinReference;
import io.shouyin.vault.PinCommands.PinSource;
import io.shouyin.vault.PinCommands.PinVerdict;
import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.remote.RemoteSecurityModule;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The host with the vault in a process of its own: `vault serve`, `serve --vault-socket`, a network and a terminal, all real
/// processes.
class VaultProcessIT {

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final int CARD = 1;

    @TempDir
    Path folder;

    /// The main job runs and key officers hold ceremonies; the host's heap is searched for all that it must not hold; the vault is killed between sales, and
    /// started again.
    @Test
    void hostBesideTheVault_holdsNoSecret_andOutlivesTheVault() throws Exception {
        try (LocalStack stack = new LocalStack(folder)) {
            ChildProcess vault = stack.startVault();
            int network = stack.startNetwork(0, 0)[0];
            LocalStack.HostAddress host = stack.startHost(LocalStack.Ports.ANY, network);
            HeadlessDriver terminal = new HeadlessDriver(stack.startHeadlessTerminal(host, "zh"));
            JsonNode cards = NamedFile.json(stack.networkFolder().resolve("cards.json"));
            new Tour(terminal, NamedFile.json(stack.accessFile()), cards, true, new PrintStream(new ByteArrayOutputStream())).run();
            Till till = new Till(terminal, cards.get(CARD - 1).get("pin").asString());
            till.signInAgain();
            till.sell();
            till.isAnswered("sale.approved", "");
            HeldCeremonies ceremonies = new HeldCeremonies(host.url(), NamedFile.json(stack.accessFile()), folder.resolve("officers"));
            ceremonies.generateAndEnter("COMPONENTS", HeldCeremonies::combined);
            ceremonies.generateAndEnter("SHARES", KeyComponents::recover);
            ceremonies.loadTerminal();

            assertThat(folder.resolve("host/keys")).as("the host made no master key").doesNotExist();
            Map<String, byte[]> secrets = secrets(cards);
            secrets.putAll(ceremonies.secrets());
            Map<String, byte[]> controls = Map.of("a name that the host knows", "JIANGNAN BISTRO".getBytes(StandardCharsets.US_ASCII),
                    "a key block's label", "TERMINAL_CREDENTIAL".getBytes(StandardCharsets.US_ASCII));
            ProcessHandle hostProcess = stack.process("host");
            HeapDump heap = HeapDump.of(hostProcess, folder.resolve("host.hprof"));
            assertThat(heap.find(controls)).as("the search finds what is there").hasSizeGreaterThanOrEqualTo(2);
            assertThat(heap.find(secrets)).as("secrets on the host's heap").isEmpty();
            Files.delete(folder.resolve("host.hprof"));
            HeapDump vaultHeap = HeapDump.of(vault.handle(), folder.resolve("vault.hprof"));
            assertThat(vaultHeap.find(secrets)).as("the same search in the vault's process, which has these keys at work")
                    .contains("terminal tck in clear", "terminal's credential key, whole in clear");

            vault.handle().destroyForcibly();
            vault.handle().onExit().join();
            till.leaveApproved();
            till.sell();
            till.isAnswered("sale.declined", "96");
            till.leaveDeclined();
            assertThat(hostProcess.isAlive()).isTrue();

            stack.startVault();
            till.sell();
            till.isAnswered("sale.approved", "");
        }
    }

    @Test
    void vaultServe_secondOneAndCtrlC_endInOneSentenceAndCleanly() throws Exception {
        Path socket = folder.resolve("run/vault.sock");
        String[] location = {"--folder", folder.resolve("keys").toString(), "--passphrase-file", Passphrases.ofTwoCustodians(folder)};
        Program.Ended without = Program.run(serve(location, socket));
        assertThat(without.exit()).isEqualTo(1);
        assertThat(without.err().strip().lines()).hasSize(1).first().asString().startsWith("LMK_FILE_MISSING: ");
        assertThat(Program.run("vault", "init", location[0], location[1], location[2], location[3], "--custodian", Passphrases.CUSTODIANS).exit()).isZero();
        try (Program vault = Program.start(folder.resolve("vault.err"), serve(location, socket))) {
            assertThat(vault.firstLine()).contains(socket.toString());
            Program.Ended second = Program.run(serve(location, socket));
            assertThat(second.exit()).isEqualTo(1);
            assertThat(second.err().strip().lines()).hasSize(1).first().asString().startsWith("VAULT_SOCKET_IN_USE: ");
            assertThat(verdict(socket, "1234")).as("the first goes on").isEqualTo(PinVerdict.RIGHT);
            vault.interruptGroup();
            vault.process().waitFor();
            assertThat(vault.err()).isEmpty();
            assertThat(socket).doesNotExist();
        }
    }

    /// One wrong PIN a day is allowed; the vault is killed after it.
    @Test
    void vaultServe_killedAndStartedAgain_keepsCountOfWrongPins() throws Exception {
        Path socket = folder.resolve("run/vault.sock");
        String[] location = {"--folder", folder.resolve("keys").toString(), "--passphrase-file", Passphrases.ofTwoCustodians(folder)};
        assertThat(Program.run("vault", "init", location[0], location[1], location[2], location[3], "--custodian", Passphrases.CUSTODIANS).exit()).isZero();
        String[] verb = Stream.concat(Stream.of(serve(location, socket)), Stream.of("--wrong-pins-per-card-max", "1")).toArray(String[]::new);
        try (Program vault = Program.start(folder.resolve("vault.err"), verb)) {
            vault.firstLine();
            assertThat(verdict(socket, "1234")).isEqualTo(PinVerdict.RIGHT);
            assertThat(verdict(socket, "9999")).isEqualTo(PinVerdict.WRONG);
            vault.process().destroyForcibly().waitFor();
        }
        try (Program vault = Program.start(folder.resolve("vault.err"), verb)) {
            vault.firstLine();
            assertThat(verdict(socket, "1234")).isEqualTo(PinVerdict.LIMIT_REACHED);
        }
    }

    /// Of a card whose PIN is 1234.
    private static PinVerdict verdict(Path socket, String pin) {
        String pan = "6216261000000000018";
        byte[] key = HexFormat.of().parseHex("0123456789ABCDEFFEDCBA9876543210");
        try (RemoteSecurityModule vault = RemoteSecurityModule.connect(RemoteSecurityModule.Settings.of(socket), _ -> { })) {
            PinSource source = new PinSource.Fixed(known(vault, KeyPurpose.ZONE_PIN_INCOMING), PinFormat.ISO_0);
            return vault.verifyPin(source, Tdes.encryptEcb(key, PinBlocks.encodeFormat0(pin, pan)), Pan.of(pan),
                    new PinReference.Pvv(known(vault, KeyPurpose.PIN_PVV), 1, Pvv.pvv(key, pan, 1, "1234")));
        }
    }

    private static KeyBlock known(SecurityModule vault, KeyPurpose purpose) {
        return vault.combine(purpose, List.of(Secret.of("5D".repeat(16)), Secret.of("5D7F193BD5F791B3A280E6C42A086E4C")));
    }

    private static String[] serve(String[] location, Path socket) {
        return Stream.concat(Stream.of("vault", "serve", "--json", "--socket", socket.toString()), Stream.of(location)).toArray(String[]::new);
    }

    /// Every clear key, PIN and password that there is on this machine, from where its owner keeps it.
    private Map<String, byte[]> secrets(JsonNode cards) throws Exception {
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        keys(secrets, "vault", folder.resolve("vault/lmk.p12"), folder.resolve("vault/lmk.passphrase"));
        keys(secrets, "network", folder.resolve("network/keys.p12"), folder.resolve("network/keys.passphrase"));
        keys(secrets, "terminal", folder.resolve("terminal/keys.p12"), folder.resolve("terminal/keys.pass"));
        byte[] field62 = HexFormat.of().parseHex(NamedFile.json(folder.resolve("terminal/state.json")).get("workingKeysHex").asString());
        try (WorkingKeyField.Keys working = WorkingKeyField.parse(secrets.get("terminal tmk"), field62)) {
            secrets.put("PIK", working.pik());
            secrets.put("MAK", working.mak());
            if (working.hasTdk()) {
                secrets.put("TDK", working.tdk());
            }
        }
        for (int number : new int[] {1, 2}) {
            String component = Files.readAllLines(folder.resolve("network/zmk-component-" + number + ".txt")).stream()
                    .filter(line -> line.startsWith("component=")).findFirst().orElseThrow().substring("component=".length());
            secrets.put("ZMK component " + number, HexFormat.of().parseHex(component));
        }
        for (JsonNode card : cards) {
            String pin = card.get("pin").asString();
            String pan = card.get("pan").asString();
            text(secrets, "PIN of " + card.at("/name/en").asString(), pin);
            secrets.put("PIN field of " + card.at("/name/en").asString(), HexFormat.of().parseHex("06" + pin + "FFFFFFFF"));
            secrets.put("PIN block of " + card.at("/name/en").asString(), PinBlocks.encodeFormat0(pin, pan));
        }
        text(secrets, "passphrase", Files.readString(folder.resolve("vault/lmk.passphrase")));
        text(secrets, "transaction password", Tour.TRANSACTION_PASSWORD);
        text(secrets, "wrong transaction password", Tour.WRONG_PASSWORD);
        text(secrets, "administrator's password", Tour.ADMINISTRATOR_PASSWORD);
        text(secrets, "supervisor's password", Tour.SUPERVISOR_PASSWORD);
        text(secrets, "cashier's password", Tour.CASHIER_PASSWORD);
        assertThat(secrets).hasSizeGreaterThan(25).containsKeys("vault lmk", "network zmk", "network zpk", "network zak", "terminal tmk", "terminal tck");
        return secrets;
    }

    private static void keys(Map<String, byte[]> secrets, String owner, Path file, Path passphraseFile) throws Exception {
        char[] passphrase = Files.readString(passphraseFile).strip().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, passphrase);
        }
        for (String alias : Collections.list(store.aliases())) {
            Key key = store.getKey(alias, passphrase);
            if (key != null && key.getFormat().equals("RAW") && !alias.startsWith("device-public")) {
                secrets.put(owner + " " + alias, key.getEncoded());
            }
        }
    }

    private static void text(Map<String, byte[]> secrets, String name, String secret) {
        secrets.put(name, secret.getBytes(StandardCharsets.UTF_8));
    }

    /// A cashier's hands.
    private record Till(HeadlessDriver terminal, String pin) {

        void signInAgain() {
            terminal.press("OK");
            terminal.await("menu.duty", WAIT);
            terminal.press("1");
            terminal.await("signIn.done", WAIT);
            terminal.press("OK CANCEL");
        }

        void sell() {
            terminal.await("menu.cashier", WAIT);
            terminal.press("1");
            terminal.await("sale.amount", WAIT);
            terminal.type("1000");
            terminal.await("sale.card", WAIT);
            terminal.swipe(CARD);
            terminal.await("sale.password", WAIT);
            terminal.type(Tour.TRANSACTION_PASSWORD);
            terminal.await("sale.pin", WAIT);
            terminal.type(pin);
        }

        void isAnswered(String screen, String text) {
            assertThat(terminal.await(screen, WAIT).toString()).contains(text);
        }

        void leaveApproved() {
            terminal.press("OK");
            terminal.await("sale.done", WAIT);
            terminal.press("OK");
        }

        void leaveDeclined() {
            terminal.press("OK");
        }
    }
}
