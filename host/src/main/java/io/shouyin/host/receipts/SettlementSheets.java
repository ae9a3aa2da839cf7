package io.shouyin.host.receipts;

import io.shouyin.host.acquiring.BatchKey;
import io.shouyin.host.acquiring.SettledBatches;
import io.shouyin.host.acquiring.SettledBatches.Settled;
import io.shouyin.host.audit.Checkpoints;
import io.shouyin.host.fleet.ReceiptTerms;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.receipt.SettlementSheet;
import java.time.LocalDateTime;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The slip of a settlement out of the batches and the register.
@Component
class SettlementSheets {

    private final SettledBatches batches;
    private final Merchants merchants;
    private final ReceiptTerms terms;
    private final Checkpoints checkpoints;

    SettlementSheets(SettledBatches batches, Merchants merchants, ReceiptTerms terms, Checkpoints checkpoints) {
        this.batches = batches;
        this.merchants = merchants;
        this.terms = terms;
        this.checkpoints = checkpoints;
    }

    Optional<SettlementSheet> find(BatchKey key) {
        return batches.find(key).map(this::sheet);
    }

    private SettlementSheet sheet(Settled settled) {
        BatchKey key = settled.key();
        return new SettlementSheet(merchants.find(key.merchant()).map(Merchant::name).orElse(""), key.merchant().value(), key.terminal().value(),
                settled.operator(), LocalDateTime.ofInstant(settled.at(), Receipts.CHINA), key.batch(), settled.domestic(), settled.foreign(), settled.kinds(),
                settled.differences(), checkpoints.at(settled.at()).map(log -> SettlementSheet.AuditLogHead.of(log.size(), log.root().hex())), terms.isTest());
    }
}
