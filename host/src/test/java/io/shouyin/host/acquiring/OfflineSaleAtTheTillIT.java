package io.shouyin.host.acquiring;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Till;
import io.shouyin.host.credentials.OfflineRules;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.state.JournalEntry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A terminal whose cards pay below the floor limit without the host, and a real host and issuer that hear of it later.
class OfflineSaleAtTheTillIT {

    private static final int CREDIT_CARD = 1;

    @TempDir
    static Path folder;

    private static Corridor corridor;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
        corridor.awaitNetwork();
        OfflineRules.wantNothingOfflineBelowTheLimit(corridor);
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    private static long balanceFen() {
        return corridor.network.balanceFen(corridor.network.cards().get(CREDIT_CARD).pan());
    }

    private static JournalEntry soldOffline(Till till, String fen) {
        till.await("menu.cashier");
        till.press("1");
        till.await("sale.amount");
        till.type(fen);
        till.await("sale.card");
        till.terminal.card(EntryMode.INSERT, CREDIT_CARD);
        assertThat(till.await("offlineSale.approved").lines(Language.EN)).contains("Approved offline, to be sent");
        till.press("CANCEL OK");
        till.terminal.awaitReady();
        return till.terminal.state().journal().getLast();
    }

    /// The host is away meanwhile, and so is the issuer.
    @Test
    void sales_madeOffline_areBookedOnceTheHostIsThere_andTheBatchBalances() {
        try (Till till = corridor.inService("SYOFF-00000001", settings -> settings.withOfflineFloor(new MinorAmount(10_000)))) {
            long before = balanceFen();
            JournalEntry first = soldOffline(till, "1000");
            soldOffline(till, "10000");
            assertThat(corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction WHERE terminal_id = ?").param(till.handout.terminalId()).query(Integer.class).single()).isZero();

            till.press("9");
            till.await("menu.duty");
            till.press("5");
            till.await("menu.settlement");
            till.press("1");
            till.await("settle.confirm");
            till.press("OK");
            assertThat(till.await("settle.done").lines(Language.ZH)).contains("对账平,结算完成");
            assertThat(corridor.jdbc().sql("SELECT kind || ' ' || state || ' ' || entry_mode FROM acquiring.transaction WHERE terminal_id = ? ORDER BY trace_number")
                    .param(till.handout.terminalId()).query(String.class).list()).containsExactly("OFFLINE_SALE APPROVED 052", "OFFLINE_SALE APPROVED 052");
            assertThat(corridor.jdbc().sql("SELECT story::text FROM acquiring.transaction WHERE terminal_id = ? AND trace_number = ?")
                    .params(till.handout.terminalId(), first.trace()).query(String.class).single()).contains("CHIP_READ", "\"atc\": \"" + first.chip().counter() + "\"");
            until("the issuer has both", () -> balanceFen() == before - 11_000);
        }
        corridor.assertBooksHold();
    }
}
