package io.shouyin.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor.Till;
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

            till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            till.await("sale.approved");
            till.press("OK");
            till.await("sale.done");
            till.press("OK");
            assertThat(corridor.network.balanceFen(corridor.network.cards().getFirst().pan())).isEqualTo(before - 1000);
            assertThat(corridor.jdbc().sql("SELECT state FROM acquiring.transaction").query(String.class).list()).containsExactly("APPROVED");
        }
    }
}
