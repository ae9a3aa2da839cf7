package io.shouyin.host.acquiring;

import io.shouyin.host.channels.NetworkReference;
import io.shouyin.host.channels.References;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.channels.WalletChannel.StaticPayment;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.TerminalId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Payments of customers into the static code of a merchant: no terminal has asked for them, the wallet tells of them. Each stands in the journal once,
/// under the wallet's own number, as a sale of a terminal that there is not ([#TERMINAL]), at the time of the payment, with its date as the batch. What cannot
/// be booked is kept ([UnbookedPayments]).
@Component
class StaticPayments {

    static final TerminalId TERMINAL = new TerminalId("QRSTATIC");
    private static final Logger LOG = LoggerFactory.getLogger(StaticPayments.class);
    private static final DateTimeFormatter BATCH = DateTimeFormatter.ofPattern("yyMMdd");
    private static final String ENTRY_MODE = "922";

    private final WalletChannel wallets;
    private final References references;
    private final MerchantDirectory merchants;
    private final Journal journal;
    private final UnbookedPayments unbooked;
    private final BusinessCalendar calendar;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    StaticPayments(WalletChannel wallets, References references, MerchantDirectory merchants, Journal journal, UnbookedPayments unbooked, BusinessCalendar calendar,
                   JdbcClient jdbc, InstantSource clock) {
        this.wallets = wallets;
        this.references = references;
        this.merchants = merchants;
        this.journal = journal;
        this.unbooked = unbooked;
        this.calendar = calendar;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// The wallet is asked, and what it says is taken.
    ///
    /// @return why it is not booked, if it is not
    Optional<WalletNoticeRefusal> record(Rrn reference) {
        return wallets.staticPayment(reference).map(this::take).orElse(Optional.of(WalletNoticeRefusal.WALLET_NOTICE_TOO_EARLY));
    }

    /// Durable when it returns: in the journal and the books, on its way back to the customer, or kept for people.
    ///
    /// @return why it is not booked, if people have to look
    Optional<WalletNoticeRefusal> take(StaticPayment said) {
        return switch (said) {
            case StaticPayment.Unreadable unreadable -> {
                unbooked.keep(unreadable);
                yield Optional.of(WalletNoticeRefusal.WALLET_PAYMENT_UNREADABLE);
            }
            case StaticPayment.Paid paid when isTheSame(paid).equals(Optional.of(true)) -> Optional.empty();     // told before, as in each list
            case StaticPayment.Paid paid when unbooked.goesBack(paid) -> Optional.empty();
            case StaticPayment.Paid paid when !merchants.isRegistered(paid.merchant()) -> {
                unbooked.giveBack(paid);
                yield Optional.empty();
            }
            case StaticPayment.Paid paid -> book(paid);
        };
    }

    private Optional<WalletNoticeRefusal> book(StaticPayment.Paid paid) {
        Optional<Boolean> isTheSame = isTheSame(paid);
        while (isTheSame.isEmpty()) {
            add(paid);
            isTheSame = isTheSame(paid);
        }
        if (isTheSame.get()) {
            return Optional.empty();
        }
        unbooked.keepSecond(paid);
        return Optional.of(WalletNoticeRefusal.WALLET_PAYMENT_DIFFERS);
    }

    /// @return empty if nothing of its merchant stands under its number
    private Optional<Boolean> isTheSame(StaticPayment.Paid paid) {
        return jdbc.sql("SELECT amount_minor = ? FROM acquiring.transaction WHERE merchant_id = ? AND terminal_id = ? AND rrn = ?")
                .params(paid.amount().fen(), paid.merchant().value(), TERMINAL.value(), paid.reference().value()).query(Boolean.class).optional();
    }

    private void add(StaticPayment.Paid paid) {
        NetworkReference number = references.next();
        Instant at = paid.at().isBefore(clock.instant()) ? paid.at() : clock.instant();
        TransactionKey key = new TransactionKey(paid.merchant(), TERMINAL, BatchNumber.of(BATCH.format(calendar.businessDate(at))), number.trace());
        byte[] digest = paid.reference().value().getBytes(StandardCharsets.US_ASCII);
        TransactionRequest sale = new TransactionRequest(key, TransactionKind.SALE, Optional.empty(), paid.amount(), Optional.empty(), Optional.empty(), Optional.empty(),
                ENTRY_MODE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, digest, at, clock.instant());
        try {
            if (!journal.add(sale, new NetworkReference(paid.reference(), number.trace(), number.transmissionTime()), paid.approved())) {
                LOG.info("the number of a static payment was taken");                      // another one fits
            }
        } catch (DuplicateKeyException another) {
            LOG.info("another host was faster with a static payment");
        }
    }
}
