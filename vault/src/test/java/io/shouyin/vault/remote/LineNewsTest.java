package io.shouyin.vault.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import org.junit.jupiter.api.Test;

class LineNewsTest {

    private static final Fault BUSY = VaultSocketRefusal.VAULT_UNREACHABLE.fault(Recovery.RETRY_LATER, "busy");

    private final LineNews news = new LineNews();

    @Test
    void crowd_whileItLasts_isOneLine() {
        try (PoolLog log = new PoolLog()) {
            news.nobodyWaits();
            assertThat(news.crowded(BUSY)).isSameAs(BUSY);
            news.crowded(BUSY);
            news.answered();
            news.crowded(BUSY);
            assertThat(log.lines()).containsExactly("ERROR calls of the vault are given up: " + BUSY.getMessage());
            news.nobodyWaits();
            news.nobodyWaits();
            news.crowded(BUSY);
            assertThat(log.lines()).hasSize(3).element(1).isEqualTo("INFO no call waits for a connection to the vault any more");
        }
    }
}
