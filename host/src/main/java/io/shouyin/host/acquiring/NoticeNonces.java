package io.shouyin.host.acquiring;

import io.shouyin.host.channels.WalletChannel;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;

/// The numbers of notices that have come, at whichever host, for as long as a notice counts.
@Repository
class NoticeNonces {

    private final JdbcClient jdbc;
    private final InstantSource clock;

    NoticeNonces(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    boolean isNew(String nonce) {
        return jdbc.sql("INSERT INTO acquiring.wallet_notice (nonce, received_at) VALUES (?, ?) ON CONFLICT DO NOTHING").params(nonce, Journal.utc(clock.instant())).update() == 1;
    }

    @Scheduled(fixedDelayString = "PT1M")
    void forget() {
        jdbc.sql("DELETE FROM acquiring.wallet_notice WHERE received_at < ?").param(Journal.utc(clock.instant().minus(WalletChannel.CLOCKS_DIFFER.multipliedBy(3)))).update();
    }
}
