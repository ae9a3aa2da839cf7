package io.shouyin.network;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.qr.CodeException;
import io.shouyin.paycrypto.HmacKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// The simulated wallet, over HTTP on a port of its own. For the acquirer, each call and each answer signed ([#SIGNATURE]):
///
/// | call | does |
/// |---|---|
/// | `POST /v1/payments` | charges the customer whose code was scanned |
/// | `POST /v1/orders` | takes an order whose code the merchant shows |
/// | `POST /v1/queries` | says what has become of a payment |
/// | `POST /v1/cancellations` | undoes a payment, or makes sure that it will not be |
/// | `POST /v1/refunds` | gives back a part of a payment |
/// | `POST /v1/notices` | says where notices go |
///
/// For people: `/` is the page of a phone with wallets; it shows codes, scans, pays and refuses, and sets the [WalletMode]. A notice is
/// `{"reference":"..."}`, sent until somebody takes it; it says that something has happened, and not what.
public final class WalletServer implements AutoCloseable {

    /// The file with the secret that the acquirer has, too, in the data folder of the network.
    public static final String SECRET_FILE = "wallet-secret.txt";
    /// HMAC-SHA-256 in hex: of a call and a notice over path and body, of an answer over the call's signature, status and body, with line feeds between.
    public static final String SIGNATURE = "Wallet-Signature";

    private static final Logger LOG = LoggerFactory.getLogger(WalletServer.class);
    private static final int SECRET_BYTES = 24;
    private static final int BODY_BYTES_MAX = 4096;
    private static final int SILENT_SECONDS = 60;
    private static final Duration NOTICE_TIMEOUT = Duration.ofSeconds(5);
    private static final int NOTICE_PAUSE_MILLIS = 500;
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> CHANGES = Set.of("/v1/payments", "/v1/orders", "/v1/refunds", "/v1/cancellations");

    private final boolean loopbackOnly;
    private final HmacKey secret;
    private final WalletDesk desk;
    private final HttpServer http;
    private final HttpClient acquirer = HttpClient.newBuilder().connectTimeout(NOTICE_TIMEOUT).build();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch stopping = new CountDownLatch(1);

    private WalletServer(NetworkSettings settings) throws IOException {
        this.loopbackOnly = settings.bindAddress().isLoopbackAddress();
        this.secret = HmacKey.of(secretIn(settings.dataFolder().resolve(SECRET_FILE)).getBytes(StandardCharsets.US_ASCII));
        this.desk = new WalletDesk(new WalletBook(settings.dataFolder()), settings.clock(), this::tell);
        this.http = HttpServer.create(new InetSocketAddress(settings.bindAddress(), settings.walletPort()), 0);
        http.setExecutor(workers);
        http.createContext("/", this::handle);
        http.start();
        desk.untold().forEach(this::tell);
    }

    /// @throws Fault `NETWORK_PORT_UNUSABLE`
    static WalletServer start(NetworkSettings settings) {
        try {
            return new WalletServer(settings);
        } catch (IOException taken) {
            throw NetworkServer.portUnusable(taken);
        }
    }

    private static String secretIn(Path file) {
        if (!Files.exists(file)) {
            byte[] random = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(random);
            Store.replace(file, HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII));
        }
        return new String(Store.read(file, NetworkRefusal.NETWORK_DATA_UNUSABLE), StandardCharsets.US_ASCII).strip();
    }

    public int port() {
        return http.getAddress().getPort();
    }

    // what a test does in the place of the page

    /// A code that a customer shows: of `1` Alipay, `2` WeChat Pay, `3` UnionPay, `4` digital yuan.
    public String showCode(String customer) {
        return desk.showCode(customer);
    }

    /// A customer scans a merchant's code and pays what it says, or refuses.
    ///
    /// @return the payment's state
    public String scanAndDecide(String customer, String payload, boolean pays) throws CodeException {
        WalletDesk.Scanned scanned = desk.scan(customer, payload);
        return scanned.refusal() != null ? scanned.refusal().name() : desk.decide(customer, scanned.reference(), pays).state();
    }

    /// A customer says yes or no to what waits for it.
    public String decide(String customer, String reference, boolean pays) {
        return desk.decide(customer, reference, pays).state();
    }

    /// A customer pays into a static code.
    ///
    /// @return the payment's state, or why not
    public String payStatic(String customer, String payload, long amountFen) throws CodeException {
        WalletDesk.Standing standing = desk.payStatic(customer, payload, amountFen);
        return standing.reason() != null ? standing.reason().name() : standing.state();
    }

    /// As the acquirer tells it by `POST /v1/notices`.
    public void noticesTo(String url) {
        desk.noticesTo(url);
    }

    public long balanceFen(String customer) {
        return desk.customers().stream().filter(one -> one.id().equals(customer)).findFirst().orElseThrow().balanceFen();
    }

    public void mode(WalletMode mode) {
        desk.mode(mode);
    }

    // HTTP

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (loopbackOnly && !LOOPBACK_NAMES.contains(hostName(exchange))) {
                send(exchange, 403, Map.of("code", NetworkRefusal.NETWORK_CONTROL_HOST_REFUSED.name()));
                return;
            }
            String path = exchange.getRequestURI().getPath();
            try {
                if (path.startsWith("/v1/")) {
                    acquirer(exchange, path);
                } else {
                    person(exchange, path);
                }
            } catch (JacksonException | IllegalArgumentException nonsense) {
                send(exchange, 400, Map.of("code", NetworkRefusal.NETWORK_CONTROL_INPUT_INVALID.name()));
            } catch (RuntimeException broken) {
                LOG.error("a call to the wallet failed: {}", broken.getClass().getName());
                send(exchange, 500, Map.of("code", NetworkRefusal.NETWORK_CONTROL_FAILED.name()));
            }
        }
    }

    private static String hostName(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        return host == null ? "" : host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
    }

    private void acquirer(HttpExchange exchange, String path) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX);
        String signature = signature(path, new String(body, StandardCharsets.UTF_8));
        String shown = exchange.getRequestHeaders().getFirst(SIGNATURE);
        if (shown == null || !MessageDigest.isEqual(signature.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.US_ASCII))) {
            send(exchange, 401, Map.of("code", "SIGNATURE_WRONG"));
            return;
        }
        WalletMode mode = desk.mode();
        if (mode == WalletMode.DEAD || mode == WalletMode.LOST && CHANGES.contains(path)) {
            saysNothing();
            return;
        }
        Object answer = answer(path, body);
        if (mode == WalletMode.SILENT && CHANGES.contains(path)) {
            saysNothing();
            return;
        }
        String text = Store.JSON.writeValueAsString(answer);
        exchange.getResponseHeaders().set(SIGNATURE, signature(signature, "200", text));
        send(exchange, 200, text.getBytes(StandardCharsets.UTF_8));
    }

    private Object answer(String path, byte[] body) {
        return switch (path) {
            case "/v1/payments" -> desk.pay(Store.JSON.readValue(body, WalletDesk.Pay.class));
            case "/v1/orders" -> desk.order(Store.JSON.readValue(body, WalletDesk.Order.class));
            case "/v1/refunds" -> desk.refund(Store.JSON.readValue(body, WalletDesk.Refund.class));
            case "/v1/queries" -> desk.query(Store.JSON.readValue(body, Reference.class).reference());
            case "/v1/cancellations" -> desk.cancel(Store.JSON.readValue(body, Reference.class).reference());
            case "/v1/notices" -> {
                String url = Store.JSON.readValue(body, NoticesTo.class).url();
                desk.noticesTo(url);
                yield Map.of("url", url);
            }
            default -> throw new IllegalArgumentException("there is no such call");
        };
    }

    record Reference(String reference) {}

    record NoticesTo(String url) {}

    private String signature(String... parts) {
        return HexFormat.of().formatHex(secret.mac(String.join("\n", parts).getBytes(StandardCharsets.UTF_8)));
    }

    private void saysNothing() {
        try {
            stopping.await(SILENT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    // people

    /// What the page shows.
    record Wallets(WalletMode mode, List<WalletCustomer> customers, List<WalletPayment> payments) {}

    record Act(String customer, String payload, Long amountFen, String reference, Boolean pays, WalletMode mode) {}

    private void person(HttpExchange exchange, String path) throws IOException {
        Optional<PageFile> file = PageFile.ofWallet(path);
        if (file.isPresent() && exchange.getRequestMethod().equals("GET")) {
            file.get().send(exchange);
            return;
        }
        if (path.equals("/wallets") && exchange.getRequestMethod().equals("GET")) {
            send(exchange, 200, new Wallets(desk.mode(), desk.customers(), desk.payments()));
            return;
        }
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (!exchange.getRequestMethod().equals("POST") || type == null || !type.startsWith("application/json")) {
            send(exchange, 404, Map.of("code", NetworkRefusal.NETWORK_CONTROL_NOT_FOUND.name()));
            return;
        }
        Act act = Store.JSON.readValue(exchange.getRequestBody().readNBytes(BODY_BYTES_MAX), Act.class);
        try {
            send(exchange, 200, switch (path) {
                case "/codes" -> Map.of("code", desk.showCode(act.customer()), "seconds", WalletDesk.CODE_LASTS.toSeconds());
                case "/scans" -> desk.scan(act.customer(), act.payload());
                case "/decisions" -> desk.decide(act.customer(), act.reference(), act.pays());
                case "/static-payments" -> desk.payStatic(act.customer(), act.payload(), act.amountFen());
                case "/mode" -> {
                    desk.mode(act.mode());
                    yield Map.of("mode", act.mode());
                }
                default -> throw new IllegalArgumentException("there is no such page");
            });
        } catch (CodeException refused) {
            send(exchange, 422, Map.of("code", refused.refusal().name(), "zh", refused.refusal().zh(), "en", refused.refusal().en()));
        }
    }

    private static void send(HttpExchange exchange, int status, Object content) throws IOException {
        send(exchange, status, Store.JSON.writeValueAsBytes(content));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    // notices

    private void tell(WalletPayment payment) {
        workers.execute(() -> {
            int times = desk.mode() == WalletMode.NOTICES_TWICE ? 2 : 1;
            while (!isTaken(payment.reference())) {
                try {
                    if (stopping.await(NOTICE_PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
            if (times == 2) {
                isTaken(payment.reference());
            }
            desk.heard(payment.reference());
        });
    }

    private boolean isTaken(String reference) {
        Optional<String> url = desk.noticeUrl();
        if (url.isEmpty()) {
            return false;
        }
        try {
            URI to = URI.create(url.get());
            String body = Store.JSON.writeValueAsString(new Reference(reference));
            HttpRequest notice = HttpRequest.newBuilder(to).timeout(NOTICE_TIMEOUT).header("Content-Type", "application/json")
                    .header(SIGNATURE, signature(to.getPath(), body)).POST(BodyPublishers.ofString(body)).build();
            return acquirer.send(notice, BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException | IllegalArgumentException unreachable) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        http.stop(0);
        acquirer.shutdownNow();
        workers.close();
        secret.close();
    }
}
