package io.shouyin.network;

import io.shouyin.kernel.qr.CodeException;
import io.shouyin.paycrypto.HmacKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The simulated wallet without its port: its memory in the data folder of the network, what the acquirer signs and is answered, and its customers.
/// [WalletServer] puts it on HTTP, a deterministic test world calls it.
public final class WalletCore implements AutoCloseable {

    private static final int SECRET_BYTES = 24;
    private static final Set<String> CHANGES = Set.of("/v1/payments", "/v1/orders", "/v1/refunds", "/v1/cancellations");

    private final HmacKey secret;
    private final WalletDesk desk;

    private WalletCore(NetworkSettings settings, Consumer<String> notices) {
        this.secret = HmacKey.of(secretIn(settings.dataFolder().resolve(WalletServer.SECRET_FILE)).getBytes(StandardCharsets.US_ASCII));
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
        WalletMode mode = desk.mode();
        if (mode == WalletMode.DEAD || mode == WalletMode.LOST && CHANGES.contains(path)) {
            return Optional.empty();
        }
        String text = Store.JSON.writeValueAsString(answer(path, body));
        return mode == WalletMode.SILENT && CHANGES.contains(path) ? Optional.empty() : Optional.of(new Answer(200, text, signature(signature, "200", text)));
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
