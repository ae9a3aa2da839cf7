package io.shouyin.network;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.qr.CodeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
/// | `POST /v1/lists` | lists the payments into static codes of one day |
/// | `POST /v1/notices` | says where notices go |
///
/// Each call has its time (`at`) and a number of its own (`nonce`): one that is old or came before is refused, however well it is signed.
///
/// For people: `/` is the page of a phone with wallets; it shows codes, scans, pays and refuses, and sets the [WalletMode]. A notice is
/// `{"reference":"...","at":"...","nonce":"..."}`, sent until somebody takes it; it says that something has happened, and not what.
public final class WalletServer implements AutoCloseable {

    /// The file with the secret that the acquirer has, too, in the data folder of the network.
    public static final String SECRET_FILE = "wallet-secret.txt";
    /// HMAC-SHA-256 in hex: of a call and a notice over path and body, of an answer over the call's signature, status and body, with line feeds between.
    public static final String SIGNATURE = "Wallet-Signature";

    private static final Logger LOG = LoggerFactory.getLogger(WalletServer.class);
    private static final int BODY_BYTES_MAX = 4096;
    private static final int SILENT_SECONDS = 60;
    private static final Duration NOTICE_TIMEOUT = Duration.ofSeconds(5);
    private static final int NOTICE_PAUSE_MILLIS = 500;
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final boolean loopbackOnly;
    private final WalletCore core;
    private final WalletDesk desk;
    private final HttpServer http;
    private final HttpClient acquirer = HttpClient.newBuilder().connectTimeout(NOTICE_TIMEOUT).build();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch stopping = new CountDownLatch(1);

    private WalletServer(NetworkSettings settings) throws IOException {
        this.loopbackOnly = settings.bindAddress().isLoopbackAddress();
        this.core = WalletCore.open(settings, this::tell);
        this.desk = core.desk();
        this.http = HttpServer.create(new InetSocketAddress(settings.bindAddress(), settings.walletPort()), 0);
        http.setExecutor(workers);
        http.createContext("/", this::handle);
        http.start();
        core.untold().forEach(this::tell);
    }

    /// @throws Fault `NETWORK_PORT_UNUSABLE`
    static WalletServer start(NetworkSettings settings) {
        try {
            return new WalletServer(settings);
        } catch (IOException taken) {
            throw NetworkServer.portUnusable(taken);
        }
    }

    public int port() {
        return http.getAddress().getPort();
    }

    /// The wallet itself, and who has one.
    public WalletCore core() {
        return core;
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
        Optional<WalletCore.Answer> answer = core.answer(path, body, Optional.ofNullable(exchange.getRequestHeaders().getFirst(SIGNATURE)).orElse(""));
        if (answer.isEmpty()) {
            saysNothing();
            return;
        }
        exchange.getResponseHeaders().set(SIGNATURE, answer.get().signature());
        send(exchange, answer.get().status(), answer.get().body().getBytes(StandardCharsets.UTF_8));
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
                case "/static-payments" -> desk.payStatic(act.customer(), act.payload(), said(act.amountFen()));
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

    private static long said(Long amountFen) {
        Check.argument(amountFen != null, "a payment into a static code says its amount");
        return amountFen;
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

    private void tell(String reference) {
        workers.execute(() -> {
            int times = desk.mode() == WalletMode.NOTICES_TWICE ? 2 : 1;
            while (!isTaken(reference)) {
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
                isTaken(reference);
            }
            core.heard(reference);
        });
    }

    private boolean isTaken(String reference) {
        Optional<String> url = desk.noticeUrl();
        if (url.isEmpty()) {
            return false;
        }
        try {
            URI to = URI.create(url.get());
            String body = core.notice(reference);
            HttpRequest notice = HttpRequest.newBuilder(to).timeout(NOTICE_TIMEOUT).header("Content-Type", "application/json")
                    .header(SIGNATURE, core.signature(to.getPath(), body)).POST(BodyPublishers.ofString(body)).build();
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
        core.close();
    }
}
