package io.shouyin.host;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor.Till;
import io.shouyin.host.CutLine.Direction;
import io.shouyin.host.CutLine.Moment;
import io.shouyin.host.CutLine.Point;
import io.shouyin.host.channels.CardNetworks;
import io.shouyin.network.Posting;
import io.shouyin.terminal.TerminalSettings.PlainGateway;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.state.JournalEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Promise 1: an approval that the terminal was told of is never lost, and no sale is posted twice, whatever crashes when.
///
/// A real terminal sells, and at every step of the sale something dies: the host at each call to its database, before
/// it and after it, or the database alone, so that the host can still talk; the host when a message passes; the line to the terminal or to the network at each message. Then a
/// host starts on the same database, terminal and host do what they do by themselves, and the books of the three are compared:
/// what the terminal calls approved is APPROVED in the journal and posted once at the issuer; all else nets to zero there;
/// and nothing is left open.
class Promise1NothingLostNothingTwiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static CutLine terminalLine;
    private static CutLine networkLine;
    private static Corridor corridor;
    private static Till till;
    private static int fen = 1000;

    @BeforeAll
    static void start() {
        terminalLine = CutLine.to(() -> corridor.plainPort(), CutLine.TypeReader.TERMINAL);
        networkLine = CutLine.to(() -> corridor.network.port(), CutLine.TypeReader.NETWORK);
        Map<String, Object> settings = new HashMap<>();
        settings.put("crash.points", "true");
        settings.put("server.shutdown", "immediate");
        settings.put("shouyin.channels.network-port", networkLine.port());
        settings.put("shouyin.channels.answer-wait", "1s");
        settings.put("shouyin.channels.connect-timeout", "1s");
        settings.put("shouyin.acquiring.pending-max", "2s");
        settings.put("shouyin.acquiring.reversal-retry-min", "100ms");
        corridor = Corridor.start(folder, settings);
        till = corridor.inService("SYCR-0000000001", terminal -> terminal
                .withPlainGateway(new PlainGateway("127.0.0.1", terminalLine.port()))
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10)).withIdleLock(Duration.ofHours(1)));
    }

    @AfterAll
    static void stop() {
        Crash.revive();
        till.close();
        corridor.close();
        terminalLine.close();
        networkLine.close();
    }

    @TestFactory
    List<DynamicTest> host_diesAtEachStepOfASale_nothingIsLostAndNothingIsTwice() {
        Crash.count();
        sell();                                                             // the same way once, undisturbed
        int calls = Crash.counted();
        finishSale();
        assertThat(calls).as("calls to the database that a sale makes").isBetween(4, 40);
        List<DynamicTest> tests = new ArrayList<>();
        for (int call = 1; call <= calls; call++) {
            int deadly = call;
            tests.add(DynamicTest.dynamicTest("host loses its database before call " + call + " of " + calls + ", and its lines stay", () -> {
                Crash.at(deadly, Crash.Moment.BEFORE, () -> {});
                sell();
                assertThat(Crash.isDead()).as("the database was lost").isTrue();
                anotherHost();
            }));
            for (Crash.Moment moment : Crash.Moment.values()) {
                tests.add(DynamicTest.dynamicTest("host dies " + moment + " call " + call + " of " + calls, () -> {
                    Crash.at(deadly, moment, Promise1NothingLostNothingTwiceIT::cutBoth);
                    sell();
                    assertThat(Crash.isDead()).as("the host died").isTrue();
                    anotherHost();
                }));
            }
        }
        for (Point point : List.of(new Point(Direction.REQUEST, "0200", Moment.BEFORE), new Point(Direction.REQUEST, "0200", Moment.AFTER),
                new Point(Direction.ANSWER, "0210", Moment.BEFORE), new Point(Direction.ANSWER, "0210", Moment.AFTER))) {
            tests.add(hostDies("network", networkLine, point));
        }
        for (Point point : List.of(new Point(Direction.ANSWER, "0210", Moment.BEFORE), new Point(Direction.ANSWER, "0210", Moment.AFTER))) {
            tests.add(hostDies("terminal", terminalLine, point));
        }
        return tests;
    }

    private static DynamicTest hostDies(String name, CutLine line, Point point) {
        return DynamicTest.dynamicTest("host dies " + point.moment() + " " + point.messageType() + " " + point.direction()
                + " on the line to the " + name, () -> {
            Crash.revive();
            line.at(point, () -> Crash.now(Promise1NothingLostNothingTwiceIT::cutBoth));
            sell();
            assertThat(line.isArmed()).isFalse();
            anotherHost();
        });
    }

    @TestFactory
    List<DynamicTest> line_isCutAtEachMessageOfASale_nothingIsLostAndNothingIsTwice() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Moment moment : Moment.values()) {
            tests.add(lineIsCut("terminal", terminalLine, new Point(Direction.REQUEST, "0200", moment)));
            tests.add(lineIsCut("terminal", terminalLine, new Point(Direction.ANSWER, "0210", moment)));
            tests.add(lineIsCut("network", networkLine, new Point(Direction.REQUEST, "0200", moment)));
            tests.add(lineIsCut("network", networkLine, new Point(Direction.ANSWER, "0210", moment)));
            tests.add(reversalIsCut("terminal", terminalLine, new Point(Direction.REQUEST, "0400", moment)));
            tests.add(reversalIsCut("terminal", terminalLine, new Point(Direction.ANSWER, "0410", moment)));
            tests.add(reversalIsCut("network", networkLine, new Point(Direction.REQUEST, "0420", moment)));
            tests.add(reversalIsCut("network", networkLine, new Point(Direction.ANSWER, "0430", moment)));
        }
        return tests;
    }

    private static DynamicTest lineIsCut(String name, CutLine line, Point point) {
        return DynamicTest.dynamicTest("line to the " + name + " is cut " + point.moment() + " " + point.messageType(), () -> {
            ready();
            line.at(point, line::hangUp);
            sell();
            assertThat(line.isArmed()).isFalse();
            settle();
        });
    }

    /// The answer of the sale is lost, and then something of its reversal.
    private static DynamicTest reversalIsCut(String name, CutLine line, Point point) {
        return DynamicTest.dynamicTest("answer lost, then line to the " + name + " is cut " + point.moment() + " " + point.messageType(), () -> {
            ready();
            if (line != terminalLine) {
                line.at(point, line::hangUp);
            }
            terminalLine.at(new Point(Direction.ANSWER, "0210", Moment.BEFORE), () -> {
                terminalLine.hangUp();
                if (line == terminalLine) {
                    line.at(point, line::hangUp);
                }
            });
            sell();
            settle();
            assertThat(line.isArmed()).isFalse();
        });
    }

    // what the people and the operators of the host do -----------------------------------------------------------------

    private static void cutBoth() {
        terminalLine.cut();
        networkLine.cut();
    }

    private static void anotherHost() {
        corridor.stopHost();
        Crash.revive();
        terminalLine.mend();
        networkLine.mend();
        corridor.startHost();
        settle();
    }

    private static void ready() {
        until(PATIENCE, "the network is up", () -> corridor.bean(CardNetworks.class).areUp());
        till.await("menu.cashier");
    }

    /// Sells until the terminal says something.
    private static void sell() {
        ready();
        till.sell(Integer.toString(fen++), 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
        outcome();
    }

    private static Screen outcome() {
        return till.terminal.awaitScreen(screen -> screen.is("sale.approved") || screen.is("sale.inDoubt") || screen.is("sale.failed")
                || screen.is("sale.declined"), PATIENCE);
    }

    /// Presses the green key until the menu is back.
    private static void finishSale() {
        for (Screen screen = till.terminal.screen(); !screen.is("menu.cashier"); screen = next(screen)) {
            till.press("OK");
        }
    }

    private static Screen next(Screen shown) {
        return till.terminal.awaitScreen(screen -> screen != shown && !screen.is("reversal.sending"), PATIENCE);
    }

    /// Lets terminal and host do their work, then compares the books.
    private static void settle() {
        finishSale();
        ready();
        while (till.terminal.state().reversal() != null) {                  // goes out before the next sale
            sell();
            finishSale();
            ready();
        }
        until(PATIENCE, "nothing is open", () -> open() == 0);
        compareBooks();
    }

    private static long open() {
        return corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction WHERE state IN ('PENDING', 'IN_DOUBT', 'REVERSING')")
                .query(Long.class).single();
    }

    private record Row(int trace, String state, long fen, String rrn) {}

    private static void compareBooks() {
        Map<Integer, Row> rows = new HashMap<>();
        corridor.assertBooksHold();
        corridor.jdbc().sql("SELECT trace_number, state, amount_minor, coalesce(rrn, '') AS rrn FROM acquiring.transaction")
                .query((row, _) -> new Row(row.getInt("trace_number"), row.getString("state"), row.getLong("amount_minor"),
                        row.getString("rrn"))).list().forEach(row -> rows.put(row.trace(), row));
        Map<String, Long> net = new HashMap<>();
        Map<String, Integer> sales = new HashMap<>();
        for (Posting posting : corridor.network.postings()) {
            net.merge(posting.rrn(), posting.takenFen(), Long::sum);
            sales.merge(posting.rrn(), posting.reversal() ? 0 : 1, Integer::sum);
        }
        assertThat(sales.values()).as("no sale is posted twice").allMatch(times -> times <= 1);
        for (JournalEntry entry : till.terminal.state().journal()) {
            switch (entry.outcome()) {
                case APPROVED -> {
                    Row row = rows.get(entry.trace());
                    assertThat(row).as("the journal has what the terminal printed").isNotNull();
                    assertThat(row.state()).as("trace %d, approved on paper", entry.trace()).isEqualTo("APPROVED");
                    assertThat(row.fen()).isEqualTo(entry.amountFen());
                    assertThat(row.rrn()).isEqualTo(entry.rrn());
                    assertThat(net.get(entry.rrn())).as("posted").isEqualTo(entry.amountFen());
                }
                case DECLINED, REVERSED, REVERSING -> {
                    Row row = rows.get(entry.trace());
                    if (row != null) {
                        assertThat(row.state()).as("trace %d, not approved on paper", entry.trace())
                                .isIn("DECLINED", "REVERSED", "UNKNOWN_ORIGINAL");
                        assertThat(net.getOrDefault(row.rrn(), 0L)).as("nets to zero").isZero();
                    }
                }
                case NOT_SENT -> assertThat(rows.get(entry.trace())).as("trace %d never left", entry.trace()).isNull();
                case PENDING, IN_DOUBT, UNRESOLVED -> throw new AssertionError("trace " + entry.trace() + " is left " + entry.outcome());
            }
        }
        long approved = rows.values().stream().filter(row -> row.state().equals("APPROVED")).mapToLong(Row::fen).sum();
        assertThat(net.values().stream().mapToLong(Long::longValue).sum()).as("the issuer's net and the journal's").isEqualTo(approved);
    }
}
