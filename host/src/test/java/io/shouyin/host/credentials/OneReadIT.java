package io.shouyin.host.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.CountedStatements;
import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.network.DemoCard;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How often a sale goes to the database, counted at the pool: whatever the rules ask for, one read more than a sale that shows no factor.
/// What a factor uses up is written, with its entry in the audit log.
class OneReadIT {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final long SECOND_LIMIT_FEN = 500_000;
    private static final String CARD_PASSWORD = "Wq7pz2m";
    /// Kept in memory, and renewed now and then by whatever message comes.
    private static final List<String> NOW_AND_THEN = List.of("SELECT * FROM merchants.merchant", "credentials.step_up_rule_set",
            "cardholders.merchant_with_cards", "channels.reference_block", "channels.routing_rule_set");

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static CountedStatements statements;
    private static TestCodes codes;
    private static RawTerminal terminal;
    private static List<DemoCard> cards;
    private static List<String> withoutFactors;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("test.codes", "true", "test.statements", "true"));
        corridor.awaitNetwork();
        statements = corridor.bean(CountedStatements.class);
        codes = corridor.bean(TestCodes.class);
        cards = corridor.network.cards();
        terminal = RawTerminal.inService(corridor, "SYOR-000000001");
        stepUp("local");
        withoutFactors = executedBy(terminal.sale(100, cards.get(1)).build());
        stepUp("online");
        assertThat(withoutFactors).as("its terminal, and both commits").hasSize(3).allMatch(sql -> !sql.contains("credentials."));
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    /// Where the factors of the terminal are checked.
    private static void stepUp(String where) {
        corridor.jdbc().sql("UPDATE fleet.terminal SET step_up = ? WHERE terminal_id = ?").params(where, terminal.id()).update();
    }

    @Test
    void sale_withTheTransactionPassword_readsOnce() {
        assertThat(extra(terminal.sale(100, cards.get(1)).build())).singleElement().asString().contains("credentials.secret");
    }

    @Test
    void sale_withARegisteredCard_readsOnce() {
        DemoCard card = cards.getFirst();
        corridor.bean(RegisteredCards.class).add(Corridor.MERCHANT, new RegisteredCards.NewCard("ZHANG SAN", "13917346028", card.pan()), AuditActor.system("cardholders"));
        Message set = terminal.credential("410", Map.of(FactorTlv.SUPERVISOR, "00"),
                Map.of(FactorTlv.SUPERVISOR_PASSWORD, Corridor.SUPERVISOR_PASSWORD, FactorTlv.NEW_PASSWORD, CARD_PASSWORD));
        assertThat(terminal.askSigned(set.toBuilder().text(2, card.pan().reveal(CARD_DATA)).build()).text(39)).isEqualTo("00");
        Message sale = sealed(terminal.sale(100, card).build(), FactorTlv.CARD_PASSWORD, CARD_PASSWORD);
        assertThat(extra(sale)).singleElement().asString().contains("credentials.secret", "cardholders.card_user");
    }

    @Test
    void sale_fromTheSecondLimit_withoutPhone_readsOnce() {
        codes.turn(false);
        Message sale = with(sealed(terminal.sale(SECOND_LIMIT_FEN, cards.get(1)).build(), FactorTlv.SUPERVISOR_PASSWORD, Corridor.SUPERVISOR_PASSWORD),
                tlv -> tlv.with(FactorTlv.SUPERVISOR, "00"));
        assertThat(extra(sale)).singleElement().asString().contains("credentials.secret", "merchants.merchant", "fleet.fingerprint");
    }

    @Test
    void sale_fromTheSecondLimit_withACode_readsOnce_andUsesItUp() {
        codes.turn(true);
        terminal.askSigned(terminal.credential("408", Map.of(FactorTlv.OPERATOR, "01",
                FactorTlv.TRANSACTION_TO_COME, "22%012d%06d".formatted(SECOND_LIMIT_FEN, terminal.trace() + 2)), Map.of()));
        Message sale = sealed(terminal.sale(SECOND_LIMIT_FEN, cards.get(1)).build(), FactorTlv.ONE_TIME_CODE, codes.of(terminal.id()));
        assertUsesUpAChallenge(extra(sale));
    }

    @Test
    void sale_fromTheSecondLimit_withAFingerprint_readsOnce_andUsesItUp() {
        codes.turn(true);
        Message sale = terminal.sale(SECOND_LIMIT_FEN, cards.get(1)).build();
        Challenges challenges = corridor.bean(Challenges.class);
        var asked = challenges.askFingerprint(new Challenge.Transaction(Corridor.MERCHANT, new TerminalId(terminal.id()),
                new BatchNumber(Integer.parseInt(terminal.batch())), TraceNumber.of(sale.text(11)), TransactionKind.SALE, new MinorAmount(SECOND_LIMIT_FEN),
                new OperatorNumber("01")));
        byte[] handle = challenges.fingerprintProven(asked.challenge().id(), new OperatorNumber("01")).orElseThrow();
        assertUsesUpAChallenge(extra(with(sale, tlv -> tlv.with(FactorTlv.FINGERPRINT, handle))));
    }

    @Test
    void sale_underARuleOfSums_readsOnce() {
        Requirement supervisor = new Requirement(List.of(new Requirement.AllOf(List.of(Leaf.of("SUPERVISOR_PASSWORD")))));
        List<StepUpRule> sums = Stream.of(Conditions.Cumulated.Over.values()).map(over -> new StepUpRule("sum-" + over.name().toLowerCase(),
                new Conditions(null, 0, new Conditions.Cumulated(over, 90_000_000), null, null, null, null, null), supervisor)).toList();
        StepUpRuleDesk rules = corridor.bean(StepUpRuleDesk.class);
        Scope scope = new Scope(Scope.Level.TERMINAL, terminal.id());
        rules.replace(rules.judge(new StepUpRuleDesk.Wanted(scope, 0, Optional.empty(), sums), "risk"), "");
        try {
            assertThat(extra(terminal.sale(100, cards.get(1)).build())).singleElement().asString().contains("credentials.secret", "sum(amount_minor)");
        } finally {
            rules.replace(rules.judge(new StepUpRuleDesk.Wanted(scope, 1, Optional.empty(), List.of()), "risk"), "");
        }
    }

    private static void assertUsesUpAChallenge(List<String> extra) {
        assertThat(extra).filteredOn(sql -> sql.startsWith("SELECT")).singleElement().asString()
                .contains("credentials.secret", "credentials.challenge", "merchants.merchant", "fleet.fingerprint");
        assertThat(extra).filteredOn(sql -> !sql.startsWith("SELECT")).as("used up, and logged").satisfiesExactlyInAnyOrder(
                sql -> assertThat(sql).startsWith("UPDATE credentials.challenge"), sql -> assertThat(sql).contains("INSERT INTO audit.entry"));
    }

    /// What a sale executes more than one without factors.
    private static List<String> extra(Message sale) {
        List<String> executed = executedBy(sale);
        List<String> extra = executed.stream().filter(sql -> !withoutFactors.contains(sql)).toList();
        assertThat(executed).containsAll(withoutFactors).hasSize(withoutFactors.size() + extra.size());
        return extra;
    }

    private static List<String> executedBy(Message sale) {
        statements.taken();
        assertThat(terminal.askSigned(sale).text(39)).isIn("00", "51", "61");
        return statements.taken().stream().filter(sql -> NOW_AND_THEN.stream().noneMatch(sql::contains)).map(sql -> sql.replaceFirst("^SET LOCAL .*\n", "")).toList();
    }

    private static Message sealed(Message sale, int tag, String secret) {
        return with(sale, tlv -> tlv.with(tag, terminal.seal("0200", sale.text(11), tag, secret)));
    }

    private static Message with(Message sale, UnaryOperator<FactorTlv> more) {
        try {
            return sale.toBuilder().bytes(57, more.apply(FactorTlv.decode(sale.bytes(57))).encode()).build();
        } catch (DecodeException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
