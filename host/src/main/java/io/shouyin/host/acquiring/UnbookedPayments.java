package io.shouyin.host.acquiring;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.channels.HostAnswer;
import io.shouyin.host.channels.References;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.channels.WalletChannel.StaticPayment;
import io.shouyin.host.platform.Threads;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Rrn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Money that a wallet has taken into a static code and that nobody here can be given: each is kept and in the audit log before the wallet is answered.
/// That of a merchant who is not in the register goes back to the customer, under a number of our own, until the wallet says that it has.
@Component
class UnbookedPayments {

    private static final AuditActor ACTOR = AuditActor.system("wallets");
    private static final Logger LOG = LoggerFactory.getLogger(UnbookedPayments.class);
    private static final int ROWS = 20;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final WalletChannel wallets;
    private final References references;
    private final AuditLog audit;
    private final AcquiringSettings settings;
    private final Threads threads;
    private final InstantSource clock;

    UnbookedPayments(JdbcClient jdbc, TransactionTemplate transactions, WalletChannel wallets, References references, AuditLog audit, AcquiringSettings settings,
                     Threads threads, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.wallets = wallets;
        this.references = references;
        this.audit = audit;
        this.settings = settings;
        this.threads = threads;
        this.clock = clock;
    }

    enum Reason {
        MERCHANT_UNKNOWN,
        /// The wallet says something that cannot be booked: for people.
        UNREADABLE,
        /// Another payment stands under this number: for people.
        NUMBER_REUSED
    }

    /// Its merchant is not in the register: it goes back.
    void giveBack(StaticPayment.Paid paid) {
        keep(paid.reference(), Reason.MERCHANT_UNKNOWN, paid.merchant() + " " + paid.amount(), Optional.of(paid), Optional.of(references.next().rrn()));
    }

    void keep(StaticPayment.Unreadable unreadable) {
        keep(unreadable.reference(), Reason.UNREADABLE, unreadable.what(), Optional.empty(), Optional.empty());
    }

    void keepSecond(StaticPayment.Paid paid) {
        keep(paid.reference(), Reason.NUMBER_REUSED, paid.amount().toString(), Optional.of(paid), Optional.empty());
    }

    /// As people look at it.
    ///
    /// @param wrong what is wrong with it
    /// @param merchantId null if the wallet does not say it
    /// @param amountFen null if the wallet does not say it
    /// @param refund DUE, DONE or REFUSED; null if it does not go back by itself
    record Item(Instant at, String rrn, Reason reason, String wrong, String merchantId, Long amountFen, String refund) {}

    /// All that is not given back, newest first.
    Page<Item> open(PageQuery page) {
        String open = " FROM acquiring.unbooked_payment WHERE refund_state IS DISTINCT FROM 'DONE'";
        long total = jdbc.sql("SELECT count(*)" + open).query(Long.class).single();
        return Page.of(jdbc.sql("SELECT *" + open + " ORDER BY noticed_at DESC, rrn LIMIT ? OFFSET ?").params(page.size(), page.offset())
                .query((row, _) -> new Item(row.getObject("noticed_at", OffsetDateTime.class).toInstant(), row.getString("rrn"), Reason.valueOf(row.getString("reason")),
                        row.getString("detail"), row.getString("merchant_id"), row.getObject("amount_minor", Long.class), row.getString("refund_state"))).list(), total, page);
    }

    /// Whether it goes back to the customer, or has.
    boolean goesBack(StaticPayment.Paid paid) {
        return jdbc.sql("SELECT count(*) FROM acquiring.unbooked_payment WHERE rrn = ? AND merchant_id = ? AND amount_minor = ? AND refund_state IS NOT NULL")
                .params(paid.reference().value(), paid.merchant().value(), paid.amount().fen()).query(Long.class).single() > 0;
    }

    /// Once, however often it is told.
    private void keep(Rrn reference, Reason reason, String detail, Optional<StaticPayment.Paid> paid, Optional<Rrn> refund) {
        Instant now = clock.instant();
        transactions.executeWithoutResult(_ -> {
            boolean kept = jdbc.sql("""
                    INSERT INTO acquiring.unbooked_payment (rrn, reason, detail, merchant_id, amount_minor, noticed_at, refund_rrn, refund_state, refund_due_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")
                    .params(Arrays.asList(reference.value(), reason.name(), detail, paid.map(one -> one.merchant().value()).orElse(null), paid.map(one -> one.amount().fen()).orElse(null),
                            Journal.utc(now), refund.map(Rrn::value).orElse(null), refund.map(_ -> "DUE").orElse(null), refund.map(_ -> Journal.utc(now)).orElse(null))).update() == 1;
            if (kept) {
                audit.append(AuditEntry.done("wallet.unbooked", "payment:" + reference).because(reason + " " + detail).by(ACTOR));
                LOG.error("a wallet has taken money that cannot be booked: {} {}", reference, reason);
            }
        });
    }

    private record Due(Rrn reference, Rrn refund, MinorAmount amount, int attempts) {}

    @Scheduled(fixedDelayString = "PT1S")
    void run() {
        if (wallets.isOn()) {
            due().forEach(due -> threads.start("wallet-refund", () -> refund(due)));
        }
    }

    private List<Due> due() {
        return jdbc.sql("SELECT rrn, refund_rrn, amount_minor, refund_attempts FROM acquiring.unbooked_payment WHERE refund_state = 'DUE' AND refund_due_at <= ? ORDER BY refund_due_at LIMIT ?")
                .params(Journal.utc(clock.instant()), ROWS)
                .query((row, _) -> new Due(new Rrn(row.getString("rrn")), new Rrn(row.getString("refund_rrn")), new MinorAmount(row.getLong("amount_minor")), row.getInt("refund_attempts")))
                .list();
    }

    private void refund(Due due) {
        Duration pause = wallets.answerMax().plus(settings.reversalRetryMax());
        boolean claimed = jdbc.sql("""
                UPDATE acquiring.unbooked_payment SET refund_due_at = ?, refund_attempts = refund_attempts + 1
                WHERE rrn = ? AND refund_rrn = ? AND refund_state = 'DUE' AND refund_attempts = ?""")
                .params(Journal.utc(clock.instant().plus(pause)), due.reference().value(), due.refund().value(), due.attempts()).update() == 1;
        if (claimed) {
            wallets.refund(due.refund(), due.reference(), due.amount()).ifPresent(answer -> {
                switch (answer) {
                    case HostAnswer.Approved _ -> end(due, "DONE", AuditEntry.done("wallet.unbooked-refund", "payment:" + due.reference()));
                    case HostAnswer.Declined declined -> end(due, "REFUSED", AuditEntry.failed("wallet.unbooked-refund", "payment:" + due.reference(),
                            declined.refusal().orElse(declined.code().code())));
                    case HostAnswer.InDoubt _ -> LOG.warn("a wallet does not say whether it has given {} back", due.reference());
                }
            });
        }
    }

    private void end(Due due, String state, AuditEntry entry) {
        transactions.executeWithoutResult(_ -> {
            boolean ended = jdbc.sql("UPDATE acquiring.unbooked_payment SET refund_state = ?, refund_due_at = NULL WHERE rrn = ? AND refund_rrn = ? AND refund_state = 'DUE'")
                    .params(state, due.reference().value(), due.refund().value()).update() == 1;
            if (ended) {
                audit.append(entry.by(ACTOR));
            }
        });
    }
}
