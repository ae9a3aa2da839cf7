package io.shouyin.host.fleet;

import io.shouyin.kernel.MinorAmount;
import jakarta.annotation.PostConstruct;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What is the same on all receipts, as terminals are told it.
@Component
public class ReceiptTerms {

    private final FleetSettings settings;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    ReceiptTerms(FleetSettings settings, JdbcClient jdbc, InstantSource clock) {
        this.settings = settings;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Another limit than before holds from this start on.
    @PostConstruct
    void noteSignatureFrom() {
        jdbc.sql("""
                INSERT INTO fleet.signature_limit (since, from_fen)
                SELECT :now, :fen WHERE :fen IS DISTINCT FROM (SELECT from_fen FROM fleet.signature_limit ORDER BY since DESC LIMIT 1)
                ON CONFLICT DO NOTHING""").param("now", clock.instant().atOffset(ZoneOffset.UTC)).param("fen", settings.signatureFromFen()).update();
    }

    public String acquirerName() {
        return settings.acquirerName();
    }

    /// The amount from which a cardholder signs.
    public MinorAmount signatureFrom() {
        return new MinorAmount(settings.signatureFromFen());
    }

    /// As it was then; the oldest that is known for what came before anybody wrote it down.
    public MinorAmount signatureFrom(Instant at) {
        return jdbc.sql("SELECT from_fen FROM fleet.signature_limit ORDER BY since <= ? DESC, abs(extract(epoch FROM since - ?)) LIMIT 1").params(at.atOffset(ZoneOffset.UTC), at.atOffset(ZoneOffset.UTC))
                .query(Long.class).optional().map(MinorAmount::new).orElseGet(this::signatureFrom);
    }

    public boolean isTest() {
        return settings.testMode();
    }
}
