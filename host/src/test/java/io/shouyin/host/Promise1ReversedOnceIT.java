package io.shouyin.host;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.CutLine.Direction;
import io.shouyin.host.CutLine.Moment;
import io.shouyin.host.CutLine.Point;
import io.shouyin.host.channels.CardNetworks;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.gateway.RawTerminal.Done;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.network.Behaviour;
import io.shouyin.network.DemoCard;
import io.shouyin.network.Posting;
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

/// Promise 1, for what undoes a sale: the host dies at each step of a terminal's reversal, and at each step of its own
/// reversal towards the network. The next host carries on: the sale is given back once, and the terminal's repeat gets 00.
/// And for what follows a sale: a host that dies as it keeps a void's, refund's or completion's outcome leaves it done once or not at all.
class Promise1ReversedOnceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static CutLine networkLine;
    private static Corridor corridor;
    private static RawTerminal terminal;
    private static DemoCard card;
    private static DemoCard credit;

    @BeforeAll
    static void start() {
        networkLine = CutLine.to(() -> corridor.network.port(), CutLine.TypeReader.NETWORK);
        Map<String, Object> settings = new HashMap<>();
        settings.put("crash.points", "true");
        settings.put("server.shutdown", "immediate");
        settings.put("shouyin.channels.network-port", networkLine.port());
        settings.put("shouyin.channels.answer-wait", "400ms");
        settings.put("shouyin.channels.connect-timeout", "1s");
        settings.put("shouyin.acquiring.pending-max", "2s");
        settings.put("shouyin.acquiring.reversal-retry-min", "100ms");
        corridor = Corridor.start(folder, settings);
        terminal = RawTerminal.inService(corridor, "SYREV1-0000001");
        card = corridor.network.cards().getFirst();
        credit = corridor.network.cards().get(1);
    }

    @AfterAll
    static void stop() {
        Crash.revive();
        corridor.close();
        networkLine.close();
    }

    @TestFactory
    List<DynamicTest> host_diesAtEachStepOfATerminalsReversal_theSaleIsGivenBackOnce() {
        ready();
        Message undisturbed = approved();
        Crash.count();
        assertThat(reverse(undisturbed)).isEqualTo("00");
        int calls = Crash.counted();
        assertThat(calls).as("calls to the database that a reversal makes").isBetween(3, 20);
        List<DynamicTest> tests = new ArrayList<>();
        for (int call = 1; call <= calls; call++) {
            int deadly = call;
            for (Crash.Moment moment : Crash.Moment.values()) {
                tests.add(DynamicTest.dynamicTest("host dies " + moment + " call " + call + " of " + calls, () -> {
                    ready();
                    Message sale = approved();
                    Crash.at(deadly, moment, networkLine::cut);
                    assertThat(terminal.exchange(terminal.signed(RawTerminal.reversal(sale, "98")))).as("nothing is said").isEmpty();
                    assertThat(Crash.isDead()).isTrue();
                    anotherHostGivesBackOnce(sale);
                }));
            }
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> host_diesAtEachStepOfItsOwnReversal_theSaleIsGivenBackOnce() {
        List<DynamicTest> tests = new ArrayList<>();
        Map<String, String> statements = Map.of("claims it", "reversal_attempts = reversal_attempts + 1",
                "keeps that it is done", "SET state = 'REVERSED'");
        statements.forEach((step, sql) -> {
            for (Crash.Moment moment : Crash.Moment.values()) {
                tests.add(ownReversal(moment + " it " + step, () -> Crash.atStatement(sql, moment, networkLine::cut)));
            }
        });
        for (Moment moment : Moment.values()) {
            for (Point point : List.of(new Point(Direction.REQUEST, "0420", moment), new Point(Direction.ANSWER, "0430", moment))) {
                tests.add(ownReversal(moment + " " + point.messageType() + " on the line to the network",
                        () -> networkLine.at(point, () -> Crash.now(networkLine::cut))));
            }
        }
        return tests;
    }

    private static DynamicTest ownReversal(String name, Runnable trap) {
        return DynamicTest.dynamicTest("host dies " + name, () -> {
            ready();
            trap.run();
            corridor.network.behaviour(Behaviour.approveThenSilent().times(1));
            Message sale = terminal.sale(1700, card).build();
            assertThat(terminal.askSigned(sale).text(39)).as("in doubt").isEqualTo("98");
            until(PATIENCE, "the host is dead", Crash::isDead);
            anotherHostGivesBackOnce(sale);
        });
    }

    /// The outcome's commit is the last call to the database: before it the network has answered and nobody knows, after it nobody was told.
    @TestFactory
    List<DynamicTest> host_diesAsItKeepsTheOutcomeOfAFollowUp_itIsDoneOnceOrNotAtAll() {
        List<DynamicTest> tests = new ArrayList<>();
        for (TransactionKind kind : List.of(TransactionKind.VOID, TransactionKind.REFUND, TransactionKind.COMPLETION)) {
            ready();
            Done undisturbed = followed(kind);
            Crash.count();
            assertThat(follow(kind, undisturbed)).isEqualTo("00");
            int calls = Crash.counted();
            for (Crash.Moment moment : Crash.Moment.values()) {
                tests.add(DynamicTest.dynamicTest("host dies " + moment + " it keeps a " + kind, () -> hostDiesAsItKeeps(kind, calls, moment)));
            }
        }
        return tests;
    }

    private static void hostDiesAsItKeeps(TransactionKind kind, int calls, Crash.Moment moment) {
        ready();
        long before = corridor.network.balanceFen(credit.pan());
        Done original = followed(kind);
        Message unheard = terminal.followUp(kind, original, 1800, credit);
        Crash.at(calls, moment, networkLine::cut);
        assertThat(terminal.exchange(terminal.signed(unheard))).as("nothing is said").isEmpty();
        assertThat(Crash.isDead()).isTrue();
        anotherHost();
        ready();
        if (kind.unanswered() == TransactionKind.Unanswered.REVERSE) {
            assertThat(reverse(unheard)).as("as the terminal does").isEqualTo("00");
        }
        until(PATIENCE, "nothing is open", () -> !List.of("PENDING", "IN_DOUBT", "REVERSING").contains(value("state", unheard)));
        boolean stands = kind == TransactionKind.REFUND && moment == Crash.Moment.AFTER;
        assertThat(value("state", unheard)).isEqualTo(stands ? "APPROVED" : "REVERSED");
        assertThat(follow(kind, original)).as("once more").isEqualTo(stands ? "61" : "00");
        assertThat(corridor.network.balanceFen(credit.pan())).as("the card, after it was done once")
                .isEqualTo(kind == TransactionKind.COMPLETION ? before - 1800 : before);
    }

    /// An original for it.
    private static Done followed(TransactionKind kind) {
        Message original = kind == TransactionKind.COMPLETION
                ? terminal.transaction(TransactionKind.PRE_AUTH, 1800, credit, Map.of(), Map.of(FactorTlv.TRANSACTION_PASSWORD, Corridor.TRANSACTION_PASSWORD)).build()
                : terminal.sale(1800, credit).build();
        Message answer = terminal.askSigned(original);
        assertThat(answer.text(39)).isEqualTo("00");
        return Done.of(answer);
    }

    private static String follow(TransactionKind kind, Done original) {
        return terminal.askSigned(terminal.followUp(kind, original, 1800, credit)).text(39);
    }

    private static void anotherHost() {
        corridor.stopHost();
        Crash.revive();
        networkLine.mend();
        corridor.startHost();
    }

    private static void anotherHostGivesBackOnce(Message sale) {
        anotherHost();
        assertThat(reverse(sale)).as("the terminal's repeat").isEqualTo("00");
        until(PATIENCE, "it is reversed", () -> "REVERSED".equals(value("state", sale)));
        assertThat(reverse(sale)).as("and another").isEqualTo("00");
        String rrn = value("rrn", sale);
        assertThat(corridor.network.postings().stream().filter(posting -> posting.rrn().equals(rrn)).map(Posting::reversal))
                .as("at the issuer").containsExactly(false, true);
        assertThat(value("story", sale).split("\"REVERSED\"", -1)).as("done once in the journal").hasSize(2);
    }

    private static Message approved() {
        Message sale = terminal.sale(1600, card).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("00");
        return sale;
    }

    private static String reverse(Message sale) {
        return terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39);
    }

    private static String value(String column, Message sale) {
        return corridor.jdbc().sql("SELECT " + column + "::text FROM acquiring.transaction WHERE terminal_id = ? AND trace_number = ?")
                .params(terminal.id(), Integer.parseInt(sale.text(11))).query(String.class).single();
    }

    private static void ready() {
        until(PATIENCE, "the network is up", () -> corridor.bean(CardNetworks.class).areUp());
    }
}
