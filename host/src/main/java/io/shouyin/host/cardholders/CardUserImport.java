package io.shouyin.host.cardholders;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.cardholders.CardUserSheet.Field;
import io.shouyin.host.cardholders.CardUserSheet.Line;
import io.shouyin.host.cardholders.CardUserSheet.Problem;
import io.shouyin.host.cardholders.CardUserSheet.Read;
import io.shouyin.host.cardholders.CardUsers.Registered;
import io.shouyin.kernel.MerchantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Adds many card users at once: tried first, line by line, in one transaction that is taken back if it was only a trial or if one line is
/// wrong and all were wanted.
@Component
class CardUserImport {

    private final CardUsers users;
    private final AuditLog audit;
    private final TransactionTemplate transactions;

    CardUserImport(CardUsers users, AuditLog audit, TransactionTemplate transactions) {
        this.users = users;
        this.audit = audit;
        this.transactions = transactions;
    }

    /// What becomes of the lines.
    enum Mode {
        /// Nothing is kept: what would happen?
        TRIAL,
        ALL_OR_NOTHING,
        /// Wrong lines are left out.
        GOOD_LINES
    }

    /// @param added kept, or in a trial what would be; none where nothing was kept because of problems
    /// @param present were there before with the same particulars
    /// @param applied whether anything was kept
    record Report(int added, int present, List<Problem> problems, boolean applied) {

        private String counts() {
            return "%d added, %d present, %d refused".formatted(added, present, problems.size());
        }
    }

    Report run(MerchantId merchant, Read sheet, Mode mode) {
        AuditActor by = AuditActor.current();
        Report report = transactions.execute(status -> {
            Report tried = add(sheet, by, mode);
            if (tried.applied()) {
                audit.append(AuditEntry.done("cardholder.import", object(merchant)).because(tried.counts()));
            } else {
                status.setRollbackOnly();
            }
            return tried;
        });
        switch (mode) {
            case TRIAL -> log(AuditEntry.done("cardholder.import-trial", object(merchant)).because(report.counts()));
            case ALL_OR_NOTHING, GOOD_LINES -> {
                if (!report.applied()) {
                    log(AuditEntry.refused("cardholder.import", object(merchant), CardholderRefusal.IMPORT_HAS_PROBLEMS));
                }
            }
        }
        return report;
    }

    private void log(AuditEntry entry) {
        transactions.executeWithoutResult(_ -> audit.append(entry));
    }

    private Report add(Read sheet, AuditActor by, Mode mode) {
        int added = 0;
        int present = 0;
        List<Problem> problems = new ArrayList<>(sheet.problems());
        for (Line line : sheet.good()) {
            switch (users.add(line.wanted(), by)) {
                case Registered.Added _ -> added++;
                case Registered.Repeated _ -> present++;
                case Registered.Taken _ -> problems.add(new Problem(line.number(), Field.CARD, CardholderRefusal.CARD_TAKEN));
            }
        }
        problems.sort(Comparator.comparingInt(Problem::line).thenComparing(Problem::field));
        boolean applied = switch (mode) {
            case TRIAL -> false;
            case ALL_OR_NOTHING -> problems.isEmpty();
            case GOOD_LINES -> true;
        };
        return new Report(mode == Mode.ALL_OR_NOTHING && !applied ? 0 : added, present, problems, applied);
    }

    private static String object(MerchantId merchant) {
        return "merchant:" + merchant;
    }
}
