package io.shouyin.host.acquiring;

import io.shouyin.host.credentials.Turnover;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Sums of sales and completions for step-up rules, from the journal.
@Component
class SoldBefore implements Turnover {

    private static final String SUM = """
            SELECT least(coalesce(sum(amount_minor), 0), 999999999999)::bigint FROM acquiring.transaction
            WHERE kind IN ('SALE', 'COMPLETION') AND state IN ('PENDING', 'APPROVED', 'IN_DOUBT') AND received_at >= ?""";

    private final JdbcClient jdbc;
    private final CardIndex cards;

    SoldBefore(JdbcClient jdbc, CardIndex cards) {
        this.jdbc = jdbc;
        this.cards = cards;
    }

    @Override
    public MinorAmount ofTerminal(MerchantId merchant, TerminalId terminal, Instant since) {
        return new MinorAmount(jdbc.sql(SUM + " AND merchant_id = ? AND terminal_id = ?")
                .params(Journal.utc(since), merchant.value(), terminal.value()).query(Long.class).single());
    }

    @Override
    public MinorAmount ofCard(Pan card, Instant since) {
        return new MinorAmount(jdbc.sql(SUM + " AND card_index = ?").params(Journal.utc(since), cards.of(card)).query(Long.class).single());
    }
}
