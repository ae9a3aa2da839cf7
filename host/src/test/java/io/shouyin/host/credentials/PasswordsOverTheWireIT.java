package io.shouyin.host.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.NewPasswordRules;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.network.DemoCard;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The credential service over the wire: what is refused and why, how wrong tries count, and that a request is one commit
/// with its audit and its answer.
class PasswordsOverTheWireIT {

    private static final AtomicInteger SERIALS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static RawTerminal shared;
    private static DemoCard card;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
        shared = fresh();
        card = corridor.network.cards().getFirst();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    private static RawTerminal fresh() {
        return RawTerminal.inService(corridor, "SYPW-%09d".formatted(SERIALS.incrementAndGet()));
    }

    // rules ------------------------------------------------------------------------------------------------------------

    @ParameterizedTest(name = "{0}")
    @CsvSource({"TOO_SHORT, k7m2p", "TOO_LONG, k7m2pw9xzr4vt", "DIGIT_MISSING, kmhpwrx", "LETTER_MISSING, 705283", "SEQUENCE, k123m9p",
            "SEQUENCE, 7abc29k", "SEQUENCE, 8qwe05m", "SEQUENCE, m147k9p", "REPEATS, k777m9p", "REPEATS, k5k5k5k5", "MERCHANT_NUMBER, 104290x",
            "MERCHANT_NUMBER, k120001", "BIRTHDAY, w19870615", "PHONE_NUMBER, 13917346028x", "PHONE_NUMBER, k550100", "COMMON, password7", "COMMON, pa55w0rd", "COMMON, Chelsea1", "OWN_NAME, jiangnan7", "CHARACTER_NOT_ALLOWED, k7m2p 9x",
            "SAME_AS_LOGIN, 604173"})
    void transactionPassword_thatIsWeak_P6AndItsRule(String rule, String weak) throws Exception {
        Message answer = shared.ask(shared.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, weak));
        assertThat(answer.text(39)).isEqualTo("P6");
        assertThat(broken(answer)).contains(rule);
        assertThat(shared.askSigned(shared.sale(100, card).build()).text(39)).as("the old one holds").isEqualTo("00");
    }

    @Test
    void newPasswords_terminalIsTold_whatTheyAreJudgedBy() throws Exception {
        RawTerminal terminal = fresh();
        Message logOn = terminal.ask(terminal.logOn("01", Corridor.CASHIER_PASSWORD));
        assertThat(told(logOn).byTag().keySet()).containsExactlyInAnyOrder(FactorTlv.TRANSACTION_PASSWORD, FactorTlv.CARD_PASSWORD, FactorTlv.OPERATOR_PASSWORD);
        Message refused = terminal.ask(terminal.changeOwn("01", Corridor.CASHIER_PASSWORD, "40821"));
        assertThat(broken(refused)).containsExactly("TOO_SHORT");
        assertThat(told(refused).find(FactorTlv.OPERATOR_PASSWORD)).hasValueSatisfying(policy -> assertThat(policy.lengthMin()).isEqualTo(6));
        Message wrong = terminal.ask(terminal.logOn("01", "582039"));
        assertThat(FactorTlv.decode(wrong.bytes(57)).has(FactorTlv.NEW_PASSWORD_RULES)).isFalse();
    }

    private static NewPasswordRules told(Message answer) throws DecodeException {
        return NewPasswordRules.decode(FactorTlv.decode(answer.bytes(57)).find(FactorTlv.NEW_PASSWORD_RULES).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"123456", "12345678", "000000", "888888", "0000"})
    void operatorPassword_thatIsAFactoryValue_P6(String weak) throws Exception {
        Message answer = shared.ask(shared.changeOwn("01", Corridor.CASHIER_PASSWORD, weak));
        assertThat(answer.text(39)).isEqualTo("P6");
        assertThat(broken(answer)).contains("FACTORY_VALUE");
    }

    @Test
    void operatorPassword_ofTheMostCommonDigits_P6() throws Exception {
        Message answer = shared.ask(shared.changeOwn("01", Corridor.CASHIER_PASSWORD, "246810"));
        assertThat(answer.text(39)).isEqualTo("P6");
        assertThat(broken(answer)).containsExactly("COMMON");
    }

    @Test
    void operatorPassword_likeTheTransactionPassword_P6() throws Exception {
        for (String operator : List.of("99", "01")) {
            String present = operator.equals("99") ? Corridor.ADMINISTRATOR_PASSWORD : Corridor.CASHIER_PASSWORD;
            Message answer = shared.ask(shared.changeOwn(operator, present, Corridor.TRANSACTION_PASSWORD));
            assertThat(answer.text(39)).isEqualTo("P6");
            assertThat(broken(answer)).containsExactly("SAME_AS_LOGIN");
        }
    }

    @Test
    void password_oneOfTheLastFour_P6_theFifthIsFree() throws Exception {
        RawTerminal terminal = fresh();
        List<String> passwords = List.of("582039", "719462", "360581", "947205");
        String present = Corridor.CASHIER_PASSWORD;
        for (String next : passwords) {
            assertThat(terminal.ask(terminal.changeOwn("01", present, next)).text(39)).isEqualTo("00");
            present = next;
        }
        for (String used : passwords) {
            Message answer = terminal.ask(terminal.changeOwn("01", present, used));
            assertThat(answer.text(39)).isEqualTo("P6");
            assertThat(broken(answer)).containsExactly("RECENTLY_USED");
        }
        assertThat(terminal.ask(terminal.changeOwn("01", present, Corridor.CASHIER_PASSWORD)).text(39)).isEqualTo("00");
    }

    @Test
    void transactionPassword_oneOfTheLastFour_P6() throws Exception {
        RawTerminal terminal = fresh();
        for (String next : List.of("kRm7wp2", "zVt9hq4", "gXn5bd8")) {
            assertThat(terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, next)).text(39)).isEqualTo("00");
        }
        Message answer = terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, Corridor.TRANSACTION_PASSWORD));
        assertThat(broken(answer)).containsExactly("RECENTLY_USED");
    }

    // first use --------------------------------------------------------------------------------------------------------

    @Test
    void sale_withoutATransactionPasswordSet_P5_withoutOneGiven_P1() throws Exception {
        RawTerminal terminal = RawTerminal.activated(corridor, "SYPW-INITIAL-2");
        terminal.signIn(RawTerminal.KeySet.DOUBLE);
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("P5");
        Message answer = shared.askSigned(shared.saleWithoutFactors(100, card).build());
        assertThat(answer.text(39)).isEqualTo("P1");
        assertThat(FactorTlv.decode(answer.bytes(57)).find(FactorTlv.FACTORS_WANTED)).contains(new byte[] {2});
    }

    // wrong tries ------------------------------------------------------------------------------------------------------

    @Test
    void transactionPassword_wrongFourTimes_isLocked_untilTheSupervisorUnlocksIt() throws Exception {
        RawTerminal terminal = fresh();
        for (int left = 3; left >= 1; left--) {
            Message answer = terminal.askSigned(terminal.sale(100, card, "noSuch" + left + "x", card.pin(SecretAccess.granted())).build());
            assertThat(answer.text(39)).isEqualTo("P2");
            assertThat(triesLeft(answer)).isEqualTo(left);
        }
        assertThat(terminal.askSigned(terminal.sale(100, card, "noSuch0x", "123456").build()).text(39)).isEqualTo("P3");
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).as("the right one").isEqualTo("P3");
        assertThat(terminal.ask(terminal.unlock("99", Corridor.ADMINISTRATOR_PASSWORD, "TX")).text(39)).as("99 may not").isEqualTo("58");
        assertThat(terminal.ask(terminal.unlock("00", "wrong12", "TX")).text(39)).isEqualTo("P2");
        assertThat(terminal.ask(terminal.unlock("00", Corridor.SUPERVISOR_PASSWORD, "TX")).text(39)).isEqualTo("00");
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
        assertThat(audit("transaction-password:" + terminal.id())).containsExactly("transaction-password.set DONE", "password.verify REFUSED",
                "password.verify REFUSED", "password.verify REFUSED", "password.verify REFUSED", "password.lock DONE", "password.unlock DONE");
    }

    @Test
    void wrongTries_thenARightOne_countFromTheBeginning() throws Exception {
        RawTerminal terminal = fresh();
        for (int round = 0; round < 3; round++) {
            assertThat(triesLeft(terminal.askSigned(terminal.sale(100, card, "noSuch1x", "123456").build()))).isEqualTo(3);
            assertThat(triesLeft(terminal.askSigned(terminal.sale(100, card, "noSuch2x", "123456").build()))).isEqualTo(2);
            assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
        }
    }

    @Test
    void operator_wrongFourTimes_isLocked_andThePasswordChangeToo() throws Exception {
        RawTerminal terminal = fresh();
        for (int left = 3; left >= 1; left--) {
            assertThat(triesLeft(terminal.ask(terminal.logOn("01", "wrong" + left)))).isEqualTo(left);
        }
        assertThat(terminal.ask(terminal.changeOwn("01", "wrong0", "582039")).text(39)).isEqualTo("P3");
        assertThat(terminal.ask(terminal.logOn("01", Corridor.CASHIER_PASSWORD)).text(39)).isEqualTo("P3");
        assertThat(terminal.ask(terminal.changeOwn("01", Corridor.CASHIER_PASSWORD, "582039")).text(39)).isEqualTo("P3");
        assertThat(terminal.ask(terminal.unlock("00", Corridor.SUPERVISOR_PASSWORD, "01")).text(39)).isEqualTo("00");
        assertThat(terminal.ask(terminal.logOn("01", Corridor.CASHIER_PASSWORD)).text(39)).isEqualTo("00");
        assertThat(terminal.ask(terminal.logOn("77", "whatever1")).text(39)).as("no such operator").isEqualTo("25");
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM audit.entry WHERE action = 'password.verify' AND reason = 'OPERATOR_NOT_READY' AND object LIKE ?")
                .param("%/77").query(Integer.class).single()).isPositive();
    }

    @Test
    void guesses_aHundredAtOnce_areCountedOneByOne() throws Exception {
        RawTerminal terminal = fresh();
        List<byte[]> guesses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            guesses.add(RawTerminal.unsigned(terminal.logOn("01", "guess%03d".formatted(i))));
        }
        List<String> codes = new ArrayList<>();
        try (ExecutorService thieves = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = guesses.stream()
                    .map(guess -> thieves.submit(() -> terminal.decode(terminal.exchange(guess).orElseThrow()).text(39))).toList();
            for (Future<String> answer : answers) {
                codes.add(answer.get());
            }
        }
        assertThat(codes.stream().filter("P2"::equals).count()).isEqualTo(3);
        assertThat(codes.stream().filter("P3"::equals).count()).isEqualTo(97);
        assertThat(corridor.jdbc().sql("SELECT failures FROM credentials.secret WHERE terminal_id = ? AND operator_number = '01'")
                .param(terminal.id()).query(Integer.class).single()).isEqualTo(4);
        assertThat(audit("operator:" + terminal.id() + "/01").stream().filter("password.verify REFUSED"::equals).count()).as("those behind the lock, too").isEqualTo(100);
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM credentials.use WHERE terminal_id = ? AND outcome = 'REFUSED' AND reason = 'SECRET_LOCKED'").param(terminal.id())
                .query(Long.class).single()).as("and they are counted").isEqualTo(96);
    }

    // replay and seals -------------------------------------------------------------------------------------------------

    @Test
    void request_recordedAndSentAgain_getsTheFirstAnswerAndChangesNothing() {
        RawTerminal terminal = fresh();
        byte[] change = RawTerminal.unsigned(terminal.changeOwn("01", Corridor.CASHIER_PASSWORD, "582039"));
        byte[] first = terminal.exchange(change).orElseThrow();
        assertThat(terminal.ask(terminal.changeOwn("01", "582039", "719462")).text(39)).isEqualTo("00");
        byte[] again = terminal.exchange(change).orElseThrow();
        assertThat(terminal.decode(first).text(39)).isEqualTo("00");
        assertThat(terminal.decode(again).text(39)).isEqualTo("00");
        assertThat(terminal.ask(terminal.logOn("01", "719462")).text(39)).as("nothing was changed back").isEqualTo("00");
    }

    @Test
    void request_wrongTryAgain_countsOnce() throws Exception {
        RawTerminal terminal = fresh();
        byte[] wrong = RawTerminal.unsigned(terminal.logOn("01", "wrong1"));
        for (int i = 0; i < 6; i++) {
            Message answer = terminal.decode(terminal.exchange(wrong).orElseThrow());
            assertThat(answer.text(39)).isEqualTo("P2");
            assertThat(triesLeft(answer)).isEqualTo(3);
        }
    }

    @Test
    void request_underAUsedTraceWithOtherContent_94() {
        RawTerminal terminal = fresh();
        terminal.ask(terminal.logOn("01", Corridor.CASHIER_PASSWORD));
        terminal.trace(terminal.trace() - 1);
        assertThat(terminal.ask(terminal.logOn("01", Corridor.CASHIER_PASSWORD)).text(39)).isEqualTo("94");
    }

    @Test
    void request_recordedAndSentUnderAnotherTrace_doesNotOpen_andIsNamed() throws Exception {
        RawTerminal terminal = fresh();
        Message recorded = terminal.logOn("01", Corridor.CASHIER_PASSWORD);
        Message moved = recorded.toBuilder().text(11, "%06d".formatted(terminal.trace() + 100)).build();
        Message refused = terminal.ask(moved);
        assertThat(refused.text(39)).isEqualTo("A7");
        assertThat(FactorTlv.decode(refused.bytes(57)).text(FactorTlv.REFUSAL)).contains("SECRET_UNREADABLE");
        assertThat(terminal.ask(recorded).text(39)).isEqualTo("00");
    }

    @Test
    void seal_ofAnotherMessageTerminalOrTag_doesNotOpen_andCountsNoTry() throws Exception {
        RawTerminal terminal = fresh();
        RawTerminal other = fresh();
        int foreignTrace = terminal.trace() + 1;
        byte[] ofOther = other.seal("0800", "%06d".formatted(foreignTrace), FactorTlv.OPERATOR_PASSWORD, Corridor.CASHIER_PASSWORD);
        for (byte[] seal : List.of(ofOther,
                terminal.seal("0200", "%06d".formatted(foreignTrace + 1), FactorTlv.OPERATOR_PASSWORD, Corridor.CASHIER_PASSWORD),
                terminal.seal("0800", "%06d".formatted(foreignTrace + 2), FactorTlv.NEW_PASSWORD, Corridor.CASHIER_PASSWORD),
                Arrays.copyOf(ofOther, 92), new byte[0])) {
            Message request = terminal.request("0800", "00", "401").bytes(57, FactorTlv.empty().with(FactorTlv.OPERATOR, "01")
                    .with(FactorTlv.OPERATOR_PASSWORD, seal).encode()).build();
            assertThat(terminal.ask(request).text(39)).isEqualTo("A7");
        }
        assertThat(triesLeft(terminal.ask(terminal.logOn("01", "wrong1")))).isEqualTo(3);
    }

    @Test
    void seal_liftedFromASale_doesNotOpenInAnother() {
        Message first = shared.sale(100, card).build();
        byte[] lifted = first.bytes(57);
        assertThat(shared.askSigned(first).text(39)).isEqualTo("00");
        assertThat(shared.askSigned(shared.sale(99_900, card).bytes(57, lifted).build()).text(39)).isEqualTo("A7");
    }

    @Test
    void request_withoutMacWhereOnlyAMacVouches_77() {
        assertThat(shared.ask(shared.credential("407", Map.of(FactorTlv.OPERATOR, "01"), Map.of())).text(39)).isEqualTo("77");
        assertThat(shared.askSigned(shared.credential("407", Map.of(FactorTlv.OPERATOR, "01"), Map.of())).text(39)).isEqualTo("00");
    }

    @Test
    void request_withAWrongMac_A0_andNothingChanges() {
        RawTerminal terminal = fresh();
        byte[] frame = terminal.signed(terminal.changeOwn("01", Corridor.CASHIER_PASSWORD, "582039"));
        frame[frame.length - 1] ^= 1;
        assertThat(terminal.decode(terminal.exchange(frame).orElseThrow()).text(39)).isEqualTo("A0");
        assertThat(terminal.ask(terminal.logOn("01", Corridor.CASHIER_PASSWORD)).text(39)).isEqualTo("00");
    }

    // operators --------------------------------------------------------------------------------------------------------

    @Test
    void operator_addedAndDeleted_onlyByWhoMay() {
        RawTerminal terminal = fresh();
        assertThat(terminal.ask(add(terminal, "00", Corridor.SUPERVISOR_PASSWORD, "02", "582039")).text(39)).isEqualTo("00");
        assertThat(terminal.ask(terminal.logOn("02", "582039")).text(39)).isEqualTo("P5");
        assertThat(terminal.ask(add(terminal, "99", Corridor.ADMINISTRATOR_PASSWORD, "03", "582039")).text(39)).isEqualTo("58");
        assertThat(terminal.ask(add(terminal, "01", Corridor.CASHIER_PASSWORD, "03", "582039")).text(39)).isEqualTo("58");
        assertThat(terminal.ask(add(terminal, "00", Corridor.SUPERVISOR_PASSWORD, "99", "582039")).text(39)).isEqualTo("58");
        assertThat(terminal.ask(delete(terminal, "00")).text(39)).isEqualTo("58");
        assertThat(terminal.ask(delete(terminal, "02")).text(39)).isEqualTo("00");
        assertThat(terminal.ask(delete(terminal, "02")).text(39)).isEqualTo("25");
        assertThat(terminal.ask(terminal.logOn("02", "582039")).text(39)).isEqualTo("25");
    }

    @Test
    void cashier_maySetNoTransactionPassword() {
        Message request = shared.credential("403", Map.of(FactorTlv.OPERATOR, "01"),
                Map.of(FactorTlv.OPERATOR_PASSWORD, Corridor.CASHIER_PASSWORD, FactorTlv.NEW_PASSWORD, "kRm7wp2"));
        assertThat(shared.ask(request).text(39)).isEqualTo("58");
    }

    private static Message add(RawTerminal terminal, String by, String password, String about, String next) {
        return terminal.credential("405", Map.of(FactorTlv.SUPERVISOR, by, FactorTlv.SUBJECT, about),
                Map.of(FactorTlv.SUPERVISOR_PASSWORD, password, FactorTlv.NEW_PASSWORD, next));
    }

    private static Message delete(RawTerminal terminal, String about) {
        return terminal.credential("406", Map.of(FactorTlv.SUPERVISOR, "00", FactorTlv.SUBJECT, about),
                Map.of(FactorTlv.SUPERVISOR_PASSWORD, Corridor.SUPERVISOR_PASSWORD));
    }

    // one commit -------------------------------------------------------------------------------------------------------

    @Test
    void line_dropsAfterTheRequest_theRetryGetsTheAnswer() throws Exception {
        RawTerminal terminal = fresh();
        byte[] change = RawTerminal.unsigned(terminal.changeOwn("01", Corridor.CASHIER_PASSWORD, "582039"));
        try (RawTerminal.Line line = terminal.line()) {
            line.send(change);
        }
        assertThat(terminal.decode(terminal.exchange(change).orElseThrow()).text(39)).isEqualTo("00");
        assertThat(terminal.ask(terminal.logOn("01", "582039")).text(39)).isEqualTo("00");
        assertThat(audit("operator:" + terminal.id() + "/01").stream().filter("operator-password.change DONE"::equals).count())
                .as("the initial one changed, and this").isEqualTo(2);
    }

    @Test
    void line_dropsInsideTheRequest_nothingIsSaved() throws Exception {
        RawTerminal terminal = fresh();
        byte[] change = RawTerminal.unsigned(terminal.changeOwn("01", Corridor.CASHIER_PASSWORD, "582039"));
        try (RawTerminal.Line line = terminal.line()) {
            line.send(Arrays.copyOf(change, change.length - 5));
            line.finish();
            assertThat(line.receive()).isEmpty();
        }
        assertThat(terminal.ask(terminal.logOn("01", Corridor.CASHIER_PASSWORD)).text(39)).isEqualTo("00");
    }

    /// Promise 4: every initial credential is random, good once or to be changed at its first use, and no two are alike.
    @Nested
    class Promise4NoCredentialIsShipped {

        @Test
        void initialPassword_atLogOn_P5_untilItIsChanged() {
            RawTerminal terminal = RawTerminal.activated(corridor, "SYPW-INITIAL-1");
            String initial = terminal.handout().initialPasswords().get("99");
            assertThat(terminal.ask(terminal.logOn("99", initial)).text(39)).isEqualTo("P5");
            assertThat(terminal.ask(terminal.setTransactionPassword(initial, Corridor.TRANSACTION_PASSWORD)).text(39)).isEqualTo("P5");
            assertThat(terminal.ask(terminal.unlock("00", terminal.handout().initialPasswords().get("00"), "01")).text(39)).isEqualTo("P5");
            terminal.changeInitial("99", Corridor.ADMINISTRATOR_PASSWORD);
            assertThat(terminal.ask(terminal.logOn("99", initial)).text(39)).isEqualTo("P2");
            assertThat(terminal.ask(terminal.logOn("99", Corridor.ADMINISTRATOR_PASSWORD)).text(39)).isEqualTo("00");
        }

        @Test
        void initialPasswords_ofTwoTerminals_differ() {
            var one = corridor.register("SYPW-INITIAL-3").initialPasswords();
            var other = corridor.register("SYPW-INITIAL-4").initialPasswords();
            assertThat(new ArrayList<>(one.values())).doesNotHaveDuplicates().doesNotContainAnyElementsOf(other.values());
        }
    }

    /// Promise 5: if it cannot be logged, it does not happen.
    @Nested
    class Promise5NotLoggedNotDone {

        @Test
        void change_thatCannotBeAudited_doesNotHappen() throws Exception {
            RawTerminal terminal = fresh();
            Message change = terminal.changeOwn("01", Corridor.CASHIER_PASSWORD, "582039");
            asOwner("ALTER TABLE audit.entry ADD CONSTRAINT no_more CHECK (action <> 'operator-password.change') NOT VALID");
            try {
                assertThat(terminal.ask(change).text(39)).isEqualTo("96");
            } finally {
                asOwner("ALTER TABLE audit.entry DROP CONSTRAINT no_more");
            }
            assertThat(terminal.ask(terminal.logOn("01", Corridor.CASHIER_PASSWORD)).text(39)).as("the old one holds").isEqualTo("00");
            assertThat(terminal.ask(change).text(39)).as("the terminal's retry").isEqualTo("00");
            assertThat(terminal.ask(terminal.logOn("01", "582039")).text(39)).isEqualTo("00");
        }

        @Test
        void wrongTry_thatCannotBeAudited_tellsNothing() throws Exception {
            RawTerminal terminal = fresh();
            byte[] wrong = terminal.signed(terminal.sale(100, card, "noSuch1x", "123456").build());
            asOwner("ALTER TABLE audit.entry ADD CONSTRAINT no_more CHECK (action <> 'password.verify') NOT VALID");
            try {
                assertThat(terminal.exchange(wrong)).as("neither right nor wrong").isEmpty();
            } finally {
                asOwner("ALTER TABLE audit.entry DROP CONSTRAINT no_more");
            }
            assertThat(triesLeft(terminal.decode(terminal.exchange(wrong).orElseThrow()))).isEqualTo(3);
        }
    }

    // looks ------------------------------------------------------------------------------------------------------------

    private static List<String> broken(Message answer) throws DecodeException {
        return List.of(FactorTlv.decode(answer.bytes(57)).text(FactorTlv.RULES_BROKEN).orElseThrow().split(","));
    }

    private static int triesLeft(Message answer) throws DecodeException {
        return FactorTlv.decode(answer.bytes(57)).find(FactorTlv.TRIES_LEFT).orElseThrow()[0];
    }

    private static List<String> audit(String object) {
        return corridor.jdbc().sql("SELECT action || ' ' || result FROM audit.entry WHERE object = ? ORDER BY entry_id").param(object)
                .query(String.class).list();
    }

    private static void asOwner(String statement) throws SQLException {
        var owner = corridor.database.owner().orElseThrow();
        try (Connection connection = DriverManager.getConnection(corridor.database.url(), owner.user(), owner.reveal(SecretAccess.granted()));
             Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
