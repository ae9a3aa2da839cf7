package io.shouyin.host.keys;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.keys.KeyRows.Batch;
import io.shouyin.host.keys.MasterKeyChanges.Change;
import io.shouyin.vault.SecurityModule;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Puts the rows of all modules under the new LMK, a small batch a commit, its audit entry in it. Killed at any point it loses nothing:
/// what a row's blocks say is all that is remembered.
@Component
class MasterKeySweep {

    private static final Logger LOG = LoggerFactory.getLogger(MasterKeySweep.class);

    private final List<KeyColumns> tables;
    private final KeyRows rows;
    private final SecurityModule vault;
    private final KeySettings settings;
    private final AuditLog audit;
    private final TransactionTemplate ownCommit;

    MasterKeySweep(List<KeyColumns> tables, KeyRows rows, SecurityModule vault, KeySettings settings, AuditLog audit,
                   PlatformTransactionManager transactions) {
        this.tables = tables;
        this.rows = rows;
        this.vault = vault;
        this.settings = settings;
        this.audit = audit;
        this.ownCommit = new TransactionTemplate(transactions);
        this.ownCommit.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /// One pass over all tables.
    void run(Change change) throws InterruptedException {
        for (KeyColumns table : tables) {
            Batch batch = batch(table, change, "");
            while (batch.last().isPresent()) {
                Thread.sleep(settings.rewrapPause());
                batch = batch(table, change, batch.last().get());
            }
        }
    }

    private Batch batch(KeyColumns table, Change change, String after) {
        Batch done = ownCommit.execute(_ -> {
            Batch batch = rows.rewrap(table, change.to(), after, settings.rewrapBatchRows(), vault::rewrap);
            if (batch.rewrapped() > 0) {
                audit.append(AuditEntry.done("master-key.rewrap", "table:" + table.table()).by(AuditActor.system("keys"))
                        .because(batch.rewrapped() + " rows under " + change.to()));
            }
            return batch;
        });
        if (done.rewrapped() > 0) {
            LOG.info("change of the local master key: {} rows of {} put under {}", done.rewrapped(), table.table(), change.to());
        }
        return done;
    }

    long total() {
        return tables.stream().mapToLong(rows::count).sum();
    }

    long left(Change change) {
        return tables.stream().mapToLong(table -> rows.notUnder(table, change.to())).sum();
    }

    /// Whether nothing is left even after all who are writing key blocks now have committed: one table a transaction, so that nobody is
    /// locked out of two. Not sure while a writer takes longer than the patience of [KeyRows#notUnderForSure].
    boolean isDoneForSure(Change change) {
        try {
            return tables.stream().allMatch(table -> ownCommit.execute(_ -> rows.notUnderForSure(table, change.to()) == 0));
        } catch (PessimisticLockingFailureException busy) {
            LOG.info("change of the local master key: a table is busy, it is looked at again");
            return false;
        }
    }
}
