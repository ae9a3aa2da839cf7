package io.shouyin.host.channels;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.CutLine;
import io.shouyin.host.credentials.Conditions.CardKind;
import io.shouyin.host.credentials.Conditions.Hours;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.gateway.RawTerminal.Done;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.network.Behaviour;
import io.shouyin.network.DemoCard;
import io.shouyin.network.NetworkServer;
import io.shouyin.network.NetworkSettings;
import io.shouyin.network.Posting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

/// Two networks with keys and institution numbers of their own and one issuer behind both, over real lines: which way a transaction goes, and that
/// one which may have left goes no second way.
class RoutingIT {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();

    @TempDir
    static Path folder;

    private static CutLine firstLine;
    private static CutLine secondLine;
    private static NetworkServer second;
    private static Corridor corridor;
    private static RawTerminal terminal;
    private static DemoCard debit;
    private static DemoCard credit;

    @BeforeAll
    static void startBothNetworks() {
        firstLine = CutLine.to(() -> corridor.network.port(), CutLine.TypeReader.NETWORK);
        secondLine = CutLine.to(() -> second.port(), CutLine.TypeReader.NETWORK);
        Path secondFolder = folder.resolve("second");
        corridor = Corridor.start(folder, Map.ofEntries(Map.entry("shouyin.channels.network-port", firstLine.port()),
                Map.entry("shouyin.channels.answer-wait", "400ms"), Map.entry("shouyin.channels.connect-timeout", "1s"),
                Map.entry("shouyin.channels.more.second.network-port", secondLine.port()), Map.entry("shouyin.channels.more.second.institution", "00020000"),
                Map.entry("shouyin.channels.more.second.answer-wait", "400ms"), Map.entry("shouyin.channels.more.second.connect-timeout", "1s"),
                Map.entry("shouyin.channels.more.second.breaker-failures", 2), Map.entry("shouyin.channels.more.second.breaker-pause", "500ms"),
                Map.entry("shouyin.channels.more.second.zone-master-key-components[0]", secondFolder.resolve("zmk-component-1.txt")),
                Map.entry("shouyin.channels.more.second.zone-master-key-components[1]", secondFolder.resolve("zmk-component-2.txt")),
                Map.entry("shouyin.channels.more.stranger.network-port", secondLine.port()), Map.entry("shouyin.channels.more.stranger.institution", "00030000"),
                Map.entry("shouyin.channels.more.stranger.zone-master-key-components[0]", folder.resolve("network/zmk-component-1.txt")),
                Map.entry("shouyin.channels.more.stranger.zone-master-key-components[1]", folder.resolve("network/zmk-component-2.txt")),
                Map.entry("shouyin.acquiring.reversal-retry-min", "100ms")));
        second = NetworkServer.start(NetworkSettings.of(secondFolder).withPorts(0, 0).withIssuerOf(folder.resolve("network")));
        terminal = RawTerminal.inService(corridor, "SYRT-000000001");
        debit = corridor.network.cards().getFirst();
        credit = corridor.network.cards().get(1);
    }

    @AfterAll
    static void stop() {
        corridor.close();
        second.close();
        firstLine.close();
        secondLine.close();
    }

    /// A sale over each: what a test before has let fail is no longer counted.
    @BeforeEach
    void bothAreUp_andNoRuleHolds() {
        untilUp();
        route(rule("first", RoutingConditions.ANY, "second"));
        until("the second may be asked", () -> breaker("second") != BreakerState.OPEN);
        assertGoes("second", debit, 100);
        route();
        assertGoes("main", debit, 100);
    }

    /// What the journal calls approved is what each network has taken, and nothing is left open.
    @AfterEach
    void booksAgree_onEachChannel() {
        corridor.network.behaviour(Behaviour.normal());
        second.behaviour(Behaviour.normal());
        firstLine.mend();
        secondLine.mend();
        untilUp();
        until("nothing is open", () -> count("state IN ('PENDING', 'IN_DOUBT', 'REVERSING')") == 0);
        assertThat(net(corridor.network)).isEqualTo(approved("main"));
        assertThat(net(second)).isEqualTo(approved("second"));
        assertThat(corridor.network.counts().macWrong() + second.counts().macWrong()).as("each with its own keys").isZero();
    }

    // which way ---------------------------------------------------------------------------------------------------------

    @Test
    void sale_withoutARule_goesOverMain() {
        assertGoes("main", debit, 1_000);
    }

    @Test
    void sale_ofAMerchantWithARule_goesItsWay_andIsKnownThereByThatInstitution() {
        route(rule("theirs", merchants(Corridor.MERCHANT.value()), "second"));
        Message answer = assertGoes("second", debit, 1_100);
        assertThat(answer.text(44)).as("the acquirer that the network names").contains("00020000");
        route(rule("others", merchants("104290058129999"), "second"));
        assertGoes("main", debit, 1_200);
    }

    @Test
    void sale_byPrefixKindAndScheme_goesTheWayOfItsCard() {
        String prefix = credit.pan().reveal(CARD_DATA).substring(0, 6);
        route(rule("prefix", new RoutingConditions(null, Set.of(prefix), null, null, null, 0, null), "second"));
        assertGoes("second", credit, 1_300);
        assertGoes("main", debit, 1_300);
        route(rule("kind", new RoutingConditions(null, null, Set.of(CardKind.DEBIT), null, null, 0, null), "second"));
        assertGoes("second", debit, 1_400);
        assertGoes("main", credit, 1_400);
        route(rule("visa", new RoutingConditions(null, null, null, Set.of(CardScheme.VISA), null, 0, null), "stranger"),
                rule("unionpay", new RoutingConditions(null, null, null, Set.of(CardScheme.UNIONPAY), null, 0, null), "second"));
        assertGoes("second", debit, 1_500);
    }

    @Test
    void sale_byHour_goesTheWayOfTheHour() {
        LocalTime now = LocalTime.now(ZoneOffset.ofHours(8));
        route(rule("now", hours(now.minusHours(1), now.plusHours(1)), "second"));
        assertGoes("second", debit, 1_600);
        route(rule("not-now", hours(now.plusHours(1), now.minusHours(1)), "second"));
        assertGoes("main", debit, 1_700);
    }

    @Test
    void sale_byAmount_bothEndsIncluded_goesItsWay() {
        route(rule("middle", new RoutingConditions(null, null, null, null, null, 2_000, 2_100L), "second"));
        assertGoes("main", debit, 1_999);
        assertGoes("second", debit, 2_000);
        assertGoes("second", debit, 2_100);
        assertGoes("main", debit, 2_101);
    }

    @Test
    void rules_theFirstThatHoldsDecides() {
        route(rule("small", new RoutingConditions(null, null, null, null, null, 0, 1_000L), "main"), rule("rest", RoutingConditions.ANY, "second"));
        assertGoes("main", debit, 1_000);
        Message sale = assertGoes("second", debit, 1_001);
        assertThat(detail(sale, "SENT", "rule")).isEqualTo("rest");
    }

    // the next one -------------------------------------------------------------------------------------------------------

    @Test
    void sale_whoseChannelIsDown_goesOverTheNextInOrder() {
        route(rule("both", RoutingConditions.ANY, "second", "main"));
        secondLine.cut();
        until("the second is down", () -> !networks().up().contains("second"));
        assertGoes("main", debit, 2_200);
        secondLine.mend();
        untilUp();
        assertGoes("second", debit, 2_300);
    }

    /// The table is locked while the line breaks, so that the sale has its channel and has not left.
    @Test
    void sale_whoseChannelGoesDownAfterItWasChosen_movesOn_andTheJournalSaysSo() {
        route(rule("both", RoutingConditions.ANY, "second", "main"));
        Message sale = terminal.sale(2_350, debit).build();
        byte[] frame = terminal.signed(sale);
        CompletableFuture<byte[]> answer = corridor.bean(TransactionTemplate.class).execute(_ -> {
            corridor.jdbc().sql("LOCK TABLE acquiring.transaction IN EXCLUSIVE MODE").update();
            CompletableFuture<byte[]> asked = CompletableFuture.supplyAsync(() -> terminal.exchange(frame).orElseThrow(), Thread::startVirtualThread);
            until("it waits for the journal", () -> CompletableFuture.supplyAsync(RoutingIT::journalWaits, Thread::startVirtualThread).join());   // of another session
            secondLine.cut();
            until("the second is down", () -> !networks().up().contains("second"));
            return asked;
        });
        assertThat(terminal.decode(answer.join()).text(39)).isEqualTo("00");
        assertThat(corridor.column(sale, "channel")).isEqualTo("main");
        assertThat(corridor.story(sale)).containsSubsequence("JOURNALED", "SENT", "MOVED", "ANSWERED", "POSTED");
        assertThat(detail(sale, "SENT", "channel")).isEqualTo("second");
        assertThat(detail(sale, "MOVED", "channel")).isEqualTo("main");
    }

    private static boolean journalWaits() {
        return corridor.jdbc().sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO acquiring.transaction%'")
                .query(Long.class).single() == 1;
    }

    @Test
    void request_thatCertainlyHasNotLeft_goesOverTheNextOne_onlyOnceTheJournalNamesIt() {
        secondLine.cut();
        until("the second is down", () -> !networks().up().contains("second"));
        long before = corridor.network.counts().requests();
        List<String> moves = new ArrayList<>();
        Optional<HostAnswer> refused = networks().ask(new Route("both", List.of("second", "main")), authorization(2_400), channel -> {
            moves.add(channel);
            return false;                                       // reversed meanwhile
        });
        assertThat(refused).isEmpty();
        assertThat(corridor.network.counts().requests()).isEqualTo(before);
        Optional<HostAnswer> answer = networks().ask(new Route("both", List.of("second", "main")), authorization(2_400), channel -> {
            assertThat(corridor.network.counts().requests()).as("not before the journal names it").isEqualTo(before);
            return moves.add(channel);
        });
        assertThat(answer).containsInstanceOf(HostAnswer.Approved.class);
        assertThat(moves).containsExactly("main", "main");
        Posting posted = corridor.network.postings().getLast();
        assertThat(networks().reverse("main", new ReversalRequest(new OriginalRequest(TransactionKind.SALE, new NetworkReference(
                new Rrn(posted.rrn()), new TraceNumber(Integer.parseInt(posted.trace())), posted.transmittedAt())),
                credit.pan(), new MinorAmount(2_400), Corridor.MERCHANT, new TerminalId(terminal.id()), "06"))).isTrue();
    }

    @Test
    void sale_whenAllAreDown_91AndNothingIsInDoubt() {
        route(rule("both", RoutingConditions.ANY, "second", "main"));
        firstLine.cut();
        secondLine.cut();
        until("both are down", () -> networks().up().isEmpty());
        Message sale = terminal.sale(2_500, debit).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("91");
        assertThat(corridor.column(sale, "state")).isEqualTo("DECLINED");
        assertThat(count("reversal_due_at IS NOT NULL")).isZero();
    }

    // no second way -------------------------------------------------------------------------------------------------------

    @Test
    void sale_thatIsNotAnswered_isReversedThere_andNeverLeavesOverTheOther() {
        route(rule("both", RoutingConditions.ANY, "second", "main"));
        long before = corridor.network.counts().requests() - corridor.network.counts().echoes();
        for (Behaviour behaviour : List.of(Behaviour.silent(), Behaviour.approveThenSilent(), Behaviour.close())) {
            second.behaviour(behaviour.times(1).only("0200"));
            Message sale = terminal.sale(2_600, debit).build();
            assertThat(terminal.askSigned(sale).text(39)).isEqualTo("98");
            until("it is reversed", () -> corridor.column(sale, "state").equals("REVERSED"));
            assertThat(corridor.column(sale, "channel")).isEqualTo("second");
            untilUp();
            assertGoes("second", debit, 100);
        }
        assertThat(corridor.network.counts().requests() - corridor.network.counts().echoes()).as("asked of the first").isEqualTo(before);
    }

    @Test
    void channel_thatIsSilentTwice_isLeftAlone_untilOneIsAnsweredAgain() {
        route(rule("both", RoutingConditions.ANY, "second", "main"));
        second.behaviour(Behaviour.silent().only("0200"));
        assertThat(terminal.askSigned(terminal.sale(2_700, debit).build()).text(39)).isEqualTo("98");
        assertThat(terminal.askSigned(terminal.sale(2_700, debit).build()).text(39)).isEqualTo("98");
        assertThat(breaker("second")).isEqualTo(BreakerState.OPEN);
        assertGoes("main", debit, 2_800);
        route(rule("alone", RoutingConditions.ANY, "second"));
        Message alone = terminal.sale(2_900, debit).build();
        assertThat(terminal.askSigned(alone).text(39)).isEqualTo("91");
        assertThat(corridor.column(alone, "state")).isEqualTo("DECLINED");

        until("it may be tried", () -> breaker("second") == BreakerState.HALF_OPEN);
        assertThat(terminal.askSigned(terminal.sale(2_700, debit).build()).text(39)).as("still silent").isEqualTo("98");
        assertThat(breaker("second")).isEqualTo(BreakerState.OPEN);

        second.behaviour(Behaviour.normal());
        until("it may be tried", () -> breaker("second") == BreakerState.HALF_OPEN);
        assertGoes("second", debit, 3_000);
        assertThat(breaker("second")).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void followUp_andReversal_goWhereTheOriginalWent_whateverTheRulesSayNow() {
        route(rule("before", RoutingConditions.ANY, "second"));
        Message sale = assertGoes("second", credit, 3_100);
        Message other = assertGoes("second", credit, 3_200);
        route(rule("after", RoutingConditions.ANY, "main"));
        Message back = voiding(sale, 3_100);
        assertThat(terminal.askSigned(back).text(39)).isEqualTo("00");
        assertThat(corridor.column(back, "channel")).isEqualTo("second");
        assertThat(terminal.askSigned(RawTerminal.reversal(other, "98")).text(39)).isEqualTo("00");
        until("it is reversed", () -> corridor.column(other, "state").equals("REVERSED"));

        route(rule("before", RoutingConditions.ANY, "second"));
        Message third = assertGoes("second", credit, 3_300);
        route(rule("after", RoutingConditions.ANY, "main"));
        secondLine.cut();
        until("the second is down", () -> !networks().up().contains("second"));
        Message tooEarly = voiding(third, 3_300);
        assertThat(terminal.askSigned(tooEarly).text(39)).as("the first one is up, and not asked").isEqualTo("91");
        assertThat(corridor.column(tooEarly, "channel")).isEqualTo("second");
    }

    @Test
    void topUp_completionAndItsVoid_goWhereThePreAuthorizationWent() {
        route(rule("before", RoutingConditions.ANY, "second"));
        Message preAuth = terminal.transaction(TransactionKind.PRE_AUTH, 3_000, credit, Map.of(), Map.of(FactorTlv.TRANSACTION_PASSWORD, Corridor.TRANSACTION_PASSWORD)).build();
        Done held = done(preAuth);
        route(rule("after", RoutingConditions.ANY, "main"));
        Message topUp = terminal.followUp(TransactionKind.PRE_AUTH_TOP_UP, held, 500, credit);
        done(topUp);
        Message completion = terminal.followUp(TransactionKind.COMPLETION, held, 3_500, credit);
        Message back = terminal.followUp(TransactionKind.COMPLETION_VOID, done(completion), 3_500, credit);
        done(back);
        assertThat(List.of(preAuth, topUp, completion, back)).allSatisfy(one -> assertThat(corridor.column(one, "channel")).isEqualTo("second"));
    }

    /// Whatever the rules say when it is uploaded again, and also when its channel is down then.
    @Test
    void offlineSale_inDoubt_goesOverItsChannelAlone_andStaysInDoubtUntilItHasAnswered() {
        route(rule("before", RoutingConditions.ANY, "second"));
        second.behaviour(Behaviour.approveThenSilent().times(1).only("0220"));
        Message upload = terminal.offlineSale(2_600, credit);
        assertThat(terminal.askSigned(upload).text(39)).isEqualTo("98");
        route(rule("after", RoutingConditions.ANY, "main"));
        secondLine.cut();
        until("the second is down", () -> !networks().up().contains("second"));
        assertThat(terminal.askSigned(upload).text(39)).as("the first one is up, and not asked").isEqualTo("91");
        assertThat(corridor.column(upload, "state || ' ' || channel")).isEqualTo("IN_DOUBT second");
        secondLine.mend();
        untilUp();
        done(upload);
        assertThat(corridor.column(upload, "state || ' ' || channel")).isEqualTo("APPROVED second");
    }

    @Test
    void answer_thatIsLate_isNotedWithTheTransactionOfItsChannel() {
        route(rule("all", RoutingConditions.ANY, "second"));
        second.behaviour(Behaviour.slow(Duration.ofMillis(900)).times(1).only("0200"));
        Message sale = terminal.sale(3_400, debit).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("98");
        until("the late answer is noted", () -> corridor.story(sale).contains("LATE_ANSWER"));
        until("it is reversed", () -> corridor.column(sale, "state").equals("REVERSED"));
    }

    /// The stranger dials the second network with the first one's ZMK.
    @Test
    void channel_withAnothersKeys_neverComesUp() {
        until("it has tried", () -> second.counts().signOns() > 1);
        assertThat(networks().up()).containsExactly("main", "second");
        route(rule("stranger", RoutingConditions.ANY, "stranger"));
        assertThat(terminal.askSigned(terminal.sale(3_500, debit).build()).text(39)).isEqualTo("91");
    }

    // hands and looks ------------------------------------------------------------------------------------------------------

    private static Message assertGoes(String channel, DemoCard card, long fen) {
        Message sale = terminal.sale(fen, card).build();
        Message answer = terminal.askSigned(sale);
        assertThat(answer.text(39)).isEqualTo("00");
        assertThat(corridor.column(sale, "channel")).isEqualTo(channel);
        assertThat((channel.equals("main") ? corridor.network : second).postings().getLast().rrn()).isEqualTo(answer.text(37));
        return sale.toBuilder().text(37, answer.text(37)).text(38, answer.text(38)).text(44, answer.text(44)).build();
    }

    private static Done done(Message message) {
        Message answer = terminal.askSigned(message);
        assertThat(answer.text(39)).isEqualTo("00");
        return Done.of(answer);
    }

    private static Message voiding(Message sale, long fen) {
        return terminal.transaction(TransactionKind.VOID, fen, credit, Map.of(FactorTlv.SUPERVISOR, "00"),
                Map.of(FactorTlv.SUPERVISOR_PASSWORD, Corridor.SUPERVISOR_PASSWORD))
                .text(37, sale.text(37)).text(38, sale.text(38)).text(61, terminal.batch() + sale.text(11)).build();
    }

    private static Authorization authorization(long fen) {
        return new Authorization(corridor.bean(References.class).next(), TransactionKind.SALE, Optional.empty(), credit.pan(), new MinorAmount(fen),
                Optional.empty(), "022", Optional.empty(), Optional.of(credit.track2(CARD_DATA)), Optional.empty(), Optional.empty(), Corridor.MERCHANT,
                new TerminalId(terminal.id()), false, "5812", "JIANGNAN BISTRO SHANGHAI", Instant.now());
    }

    private static void route(RoutingRule... rules) {
        RoutingDesk desk = corridor.bean(RoutingDesk.class);
        int latest = desk.versions().stream().mapToInt(RoutingRuleSets.RuleSet::version).max().orElse(0);
        corridor.bean(RoutingRuleSets.class).add(new RoutingRuleSets.RuleSet(latest + 1, List.of(rules), "test", Instant.now()));
        corridor.bean(Routing.class).forget();
    }

    private static RoutingRule rule(String name, RoutingConditions when, String... channels) {
        return new RoutingRule(name, when, List.of(channels));
    }

    private static RoutingConditions merchants(String merchant) {
        return new RoutingConditions(Set.of(merchant), null, null, null, null, 0, null);
    }

    private static RoutingConditions hours(LocalTime from, LocalTime to) {
        return new RoutingConditions(null, null, null, null, new Hours(from, to), 0, null);
    }

    private static CardNetworks networks() {
        return corridor.bean(CardNetworks.class);
    }

    private static BreakerState breaker(String channel) {
        return networks().all().stream().filter(network -> network.name().equals(channel)).findFirst().orElseThrow().breaker().state();
    }

    private static void untilUp() {
        until("both are up", () -> networks().up().containsAll(List.of("main", "second")));
    }

    private static long net(NetworkServer network) {
        return network.postings().stream().mapToLong(Posting::takenFen).sum();
    }

    private static long approved(String channel) {
        return corridor.jdbc().sql("SELECT coalesce(sum(CASE WHEN kind IN ('SALE', 'OFFLINE_SALE', 'PRE_AUTH', 'PRE_AUTH_TOP_UP') THEN amount_minor"
                + " WHEN kind = 'COMPLETION' THEN 0 ELSE -amount_minor END), 0) FROM acquiring.transaction WHERE state = 'APPROVED' AND channel = ?").param(channel).query(Long.class).single();
    }

    private static String detail(Message message, String step, String name) {
        return corridor.jdbc().sql("""
                SELECT step -> 'detail' ->> ? FROM acquiring.transaction, jsonb_array_elements(story) AS steps (step)
                WHERE terminal_id = ? AND trace_number = ? AND step ->> 'step' = ?""")
                .params(name, message.text(41), Integer.parseInt(message.text(11)), step).query(String.class).single();
    }

    private static long count(String condition) {
        return corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction WHERE " + condition).query(Long.class).single();
    }
}
