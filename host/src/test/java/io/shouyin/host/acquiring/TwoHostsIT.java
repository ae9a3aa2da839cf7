package io.shouyin.host.acquiring;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.channels.CardNetworks;
import io.shouyin.host.gateway.GatewayServer;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.iso8583.Message;
import io.shouyin.network.Behaviour;
import io.shouyin.network.DemoCard;
import io.shouyin.network.Posting;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// Two hosts on one database, and a terminal that tells both the same at once: what one host keeps in its memory does not
/// help here, only what is in the journal.
class TwoHostsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ISSUER = Duration.ofMillis(300);

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static ConfigurableApplicationContext other;
    private static RawTerminal terminal;
    private static DemoCard card;

    @BeforeAll
    static void start() {
        corridor = Corridor.start(folder, Map.of("shouyin.acquiring.reversal-retry-min", "100ms"));
        other = corridor.startAnotherHost();
        terminal = RawTerminal.inService(corridor, "SYTWO1-0000001");
        card = corridor.network.cards().getFirst();
        until("both have the network", () -> corridor.bean(CardNetworks.class).areUp() && other.getBean(CardNetworks.class).areUp());
    }

    @AfterAll
    static void stop() {
        other.close();
        corridor.close();
    }

    @RepeatedTest(10)
    void sale_atBothHostsAtOnce_isAuthorizedOnce() throws Exception {
        byte[] frame = terminal.signed(terminal.sale(1900, card).build());
        List<Message> answers = atBoth(frame);
        Message approval = answers.stream().filter(answer -> answer.text(39).equals("00")).findFirst().orElseThrow();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.text(39)).isIn("00", "09"));
        assertAuthorizedOnce(approval);
        assertThat(atBoth(frame)).as("asked again, both know").allSatisfy(again -> {
            assertThat(again.text(39)).isEqualTo("00");
            assertThat(again.text(37)).isEqualTo(approval.text(37));
            assertThat(again.text(38)).isEqualTo(approval.text(38));
        });
        assertAuthorizedOnce(approval);
    }

    @Test
    void sale_atBothHosts_whileTheIssuerThinks_isAnsweredByOne_andInProgressAtTheOther() throws Exception {
        corridor.network.behaviour(Behaviour.slow(ISSUER).times(1));
        Message sale = terminal.sale(2100, card).build();
        byte[] frame = terminal.signed(sale);
        List<Message> answers = atBoth(frame);
        assertThat(answers).extracting(answer -> answer.text(39)).containsExactlyInAnyOrder("00", "09");
        assertAuthorizedOnce(answers.stream().filter(answer -> answer.text(39).equals("00")).findFirst().orElseThrow());
        assertThat(Duration.ofNanos(1_000 * number("channel_micros", sale))).as("the network's share").isBetween(ISSUER, PATIENCE);
    }

    @Test
    void wrongPassword_atBothHostsAtOnce_isCountedOnce() throws Exception {
        byte[] frame = terminal.signed(terminal.sale(100, card, "noSuch1x", "123456").build());
        atBoth(frame);
        assertThat(corridor.jdbc().sql("SELECT failures FROM credentials.secret WHERE terminal_id = ? AND owner = 'TRANSACTION'")
                .param(terminal.id()).query(Integer.class).single()).isEqualTo(1);
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).as("the right one clears it").isEqualTo("00");
    }

    @Test
    void reversal_atOneHost_whileTheOtherHasTheSale_undoesIt() throws Exception {
        corridor.network.behaviour(Behaviour.slow(ISSUER).times(1));
        Message sale = terminal.sale(2200, card).build();
        byte[] reversal = terminal.signed(RawTerminal.reversal(sale, "98"));
        try (ExecutorService till = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Message> answer = till.submit(() -> ask(corridor.plainPort(), terminal.signed(sale)));
            until("it is journaled", () -> count(sale) == 1);
            assertThat(ask(otherPort(), reversal).text(39)).isEqualTo("00");
            assertThat(answer.get().text(39)).as("no approval after the reversal").isNotEqualTo("00");
        }
        until("it is reversed", () -> corridor.jdbc().sql("""
                SELECT count(*) FROM acquiring.transaction WHERE terminal_id = ? AND trace_number = ? AND state = 'REVERSED'""")
                .params(terminal.id(), Integer.parseInt(sale.text(11))).query(Integer.class).single() == 1);
        assertThat(corridor.network.postings().stream().filter(posting -> posting.amountFen() == 2200).map(Posting::reversal).toList())
                .as("at the issuer").isIn(List.of(false, true), List.of());
    }

    private static void assertAuthorizedOnce(Message approval) {
        assertThat(corridor.network.postings().stream().filter(posting -> posting.terminalId().equals(terminal.id())
                && posting.rrn().equals(approval.text(37)))).as("at the issuer").hasSize(1);
        assertThat(corridor.network.postings().stream().map(posting -> posting.reversal() + posting.rrn())).doesNotHaveDuplicates();
        assertThat(count(approval)).isEqualTo(1);
    }

    private static int count(Message message) {
        return corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction WHERE terminal_id = ? AND trace_number = ?")
                .params(terminal.id(), Integer.parseInt(message.text(11))).query(Integer.class).single();
    }

    private static long number(String column, Message message) {
        return corridor.jdbc().sql("SELECT " + column + " FROM acquiring.transaction WHERE terminal_id = ? AND trace_number = ?")
                .params(terminal.id(), Integer.parseInt(message.text(11))).query(Long.class).single();
    }

    private static int otherPort() {
        return other.getBean(GatewayServer.class).plainPort().orElseThrow();
    }

    /// Both connections are open before either host hears anything.
    private static List<Message> atBoth(byte[] frame) throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService till = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Message>> asked = new ArrayList<>();
            asked.add(till.submit(() -> ask(corridor.plainPort(), frame, together)));
            asked.add(till.submit(() -> ask(otherPort(), frame, together)));
            return List.of(asked.getFirst().get(), asked.getLast().get());
        }
    }

    private static Message ask(int port, byte[] frame) throws Exception {
        return ask(port, frame, new CyclicBarrier(1));
    }

    private static Message ask(int port, byte[] frame, CyclicBarrier together) throws Exception {
        try (RawTerminal.Line line = new RawTerminal.Line(new Socket(InetAddress.getLoopbackAddress(), port))) {
            together.await();
            line.send(frame);
            return terminal.decode(line.receive().orElseThrow());
        }
    }
}
