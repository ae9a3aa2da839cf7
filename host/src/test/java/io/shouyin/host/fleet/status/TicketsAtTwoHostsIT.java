package io.shouyin.host.fleet.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.Patience;
import io.shouyin.host.gateway.RawTerminal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Two hosts on one database look at the same terminals at the same moment: one ticket, one message.
class TicketsAtTwoHostsIT {

    private static final String DUTY = "13900000077";

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static ConfigurableApplicationContext second;

    @BeforeAll
    static void startHosts() {
        corridor = Corridor.start(folder, Map.of("shouyin.fleet.status.duty-phone", DUTY, "shouyin.fleet.status.duty-pause", "0s"));
        second = corridor.startAnotherHost();
    }

    @AfterAll
    static void stopHosts() {
        second.close();
        corridor.close();
    }

    private static void atBoth(Work work) throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        List<Callable<Void>> both = List.of(corridor.bean(StatusWatch.class), second.getBean(StatusWatch.class)).stream().map(watch -> (Callable<Void>) () -> {
            together.await();
            work.at(watch);
            return null;
        }).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(both)) {
                done.get();
            }
        }
    }

    private interface Work {
        void at(StatusWatch watch);
    }

    private static void beat(RawTerminal terminal, long sequence, String flag) {
        ObjectNode beat = HeartbeatIT.beat(sequence, Instant.now());
        beat.withArray("tamper").add(flag);
        String body = JsonMapper.shared().writeValueAsString(beat);
        assertThat(RawTerminal.post(corridor, HeartbeatController.PATH, terminal.signature(HeartbeatController.PATH, Instant.now(), body), body).statusCode()).isEqualTo(200);
    }

    private static int count(String sql, RawTerminal terminal) {
        return corridor.jdbc().sql(sql).param(terminal.id()).query(Integer.class).single();
    }

    private static long texts(RawTerminal terminal) {
        return corridor.network.smsCentre().texts().stream().filter(one -> one.to().endsWith(DUTY) && one.text().contains(terminal.id())).count();
    }

    @Test
    void tampering_seenByBothAtOnce_isOneTicket_andOneMessage() throws Exception {
        for (int round = 0; round < 8; round++) {
            RawTerminal terminal = RawTerminal.activated(corridor, "SYTWO-%08d".formatted(round));
            beat(terminal, 1, "case-open");
            atBoth(StatusWatch::noteChanges);
            atBoth(StatusWatch::look);
            atBoth(StatusWatch::tellDuty);
            assertThat(count("SELECT count(*) FROM fleet.maintenance_ticket WHERE terminal_id = ? AND oddity = 'TAMPERED'", terminal)).as("round %d", round).isOne();
            assertThat(count("SELECT count(*) FROM fleet.maintenance_step JOIN fleet.maintenance_ticket USING (ticket_id) WHERE terminal_id = ? AND oddity = 'TAMPERED'", terminal)).isOne();
            assertThat(count("SELECT count(*) FROM fleet.status WHERE terminal_id = ? AND status = 'TAMPERED'", terminal)).isOne();
            Patience.until("the duty phone was told", () -> texts(terminal) > 0);
        }
        atBoth(StatusWatch::look);
        atBoth(StatusWatch::tellDuty);
        RawTerminal last = RawTerminal.activated(corridor, "SYTWO-LAST0001");
        beat(last, 1, "case-open");
        atBoth(StatusWatch::look);
        atBoth(StatusWatch::tellDuty);
        Patience.until("what came later has arrived", () -> texts(last) > 0);
        assertThat(corridor.network.smsCentre().texts().stream().filter(one -> one.to().endsWith(DUTY)).map(one -> one.text())).as("nobody is told twice").doesNotHaveDuplicates();
    }

    /// Two devices with one key, each at another host: the one whose number is behind is the clone, and there is one ticket.
    @Test
    void twoOfOneSerialNumber_beatingAtOnce_areOneClone() throws Exception {
        RawTerminal terminal = RawTerminal.activated(corridor, "SYTWO-CLONE001");
        beat(terminal, 5, "case-open");
        String body = JsonMapper.shared().writeValueAsString(HeartbeatIT.beat(3, Instant.now()));
        var refused = RawTerminal.post(corridor, HeartbeatController.PATH, terminal.signature(HeartbeatController.PATH, Instant.now(), body), body);
        assertThat(RawTerminal.problem(refused)).isEqualTo("HEARTBEAT_CLONED");
        String again = JsonMapper.shared().writeValueAsString(HeartbeatIT.beat(4, Instant.now()));
        RawTerminal.post(corridor, HeartbeatController.PATH, terminal.signature(HeartbeatController.PATH, Instant.now(), again), again);
        atBoth(StatusWatch::look);
        assertThat(count("SELECT count(*) FROM fleet.maintenance_ticket WHERE terminal_id = ? AND oddity = 'CLONED'", terminal)).isOne();
        atBoth(StatusWatch::tellDuty);
        Patience.until("the duty phone was told", () -> texts(terminal) > 0);
    }
}
