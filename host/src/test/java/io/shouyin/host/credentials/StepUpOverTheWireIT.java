package io.shouyin.host.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.shouyin.host.Corridor;
import io.shouyin.host.credentials.Conditions.CardKind;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.network.DemoCard;
import io.shouyin.network.SmsCentre;
import io.shouyin.paycrypto.Totp;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.SealedFactor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

/// What a transaction needs besides its card, over the wire: second factors, second persons, one-time passwords, and everything that
/// somebody may try with them.
class StepUpOverTheWireIT {

    private static final long SECOND_LIMIT_FEN = 500_000;
    private static final AtomicInteger SERIALS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static DemoCard card;
    private static TestCodes codes;
    private static SecretDesk desk;

    private RawTerminal terminal;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("test.codes", "true"));
        corridor.awaitNetwork();
        card = corridor.network.cards().getFirst();
        codes = corridor.bean(TestCodes.class);
        desk = corridor.bean(SecretDesk.class);
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @BeforeEach
    void putTerminalInService() {
        codes.turn(false);
        terminal = RawTerminal.inService(corridor, "SYSU-%09d".formatted(SERIALS.incrementAndGet()));
    }

    // a second person ---------------------------------------------------------------------------------------------------

    @Test
    void sale_aboveTheSecondLimit_withoutPhone_needsTheSupervisor() throws Exception {
        Message alone = terminal.askSigned(terminal.sale(SECOND_LIMIT_FEN, card).build());
        assertThat(alone.text(39)).isEqualTo("P1");
        assertThat(wanted(alone)).containsExactly((byte) 0x03);
        assertThat(terminal.askSigned(terminal.sale(SECOND_LIMIT_FEN - 1, card).build()).text(39)).isNotEqualTo("P1");
        Message together = supervised(terminal.sale(SECOND_LIMIT_FEN, card).build(), "00", Corridor.SUPERVISOR_PASSWORD);
        assertThat(isJudged(terminal.askSigned(together))).isTrue();
        assertThat(factors(together)).isEqualTo("TXN_PASSWORD,SUPERVISOR_PASSWORD,PIN");
    }

    @Test
    void supervisor_approvingTheirOwnSale_isRefusedByName() throws Exception {
        Message own = with(supervised(terminal.sale(SECOND_LIMIT_FEN, card).build(), "00", Corridor.SUPERVISOR_PASSWORD),
                tlv -> tlv.with(FactorTlv.OPERATOR, "00"));
        assertThat(terminal.askSigned(own).text(39)).isEqualTo("63");
        assertThat(refusal(own)).isEqualTo("SUPERVISOR_IS_OPERATOR");
        assertThat(logged(own)).containsExactly("step-up.refuse SUPERVISOR_IS_OPERATOR");
        Message byAdministrator = supervised(terminal.sale(SECOND_LIMIT_FEN, card).build(), "99", Corridor.ADMINISTRATOR_PASSWORD);
        assertThat(terminal.askSigned(byAdministrator).text(39)).isEqualTo("58");
        Message bySomebody = with(terminal.sale(SECOND_LIMIT_FEN, card).build(), tlv -> tlv.with(FactorTlv.SUPERVISOR_PASSWORD,
                terminal.seal("0200", "%06d".formatted(terminal.trace()), FactorTlv.SUPERVISOR_PASSWORD, Corridor.SUPERVISOR_PASSWORD)));
        assertThat(terminal.askSigned(bySomebody).text(39)).as("without a number").isEqualTo("30");
    }

    @Test
    void supervisorPassword_wrong_countsAndLocks_evenWhereNobodyAsksForIt() throws Exception {
        for (int left = 3; left >= 1; left--) {
            Message answer = terminal.askSigned(supervised(terminal.sale(100, card).build(), "00", "noSuch" + left));
            assertThat(answer.text(39)).isEqualTo("P2");
            assertThat(FactorTlv.decode(answer.bytes(57)).find(FactorTlv.TRIES_LEFT)).contains(new byte[] {(byte) left});
        }
        assertThat(terminal.askSigned(supervised(terminal.sale(100, card).build(), "00", "noSuch0")).text(39)).isEqualTo("P3");
        assertThat(terminal.askSigned(supervised(terminal.sale(SECOND_LIMIT_FEN, card).build(), "00", Corridor.SUPERVISOR_PASSWORD)).text(39)).isEqualTo("P3");
    }

    @Test
    void seal_ofAnotherTag_isUnreadable() throws Exception {
        Message message = terminal.sale(SECOND_LIMIT_FEN, card).build();
        Message moved = with(message, tlv -> tlv.with(FactorTlv.SUPERVISOR, "00").with(FactorTlv.SUPERVISOR_PASSWORD,
                tlv.find(FactorTlv.TRANSACTION_PASSWORD).orElseThrow()));
        assertThat(terminal.askSigned(moved).text(39)).isEqualTo("A7");
        assertThat(refusal(moved)).isEqualTo("SECRET_UNREADABLE");
    }

    @Test
    void password_ofLookAlikes_isWrong_andCannotBeSet() throws Exception {
        for (String alike : List.of("t\u0435a5Pot9", "te\u0301a5Pot9", "tea5Pot\uFF19")) {
            assertThat(terminal.askSigned(terminal.sale(100, card, alike, card.pin(SecretAccess.granted())).build()).text(39)).isEqualTo("P2");
            Message refused = terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, alike));
            assertThat(refused.text(39)).isEqualTo("P6");
            assertThat(FactorTlv.decode(refused.bytes(57)).text(FactorTlv.RULES_BROKEN).orElseThrow())
                    .isEqualTo(alike.contains("\u0301") ? "COMBINING_CHARACTER" : "LOOK_ALIKE");
        }
    }

    // codes -------------------------------------------------------------------------------------------------------------

    @Test
    void code_forItsSale_opensIt_once() throws Exception {
        codes.turn(true);
        Message without = terminal.askSigned(terminal.sale(SECOND_LIMIT_FEN, card).build());
        assertThat(wanted(without)).containsExactly((byte) 0x06);
        Message sent = terminal.askSigned(codeRequest("22", SECOND_LIMIT_FEN, 2));
        assertThat(sent.text(39)).isEqualTo("00");
        assertThat(FactorTlv.decode(sent.bytes(57)).text(FactorTlv.PHONE_MASKED)).contains(TestCodes.PHONE);
        terminal.trace(terminal.trace() + 1);
        String code = codes.of(terminal.id());
        assertThat(code).matches("[0-9]{6}");
        Message sale = coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), code);
        assertThat(isJudged(terminal.askSigned(sale))).isTrue();
        assertThat(factors(sale)).isEqualTo("TXN_PASSWORD,ONE_TIME_CODE,PIN");
        assertThat(logged(sale)).containsExactly("code.send " + TestCodes.PHONE, "code.verify -");

        Message again = coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), code);
        assertThat(terminal.askSigned(again).text(39)).isEqualTo("63");
        assertThat(refusal(again)).isEqualTo("CHALLENGE_FOR_ANOTHER");
    }

    @Test
    void codeRequest_again_isTheSameAnswer_withoutMac_needsSignIn() throws Exception {
        codes.turn(true);
        Message request = codeRequest("22", SECOND_LIMIT_FEN, 1);
        Message first = terminal.askSigned(request);
        String code = codes.of(terminal.id());
        Message second = terminal.askSigned(request);
        assertThat(second.text(39)).isEqualTo("00");
        assertThat(second.bytes(57)).isEqualTo(first.bytes(57));
        assertThat(codes.of(terminal.id())).as("nothing was sent again").isEqualTo(code);
        assertThat(terminal.ask(codeRequest("22", SECOND_LIMIT_FEN, 1)).text(39)).isEqualTo("77");
        codes.turn(false);
        assertThat(terminal.askSigned(codeRequest("22", SECOND_LIMIT_FEN, 1)).text(39)).as("no phone").isEqualTo("25");
        for (String nonsense : List.of("", "22", "99000000500000000001", "22000000500000000000", "2200000050000000000x")) {
            assertThat(terminal.askSigned(terminal.credential("408", Map.of(FactorTlv.OPERATOR, "01", FactorTlv.TRANSACTION_TO_COME, nonsense),
                    Map.of())).text(39)).as(nonsense).isEqualTo("30");
        }
    }

    @Test
    void code_forAnotherAmountOperatorOrTerminal_opensNothing() throws Exception {
        codes.turn(true);
        assertRefused(coded(salesAfterCode(SECOND_LIMIT_FEN, SECOND_LIMIT_FEN + 1), codes.of(terminal.id())), "63", "CHALLENGE_FOR_ANOTHER");
        Message otherOperator = with(coded(salesAfterCode(SECOND_LIMIT_FEN, SECOND_LIMIT_FEN), codes.of(terminal.id())),
                tlv -> tlv.with(FactorTlv.OPERATOR, "02"));
        assertRefused(otherOperator, "63", "CHALLENGE_FOR_ANOTHER");
        String foreign = codes.of(terminal.id());
        terminal = RawTerminal.inService(corridor, "SYSU-%09d".formatted(SERIALS.incrementAndGet()));
        assertRefused(coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), foreign), "P1", "CHALLENGE_UNKNOWN");
    }

    @Test
    void code_afterFiveMinutes_isExpired() throws Exception {
        codes.turn(true);
        Message sale = coded(salesAfterCode(SECOND_LIMIT_FEN, SECOND_LIMIT_FEN), codes.of(terminal.id()));
        corridor.jdbc().sql("UPDATE credentials.challenge SET expires_at = now() - interval '1 second' WHERE terminal_id = ?").param(terminal.id()).update();
        assertRefused(sale, "P4", "CHALLENGE_EXPIRED");
    }

    @Test
    void code_wrong_mayBeTriedAgainWithTheNextTrace_fiveTimesInAll() throws Exception {
        codes.turn(true);
        Message wrong = coded(salesAfterCode(SECOND_LIMIT_FEN, SECOND_LIMIT_FEN), wrongCode());
        for (int left = 4; left >= 1; left--) {
            Message answer = terminal.askSigned(wrong);
            assertThat(answer.text(39)).isEqualTo("P2");
            assertThat(refusal(wrong)).as("people are told what was wrong, not of a password").isEqualTo("CODE_WRONG");
            assertThat(FactorTlv.decode(answer.bytes(57)).find(FactorTlv.TRIES_LEFT)).contains(new byte[] {(byte) left});
            assertThat(terminal.askSigned(wrong).bytes(57)).as("a repeat counts nothing").isEqualTo(answer.bytes(57));
            wrong = coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), wrongCode());
        }
        assertRefused(wrong, "P3", "CHALLENGE_TRIES_SPENT");
        assertRefused(coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), codes.of(terminal.id())), "P3", "CHALLENGE_TRIES_SPENT");
    }

    @Test
    void code_rightAfterAWrongOne_opensTheSale() throws Exception {
        codes.turn(true);
        assertThat(terminal.askSigned(coded(salesAfterCode(SECOND_LIMIT_FEN, SECOND_LIMIT_FEN), wrongCode())).text(39)).isEqualTo("P2");
        assertRefused(coded(terminal.sale(SECOND_LIMIT_FEN + 1, card).build(), codes.of(terminal.id())), "63", "CHALLENGE_FOR_ANOTHER");
        assertThat(isJudged(terminal.askSigned(coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), codes.of(terminal.id()))))).isTrue();
        assertRefused(coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), codes.of(terminal.id())), "P4", "CHALLENGE_USED");
    }

    @Test
    void code_besideAWrongPassword_opensTheSameSaleUnderTheNextNumber() throws Exception {
        codes.turn(true);
        assertThat(terminal.askSigned(codeRequest("22", SECOND_LIMIT_FEN, 1)).text(39)).isEqualTo("00");
        Message slipped = terminal.askSigned(coded(terminal.sale(SECOND_LIMIT_FEN, card, "noSuch1x", card.pin(SecretAccess.granted())).build(),
                codes.of(terminal.id())));
        assertThat(slipped.text(39)).isEqualTo("P2");
        assertThat(wanted(slipped)).as("which was wrong").containsExactly((byte) 0x02);
        assertRefused(coded(terminal.sale(SECOND_LIMIT_FEN + 1, card).build(), codes.of(terminal.id())), "63", "CHALLENGE_FOR_ANOTHER");
        assertThat(isJudged(terminal.askSigned(coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), codes.of(terminal.id()))))).isTrue();
    }

    @Test
    void code_sentAgain_givesNoNewTries_andNotTooManyAnHour() throws Exception {
        codes.turn(true);
        int trace = terminal.trace() + 100;
        terminal.askSigned(codeFor("22", SECOND_LIMIT_FEN, trace));
        corridor.jdbc().sql("UPDATE credentials.challenge SET tries_left = 2 WHERE terminal_id = ?").param(terminal.id()).update();
        String first = codes.of(terminal.id());
        terminal.askSigned(codeFor("22", SECOND_LIMIT_FEN, trace));
        assertThat(corridor.jdbc().sql("SELECT tries_left FROM credentials.challenge WHERE terminal_id = ?").param(terminal.id()).query(Integer.class).list())
                .containsExactly(2);
        terminal.trace(trace - 1);
        assertThat(terminal.askSigned(coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), first)).text(39)).as("the one before").isEqualTo("P2");
        for (int sent = 2; sent < 20; sent++) {
            assertThat(terminal.askSigned(codeFor("22", SECOND_LIMIT_FEN, trace + 200)).text(39)).isEqualTo("00");
        }
        assertThat(terminal.askSigned(codeFor("22", SECOND_LIMIT_FEN, trace + 200)).text(39)).isEqualTo("65");
    }

    @Test
    void code_forAMerchantWithAMobilePhone_comesBySms_withPurposeAndAmount() throws Exception {
        corridor.jdbc().sql("UPDATE merchants.merchant SET phone = '13812345678'").update();
        try {
            Message sent = terminal.askSigned(codeRequest("22", SECOND_LIMIT_FEN, 1));
            assertThat(FactorTlv.decode(sent.bytes(57)).text(FactorTlv.PHONE_MASKED)).contains("138****5678");
            String text = textOn("8613812345678");
            assertThat(text).contains("消费¥5000.00");
            Message sale = coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), text.replaceFirst(".*验证码([0-9]{6}).*", "$1"));
            assertThat(isJudged(terminal.askSigned(sale))).isTrue();
            for (String kind : List.of("10", "20", "21")) {
                assertThat(terminal.askSigned(codeRequest(kind, SECOND_LIMIT_FEN, 1)).text(39)).as("pre-authorization, completion, its void").isEqualTo("00");
            }
        } finally {
            corridor.jdbc().sql("UPDATE merchants.merchant SET phone = '02155550100'").update();
        }
    }

    private static String textOn(String phone) {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            Optional<String> text = corridor.network.smsCentre().texts().stream().filter(one -> one.to().equals(phone)).map(SmsCentre.Text::text)
                    .filter(one -> one.contains("验证码")).findFirst();
            if (text.isPresent()) {
                return text.get();
            }
            assertThat(System.nanoTime()).as("the text comes in time").isLessThan(deadlineNanos);
            LockSupport.parkNanos(1_000_000);
        }
    }

    // codes of authenticator applications ----------------------------------------------------------------------------------

    private byte[] application(String operator) {
        AuthenticatorDesk applications = corridor.bean(AuthenticatorDesk.class);
        TerminalId id = new TerminalId(terminal.id());
        byte[] secret = decoded(clear(applications.issue(id, new OperatorNumber(operator))));
        applications.confirm(id, new OperatorNumber(operator), Secret.of(Totp.code(secret, step() - 1, Totp.DIGITS)));
        return secret;
    }

    private static long step() {
        return Totp.step(Instant.now().getEpochSecond());
    }

    static byte[] decoded(String base32) {
        byte[] bytes = new byte[base32.length() * 5 / 8];
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(bit / 5));
            bytes[bit / 8] |= (byte) ((value >> 4 - bit % 5 & 1) << 7 - bit % 8);
        }
        return bytes;
    }

    @Test
    void codeOfTheOperatorsApplication_opensASale_once_withoutAnyPhone() throws Exception {
        byte[] secret = application("01");
        assertThat(wanted(terminal.askSigned(terminal.sale(SECOND_LIMIT_FEN, card).build()))).containsExactly((byte) 0x06);
        assertThat(toldAtSignIn())
                .contains("\"e\":[\"06\"]", "\"a\":\"01\"");
        String code = Totp.code(secret, step() + 1, Totp.DIGITS);
        Message sale = coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), code);
        assertThat(isJudged(terminal.askSigned(sale))).isTrue();
        assertThat(factors(sale)).isEqualTo("TXN_PASSWORD,ONE_TIME_CODE,PIN");
        assertThat(logged(sale)).containsExactly("code.verify -");
        Message again = coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), code);
        assertRefused(again, "P4", "CHALLENGE_USED");
        assertThat(logged(again)).containsExactly("step-up.refuse CHALLENGE_USED");
        assertRefused(coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), Totp.code(secret, step(), Totp.DIGITS)), "P4", "CHALLENGE_USED");
    }

    @Test
    void codeOfTheSupervisorsApplication_opensASale_ofAnotherOperatorItDoesNot() throws Exception {
        byte[] supervisor = application("00");
        assertThat(isJudged(terminal.askSigned(coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), Totp.code(supervisor, step() + 1, Totp.DIGITS))))).isTrue();
        byte[] administrator = application("99");
        assertThat(terminal.askSigned(coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), Totp.code(administrator, step() + 1, Totp.DIGITS))).text(39)).isEqualTo("P2");
    }

    @Test
    void codeOfAnApplication_wrongFiveTimes_isLocked_andACodeBySmsStillOpens() throws Exception {
        byte[] secret = application("01");
        for (int left = 4; left >= 0; left--) {
            Message answer = terminal.askSigned(coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), Totp.code(secret, step() + 5, Totp.DIGITS)));
            assertThat(answer.text(39)).isEqualTo(left > 0 ? "P2" : "P3");
            assertThat(FactorTlv.decode(answer.bytes(57)).find(FactorTlv.TRIES_LEFT)).contains(new byte[] {(byte) left});
        }
        assertRefused(coded(terminal.sale(SECOND_LIMIT_FEN, card).build(), Totp.code(secret, step() + 1, Totp.DIGITS)), "P3", "CHALLENGE_TRIES_SPENT");
        codes.turn(true);
        assertThat(isJudged(terminal.askSigned(coded(salesAfterCode(SECOND_LIMIT_FEN, SECOND_LIMIT_FEN), codes.of(terminal.id()))))).isTrue();
    }

    @Test
    void application_goesWithTheOperatorsNextInitialPassword() {
        application("01");
        AuthenticatorDesk applications = corridor.bean(AuthenticatorDesk.class);
        TerminalId id = new TerminalId(terminal.id());
        assertThatThrownBy(() -> applications.confirm(id, new OperatorNumber("01"), Secret.of("000000"))).hasMessage("The code is not right");
        assertThatThrownBy(() -> applications.issue(id, new OperatorNumber("42"))).hasMessageStartingWith("There is no such operator");
        corridor.bean(SecretDesk.class).issueInitial(new Subject.Operator(Corridor.MERCHANT, id, new OperatorNumber("01"))).close();
        assertThat(applications.list(id)).isEmpty();
    }

    // fingerprints ------------------------------------------------------------------------------------------------------

    @Test
    void fingerprint_provenForASale_opensItOnce_othersFingersDoNot() throws Exception {
        codes.turn(true);
        assertThat(isJudged(terminal.askSigned(fingerprinted(SECOND_LIMIT_FEN, "01", SECOND_LIMIT_FEN)))).isTrue();
        assertRefused(fingerprinted(SECOND_LIMIT_FEN, "01", SECOND_LIMIT_FEN + 1), "63", "CHALLENGE_FOR_ANOTHER");
        assertRefused(fingerprinted(SECOND_LIMIT_FEN, "02", SECOND_LIMIT_FEN), "63", "CHALLENGE_FOR_ANOTHER");
        Message guessed = with(fingerprinted(SECOND_LIMIT_FEN, "01", SECOND_LIMIT_FEN), tlv -> tlv.with(FactorTlv.FINGERPRINT, new byte[16]));
        assertThat(terminal.askSigned(guessed).text(39)).isEqualTo("P2");
    }

    /// A sale with the handle of a fingerprint for `askedFen`.
    private Message fingerprinted(long askedFen, String by, long soldFen) {
        Message sale = terminal.sale(soldFen, card).build();
        Challenges challenges = corridor.bean(Challenges.class);
        var asked = challenges.askFingerprint(transaction(sale, askedFen));
        assertThat(challenges.openFingerprint(new TerminalId(terminal.id()), asked.challenge().id()).orElseThrow().bytes()).isEqualTo(asked.bytes()).hasSize(32);
        byte[] handle = challenges.fingerprintProven(asked.challenge().id(), new OperatorNumber(by)).orElseThrow();
        assertThat(challenges.fingerprintProven(asked.challenge().id(), new OperatorNumber(by))).as("proven once").isEmpty();
        return with(sale, tlv -> tlv.with(FactorTlv.FINGERPRINT, handle));
    }

    private Challenge.Transaction transaction(Message sale, long fen) {
        return new Challenge.Transaction(Corridor.MERCHANT, new TerminalId(terminal.id()), new BatchNumber(Integer.parseInt(terminal.batch())),
                TraceNumber.of(sale.text(11)), TransactionKind.SALE, new MinorAmount(fen), new OperatorNumber("01"));
    }

    // one-time and limited passwords --------------------------------------------------------------------------------------

    @Test
    void oneTimePassword_opensOneSale_besideTheStandingOne() throws Exception {
        String once = issued(Validity.ALWAYS);
        Message sale = terminal.sale(100, card, once, card.pin(SecretAccess.granted())).build();
        Message answer = terminal.askSigned(sale);
        assertThat(answer.text(39)).isEqualTo("00");
        assertThat(terminal.askSigned(sale).text(38)).as("the same message again").isEqualTo(answer.text(38));
        assertOver(once, "SECRET_USED", 3);
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).as("the standing one").isEqualTo("00");
        assertThat(desk.list(subject())).extracting(SecretDesk.View::kind, SecretDesk.View::state).containsExactly(
                tuple(SecretKind.RECURRING, SecretDesk.State.SET),
                tuple(SecretKind.ONE_TIME, SecretDesk.State.USED));
    }

    @Test
    void oneTimePassword_tooEarlyTooLateOrRevoked_opensNothing() throws Exception {
        Instant now = Instant.now();
        String early = issued(new Validity(Optional.of(now.plus(1, ChronoUnit.HOURS)), Optional.empty()));
        assertRefused(terminal.sale(100, card, early, card.pin(SecretAccess.granted())).build(), "P4", "SECRET_NOT_YET_VALID");
        SecretDesk.Issued late = desk.issueOneTime(subject(), new Validity(Optional.empty(), Optional.of(now.plus(1, ChronoUnit.HOURS))));
        String clear = clear(late.clear());
        corridor.jdbc().sql("UPDATE credentials.secret SET valid_to = now() - interval '1 second' WHERE secret_id = ?").param(late.id()).update();
        assertOver(clear, "ONE_TIME_EXPIRED", 3);
        desk.expire();
        assertOver(clear, "ONE_TIME_EXPIRED", 2);
        assertThat(corridor.jdbc().sql("SELECT reason FROM audit.entry WHERE action = 'secret.expire' ORDER BY entry_id DESC LIMIT 1").query(String.class).single())
                .contains(late.id().toString());
        SecretDesk.Issued revoked = desk.issueOneTime(subject(), Validity.ALWAYS);
        desk.revoke(subject(), revoked.id());
        String taken = clear(revoked.clear());
        assertOver(taken, "ONE_TIME_REVOKED", 1);
        Message oneTooMany = terminal.sale(100, card, taken, card.pin(SecretAccess.granted())).build();
        assertThat(terminal.askSigned(oneTooMany).text(39)).as("each was a wrong try").isEqualTo("P3");
    }

    /// Refused by name, counted and logged like a wrong one.
    private void assertOver(String once, String refusal, int triesLeft) throws Exception {
        Message sale = terminal.sale(100, card, once, card.pin(SecretAccess.granted())).build();
        Message answer = terminal.askSigned(sale);
        assertThat(answer.text(39)).isEqualTo("P4");
        FactorTlv said = FactorTlv.decode(answer.bytes(57));
        assertThat(said.text(FactorTlv.REFUSAL)).contains(refusal);
        assertThat(said.find(FactorTlv.TRIES_LEFT)).contains(new byte[] {(byte) triesLeft});
        assertThat(wanted(answer)).containsExactly((byte) 0x02);
        assertThat(refusal(sale)).isEqualTo(refusal);
        assertThat(logged(sale)).containsExactly("step-up.refuse " + refusal);
    }

    /// Two terminals, or two hosts, have both found the password right; the first to settle has it.
    @Test
    void oneTimePassword_inARace_hasExactlyOneWinner() throws Exception {
        StepUp stepUp = corridor.bean(StepUp.class);
        TransactionTemplate transactions = corridor.bean(TransactionTemplate.class);
        for (int round = 0; round < 10; round++) {
            String once = issued(Validity.ALWAYS);
            List<StepUp.Judgement> judged = List.of(stepUp.judge(request(once)), stepUp.judge(request(once)));
            assertThat(judged).allMatch(one -> one instanceof StepUp.Judgement.Passed passed && passed.writes());
            var start = new CyclicBarrier(2);
            List<Callable<StepUp.Outcome>> settling = judged.stream().<Callable<StepUp.Outcome>>map(one -> () -> {
                start.await();
                return transactions.execute(_ -> stepUp.settle(one));
            }).toList();
            List<StepUp.Outcome> outcomes = new ArrayList<>();
            try (var threads = Executors.newFixedThreadPool(2)) {
                for (Future<StepUp.Outcome> settled : threads.invokeAll(settling)) {
                    outcomes.add(settled.get());
                }
            }
            assertThat(outcomes).extracting(StepUp.Outcome::code).containsExactlyInAnyOrder(ResponseCode.APPROVED, ResponseCode.FACTOR_EXPIRED);
            assertThat(outcomes).extracting(StepUp.Outcome::refusal).contains(Optional.of(StepUpRefusal.SECRET_USED));
        }
    }

    private StepUp.Request request(String password) {
        terminal.trace(terminal.trace() + 1);
        String trace = "%06d".formatted(terminal.trace());
        KeyBlock tck = new KeyBlock(corridor.jdbc().sql("SELECT credential_key FROM fleet.terminal WHERE terminal_id = ?").param(terminal.id())
                .query(String.class).single());
        TerminalId id = new TerminalId(terminal.id());
        BatchNumber batch = new BatchNumber(Integer.parseInt(terminal.batch()));
        SealedFactor sealed = new SealedFactor(terminal.seal("0200", trace, FactorTlv.TRANSACTION_PASSWORD, password),
                new SealedFactor.Binding("0200", Corridor.MERCHANT, id, batch, TraceNumber.of(trace), FactorTlv.TRANSACTION_PASSWORD));
        return new StepUp.Request(TransactionKind.SALE, Corridor.MERCHANT, id, batch, TraceNumber.of(trace), new MinorAmount(100),
                Optional.of(new OperatorNumber("01")), Optional.of(card.pan()), "021", true, Instant.now(),
                new StepUp.Shown(tck, Map.of(Factor.TXN_PASSWORD, sealed), Optional.empty(), Optional.empty()));
    }

    @Test
    void standingPassword_usedAsOftenAsItsCycleAllows_is65_alsoAfterAChange() throws Exception {
        desk.putForm(subject(), new SecretForm(SecretKind.RECURRING, false, Optional.of(new Allowance(Allowance.Cycle.DAY, 2))));
        for (int use = 0; use < 2; use++) {
            assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
        }
        assertRefused(terminal.sale(100, card).build(), "65", "SECRET_USES_SPENT");
        assertThat(terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, "kRm7wp2")).text(39)).isEqualTo("00");
        assertRefused(terminal.sale(100, card, "kRm7wp2", card.pin(SecretAccess.granted())).build(), "65", "SECRET_USES_SPENT");
        corridor.jdbc().sql("UPDATE credentials.secret SET cycle_began = cycle_began - 1 WHERE terminal_id = ? AND owner = 'TRANSACTION'").param(terminal.id()).update();
        assertThat(terminal.askSigned(terminal.sale(100, card, "kRm7wp2", card.pin(SecretAccess.granted())).build()).text(39)).as("the next day").isEqualTo("00");
    }

    @Test
    void standingPassword_outsideItsValidity_isP4_untilTheProviderExtendsIt_whoeverSetsANewOne() throws Exception {
        desk.limit(subject(), new Validity(Optional.empty(), Optional.of(Instant.now().plusSeconds(3600))));
        corridor.jdbc().sql("UPDATE credentials.secret SET valid_to = valid_to - interval '2 hours' WHERE terminal_id = ? AND owner = 'TRANSACTION'").param(terminal.id()).update();
        assertRefused(terminal.sale(100, card).build(), "P4", "SECRET_TERM_OVER");
        assertThat(terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, "gXn5bd8")).text(39)).isEqualTo("00");
        assertRefused(terminal.sale(100, card, "gXn5bd8", card.pin(SecretAccess.granted())).build(), "P4", "SECRET_TERM_OVER");
        desk.revoke(subject(), desk.list(subject()).getFirst().id());
        assertThat(terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, "kRm7wp2")).text(39)).isEqualTo("00");
        assertRefused(terminal.sale(100, card, "kRm7wp2", card.pin(SecretAccess.granted())).build(), "P4", "SECRET_TERM_OVER");
        desk.limit(subject(), Validity.ALWAYS);
        assertThat(terminal.askSigned(terminal.sale(100, card, "kRm7wp2", card.pin(SecretAccess.granted())).build()).text(39)).isEqualTo("00");
    }

    @Test
    void combinationPassword_needsASymbol_andTwoHalvesAreLonger() throws Exception {
        desk.putForm(subject(), new SecretForm(SecretKind.COMBINATION, false, Optional.empty()));
        assertRefused(terminal.sale(100, card).build(), "P4", "SECRET_EXPIRED");
        Message plain = terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, "kRm7wp2"));
        assertThat(FactorTlv.decode(plain.bytes(57)).text(FactorTlv.RULES_BROKEN)).contains("SYMBOL_MISSING");
        assertThat(terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, "kRm7#wp2")).text(39)).isEqualTo("00");
        assertThat(terminal.askSigned(terminal.sale(100, card, "kRm7#wp2", card.pin(SecretAccess.granted())).build()).text(39)).isEqualTo("00");
        desk.putForm(subject(), new SecretForm(SecretKind.COMBINATION, true, Optional.empty()));
        Message tooShort = terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, "zVt9#hq4"));
        assertThat(FactorTlv.decode(tooShort.bytes(57)).text(FactorTlv.RULES_BROKEN)).contains("TOO_SHORT");
        assertThat(terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, "zVt9#hq4gXn5bd8")).text(39)).isEqualTo("00");
        assertThat(toldAtSignIn())
                .contains("\"h\":true");
    }

    @Test
    void standingPassword_revoked_isNotSet_andNotChosenAgain() throws Exception {
        desk.revoke(subject(), desk.list(subject()).getFirst().id());
        assertRefused(terminal.sale(100, card).build(), "P5", "SECRET_NOT_SET");
        Message again = terminal.ask(terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, Corridor.TRANSACTION_PASSWORD));
        assertThat(FactorTlv.decode(again.bytes(57)).text(FactorTlv.RULES_BROKEN)).contains("RECENTLY_USED");
    }

    // rules -------------------------------------------------------------------------------------------------------------

    @Test
    void terminal_learnsTheRulesThatItCanJudge() {
        assertThat(toldAtSignIn()).isEqualTo("""
                {"r":[{"k":"22","a":1,"e":["02"]},{"k":"22","a":500000,"e":["03"]},{"k":"112325","e":["03"]},\
                {"k":"1020","a":1,"e":["02"]},{"k":"1020","a":500000,"e":["03"]},\
                {"k":"243660","a":1,"e":["02"]},{"k":"243660","a":500000,"e":["03"]},{"k":"21","e":["03"]}]}""");
        codes.turn(true);
        assertThat(toldAtSignIn()).as("nobody has a fingerprint here").contains("{\"k\":\"22\",\"a\":500000,\"e\":[\"06\"]}");
    }

    @Test
    void ruleForCreditCards_asksForTheSupervisor_withACreditCard_notWithADebitCard() throws Exception {
        ruleHere("credit", new Conditions(null, 0, null, null, Set.of(CardKind.CREDIT), null, null, null), "SUPERVISOR_PASSWORD");
        DemoCard debit = cardOf(io.shouyin.network.CardKind.DEBIT);
        DemoCard credit = cardOf(io.shouyin.network.CardKind.CREDIT);
        assertThat(terminal.askSigned(terminal.sale(100, debit).build()).text(39)).isEqualTo("00");
        Message asked = terminal.askSigned(terminal.sale(100, credit).build());
        assertThat(asked.text(39)).isEqualTo("P1");
        assertThat(wanted(asked)).containsExactly((byte) 0x03);
        assertThat(terminal.askSigned(supervised(terminal.sale(100, credit).build(), "00", Corridor.SUPERVISOR_PASSWORD)).text(39)).isEqualTo("00");
        assertThat(toldAtSignIn())
                .as("no terminal knows the table").doesNotContain("{\"e\":[\"03\"]}");
    }

    private static DemoCard cardOf(io.shouyin.network.CardKind kind) {
        return corridor.network.cards().stream().filter(one -> one.kind() == kind).findFirst().orElseThrow();
    }

    @Test
    void ruleOfATerminal_overWhatItSoldToday_asksForTheSupervisor() throws Exception {
        ruleHere("much-today", new Conditions(null, 0, new Conditions.Cumulated(Conditions.Cumulated.Over.TERMINAL, 250), null, null, null, null, null),
                "SUPERVISOR_PASSWORD");
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
        assertThat(terminal.askSigned(terminal.sale(149, card).build()).text(39)).isEqualTo("00");
        Message third = terminal.askSigned(terminal.sale(1, card).build());
        assertThat(third.text(39)).isEqualTo("P1");
        assertThat(wanted(third)).containsExactly((byte) 0x03);
        assertThat(terminal.askSigned(supervised(terminal.sale(1, card).build(), "00", Corridor.SUPERVISOR_PASSWORD)).text(39)).isEqualTo("00");
    }

    @Test
    void ruleForTheSupervisorsFinger_saysWhose_andTakesNoOther() throws Exception {
        ruleHere("second-finger", new Conditions(Set.of(TransactionKind.SALE), 0, null, null, null, null, null, null), "FINGERPRINT@SUPERVISOR");
        assertThat(toldAtSignIn())
                .contains("{\"k\":\"22\",\"e\":[\"87\"]}");
        Message without = terminal.sale(100, card).build();
        for (int sent = 0; sent < 2; sent++) {
            Message asked = terminal.askSigned(without);
            assertThat(asked.text(39)).isEqualTo("P1");
            assertThat(wanted(asked)).as("also of a repeat").containsExactly((byte) 0x87);
        }
        assertRefused(fingerprinted(100, "01", 100), "63", "SUPERVISOR_IS_OPERATOR");
        assertRefused(fingerprinted(100, "02", 100), "58", "NOT_A_SUPERVISOR");
        assertThat(terminal.askSigned(fingerprinted(100, "00", 100)).text(39)).isEqualTo("00");
    }

    @Test
    void whatOnlyTheHostKnows_isAskedForInOneAnswer_andTheNextSaleGoesThrough() throws Exception {
        codes.turn(true);
        DemoCard own = corridor.network.cards().get(2);
        String cardPassword = "Wq7pz2m";
        assertThat(terminal.askSigned(ofCardUser("409", own, FactorTlv.CARD_USER, "{\"name\":\"ZHANG SAN\",\"contact\":\"13917346028\"}")).text(39)).isEqualTo("00");
        assertThat(terminal.askSigned(ofCardUser("410", own, FactorTlv.NEW_PASSWORD, cardPassword)).text(39)).isEqualTo("00");
        ruleHere("sum", new Conditions(null, 0, new Conditions.Cumulated(Conditions.Cumulated.Over.TERMINAL, 1), null, null, null, null, null), "SUPERVISOR_PASSWORD");

        Message asked = terminal.askSigned(terminal.saleWithoutFactors(SECOND_LIMIT_FEN, own).build());
        assertThat(asked.text(39)).isEqualTo("P1");
        assertThat(wanted(asked)).as("password, supervisor for the sum, card user, code for the amount").containsExactlyInAnyOrder(0x02, 0x03, 0x05, 0x06);

        Message sale = supervised(coded(salesAfterCode(SECOND_LIMIT_FEN, SECOND_LIMIT_FEN, own), codes.of(terminal.id())), "00", Corridor.SUPERVISOR_PASSWORD);
        Message whole = with(sale, tlv -> tlv.with(FactorTlv.CARD_PASSWORD, terminal.seal("0200", sale.text(11), FactorTlv.CARD_PASSWORD, cardPassword)));
        assertThat(isJudged(terminal.askSigned(whole))).isTrue();
    }

    private Message ofCardUser(String networkCode, DemoCard own, int tag, String sealed) {
        return terminal.credential(networkCode, Map.of(FactorTlv.SUPERVISOR, "00"), Map.of(FactorTlv.SUPERVISOR_PASSWORD, Corridor.SUPERVISOR_PASSWORD, tag, sealed))
                .toBuilder().text(2, own.pan().reveal(CardDataAccess.granted())).build();
    }

    private String toldAtSignIn() {
        return corridor.bean(TerminalRules.class).of(Corridor.MERCHANT, new TerminalId(terminal.id())).parts().getFirst();
    }

    private void ruleHere(String name, Conditions when, String leaf) {
        StepUpRule rule = new StepUpRule(name, when, new Requirement(List.of(new Requirement.AllOf(List.of(Leaf.of(leaf))))));
        StepUpRuleDesk desk = corridor.bean(StepUpRuleDesk.class);
        desk.replace(desk.judge(new StepUpRuleDesk.Wanted(new Scope(Scope.Level.TERMINAL, terminal.id()), 0, Optional.empty(), List.of(rule)), "risk"), "");
    }

    // hands and looks -----------------------------------------------------------------------------------------------------

    private Subject subject() {
        return new Subject.Transaction(Corridor.MERCHANT, new TerminalId(terminal.id()));
    }

    private String issued(Validity validity) {
        return clear(desk.issueOneTime(subject(), validity).clear());
    }

    private static String clear(Secret secret) {
        try (secret) {
            return new String(secret.reveal(SecretAccess.granted()), StandardCharsets.US_ASCII);
        }
    }

    private String wrongCode() {
        String right = codes.of(terminal.id());
        return (right.charAt(0) == '0' ? '1' : '0') + right.substring(1);
    }

    /// Asks for a code and builds the sale that follows.
    private Message salesAfterCode(long askedFen, long soldFen) {
        return salesAfterCode(askedFen, soldFen, card);
    }

    private Message salesAfterCode(long askedFen, long soldFen, DemoCard paying) {
        assertThat(terminal.askSigned(codeRequest("22", askedFen, 1)).text(39)).isEqualTo("00");
        return terminal.sale(soldFen, paying).build();
    }

    /// @param ahead how many messages after this one the transaction comes
    private Message codeRequest(String kind, long fen, int ahead) {
        return codeFor(kind, fen, terminal.trace() + 1 + ahead);
    }

    private Message codeFor(String kind, long fen, int trace) {
        return terminal.credential("408", Map.of(FactorTlv.OPERATOR, "01", FactorTlv.TRANSACTION_TO_COME, "%s%012d%06d".formatted(kind, fen, trace)), Map.of());
    }

    private Message coded(Message sale, String code) {
        return with(sale, tlv -> tlv.with(FactorTlv.ONE_TIME_CODE, terminal.seal("0200", sale.text(11), FactorTlv.ONE_TIME_CODE, code)));
    }

    private Message supervised(Message sale, String by, String password) {
        return with(sale, tlv -> tlv.with(FactorTlv.SUPERVISOR, by)
                .with(FactorTlv.SUPERVISOR_PASSWORD, terminal.seal("0200", sale.text(11), FactorTlv.SUPERVISOR_PASSWORD, password)));
    }

    private static Message with(Message sale, UnaryOperator<FactorTlv> more) {
        try {
            return sale.toBuilder().bytes(57, more.apply(FactorTlv.decode(sale.bytes(57))).encode()).build();
        } catch (DecodeException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private void assertRefused(Message message, String code, String refusal) {
        assertThat(terminal.askSigned(message).text(39)).isEqualTo(code);
        assertThat(refusal(message)).isEqualTo(refusal);
    }

    /// The factors were enough: the issuer had its say.
    private static boolean isJudged(Message answer) {
        return !answer.text(39).startsWith("P") && List.of("00", "51", "61").contains(answer.text(39));
    }

    private static byte[] wanted(Message answer) throws DecodeException {
        return FactorTlv.decode(answer.bytes(57)).find(FactorTlv.FACTORS_WANTED).orElseThrow();
    }

    private String factors(Message sale) {
        return column(sale, "factors");
    }

    private String refusal(Message sale) {
        return column(sale, "jsonb_path_query_first(story, '$[*].detail.refusal') #>> '{}'");
    }

    private String column(Message sale, String column) {
        return corridor.jdbc().sql("SELECT " + column + " FROM acquiring.transaction WHERE terminal_id = ? AND trace_number = ?")
                .params(terminal.id(), Integer.parseInt(sale.text(11))).query(String.class).single();
    }

    private List<String> logged(Message sale) {
        return corridor.jdbc().sql("SELECT action || ' ' || coalesce(reason, '-') FROM audit.entry WHERE object = ? ORDER BY entry_id")
                .param("transaction:" + terminal.id() + "/" + sale.text(11)).query(String.class).list();
    }
}
