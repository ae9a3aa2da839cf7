package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.BatchTotals.Sums;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.receipt.ReceiptKind;
import io.shouyin.kernel.receipt.SettlementSheet;
import io.shouyin.kernel.receipt.SettlementSheet.Differences;
import io.shouyin.kernel.receipt.SettlementSheet.OfKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Settled batches as their slips have them.
@Repository
public class SettledBatches {

    private final JdbcClient jdbc;
    private final BatchQueries batches;

    SettledBatches(JdbcClient jdbc, BatchQueries batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /// @param operator empty if the terminal named none
    public record Settled(BatchKey key, String operator, Instant at, SettlementSheet.Side domestic, SettlementSheet.Side foreign, List<OfKind> kinds,
                          Differences differences) {}

    public Optional<Settled> find(BatchKey key) {
        return batches.find(key).filter(item -> item.state() == BatchState.SETTLED).map(item -> new Settled(key, Optional.ofNullable(item.operator()).orElse(""),
                item.settledAt(), side(item.domesticResult(), item.terminalTotals().domestic(), item.hostTotals().domestic()),
                side(item.foreignResult(), item.terminalTotals().foreign(), item.hostTotals().foreign()), kinds(key),
                new Differences(item.differences(), byCode(key))));
    }

    private static SettlementSheet.Side side(String result, Sums terminal, Sums host) {
        return new SettlementSheet.Side(result.equals(Result.BALANCED.name()), shown(terminal), shown(host));
    }

    private static SettlementSheet.Sums shown(Sums sums) {
        return new SettlementSheet.Sums(sums.debitCount(), shown(sums.debitFen()), sums.creditCount(), shown(sums.creditFen()));
    }

    /// What twelve digits cannot say stands as the most that they can, as in field 48.
    private static MinorAmount shown(long fen) {
        return new MinorAmount(Math.min(fen, MinorAmount.FEN_MAX));
    }

    private long byCode(BatchKey key) {
        return jdbc.sql("SELECT count(*) FROM acquiring.batch_difference" + Batches.BY_KEY + " AND difference = 'PAYMENT_BY_CODE'").params(key.values()).query(Long.class).single();
    }

    private List<OfKind> kinds(BatchKey key) {
        return jdbc.sql("SELECT kind, count(*) AS number, sum(amount_minor)::bigint AS sum_minor FROM acquiring.transaction" + Batches.BY_KEY
                        + " AND state = 'APPROVED' AND kind <> 'BALANCE' GROUP BY kind")
                .params(key.values())
                .query((row, _) -> new OfKind(ReceiptKind.valueOf(row.getString("kind")), row.getLong("number"), shown(row.getLong("sum_minor")))).list()
                .stream().sorted(Comparator.comparing(OfKind::kind)).toList();
    }
}
