package io.shouyin.network;

import io.shouyin.kernel.qr.CodeException;
import io.shouyin.kernel.qr.MerchantCode;
import io.shouyin.network.WalletPayment.State;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The simulated wallet's business: customers show codes and scan those of merchants; the acquirer asks for payments, orders, cancels and refunds.
///
/// Whatever the acquirer asks twice under the same reference is done once. A cancel is final, of what was never heard of too: should that payment
/// still come, it is refused.
final class WalletDesk {

    static final Duration CODE_LASTS = Duration.ofSeconds(60);
    /// From here on a customer confirms, as wallets ask for a password then.
    static final long CONFIRM_FROM_FEN = 100_000;
    /// A customer pays no more into static codes on one day.
    static final long STATIC_FEN_MAX = 50_000;
    /// How the numbers of payments into static codes begin: no reference number of an acquirer does, since none is of the 999th day of a year.
    static final String OWN_NUMBERS = "9999";
    static final int LISTED_MAX = 40;
    private static final String YUAN = "156";
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private final WalletBook book;
    private final InstantSource clock;
    private final Consumer<WalletPayment> notices;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> codes = new HashMap<>();
    private WalletMode mode = WalletMode.NORMAL;

    private record Issued(String customer, Instant until, boolean used) {}

    /// @param notices told of each payment that the acquirer is to be told of
    WalletDesk(WalletBook book, InstantSource clock, Consumer<WalletPayment> notices) {
        this.book = book;
        this.clock = clock;
        this.notices = notices;
    }

    /// What is said of a payment.
    ///
    /// @param state one of [State], or `UNKNOWN`
    /// @param at when it began; of a payment into a static code when it was paid
    record Standing(String reference, String state, WalletReason reason, String wallet, String confirmation, String merchant, long amountFen, String currency, Instant at) {}

    private Standing standing(WalletPayment payment) {
        String wallet = payment.customer() == null ? null : book.customer(payment.customer()).scheme();
        return new Standing(payment.reference(), payment.state().name(), payment.reason(), wallet, payment.confirmation(), payment.merchant(), payment.amountFen(), YUAN,
                payment.at());
    }

    // the acquirer

    /// A payment with the code that a customer showed.
    record Pay(String reference, String code, long amountFen, String currency, String merchant, String merchantName, Instant expiresAt) {}

    synchronized Standing pay(Pay asked) {
        WalletPayment known = book.payment(asked.reference());
        if (known != null) {
            return known.amountFen() == asked.amountFen() || known.state() == State.CANCELLED ? standing(fresh(known)) : reused(asked.reference());
        }
        WalletPayment payment = new WalletPayment(asked.reference(), null, asked.merchant(), asked.merchantName(), asked.amountFen(), null, null, State.WAITING, null, null,
                clock.instant(), asked.expiresAt(), false);
        Optional<WalletReason> nonsense = nonsense(asked.amountFen(), asked.currency());
        if (nonsense.isPresent()) {
            return standing(book.put(payment.refused(nonsense.get())));
        }
        Issued issued = codes.get(asked.code());
        if (issued == null || issued.used() || clock.instant().isAfter(issued.until())) {
            return standing(book.put(payment.refused(issued == null ? WalletReason.CODE_UNKNOWN : issued.used() ? WalletReason.CODE_USED : WalletReason.CODE_EXPIRED)));
        }
        codes.put(asked.code(), new Issued(issued.customer(), issued.until(), true));
        WalletPayment scanned = payment.by(issued.customer());
        boolean asks = mode == WalletMode.CONFIRM || asked.amountFen() >= CONFIRM_FROM_FEN;
        return standing(asks ? book.put(scanned) : take(scanned));
    }

    /// An order whose code the merchant shows.
    record Order(String reference, String payload, long amountFen, String currency, String merchant, String merchantName, Instant expiresAt) {}

    synchronized Standing order(Order asked) {
        WalletPayment known = book.payment(asked.reference());
        if (known != null) {
            return known.state() == State.CANCELLED || asked.payload().equals(known.payload()) ? standing(fresh(known)) : reused(asked.reference());
        }
        WalletPayment order = new WalletPayment(asked.reference(), null, asked.merchant(), asked.merchantName(), asked.amountFen(), asked.payload(), null, State.WAITING, null,
                null, clock.instant(), asked.expiresAt(), false);
        return standing(book.put(nonsense(asked.amountFen(), asked.currency()).map(order::refused).orElse(order)));
    }

    synchronized Standing query(String reference) {
        WalletPayment known = book.payment(reference);
        return known == null ? new Standing(reference, "UNKNOWN", null, null, null, null, 0, null, null) : standing(fresh(known));
    }

    synchronized Standing cancel(String reference) {
        WalletPayment known = book.payment(reference);
        if (known == null) {
            return standing(book.put(new WalletPayment(reference, null, null, null, 0, null, null, State.CANCELLED, WalletReason.CANCELLED, null, clock.instant(),
                    clock.instant(), false)));
        }
        long leftFen = known.amountFen() - refundedFen(reference);
        return standing(switch (known.state()) {
            case WAITING, REFUSED -> book.put(known.cancelled());
            case PAID -> book.put(known.cancelled(), known.customer(), leftFen);
            case CANCELLED -> known;
        });
    }

    record Refund(String reference, String original, long amountFen, String currency) {}

    synchronized Standing refund(Refund asked) {
        WalletPayment known = book.payment(asked.reference());
        if (known != null) {
            return known.amountFen() == asked.amountFen() && asked.original().equals(known.original()) ? standing(known) : reused(asked.reference());
        }
        WalletPayment paid = book.payment(asked.original());
        WalletPayment refund = new WalletPayment(asked.reference(), asked.original(), paid == null ? null : paid.merchant(), null, asked.amountFen(), null,
                paid == null ? null : paid.customer(), State.WAITING, null, null, clock.instant(), clock.instant(), false);
        Optional<WalletReason> refusal = nonsense(asked.amountFen(), asked.currency()).or(() -> paid == null || paid.state() != State.PAID || paid.goesBack()
                ? Optional.of(WalletReason.ORIGINAL_UNKNOWN)
                : asked.amountFen() > paid.amountFen() - refundedFen(paid.reference()) ? Optional.of(WalletReason.ABOVE_THE_REST) : Optional.empty());
        return standing(refusal.map(why -> book.put(refund.refused(why))).orElseGet(() -> book.put(refund.paid(confirmation()), paid.customer(), asked.amountFen())));
    }

    /// Payments into static codes on one day in China, in the order of their numbers.
    ///
    /// @param after the number behind which the list goes on; empty at its beginning
    record Listing(String day, String after) {}

    /// @param more whether the list goes on
    record Listed(String day, List<Standing> payments, boolean more) {}

    synchronized Listed list(Listing asked) {
        LocalDate day = LocalDate.parse(asked.day());
        List<Standing> rest = book.payments().stream().filter(one -> one.reference().startsWith(OWN_NUMBERS) && one.state() == State.PAID
                && LocalDate.ofInstant(one.at(), CHINA).equals(day) && one.reference().compareTo(asked.after()) > 0).map(this::standing).toList();
        return new Listed(asked.day(), rest.stream().limit(LISTED_MAX).toList(), rest.size() > LISTED_MAX);
    }

    /// Where the acquirer wants to be told of what customers do.
    synchronized void noticesTo(String url) {
        book.noticeUrl(url);
    }

    synchronized Optional<String> noticeUrl() {
        return Optional.ofNullable(book.noticeUrl());
    }

    private static Optional<WalletReason> nonsense(long amountFen, String currency) {
        return !YUAN.equals(currency) ? Optional.of(WalletReason.CURRENCY_OTHER) : amountFen <= 0 ? Optional.of(WalletReason.AMOUNT_INVALID) : Optional.empty();
    }

    private long refundedFen(String reference) {
        return book.payments().stream().filter(one -> reference.equals(one.original()) && one.state() == State.PAID).mapToLong(WalletPayment::amountFen).sum();
    }

    private static Standing reused(String reference) {
        return new Standing(reference, State.REFUSED.name(), WalletReason.REFERENCE_REUSED, null, null, null, 0, null, null);
    }

    /// What has waited too long has ended.
    private WalletPayment fresh(WalletPayment payment) {
        return payment.state() == State.WAITING && clock.instant().isAfter(payment.expiresAt()) ? book.put(payment.refused(WalletReason.EXPIRED)) : payment;
    }

    private WalletPayment take(WalletPayment payment) {
        if (book.customer(payment.customer()).balanceFen() < payment.amountFen()) {
            return book.put(payment.refused(WalletReason.FUNDS_SHORT));
        }
        return book.put(payment.paid(confirmation()), payment.customer(), -payment.amountFen());
    }

    private String confirmation() {
        return "%06d".formatted(random.nextInt(1_000_000));
    }

    // the customer

    /// A code for one payment.
    ///
    /// @throws IllegalArgumentException if there is no such customer
    synchronized String showCode(String customer) {
        WalletCustomer who = customer(customer);
        StringBuilder code = new StringBuilder(who.prefix());
        random.ints(who.codeDigits() - who.prefix().length(), 0, 10).forEach(code::append);
        codes.put(code.toString(), new Issued(customer, clock.instant().plus(CODE_LASTS), false));
        return code.toString();
    }

    /// What a customer's scan of a merchant's code has led to.
    ///
    /// @param reference of the order; null of a static code, into which the customer types the amount
    record Scanned(String reference, String merchant, String nameZh, String nameEn, Long amountFen, WalletReason refusal) {}

    synchronized Scanned scan(String customer, String payload) throws CodeException {
        customer(customer);
        MerchantCode code = MerchantCode.decode(payload);
        String nameZh = code.nameZh().isEmpty() ? code.name() : code.nameZh();
        if (code.order().isEmpty()) {
            return new Scanned(null, code.merchant().value(), nameZh, code.name(), null, null);
        }
        WalletPayment order = book.payment(code.order().get().reference());
        if (order == null || !payload.equals(order.payload())) {
            return new Scanned(null, code.merchant().value(), nameZh, code.name(), null, WalletReason.ORDER_UNKNOWN);
        }
        WalletPayment now = fresh(order);
        WalletPayment taken = now.state() == State.WAITING && now.customer() == null ? book.put(now.by(customer)) : now;
        WalletReason refusal = switch (taken.state()) {
            case WAITING -> customer.equals(taken.customer()) ? null : WalletReason.CODE_USED;
            case PAID -> WalletReason.CODE_USED;
            case REFUSED, CANCELLED -> taken.reason();
        };
        return new Scanned(taken.reference(), taken.merchant(), nameZh, code.name(), taken.amountFen(), refusal);
    }

    /// The customer says yes or no to a payment that waits.
    synchronized Standing decide(String customer, String reference, boolean pays) {
        WalletPayment known = book.payment(reference);
        if (known == null || !customer.equals(known.customer())) {
            return reused(reference);
        }
        WalletPayment waiting = fresh(known);
        if (waiting.state() != State.WAITING) {
            return standing(waiting);
        }
        return told(pays ? take(waiting) : book.put(waiting.refused(WalletReason.CUSTOMER_REFUSED)));
    }

    /// Pays an amount of the customer's own choice into a static code.
    synchronized Standing payStatic(String customer, String payload, long amountFen) throws CodeException {
        WalletCustomer who = customer(customer);
        MerchantCode code = MerchantCode.decode(payload);
        LocalDate today = LocalDate.ofInstant(clock.instant(), CHINA);
        long before = book.payments().stream().filter(one -> one.reference().startsWith(OWN_NUMBERS) && who.id().equals(one.customer()) && one.state() == State.PAID
                && LocalDate.ofInstant(one.at(), CHINA).equals(today)).mapToLong(WalletPayment::amountFen).sum();
        WalletPayment payment = new WalletPayment("%s%08d".formatted(OWN_NUMBERS, book.payments().size() + 1), null, code.merchant().value(), code.nameZh(), amountFen, payload, who.id(),
                State.WAITING, null, null, clock.instant(), clock.instant(), false);
        return amountFen <= 0 || code.order().isPresent() ? standing(payment.refused(WalletReason.AMOUNT_INVALID))
                : before + amountFen > STATIC_FEN_MAX ? standing(payment.refused(WalletReason.STATIC_LIMIT))
                : told(take(payment));
    }

    private Standing told(WalletPayment payment) {
        notices.accept(book.put(payment.telling(true)));
        return standing(payment);
    }

    private WalletCustomer customer(String id) {
        WalletCustomer customer = book.customer(id);
        if (customer == null) {
            throw new IllegalArgumentException("there is no such customer");
        }
        return customer;
    }

    // what the page and the tests see

    synchronized List<WalletCustomer> customers() {
        return book.customers();
    }

    synchronized List<WalletPayment> payments() {
        return book.payments().stream().map(this::fresh).toList();
    }

    synchronized List<WalletPayment> untold() {
        return book.payments().stream().filter(WalletPayment::toBeTold).toList();
    }

    /// The acquirer has taken the notice.
    synchronized void heard(String reference) {
        book.put(book.payment(reference).telling(false));
    }

    synchronized WalletMode mode() {
        return mode;
    }

    synchronized void mode(WalletMode next) {
        mode = next;
    }
}
