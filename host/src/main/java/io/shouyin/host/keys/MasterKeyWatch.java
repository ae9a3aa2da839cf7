package io.shouyin.host.keys;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.keys.MasterKeyChanges.Change;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.vault.MasterKeyCommands.MasterKeyStatus;
import io.shouyin.vault.MasterKeyCommands.OpenMasterKey;
import io.shouyin.vault.SecurityModule;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Keeps this host's vault in step with the change of the LMK that the database tells of, so that no living host ever meets a block
/// that it cannot open:
///
/// 1. A change is announced. Each host tells every second which LMKs its vault opens; when the last of them opens the next one,
///    re-wrapping begins.
/// 2. Each host wraps new blocks under the next LMK, also what it holds in memory, and says so. Rows are re-wrapped by all hosts.
/// 3. When all hosts wrap under the next LMK and no row is left under the old one, the change is told to be done.
/// 4. Somebody retires the old LMK; each host has its vault close it.
///
/// A host that starts must open the LMK of a change that is under way or over, or it does not start.
@Component
class MasterKeyWatch {

    private static final Logger LOG = LoggerFactory.getLogger(MasterKeyWatch.class);

    private final SecurityModule vault;
    private final MasterKeyChanges changes;
    private final MasterKeySweep sweep;
    private final List<KeysInMemory> inMemory;
    private final AuditLog audit;
    private final TransactionTemplate transactions;

    MasterKeyWatch(SecurityModule vault, MasterKeyChanges changes, MasterKeySweep sweep, List<KeysInMemory> inMemory, AuditLog audit,
                   TransactionTemplate transactions) {
        this.vault = vault;
        this.changes = changes;
        this.sweep = sweep;
        this.inMemory = inMemory;
        this.audit = audit;
        this.transactions = transactions;
    }

    /// Tells of itself first and looks then: a change either waits for this host, or is seen here.
    @PostConstruct
    void start() {
        keepInStep();
        Optional<Change> change = changes.latest().filter(Change::hasBegun);
        if (change.isPresent() && !vault.lmkStatus().opens(change.get().to())) {
            changes.gone();
            throw new Fault(KeysRefusal.MASTER_KEY_OF_CHANGE_MISSING, Recovery.FIX_THE_SETUP);
        }
        keepInStep();
    }

    @PreDestroy
    void stop() {
        try {
            changes.gone();
        } catch (DataAccessException gone) {
            LOG.debug("the database is gone before this host: it will be missed soon enough");
        }
    }

    @Scheduled(fixedDelayString = "PT1S")
    void keepInStep() {
        Optional<Change> change = changes.latest();
        change.filter(Change::hasBegun).ifPresent(begun -> follow(begun, vault.lmkStatus()));
        MasterKeyStatus keys = vault.lmkStatus();
        changes.seen(keys.open().stream().map(OpenMasterKey::checkValue).toList(), keys.wraps());
        change.filter(last -> !last.hasBegun()).ifPresent(this::beginWhenAllCan);
    }

    @Scheduled(fixedDelayString = "PT1S")
    void rewrapRows() throws InterruptedException {
        Optional<Change> change = changes.latest().filter(last -> last.state() == MasterKeyChanges.State.REWRAPPING)
                .filter(last -> vault.lmkStatus().wraps().equals(last.to()));
        if (change.isPresent()) {
            sweep.run(change.get());
            endWhenNothingIsLeft(change.get());
        }
    }

    /// A vault in a process of its own that is started again wraps under the old LMK until this host has told it better: what came under
    /// it in that second is put under the new one, so that the old one can be retired.
    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    void gatherStrays() throws InterruptedException {
        Optional<Change> change = changes.latest().filter(last -> last.state() == MasterKeyChanges.State.REWRAPPED)
                .filter(last -> vault.lmkStatus().wraps().equals(last.to()));
        if (change.isPresent()) {
            sweep.run(change.get());
        }
    }

    private void follow(Change change, MasterKeyStatus keys) {
        if (!keys.opens(change.to())) {
            LOG.error("{}: {}", KeysRefusal.MASTER_KEY_OF_CHANGE_MISSING, KeysRefusal.MASTER_KEY_OF_CHANGE_MISSING.en());
            return;
        }
        if (!keys.wraps().equals(change.to())) {
            vault.wrapUnder(change.to());
        }
        if (keys.opens(change.from())) {
            inMemory.forEach(holder -> holder.rewrap(vault::rewrap));
            if (!change.isOpen()) {
                vault.retire(change.from());
                LOG.info("the local master key {} is retired", change.from());
            }
        }
    }

    private void beginWhenAllCan(Change change) {
        transactions.executeWithoutResult(_ -> {
            changes.holdHosts();
            if (changes.hostsWithout(change.to()) == 0 && changes.beginRewrapping(change, sweep.total())) {
                audit.append(AuditEntry.done("master-key.change-rewrap", "master-key:" + change.to()).by(AuditActor.system("keys")));
                LOG.info("change of the local master key: {} is followed by {}", change.from(), change.to());
            }
        });
    }

    private void endWhenNothingIsLeft(Change change) {
        if (changes.hostsNotWrappingUnder(change.to()) > 0 || !sweep.isDoneForSure(change)) {
            return;
        }
        transactions.executeWithoutResult(_ -> {
            if (changes.endRewrapping(change)) {
                audit.append(AuditEntry.done("master-key.change-done", "master-key:" + change.to()).by(AuditActor.system("keys"))
                        .because("no block is left under " + change.from()));
                LOG.info("change of the local master key: no block is left under {}", change.from());
            }
        });
    }
}
