package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.Story.Step;
import io.shouyin.host.channels.CardNetworks;
import io.shouyin.host.channels.NetworkReference;
import io.shouyin.host.channels.OriginalRequest;
import io.shouyin.host.channels.ScriptNotice;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.TraceNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/// What a chip has made of its issuer's scripts 脚本结果通知, told by the terminal when the transaction is over; of a terminal without a printer, what the chip
/// said at the end, since its receipts are the host's.
///
/// Script results are acknowledged once the issuer's network has them and the story of the transaction says so; until then the terminal tells them again. It
/// moves no money.
@Service
public class ScriptResults {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final JdbcClient jdbc;
    private final CardNetworks networks;
    private final CardAtRest cardsAtRest;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    ScriptResults(JdbcClient jdbc, CardNetworks networks, CardAtRest cardsAtRest, ApplicationEventPublisher events, InstantSource clock) {
        this.jdbc = jdbc;
        this.networks = networks;
        this.cardsAtRest = cardsAtRest;
        this.events = events;
        this.clock = clock;
    }

    /// @return 00, also if it is known already; 25 if no chip signed a transaction of these numbers; 30 if its chip had another counter; 64 if the amount is
    ///         another; 98 if the network did not answer
    public ResponseCode tell(TransactionKey original, MinorAmount amount, Field55 said) {
        Optional<Signed> found = find(original);
        if (found.isEmpty()) {
            return ResponseCode.ORIGINAL_NOT_FOUND;
        }
        Signed signed = found.get();
        if (!signed.counter().equals(HEX.formatHex(said.value(Field55.COUNTER)))) {
            return ResponseCode.FORMAT_ERROR;
        }
        if (signed.askedFen() != amount.fen()) {
            return ResponseCode.AMOUNT_DIFFERS;
        }
        boolean scripts = said.find(Field55.SCRIPT_RESULTS).isPresent();
        if (scripts ? signed.scriptsTold() : signed.ended()) {
            return ResponseCode.APPROVED;
        }
        ScriptNotice notice = new ScriptNotice(signed.request(), cardsAtRest.pan(original, signed.cardSealed()), amount, original.merchant(), original.terminal(), said);
        if (scripts && !networks.tell(signed.channel(), notice)) {
            return ResponseCode.ISSUER_TIMED_OUT;
        }
        note(original, scripts ? Step.SCRIPTS_TOLD : Step.LAST_WORD, said);
        return ResponseCode.APPROVED;
    }

    /// @param counter hex, as the request had it
    /// @param ended its last word is known
    private record Signed(OriginalRequest request, long askedFen, byte[] cardSealed, String channel, String counter, boolean scriptsTold, boolean ended) {}

    private Optional<Signed> find(TransactionKey key) {
        return jdbc.sql("""
                SELECT kind, coalesce(asked_minor, amount_minor) AS asked_minor, card_sealed, channel, rrn, network_trace, transmission_time,
                       (SELECT step -> 'detail' ->> 'atc' FROM jsonb_array_elements(story) AS steps (step) WHERE step ->> 'step' = 'CHIP_READ') AS counter,
                       EXISTS (SELECT FROM jsonb_array_elements(story) AS steps (step) WHERE step ->> 'step' = 'SCRIPTS_TOLD') AS scripts_told,
                       EXISTS (SELECT FROM jsonb_array_elements(story) AS steps (step) WHERE step ->> 'step' IN ('SCRIPTS_TOLD', 'LAST_WORD')) AS ended
                FROM acquiring.transaction
                WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ?
                  AND state <> 'PENDING' AND card_sealed IS NOT NULL AND network_trace IS NOT NULL""")
                .params(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value()).query(ScriptResults::signed).optional()
                .filter(signed -> signed.counter() != null);
    }

    private static Signed signed(ResultSet row, int number) throws SQLException {
        return new Signed(new OriginalRequest(TransactionKind.valueOf(row.getString("kind")), new NetworkReference(new Rrn(row.getString("rrn")),
                new TraceNumber(row.getInt("network_trace")), row.getString("transmission_time"))), row.getLong("asked_minor"), row.getBytes("card_sealed"),
                row.getString("channel"), row.getString("counter"), row.getBoolean("scripts_told"), row.getBoolean("ended"));
    }

    /// With the card's last word, which the receipt has too.
    private void note(TransactionKey key, Step step, Field55 said) {
        Map<String, String> detail = new LinkedHashMap<>();
        said.find(Field55.SCRIPT_RESULTS).ifPresent(results -> detail.put("results", HEX.formatHex(results)));
        said.find(Field55.STATUS_INFORMATION).ifPresent(status -> detail.put("tsi", HEX.formatHex(status)));
        said.find(Field55.CRYPTOGRAM_INFORMATION).filter(kind -> (kind[0] & 0xC0) == 0x40).ifPresent(_ -> detail.put("tc", HEX.formatHex(said.value(Field55.CRYPTOGRAM))));
        jdbc.sql("""
                UPDATE acquiring.transaction SET story = story || ?::jsonb
                WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ?""")
                .params(new Story().add(step, clock.instant(), detail).json(), key.merchant().value(), key.terminal().value(), key.batch().value(),
                        key.trace().value()).update();
        events.publishEvent(new TransactionChanged(key));
    }
}
