package io.shouyin.app;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.network.SmsCentre;
import io.shouyin.network.WalletServer;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.vault.LocalMasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Network, host and terminal as real processes on this machine, on real sockets: what demo, tour and soak stand on.
final class LocalStack implements AutoCloseable {

    /// 0 = any free one.
    record Ports(int http, int management, int gatewayTls, int gatewayPlain, int network, int networkControl, int terminal) {
        static final Ports ANY = new Ports(0, 0, 0, 0, 0, 0, 0);
    }

    /// Where a started host listens.
    record HostAddress(int http, int gatewayTls, int gatewayPlain) {
        String url() {
            return "http://127.0.0.1:" + http;
        }
    }

    private static final int PASSPHRASE_BYTES = 24;

    private static final int NETWORK_MEBIBYTES = 256;
    /// The simulated issuer remembers a sale in some 800 bytes, for good: that is how it knows what follows or repeats one.
    private static final int SALES_PER_MEBIBYTE = 1000;

    private final Path folder;
    private final int networkMebibytes;
    private final List<ChildProcess> started = new ArrayList<>();
    private boolean vaultStarted;
    private int smsPort;
    private int walletPort;
    private String phonePage;
    private boolean walletStarted;
    private int secondNetworkPort;
    private Path releaseKeys;

    LocalStack(Path folder) {
        this(folder, 0);
    }

    /// @param sales beyond a few, how many the network is to have room for
    LocalStack(Path folder, long sales) {
        this.folder = folder;
        this.networkMebibytes = Math.toIntExact(NETWORK_MEBIBYTES + sales / SALES_PER_MEBIBYTE);
    }

    /// With the message centre and the wallet on any free port.
    ///
    /// @return the port of the network and that of its switches
    int[] startNetwork(int port, int controlPort) {
        return startNetwork(port, controlPort, 0, 0);
    }

    /// The hosts that are started after it send their texts to its message centre, and payments by code to its wallet.
    ///
    /// @return the port of the network and that of its switches
    int[] startNetwork(int port, int controlPort, int smsCentrePort, int walletPagePort) {
        JsonNode ready = start("network", networkMebibytes + "m", List.of("network", "--data", networkFolder().toString(),
                "--port", "" + port, "--control-port", "" + controlPort, "--sms-port", "" + smsCentrePort, "--wallet-port", "" + walletPagePort, "--json")).nextLine();
        smsPort = ready.get("smsPort").asInt();
        walletPort = walletStarted ? walletPort : ready.get("walletPort").asInt();
        phonePage = phonePage(ready.get("controlPort").asInt());
        return new int[] {ready.get("port").asInt(), ready.get("controlPort").asInt()};
    }

    /// Starts another network, with keys of its own and the issuer of the first; again it is on the same port. The hosts that are started after it have the channel `second` to it.
    ///
    /// @return the port of its switches
    int startSecondNetwork() {
        JsonNode ready = start("second-network", "128m", List.of("network", "--data", secondNetworkFolder().toString(), "--issuer-of", networkFolder().toString(),
                "--port", "" + secondNetworkPort, "--control-port", "0", "--sms-port", "0", "--wallet-port", "0", "--json")).nextLine();
        secondNetworkPort = ready.get("port").asInt();
        return ready.get("controlPort").asInt();
    }

    /// Starts a wallet in a process of its own, in the place of the network's, for the hosts that are started after it; again it is on the same port.
    ///
    /// @param port 0 for any free one
    void startWallet(int port) {
        walletStarted = true;
        walletPort = start("wallet", "128m", List.of("network", "--data", walletFolder().toString(), "--port", "0", "--control-port", "0", "--sms-port", "0",
                "--wallet-port", "" + port, "--json")).nextLine().get("walletPort").asInt();
    }

    /// Where the simulated phone shows the texts.
    static String phonePage(int networkControlPort) {
        return "http://127.0.0.1:" + networkControlPort + "/phone";
    }

    /// Where the simulated wallet shows codes and scans them.
    String walletPage() {
        return "http://127.0.0.1:" + walletPort + "/";
    }

    /// Starts a vault in a process of its own, for the hosts that are started after it. Its master key is made at the first time.
    ChildProcess startVault() {
        if (!Files.exists(vaultPassphraseFile())) {
            byte[] random = new byte[PASSPHRASE_BYTES];
            new SecureRandom().nextBytes(random);
            writePrivately(vaultPassphraseFile(), Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            try (Secret passphrase = LocalMasterKey.passphraseIn(vaultPassphraseFile())) {
                LocalMasterKey.create(vaultFolder().resolve("lmk.p12"), passphrase).close();
            }
        }
        ChildProcess vault = start("vault", "128m", List.of("vault", "serve", "--json", "--folder", vaultFolder().toString(),
                "--passphrase-file", vaultPassphraseFile().toString(), "--socket", vaultSocket().toString()));
        vault.nextLine();
        vaultStarted = true;
        return vault;
    }

    /// Makes signers of terminal software at the first time; the hosts that are started after it take releases that two of them have signed.
    void makeReleaseSigners() {
        releaseKeys = DemoReleases.ensure(releaseFolder());
    }

    Path releaseFolder() {
        return folder.resolve("release");
    }

    Path vaultFolder() {
        return folder.resolve("vault");
    }

    Path vaultPassphraseFile() {
        return vaultFolder().resolve("lmk.passphrase");
    }

    Path vaultSocket() {
        return folder.resolve("vault-socket").resolve("vault.sock");
    }

    /// Starts a host with the demo's merchant and terminal in its register.
    HostAddress startHost(Ports ports, int networkPort) {
        return startHost(ports, networkPort, TerminalProfile.TDES);
    }

    /// @param profile of the terminal, if this is the first start
    HostAddress startHost(Ports ports, int networkPort, TerminalProfile profile) {
        List<String> verb = new ArrayList<>(List.of("serve", "--json", "--data", folder.resolve("host").toString(),
                "--http-port", "" + ports.http(), "--management-port", "" + ports.management(),
                "--gateway-port", "" + ports.gatewayTls(), "--plain", "--plain-port", "" + ports.gatewayPlain(), "--frames-over-http",
                "--network", "127.0.0.1:" + networkPort,
                "--zmk-component", networkFolder().resolve("zmk-component-1.txt").toString(),
                "--zmk-component", networkFolder().resolve("zmk-component-2.txt").toString(),
                "--seed", accessFile().toString(), "--seed-profile", profile.code()));
        if (smsPort != 0) {
            verb.addAll(List.of("--sms-centre", "127.0.0.1:" + smsPort, "--sms-password-file", networkFolder().resolve(SmsCentre.PASSWORD_FILE).toString(),
                    "--phone-page", phonePage));
        }
        if (walletPort != 0) {
            verb.addAll(List.of("--wallet", walletPage(), "--wallet-secret-file", (walletStarted ? walletFolder() : networkFolder()).resolve(WalletServer.SECRET_FILE).toString()));
        }
        if (secondNetworkPort != 0) {
            verb.addAll(List.of("--channel", "second=127.0.0.1:" + secondNetworkPort + ",00020000," + secondNetworkFolder()));
        }
        if (releaseKeys != null) {
            verb.addAll(List.of("--release-keys", releaseKeys.toString()));
        }
        if (vaultStarted) {
            verb.addAll(List.of("--vault-socket", vaultSocket().toString()));
        }
        JsonNode ready = start("host", "512m", verb).nextLine();
        return new HostAddress(ready.get("httpPort").asInt(), ready.get("gatewayPort").asInt(), ready.get("plainPort").asInt());
    }

    /// Starts the virtual terminal's page.
    ///
    /// @return its port
    int startTerminalPage(int port, HostAddress host, String model, TillOptions till) {
        List<String> verb = new ArrayList<>(terminalVerb(host));
        verb.addAll(List.of("--port", "" + port, "--model", model, "--activate-from", accessFile().toString()));
        verb.addAll(till.arguments());
        return start("terminal", "192m", verb).nextLine().get("port").asInt();
    }

    /// Starts a terminal that is driven over its standard input.
    ChildProcess startHeadlessTerminal(HostAddress host, String language) {
        List<String> verb = new ArrayList<>(terminalVerb(host));
        verb.addAll(List.of("--headless", "--lang", language));
        return start("terminal", "128m", verb);
    }

    private List<String> terminalVerb(HostAddress host) {
        return List.of("terminal", "--json", "--data", folder.resolve("terminal").toString(), "--host", host.url(),
                "--serial", DemoSeed.SERIAL_NUMBER, "--cards", networkFolder().resolve("cards.json").toString());
    }

    private ChildProcess start(String name, String heapMax, List<String> verb) {
        ChildProcess child = ChildProcess.start(name, folder, heapMax, verb);
        started.add(child);
        return child;
    }

    /// The process that was started last under a name: `network`, `vault`, `host` or `terminal`.
    ProcessHandle process(String name) {
        return started.reversed().stream().filter(child -> child.name().equals(name)).findFirst().orElseThrow().handle();
    }

    /// Ends a process at once, as `kill -9` does.
    void kill(String name) {
        process(name).destroyForcibly();
        process(name).onExit().join();
    }

    /// A process that has ended by itself.
    Optional<ChildProcess> ended() {
        return started.stream().filter(child -> !child.isAlive()).findFirst();
    }

    Path accessFile() {
        return folder.resolve("access.json");
    }

    Path networkFolder() {
        return folder.resolve("network");
    }

    Path walletFolder() {
        return folder.resolve("wallet");
    }

    Path secondNetworkFolder() {
        return folder.resolve("second-network");
    }

    /// Writes a file that only this user may read, whole or not at all.
    static void writePrivately(Path file, String content) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path whole = Files.createTempFile(folder, "." + file.getFileName(), ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(whole, content);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new Fault("FILE_UNWRITABLE", Recovery.FIX_THE_SETUP, "the file " + file + " cannot be written", unwritable);
        }
    }

    /// Ends the processes, the last one first.
    @Override
    public void close() {
        started.reversed().forEach(ChildProcess::close);
    }
}
