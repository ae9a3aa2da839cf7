package io.shouyin.host.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.credentials.AmountCap;
import io.shouyin.host.credentials.SecretDesk;
import io.shouyin.host.credentials.Subject;
import io.shouyin.host.credentials.TerminalPasswords;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.notify.TestMessages;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.Totp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Forgotten credentials over HTTP on a real database: nobody resets anything alone, the agent learns nothing, a link works once, and for a
/// day little can be done with what was reset.
@HostTest
class CaseTest {

    private static final String CASES = "/api/v1/cases";
    private static final String RECOVERY = "/api/v1/recovery";
    private static final String NEW_PASSWORD = "Quiet-River-42-Stone";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @Autowired
    private TestStaff staff;
    @Autowired
    private TestMessages messages;
    @Autowired
    private TestClock clock;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private Cases cases;
    @Autowired
    private Merchants merchants;
    @Autowired
    private TerminalPasswords passwords;
    @Autowired
    private AmountCap cap;
    @Autowired
    private SecretDesk desk;

    private String agentName;
    private TestBrowser agent;
    private TestBrowser approver;
    private String phone;
    private String masked;

    @BeforeEach
    void aServiceDesk() {
        agentName = staff.account(Role.SERVICE_DESK);
        agent = staff.browser();
        agent.login(agentName, TestStaff.PASSWORD).expect(200);
        approver = staff.loggedIn(Role.SERVICE_DESK);
        phone = "1390077%04d".formatted(NUMBER.incrementAndGet());
        masked = "139****" + phone.substring(7);
    }

    // the way through ---------------------------------------------------------------------------------------------------

    @Test
    void account_forgotten_isSetAnewByItsOwnerAlone_andCoolsForADay() {
        var username = owner();
        var before = staff.browser();
        before.login(username, TestStaff.PASSWORD).expect(200);
        var id = opened("staff:" + username, true);
        proved(id, "IDENTITY_CARD");
        assertThat(proved(id, "CALL_BACK").at("/reset/state").asString()).isEqualTo("PROVED");
        var approved = approve(id).expect(200);
        assertThat(approved.body().at("/reset/state").asString()).isEqualTo("SENT");
        assertThat(approved.body().at("/reset/sentToMasked").asString()).isEqualTo(masked);
        var token = token();
        assertThat(approved.text() + agent.get(CASES + "/" + id).text()).as("nobody here sees the link").doesNotContain(token);

        var page = page();
        var look = page.post(RECOVERY + "/look", Map.of("token", token)).expect(200).body();
        assertThat(look.path("username").asString()).isEqualTo(username);
        assertThat(look.path("factors")).isEmpty();
        assertThat(look.at("/passwordRules/lengthMin").intValue()).isEqualTo(12);
        var advice = page.post(RECOVERY + "/password-advice", Map.of("token", token, "password", "short")).expect(200).body();
        assertThat(advice.path("broken").valueStream().map(rule -> rule.path("name").asString())).containsExactly("TOO_SHORT", "DIGIT_MISSING");
        page.post(RECOVERY + "/password-advice", Map.of("token", "AAAAAAAAAAAAAAAAAAAAAA", "password", "short")).problem(403, "LINK_UNKNOWN");
        var weak = set(page, token, "short").problem(422, "LINK_PASSWORD_REFUSED");
        assertThat(weak.body().at("/broken/0/rule").asString()).isEqualTo("TOO_SHORT");
        set(page, token, TestStaff.PASSWORD).problem(422, "LINK_PASSWORD_REFUSED");
        set(page, token, NEW_PASSWORD).expect(204);
        before.get("/api/v1/merchants").problem(401, "LOGIN_REQUIRED");
        staff.browser().login(username, TestStaff.PASSWORD).problem(401, "LOGIN_REFUSED");
        assertThat(messages.to(masked).getLast()).contains("密码已修改", username);

        var owner = staff.browser();
        owner.login(username, NEW_PASSWORD).expect(200);
        owner.get("/api/v1/merchants").expect(200);
        owner.post("/api/v1/merchants", merchant("104110058122001")).problem(403, "ACCOUNT_COOLING");
        assertThat(owner.get("/api/v1/session/phone").expect(200).body().path("coolingUntil").isNull()).isFalse();
        assertThat(agent.get(CASES + "/" + id).body().at("/reset/coolingUntil").isNull()).isFalse();
        clock.advance(Duration.ofHours(24).plusSeconds(1));
        owner.login(username, NEW_PASSWORD).expect(200);
        owner.post("/api/v1/merchants", merchant("104110058122001")).expect(201);
        assertThat(audited(id)).containsExactly("case.open DONE", "case.prove DONE", "case.prove DONE", "case.approve DONE", "case.send DONE",
                "case.complete DONE");
    }

    @Test
    void account_withAnAuthenticator_mustShowIt() {
        var username = owner();
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        var offer = browser.post("/api/v1/session/security/totp", Map.of()).expect(200).body();
        browser.post("/api/v1/session/security/totp/confirmation", Map.of("code", code(offer))).expect(200);
        clock.advance(Totp.STEP);
        var id = sent("staff:" + username, false);
        var token = token();
        var page = page();
        assertThat(page.post(RECOVERY + "/look", Map.of("token", token)).expect(200).body().path("factors").toString()).contains("TOTP", "RECOVERY_CODE");
        set(page, token, NEW_PASSWORD).problem(403, "LINK_FACTOR_MISSING");
        show(page, token, "000000").problem(403, "CODE_REFUSED");
        show(page, token, code(offer)).expect(204);
        assertThat(page.post(RECOVERY + "/look", Map.of("token", token)).expect(200).body().path("factors")).isEmpty();
        set(page, token, NEW_PASSWORD).expect(204);
        assertThat(staff.browser().login(username, NEW_PASSWORD).expect(200).body().path("next").asString()).as("the factor remains").isEqualTo("SECOND_FACTOR");
        assertThat(agent.get(CASES + "/" + id).body().at("/reset/state").asString()).isEqualTo("COMPLETED");
    }

    @Test
    void account_thatLostItsFactors_needsTwoProofs_andLosesThem() {
        var username = owner();
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        var offer = browser.post("/api/v1/session/security/totp", Map.of()).expect(200).body();
        browser.post("/api/v1/session/security/totp/confirmation", Map.of("code", code(offer))).expect(200);
        var id = opened("staff:" + username, true);
        assertThat(proved(id, "VIDEO").at("/reset/state").asString()).isEqualTo("OPEN");
        agent.post(CASES + "/" + id + "/proofs", proof("VIDEO")).problem(409, "CASE_PROOF_REPEATED");
        approve(id).problem(409, "CASE_NOT_PROVED");
        proved(id, "PASSPORT");
        approve(id).expect(200);
        set(page(), token(), NEW_PASSWORD).expect(204);
        assertThat(staff.browser().login(username, NEW_PASSWORD).expect(200).body().path("next").asString()).isEqualTo("NONE");
    }

    @Test
    void account_thatLosesItsFactorsMeanwhile_isNotApprovedWithOneProof() {
        var username = owner();
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        var offer = browser.post("/api/v1/session/security/totp", Map.of()).expect(200).body();
        browser.post("/api/v1/session/security/totp/confirmation", Map.of("code", code(offer))).expect(200);
        var id = opened("staff:" + username, false);
        proved(id, "VIDEO");
        browser.delete("/api/v1/session/security/totp").expect(204);
        approve(id).problem(409, "CASE_NOT_PROVED");
        assertThat(messages.to(masked)).noneMatch(text -> text.contains("#"));
    }

    @Test
    void cashier_forgotten_getsAnInitialPasswordByText_andTheTerminalIsCapped() {
        var terminal = terminal();
        var id = sent("operator:" + terminal + "/01", false);
        var text = messages.to(masked).getLast();
        assertThat(text).contains(terminal + "/01").containsPattern("初始密码[0-9]{8}");
        assertThat(agent.get(CASES + "/" + id).text() + approver.get("/api/v1/audit?query=" + id).text()).doesNotContain(text.replaceAll(".*初始密码([0-9]{8}).*", "$1"));
        assertThat(passwords.operators(new TerminalId(terminal))).contains(new TerminalPasswords.OperatorState(new OperatorNumber("01"), TerminalPasswords.State.INITIAL));
        assertThat(cap.of(new TerminalId(terminal))).contains(new MinorAmount(100_000));

        jdbc.sql("UPDATE credentials.secret SET state = 'SET' WHERE subject LIKE 'op:%:' || ? || ':01' AND ended IS NULL").param(terminal).update();   // as the terminal would
        cases.settle();
        assertThat(agent.get(CASES + "/" + id).body().at("/reset/state").asString()).isEqualTo("COMPLETED");
        assertThat(messages.to(masked).getLast()).contains("密码已修改");
        assertThat(cap.of(new TerminalId(terminal))).isPresent();
        clock.advance(Duration.ofHours(24).plusSeconds(1));
        assertThat(cap.of(new TerminalId(terminal))).as("until the cooling period ends").isEmpty();
    }

    @Test
    void transactionPassword_forgotten_opensNothing_andIsSetAtTheTerminal() {
        var terminal = terminal();
        sent("transaction-password:" + terminal, false);
        assertThat(messages.to(masked).getLast()).contains(terminal, "操作员99").doesNotContainPattern("密码[0-9]");
        assertThat(jdbc.sql("SELECT state FROM credentials.secret WHERE subject LIKE 'txn:%:' || ? AND ended IS NULL").param(terminal).query(String.class).single())
                .isEqualTo("INITIAL");
    }

    @Test
    void code_notUsedInTime_opensNothingAnyMore() {
        var terminal = terminal();
        var id = sent("operator:" + terminal + "/01", false);
        var before = mac(terminal);
        clock.advance(Duration.ofHours(24).plusSeconds(1));
        assertThat(login().get(CASES + "/" + id).body().at("/reset/state").asString()).isEqualTo("EXPIRED");
        assertThat(mac(terminal)).isNotEqualTo(before);
        assertThat(cap.of(new TerminalId(terminal))).isEmpty();
    }

    @Test
    void phone_changed_isToldOnBoth_andGetsNoLinkForADay() {
        var username = owner();
        agent.post(CASES, wanted("CHANNEL", "staff:" + username, false, "not a number")).problem(422, "CASE_PHONE_REFUSED");
        var id = agent.post(CASES, wanted("CHANNEL", "staff:" + username, false, "13800990099")).expect(201).body().at("/reset/id").asString();
        proved(id, "IN_PERSON");
        assertThat(approve(id).expect(200).body().at("/reset/state").asString()).isEqualTo("COMPLETED");
        assertThat(messages.to(masked).getLast()).contains("138****0099");
        assertThat(messages.to("138****0099").getLast()).contains("138****0099");
        agent.post(CASES, wanted("FORGOTTEN", "staff:" + username, true, null)).problem(409, "CASE_CHANNEL_TOO_NEW");
        clock.advance(Duration.ofHours(24).plusSeconds(1));
        login().post(CASES, wanted("FORGOTTEN", "staff:" + username, true, null)).expect(201);
    }

    @Test
    void merchantPhone_changed_stopsTheCodesOfItsTerminalsForADay() {
        var terminal = terminal();
        var merchant = jdbc.sql("SELECT merchant_id FROM fleet.terminal WHERE terminal_id = ?").param(terminal).query(String.class).single();
        var id = agent.post(CASES, wanted("CHANNEL", "merchant:" + merchant, false, "13800990098")).expect(201).body().at("/reset/id").asString();
        assertThat(proved(id, "BUSINESS_LICENCE").at("/reset/state").asString()).isEqualTo("OPEN");
        approve(id).problem(409, "CASE_NOT_PROVED");
        assertThatThrownBy(() -> jdbc.sql("UPDATE support.reset SET state = 'PROVED', proved_by = 'anna', proved_at = '2026-03-01' WHERE case_id = ?").param(id).update())
                .as("by SQL with the application's own login").isInstanceOf(DataAccessException.class);
        assertThat(proved(id, "CALL_BACK").at("/reset/state").asString()).isEqualTo("PROVED");
        approve(id).expect(200);
        assertThat(merchants.find(new MerchantId(merchant)).orElseThrow().phone()).isEqualTo("+8613800990098");
        agent.post(CASES, wanted("FORGOTTEN", "operator:" + terminal + "/00", false, null)).problem(409, "CASE_CHANNEL_TOO_NEW");
    }

    @Test
    void cardContact_changedByOnePerson_isToldOnBoth_andGetsNoPasswordForADay() {
        var operations = staff.loggedIn(Role.OPERATIONS);
        var merchant = "1041100581%05d".formatted(NUMBER.incrementAndGet());
        operations.post("/api/v1/merchants", merchant(merchant)).expect(201);
        var user = operations.post("/api/v1/cardholders", Map.of("merchantId", merchant, "name", "张三", "cardNumber", "6222021234567894", "contact", phone))
                .expect(201).body().path("cardId").asString();
        operations.post("/api/v1/cardholders/" + user + "/secrets/initial", null).expect(201);
        var id = opened("card-user:" + user, false);
        proved(id, "VIDEO");
        var elsewhere = "1380099%04d".formatted(NUMBER.incrementAndGet());
        var elsewhereMasked = "138****" + elsewhere.substring(7);
        var changed = operations.put("/api/v1/cardholders/" + user, Map.of("version", 1, "name", "张三", "contact", elsewhere, "suspended", false)).expect(200).body();
        assertThat(changed.path("password").asString()).isEqualTo("DUE");
        assertThat(messages.to(masked)).singleElement().asString().contains("联系手机已改为" + elsewhereMasked);
        assertThat(messages.to(elsewhereMasked)).containsExactlyElementsOf(messages.to(masked));

        approve(id).problem(409, "CASE_CHANNEL_TOO_NEW");
        agent.post(CASES + "/" + id + "/cancellation", Map.of("why", "联系方式刚变更")).expect(200);
        agent.post(CASES, wanted("FORGOTTEN", "card-user:" + user, false, null)).problem(409, "CASE_CHANNEL_TOO_NEW");
        clock.advance(Duration.ofHours(23));
        staff.loggedIn(Role.OPERATIONS).put("/api/v1/cardholders/" + user, Map.of("version", 2, "name", "张山", "contact", elsewhere, "suspended", false)).expect(200);
        login().post(CASES, wanted("FORGOTTEN", "card-user:" + user, false, null)).problem(409, "CASE_CHANNEL_TOO_NEW");
        clock.advance(Duration.ofHours(1).plusSeconds(1));
        assertThat(messages.to(elsewhereMasked)).as("another name is no other contact").hasSize(1);
        sent("card-user:" + user, false);
        assertThat(messages.to(elsewhereMasked).getLast()).containsPattern("初始密码[0-9]{8}");
    }

    // who may -----------------------------------------------------------------------------------------------------------

    @Test
    void case_approvedByWhoTookPart_isRefusedByName() {
        var id = opened("staff:" + owner(), true);
        proved(id, "VIDEO");
        approver.post(CASES + "/" + id + "/proofs", proof("CALL_BACK")).expect(200);
        agent.post(CASES + "/" + id + "/approval", null).problem(403, "CASE_SECOND_PERSON_NEEDED");
        approve(id).problem(403, "CASE_SECOND_PERSON_NEEDED");
        agent.post(CASES + "/" + id + "/rejection", Map.of("why", "本人撤回")).problem(403, "CASE_SECOND_PERSON_NEEDED");
        staff.loggedIn(Role.OPERATIONS).post(CASES + "/" + id + "/approval", null).problem(403, "ACCESS_DENIED");
        staff.loggedIn(Role.AUDITOR).post(CASES + "/" + id + "/approval", null).problem(403, "ACCESS_DENIED");
        staff.loggedIn(Role.ADMINISTRATOR).post(CASES + "/" + id + "/approval", null).expect(200);
        assertThat(audited(id)).contains("case.approve REFUSED", "case.reject REFUSED", "case.approve DONE");
    }

    @Test
    void case_aboutOneself_isRefusedByName() {
        agent.post("/api/v1/session/phone", Map.of("phone", phone)).expect(200);
        agent.post(CASES, wanted("FORGOTTEN", "staff:" + agentName, true, null)).problem(403, "CASE_FOR_ONESELF");
        var other = staff.loggedIn(Role.SERVICE_DESK);
        var id = approver.post(CASES, wanted("FORGOTTEN", "staff:" + agentName, true, null)).expect(201).body().at("/reset/id").asString();
        agent.post(CASES + "/" + id + "/proofs", proof("VIDEO")).problem(403, "CASE_FOR_ONESELF");
        other.post(CASES + "/" + id + "/proofs", proof("VIDEO")).expect(200);
        other.post(CASES + "/" + id + "/proofs", proof("PASSPORT")).expect(200);
        agent.post(CASES + "/" + id + "/approval", null).problem(403, "CASE_FOR_ONESELF");
        agent.post(CASES + "/" + id + "/cancellation", Map.of("why", "误开")).problem(403, "CASE_FOR_ONESELF");
    }

    @Test
    void case_aboutAdministratorsAndKeyOfficers_isLeftToTwoPeoplesProposal() {
        for (var role : List.of(Role.ADMINISTRATOR, Role.KEY_OFFICER)) {
            agent.post(CASES, wanted("FORGOTTEN", "staff:" + staff.account(role), true, null)).problem(409, "CASE_ACCOUNT_GUARDED");
        }
    }

    @Test
    void case_thatCannotBe_isRefusedByName() {
        agent.post(CASES, wanted("FORGOTTEN", "staff:nobody", true, null)).problem(404, "CASE_SUBJECT_UNKNOWN");
        agent.post(CASES, wanted("FORGOTTEN", "operator:99999999/01", false, null)).problem(404, "CASE_SUBJECT_UNKNOWN");
        agent.post(CASES, wanted("FORGOTTEN", "merchant:104110058129999", false, null)).problem(422, "CASE_WISH_UNFIT");
        agent.post(CASES, wanted("CHANNEL", "operator:99999999/01", false, "13800138000")).problem(422, "CASE_WISH_UNFIT");
        agent.post(CASES, wanted("FORGOTTEN", "staff:Robert'); DROP TABLE", true, null)).problem(400, "REQUEST_INVALID");
        agent.post(CASES, wanted("FORGOTTEN", "staff:" + staff.account(Role.FINANCE), true, null)).problem(409, "CASE_CHANNEL_MISSING");
        agent.get(CASES + "/AAAAAAAA").problem(404, "CASE_UNKNOWN");
        agent.post(CASES + "/AAAAAAAA/approval", null).problem(404, "CASE_UNKNOWN");
        staff.loggedIn(Role.FINANCE).post(CASES, wanted("FORGOTTEN", "staff:nobody", true, null)).problem(403, "ACCESS_DENIED");
        staff.browser().get(CASES).problem(401, "LOGIN_REQUIRED");
    }

    @Test
    void cases_tooMany_areRefusedByName() {
        var subject = "staff:" + owner();
        for (int i = 0; i < 3; i++) {
            var id = opened(subject, true);
            if (i == 0) {
                agent.post(CASES, wanted("FORGOTTEN", subject, true, null)).problem(409, "CASE_UNDER_WAY");
            }
            agent.post(CASES + "/" + id + "/cancellation", Map.of("why", "误开")).expect(200);
        }
        agent.post(CASES, wanted("FORGOTTEN", subject, true, null)).problem(429, "CASE_LIMIT_SUBJECT");
        jdbc.sql("""
                INSERT INTO support.reset (case_id, wish, subject, ticket, reason, factors_lost, state, opened_by, opened_at, expires_at)
                SELECT 'LIMIT' || lpad(n::text, 3, '0'), 'FORGOTTEN', 'staff:limit' || n, 'T', 'R', false, 'OPEN', ?, ?, ? FROM generate_series(1, 20) n""")
                .params(agentName, CaseStore.utc(clock.instant()), CaseStore.utc(clock.instant().plusSeconds(3600))).update();
        agent.post(CASES, wanted("FORGOTTEN", "staff:" + owner(), true, null)).problem(429, "CASE_LIMIT_AGENT");
    }

    @Test
    void caseUnderWay_isTheOnlyWayToAPassword() {
        var terminal = terminal();
        var oneTime = "/api/v1/terminals/" + terminal + "/secrets/one-time";
        var first = staff.loggedIn(Role.ADMINISTRATOR);
        var proposal = first.post(oneTime, Map.of()).expect(202).body().path("id").asString();
        var id = opened("operator:" + terminal + "/01", false);
        staff.loggedIn(Role.ADMINISTRATOR).post("/api/v1/proposals/" + proposal + "/approval", null).problem(409, "CASE_OPEN");
        first.post("/api/v1/proposals/" + proposal + "/rejection", null).expect(200);
        first.post(oneTime, Map.of()).problem(409, "CASE_OPEN");
        agent.post(CASES + "/" + id + "/cancellation", Map.of("why", "误开")).expect(200);
        first.post(oneTime, Map.of()).expect(202);
    }

    @Test
    void serviceDesk_alone_isShownNoPasswordOfATerminal() {
        var terminal = terminal();
        for (var desk : List.of(agent, staff.loggedIn(Role.SERVICE_DESK, Role.OPERATIONS))) {
            desk.post("/api/v1/terminals/" + terminal + "/operators/01/initial-password", null).expect(404);
            desk.post("/api/v1/terminals/" + terminal + "/secrets/one-time", Map.of()).problem(403, "ACCESS_DENIED");
            desk.post("/api/v1/terminals", Map.of("merchantId", "104110058199999", "serialNumber", "SYCASE-DESK01", "model", "SY-V1")).problem(403, "ACCESS_DENIED");
        }
    }

    @Test
    void cap_holds_howeverThePasswordWasReset() {
        var terminal = terminal();
        var id = sent("operator:" + terminal + "/01", false);
        var merchant = new MerchantId(jdbc.sql("SELECT merchant_id FROM fleet.terminal WHERE terminal_id = ?").param(terminal).query(String.class).single());
        desk.issueInitial(new Subject.Operator(merchant, new TerminalId(terminal), new OperatorNumber("01"))).close();   // as the supervisor at the terminal would
        cases.settle();
        assertThat(agent.get(CASES + "/" + id).body().at("/reset/state").asString()).isEqualTo("SENT");
        assertThat(cap.of(new TerminalId(terminal))).isPresent();
        jdbc.sql("UPDATE credentials.secret SET state = 'SET' WHERE subject LIKE 'op:%:' || ? || ':01' AND ended IS NULL").param(terminal).update();
        agent.post(CASES + "/" + id + "/cancellation", Map.of("why", "已自行解决")).problem(409, "CASE_ENDED");
        assertThat(cap.of(new TerminalId(terminal))).as("cancelling it does not lift the cap").isPresent();
    }

    /// With two colleagues of one's own making one person would open a case and approve it.
    @Test
    void administrator_alone_makesNobodyWhoOpensOrApprovesACase() {
        var administrator = staff.loggedIn(Role.ADMINISTRATOR);
        for (var role : List.of(Role.OPERATIONS, Role.SERVICE_DESK)) {
            var made = administrator.post("/api/v1/accounts", Map.of("username", "dx" + NUMBER.incrementAndGet(), "displayName", "客服", "roles", List.of(role)))
                    .expect(202).body();
            assertThat(made.path("oneTimePassword").isNull()).isTrue();
            administrator.post("/api/v1/proposals/" + made.at("/proposal/id").asString() + "/approval", null).problem(403, "PROPOSAL_SECOND_PERSON_NEEDED");
        }
    }

    // which state follows which -----------------------------------------------------------------------------------------

    @Test
    void step_inAnotherStateThanItsOwn_isRefusedByName() {
        var open = opened("staff:" + owner(), true);
        approve(open).problem(409, "CASE_NOT_PROVED");
        reject(open).problem(409, "CASE_NOT_PROVED");
        proved(open, "VIDEO");
        proved(open, "PASSPORT");
        agent.post(CASES + "/" + open + "/proofs", proof("IN_PERSON")).problem(409, "CASE_NOT_OPEN");
        reject(open).expect(200);
        for (var step : List.of("approval", "proofs", "cancellation", "rejection")) {
            approver.post(CASES + "/" + open + "/" + step, step.equals("proofs") ? proof("VIDEO") : Map.of("why", "再来")).problem(409, "CASE_ENDED");
        }

        phone = "1390078%04d".formatted(NUMBER.incrementAndGet());
        var sent = sent("staff:" + owner(), true);
        approve(sent).problem(409, "CASE_NOT_PROVED");
        reject(sent).problem(409, "CASE_NOT_PROVED");
        agent.post(CASES + "/" + sent + "/proofs", proof("IN_PERSON")).problem(409, "CASE_NOT_OPEN");
        agent.post(CASES + "/" + sent + "/cancellation", Map.of("why", "本人来电否认")).expect(200);

        var overdue = opened("staff:" + owner(), true);
        clock.advance(Duration.ofHours(24));
        var late = login();
        late.post(CASES + "/" + overdue + "/proofs", proof("VIDEO")).problem(409, "CASE_EXPIRED");
        late.post(CASES + "/" + overdue + "/cancellation", Map.of("why", "误开")).problem(409, "CASE_EXPIRED");
    }

    /// By SQL with the application's own login.
    @Test
    void table_holdsWhichStateFollowsWhich_andThatTwoAreTwo() {
        var ways = List.of("OPEN>PROVED", "PROVED>APPROVED", "PROVED>REJECTED", "APPROVED>SENT", "SENT>COMPLETED");
        var proved = ", proved_by = 'anna', proved_at = '2026-03-01'";
        var approved = ", approved_by = 'bert', approved_at = '2026-03-01'";
        var sent = ", sent_at = '2026-03-01', sent_to_masked = '139****0000'";
        var columns = Map.of("OPEN", "", "PROVED", proved, "APPROVED", proved + approved, "SENT", proved + approved + sent,
                "COMPLETED", proved + approved + sent + ", ended_at = '2026-03-01', cooling_until = '2026-03-01'",
                "REJECTED", proved + ", ended_at = '2026-03-01', ended_by = 'bert', ended_why = 'no'",
                "EXPIRED", ", ended_at = '2026-03-01'", "CANCELLED", ", ended_at = '2026-03-01', ended_by = 'anna', ended_why = 'no'");
        var states = List.of("OPEN", "PROVED", "APPROVED", "SENT", "COMPLETED", "REJECTED", "EXPIRED", "CANCELLED");
        for (var from : states) {
            for (var to : states) {
                var id = rowIn(from, columns);
                var ends = to.equals("EXPIRED") || to.equals("CANCELLED");
                var allowed = ways.contains(from + ">" + to) || ends && List.of("OPEN", "PROVED", "SENT").contains(from);
                Runnable step = () -> jdbc.sql("UPDATE support.reset SET state = '" + to + "'" + columns.get(to) + " WHERE case_id = ?").param(id).update();
                if (allowed) {
                    step.run();
                } else {
                    assertThatThrownBy(step::run).as(from + " > " + to).isInstanceOf(DataAccessException.class);
                }
            }
        }
        var id = rowIn("PROVED", columns);
        for (var somebody : List.of("opener", "anna", id)) {
            assertThatThrownBy(() -> jdbc.sql("UPDATE support.reset SET state = 'APPROVED', approved_by = ?, approved_at = '2026-03-01' WHERE case_id = ?")
                    .params(somebody, id).update()).as(somebody).isInstanceOf(DataAccessException.class);
        }
        var bare = rowIn("OPEN", columns);
        assertThatThrownBy(() -> jdbc.sql("UPDATE support.reset SET state = 'PROVED', subject = 'staff:other'" + proved + " WHERE case_id = ?").param(bare).update())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.sql("DELETE FROM support.reset WHERE case_id = ?").param(bare).update()).isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.sql("UPDATE support.proof SET seen = 'more' WHERE case_id = ?").param(bare).update()).isInstanceOf(DataAccessException.class);
    }

    /// A row brought to a state by the way that leads there.
    private String rowIn(String state, Map<String, String> columns) {
        var id = "ROWS%04d".formatted(NUMBER.incrementAndGet());
        jdbc.sql("""
                INSERT INTO support.reset (case_id, wish, subject, ticket, reason, factors_lost, state, opened_by, opened_at, expires_at)
                VALUES (?, 'FORGOTTEN', 'staff:' || ?, 'T', 'R', false, 'OPEN', 'opener', '2026-03-01', '2099-01-01')""").params(id, id).update();
        jdbc.sql("INSERT INTO support.proof (case_id, kind, seen, seen_by, seen_at) VALUES (?, 'VIDEO', 'seen', 'anna', '2026-03-01')").param(id).update();
        var way = switch (state) {
            case "OPEN" -> List.<String>of();
            case "PROVED" -> List.of("PROVED");
            case "APPROVED" -> List.of("PROVED", "APPROVED");
            case "SENT" -> List.of("PROVED", "APPROVED", "SENT");
            case "COMPLETED" -> List.of("PROVED", "APPROVED", "SENT", "COMPLETED");
            case "REJECTED" -> List.of("PROVED", "REJECTED");
            default -> List.of(state);
        };
        way.forEach(step -> jdbc.sql("UPDATE support.reset SET state = '" + step + "'" + columns.get(step) + " WHERE case_id = ?").param(id).update());
        return id;
    }

    // the link ----------------------------------------------------------------------------------------------------------

    @Test
    void link_guessedUsedExpiredOrWithdrawn_opensNothing() {
        var page = page();
        page.post(RECOVERY + "/look", Map.of("token", "AAAAAAAAAAAAAAAAAAAAAA")).problem(403, "LINK_UNKNOWN");
        page.post(RECOVERY + "/look", Map.of("token", "x")).problem(400, "REQUEST_INVALID");

        sent("staff:" + owner(), true);
        var used = token();
        set(page, used, NEW_PASSWORD).expect(204);
        set(page, used, "Other-River-42-Stone").problem(403, "LINK_USED");
        page.post(RECOVERY + "/look", Map.of("token", used)).problem(403, "LINK_USED");

        sent("staff:" + owner(), true);
        var expired = token();
        clock.advance(Duration.ofMinutes(15));
        set(page, expired, NEW_PASSWORD).problem(403, "LINK_EXPIRED");

        agent = login();
        var id = sent("staff:" + owner(), true);
        var withdrawn = token();
        agent.post(CASES + "/" + id + "/cancellation", Map.of("why", "本人来电否认")).expect(200);
        set(page, withdrawn, NEW_PASSWORD).problem(403, "LINK_EXPIRED");
        assertThat(jdbc.sql("SELECT count(*) FROM support.link WHERE encode(token_hash, 'escape') LIKE '%' || ? || '%'").param(withdrawn).query(Long.class).single()).isZero();
    }

    @Test
    void link_openedByManyAtOnce_setsOnePassword() throws Exception {
        var username = owner();
        sent("staff:" + username, true);
        var token = token();
        var attempts = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 4; i++) {
            var page = page();
            var wanted = "Quiet-River-42-Stone-" + (char) ('a' + i);
            attempts.add(() -> set(page, token, wanted).status());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Integer>();
            for (var answer : threads.invokeAll(attempts)) {
                answers.add(answer.get());
            }
            assertThat(answers).containsOnlyOnce(204).containsOnly(204, 403);
        }
    }

    @Test
    void link_withFiveWrongCodes_isVoid() {
        var username = owner();
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        var offer = browser.post("/api/v1/session/security/totp", Map.of()).expect(200).body();
        browser.post("/api/v1/session/security/totp/confirmation", Map.of("code", code(offer))).expect(200);
        clock.advance(Totp.STEP);
        sent("staff:" + username, false);
        var token = token();
        for (int i = 0; i < 5; i++) {
            show(page().with("X-Forwarded-For", "203.0.113." + (10 + i)), token, "000000").problem(403, "CODE_REFUSED");
        }
        show(page(), token, code(offer)).problem(403, "LINK_TRIES_SPENT");
    }

    // what the tests say over and over ----------------------------------------------------------------------------------

    /// Somebody with a registered phone.
    private String owner() {
        return owner(Role.OPERATIONS);
    }

    private String owner(Role role) {
        var username = staff.account(role);
        phone = "1390079%04d".formatted(NUMBER.incrementAndGet());
        masked = "139****" + phone.substring(7);
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        browser.post("/api/v1/session/phone", Map.of("phone", phone)).expect(200);
        browser.post("/api/v1/session/phone", Map.of("phone", phone)).problem(409, "PHONE_REGISTERED");
        return username;
    }

    private String terminal() {
        int number = NUMBER.incrementAndGet();
        var merchant = "1041100581%05d".formatted(number);
        var operations = staff.loggedIn(Role.OPERATIONS);
        var particulars = new HashMap<String, Object>(merchant(merchant));
        particulars.put("phone", phone);
        operations.post("/api/v1/merchants", particulars).expect(201);
        return operations.post("/api/v1/terminals", Map.of("merchantId", merchant, "serialNumber", "SYCASE-%06d".formatted(number), "model", "SY-V1"))
                .expect(201).body().path("terminalId").asString();
    }

    @Test
    void ownerOfAnAccount_isToldOnThePhone_whenItsFactorsChange() {
        var username = owner(Role.FINANCE);
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        var offer = browser.post("/api/v1/session/security/totp", Map.of()).expect(200).body();
        assertThat(messages.to(masked)).noneMatch(text -> text.contains("验证方式"));
        browser.post("/api/v1/session/security/totp/confirmation", Map.of("code", code(offer))).expect(200);
        assertThat(messages.to(masked).getLast()).contains(username, "登录验证方式已变更");
        long told = messages.to(masked).size();
        staff.loggedIn(Role.ADMINISTRATOR).delete("/api/v1/accounts/" + username + "/factors").expect(204);
        assertThat(messages.to(masked)).hasSize((int) told + 1);
    }

    private static Map<String, Object> merchant(String number) {
        return Map.of("merchantId", number, "name", "听雨茶楼", "nameEn", "LISTENING RAIN TEA", "mcc", "5812", "city", "SUZHOU", "phone", "051255550100");
    }

    private String mac(String terminal) {
        return jdbc.sql("SELECT encode(mac, 'hex') FROM credentials.secret WHERE subject LIKE 'op:%:' || ? || ':01' AND ended IS NULL").param(terminal)
                .query(String.class).single();
    }

    private TestBrowser login() {
        var browser = staff.browser();
        browser.login(agentName, TestStaff.PASSWORD).expect(200);
        return browser;
    }

    private static Map<String, Object> wanted(String wish, String subject, boolean factorsLost, String newPhone) {
        var wanted = new HashMap<String, Object>(Map.of("wish", wish, "subject", subject, "ticket", "T-2026-0301", "reason", "来电说忘记密码", "factorsLost", factorsLost));
        wanted.put("newPhone", newPhone);
        return wanted;
    }

    private static Map<String, Object> proof(String kind) {
        return Map.of("kind", kind, "seen", "姓名与照片相符");
    }

    private String opened(String subject, boolean factorsLost) {
        return agent.post(CASES, wanted("FORGOTTEN", subject, factorsLost, null)).expect(201).body().at("/reset/id").asString();
    }

    private JsonNode proved(String id, String kind) {
        return agent.post(CASES + "/" + id + "/proofs", proof(kind)).expect(200).body();
    }

    private TestBrowser.Answer approve(String id) {
        return approver.post(CASES + "/" + id + "/approval", null);
    }

    private TestBrowser.Answer reject(String id) {
        return approver.post(CASES + "/" + id + "/rejection", Map.of("why", "身份不符"));
    }

    /// A case whose link or code is on its way.
    private String sent(String subject, boolean factorsLost) {
        agent = login();
        approver = staff.loggedIn(Role.SERVICE_DESK);
        var id = opened(subject, factorsLost);
        proved(id, "VIDEO");
        if (factorsLost) {
            proved(id, "PASSPORT");
        }
        assertThat(approve(id).expect(200).body().at("/reset/state").asString()).isEqualTo("SENT");
        return id;
    }

    private String token() {
        var text = messages.to(masked).getLast();
        assertThat(text).matches("【守银】http://localhost:[0-9]+/console/reset#[A-Za-z0-9_-]{22} .*");
        return text.replaceAll(".*#([A-Za-z0-9_-]{22}) .*", "$1");
    }

    private TestBrowser page() {
        var page = staff.browser();
        page.get("/api/v1/session");
        return page;
    }

    private static TestBrowser.Answer show(TestBrowser page, String token, String code) {
        return page.post(RECOVERY + "/totp", Map.of("token", token, "value", code));
    }

    private static TestBrowser.Answer set(TestBrowser page, String token, String password) {
        return page.post(RECOVERY + "/password", Map.of("token", token, "newPassword", password));
    }

    private String code(JsonNode offer) {
        return Totp.code(TestStaff.totpSecret(offer.path("secret").asString()), Totp.step(clock.instant().getEpochSecond()), Totp.DIGITS);
    }

    private List<String> audited(String id) {
        return jdbc.sql("SELECT action || ' ' || result FROM audit.entry WHERE reason LIKE ? || '%' OR object = 'case:' || ? ORDER BY entry_id")
                .params(id, id).query(String.class).list();
    }
}
