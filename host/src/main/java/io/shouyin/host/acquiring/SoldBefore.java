package io.shouyin.host.acquiring;

import io.shouyin.host.credentials.Turnover;
import io.shouyin.host.platform.OneRead;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// Sums of sales and completions for step-up rules, from the journal.
@Component
class SoldBefore implements Turnover {

    private static final String SUM = """
            SELECT least(coalesce(sum(amount_minor), 0), 999999999999)::bigint FROM acquiring.transaction
            WHERE kind IN %s AND state IN ('PENDING', 'WAITING', 'APPROVED', 'IN_DOUBT') AND received_at >= ?""".formatted(KindsInSql.TAKING);

    private final CardIndex cards;

    SoldBefore(CardIndex cards) {
        this.cards = cards;
    }

    @Override
    public Supplier<Long> ofTerminalFen(OneRead read, MerchantId merchant, TerminalId terminal, Instant since) {
        return sum(read, " AND merchant_id = ? AND terminal_id = ?", List.of(Journal.utc(since), merchant.value(), terminal.value()));
    }

    @Override
    public Supplier<Long> ofCardFen(OneRead read, Pan card, Instant since) {
        return sum(read, " AND card_index = ?", List.of(Journal.utc(since), cards.of(card)));
    }

    private static Supplier<Long> sum(OneRead read, String of, List<Object> params) {
        Supplier<List<Long>> sum = read.ask(SUM + of, params, (row, _) -> row.getLong(1));
        return () -> sum.get().getFirst();
    }
}
