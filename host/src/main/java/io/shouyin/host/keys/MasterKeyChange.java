package io.shouyin.host.keys;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.keys.MasterKeyChanges.Change;
import io.shouyin.host.keys.MasterKeyChanges.State;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Refusal;
import io.shouyin.vault.MasterKeyCommands.MasterKeyStatus;
import io.shouyin.vault.MasterKeyCommands.OpenMasterKey;
import io.shouyin.vault.SecurityModule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The change of the LMK as people lead it: look, begin, retire. What lies between is done by [MasterKeyWatch].
///
/// Each of the two commands is given by two people, whom the table holds apart: [MasterKeyProposals] asks both and calls here. Nothing else
/// begins a change or retires a key.
@Service
public class MasterKeyChange {

    private final SecurityModule vault;
    private final MasterKeyChanges changes;
    private final MasterKeySweep sweep;
    private final KeySettings settings;
    private final VaultSettings vaultSettings;
    private final AuditLog audit;

    MasterKeyChange(SecurityModule vault, MasterKeyChanges changes, MasterKeySweep sweep, KeySettings settings,
                    VaultSettings vaultSettings, AuditLog audit) {
        this.vault = vault;
        this.changes = changes;
        this.sweep = sweep;
        this.settings = settings;
        this.vaultSettings = vaultSettings;
        this.audit = audit;
    }

    /// @param vault where this host's vault is: `IN_PROCESS` or `OWN_PROCESS`
    /// @param wraps check value of the LMK that new blocks are under
    /// @param open each with its store, `PKCS#12` or `PKCS#11` and the token
    /// @param nextRefused why an LMK that lies beside could not be opened by this host's vault
    /// @param passphraseIsBeside whether a passphrase lies where the LMK lies: for demonstration
    /// @param change the last one, if there was any
    public record Status(String vault, String wraps, List<OpenMasterKey> open, Optional<String> nextRefused, boolean passphraseIsBeside,
                         Optional<Progress> change) {}

    /// @param state `ANNOUNCED`, `REWRAPPING`, `REWRAPPED` or `RETIRED`
    /// @param rowsLeft rows that have a block which is not under the new LMK
    /// @param hostsWaitedFor that do not open the new LMK, or do not wrap under it yet
    public record Progress(String from, String to, String state, long rowsTotal, long rowsLeft, int hostsWaitedFor, String startedBy,
                           Instant startedAt, Optional<Instant> rewrappedAt, Optional<Instant> retiredAt) {}

    @Transactional(readOnly = true)
    public Status status() {
        MasterKeyStatus keys = vault.lmkStatus();
        return new Status(vaultSettings.kind().name(), keys.wraps(), keys.open(), keys.nextRefused(), keys.passphraseIsBeside(),
                changes.latest().map(this::progress));
    }

    /// Begins to put every key under the LMK that was laid beside the present one.
    ///
    /// @param next its check value, as `vault change-lmk` printed it
    /// @throws RefusedRequest with a [KeysRefusal]
    @Transactional
    public Status begin(String next, String proposedBy, String approvedBy) {
        MasterKeyStatus keys = requireNext(next);
        require(changes.announce(keys.wraps(), next, proposedBy, approvedBy), KeysRefusal.MASTER_KEY_CHANGE_UNDER_WAY);
        audit.append(AuditEntry.done("master-key.change-begin", "master-key:" + next).because("instead of " + keys.wraps() + ", proposed by " + proposedBy));
        return status();
    }

    /// @throws RefusedRequest with a [KeysRefusal]
    void requireBeginnable(String next) {
        requireNext(next);
        require(changes.latest().filter(Change::isOpen).isEmpty(), KeysRefusal.MASTER_KEY_CHANGE_UNDER_WAY);
    }

    private MasterKeyStatus requireNext(String next) {
        MasterKeyStatus keys = vault.lmkStatus();
        require(keys.opens(next) && !keys.wraps().equals(next), KeysRefusal.NEXT_MASTER_KEY_MISSING);
        return keys;
    }

    /// Retires the old LMK: every host closes it and moves its file to the archive within a second or two.
    ///
    /// @param old its check value
    /// @throws RefusedRequest with a [KeysRefusal]
    @Transactional
    public Status retire(String old, String proposedBy, String approvedBy) {
        Change change = requireRetirable(old);
        require(changes.retire(change, proposedBy, approvedBy), KeysRefusal.MASTER_KEY_CHANGE_MISSING);
        audit.append(AuditEntry.done("master-key.retire", "master-key:" + old).because("replaced by " + change.to() + ", proposed by " + proposedBy));
        return status();
    }

    /// @throws RefusedRequest with a [KeysRefusal]
    Change requireRetirable(String old) {
        Change change = changes.latest().filter(last -> last.isOpen() && last.from().equals(old))
                .orElseThrow(() -> new RefusedRequest(HttpStatus.CONFLICT, KeysRefusal.MASTER_KEY_CHANGE_MISSING));
        require(change.state() == State.REWRAPPED && changes.hostsNotWrappingUnder(change.to()) == 0 && sweep.isDoneForSure(change),
                KeysRefusal.MASTER_KEY_CHANGE_UNFINISHED);
        require(changes.isRewrappedSince(change, settings.retireAfter().toSeconds()), KeysRefusal.MASTER_KEY_STILL_NEEDED);
        return change;
    }

    private Progress progress(Change change) {
        int waitedFor = change.isOpen() ? change.state() == State.ANNOUNCED ? changes.hostsWithout(change.to())
                : changes.hostsNotWrappingUnder(change.to()) : 0;
        return new Progress(change.from(), change.to(), change.state().name(), change.rowsTotal(), change.isOpen() ? sweep.left(change) : 0,
                waitedFor, change.startedBy(), change.startedAt(), change.rewrappedAt(), change.retiredAt());
    }

    private static void require(boolean holds, Refusal refusal) {
        if (!holds) {
            throw new RefusedRequest(HttpStatus.CONFLICT, refusal);
        }
    }
}
