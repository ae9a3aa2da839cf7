package io.shouyin.host.acquiring;

import io.shouyin.host.fleet.OpenMoney;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What of a terminal's money is open, by the journal and its batches.
@Component
class MoneyAtTerminals implements OpenMoney {

    private final JdbcClient jdbc;

    MoneyAtTerminals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Standing> at(MerchantId merchant, TerminalId terminal) {
        return is("""
                SELECT EXISTS (SELECT FROM acquiring.transaction WHERE merchant_id = ? AND terminal_id = ?
                               AND state IN ('PENDING', 'WAITING', 'IN_DOUBT', 'REVERSING'))""", merchant, terminal) ? Optional.of(Standing.UNDER_WAY)
                : is("""
                SELECT EXISTS (SELECT FROM acquiring.batch JOIN acquiring.transaction USING (merchant_id, terminal_id, batch_number)
                               WHERE merchant_id = ? AND terminal_id = ? AND batch.state <> 'SETTLED' AND transaction.state = 'APPROVED'
                                 AND kind <> 'BALANCE')""", merchant, terminal) ? Optional.of(Standing.NOT_SETTLED)
                : is("""
                SELECT EXISTS (SELECT FROM acquiring.transaction held
                               WHERE merchant_id = ? AND terminal_id = ? AND kind = 'PRE_AUTH' AND state = 'APPROVED' AND received_at > now() - interval '30 days'
                                 AND NOT EXISTS (SELECT FROM acquiring.transaction ending WHERE ending.merchant_id = held.merchant_id AND ending.original_terminal_id = held.terminal_id
                                                   AND ending.original_batch_number = held.batch_number AND ending.original_trace_number = held.trace_number
                                                   AND ending.kind <> 'PRE_AUTH_TOP_UP' AND ending.state = 'APPROVED'))""", merchant, terminal) ? Optional.of(Standing.HELD) : Optional.empty();
    }

    private boolean is(String question, MerchantId merchant, TerminalId terminal) {
        return jdbc.sql(question).params(merchant.value(), terminal.value()).query(Boolean.class).single();
    }
}
