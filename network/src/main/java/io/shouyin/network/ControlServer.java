package io.shouyin.network;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shouyin.kernel.Fault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// The switches of the simulated network, over HTTP on a port of its own:
///
/// | call | does |
/// |---|---|
/// | `GET /status` | state, ports, behaviour, counters |
/// | `GET /cards` | every card, masked, with what it can still spend |
/// | `GET /behaviour` | the behaviour that is set, with the `times` that are left |
/// | `PUT /behaviour` | sets it; the body as below |
/// | `POST /cards/{card}/pin-unlock` | forgets a card's wrong PIN tries |
/// | `POST /working-keys` | another ZPK and ZAK: the host must sign on again |
/// | `GET /phone` | a page: the phones that the simulated message centre reaches |
/// | `GET /sms` | the last texts, and what the message centre does with the next |
/// | `PUT /sms/behaviour` | sets that: `{"mode":"SILENT"}`, the modes are those of [SmsCentre.Mode] |
///
/// A behaviour is `{"mode":"DECLINE","code":"91","delayMillis":0,"times":1,"types":["0200"]}`. All but `mode` may be left out;
/// `times` null = until changed. The modes are those of [Behaviour.Mode].
///
/// It has no accounts: whoever reaches the port may use it. So it listens on loopback by default, answers only calls
/// that name a loopback host (a web page cannot get at it by rebinding a name), and takes bodies as
/// `application/json` only.
final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int BODY_BYTES_MAX = 4096;
    private static final Duration SLOW_DEFAULT = Duration.ofSeconds(3);
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern UNLOCK_PATH = Pattern.compile("/cards/([0-9]{1,4})/pin-unlock");

    private final NetworkServer network;
    private final boolean loopbackOnly;
    private final HttpServer http;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    private ControlServer(NetworkServer network, NetworkSettings settings) throws IOException {
        this.network = network;
        this.loopbackOnly = settings.bindAddress().isLoopbackAddress();
        this.http = HttpServer.create(new InetSocketAddress(settings.bindAddress(), settings.controlPort()), 0);
        http.setExecutor(workers);
        http.createContext("/", this::handle);
    }

    /// @throws Fault `NETWORK_PORT_UNUSABLE`
    static ControlServer start(NetworkServer network, NetworkSettings settings) {
        try {
            ControlServer control = new ControlServer(network, settings);
            control.http.start();
            return control;
        } catch (IOException e) {
            throw NetworkServer.portUnusable(e);
        }
    }

    int port() {
        return http.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                Object content = route(exchange);
                if (content instanceof PageFile file) {
                    file.send(exchange);
                } else {
                    send(exchange, 200, "application/json", content);
                }
            } catch (Refused e) {
                sendProblem(exchange, e.status, e.refusal, e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("a control call failed: {}", e.getClass().getName());
                sendProblem(exchange, 500, NetworkRefusal.NETWORK_CONTROL_FAILED, null);
            }
        }
    }

    private Object route(HttpExchange exchange) throws IOException, Refused {
        if (loopbackOnly && !LOOPBACK_NAMES.contains(hostName(exchange))) {
            throw new Refused(403, NetworkRefusal.NETWORK_CONTROL_HOST_REFUSED);
        }
        String path = exchange.getRequestURI().getPath();
        Matcher unlock = UNLOCK_PATH.matcher(path);
        if (unlock.matches()) {
            allow(exchange, "POST");
            if (!network.unlockPin(Integer.parseInt(unlock.group(1)))) {
                throw new Refused(404, NetworkRefusal.NETWORK_CONTROL_NOT_FOUND);
            }
            return cards();
        }
        Optional<PageFile> file = PageFile.at(path);
        if (file.isPresent()) {
            allow(exchange, "GET");
            return file.get();
        }
        switch (path) {
            case "/sms" -> {
                allow(exchange, "GET");
                return smsJson();
            }
            case "/sms/behaviour" -> {
                allow(exchange, "PUT");
                network.smsCentre().mode(read(exchange, SmsBehaviourJson.class, SmsBehaviourJson::mode));
                return smsJson();
            }
            case "/status" -> {
                allow(exchange, "GET");
                return status();
            }
            case "/cards" -> {
                allow(exchange, "GET");
                return cards();
            }
            case "/behaviour" -> {
                if (exchange.getRequestMethod().equals("PUT")) {
                    network.behaviour(read(exchange, BehaviourJson.class, BehaviourJson::toBehaviour));
                } else {
                    allow(exchange, "GET");
                }
                return BehaviourJson.of(network.behaviour());
            }
            case "/working-keys" -> {
                allow(exchange, "POST");
                network.changeWorkingKeys();
                return status();
            }
            default -> throw new Refused(404, NetworkRefusal.NETWORK_CONTROL_NOT_FOUND);
        }
    }

    private static void allow(HttpExchange exchange, String method) throws Refused {
        if (!exchange.getRequestMethod().equals(method)) {
            throw new Refused(405, NetworkRefusal.NETWORK_CONTROL_METHOD_REFUSED);
        }
    }

    private static String hostName(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        return host == null ? "" : host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
    }

    private Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("state", network.isBroken() ? "BROKEN" : "READY");
        status.put("port", network.port());
        status.put("controlPort", network.controlPort());
        status.put("connections", network.linesOpen());
        status.put("behaviour", BehaviourJson.of(network.behaviour()));
        status.put("counters", network.counts());
        return status;
    }

    private List<CardJson> cards() {
        return network.standings().stream().map(CardJson::of).toList();
    }

    private SmsJson smsJson() {
        return new SmsJson(network.smsCentre().mode(), network.smsCentre().texts());
    }

    private static <J, T> T read(HttpExchange exchange, Class<J> json, Function<J, T> meaning) throws IOException, Refused {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new Refused(415, NetworkRefusal.NETWORK_CONTROL_TYPE_REFUSED);
        }
        byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
        if (body.length > BODY_BYTES_MAX) {
            throw new Refused(413, NetworkRefusal.NETWORK_CONTROL_BODY_TOO_LONG);
        }
        try {
            J given = Store.JSON.readValue(body, json);
            T meant = given == null ? null : meaning.apply(given);
            if (meant == null) {
                throw new Refused(400, NetworkRefusal.NETWORK_CONTROL_INPUT_INVALID);
            }
            return meant;
        } catch (JacksonException e) {
            throw new Refused(400, NetworkRefusal.NETWORK_CONTROL_INPUT_INVALID);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, NetworkRefusal.NETWORK_CONTROL_INPUT_INVALID, e.getMessage());
        }
    }

    private static void sendProblem(HttpExchange exchange, int status, NetworkRefusal refusal, String rule) throws IOException {
        String languages = exchange.getRequestHeaders().getFirst("Accept-Language");
        boolean english = languages != null && languages.toLowerCase(Locale.ROOT).startsWith("en");
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", english ? refusal.en() : refusal.zh());
        problem.put("status", status);
        problem.put("code", refusal.name());
        if (rule != null) {
            problem.put("detail", rule);
        }
        send(exchange, status, "application/problem+json", problem);
    }

    private static void send(HttpExchange exchange, int status, String type, Object content) throws IOException {
        byte[] body = Store.JSON.writeValueAsString(content).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        http.stop(0);
        workers.close();
    }

    /// A behaviour as it travels.
    record BehaviourJson(Behaviour.Mode mode, Long delayMillis, String code, Integer times, Set<String> types) {

        static BehaviourJson of(Behaviour behaviour) {
            return new BehaviourJson(behaviour.mode(), behaviour.delay().toMillis(), behaviour.code(),
                    behaviour.times() == 0 ? null : behaviour.times(), behaviour.types());
        }

        Behaviour toBehaviour() {
            Duration delay = delayMillis != null ? Duration.ofMillis(delayMillis)
                    : mode == Behaviour.Mode.SLOW ? SLOW_DEFAULT : Duration.ZERO;
            return new Behaviour(mode, delay, code == null ? "91" : code, times == null ? 0 : times,
                    types == null ? Set.of() : types);
        }
    }

    record SmsBehaviourJson(SmsCentre.Mode mode) {}

    record SmsJson(SmsCentre.Mode mode, List<SmsCentre.Text> texts) {}

    /// A card without its number.
    record CardJson(int card, String cardMasked, CardKind kind, String state, String expiry, long availableFen, long singleLimitFen,
                    long dailyLimitFen, long spentTodayFen, int pinTries, boolean pinLocked) {

        static CardJson of(Issuer.Standing card) {
            String state = card.block() != Account.Block.NONE ? card.block().name() : card.expired() ? "EXPIRED" : "GOOD";
            return new CardJson(card.card(), card.pan().masked(), card.kind(), state, card.expiry(), card.availableFen(),
                    card.singleLimitFen(), card.dailyLimitFen(), card.spentTodayFen(), card.pinTries(), card.pinLocked());
        }
    }

    private static final class Refused extends Exception {
        private final int status;
        private final NetworkRefusal refusal;

        Refused(int status, NetworkRefusal refusal) {
            this(status, refusal, null);
        }

        Refused(int status, NetworkRefusal refusal, String rule) {
            super(rule, null, false, false);
            this.status = status;
            this.refusal = refusal;
        }
    }
}
