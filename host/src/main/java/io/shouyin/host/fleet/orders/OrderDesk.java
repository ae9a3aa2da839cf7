package io.shouyin.host.fleet.orders;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.FleetRefusal;
import io.shouyin.host.fleet.TerminalSession;
import io.shouyin.host.fleet.TerminalState;
import io.shouyin.host.fleet.TerminalTidings;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.fleet.orders.OrderText.Wanted;
import io.shouyin.host.platform.Together;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.HostWord;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.SecurityModule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Gives orders to terminals, hands them out, and keeps what became of them.
///
/// 1. An order gets the terminal's next number and is signed with a key that the vault and this terminal alone have ([HostWord]).
/// 2. LOCK and UNLOCK hold at the host from the same commit on.
/// 3. The terminal's next heartbeat takes it along; it goes again with each one until the terminal has acknowledged it.
/// 4. The terminal reports, signed with its own key. What it reports again changes nothing.
///
/// Each deed has its line in the audit log, in the same transaction.
@Service
class OrderDesk {

    static final int HOURS_MAX = 24;
    private static final int WAITING_MAX = 20;
    private static final int IN_ONE_ANSWER_MAX = 8;
    private static final int EXPIRED_AT_ONCE_MAX = 1_000;

    private final OrderStore store;
    private final TerminalLocks locks;
    private final Terminals terminals;
    private final TerminalTidings tidings;
    private final SecurityModule vault;
    private final AuditLog audit;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final Together<TerminalId, Boolean> together = new Together<>(this::haveOrders, (terminal, _) -> haveOrders(List.of(terminal)).getFirst());

    OrderDesk(OrderStore store, TerminalLocks locks, Terminals terminals, TerminalTidings tidings, SecurityModule vault, AuditLog audit, JdbcClient jdbc, InstantSource clock,
              TransactionTemplate transaction) {
        this.store = store;
        this.locks = locks;
        this.terminals = terminals;
        this.tidings = tidings;
        this.vault = vault;
        this.audit = audit;
        this.jdbc = jdbc;
        this.clock = clock;
        this.transaction = transaction;
    }

    // giving

    /// Whether the order can be given at all.
    ///
    /// @return the terminal's TCK
    /// @throws RefusedRequest `TERMINAL_UNKNOWN`, `ORDER_TERMINAL_NOT_ACTIVE`, `ORDER_TEXT_MISSING`, `ORDER_TEXT_UNWANTED`, `ORDER_LOG_PERIOD_WRONG`, `ORDERS_TOO_MANY`
    KeyBlock requirePossible(TerminalId terminal, Wanted wanted) {
        TerminalSession session = terminals.session(terminal).orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, FleetRefusal.TERMINAL_UNKNOWN));
        OrderRefusal.ORDER_TERMINAL_NOT_ACTIVE.when(session.state() != TerminalState.ACTIVATED || session.credentialKey().isEmpty());
        OrderRefusal.ORDER_TEXT_MISSING.when(wanted.kind() == OrderKind.SHOW_MESSAGE && wanted.text().isEmpty());
        OrderRefusal.ORDER_TEXT_UNWANTED.when(!wanted.kind().takesText() && wanted.text().isPresent());
        boolean hasPeriod = wanted.logsFrom().isPresent() || wanted.logsTo().isPresent();
        boolean isPeriod = wanted.logsFrom().flatMap(from -> wanted.logsTo().map(from::isBefore)).orElse(true);
        OrderRefusal.ORDER_LOG_PERIOD_WRONG.when(hasPeriod && !(wanted.kind() == OrderKind.UPLOAD_LOGS && isPeriod));
        OrderRefusal.ORDERS_TOO_MANY.when(store.waiting(terminal, clock.instant()) >= WAITING_MAX);
        return session.credentialKey().get();
    }

    /// @param trail who took part besides, or nothing
    /// @throws RefusedRequest as [#requirePossible]
    TerminalOrder give(TerminalId terminal, Wanted wanted, String by, String trail) {
        return transaction.execute(_ -> {
            KeyBlock key = requirePossible(terminal, wanted);
            // 1 numbered and signed
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            long sequence = store.nextNumber(terminal);
            UUID id = UUID.randomUUID();
            Instant expiresAt = now.plus(Duration.ofHours(wanted.hours()));
            byte[] content = OrderText.of(id, terminal, sequence, wanted, now, expiresAt);
            TerminalOrder order = new TerminalOrder(id, terminal, sequence, wanted.kind(), wanted.text(), wanted.reason(), OrderState.QUEUED, Optional.empty(), by, now, expiresAt,
                    Optional.empty(), Optional.empty(), Optional.empty());
            store.add(order, new OrderStore.Signed(content, vault.hostWord(key, HostWord.Kind.ORDER.covered(content))));
            audit.append(AuditEntry.done("terminal.order.give", order.object()).because(order.title() + trail + ": " + wanted.reason()));
            // 2 held here at once
            if (wanted.kind() == OrderKind.LOCK && locks.lock(terminal, now, wanted.reason(), by)) {
                audit.append(AuditEntry.done("terminal.lock", order.object()).because(order.title()));
            }
            if (wanted.kind() == OrderKind.UNLOCK && locks.unlock(terminal)) {
                audit.append(AuditEntry.done("terminal.unlock", order.object()).because(order.title()));
            }
            tidings.changed(terminal);
            return order;
        });
    }

    /// @throws RefusedRequest `ORDER_UNKNOWN`, `ORDER_HOLDS_AT_ONCE`, `ORDER_UNDER_WAY`
    TerminalOrder cancel(UUID id) {
        return transaction.execute(_ -> {
            TerminalOrder order = store.lock(id).orElseThrow(OrderRefusal.ORDER_UNKNOWN::refused);
            OrderRefusal.ORDER_HOLDS_AT_ONCE.when(order.kind() == OrderKind.LOCK || order.kind() == OrderKind.UNLOCK);
            OrderRefusal.ORDER_UNDER_WAY.when(order.state() != OrderState.QUEUED);
            store.end(id, OrderState.CANCELLED, Optional.empty(), clock.instant());
            audit.append(AuditEntry.done("terminal.order.cancel", order.object()).because(order.title()));
            tidings.changed(order.terminal());
            return store.lock(id).orElseThrow();
        });
    }

    // handing out

    /// What waits for the terminal, in the order of the numbers. Costs a read that all who beat at the same time share, and no more if there is nothing.
    List<OrderStore.Signed> handOut(TerminalId terminal) {
        if (!together.ask(terminal)) {
            return List.of();
        }
        return transaction.execute(_ -> {
            Instant now = clock.instant();
            store.send(terminal, now);
            return store.sent(terminal, now, IN_ONE_ANSWER_MAX);
        });
    }

    private List<Boolean> haveOrders(List<TerminalId> asked) {
        Set<TerminalId> with = store.withOrders(asked, clock.instant());
        return asked.stream().map(with::contains).toList();
    }

    // what becomes of them

    /// @param state ACKNOWLEDGED, DONE or FAILED
    /// @param outcome of a failed one the name of its reason, of an upload of logs that is done the number of its lines
    /// @throws RefusedRequest `ORDER_UNKNOWN`, also for another terminal's; `ORDER_REPORT_WRONG`
    void report(TerminalId terminal, UUID id, long sequence, OrderState state, Optional<String> outcome) {
        transaction.executeWithoutResult(_ -> {
            TerminalOrder order = store.lock(id).filter(found -> found.terminal().equals(terminal) && found.sequence() == sequence)
                    .orElseThrow(OrderRefusal.ORDER_UNKNOWN::refused);
            if (order.state() == state && order.outcome().equals(outcome) || state == OrderState.ACKNOWLEDGED && (order.state() == OrderState.DONE || order.state() == OrderState.FAILED)) {
                return;
            }
            switch (order.state()) {
                case QUEUED, DONE, FAILED, CANCELLED -> throw OrderRefusal.ORDER_REPORT_WRONG.refused();
                // one that was taken in time may be told of late
                case SENT, ACKNOWLEDGED, EXPIRED -> told(order, state, outcome);
            }
        });
    }

    private void told(TerminalOrder order, OrderState state, Optional<String> outcome) {
        if (state == OrderState.ACKNOWLEDGED) {
            OrderRefusal.ORDER_REPORT_WRONG.when(order.state() != OrderState.SENT);
            store.acknowledged(order.id(), clock.instant());
        } else {
            store.end(order.id(), state, outcome, clock.instant());
            AuditEntry entry = state == OrderState.DONE ? AuditEntry.done("terminal.order.end", order.object()) : AuditEntry.failed("terminal.order.end", order.object(), state.name());
            audit.append(entry.because(order.title() + outcome.map(why -> ": " + why).orElse("")).by(AuditActor.terminal(order.terminal())));
            if (state == OrderState.DONE && order.kind() == OrderKind.WIPE_KEYS) {
                // whatever still speaks with these keys is not the terminal
                jdbc.sql("DELETE FROM fleet.sign_in WHERE terminal_id = ?").param(order.terminal().value()).update();
            }
        }
        tidings.changed(order.terminal());
    }

    /// The terminal was given something that it did not believe. The first of each kind has its line in the audit log, all are counted.
    void refused(TerminalId terminal, String refusal) {
        transaction.executeWithoutResult(_ -> {
            if (store.refused(terminal, refusal, clock.instant()) == 1) {
                audit.append(AuditEntry.failed("terminal.order.refuse", "terminal:" + terminal.value(), refusal).by(AuditActor.terminal(terminal)));
            }
        });
    }

    /// Ends what nobody has fetched in time.
    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void expire() {
        transaction.executeWithoutResult(_ -> store.expire(clock.instant(), EXPIRED_AT_ONCE_MAX).forEach(order -> {
            audit.append(AuditEntry.done("terminal.order.expire", order.object()).by(AuditActor.system("fleet")).because(order.title()));
            tidings.changed(order.terminal());
        }));
    }
}
