package io.shouyin.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.access.FirstAdministrators;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.access.TwoAdministrators;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.gateway.RawTerminal.KeySet;
import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.network.DemoCard;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.SecurityModule;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Promise 5: every sensitive action is in the audit log in the same database transaction; if it cannot be logged it does
/// not happen.
///
/// Every action is tried twice: once while the log refuses just this action, when nothing may have changed anywhere, and once
/// with the log in order, when the entry is there. At the end the log holds these actions and no others.
class Promise5LoggedOrNotDoneIT {

    /// All that an action changes; what is counted or noted whatever comes of it (presence, attempts, sessions) is not here.
    private static final List<String> TABLES = List.of("access.account", "access.proposal", "access.password_history", "access.known_source",
            "merchants.merchant", "fleet.terminal", "fleet.terminal_number", "fleet.activation", "fleet.sign_in", "credentials.secret",
            "credentials.secret_history", "credentials.request", "keys.institution_key");

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static JdbcClient owner;
    private static DemoCard card;

    private final Set<String> tried = new TreeSet<>();

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
        var login = corridor.database.owner().orElseThrow();
        owner = JdbcClient.create(new DriverManagerDataSource(corridor.database.url(), login.user(),
                login.reveal(SecretAccess.granted())));
        card = corridor.network.cards().getFirst();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @Test
    void action_each_isLoggedOrNotDone() {
        keys();
        TestBrowser admin = staff();
        registers(admin);
        activation();
        passwords();
        assertThat(Set.copyOf(corridor.jdbc().sql("SELECT DISTINCT action FROM audit.entry").query(String.class).list()))
                .as("what the log holds, and what was tried here").isEqualTo(tried);
    }

    private TestBrowser staff() {
        Map<String, Secret> oneTime = corridor.bean(FirstAdministrators.class).ensure();
        TestBrowser admin = browser();
        String first = Corridor.clear(oneTime.get(FirstAdministrators.FIRST));
        loggedOrNotDone("staff.login", () -> admin.login("admin", first).status() == 200);
        loggedOrNotDone("staff.login", () -> browser().login("admin", "no such password").status() == 401);
        Map<String, String> change = Map.of("currentPassword", first, "newPassword", TestStaff.PASSWORD);
        loggedOrNotDone("staff.password", () -> admin.post("/api/v1/session/password", change).status() == 204);

        Map<String, Object> account = Map.of("username", "finance", "displayName", "财务", "roles", List.of("FINANCE"));
        loggedOrNotDone("staff.create", () -> admin.post("/api/v1/accounts", account).status() == 201);
        String path = "/api/v1/accounts/finance/";
        loggedOrNotDone("staff.roles", () -> isDone(admin.put(path + "roles", Map.of("roles", List.of("AUDITOR")))));
        loggedOrNotDone("staff.disable", () -> isDone(admin.put(path + "state", Map.of("state", "DISABLED"))));
        loggedOrNotDone("staff.enable", () -> isDone(admin.put(path + "state", Map.of("state", "ACTIVE"))));
        loggedOrNotDone("staff.reset", () -> isDone(admin.post(path + "reset", Map.of())));

        proposals(admin, TwoAdministrators.loggedIn(URI.create(corridor.url()).getPort(), FirstAdministrators.SECOND, oneTime));
        TestBrowser leaving = browser();
        leaving.login("admin", TestStaff.PASSWORD).expect(200);
        loggedOrNotDone("staff.logout", () -> leaving.delete("/api/v1/session").status() == 204,
                () -> assertThat(leaving.get("/api/v1/session").status()).as("still logged in").isEqualTo(200));
        for (int attempt = 1; attempt < 5; attempt++) {
            browser().login("nobody", "no such password").expect(401);
        }
        loggedOrNotDone("staff.lock", () -> browser().login("nobody", "no such password").status() == 401);
        return admin;
    }

    private void proposals(TestBrowser admin, TestBrowser second) {
        String[] id = new String[1];
        loggedOrNotDone("proposal.propose", () -> {
            TestBrowser.Answer answer = admin.post("/api/v1/accounts", Map.of("username", "officer", "displayName", "密钥管理员", "roles", List.of("KEY_OFFICER")));
            id[0] = answer.body().at("/proposal/id").asString("");
            return answer.status() == 202;
        });
        loggedOrNotDone("proposal.approve", () -> isDone(second.post("/api/v1/proposals/" + id[0] + "/approval", Map.of())));
        String reset = admin.post("/api/v1/accounts/officer/reset", Map.of()).expect(202).body().at("/proposal/id").asString();
        loggedOrNotDone("proposal.reject", () -> isDone(second.post("/api/v1/proposals/" + reset + "/rejection", Map.of())));
    }

    private void registers(TestBrowser admin) {
        Map<String, String> merchant = Map.of("merchantId", "104290058120002", "name", "恒源超市", "nameEn", "HENG YUAN MARKET",
                "mcc", "5411", "city", "SHANGHAI", "phone", "02155550101");
        loggedOrNotDone("merchant.register", () -> admin.post("/api/v1/merchants", merchant).status() == 201);
        Map<String, String> terminal = Map.of("merchantId", Corridor.MERCHANT.value(), "serialNumber", "SYLOG1-0000001",
                "model", "Shouyin VT-1");
        String[] id = new String[1];
        loggedOrNotDone("terminal.register", () -> {
            TestBrowser.Answer answer = admin.post("/api/v1/terminals", terminal);
            id[0] = answer.body().path("terminalId").asString("");
            return answer.status() == 201;
        });
        String path = "/api/v1/terminals/" + id[0];
        loggedOrNotDone("terminal.activation-code.issue", () -> isDone(admin.post(path + "/activation", Map.of())));
    }

    private void activation() {
        RawTerminal terminal = RawTerminal.registered(corridor, "SYLOG1-0000002");
        EcKeys.Pair device = EcKeys.P256.generate();
        loggedOrNotDone("terminal.activate", () -> terminal.activate(corridor, "2222-2222-2222", device).statusCode() == 403);
        loggedOrNotDone("terminal.activate", () -> terminal.activate(corridor, terminal.handout().activationCode(), device).statusCode() == 200);
    }

    private void passwords() {
        RawTerminal terminal = RawTerminal.activated(corridor, "SYLOG1-0000003");
        loggedOrNotDone("operator-password.change", answer(terminal, "00",
                terminal.changeOwn("99", terminal.handout().initialPasswords().get("99"), Corridor.ADMINISTRATOR_PASSWORD)));
        loggedOrNotDone("operator-password.change", answer(terminal, "P6",
                terminal.changeOwn("99", Corridor.ADMINISTRATOR_PASSWORD, "111111")));
        terminal.changeInitial("00", Corridor.SUPERVISOR_PASSWORD);
        terminal.changeInitial("01", Corridor.CASHIER_PASSWORD);
        loggedOrNotDone("transaction-password.set", answer(terminal, "00",
                terminal.setTransactionPassword(Corridor.ADMINISTRATOR_PASSWORD, Corridor.TRANSACTION_PASSWORD)));
        loggedOrNotDone("terminal.sign-in", answer(terminal, "00", terminal.signInRequest(KeySet.WITH_TRACK_KEY)));
        terminal.signIn(KeySet.WITH_TRACK_KEY);

        loggedOrNotDone("operator.log-on", answer(terminal, "00", terminal.logOn("01", Corridor.CASHIER_PASSWORD)));
        byte[] logOff = terminal.signed(terminal.credential("407", Map.of(FactorTlv.OPERATOR, "01"), Map.of()));
        loggedOrNotDone("operator.log-off", () -> said(terminal, logOff).equals("00"));
        loggedOrNotDone("password.verify", answer(terminal, "P2", terminal.logOn("01", "999999")));

        for (int left = 3; left > 1; left--) {
            loggedOrNotDone("password.verify", wrongSale(terminal, "P2"));
        }
        assertThat(wrongSale(terminal, "P2").getAsBoolean()).isTrue();
        loggedOrNotDone("password.lock", wrongSale(terminal, "P3"));
        loggedOrNotDone("password.unlock", answer(terminal, "00", terminal.unlock("00", Corridor.SUPERVISOR_PASSWORD, "TX")));
        Map<Integer, String> about = Map.of(FactorTlv.SUPERVISOR, "00", FactorTlv.SUBJECT, "05");
        loggedOrNotDone("operator.add", answer(terminal, "00", terminal.credential("405", about,
                Map.of(FactorTlv.SUPERVISOR_PASSWORD, Corridor.SUPERVISOR_PASSWORD, FactorTlv.NEW_PASSWORD, "582039"))));
        loggedOrNotDone("operator.delete", answer(terminal, "00", terminal.credential("406", about,
                Map.of(FactorTlv.SUPERVISOR_PASSWORD, Corridor.SUPERVISOR_PASSWORD))));
        loggedOrNotDone("terminal.sign-out", answer(terminal, "00", terminal.signOutRequest()));
    }

    /// First, since some are made at their first use, in a commit of their own; the zone master key at the first sign-on.
    private void keys() {
        tried.add("master-key.make");                              // at the start, before anything could be refused here
        corridor.awaitNetwork();
        SecurityModule vault = corridor.bean(SecurityModule.class);
        InstitutionKeys keys = corridor.bean(InstitutionKeys.class);
        var block = vault.generate(KeyPurpose.INDEX);
        loggedOrNotDone("key.install", () -> keys.put("one-more", KeyPurpose.INDEX, block));
        assertThat(List.of(keys.credentialVerifier(), keys.loginPepper(), keys.data(), keys.index())).doesNotHaveDuplicates();
    }

    // hands ------------------------------------------------------------------------------------------------------------

    private void loggedOrNotDone(String action, BooleanSupplier deed) {
        loggedOrNotDone(action, deed, () -> {});
    }

    /// @param undone more to look at when it was not done
    private void loggedOrNotDone(String action, BooleanSupplier deed, Runnable undone) {
        tried.add(action);
        Map<String, String> before = state();
        owner.sql("ALTER TABLE audit.entry ADD CONSTRAINT no_more CHECK (action <> '" + action + "') NOT VALID").update();
        try {
            assertThat(succeeds(deed)).as("%s, not loggable: said to be done", action).isFalse();
        } finally {
            owner.sql("ALTER TABLE audit.entry DROP CONSTRAINT no_more").update();
        }
        assertThat(state()).as("%s, not loggable: changed", action).isEqualTo(before);
        undone.run();
        long entries = entries(action);
        assertThat(succeeds(deed)).as("%s, loggable", action).isTrue();
        assertThat(entries(action)).as("%s is logged, once", action).isEqualTo(entries + 1);
    }

    private static boolean succeeds(BooleanSupplier deed) {
        try {
            return deed.getAsBoolean();
        } catch (DataAccessException refused) {
            return false;
        }
    }

    private static boolean isDone(TestBrowser.Answer answer) {
        return answer.status() / 100 == 2;
    }

    private static long entries(String action) {
        return corridor.jdbc().sql("SELECT count(*) FROM audit.entry WHERE action = ?").param(action).query(Long.class).single();
    }

    private static Map<String, String> state() {
        return TABLES.stream().collect(Collectors.toMap(table -> table, table -> corridor.jdbc()
                .sql("SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM " + table + " t")
                .query(String.class).single()));
    }

    /// The same message both times.
    private static BooleanSupplier answer(RawTerminal terminal, String code, Message message) {
        byte[] frame = RawTerminal.unsigned(message);
        return () -> said(terminal, frame).equals(code);
    }

    private static BooleanSupplier wrongSale(RawTerminal terminal, String code) {
        byte[] frame = terminal.signed(terminal.sale(100, card, "noSuch1x", "123456").build());
        return () -> said(terminal, frame).equals(code);
    }

    /// @return empty if the host said nothing
    private static String said(RawTerminal terminal, byte[] frame) {
        return terminal.exchange(frame).map(answer -> terminal.decode(answer).text(39)).orElse("");
    }

    private static TestBrowser browser() {
        return new TestBrowser(URI.create(corridor.url()).getPort());
    }
}
