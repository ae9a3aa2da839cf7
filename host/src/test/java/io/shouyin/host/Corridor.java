package io.shouyin.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.access.TestStaff;
import io.shouyin.host.channels.CardNetworks;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.gateway.GatewayServer;
import io.shouyin.host.ledger.LedgerCheck;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.platform.DatabaseAccess;
import io.shouyin.host.platform.TestDatabase;
import io.shouyin.iso8583.Message;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.kernel.TerminalId;
import io.shouyin.network.NetworkServer;
import io.shouyin.network.NetworkSettings;
import io.shouyin.network.SmsCentre;
import io.shouyin.network.WalletServer;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.terminal.Terminal;
import io.shouyin.terminal.TerminalSettings;
import io.shouyin.terminal.device.ConsoleDevice;
import io.shouyin.terminal.device.DemoCard;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.FileStorage;
import io.shouyin.terminal.device.Model;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.SystemClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/// The whole way of a sale for a test: real terminals, a real host over a real PostgreSQL, a real network, all on loopback.
public final class Corridor implements AutoCloseable {

    public static final MerchantId MERCHANT = new MerchantId("104290058120001");
    public static final String ADMINISTRATOR_PASSWORD = "604173";
    public static final String SUPERVISOR_PASSWORD = "826094";
    public static final String CASHIER_PASSWORD = "715038";
    public static final String TRANSACTION_PASSWORD = "tea5Pot9";
    private static final Duration WAIT = Duration.ofSeconds(60);

    private final Path folder;
    private final Map<String, Object> extra;
    public final DatabaseAccess database = TestDatabase.fresh();
    public final NetworkServer network;
    private ConfigurableApplicationContext host;

    private Corridor(Path folder, Map<String, Object> extra) {
        this.folder = folder;
        this.extra = extra;
        this.network = NetworkServer.start(NetworkSettings.of(folder.resolve("network")).withPorts(0, 0));
        startHost();
    }

    /// A corridor with one merchant in the register.
    public static Corridor start(Path folder) {
        return start(folder, Map.of());
    }

    /// @param extra settings that differ from the usual
    public static Corridor start(Path folder, Map<String, Object> extra) {
        Corridor corridor = new Corridor(folder, extra);
        corridor.bean(Merchants.class).register(new Merchants.Registration(MERCHANT, "江南小馆", "JIANGNAN BISTRO", "5812", "SHANGHAI", "02155550100"));
        return corridor;
    }

    /// Starts a host on the same database and network: the first one, or after [#stopHost].
    public void startHost() {
        host = HostApplication.start(settings());
    }

    /// Starts one more host on the same database and network, which the caller stops.
    public ConfigurableApplicationContext startAnotherHost() {
        return HostApplication.start(settings());
    }

    /// Of a host on this database and network, with ports of its own.
    public Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(TestDatabase.settings(database));
        settings.put("shouyin.http.port", 0);
        settings.put("shouyin.management.port", 0);
        settings.put("shouyin.access.profile", "pci-4.0.1-sole");   // a second factor is asked of those who have one
        settings.put("shouyin.access.hash-rest", 0);                // tests log in one after the other
        settings.put("shouyin.gateway.tls-port", 0);
        settings.put("shouyin.gateway.plain-enabled", true);
        settings.put("shouyin.gateway.plain-port", 0);
        settings.put("shouyin.gateway.certificate-folder", folder.resolve("host/gateway").toString());
        settings.put("shouyin.updates.folder", folder.resolve("host/updates").toString());
        settings.put("shouyin.keys.folder", folder.resolve("host/keys").toString());
        settings.put("shouyin.audit.folder", folder.resolve("host/audit").toString());
        settings.put("shouyin.channels.network-port", network.port());
        settings.put("shouyin.channels.zone-master-key-components[0]", folder.resolve("network/zmk-component-1.txt").toString());
        settings.put("shouyin.channels.zone-master-key-components[1]", folder.resolve("network/zmk-component-2.txt").toString());
        settings.put("shouyin.channels.breaker-failures", 1_000);                       // many tests are about silence
        settings.put("shouyin.notify.smpp.host", "127.0.0.1");
        settings.put("shouyin.notify.smpp.port", network.smsCentre().port());
        settings.put("shouyin.notify.smpp.tls", false);
        settings.put("shouyin.notify.smpp.password-file", folder.resolve("network").resolve(SmsCentre.PASSWORD_FILE).toString());
        settings.put("shouyin.channels.wallet.url", "http://127.0.0.1:" + network.walletPort());
        settings.put("shouyin.channels.wallet.secret-file", folder.resolve("network").resolve(WalletServer.SECRET_FILE).toString());
        settings.put("shouyin.credentials.watch.failures-per-merchant-max", 100_000);   // many tests guess at the one merchant
        settings.put("shouyin.credentials.watch.failures-per-platform-max", 100_000);
        settings.putAll(extra);
        return settings;
    }

    public void stopHost() {
        host.close();
    }

    /// Returns once the host has signed on to the network and has its keys.
    public void awaitNetwork() {
        long deadlineNanos = System.nanoTime() + WAIT.toNanos();
        while (!bean(CardNetworks.class).areUp()) {
            Check.invariant(System.nanoTime() < deadlineNanos, "the network comes up in time");
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// The first host as it runs.
    public ConfigurableApplicationContext running() {
        return host;
    }

    public <T> T bean(Class<T> type) {
        return host.getBean(type);
    }

    /// People who log in to its console.
    public TestStaff staff() {
        return host.getAutowireCapableBeanFactory().createBean(TestStaff.class);
    }

    public JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    /// Of the journal's row of a message.
    public String column(Message message, String name) {
        return jdbc().sql("SELECT " + name + " FROM acquiring.transaction WHERE terminal_id = ? AND trace_number = ?")
                .params(message.text(41), Integer.parseInt(message.text(11))).query(String.class).single();
    }

    /// The steps that the journal's row of a message has behind it.
    public List<String> story(Message message) {
        return jdbc().sql("""
                SELECT step ->> 'step' FROM acquiring.transaction, jsonb_array_elements(story) WITH ORDINALITY AS steps (step, number)
                WHERE terminal_id = ? AND trace_number = ? ORDER BY number""")
                .params(message.text(41), Integer.parseInt(message.text(11))).query(String.class).list();
    }

    public String url() {
        return "http://127.0.0.1:" + ((WebServerApplicationContext) host).getWebServer().getPort();
    }

    public int plainPort() {
        return bean(GatewayServer.class).plainPort().orElseThrow();
    }

    /// A registered device and what the provider handed out with it.
    public record Handout(String terminalId, String serialNumber, String activationCode, Map<String, String> initialPasswords) {}

    public Handout register(String serialNumber) {
        return register(serialNumber, TerminalProfile.TDES);
    }

    public Handout register(String serialNumber, TerminalProfile profile) {
        Terminals.Registered registered = bean(Terminals.class).register(MERCHANT, serialNumber, "Shouyin VT-1", profile);
        Map<String, String> passwords = new LinkedHashMap<>();
        registered.initialPasswords().forEach((OperatorNumber operator, Secret password) -> passwords.put(operator.value(), clear(password)));
        return new Handout(registered.terminal().value(), serialNumber, clear(registered.activation().clear()), passwords);
    }

    /// A new activation code for a device that lost everything, and an empty state folder.
    public Handout wiped(Handout handout) throws IOException {
        FileSystemUtils.deleteRecursively(folder.resolve("terminal-" + handout.serialNumber()));
        String code = clear(bean(Terminals.class).issueActivation(new TerminalId(handout.terminalId()), Optional.empty()).clear());
        return new Handout(handout.terminalId(), handout.serialNumber(), code, handout.initialPasswords());
    }

    /// A terminal that has just been switched on with its activation code.
    public Till switchOn(Handout handout) {
        return switchOn(handout, UnaryOperator.identity());
    }

    /// @param change what differs from the usual
    public Till switchOn(Handout handout, UnaryOperator<TerminalSettings> change) {
        return new Till(Terminal.start(change.apply(settings(handout))), handout);
    }

    private TerminalSettings settings(Handout handout) {
        return TerminalSettings.in(folder.resolve("terminal-" + handout.serialNumber()))
                .withHostUrl(URI.create(url())).withSerialNumber(handout.serialNumber()).withActivationCode(handout.activationCode())
                .withCardsFile(folder.resolve("network/cards.json"));
    }

    /// A terminal in service: activated, all passwords changed, the transaction password set, cashier 01 signed in.
    public Till inService(String serialNumber) {
        return inService(serialNumber, UnaryOperator.identity());
    }

    /// @param change what differs from the usual
    public Till inService(String serialNumber, UnaryOperator<TerminalSettings> change) {
        return putInService(switchOn(register(serialNumber), change));
    }

    public Till inService(String serialNumber, TerminalProfile profile) {
        return putInService(switchOn(register(serialNumber, profile)));
    }

    /// A terminal in service that sends no heartbeats, and so hears nothing of what it is ordered.
    public Till inServiceDeaf(String serialNumber) {
        Handout handout = register(serialNumber);
        TerminalSettings settings = settings(handout);
        var device = new ConsoleDevice(new SystemClock(), DemoCard.read(folder.resolve("network/cards.json")), Model.named(settings.model()));
        return putInService(new Till(Terminal.start(settings, device, FileStorage.open(settings.stateFolder())), handout));
    }

    private static Till putInService(Till till) {
        till.await("activation.done");
        till.press("OK");
        till.logOnFirst("99", ADMINISTRATOR_PASSWORD);
        till.await("menu.administrator");
        till.press("1");
        till.await("menu.passwords");
        till.press("1");
        till.enterTwice("transactionPassword.new", "transactionPassword.again", TRANSACTION_PASSWORD);
        till.await("transactionPassword.saved");
        till.press("OK CANCEL");
        till.await("menu.administrator");
        till.press("3");
        till.logOnFirst("01", CASHIER_PASSWORD);
        till.await("signIn.offer");
        till.press("OK");
        till.await("signIn.done");
        till.press("OK");
        till.await("menu.cashier");
        return till;
    }

    public String pin(int card) {
        return clear(Secret.ofUtf8(network.cards().get(card).pin(SecretAccess.granted()).getBytes(StandardCharsets.UTF_8)));
    }

    static String clear(Secret secret) {
        try (secret) {
            return new String(secret.reveal(SecretAccess.granted()), StandardCharsets.UTF_8);
        }
    }

    /// The invariants over the books, with everything that this corridor has sold.
    public void assertBooksHold() {
        assertThat(bean(LedgerCheck.class).run().broken()).as("the books").isEmpty();
    }

    @Override
    public void close() {
        try {
            if (host.isActive()) {
                assertBooksHold();
                host.close();
            }
        } finally {
            host = null;                        // a test class keeps its corridor for good; a host's vault alone has 32 MiB
            network.close();
        }
    }

    /// A terminal and the hands on it.
    public static final class Till implements AutoCloseable {

        public final Terminal terminal;
        public final Handout handout;

        private Till(Terminal terminal, Handout handout) {
            this.terminal = terminal;
            this.handout = handout;
        }

        public Screen await(String screenId) {
            return terminal.awaitScreen(screen -> screen.is(screenId), WAIT);
        }

        public void press(String labels) {
            terminal.press(labels);
        }

        public void type(String text) {
            terminal.type(text);
            terminal.press("OK");
        }

        /// Logs on with the initial password and changes it.
        public void logOnFirst(String operator, String newPassword) {
            logOnFirst(operator, handout.initialPasswords().get(operator), newPassword);
        }

        public void logOnFirst(String operator, String initialPassword, String newPassword) {
            logOn(operator, initialPassword);
            enterTwice("change.new", "change.again", newPassword);
            await("change.saved");
            press("OK");
        }

        public void logOn(String operator, String password) {
            await("logon.operator");
            type(operator);
            await("logon.password");
            type(password);
        }

        public void enterTwice(String firstScreen, String secondScreen, String secret) {
            await(firstScreen);
            type(secret);
            await(secondScreen);
            type(secret);
        }

        /// From the cashier's menu to the confirmed PIN.
        public void sell(String fen, int card, String password, String pin) {
            await("menu.cashier");
            press("1");
            await("sale.amount");
            type(fen);
            await("sale.card");
            terminal.card(EntryMode.SWIPE, card);
            await("sale.password");
            type(password);
            await("sale.pin");
            type(pin);
        }

        @Override
        public void close() {
            terminal.close();
        }
    }
}
