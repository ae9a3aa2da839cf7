package io.shouyin.host.fleet.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.CountedStatements;
import io.shouyin.host.fleet.updates.UpdateWorld.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A hundred thousand terminals poll: each poll is one read at most, shared with those who come meanwhile, and no write.
class PollCostIT {

    private static UpdateWorld world;
    private static CountedStatements statements;

    @BeforeAll
    static void start() {
        world = UpdateWorld.start(Map.of("test.statements", "true"));
        statements = world.bean(CountedStatements.class);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void poll_isOneRead_whetherThereIsSomethingToDoOrNot() {
        Device device = world.device();
        statements.taken();
        for (int i = 0; i < 5; i++) {
            device.get("").expect(200);
        }
        assertThat(statements.taken()).hasSize(5).allMatch(sql -> sql.startsWith("SELECT"));
        long action = world.assign(device, world.release("3.0.0", new byte[100]));
        device.get("/deploymentBase/" + action).expect(200);
        statements.taken();
        device.get("").expect(200);
        assertThat(statements.taken()).hasSize(1).allMatch(sql -> sql.startsWith("SELECT"));
        device.get("/deploymentBase/" + action).expect(200);
        assertThat(statements.taken()).as("asked again, it reads").isNotEmpty().allMatch(sql -> sql.startsWith("SELECT"));
    }

    @Test
    void polls_thatComeTogether_shareTheirReads() throws Exception {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            devices.add(world.device());
        }
        statements.taken();
        int polls = 0;
        try (ExecutorService terminals = Executors.newFixedThreadPool(devices.size())) {
            List<Future<?>> all = new ArrayList<>();
            for (Device device : devices) {
                polls += 50;
                all.add(terminals.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        device.get("").expect(200);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(statements.taken().size()).isLessThan(polls);
    }
}
