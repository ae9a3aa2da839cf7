package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.Story.Step;
import io.shouyin.host.channels.NetworkReference;
import io.shouyin.host.channels.References;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.channels.WalletChannel.StaticPayment;
import io.shouyin.host.platform.OneWrite;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.qr.PayCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Payments of customers into the static code of a merchant: no terminal has asked for them, the wallet tells of them. Each stands in the journal once,
/// under the wallet's own number, as a sale of a terminal that there is not ([#TERMINAL]), with its date as the batch.
@Component
class StaticPayments {

    static final TerminalId TERMINAL = new TerminalId("QRSTATIC");
    private static final Logger LOG = LoggerFactory.getLogger(StaticPayments.class);
    private static final DateTimeFormatter BATCH = DateTimeFormatter.ofPattern("yyMMdd");
    private static final String ENTRY_MODE = "922";

    private final WalletChannel wallets;
    private final References references;
    private final MerchantDirectory merchants;
    private final Bookkeeping bookkeeping;
    private final BusinessCalendar calendar;
    private final JdbcClient jdbc;
    private final JdbcOperations statements;
    private final TransactionTemplate transactions;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    StaticPayments(WalletChannel wallets, References references, MerchantDirectory merchants, Bookkeeping bookkeeping, BusinessCalendar calendar, JdbcClient jdbc,
                   JdbcOperations statements, TransactionTemplate transactions, ApplicationEventPublisher events, InstantSource clock) {
        this.wallets = wallets;
        this.references = references;
        this.merchants = merchants;
        this.bookkeeping = bookkeeping;
        this.calendar = calendar;
        this.jdbc = jdbc;
        this.statements = statements;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    /// @return false if the wallet does not say that it is paid
    boolean record(Rrn reference) {
        Optional<StaticPayment> paid = wallets.staticPayment(reference);
        if (paid.isEmpty()) {
            return false;
        }
        if (merchants.find(paid.get().merchant()).isEmpty()) {
            LOG.error("a wallet has taken money for merchant {}, who is not in the register: {}", paid.get().merchant(), reference);
            return true;
        }
        while (!isThere(paid.get()) && !added(paid.get(), references.next())) {
            LOG.info("the number of a static payment was taken");                      // another one fits
        }
        return true;
    }

    private boolean isThere(StaticPayment paid) {
        return jdbc.sql("SELECT count(*) FROM acquiring.transaction WHERE merchant_id = ? AND terminal_id = ? AND rrn = ?")
                .params(paid.merchant().value(), TERMINAL.value(), paid.reference().value()).query(Long.class).single() == 1;
    }

    private boolean added(StaticPayment paid, NetworkReference number) {
        Instant now = clock.instant();
        LocalDate businessDate = calendar.businessDate(now);
        TransactionKey key = new TransactionKey(paid.merchant(), TERMINAL, BatchNumber.of(BATCH.format(businessDate)), number.trace());
        byte[] digest = paid.reference().value().getBytes(StandardCharsets.US_ASCII);
        TransactionRequest sale = new TransactionRequest(key, TransactionKind.SALE, Optional.empty(), paid.amount(), Optional.empty(), Optional.empty(), Optional.empty(),
                ENTRY_MODE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, digest, now, now);
        boolean added = transactions.execute(status -> {
            OneWrite write = new OneWrite();
            IntSupplier rows = write.add("""
                    INSERT INTO acquiring.transaction
                      (merchant_id, terminal_id, batch_number, trace_number, kind, amount_minor, card_masked, entry_mode, factors, request_digest, state, response_code,
                       auth_code, receipt_texts, rrn, network_trace, transmission_time, business_date, received_at, closed_at, channel, story)
                    VALUES (?, ?, ?, ?, 'SALE', ?, ?, ?, '', ?, 'APPROVED', '00', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb) ON CONFLICT DO NOTHING""",
                    Arrays.asList(key.merchant().value(), TERMINAL.value(), key.batch().value(), key.trace().value(), paid.amount().fen(), PayCode.NO_CODE_MASKED, ENTRY_MODE,
                            digest, paid.approved().authCode(), paid.approved().receiptTexts().orElse(null), paid.reference().value(), number.trace().value(),
                            number.transmissionTime(), businessDate, Journal.utc(now), Journal.utc(now), WalletChannel.NAME,
                            new Story().add(Step.NOTICED, now).add(Step.POSTED, now).json()));
            bookkeeping.approved(write, sale, WalletChannel.NAME, paid.amount(), Optional.empty(), businessDate);
            write.run(statements);
            if (rows.getAsInt() != 1) {
                status.setRollbackOnly();
            }
            return rows.getAsInt() == 1;
        });
        if (added) {
            events.publishEvent(new TransactionChanged(key));
        }
        return added;
    }
}
