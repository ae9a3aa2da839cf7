package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Accounts of whoever takes part in what needs two people, over HTTP with real logins on a real database: no one person makes one, takes one
/// over, or learns its password; not by SQL with the application's login either.
@HostTest
class ProposalTest {

    private static final String ACCOUNTS = "/api/v1/accounts";
    private static final String PROPOSALS = "/api/v1/proposals/";

    @Autowired
    private TestStaff staff;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TestClock clock;

    private String firstName;
    private TestBrowser first;
    private TestBrowser second;

    @BeforeEach
    void administrators() {
        firstName = staff.account(Role.ADMINISTRATOR);
        first = staff.browser();
        first.login(firstName, TestStaff.PASSWORD).expect(200);
        second = staff.loggedIn(Role.ADMINISTRATOR);
    }

    private static Map<String, Object> account(String username, Role... roles) {
        return Map.of("username", username, "displayName", "新人", "roles", roles);
    }

    private static String id(TestBrowser.Answer proposed) {
        return proposed.expect(202).body().at("/proposal/id").asString();
    }

    private static TestBrowser.Answer approve(TestBrowser browser, String id) {
        return browser.post(PROPOSALS + id + "/approval", null);
    }

    private String officer(String username) {
        return new TwoAdministrators(first, second).account(username, "密钥管理员", Role.KEY_OFFICER);
    }

    private List<String> audited(String id) {
        return jdbc.sql("SELECT action || ' ' || result FROM audit.entry WHERE reason LIKE '%' || ? || '%' OR object = 'proposal:' || ? ORDER BY entry_id")
                .params(id, id).query(String.class).list();
    }

    @Test
    void officer_proposedAndApproved_hasAPasswordOfTwoHalves() {
        JsonNode proposed = first.post(ACCOUNTS, account("lin", Role.KEY_OFFICER)).expect(202).body();
        assertThat(proposed.path("oneTimePassword").isNull()).isTrue();
        String firstHalf = proposed.path("firstHalf").asString();
        String id = proposed.at("/proposal/id").asString();
        assertThat(second.get("/api/v1/proposals").expect(200).text()).contains(id).doesNotContain(firstHalf);
        assertThat(first.get(ACCOUNTS).text()).as("not before it is approved").doesNotContain("\"lin\"");
        first.post(ACCOUNTS, account("lin", Role.KEY_OFFICER)).problem(409, "PROPOSAL_UNDER_WAY");

        String secondHalf = approve(second, id).expect(200).body().path("secondHalf").asString();
        staff.browser().login("lin", firstHalf).problem(401, "LOGIN_REFUSED");
        staff.browser().login("lin", secondHalf).problem(401, "LOGIN_REFUSED");
        assertThat(staff.browser().login("lin", firstHalf + "-" + secondHalf).expect(200).body().path("mustChangePassword").asBoolean()).isTrue();
        assertThat(audited(id)).containsExactly("proposal.propose DONE", "proposal.approve DONE", "staff.create DONE");
        approve(second, id).problem(409, "PROPOSAL_ENDED");
        assertThat(jdbc.sql("SELECT count(*) FROM access.proposal p WHERE p::text LIKE '%' || ? || '%'").param(firstHalf).query(Long.class).single()).isZero();
    }

    @Test
    void proposal_approvedByItsProposerOrAnyStaff_isRefused() {
        String id = id(first.post(ACCOUNTS, account("alone", Role.KEY_OFFICER)));
        approve(first, id).problem(403, "PROPOSAL_SECOND_PERSON_NEEDED");
        TestBrowser again = staff.browser();
        again.login(firstName, TestStaff.PASSWORD).expect(200);
        approve(again, id).problem(403, "PROPOSAL_SECOND_PERSON_NEEDED");
        approve(staff.loggedIn(Role.OPERATIONS), id).problem(403, "ACCESS_DENIED");
        approve(staff.loggedIn(Role.AUDITOR), id).problem(403, "ACCESS_DENIED");
        assertThat(audited(id)).containsExactly("proposal.propose DONE", "proposal.approve REFUSED", "proposal.approve REFUSED");
        approve(staff.loggedIn(Role.KEY_OFFICER), id).expect(200);
        approve(second, "ZZZZZZZZ").problem(404, "PROPOSAL_UNKNOWN");
    }

    @Test
    void administrator_onceMade_isMadeByTwoAsWell() {
        first.post(ACCOUNTS, account("puppet", Role.ADMINISTRATOR)).expect(202);
        first.post(ACCOUNTS, account("both", Role.ADMINISTRATOR, Role.KEY_OFFICER)).problem(409, "ACCOUNT_OFFICER_IS_NO_ADMINISTRATOR");
        first.post(ACCOUNTS, account("clerk", Role.FINANCE)).expect(201);
        first.put(ACCOUNTS + "/clerk/roles", Map.of("roles", Role.values())).problem(409, "ACCOUNT_OFFICER_IS_NO_ADMINISTRATOR");
        assertThat(first.get(ACCOUNTS).text()).doesNotContain("puppet");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void account_isMadeByTwo_unlessItsRoleTakesNoPartInWhatNeedsTwo(Role role) {
        boolean alone = role == Role.FINANCE || role == Role.AUDITOR;
        JsonNode made = first.post(ACCOUNTS, account(role.name().toLowerCase(Locale.ROOT).replace('_', '-'), role)).expect(alone ? 201 : 202).body();
        assertThat(made.path("oneTimePassword").isNull()).isEqualTo(!alone);
        assertThat(Arrays.stream(ProposalKind.values()).filter(kind -> kind.isApprovedBy(Set.of(role)))).as("approved by one who was made alone")
                .allMatch(_ -> !alone);
    }

    /// With the account of a colleague in hand one person would propose rules that ask for less, and approve them.
    @Test
    void administrator_alone_getsIntoNoAccountThatWouldBeTheSecondPerson() {
        JsonNode proposed = first.post(ACCOUNTS, account("made", Role.RISK)).expect(202).body();
        approve(first, proposed.at("/proposal/id").asString()).problem(403, "PROPOSAL_SECOND_PERSON_NEEDED");
        staff.browser().login("made", proposed.path("firstHalf").asString()).problem(401, "LOGIN_REFUSED");

        String colleague = ACCOUNTS + "/" + staff.account(Role.RISK);
        first.delete(colleague + "/factors").problem(403, "PROPOSAL_SECOND_PERSON_NEEDED");
        String reset = id(first.post(colleague + "/reset", null));
        approve(first, reset).problem(403, "PROPOSAL_SECOND_PERSON_NEEDED");
        second.post(PROPOSALS + reset + "/rejection", null).expect(200);
        first.put(colleague + "/roles", Map.of("roles", List.of("RISK", "FINANCE"))).expect(204);
        first.put(colleague + "/state", Map.of("state", "DISABLED")).expect(204);
        first.put(colleague + "/state", Map.of("state", "ACTIVE")).expect(202);

        String clerk = ACCOUNTS + "/" + staff.account(Role.FINANCE);
        first.put(clerk + "/roles", Map.of("roles", List.of("FINANCE", "SERVICE_DESK"))).expect(202);
    }

    @Test
    void account_thatBecomesAnOfficer_losesThePasswordThatOnePersonMayKnow() {
        String oneTime = first.post(ACCOUNTS, account("sock", Role.FINANCE)).expect(201).body().path("oneTimePassword").asString();
        String id = id(first.put(ACCOUNTS + "/sock/roles", Map.of("roles", List.of("KEY_OFFICER"))));
        staff.browser().login("sock", oneTime).expect(200);
        approve(second, id).expect(200);
        staff.browser().login("sock", oneTime).problem(401, "LOGIN_REFUSED");
    }

    @Test
    void officer_resetOrLetInAgain_needsTwoAndNotHimself() {
        String password = officer("zhou");
        TestBrowser officer = staff.browser();
        officer.login("zhou", password).expect(200);
        officer.post("/api/v1/session/password", Map.of("currentPassword", password, "newPassword", TestStaff.PASSWORD)).expect(204);
        String reset = id(first.post(ACCOUNTS + "/zhou/reset", null));
        approve(officer, reset).problem(403, "PROPOSAL_FOR_ONESELF");
        officer.get("/api/v1/session").expect(200);
        second.post(PROPOSALS + reset + "/rejection", null).expect(200);
        approve(second, reset).problem(409, "PROPOSAL_ENDED");

        first.put(ACCOUNTS + "/zhou/state", Map.of("state", "DISABLED")).expect(204);
        String enable = id(first.put(ACCOUNTS + "/zhou/state", Map.of("state", "ACTIVE")));
        staff.browser().login("zhou", TestStaff.PASSWORD).problem(401, "LOGIN_REFUSED");
        approve(second, enable).expect(200);
        staff.browser().login("zhou", TestStaff.PASSWORD).problem(401, "LOGIN_REFUSED");
        first.put(ACCOUNTS + "/zhou/roles", Map.of("roles", List.of("FINANCE"))).expect(204);
        assertThat(audited(enable)).containsExactly("proposal.propose DONE", "proposal.approve DONE", "staff.enable DONE");
    }

    @Test
    void proposal_leftOpen_expires() {
        String id = id(first.post(ACCOUNTS, account("late", Role.KEY_OFFICER)));
        clock.advance(Proposals.OPEN_MAX);
        TestBrowser later = staff.loggedIn(Role.ADMINISTRATOR);
        approve(later, id).problem(409, "PROPOSAL_EXPIRED");
        assertThat(audited(id)).contains("proposal.expire DONE");
    }

    /// Nothing is to expire of what was approved, and nobody else waits for it.
    @Test
    void proposal_approvedAndLeftAsThat_holdsUpNoOther() {
        approvedBoth("LEFTLEFT");
        clock.advance(Proposals.OPEN_MAX);
        TestBrowser later = staff.loggedIn(Role.ADMINISTRATOR);
        later.post(ACCOUNTS, account("after", Role.KEY_OFFICER)).expect(202);
    }

    @Test
    void sql_withTheApplicationsLogin_cannotMakeAnOfficerAlone() {
        refused("made by two people", () -> jdbc.sql("UPDATE access.account SET roles = '{KEY_OFFICER}' WHERE username = ?").param(staff.account(Role.RISK)).update());
        String clerk = staff.account(Role.FINANCE);
        refused("made by two people", () -> jdbc.sql("UPDATE access.account SET roles = '{FINANCE,OPERATIONS}' WHERE username = ?").param(clerk).update());
        jdbc.sql("UPDATE access.account SET roles = '{AUDITOR,FINANCE}' WHERE username = ?").param(clerk).update();
        officer("held");
        refused("made by two people", () -> jdbc.sql("UPDATE access.account SET password_hash = 'x', must_change = true WHERE username = 'held'").update());
        jdbc.sql("UPDATE access.account SET state = 'DISABLED' WHERE username = 'held'").update();
        refused("made by two people", () -> jdbc.sql("UPDATE access.account SET state = 'ACTIVE' WHERE username = 'held'").update());
        refused("account_officer_is_no_administrator",
                () -> jdbc.sql("UPDATE access.account SET roles = '{ADMINISTRATOR,KEY_OFFICER}' WHERE username = 'held' AND state = 'NONE' OR username = ?")
                        .param(approvedBoth("BTH2BTH2")).update());
        String id = id(first.post(ACCOUNTS, account("rows", Role.KEY_OFFICER)));
        refused("proposal_two_people", () -> jdbc.sql("UPDATE access.proposal SET state = 'APPROVED', approved_by = proposed_by WHERE proposal_id = ?").param(id).update());
        refused("proposal_not_for_oneself", () -> jdbc.sql("UPDATE access.proposal SET state = 'APPROVED', approved_by = 'rows' WHERE proposal_id = ?").param(id).update());
        refused("written once", () -> jdbc.sql("UPDATE access.proposal SET proposed_by = 'somebody' WHERE proposal_id = ?").param(id).update());
        refused("permission denied", () -> jdbc.sql("DELETE FROM access.proposal WHERE proposal_id = ?").param(id).update());
        second.post(PROPOSALS + id + "/rejection", null).expect(200);
    }

    /// Somebody for whom a proposal of both roles is approved, as no program would.
    private String approvedBoth(String id) {
        String username = staff.account(Role.RISK);
        jdbc.sql("""
                INSERT INTO access.proposal (proposal_id, kind, subject, roles, state, proposed_by, proposed_at, expires_at)
                VALUES (?, 'ACCOUNT_ROLES', 'staff:' || ?, '{ADMINISTRATOR,KEY_OFFICER}', 'PROPOSED', 'one', now(), now())""").params(id, username).update();
        jdbc.sql("UPDATE access.proposal SET state = 'APPROVED', approved_by = 'other' WHERE proposal_id = ?").param(id).update();
        return username;
    }

    private static void refused(String rule, ThrowingCallable sql) {
        assertThatThrownBy(sql).isInstanceOf(DataAccessException.class).hasStackTraceContaining(rule);
    }
}
