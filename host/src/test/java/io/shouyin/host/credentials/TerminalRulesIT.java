package io.shouyin.host.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Till;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.RulesPart;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.EntryMode;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.TerminalId;
import io.shouyin.network.DemoCard;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Screen;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A terminal learns all rules that it can judge, however many, so that no sale is sent back.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TerminalRulesIT {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final String CARD_PASSWORD = "Wq7pz2m";
    private static final Set<EntryMode> CARD_ENTRY_MODES = EnumSet.complementOf(EnumSet.of(EntryMode.QR));
    private static final List<String> OPERATORS = List.of("01", "02");
    private static final List<String> FACTORS = List.of("TXN_PASSWORD", "CARD_PASSWORD", "SUPERVISOR_PASSWORD", "ONE_TIME_CODE", "PIN");

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static TestCodes codes;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("test.codes", "true"));
        corridor.awaitNetwork();
        codes = corridor.bean(TestCodes.class);
        codes.turn(true);
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    // over the wire -----------------------------------------------------------------------------------------------------

    @Test
    @Order(1)
    void rulesOfOnePart_comeWithTheSignIn() throws Exception {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYTR-000000001");
        FactorTlv told = FactorTlv.decode(terminal.signIn(RawTerminal.KeySet.WITH_TRACK_KEY).bytes(57));
        assertThat(part(told)).isEqualTo(new RulesPart(told(terminal).version(), 1, 1));
        assertThat(told.text(FactorTlv.STEP_UP_RULES)).contains(told(terminal).parts().getFirst());
    }

    @Test
    @Order(2)
    void rulesOfManyParts_areFetchedPartByPart_andBeginAnewWhenTheyChange() throws Exception {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYTR-000000002");
        Scope here = new Scope(Scope.Level.TERMINAL, terminal.id());
        replace(here, 0, IntStream.rangeClosed(1, 40).mapToObj(i -> new StepUpRule("from-" + i, from(100 * i), require("SUPERVISOR_PASSWORD"))).toList());
        FactorTlv first = FactorTlv.decode(terminal.signIn(RawTerminal.KeySet.WITH_TRACK_KEY).bytes(57));
        RulesPart begun = part(first);
        assertThat(begun.count()).isGreaterThan(2);
        List<String> parts = new ArrayList<>(List.of(first.text(FactorTlv.STEP_UP_RULES).orElseThrow()));
        for (RulesPart next = begun; !next.isLast(); next = next.next()) {
            FactorTlv more = FactorTlv.decode(terminal.askSigned(download(terminal, next.next().encode())).bytes(57));
            assertThat(part(more)).isEqualTo(next.next());
            parts.add(more.text(FactorTlv.STEP_UP_RULES).orElseThrow());
        }
        assertThat(parts).isEqualTo(told(terminal).parts()).allMatch(part -> part.length() <= TerminalRules.PART_BYTES_MAX);
        assertThat(String.join("", parts).split("\"k\"")).as("each of them once").hasSize(1 + 40 + 9);

        replace(here, 1, List.of(new StepUpRule("one", from(100), require("SUPERVISOR_PASSWORD"))));
        FactorTlv anew = FactorTlv.decode(terminal.askSigned(download(terminal, begun.next().encode())).bytes(57));
        assertThat(part(anew)).isEqualTo(new RulesPart(told(terminal).version(), 1, 1)).isNotEqualTo(begun);
        assertThat(anew.text(FactorTlv.STEP_UP_RULES)).contains(told(terminal).parts().getFirst());
    }

    @Test
    @Order(3)
    void download_withoutMacOrSignInOrSense_isRefused() {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYTR-000000003");
        byte[] wanted = new RulesPart(told(terminal).version(), 1, 1).encode();
        assertThat(terminal.ask(download(terminal, wanted)).text(39)).as("without MAC").isEqualTo("A0");
        assertThat(terminal.askSigned(download(terminal, new byte[9])).text(39)).isEqualTo("30");
        assertThat(terminal.askSigned(download(terminal, new byte[10])).text(39)).isEqualTo("30");
        assertThat(terminal.askSigned(terminal.credential("411", Map.of(FactorTlv.OPERATOR, "01"), Map.of())).text(39)).isEqualTo("30");
        RawTerminal fresh = RawTerminal.activated(corridor, "SYTR-000000004");
        assertThat(fresh.ask(download(fresh, wanted)).text(39)).as("not signed in").isEqualTo("77");
    }

    @Test
    @Order(4)
    void longestRule_fitsIntoAPart() {
        RawTerminal terminal = RawTerminal.activated(corridor, "SYTR-000000005");
        Set<TransactionKind> kinds = Arrays.stream(TransactionKind.values()).filter(TransactionKind::isCardTransaction).collect(Collectors.toSet());
        Set<String> operators = IntStream.range(0, 100).mapToObj("%02d"::formatted).collect(Collectors.toSet());
        Conditions longest = new Conditions(kinds, MinorAmount.FEN_MAX, null, new Conditions.Hours(LocalTime.of(22, 0), LocalTime.of(6, 0)), null,
                CARD_ENTRY_MODES, operators, null);
        Requirement.AllOf all = new Requirement.AllOf(Arrays.stream(Factor.values()).map(Enum::name).map(Leaf::of).toList());
        Requirement widest = new Requirement(Collections.nCopies(Requirement.GROUPS_MAX, all));
        replace(new Scope(Scope.Level.TERMINAL, terminal.id()), 0, List.of(new StepUpRule("longest", longest, widest)));
        assertThat(told(terminal).parts()).hasSize(2).allMatch(part -> part.length() <= TerminalRules.PART_BYTES_MAX);
    }

    // at the virtual terminal -------------------------------------------------------------------------------------------

    /// Each of the 40 rules asks for one factor of one operator with one way of giving the card, so that a rule which the terminal did not
    /// know would send one of the eight sales back.
    @Test
    @Order(5)
    void fortyRulesOfFourScopes_areAskedForFirst_alsoAfterARestart() {
        Till till = corridor.inService("SYTR-000000006");
        try {
            addOperator02(till);
            spread(fortyRules(), till.handout.terminalId());
            till.logOn("01", Corridor.CASHIER_PASSWORD);
            till.await("menu.cashier");
            till.press("9");
            till.await("menu.duty");
            till.press("1");
            till.await("signIn.done");
            till.press("OK CANCEL");
            sellInEachWay(till);
            till.close();
            till = corridor.switchOn(till.handout);
            till.logOnFirst("02", Corridor.CASHIER_PASSWORD, "482615");
            sellInEachWay(till);
        } finally {
            till.close();
        }
        assertThat(corridor.jdbc().sql("SELECT response_code FROM acquiring.transaction WHERE terminal_id = ? ORDER BY received_at")
                .param(till.handout.terminalId()).query(String.class).list())
                .as("none was sent back").hasSize(8).containsOnly("00");
    }

    private static List<StepUpRule> fortyRules() {
        List<StepUpRule> rules = new ArrayList<>();
        for (String operator : OPERATORS) {
            for (EntryMode mode : CARD_ENTRY_MODES) {
                for (String factor : FACTORS) {
                    Conditions when = new Conditions(Set.of(TransactionKind.SALE), 0, null, null, null, Set.of(mode), Set.of(operator), null);
                    rules.add(new StepUpRule("rule-" + (rules.size() + 1), when, require(factor)));
                }
            }
        }
        return rules;
    }

    /// Ten at each scope; those of the platform instead of what the product comes with, beside what it asks for at least.
    private static void spread(List<StepUpRule> rules, String terminal) {
        List<Scope> scopes = Scope.around(Corridor.MERCHANT, new TerminalId(terminal));
        for (int i = 0; i < scopes.size(); i++) {
            int scope = i;
            Stream<StepUpRule> own = IntStream.range(0, rules.size()).filter(n -> n % scopes.size() == scope).mapToObj(rules::get);
            boolean platform = scopes.get(i).equals(Scope.PLATFORM);
            replace(scopes.get(i), platform ? 4 : 0, (platform ? Stream.concat(floor(), own) : own).toList());
        }
    }

    private static Stream<StepUpRule> floor() {
        Conditions back = new Conditions(Set.of(TransactionKind.VOID, TransactionKind.REFUND, TransactionKind.PRE_AUTH_VOID, TransactionKind.COMPLETION_VOID), 0, null, null, null, null, null, null);
        Conditions large = new Conditions(Set.of(TransactionKind.SALE, TransactionKind.OFFLINE_SALE, TransactionKind.PRE_AUTH, TransactionKind.PRE_AUTH_TOP_UP, TransactionKind.COMPLETION,
                TransactionKind.COMPLETION_NOTICE), 500_000, null, null, null, null, null, null);
        return Stream.of(new StepUpRule("large", large, require("TXN_PASSWORD")), new StepUpRule("back", back, require("SUPERVISOR_PASSWORD")));
    }

    private static void addOperator02(Till till) {
        till.press("0");
        till.logOnFirst("00", Corridor.SUPERVISOR_PASSWORD);
        till.await("menu.supervisor");
        till.press("2");
        till.await("menu.operators");
        till.press("1");
        till.await("operators.add");
        till.type("02");
        till.enterTwice("operators.add.new", "operators.add.again", Corridor.CASHIER_PASSWORD);
        till.await("operators.saved");
        till.press("OK");
        till.await("menu.operators");
        till.press("CANCEL");
        till.await("menu.supervisor");
        till.press("6");
    }

    private static void sellInEachWay(Till till) {
        for (io.shouyin.terminal.device.EntryMode mode : EnumSet.complementOf(EnumSet.of(io.shouyin.terminal.device.EntryMode.QR))) {
            till.await("menu.cashier");
            till.press("1");
            till.await("sale.amount");
            till.type("100");
            till.await("sale.card");
            if (mode == io.shouyin.terminal.device.EntryMode.MANUAL) {
                typeCard(till, corridor.network.cards().getFirst());
            } else {
                till.terminal.card(mode, 0);
            }
            till.await("sale.password");
            till.type(Corridor.TRANSACTION_PASSWORD);
            till.await("sale.cardPassword");
            till.type(CARD_PASSWORD);
            till.await("sale.supervisor");
            till.type("00");
            till.await("sale.supervisorPassword");
            till.type(Corridor.SUPERVISOR_PASSWORD);
            till.await("sale.code");
            till.type(codes.of(till.handout.terminalId()));
            Screen pin = till.await("sale.pin");
            assertThat(pin.lines(Language.ZH)).contains("本笔交易必须输入");
            till.type(corridor.pin(0));
            till.await("sale.approved");
            till.press("OK");
            till.await("sale.done");
            till.press("OK");
        }
    }

    private static void typeCard(Till till, DemoCard card) {
        till.press("F1");
        till.await("card.number");
        till.type(card.pan().reveal(CARD_DATA));
        till.await("card.expiry");
        till.type(card.expiry().substring(2) + card.expiry().substring(0, 2));
    }

    // hands and looks ---------------------------------------------------------------------------------------------------

    private static Conditions from(long fen) {
        return new Conditions(Set.of(TransactionKind.SALE), fen, null, null, null, null, null, null);
    }

    private static Requirement require(String leaf) {
        return new Requirement(List.of(new Requirement.AllOf(List.of(Leaf.of(leaf)))));
    }

    private static void replace(Scope scope, int basedOn, List<StepUpRule> rules) {
        StepUpRuleDesk desk = corridor.bean(StepUpRuleDesk.class);
        desk.replace(desk.judge(new StepUpRuleDesk.Wanted(scope, basedOn, Optional.empty(), rules), "risk"), "");
    }

    private static TerminalRules.Told told(RawTerminal terminal) {
        return corridor.bean(TerminalRules.class).of(Corridor.MERCHANT, new TerminalId(terminal.id()));
    }

    private static RulesPart part(FactorTlv said) throws Exception {
        return RulesPart.decode(said.find(FactorTlv.STEP_UP_RULES_PART).orElseThrow());
    }

    private static Message download(RawTerminal terminal, byte[] part) {
        return terminal.request("0800", "00", "411").bytes(57, FactorTlv.empty().with(FactorTlv.STEP_UP_RULES_PART, part).encode()).build();
    }
}
