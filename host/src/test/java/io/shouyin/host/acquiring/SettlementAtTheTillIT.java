package io.shouyin.host.acquiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Till;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.Slip;
import io.shouyin.terminal.device.Language;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The end of a day key by key: the terminal, this host, the simulated network.
class SettlementAtTheTillIT {

    private static final int DEBIT_CARD = 0;

    @TempDir
    static Path folder;

    private static Corridor corridor;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
        corridor.awaitNetwork();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    private static void sell(Till till, String fen) {
        till.sell(fen, DEBIT_CARD, Corridor.TRANSACTION_PASSWORD, corridor.pin(DEBIT_CARD));
        till.await("sale.approved");
        till.press("CANCEL OK");
        till.await("menu.cashier");
    }

    private static void settle(Till till) {
        till.press("9");
        till.await("menu.duty");
        till.press("5");
        till.await("menu.settlement");
        till.press("1");
        till.await("settle.confirm");
        till.press("OK");
    }

    private static List<String> batches(Till till) {
        return corridor.jdbc().sql("SELECT batch_number || ' ' || state || ' ' || difference_count FROM acquiring.batch WHERE terminal_id = ? ORDER BY batch_number")
                .param(till.handout.terminalId()).query(String.class).list();
    }

    private static void journal(Till till, int trace, long fen) {
        corridor.jdbc().sql("UPDATE acquiring.transaction SET amount_minor = ? WHERE terminal_id = ? AND trace_number = ?")
                .params(fen, till.handout.terminalId(), trace).update();
    }

    private static String slip(Till till) {
        Slip slip = till.terminal.device().slips().getLast().slip();
        assertThat(slip.kind()).isEqualTo("settlement");
        return String.join("\n", slip.text(Paper.MM58));
    }

    @Test
    void settlement_ofADay_isBalanced_andTheNextBatchSells() {
        try (Till till = corridor.inService("SYSE-000000001")) {
            sell(till, "1000");
            sell(till, "2050");
            settle(till);
            assertThat(till.await("settle.done").lines(Language.ZH)).contains("对账平,结算完成", "现在是批次 000002");
            assertThat(slip(till)).contains("结算总计单", "000001").containsPattern("借记  2 +30.50").containsPattern("内卡 +对账平").containsPattern("消费  2 +30.50");
            till.press("OK");
            till.await("menu.settlement");
            assertThat(batches(till)).containsExactly("1 SETTLED 0", "2 OPEN 0");
            till.press("CANCEL");
            till.await("menu.duty");
            till.press("CANCEL");
            sell(till, "700");
            assertThat(till.terminal.state().batch()).isEqualTo(2);
            assertThat(till.terminal.state().journal()).hasSize(1);
            settle(till);
            till.await("settle.done");
            assertThat(batches(till)).containsExactly("1 SETTLED 0", "2 SETTLED 0", "3 OPEN 0");
        }
    }

    /// The host has lost a sale that the terminal was told of: it is seen, and nothing is posted for it.
    @Test
    void settlement_thatDoesNotBalance_isUploadedAndReported() {
        try (Till till = corridor.inService("SYSE-000000002")) {
            for (int i = 0; i < 9; i++) {
                sell(till, "1000");
            }
            int trace = till.terminal.state().journal().getFirst().trace();
            journal(till, trace, 900);
            settle(till);
            till.await("settle.done");
            journal(till, trace, 1_000);                                        // as the books have it
            assertThat(till.terminal.screen().lines(Language.EN)).contains("Not balanced, the host has the list");
            assertThat(slip(till)).contains("对账不平", "主机合计").containsPattern("借记  9 +90.00").containsPattern("借记  9 +89.00");
            assertThat(batches(till)).containsExactly("1 SETTLED 1", "2 OPEN 0");
            assertThat(corridor.jdbc().sql("SELECT difference || ' ' || terminal_minor || ' ' || host_minor FROM acquiring.batch_difference WHERE terminal_id = ?")
                    .param(till.handout.terminalId()).query(String.class).list()).containsExactly("AMOUNT_DIFFERS 1000 900");
            assertThat(corridor.jdbc().sql("SELECT announced_count FROM acquiring.batch WHERE terminal_id = ? AND batch_number = 1")
                    .param(till.handout.terminalId()).query(Integer.class).single()).isEqualTo(9);
        }
    }
}
