package io.shouyin.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor.Till;
import io.shouyin.kernel.receipt.Paper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job on real parts: a new device becomes a terminal, its transaction password is set and guards its sales.
class MainJobIT {

    @TempDir
    Path folder;

    @Test
    void newDevice_fromActivationToGuardedSales_works() {
        try (Corridor corridor = Corridor.start(folder); Till till = corridor.inService("SYIT-0000000001")) {
            long before = corridor.network.balanceFen(corridor.network.cards().getFirst().pan());

            sellApproved(corridor, till);
            assertThat(till.terminal.device().slips().getFirst().slip().text(Paper.MM58)).as("who issued the card, who acquired the sale")
                    .contains("发卡行                  99990000").anyMatch(line -> line.endsWith(" 00010000"));
            assertThat(corridor.network.balanceFen(corridor.network.cards().getFirst().pan())).isEqualTo(before - 1000);
            assertThat(corridor.jdbc().sql("SELECT state FROM acquiring.transaction").query(String.class).list()).containsExactly("APPROVED");
        }
    }

    @Test
    void wipedDevice_activatedAgain_sellsOnWithTraceNumbersFromTheStart() throws IOException {
        try (Corridor corridor = Corridor.start(folder)) {
            Corridor.Handout handout;
            try (Till till = corridor.inService("SYIT-0000000002")) {
                sellApproved(corridor, till);
                handout = till.handout;
            }
            try (Till again = corridor.switchOn(corridor.wiped(handout))) {
                again.await("activation.done");
                again.press("OK");
                again.logOn("01", Corridor.CASHIER_PASSWORD);
                again.await("signIn.offer");
                again.press("OK");
                again.await("signIn.done");
                again.press("OK");
                sellApproved(corridor, again);
            }
            assertThat(corridor.jdbc().sql("SELECT batch_number FROM acquiring.transaction WHERE state = 'APPROVED' ORDER BY received_at")
                    .query(Integer.class).list()).containsExactly(1, 2);
        }
    }

    private static void sellApproved(Corridor corridor, Till till) {
        till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
        till.await("sale.approved");
        till.press("OK");
        till.await("sale.done");
        till.press("OK");
    }
}
