package io.shouyin.host.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.Patience;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// Two hosts on one database find the same rule true at the same moment: one alert, one message.
class AlertsAtTwoHostsIT {

    private static final String DUTY = "13900000078";

    @TempDir
    Path folder;

    @Test
    void rule_foundTrueByBothAtOnce_isOneAlert_andOneMessage() throws Exception {
        try (Corridor corridor = Corridor.start(folder, Map.of("shouyin.monitoring.duty-phones[0]", DUTY)); ConfigurableApplicationContext second = corridor.startAnotherHost();
             var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            corridor.jdbc().sql("UPDATE monitoring.rule SET enabled = false").update();
            corridor.jdbc().sql("UPDATE monitoring.rule SET enabled = true, minutes = 1, hour_from = '00:00', hour_to = '00:00', name = '一小时无交易' WHERE kind = 'NO_SALE'").update();
            for (int round = 0; round < 5; round++) {
                CyclicBarrier together = new CyclicBarrier(2);
                List<Callable<Void>> both = List.of(corridor.bean(RuleWatch.class), second.getBean(RuleWatch.class)).stream().map(watch -> (Callable<Void>) () -> {
                    together.await();
                    watch.look();
                    return null;
                }).toList();
                for (var done : threads.invokeAll(both)) {
                    done.get();
                }
            }
            assertThat(corridor.jdbc().sql("SELECT count(*) FROM monitoring.alert WHERE kind = 'NO_SALE'").query(Integer.class).single()).isOne();
            Patience.until("the duty phone was told", () -> texts(corridor) > 0);
            assertThat(corridor.jdbc().sql("SELECT count(*) FROM notify.message WHERE purpose = 'ALERT'").query(Integer.class).single()).isOne();
            assertThat(texts(corridor)).isOne();
        }
    }

    private static long texts(Corridor corridor) {
        return corridor.network.smsCentre().texts().stream().filter(one -> one.to().endsWith(DUTY)).count();
    }
}
