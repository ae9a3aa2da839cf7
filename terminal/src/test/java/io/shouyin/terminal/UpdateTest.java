package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.terminal.device.ConsoleDevice;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Model;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.update.FakeDdi;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An update as people at the terminal see it: nothing while they work, then another standby screen.
class UpdateTest {

    private static final Map<String, byte[]> SPRING = Map.of("software.json", FakeDdi.software("新春快乐", "Happy new year"));
    private static final Duration AWAY = Duration.ofSeconds(61);

    @TempDir
    Path folder;

    private FakeDdi ddi;

    @BeforeEach
    void start() throws Exception {
        ddi = new FakeDdi();
    }

    @AfterEach
    void stop() {
        ddi.close();
    }

    /// Activated by its host, then updated by another, whose DDI this is.
    private Bench bench() throws Exception {
        Bench bench = Bench.of(folder);
        bench.settings = bench.settings.withSerialNumber(FakeDdi.SERIAL);
        bench.signedIn();
        bench.terminal.close();
        bench.settings = bench.settings.withHostUrl(ddi.url());
        bench.device = new ConsoleDevice(bench.clock, bench.cards, Model.CLASSIC);
        bench.terminal = Terminal.start(bench.settings, bench.device);
        bench.await("logon.operator");
        return bench;
    }

    /// The round runs on its own thread; the clock stands meanwhile.
    private void awaitHeard(String line) throws InterruptedException {
        ddi.awaitHeard(line, Bench.WAIT);
    }

    /// Threads of the terminal come and go: the clock ticks on until they have done it.
    private void tickUntilHeard(Bench bench, String line) throws InterruptedException {
        for (int second = 0; second < 20 && !ddi.hasHeard(line, Duration.ofSeconds(1)); second++) {
            bench.clock.move(Duration.ofSeconds(1));
        }
        awaitHeard(line);
    }

    @Test
    void update_comesWhileACashierWorks_startsOnStandby_andIsShown() throws Exception {
        try (Bench bench = bench()) {
            bench.logOn("01", Bench.LOGIN);
            bench.await("menu.cashier");
            ddi.offer(4, bench.clock.instant(), SPRING);
            bench.clock.move(Duration.ofSeconds(1));
            awaitHeard("14 proceeding none waits for a moment without a customer");
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            bench.terminal.press("CANCEL OK");
            bench.await("menu.cashier");
            assertThat(about(bench)).contains("0 (slot A)", "Here, starts when nobody needs it");
            bench.terminal.press("OK CANCEL 0");
            bench.await("logon.operator");
            bench.away(AWAY);
            tickUntilHeard(bench, "14 closed success runs 1.4.0");
            bench.away(AWAY);
            assertThat(bench.await("standby").lines(Language.ZH)).contains("通知  新春快乐");
            bench.terminal.press("CLEAR");
            bench.logOn("01", Bench.LOGIN);
            bench.await("menu.cashier");
            assertThat(about(bench)).contains("1.4.0 (slot B)", "Done");
        }
    }

    @Test
    void software_thatDoesNotStart_leavesTheTerminalAsItWas() throws Exception {
        try (Bench bench = bench()) {
            ddi.offer(4, bench.clock.instant(), Map.of("software.json", "no program".getBytes(StandardCharsets.US_ASCII)));
            bench.clock.move(Duration.ofSeconds(1));
            awaitHeard("14 proceeding none waits for a moment without a customer");
            bench.away(AWAY);
            tickUntilHeard(bench, "14 closed failure SOFTWARE_BROKEN");
            bench.logOn("01", Bench.LOGIN);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
        }
    }

    /// What was half typed is gone after half an hour of sleep, and no sooner.
    @Test
    void lockedTerminal_isRestartedAfterHalfAnHour() throws Exception {
        try (Bench bench = bench()) {
            bench.logOn("01", Bench.LOGIN);
            bench.await("menu.cashier");
            ddi.offer(4, bench.clock.instant(), SPRING);
            bench.clock.move(Duration.ofSeconds(1));
            awaitHeard("14 proceeding none waits for a moment without a customer");
            bench.away(AWAY);
            bench.await("lock");
            bench.away(AWAY);
            bench.await("standby");
            bench.away(Duration.ofMinutes(28));
            assertThat(bench.await("standby").lines(Language.ZH)).doesNotContain("通知  新春快乐");
            bench.away(Duration.ofMinutes(3));
            bench.await("logon.operator");
            tickUntilHeard(bench, "14 closed success runs 1.4.0");
        }
    }

    @Test
    void heartbeat_whoseReplySaysSo_makesTheTerminalAskAtOnce() throws Exception {
        ddi.sleep = "12:00:00";
        try (Bench bench = bench()) {
            ddi.wantsAttributes = true;
            bench.clock.move(Duration.ofSeconds(1));
            ddi.awaitAttributes(Bench.WAIT);
            ddi.offer(4, bench.clock.instant(), SPRING);
            ddi.poll = true;
            bench.clock.move(Duration.ofMinutes(1));
            tickUntilHeard(bench, "14 downloaded none fetched 1.4.0");
        }
    }

    private static String about(Bench bench) {
        bench.terminal.press("8");
        bench.await("menu.settings");
        bench.terminal.press("3");
        Screen about = bench.await("settings.about");
        return String.join("\n", about.lines(Language.EN));
    }
}
