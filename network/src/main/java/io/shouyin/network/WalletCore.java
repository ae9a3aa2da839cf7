package io.shouyin.network;

import io.shouyin.kernel.qr.CodeException;
import io.shouyin.paycrypto.HmacKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The simulated wallet without its port: its memory in the data folder of the network, what the acquirer signs and is answered, and its customers.
/// [WalletServer] puts it on HTTP, a deterministic test world calls it.
public final class WalletCore implements AutoCloseable {

    /// How far a call's time may be from the wallet's.
    static final Duration CALL_COUNTS = Duration.ofMinutes(5);
    private static final int SECRET_BYTES = 24;
    private static final Set<String> CHANGES = Set.of("/v1/payments", "/v1/orders", "/v1/refunds", "/v1/cancellations");

    private final HmacKey secret;
    private final WalletDesk desk;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    /// Of calls, each with its time.
    private final Map<String, Instant> nonces = new HashMap<>();

    private WalletCore(NetworkSettings settings, Consumer<String> notices) {
        this.secret = HmacKey.of(secretIn(settings.dataFolder().resolve(WalletServer.SECRET_FILE)).getBytes(StandardCharsets.US_ASCII));
        this.clock = settings.clock();
        this.desk = new WalletDesk(new WalletBook(settings.dataFolder()), settings.clock(), payment -> notices.accept(payment.reference()));
    }

    /// Opens the data folder, and fills it at the first start.
    ///
    /// @param notices told of each payment that the acquirer is to be told of
    public static WalletCore open(NetworkSettings settings, Consumer<String> notices) {
        return new WalletCore(settings, notices);
    }

    private static String secretIn(Path file) {
        if (!Files.exists(file)) {
            byte[] random = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(random);
            Store.replace(file, HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII));
        }
        return new String(Store.read(file, NetworkRefusal.NETWORK_DATA_UNUSABLE), StandardCharsets.US_ASCII).strip();
    }

    // the acquirer

    /// What a call gets.
    ///
    /// @param body JSON
    /// @param signature empty if it is not signed
    public record Answer(int status, String body, String signature) {}

    /// Takes a call of the acquirer.
    ///
    /// @return empty if it says nothing
    public Optional<Answer> answer(String path, byte[] body, String shownSignature) {
        String signature = signature(path, new String(body, StandardCharsets.UTF_8));
        if (!MessageDigest.isEqual(signature.getBytes(StandardCharsets.US_ASCII), shownSignature.getBytes(StandardCharsets.US_ASCII))) {
            return Optional.of(new Answer(401, Store.JSON.writeValueAsString(Map.of("code", "SIGNATURE_WRONG")), ""));
        }
        ObjectNode asked = (ObjectNode) Store.JSON.readTree(body);
        Optional<String> stale = stale(asked);
        if (stale.isPresent()) {
            return Optional.of(new Answer(401, Store.JSON.writeValueAsString(Map.of("code", stale.get())), ""));
        }
        WalletMode mode = desk.mode();
        if (mode == WalletMode.DEAD || mode == WalletMode.LOST && CHANGES.contains(path)) {
            return Optional.empty();
        }
        String text = Store.JSON.writeValueAsString(answer(path, asked));
        return mode == WalletMode.SILENT && CHANGES.contains(path) ? Optional.empty() : Optional.of(new Answer(200, text, signature(signature, "200", text)));
    }

    /// A call counts once, and not for long. Takes out what says so.
    private Optional<String> stale(ObjectNode asked) {
        Instant now = clock.instant();
        Instant at = Instant.parse(asked.path("at").asString());
        String nonce = asked.path("nonce").asString();
        asked.remove(List.of("at", "nonce"));
        if (at.isBefore(now.minus(CALL_COUNTS)) || at.isAfter(now.plus(CALL_COUNTS))) {
            return Optional.of("CALL_TOO_OLD");
        }
        synchronized (nonces) {
            nonces.values().removeIf(of -> of.isBefore(now.minus(CALL_COUNTS.multipliedBy(2))));
            return nonces.putIfAbsent(nonce, at) == null ? Optional.empty() : Optional.of("CALL_REPLAYED");
        }
    }

    /// A notice that is sent, dated and numbered: said again it is another one.
    String notice(String reference) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return Store.JSON.writeValueAsString(new Notice(reference, clock.instant().toString(), HexFormat.of().formatHex(nonce)));
    }

    private record Notice(String reference, String at, String nonce) {}

    private Object answer(String path, JsonNode body) {
        return switch (path) {
            case "/v1/payments" -> desk.pay(Store.JSON.treeToValue(body, WalletDesk.Pay.class));
            case "/v1/orders" -> desk.order(Store.JSON.treeToValue(body, WalletDesk.Order.class));
            case "/v1/refunds" -> desk.refund(Store.JSON.treeToValue(body, WalletDesk.Refund.class));
            case "/v1/queries" -> desk.query(Store.JSON.treeToValue(body, Reference.class).reference());
            case "/v1/cancellations" -> desk.cancel(Store.JSON.treeToValue(body, Reference.class).reference());
            case "/v1/lists" -> desk.list(Store.JSON.treeToValue(body, WalletDesk.Listing.class));
            case "/v1/notices" -> {
                String url = Store.JSON.treeToValue(body, NoticesTo.class).url();
                desk.noticesTo(url);
                yield Map.of("url", url);
            }
            default -> throw new IllegalArgumentException("there is no such call");
        };
    }

    private record Reference(String reference) {}

    private record NoticesTo(String url) {}

    /// Of what is sent to the acquirer.
    String signature(String... parts) {
        return HexFormat.of().formatHex(secret.mac(String.join("\n", parts).getBytes(StandardCharsets.UTF_8)));
    }

    WalletDesk desk() {
        return desk;
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

    /// Payments that wait for a customer's yes.
    public List<String> asked(String customer) {
        return desk.payments().stream().filter(payment -> payment.state() == WalletPayment.State.WAITING && customer.equals(payment.customer()))
                .map(WalletPayment::reference).toList();
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

    /// What customers have paid or got back, and was not undone: in order of arrival.
    public List<WalletMovement> movements() {
        return desk.payments().stream().filter(payment -> payment.state() == WalletPayment.State.PAID)
                .map(payment -> new WalletMovement(payment.reference(), Optional.ofNullable(payment.original()), payment.customer(), payment.amountFen())).toList();
    }

    /// What all customers together have paid and not got back, by their balances.
    public long takenFen() {
        return desk.customers().stream().mapToLong(one -> WalletBook.BALANCE_FEN - one.balanceFen()).sum();
    }

    /// Payments that the acquirer has not taken the notice of.
    public List<String> untold() {
        return desk.untold().stream().map(WalletPayment::reference).toList();
    }

    /// The acquirer has taken the notice.
    public void heard(String reference) {
        desk.heard(reference);
    }

    @Override
    public void close() {
        secret.close();
    }
}
