package io.shouyin.host.channels;

import io.shouyin.host.channels.HostAnswer.Reason;
import io.shouyin.host.platform.ProviderSecret;
import io.shouyin.host.platform.Threads;
import io.shouyin.iso8583.terminal.Field63;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.qr.PayCode;
import io.shouyin.paycrypto.HmacKey;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The way to the wallets: payments with a customer's code, orders for a code that the merchant shows, questions, cancels and refunds, over HTTP, each call
/// and each answer signed with a secret of both.
///
/// Each call has its time and a number of its own, so that neither it nor its answer counts twice. A payment is known by our reference number: the wallet does what it is asked twice once. Silence is not "no", and neither is an answer that is not
/// signed rightly or says something else than was asked: then the payment is [HostAnswer.InDoubt], and the wallet is asked until it says. There is no other
/// channel that it could go over.
@Component
public class WalletChannel {

    /// In the journal.
    public static final String NAME = "wallet";
    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final String YUAN = "156";
    private static final Pattern REFERENCE_FORM = Pattern.compile("[0-9A-Za-z]{12}");
    private static final Pattern MERCHANT_FORM = Pattern.compile("[0-9A-Za-z]{15}");
    private static final Pattern NONCE_FORM = Pattern.compile("[0-9A-Za-z]{16,64}");
    /// How old a notice may be, or ahead of time.
    public static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final int NONCE_BYTES = 16;
    private static final int SECRET_CHARACTERS_MIN = 32;
    private static final int SECRET_CHARACTERS_MAX = 128;
    /// What the wallet is called on receipts.
    private static final Map<String, String> NAMES = Map.of("ALIPAY", "支付宝", "WECHAT", "微信支付", "UNIONPAY", "云闪付", "ECNY", "数字人民币");

    private final WalletSettings settings;
    private final JsonMapper json;
    private final Optional<HmacKey> secret;
    private final WalletLink link;
    private final InstantSource clock;
    private final Breaker breaker;
    private final SecureRandom random = new SecureRandom();
    private volatile boolean noticesArranged;

    WalletChannel(WalletSettings settings, JsonMapper json, WalletLink link, InstantSource clock, Threads threads) {
        this.settings = settings;
        this.json = json;
        this.secret = settings.url().map(_ -> HmacKey.of(ProviderSecret.read(settings.secretFile(), "shouyin.channels.wallet.secret-file", SECRET_CHARACTERS_MIN,
                SECRET_CHARACTERS_MAX).getBytes(StandardCharsets.US_ASCII)));
        this.link = link;
        this.clock = clock;
        this.breaker = new Breaker(settings.breakerFailures(), settings.breakerPause(), threads::nanos);
    }

    @PreDestroy
    void stop() {
        secret.ifPresent(HmacKey::close);
    }

    /// How long a call may take.
    public Duration answerMax() {
        return settings.answerMax();
    }

    public boolean isOn() {
        return settings.url().isPresent();
    }

    /// @param amount what is asked for
    /// @param merchantName as the customer sees it
    /// @param until when nobody waits for the customer any more
    public record Payment(Rrn reference, MinorAmount amount, MerchantId merchant, String merchantName, Instant until) {

        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("reference", reference.value());
            json.put("amountFen", amount.fen());
            json.put("currency", YUAN);
            json.put("merchant", merchant.value());
            json.put("merchantName", merchantName);
            json.put("expiresAt", until.toString());
            return json;
        }
    }

    /// Charges the customer who has shown a code.
    ///
    /// @return empty if nothing has left
    public Optional<HostAnswer> pay(Payment payment, PayCode code) {
        Map<String, Object> json = payment.json();
        json.put("code", code.reveal(CARD_DATA));
        return charged("/v1/payments", json, payment);
    }

    /// Announces the payment whose code the merchant shows: who scans it may pay it.
    ///
    /// @return empty if nothing has left
    public Optional<HostAnswer> order(Payment payment, String presented) {
        Map<String, Object> json = payment.json();
        json.put("payload", presented);
        return charged("/v1/orders", json, payment);
    }

    /// Gives back a part of a payment, or all of it. Asked again it is not done again.
    ///
    /// @return empty if nothing has left
    public Optional<HostAnswer> refund(Rrn reference, Rrn original, MinorAmount amount) {
        return decided("/v1/refunds", Map.of("reference", reference.value(), "original", original.value(), "amountFen", amount.fen(), "currency", YUAN), reference, amount);
    }

    /// What has become of a payment. One that the wallet has not heard of may still be on its way.
    public HostAnswer query(Rrn reference, MinorAmount amount) {
        return decided("/v1/queries", Map.of("reference", reference.value()), reference, amount).orElse(new HostAnswer.InDoubt(Reason.LINE_BROKE));
    }

    /// Undoes a payment, or makes sure that it never is one.
    ///
    /// @return false if no answer that can be trusted came: try again later
    public boolean cancel(Rrn reference) {
        return switch (call("/v1/cancellations", Map.of("reference", reference.value()))) {
            case Said said -> said.json().path("reference").asString("").equals(reference.value()) && said.json().path("state").asString("").equals("CANCELLED");
            case NotSent _, Silent _ -> false;
        };
    }

    /// What a wallet says of a payment that a customer has made into a merchant's static code, under the wallet's own number.
    public sealed interface StaticPayment {

        Rrn reference();

        /// @param at when
        record Paid(Rrn reference, MerchantId merchant, MinorAmount amount, Instant at, HostAnswer.Approved approved) implements StaticPayment {}

        /// Money has been taken, and what was said of it cannot be booked.
        ///
        /// @param what is wrong: the field's name
        record Unreadable(Rrn reference, String what) implements StaticPayment {}
    }

    /// @return empty if the wallet says of no such payment that it is paid
    public Optional<StaticPayment> staticPayment(Rrn reference) {
        return call("/v1/queries", Map.of("reference", reference.value())) instanceof Said said && said.json().path("reference").asString("").equals(reference.value())
                && said.json().path("state").asString("").equals("PAID") ? Optional.of(staticPayment(reference, said.json())) : Optional.empty();
    }

    /// A part of the list of one day.
    ///
    /// @param more whether it goes on behind the last one
    public record Listed(List<StaticPayment> payments, boolean more) {}

    /// Payments into static codes on one day in China.
    ///
    /// @param after where the list goes on
    /// @return empty if nobody has said anything that can be trusted
    public Optional<Listed> staticPayments(LocalDate day, Optional<Rrn> after) {
        Map<String, Object> asked = Map.of("day", day.toString(), "after", after.map(Rrn::value).orElse(""));
        if (!(call("/v1/lists", asked) instanceof Said said) || !said.json().path("day").asString("").equals(day.toString())) {
            return Optional.empty();
        }
        List<StaticPayment> payments = said.json().path("payments").valueStream()
                .filter(one -> REFERENCE_FORM.matcher(one.path("reference").asString("")).matches() && one.path("state").asString("").equals("PAID"))
                .map(one -> staticPayment(new Rrn(one.path("reference").asString()), one)).toList();
        return Optional.of(new Listed(payments, said.json().path("more").asBoolean(false)));
    }

    private StaticPayment staticPayment(Rrn reference, JsonNode said) {
        String merchant = said.path("merchant").asString("");
        long fen = said.path("amountFen").asLong(0);
        Optional<Instant> at = instant(said.path("at").asString(""));
        Optional<String> wrong = Stream.of(
                Map.entry("currency", said.path("currency").asString("").equals(YUAN)),
                Map.entry("merchant", MERCHANT_FORM.matcher(merchant).matches()),
                Map.entry("amountFen", fen > 0 && fen <= MinorAmount.FEN_MAX),
                Map.entry("confirmation", isConfirmed(said)),
                Map.entry("at", at.filter(time -> time.isBefore(clock.instant().plus(CLOCKS_DIFFER)))
                        .isPresent())).filter(field -> !field.getValue()).map(Map.Entry::getKey).findFirst();
        return wrong.<StaticPayment>map(what -> new StaticPayment.Unreadable(reference, what))
                .orElseGet(() -> new StaticPayment.Paid(reference, new MerchantId(merchant), new MinorAmount(fen), at.orElseThrow(), approved(said)));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    /// Whether a number is the wallet's own, of a payment into a static code: no number of ours is of the 999th day of a year.
    public static boolean isOfWallet(Rrn reference) {
        return reference.value().startsWith("9999");
    }

    /// A notice of the wallet that counts.
    ///
    /// @param nonce its own number
    public record Notice(Rrn reference, Instant at, String nonce) {}

    /// Reads a notice, whoever has sent it.
    ///
    /// @return empty if it is none
    public Optional<Notice> notice(String body) {
        try {
            JsonNode said = json.readTree(body);
            String reference = said.path("reference").asString("");
            String nonce = said.path("nonce").asString("");
            return REFERENCE_FORM.matcher(reference).matches() && NONCE_FORM.matcher(nonce).matches()
                    ? instant(said.path("at").asString("")).map(at -> new Notice(new Rrn(reference), at, nonce)) : Optional.empty();
        } catch (JacksonException none) {
            return Optional.empty();
        }
    }

    /// Whether a time that the wallet names is of now.
    public boolean isOfNow(Instant at) {
        return Duration.between(at, clock.instant()).abs().compareTo(CLOCKS_DIFFER) <= 0;
    }

    /// Whether a notice comes from the wallet.
    public boolean isGenuine(String path, String body, String signature) {
        return isOn() && MessageDigest.isEqual(signature(path, body).getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.US_ASCII));
    }

    /// Tells the wallet where its notices go, until it has heard.
    @Scheduled(fixedDelayString = "PT2S")
    void arrangeNotices() {
        if (isOn() && settings.noticeUrl().isPresent() && !noticesArranged) {
            noticesArranged = call("/v1/notices", Map.of("url", settings.noticeUrl().get().toString())) instanceof Said;
        }
    }

    private sealed interface Heard {}

    private record Said(JsonNode json) implements Heard {}

    private record NotSent() implements Heard {}

    private record Silent(Reason reason) implements Heard {}

    /// Unless the wallet has left too many payments in a row unanswered: then none leaves. What is asked, cancelled and given back goes on.
    private Optional<HostAnswer> charged(String path, Map<String, Object> content, Payment payment) {
        if (!breaker.enter()) {
            return Optional.empty();
        }
        Breaker.Sign sign = Breaker.Sign.NONE;
        try {
            Optional<HostAnswer> answer = decided(path, content, payment.reference(), payment.amount());
            sign = answer.map(WalletChannel::sign).orElse(Breaker.Sign.NONE);
            return answer;
        } finally {
            breaker.left(sign);
        }
    }

    private static Breaker.Sign sign(HostAnswer answer) {
        return answer instanceof HostAnswer.InDoubt inDoubt && inDoubt.reason() != Reason.CUSTOMER_UNDECIDED ? Breaker.Sign.UNKNOWN : Breaker.Sign.ANSWERED;
    }

    Breaker breaker() {
        return breaker;
    }

    private Optional<HostAnswer> decided(String path, Map<String, Object> content, Rrn reference, MinorAmount amount) {
        return switch (call(path, content)) {
            case NotSent _ -> Optional.empty();
            case Silent silent -> Optional.of(new HostAnswer.InDoubt(silent.reason()));
            case Said said -> Optional.of(decision(said.json(), reference, amount));
        };
    }

    private static HostAnswer decision(JsonNode said, Rrn reference, MinorAmount amount) {
        if (!said.path("reference").asString("").equals(reference.value())) {
            return new HostAnswer.InDoubt(Reason.ANSWER_DIFFERS);
        }
        return switch (said.path("state").asString("")) {
            case "PAID" -> said.path("amountFen").asLong(-1) == amount.fen() && isConfirmed(said) ? approved(said) : new HostAnswer.InDoubt(Reason.ANSWER_DIFFERS);
            case "REFUSED", "CANCELLED" -> new HostAnswer.Declined(WalletRefusal.of(said.path("reason").asString("")));
            case "WAITING" -> new HostAnswer.InDoubt(Reason.CUSTOMER_UNDECIDED);
            case "UNKNOWN" -> new HostAnswer.InDoubt(Reason.SILENCE);
            default -> new HostAnswer.InDoubt(Reason.ANSWER_DIFFERS);
        };
    }

    private static boolean isConfirmed(JsonNode said) {
        return said.path("confirmation").asString("").matches("[0-9]{6}");
    }

    private static HostAnswer.Approved approved(JsonNode said) {
        String wallet = NAMES.getOrDefault(said.path("wallet").asString(""), "");
        return new HostAnswer.Approved(said.path("confirmation").asString(""), Optional.empty(), Optional.empty(), Optional.of(new Field63.Reply("000", wallet, "", "").encode()),
                Optional.empty(), Optional.empty());
    }

    private Heard call(String path, Map<String, Object> content) {
        String body = json.writeValueAsString(dated(content));
        String signature = signature(path, body);
        try {
            WalletLink.Answer answer = link.call(path, body, signature);
            boolean genuine = answer.status() == 200 && MessageDigest.isEqual(signature(signature, "200", answer.body()).getBytes(StandardCharsets.US_ASCII),
                    answer.signature().getBytes(StandardCharsets.US_ASCII));
            return genuine ? new Said(json.readTree(answer.body())) : new Silent(Reason.ANSWER_MAC_WRONG);
        } catch (ConnectException nobodyThere) {
            return new NotSent();
        } catch (IOException | JacksonException broken) {
            return new Silent(Reason.SILENCE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Silent(Reason.LINE_BROKE);
        }
    }

    private Map<String, Object> dated(Map<String, Object> content) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Map<String, Object> dated = new LinkedHashMap<>(content);
        dated.put("at", clock.instant().toString());
        dated.put("nonce", HexFormat.of().formatHex(nonce));
        return dated;
    }

    private String signature(String... parts) {
        return HexFormat.of().formatHex(secret.orElseThrow().mac(String.join("\n", parts).getBytes(StandardCharsets.UTF_8)));
    }
}
