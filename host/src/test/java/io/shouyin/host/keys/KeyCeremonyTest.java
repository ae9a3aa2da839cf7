package io.shouyin.host.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestBrowser.Answer;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.vault.CeremonyCommands.KeyParts;
import io.shouyin.vault.Exportability;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.OfficerPart;
import io.shouyin.vault.SecurityModule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Key ceremonies over HTTP with real logins on a real database. Dual control cannot be beaten: not by one person in two sessions, not
/// by two approvals at once, not by SQL.
@HostTest
class KeyCeremonyTest {

    private static final String CEREMONIES = "/api/v1/keys/ceremonies";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    @Autowired
    private TestStaff staff;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TestClock clock;
    @Autowired
    private InstitutionKeys keys;
    @Autowired
    private SecurityModule vault;

    private String firstName;
    private TestBrowser first;
    private TestBrowser second;
    private TestBrowser third;

    @BeforeEach
    void officers() {
        firstName = staff.account(Role.KEY_OFFICER);
        first = loggedIn(firstName);
        second = staff.loggedIn(Role.KEY_OFFICER);
        third = staff.loggedIn(Role.KEY_OFFICER);
    }

    private TestBrowser loggedIn(String username) {
        TestBrowser browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD);
        return browser;
    }

    private static Map<String, Object> generate(String name, String purpose, String form, int parts, int threshold) {
        return Map.of("kind", "GENERATE", "keyName", name, "purpose", purpose, "form", form, "parts", parts, "threshold", threshold);
    }

    private static Map<String, Object> enter(String name, String purpose, String form, int parts, String checkValue) {
        return Map.of("kind", "ENTER", "keyName", name, "purpose", purpose, "form", form, "parts", parts, "checkValue", checkValue);
    }

    private static Map<String, Object> change(String kind, JsonNode key) {
        return Map.of("kind", kind, "keyName", key.path("name").asString(), "version", key.path("version").asInt(), "checkValue", key.path("checkValue").asString());
    }

    private static Map<String, Object> change(String kind, String name, String checkValue) {
        return Map.of("kind", kind, "keyName", name, "version", 1, "checkValue", checkValue);
    }

    private String proposed(Object proposal) {
        return first.post(CEREMONIES, proposal).expect(201).body().path("id").asString();
    }

    private String approved(Object proposal) {
        String id = proposed(proposal);
        second.post(CEREMONIES + "/" + id + "/approval", null).expect(200);
        return id;
    }

    private static Answer show(TestBrowser officer, String id) {
        return Officers.show(officer, id);
    }

    private static Answer part(TestBrowser officer, String id, int number, String hex, String checkValue) {
        return Officers.enter(officer, id, number, hex, checkValue);
    }

    private JsonNode key(String name, int version) {
        for (JsonNode key : first.get("/api/v1/keys").expect(200).body()) {
            if (key.path("name").asString().equals(name) && key.path("version").asInt() == version) {
                return key;
            }
        }
        throw new AssertionError("no key " + name + "." + version);
    }

    private String state(String id) {
        return first.get(CEREMONIES + "/" + id).expect(200).body().path("state").asString();
    }

    private List<String> audited(String id) {
        return jdbc.sql("SELECT action || ' ' || result FROM audit.entry WHERE reason LIKE '%' || ? || '%' OR object = 'ceremony:' || ? ORDER BY entry_id")
                .params(id, id).query(String.class).list();
    }

    // the ways that end well

    @Test
    void key_generatedInComponentsActivatedReplacedRevokedAndDestroyed_isInTheListAndTheAuditLog() {
        String id = approved(generate("life-zmk", "ZONE_MASTER", "COMPONENTS", 3, 3));
        List<byte[]> components = new ArrayList<>();
        String whole = "";
        for (TestBrowser officer : List.of(first, second, third)) {
            Answer shown = show(officer, id).expect(200);
            assertThat(shown.headers().get("cache-control").getFirst()).contains("no-store");
            JsonNode component = shown.body().path("components").get(0);
            byte[] bytes = HEX.parseHex(component.path("hex").asString());
            assertThat(component.path("checkValue").asString()).isEqualTo(KeyCheck.aesCmac(bytes));
            assertThat(shown.text()).as("what the host answers").doesNotContainIgnoringCase(component.path("hex").asString());
            whole = component.path("wholeCheckValue").asString();
            components.add(bytes);
        }
        assertThat(KeyCheck.aesCmac(KeyComponents.combine(components))).isEqualTo(whole);
        assertThat(state(id)).isEqualTo("DONE");
        assertThat(key("life-zmk", 1).path("state").asString()).isEqualTo("PENDING");
        assertThat(keys.find("life-zmk")).isEmpty();
        assertThat(audited(id)).containsExactly("key.ceremony.propose DONE", "key.ceremony.approve DONE", "key.ceremony.part.show DONE",
                "key.ceremony.part.show DONE", "key.ceremony.part.show DONE", "key.install DONE");

        String activation = approved(change("ACTIVATE", key("life-zmk", 1)));
        assertThat(vault.checkValue(keys.find("life-zmk").orElseThrow())).isEqualTo(whole);
        assertThat(audited(activation)).containsExactly("key.ceremony.propose DONE", "key.ceremony.approve DONE", "key.activate DONE");

        String next = approved(generate("life-zmk", "ZONE_MASTER", "SHARES", 3, 2));
        List.of(first, second, third).forEach(officer -> show(officer, next).expect(200));
        approved(change("ACTIVATE", key("life-zmk", 2)));
        assertThat(key("life-zmk", 1).path("state").asString()).isEqualTo("REVOKED");
        assertThat(vault.checkValue(keys.find("life-zmk").orElseThrow())).isEqualTo(key("life-zmk", 2).path("checkValue").asString());

        approved(change("DESTROY", key("life-zmk", 1)));
        assertThat(key("life-zmk", 1).path("state").asString()).isEqualTo("DESTROYED");
        assertThat(jdbc.sql("SELECT block FROM keys.institution_key WHERE key_id = 'life-zmk.1'").query().singleRow().get("block")).isNull();
        String revocation = approved(change("REVOKE", key("life-zmk", 2)));
        assertThat(keys.find("life-zmk")).isEmpty();
        assertThat(audited(revocation)).contains("key.revoke DONE");
        assertThat(key("life-zmk", 2).path("approvedBy").asString()).isNotEqualTo(key("life-zmk", 2).path("proposedBy").asString());
    }

    @Test
    void key_ofComponentsFromElsewhere_isPutTogetherFromWhatTwoOfficersType() {
        byte[] one = HEX.parseHex("0123456789ABCDEFFEDCBA9876543210");
        byte[] other = HEX.parseHex("1F1F1F1F0E0E0E0E2C2C2C2C3B3B3B3B");
        other = Tdes.withOddParity(other);
        String whole = KeyCheck.tdes(Tdes.withOddParity(KeyComponents.combine(List.of(one, other))));
        String id = approved(enter("typed-zpk", "ZONE_PIN", "COMPONENTS", 2, whole.toLowerCase()));
        part(second, id, 1, "0123 4567 89AB CDEF FEDC BA98 7654 3210", KeyCheck.tdes(one)).expect(200);
        assertThat(jdbc.sql("SELECT encode(sealed, 'escape') || encode(sealed, 'hex') FROM keys.ceremony_part WHERE ceremony_id = ?").param(id)
                .query(String.class).single()).doesNotContainIgnoringCase("0123456789ABCDEF").doesNotContain("0123 4567");
        part(first, id, 2, HEX.formatHex(other), KeyCheck.tdes(other)).expect(200);
        assertThat(key("typed-zpk", 1).path("checkValue").asString()).isEqualTo(whole);
        assertThat(state(id)).isEqualTo("DONE");
        assertThat(sealedRows(id)).isZero();
    }

    @Test
    void checkValue_ofTenDigits_isComparedWithTheKeyAndNotWithTheList() {
        String id = approved(generate("ten-zmk", "ZONE_MASTER", "COMPONENTS", 2, 2));
        byte[] whole = KeyComponents.combine(List.of(first, second).stream()
                .map(officer -> HEX.parseHex(show(officer, id).expect(200).body().path("components").get(0).path("hex").asString())).toList());
        String ten = KeyCheck.aesCmac(whole, 5);
        assertThat(key("ten-zmk", 1).path("checkValue").asString()).isEqualTo(ten.substring(0, 6));
        String wrong = ten.substring(0, 9) + (ten.endsWith("0") ? "1" : "0");
        first.post(CEREMONIES, change("ACTIVATE", "ten-zmk", wrong)).problem(422, "KEY_CHECK_VALUE_OTHER");
        first.post(CEREMONIES, change("ACTIVATE", "ten-zmk", ten + "00")).problem(422, "KEY_CHECK_VALUE_OTHER");
        approved(change("ACTIVATE", "ten-zmk", ten));
        approved(change("REVOKE", "ten-zmk", ten.toLowerCase()));
        assertThat(key("ten-zmk", 1).path("state").asString()).isEqualTo("REVOKED");
    }

    @Test
    void checkValue_ofAKeyThatWasEntered_isWhatTheVaultSays() {
        byte[] one = HEX.parseHex("11".repeat(16));
        byte[] other = HEX.parseHex("2233".repeat(8));
        byte[] whole = KeyComponents.combine(List.of(one, other));
        String id = approved(enter("whole-zmk", "ZONE_MASTER", "COMPONENTS", 2, KeyCheck.aesCmac(whole, 5)));
        part(first, id, 1, HEX.formatHex(one), KeyCheck.aesCmac(one, 5)).expect(200);
        part(second, id, 2, HEX.formatHex(other), KeyCheck.aesCmac(other)).expect(200);
        assertThat(key("whole-zmk", 1).path("checkValue").asString()).isEqualTo(KeyCheck.aesCmac(whole));

        byte[] tdes = HEX.parseHex("0123456789ABCDEFFEDCBA9876543210");
        byte[] half = HEX.parseHex("5D".repeat(16));
        byte[] rest = Tdes.withOddParity(KeyComponents.combine(List.of(tdes, half)));
        String six = approved(enter("whole-zpk", "ZONE_PIN", "COMPONENTS", 2, "08d7b4"));
        part(first, six, 1, HEX.formatHex(half), KeyCheck.tdes(half)).expect(200);
        part(second, six, 2, HEX.formatHex(rest), KeyCheck.tdes(rest)).expect(200);
        assertThat(key("whole-zpk", 1).path("checkValue").asString()).isEqualTo("08D7B4FB");
        approved(change("ACTIVATE", "whole-zpk", "08D7B4FB"));
    }

    @Test
    void key_ofSharesFromElsewhere_needsAsManyAsTheThreshold() {
        byte[] secret = HEX.parseHex("4A0200A1A7B22A3B68F90F8C340700DE4A0200A1A7B22A3B68F90F8C340700DF");
        List<KeyComponents.Share> shares = KeyComponents.share(secret, 2, 5);
        String id = approved(enter("shared-zmk", "ZONE_MASTER", "SHARES", 2, KeyCheck.aesCmac(secret)));
        for (int i = 0; i < 2; i++) {
            KeyComponents.Share share = shares.get(2 + i);
            part(List.of(first, third).get(i), id, share.x(), HEX.formatHex(share.y()), KeyCheck.aesCmac(share.y())).expect(200);
        }
        assertThat(key("shared-zmk", 1).path("checkValue").asString()).isEqualTo(KeyCheck.aesCmac(secret));
    }

    @Test
    void key_importedUnderAnActiveExchangeKey_isPending() {
        KeyBlock kek = vault.generate(KeyPurpose.ZONE_MASTER);
        keys.put("import-kek", KeyPurpose.ZONE_MASTER, kek);
        KeyBlock peer = exportableZpk();
        String block = vault.export(kek, peer);
        String id = proposed(Map.of("kind", "IMPORT", "keyName", "import-zpk", "purpose", "ZONE_PIN", "exchangeKey", "import-kek", "block", block));
        JsonNode asked = second.get(CEREMONIES + "/" + id).expect(200).body();
        assertThat(asked.path("expectedCheckValue").asString()).as("what the other officer reads before he approves").isEqualTo(vault.checkValue(peer));
        assertThat(asked.path("exchangeKey").asString()).isEqualTo("import-kek");
        second.post(CEREMONIES + "/" + id + "/approval", null).expect(200);
        assertThat(key("import-zpk", 1).path("checkValue").asString()).isEqualTo(vault.checkValue(peer));

        first.post(CEREMONIES, Map.of("kind", "IMPORT", "keyName", "import-zpk", "purpose", "ZONE_PIN", "exchangeKey", "import-zpk", "block", block))
                .problem(422, "EXCHANGE_KEY_MISSING");
    }

    /// Whoever can write rows, but not change what was proposed, cannot have another key approved than the one whose check value is read.
    @Test
    void import_changedBetweenProposalAndApproval_isRefused() {
        KeyBlock kek = vault.generate(KeyPurpose.ZONE_MASTER);
        keys.put("fixed-kek", KeyPurpose.ZONE_MASTER, kek);
        keys.put("other-kek", KeyPurpose.ZONE_MASTER, vault.generate(KeyPurpose.ZONE_MASTER));
        String block = vault.export(kek, exportableZpk());
        Map<String, Object> wanted = Map.of("kind", "IMPORT", "keyName", "fixed-zpk", "purpose", "ZONE_PIN", "exchangeKey", "fixed-kek", "block", block);
        String id = proposed(wanted);
        refusedBySql("ceremony_written_once", "UPDATE keys.ceremony SET foreign_block = foreign_block || '0' WHERE ceremony_id = ?", id);
        refusedBySql("ceremony_written_once", "UPDATE keys.ceremony SET foreign_block = NULL WHERE ceremony_id = ?", id);
        refusedBySql("ceremony_written_once", "UPDATE keys.ceremony SET exchange_key_name = 'other-kek' WHERE ceremony_id = ?", id);
        refusedBySql("ceremony_written_once", "UPDATE keys.ceremony SET expected_check_value = '000000' WHERE ceremony_id = ?", id);
        second.post(CEREMONIES + "/" + id + "/cancellation", null).expect(200);
        assertThat(jdbc.sql("SELECT foreign_block FROM keys.ceremony WHERE ceremony_id = ?").param(id).query().singleRow().get("foreign_block")).isNull();

        String insert = "INSERT INTO keys.ceremony (ceremony_id, kind, state, key_name, purpose, expected_check_value, exchange_key_name, foreign_block,"
                + " proposed_by, proposed_at, expires_at) SELECT ?, kind, 'PROPOSED', key_name, purpose, %s, exchange_key_name, '" + block + "',"
                + " proposed_by, proposed_at, expires_at FROM keys.ceremony WHERE ceremony_id = '" + id + "'";
        refusedBySql("ceremony_import_says_what", insert.formatted("NULL"), "22222ABC");
        jdbc.sql(insert.formatted("'000000'")).param("22222ABC").update();
        second.post(CEREMONIES + "/22222ABC/approval", null).problem(422, "KEY_CHECK_VALUE_OTHER");
        assertThat(state("22222ABC")).isEqualTo("PROPOSED");
        second.post(CEREMONIES + "/22222ABC/cancellation", null).expect(200);
        assertThat(jdbc.sql("SELECT count(*) FROM keys.institution_key WHERE name = 'fixed-zpk'").query(Integer.class).single()).isZero();
    }

    private KeyBlock exportableZpk() {
        return vault.assemble(KeyPurpose.ZONE_PIN, Exportability.UNDER_EXCHANGE_KEY, new KeyParts.Components(
                List.of(Secret.of("0123456789ABCDEFFEDCBA9876543210"), Secret.of("5D".repeat(16)))));
    }

    @Test
    void key_inABlockThatIsNone_isRefusedWhenItIsProposed() {
        KeyBlock kek = vault.generate(KeyPurpose.ZONE_MASTER);
        keys.put("garbage-kek", KeyPurpose.ZONE_MASTER, kek);
        KeyBlock key = exportableZpk();
        String good = vault.export(kek, key);
        for (String garbage : List.of("not a key block at all", good.substring(0, good.length() - 2), good.substring(0, good.length() - 1) + (good.endsWith("0") ? "1" : "0"),
                good.replaceFirst("P0", "K0"), vault.export(vault.generate(KeyPurpose.ZONE_MASTER), key), key.value())) {
            first.post(CEREMONIES, Map.of("kind", "IMPORT", "keyName", "garbage-zpk", "purpose", "ZONE_PIN", "exchangeKey", "garbage-kek", "block", garbage))
                    .problem(422, "KEY_IMPORT_REFUSED");
        }
        first.post(CEREMONIES, Map.of("kind", "IMPORT", "keyName", "garbage-zpk", "purpose", "ZONE_MAC", "exchangeKey", "garbage-kek", "block", good))
                .problem(422, "KEY_IMPORT_REFUSED");
        assertThat(jdbc.sql("SELECT count(*) FROM keys.ceremony WHERE key_name = 'garbage-zpk'").query(Integer.class).single()).isZero();
    }

    // dual control

    @Test
    void approval_byTheProposerInAnySession_isRefusedAndWrittenDown() {
        String id = proposed(generate("dual-zmk", "ZONE_MASTER", "COMPONENTS", 2, 2));
        first.post(CEREMONIES + "/" + id + "/approval", null).problem(403, "CEREMONY_SECOND_PERSON_NEEDED");
        loggedIn(firstName).with("Accept-Language", "en").post(CEREMONIES + "/" + id + "/approval", null)
                .problem(403, "CEREMONY_SECOND_PERSON_NEEDED");
        assertThat(state(id)).isEqualTo("PROPOSED");
        assertThat(audited(id)).containsExactly("key.ceremony.propose DONE", "key.ceremony.approve REFUSED", "key.ceremony.approve REFUSED");
    }

    @Test
    void part_forTheSameOfficerInAnySession_isRefused() {
        String id = approved(generate("same-zmk", "ZONE_MASTER", "COMPONENTS", 2, 2));
        show(first, id).expect(200);
        show(first, id).problem(403, "CEREMONY_ONE_PART_EACH");
        show(loggedIn(firstName), id).problem(403, "CEREMONY_ONE_PART_EACH");
        assertThat(state(id)).isEqualTo("APPROVED");

        String typed = approved(enter("same-zpk", "ZONE_PIN", "COMPONENTS", 2, "00000000"));
        part(first, typed, 1, "0123456789ABCDEFFEDCBA9876543210", "08D7B4FB").expect(200);
        part(loggedIn(firstName), typed, 2, "1F1F1F1F0E0E0E0E1F1F1F1F0E0E0E0E", "00000000").problem(403, "CEREMONY_ONE_PART_EACH");
        part(second, typed, 1, "0123456789ABCDEFFEDCBA9876543210", "08D7B4FB").problem(409, "CEREMONY_PART_TAKEN");
    }

    @Test
    void twoApprovalsAtOnce_oneCounts() throws Exception {
        String id = proposed(generate("race-zmk", "ZONE_MASTER", "COMPONENTS", 2, 2));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(List.<Callable<Answer>>of(
                    () -> second.post(CEREMONIES + "/" + id + "/approval", null), () -> third.post(CEREMONIES + "/" + id + "/approval", null)));
            List<Integer> statuses = new ArrayList<>();
            for (var answer : answers) {
                statuses.add(answer.get().status());
            }
            assertThat(statuses).containsExactlyInAnyOrder(200, 409);
        }
        assertThat(jdbc.sql("SELECT count(*) FROM keys.ceremony_part WHERE ceremony_id = ?").param(id).query(Integer.class).single()).isEqualTo(2);
    }

    @Test
    void database_againstItsOwnApplication_keepsDualControl() {
        String id = approved(generate("sql-zmk", "ZONE_MASTER", "COMPONENTS", 2, 2));
        show(first, id).expect(200);
        refusedBySql("ceremony_written_once", "UPDATE keys.ceremony SET approved_by = proposed_by WHERE ceremony_id = ?", id);
        refusedBySql("ceremony_written_once", "UPDATE keys.ceremony SET replace_keys = true WHERE ceremony_id = ?", id);
        refusedBySql("ceremony_part_written_once", "UPDATE keys.ceremony_part SET officer = 'somebody' WHERE ceremony_id = ? AND officer IS NOT NULL", id);
        refusedBySql("ceremony_part_one_an_officer", "UPDATE keys.ceremony_part SET officer = '" + firstName + "', at = now() WHERE ceremony_id = ? AND officer IS NULL", id);
        show(second, id).expect(200);
        refusedBySql("institution_key_dual_control", "UPDATE keys.institution_key SET state = 'ACTIVE', changed_in = ? WHERE name = 'sql-zmk'", id);
        refusedBySql("institution_key_dual_control", "INSERT INTO keys.institution_key (name, version, purpose, state, block, check_value, created_at, made_in)"
                + " SELECT name, 2, purpose, 'PENDING', block, check_value, created_at, ? FROM keys.institution_key WHERE name = 'sql-zmk'", id);

        String proposal = proposed(change("ACTIVATE", key("sql-zmk", 1)));
        refusedBySql("ceremony_two_people", "UPDATE keys.ceremony SET state = 'APPROVED', approved_by = proposed_by WHERE ceremony_id = ?", proposal);
        refusedBySql("ceremony_approved_first", "UPDATE keys.ceremony SET state = 'APPROVED' WHERE ceremony_id = ?", proposal);
        refusedBySql("institution_key_dual_control", "UPDATE keys.institution_key SET state = 'ACTIVE', changed_in = ? WHERE name = 'sql-zmk'", proposal);
        refusedBySql("permission denied", "DELETE FROM keys.ceremony WHERE ceremony_id = ?", proposal);
    }

    private void refusedBySql(String rule, String sql, String id) {
        assertThatThrownBy(() -> jdbc.sql(sql).param(id).update()).isInstanceOf(DataAccessException.class)
                .rootCause().message().satisfiesAnyOf(message -> assertThat(message).contains(rule),
                        message -> assertThat(RULES.get(rule)).isNotNull().satisfies(text -> assertThat(message).contains(text)));
    }

    /// What a trigger says; the driver gives the text, not the rule's name.
    private static final Map<String, String> RULES = Map.of("ceremony_written_once", "written once",
            "ceremony_part_written_once", "written once", "institution_key_dual_control", "approved ceremony alone");

    // what is refused

    @Test
    void badParts_areRefusedByNameAndNothingIsHalfDone() {
        String id = approved(enter("bad-zpk", "ZONE_PIN", "COMPONENTS", 2, "12345678"));
        part(first, id, 1, "0123456789ABCDEFFEDCBA987654321", "08D7B4FB").problem(422, "KEY_COMPONENTS_REFUSED");
        part(first, id, 1, "0123456789ABCDEF", "D5D44FF7").problem(422, "KEY_COMPONENTS_REFUSED");
        part(first, id, 1, "0123456789ABCDEFFEDCBA98765432GG", "08D7B4FB").problem(422, "KEY_COMPONENTS_REFUSED");
        part(first, id, 1, "0023456789ABCDEFFEDCBA9876543210", "08D7B4FB").problem(422, "KEY_PARITY_WRONG");
        part(first, id, 1, "00000000000000000000000000000000", "08D7B4FB").problem(422, "KEY_COMPONENT_ZERO");
        part(first, id, 1, "0123456789ABCDEFFEDCBA9876543210", "11111111").problem(422, "KEY_CHECK_VALUE_WRONG");
        part(first, id, 3, "0123456789ABCDEFFEDCBA9876543210", "08D7B4FB").problem(409, "CEREMONY_PART_NOT_WANTED");
        part(first, id, 0, "0123456789ABCDEFFEDCBA9876543210", "08D7B4FB").problem(400, "REQUEST_INVALID");
        show(first, id).problem(409, "CEREMONY_PART_NOT_WANTED");
        assertThat(sealedRows(id)).isZero();
        part(first, id, 1, "0123456789ABCDEFFEDCBA9876543210", "08D7B4FB").expect(200);
        Answer wrong = part(second, id, 2, "1F1F1F1F0E0E0E0E1F1F1F1F0E0E0E0E", KeyCheck.tdes(HEX.parseHex("1F1F1F1F0E0E0E0E1F1F1F1F0E0E0E0E")))
                .problem(422, "KEY_CHECK_VALUE_WRONG");
        assertThat(wrong.text()).contains("校验值").doesNotContain("1F1F1F1F");
        assertThat(state(id)).isEqualTo("APPROVED");
        assertThat(sealedRows(id)).isEqualTo(1);
        second.post(CEREMONIES + "/" + id + "/cancellation", null).expect(200);
        assertThat(sealedRows(id)).isZero();
        part(second, id, 2, "1F1F1F1F0E0E0E0E1F1F1F1F0E0E0E0E", "08D7B4FB").problem(409, "CEREMONY_ENDED");
        second.post(CEREMONIES + "/" + id + "/approval", null).problem(409, "CEREMONY_ENDED");
        assertThat(jdbc.sql("SELECT count(*) FROM audit.entry WHERE content LIKE '%0123456789ABCDEF%' OR content LIKE '%1F1F1F1F%'")
                .query(Integer.class).single()).isZero();
    }

    @Test
    void envelopes_ofOthersOrOfNobody_areRefusedByNameAndNothingIsLost() {
        String id = approved(enter("envelope-zpk", "ZONE_PIN", "COMPONENTS", 2, "12345678"));
        byte[] entryKey = Base64.getDecoder().decode(first.get(CEREMONIES + "/" + id).expect(200).body().path("entryKey").asString());
        assertThat(entryKey).hasSize(91);
        Secret hex = Secret.of("0123456789ABCDEFFEDCBA9876543210");
        OfficerPart own = new OfficerPart(id, KeyPurpose.ZONE_PIN, 1, firstName);
        String envelope = own.entered(Base64.getEncoder().encodeToString(entryKey), hex);
        String path = CEREMONIES + "/" + id + "/parts";
        second.post(path, Map.of("number", 1, "envelope", envelope, "checkValue", "08D7B4FB")).problem(422, "KEY_PART_UNREADABLE");
        first.post(path, Map.of("number", 2, "envelope", envelope, "checkValue", "08D7B4FB")).problem(422, "KEY_PART_UNREADABLE");
        for (Object bad : List.of("not base64!", 7, "A".repeat(2000))) {
            first.post(path, Map.of("number", 1, "envelope", bad, "checkValue", "08D7B4FB")).problem(400, "REQUEST_INVALID");
        }
        first.post(path, Map.of("number", 1, "hex", "0123456789ABCDEFFEDCBA9876543210", "checkValue", "08D7B4FB")).problem(400, "REQUEST_INVALID");
        assertThat(sealedRows(id)).isZero();
        first.post(path, Map.of("number", 1, "envelope", envelope, "checkValue", "08D7B4FB")).expect(200);
        second.post(CEREMONIES + "/" + id + "/cancellation", null).expect(200);
        assertThat(jdbc.sql("SELECT entry_private_key FROM keys.ceremony WHERE ceremony_id = ?").param(id).query().singleRow().get("entry_private_key")).isNull();

        String shown = approved(generate("envelope-zmk", "ZONE_MASTER", "COMPONENTS", 2, 2));
        first.post(CEREMONIES + "/" + shown + "/parts/shown", Map.of("officerKey", Base64.getEncoder().encodeToString(new byte[91]))).problem(422, "OFFICER_KEY_REFUSED");
        first.post(CEREMONIES + "/" + shown + "/parts/shown", Map.of()).problem(400, "REQUEST_INVALID");
        show(first, shown).expect(200);
    }

    @Test
    void stepsOutOfOrder_areRefusedByName() {
        String id = proposed(generate("order-zmk", "ZONE_MASTER", "COMPONENTS", 2, 2));
        show(first, id).problem(409, "CEREMONY_NOT_APPROVED");
        first.post(CEREMONIES, generate("order-zmk", "ZONE_MASTER", "COMPONENTS", 2, 2)).problem(409, "CEREMONY_UNDER_WAY");
        second.post(CEREMONIES + "/" + id + "/approval", null).expect(200);
        third.post(CEREMONIES + "/" + id + "/approval", null).problem(409, "CEREMONY_APPROVED_ALREADY");
        show(first, id).expect(200);
        show(second, id).expect(200);
        show(third, id).problem(409, "CEREMONY_ENDED");
        JsonNode pending = key("order-zmk", 1);
        first.post(CEREMONIES, change("REVOKE", pending)).problem(409, "KEY_STATE_REFUSED");
        first.post(CEREMONIES, Map.of("kind", "ACTIVATE", "keyName", "order-zmk", "version", 1, "checkValue", "FFFFFF"))
                .problem(422, "KEY_CHECK_VALUE_OTHER");
        first.post(CEREMONIES, Map.of("kind", "ACTIVATE", "keyName", "order-zmk", "version", 7, "checkValue", "FFFFFF")).problem(404, "KEY_UNKNOWN");
        first.post(CEREMONIES, generate("order-zmk", "ZONE_PIN", "COMPONENTS", 2, 2)).problem(409, "KEY_PURPOSE_OTHER");
        first.post(CEREMONIES, generate("data", "ZONE_MASTER", "COMPONENTS", 2, 2)).problem(409, "KEY_OWN_REFUSED");
        first.post(CEREMONIES, generate("my-pepper", "LOGIN_PEPPER", "COMPONENTS", 2, 2)).problem(422, "KEY_PURPOSE_REFUSED");
        first.post(CEREMONIES, generate("four", "ZONE_MASTER", "COMPONENTS", 4, 4)).problem(422, "KEY_DIVISION_REFUSED");
        first.post(CEREMONIES, Map.of("kind", "GENERATE", "keyName", "half")).problem(400, "REQUEST_INVALID");
        assertThat(first.post(CEREMONIES, generate("No Name", "ZONE_MASTER", "COMPONENTS", 2, 2)).problem(400, "REQUEST_INVALID").text())
                .contains("格式不正确").doesNotContain("[a-z]");
        first.get(CEREMONIES + "/22222222").problem(404, "CEREMONY_UNKNOWN");
    }

    @Test
    void ceremony_after30Minutes_isExpiredAndWiped() {
        String id = approved(enter("late-zpk", "ZONE_PIN", "COMPONENTS", 2, "00000000"));
        part(first, id, 1, "0123456789ABCDEFFEDCBA9876543210", "08D7B4FB").expect(200);
        clock.advance(Ceremonies.OPEN_MAX);
        officers();                                                             // sessions are over by then, too
        part(second, id, 2, "1F1F1F1F0E0E0E0E1F1F1F1F0E0E0E0E", "00000000").problem(409, "CEREMONY_EXPIRED");
        assertThat(sealedRows(id)).isZero();
        assertThat(jdbc.sql("SELECT ceremony_key FROM keys.ceremony WHERE ceremony_id = ?").param(id).query().singleRow().get("ceremony_key")).isNull();
        assertThat(audited(id)).contains("key.ceremony.expire DONE", "key.ceremony.part.enter REFUSED");
    }

    @Test
    void ceremonies_forOthersThanOfficers_areClosed() {
        String id = proposed(generate("roles-zmk", "ZONE_MASTER", "COMPONENTS", 2, 2));
        for (TestBrowser other : List.of(staff.loggedIn(Role.ADMINISTRATOR), staff.loggedIn(Role.AUDITOR))) {
            other.get("/api/v1/keys").expect(200);
            other.get(CEREMONIES).expect(200);
            other.post(CEREMONIES + "/" + id + "/approval", null).problem(403, "ACCESS_DENIED");
            show(other, id).problem(403, "ACCESS_DENIED");
            other.post(CEREMONIES, generate("roles-zmk-2", "ZONE_MASTER", "COMPONENTS", 2, 2)).problem(403, "ACCESS_DENIED");
            String name = other.get("/api/v1/session").expect(200).body().path("username").asString();
            assertThat(jdbc.sql("SELECT object || ' ' || result || ' ' || reason FROM audit.entry WHERE action = 'staff.request' AND actor = ? ORDER BY entry_id")
                    .param(name).query(String.class).list()).containsExactly(
                    "request:POST " + CEREMONIES + "/" + id + "/approval REFUSED ACCESS_DENIED",
                    "request:POST " + CEREMONIES + "/" + id + "/parts/shown REFUSED ACCESS_DENIED", "request:POST " + CEREMONIES + " REFUSED ACCESS_DENIED");
        }
        staff.loggedIn(Role.OPERATIONS).get("/api/v1/keys").problem(403, "ACCESS_DENIED");
    }

    private int sealedRows(String id) {
        return jdbc.sql("SELECT count(*) FROM keys.ceremony_part WHERE ceremony_id = ? AND sealed IS NOT NULL").param(id).query(Integer.class).single();
    }
}
