package io.shouyin.host.acquiring;

import io.shouyin.host.credentials.Turnover;
import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TerminalId;
import io.shouyin.vault.SecurityModule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Sums of sales for step-up rules, from the journal.
@Component
class SoldBefore implements Turnover {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final String SUM = """
            SELECT least(coalesce(sum(amount_minor), 0), 999999999999)::bigint FROM acquiring.transaction
            WHERE kind = 'SALE' AND state IN ('PENDING', 'APPROVED', 'IN_DOUBT') AND received_at >= ?""";

    private final JdbcClient jdbc;
    private final SecurityModule vault;
    private final InstitutionKeys keys;

    SoldBefore(JdbcClient jdbc, SecurityModule vault, InstitutionKeys keys) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.keys = keys;
    }

    @Override
    public MinorAmount ofTerminal(MerchantId merchant, TerminalId terminal, Instant since) {
        return new MinorAmount(jdbc.sql(SUM + " AND merchant_id = ? AND terminal_id = ?")
                .params(Journal.utc(since), merchant.value(), terminal.value()).query(Long.class).single());
    }

    @Override
    public MinorAmount ofCard(Pan card, Instant since) {
        byte[] index = vault.index(keys.index(), card.reveal(CARD_DATA).getBytes(StandardCharsets.US_ASCII));
        return new MinorAmount(jdbc.sql(SUM + " AND card_index = ?").params(Journal.utc(since), index).query(Long.class).single());
    }
}
