package io.shouyin.host.keys;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.vault.RefusedUse;
import jakarta.annotation.PreDestroy;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Puts what the security module refused into the audit log.
///
/// Nothing happened that an entry would have to be committed with, so each has a commit of its own, written behind the command by
/// one thread. At most [#ENTRIES_PER_MINUTE_MAX] entries a minute: the next one says how many were left out, the log has them all.
@Component
class RefusedUses implements RefusedUse.Listener {

    static final int ENTRIES_PER_MINUTE_MAX = 30;

    private static final Logger LOG = LoggerFactory.getLogger(RefusedUses.class);
    private static final long MINUTE_MILLIS = 60_000;

    private final AuditLog audit;
    private final InstantSource clock;
    private final TransactionTemplate ownCommit;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("refused-uses").factory());
    private long minute;
    private int entries;
    private long leftOut;

    RefusedUses(AuditLog audit, InstantSource clock, PlatformTransactionManager transactions) {
        this.audit = audit;
        this.clock = clock;
        this.ownCommit = new TransactionTemplate(transactions);
        this.ownCommit.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public void refused(RefusedUse use) {
        due(use).ifPresent(entry -> writer.execute(() -> write(entry)));
    }

    /// The entry for a use, unless this minute has its share.
    private synchronized Optional<AuditEntry> due(RefusedUse use) {
        long now = Math.floorDiv(clock.millis(), MINUTE_MILLIS);
        if (now != minute) {
            minute = now;
            entries = 0;
        }
        if (entries == ENTRIES_PER_MINUTE_MAX) {
            leftOut++;
            return Optional.empty();
        }
        entries++;
        String more = leftOut == 0 ? "" : ", " + leftOut + " more left out before";
        leftOut = 0;
        List<String> purposes = use.purposes().stream().map(Enum::name).toList();
        String keys = purposes.isEmpty() ? "" : " " + String.join(" ", purposes);
        return Optional.of(AuditEntry.refused("key.use", "command:" + use.command(), use.reason()).by(AuditActor.system("keys"))
                .because(use.reason().name() + keys + more));
    }

    private void write(AuditEntry entry) {
        try {
            ownCommit.executeWithoutResult(_ -> audit.append(entry));
        } catch (RuntimeException unwritten) {
            LOG.error("a refused use of a key is not in the audit log: {}", unwritten.getClass().getSimpleName());
        }
    }

    /// Writes what is still to be written.
    @PreDestroy
    void close() {
        writer.close();
    }
}
