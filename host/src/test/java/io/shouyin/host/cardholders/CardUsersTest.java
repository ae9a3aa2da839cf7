package io.shouyin.host.cardholders;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.credentials.SecretDesk;
import io.shouyin.host.credentials.Subject;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.notify.TestMessages;
import io.shouyin.kernel.MerchantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// The register of card users over HTTP, and its files.
@HostTest
class CardUsersTest {

    private static final String MERCHANT = "104110058120077";
    private static final String URL = "/api/v1/cardholders";
    private static final String CASES = "/api/v1/cases";
    private static final String CARD = "6222021234567894";

    @Autowired
    private Merchants merchants;
    @Autowired
    private TestStaff staff;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TestClock clock;
    @Autowired
    private SecretDesk desk;
    @Autowired
    private TestMessages messages;
    private TestBrowser operations;

    @BeforeEach
    void aMerchantWithoutCardUsers() {
        merchants.register(new Merchants.Registration(new MerchantId(MERCHANT), "听雨茶楼", "LISTENING RAIN TEA", "5812", "SUZHOU", "051255550100"));
        operations = staff.loggedIn(Role.OPERATIONS);
        jdbc.sql("DELETE FROM cardholders.card_user WHERE merchant_id = ?").param(MERCHANT).update();
    }

    @Test
    void cardUser_added_isFoundMaskedAndLogged() {
        JsonNode added = operations.post(URL, user("张三", "6222 0212 3456 7894")).expect(201).body();
        assertThat(added.path("cardMasked").asString()).isEqualTo("622202******7894");
        assertThat(added.path("password").asString()).isEqualTo("NONE");
        assertThat(operations.get(one(added)).expect(200).body()).isEqualTo(added);
        assertThat(operations.get(URL + "?query=7894&merchantId=" + MERCHANT).expect(200).body().path("items").path(0)).isEqualTo(added);
        assertThat(operations.get(URL + "?query=%E5%BC%A0&merchantId=" + MERCHANT).body().path("total").asInt()).isEqualTo(1);
        assertThat(operations.get(URL + "?query=7893&merchantId=" + MERCHANT).body().path("total").asInt()).isZero();
        assertThat(operations.post(URL + "/search", Map.of("cardNumber", CARD)).expect(200).body().path(0)).isEqualTo(added);
        assertThat(jdbc.sql("SELECT count(*) FROM audit.entry WHERE action = 'cardholder.add' AND object = ?").param("card-user:" + id(added))
                .query(Long.class).single()).isEqualTo(1);
        assertThat(jdbc.sql("SELECT to_jsonb(card_user)::text FROM cardholders.card_user WHERE card_id = ?::uuid").param(id(added))
                .query(String.class).single()).doesNotContain(CARD);
    }

    @Test
    void cardUser_addedAgain_isTheSameOrRefused() {
        JsonNode added = operations.post(URL, user("张三", CARD)).expect(201).body();
        assertThat(operations.post(URL, user("张三", CARD)).expect(200).body()).isEqualTo(added);
        operations.post(URL, user("李四", CARD)).problem(409, "CARD_TAKEN");
    }

    @ParameterizedTest
    @CsvSource({"merchantId, 1041, 400, REQUEST_INVALID", "merchantId, 999999999999999, 404, MERCHANT_UNKNOWN", "name, '  ', 400, REQUEST_INVALID",
            "contact, call me, 400, REQUEST_INVALID", "contact, -----, 400, REQUEST_INVALID", "contact, +1+1+1, 400, REQUEST_INVALID",
            "cardNumber, 6222021234567895, 422, CARD_NUMBER_WRONG", "cardNumber, 62220212345, 422, CARD_NUMBER_WRONG",
            "cardNumber, ６２２２０２１２３４５６７８９４, 422, CARD_NUMBER_WRONG", "cardNumber, 62220212345678901232, 422, CARD_NUMBER_WRONG"})
    void cardUser_withAWrongField_isRefusedWithoutTheValue(String field, String value, int status, String code) {
        Map<String, Object> wanted = new HashMap<>(user("张三", CARD));
        wanted.put(field, value);
        var answer = operations.post(URL, wanted).problem(status, code);
        if (!value.isBlank()) {
            assertThat(answer.text()).doesNotContain(value);
        }
    }

    @Test
    void cardNumber_inAnAddress_isRefused() {
        assertThat(operations.get(URL + "?query=" + CARD).problem(400, "CARD_NUMBER_IN_ADDRESS").text()).doesNotContain(CARD);
    }

    @Test
    void cardUser_changed_makesThePasswordDueAndTellsWhy() {
        JsonNode added = operations.post(URL, user("张三", CARD)).expect(201).body();
        String initial = operations.post(one(added) + "/secrets/initial", null).expect(201).body().path("secret").asString();
        assertThat(initial).matches("[0-9]{8}");
        assertThat(operations.get(one(added)).body().path("password").asString()).isEqualTo("INITIAL");
        JsonNode changed = operations.put(one(added), change(1, "张三", "13917346029", false)).expect(200).body();
        assertThat(changed.path("version").asInt()).isEqualTo(2);
        assertThat(changed.path("password").asString()).isEqualTo("DUE");
        assertThat(changed.path("dueReason").asString()).isEqualTo("CONTACT");
        operations.put(one(added), change(1, "李四", "13917346029", false)).problem(409, "CARD_USER_CHANGED_MEANWHILE");
        operations.post(one(added) + "/secrets/initial", null).problem(409, "SECRET_NEEDS_CASE");
        setAnew(added);
        assertThat(operations.get(one(added)).body().path("dueReason").isNull()).as("set anew").isTrue();
        Map<String, Object> sameCard = change(2, "张三", "13917346029", true);
        sameCard.put("cardNumber", CARD);
        JsonNode same = operations.put(one(added), sameCard).expect(200).body();
        assertThat(same.path("password").asString()).as("nothing of the particulars has changed").isEqualTo("INITIAL");
        assertThat(same.path("state").asString()).isEqualTo("SUSPENDED");
    }

    @Test
    void cardUser_changedToALandline_isToldOnThePhoneOfBefore() {
        Map<String, Object> wanted = new HashMap<>(user("张三", CARD));
        wanted.put("contact", "13917346777");
        JsonNode added = operations.post(URL, wanted).expect(201).body();
        operations.put(one(added), change(7, "张三", "021-55550100", false)).problem(409, "CARD_USER_CHANGED_MEANWHILE");
        assertThat(messages.to("139****6777")).as("nothing was changed").isEmpty();
        operations.put(one(added), change(1, "张三", "021-55550100", false)).expect(200);
        assertThat(messages.to("139****6777")).singleElement().asString().contains("****00").doesNotContain("5555");
        operations.put(one(added), change(2, "张三", "139-1734-6777", false)).expect(200);
        operations.put(one(added), change(3, "张三", "13917346777", false)).expect(200);
        assertThat(messages.to("139****6777")).as("once at the new one, and once at the one that is both").hasSize(3);
    }

    @Test
    void cardUser_changedToACardOfAnother_isRefused() {
        operations.post(URL, user("张三", CARD)).expect(201);
        JsonNode other = operations.post(URL, user("李四", "4000000000000002")).expect(201).body();
        Map<String, Object> taken = change(1, "李四", "13917346028", false);
        taken.put("cardNumber", CARD);
        operations.put(one(other), taken).problem(409, "CARD_TAKEN");
        assertThat(operations.get(one(other)).body()).isEqualTo(other);
    }

    @Test
    void cardUser_removed_isGoneAndItsPasswordsAreRevoked() {
        JsonNode added = operations.post(URL, user("张三", "4111111111111111")).expect(201).body();
        operations.post(one(added) + "/secrets/initial", null).expect(201);
        operations.delete(one(added) + "?version=1").expect(204);
        operations.get(one(added)).problem(404, "CARD_USER_UNKNOWN");
        operations.delete(one(added) + "?version=2").problem(404, "CARD_USER_UNKNOWN");
        operations.get(one(added) + "/secrets").problem(404, "SECRET_UNKNOWN");
        assertThat(jdbc.sql("SELECT ended FROM credentials.secret WHERE subject = ?").param("card:" + MERCHANT + ":" + id(added)).query(String.class).list())
                .containsExactly("REVOKED");
        operations.post(URL, user("李四", "4111111111111111")).expect(201);
    }

    @Test
    void cardUser_withACaseUnderWay_isNotRemoved() {
        JsonNode added = operations.post(URL, user("张三", "5555555555554444")).expect(201).body();
        TestBrowser agent = staff.loggedIn(Role.SERVICE_DESK);
        String opened = agent.post(CASES, forgotten(added)).expect(201).body().at("/reset/id").asString();
        operations.delete(one(added) + "?version=1").problem(409, "CASE_OPEN");
        agent.post(CASES + "/" + opened + "/cancellation", Map.of("why", "误开")).expect(200);
        operations.delete(one(added) + "?version=1").expect(204);
    }

    @Test
    void cardUser_registeredAnew_hasAPhoneThatIsToldAndNotTrusted_andNoFirstPassword() {
        JsonNode added = operations.post(URL, user("张三", "6011000990139424", "13917346801")).expect(201).body();
        operations.delete(one(added) + "?version=1").expect(204);
        assertThat(messages.to("139****6801")).singleElement().asString().contains("尾号9424");

        JsonNode anew = operations.post(URL, user("张三", "6011000990139424", "13917346802")).expect(201).body();
        assertThat(messages.to("139****6801")).hasSize(2);
        assertThat(messages.to("139****6802")).singleElement().asString().contains("6802");
        requireAskedByACase(anew);
        operations.delete(one(anew) + "?version=1").expect(204);
        requireAskedByACase(operations.post(URL, user("张三", "6011000990139424", "13917346802")).expect(201).body());
    }

    @Test
    void cardUser_givenACardThatWasAnothers_isAskedByACaseToo() {
        JsonNode owner = operations.post(URL, user("张三", "3530111333300000", "13917346803")).expect(201).body();
        Map<String, Object> other = change(1, "张三", "13917346803", false);
        other.put("cardNumber", "378282246310005");
        operations.put(one(owner), other).expect(200);
        JsonNode thief = operations.post(URL, user("李四", "4000000000000010", "13917346804")).expect(201).body();
        Map<String, Object> taken = change(1, "李四", "13917346804", false);
        taken.put("cardNumber", "3530111333300000");
        requireAskedByACase(operations.put(one(thief), taken).expect(200).body());
        assertThat(messages.to("139****6803")).hasSize(2).first().asString().as("of the card that was changed").contains("0000");
        assertThat(messages.to("139****6803")).last().asString().contains("6804");
    }

    @Test
    void cardUser_registeredAnew_wantsThePasswordOfTwoPeopleAgain() {
        JsonNode added = operations.post(URL, user("张三", "6011111111111117", "13917346805")).expect(201).body();
        operations.put(one(added) + "/secrets/form", Map.of("kind", "COMBINATION", "twoPeople", true, "cycle", "DAY", "usesMax", 1)).expect(204);
        operations.delete(one(added) + "?version=1").expect(204);
        JsonNode anew = operations.post(URL, user("张三", "6011111111111117", "13917346805")).expect(201).body();
        assertIsOfTwoPeopleOnceADay(anew);

        operations.delete(one(anew) + "?version=1").expect(204);
        JsonNode other = operations.post(URL, user("李四", "6011000000000020", "13917346807")).expect(201).body();
        Map<String, Object> taken = change(1, "李四", "13917346807", false);
        taken.put("cardNumber", "6011111111111117");
        operations.put(one(other), taken).expect(200);
        assertIsOfTwoPeopleOnceADay(other);
        assertThat(messages.to("139****6807")).as("of the card that was changed").anyMatch(text -> text.contains("尾号0020"));
    }

    private void assertIsOfTwoPeopleOnceADay(JsonNode user) {
        JsonNode form = operations.get(one(user) + "/secrets").expect(200).body().path("form");
        assertThat(form.path("kind").asString()).isEqualTo("COMBINATION");
        assertThat(form.path("twoPeople").asBoolean()).isTrue();
        assertThat(form.path("usesMax").asInt()).isEqualTo(1);
    }

    @Test
    void cardUser_withoutAFreshLogin_isNeitherChangedNorRemoved() {
        JsonNode added = operations.post(URL, user("张三", "6011000000000012", "13917346806")).expect(201).body();
        clock.advance(Duration.ofMinutes(6));
        operations.put(one(added), change(1, "李四", "13917346806", false)).problem(403, "STEP_UP_REQUIRED");
        operations.delete(one(added) + "?version=1").problem(403, "STEP_UP_REQUIRED");
        operations.post(one(added) + "/secrets/unlock", null).problem(403, "STEP_UP_REQUIRED");
    }

    /// Nobody is shown a password of it, and its phone is too new for a case.
    private void requireAskedByACase(JsonNode user) {
        operations.post(one(user) + "/secrets/initial", null).problem(409, "SECRET_NEEDS_CASE");
        staff.loggedIn(Role.SERVICE_DESK).post(CASES, forgotten(user)).problem(409, "CASE_CHANNEL_TOO_NEW");
    }

    private static Map<String, Object> forgotten(JsonNode user) {
        return Map.of("wish", "FORGOTTEN", "subject", "card-user:" + id(user), "ticket", "T-2026-0302", "reason", "来电说忘记密码", "factorsLost", false);
    }

    @Test
    void cardPassword_isShownToNobodyOfTheServiceDesk_andAfterTheFirstToNobodyAlone() {
        JsonNode added = operations.post(URL, user("张三", CARD)).expect(201).body();
        for (TestBrowser desk : new TestBrowser[] {staff.loggedIn(Role.SERVICE_DESK), staff.loggedIn(Role.SERVICE_DESK, Role.OPERATIONS)}) {
            desk.post(one(added) + "/secrets/initial", null).problem(403, "ACCESS_DENIED");
            desk.post(one(added) + "/secrets/one-time", Map.of()).problem(403, "ACCESS_DENIED");
        }
        clock.advance(Duration.ofMinutes(6));
        operations.post(one(added) + "/secrets/initial", null).problem(403, "STEP_UP_REQUIRED");
        TestBrowser fresh = staff.loggedIn(Role.OPERATIONS);
        fresh.post(one(added) + "/secrets/initial", null).expect(201);
        fresh.post(one(added) + "/secrets/initial", null).problem(409, "SECRET_NEEDS_CASE");
        fresh.delete(one(added) + "/secrets/" + fresh.get(one(added) + "/secrets").body().at("/secrets/0/id").asString()).expect(204);
        fresh.post(one(added) + "/secrets/initial", null).problem(409, "SECRET_NEEDS_CASE");

        TestBrowser first = staff.loggedIn(Role.ADMINISTRATOR);
        String proposal = first.post(one(added) + "/secrets/one-time", Map.of()).expect(202).body().path("id").asString();
        String shown = staff.loggedIn(Role.ADMINISTRATOR).post("/api/v1/proposals/" + proposal + "/approval", null).expect(200).body().path("secret").asString();
        assertThat(shown).matches("[0-9]{8}");
        assertThat(first.get("/api/v1/proposals").expect(200).text()).contains(proposal).doesNotContain(shown);
    }

    /// As a case of the service desk would.
    private void setAnew(JsonNode card) {
        desk.issueInitial(new Subject.Card(new MerchantId(MERCHANT), UUID.fromString(id(card)))).close();
    }

    @Test
    void cardUsers_withoutTheRole_areNotChanged() {
        TestBrowser auditor = staff.loggedIn(Role.AUDITOR);
        auditor.post(URL, user("张三", CARD)).problem(403, "ACCESS_DENIED");
        auditor.get(URL + "/export").problem(403, "ACCESS_DENIED");
        auditor.send("POST", URL + "/import?mode=TRIAL&merchantId=" + MERCHANT, new byte[] {1}).problem(403, "ACCESS_DENIED");
    }

    private static final String FILE = """
            姓名,卡号,联系方式
            张三,6222 0212 3456 7894,13917346028
            李四,4000000000000003,13917346028
            =1+1,4000000000000010,call me
            ,4000000000000028,+8613917346028
            王五,6222021234567894,13917346028
            赵六,4000000000000002,+8613917346028
            """;

    @Test
    void importTrial_tellsEveryLineAndKeepsNothing() {
        byte[] file = FILE.getBytes(StandardCharsets.UTF_8);
        JsonNode report = take("TRIAL", file).expect(200).body();
        assertThat(report.path("applied").asBoolean()).isFalse();
        assertThat(report.path("added").asInt()).isEqualTo(2);
        assertThat(problems(file)).containsExactly("3 卡号 CARD_NUMBER_WRONG", "4 姓名 CELL_IS_FORMULA", "4 联系方式 CONTACT_WRONG",
                "5 姓名 NAME_WRONG", "6 卡号 CARD_TWICE_IN_FILE");
        assertThat(report.toString()).doesNotContain("4000000000000003");
        assertThat(total()).isZero();
    }

    @Test
    void importTrial_ofWhatExcelWorkedOut_isRefusedInEveryColumn_andAContactWantsDigits() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(file, "test", null)) {
            Worksheet sheet = workbook.newWorksheet("test");
            for (int column = 0; column < 4; column++) {
                sheet.value(0, column, List.of("商户编号", "姓名", "卡号", "联系方式").get(column));
                sheet.formula(1, column, "1+1");
                sheet.value(2, column, true);
            }
        }
        assertThat(problems(file.toByteArray())).containsExactly("2 商户编号 CELL_IS_RESULT", "2 姓名 CELL_IS_RESULT", "2 卡号 CELL_IS_RESULT",
                "2 联系方式 CELL_IS_RESULT", "3 商户编号 CELL_IS_RESULT", "3 姓名 CELL_IS_RESULT", "3 卡号 CELL_IS_RESULT", "3 联系方式 CELL_IS_RESULT");
        assertThat(problems(("姓名,卡号,联系方式\n张三," + CARD + ",+1+1+1\n张三," + CARD + ",-----\n张三," + CARD + ",0512-62-\n张三," + CARD + ",1--23456\n")
                .getBytes(StandardCharsets.UTF_8))).containsExactly("2 联系方式 CELL_IS_FORMULA", "3 联系方式 CELL_IS_FORMULA", "4 联系方式 CONTACT_WRONG",
                "5 联系方式 CONTACT_WRONG");
    }

    private List<String> problems(byte[] file) {
        return take("TRIAL", file).expect(200).body().path("problems").valueStream().map(problem -> problem.path("line").asInt() + " "
                + problem.path("field").asString() + " " + problem.path("code").asString()).toList();
    }

    @Test
    void importOfAll_withAWrongLine_keepsNothing_goodLinesAreKept() {
        byte[] file = FILE.getBytes(Charset.forName("GBK"));
        JsonNode refused = take("ALL_OR_NOTHING", file).expect(200).body();
        assertThat(refused.path("applied").asBoolean()).isFalse();
        assertThat(refused.path("added").asInt()).as("nothing was").isZero();
        assertThat(total()).isZero();
        assertThat(take("GOOD_LINES", file).expect(200).body().path("applied").asBoolean()).isTrue();
        assertThat(total()).isEqualTo(2);
        assertThat(take("GOOD_LINES", file).expect(200).body().path("present").asInt()).as("the same again").isEqualTo(2);
        assertThat(jdbc.sql("SELECT result FROM audit.entry WHERE object = ? AND action = 'cardholder.import' ORDER BY entry_id DESC LIMIT 3")
                .param("merchant:" + MERCHANT).query(String.class).list()).containsExactly("DONE", "DONE", "REFUSED");
    }

    @Test
    void export_hasMaskedNumbersAndNoFormula() {
        operations.post(URL, user("=cmd|'/c calc'!A1", CARD)).expect(201);
        String csv = operations.get(URL + "/export?merchantId=" + MERCHANT).expect(200).text();
        assertThat(csv.lines().toList()).containsExactly("\ufeff商户编号,姓名,卡号,联系方式", MERCHANT + ",'=cmd|'/c calc'!A1,622202******7894,13917346028");
        assertThat(operations.get(URL + "/export?format=XLSX&merchantId=" + MERCHANT).expect(200).text()).startsWith("PK");
    }

    @Test
    void exportOfWholeNumbers_isForAnAdministratorWhoSaysWhy() {
        operations.post(URL, user("张三", CARD)).expect(201);
        Map<String, Object> wanted = Map.of("format", "CSV", "merchantId", MERCHANT, "reason", "移交新系统");
        operations.post(URL + "/export", wanted).problem(403, "ACCESS_DENIED");
        TestBrowser administrator = staff.loggedIn(Role.ADMINISTRATOR);
        administrator.post(URL + "/export", Map.of("format", "CSV", "merchantId", MERCHANT, "reason", " ")).problem(400, "REQUEST_INVALID");
        String csv = administrator.post(URL + "/export", wanted).expect(200).text();
        assertThat(csv).contains(CARD);
        assertThat(take("TRIAL", csv.getBytes(StandardCharsets.UTF_8)).expect(200).body().path("present").asInt()).as("an import knows it again").isEqualTo(1);
        assertThat(jdbc.sql("SELECT reason FROM audit.entry WHERE action = 'cardholder.export' AND object = ? ORDER BY entry_id DESC LIMIT 1")
                .param("merchant:" + MERCHANT).query(String.class).single()).isEqualTo("whole numbers: 移交新系统");
    }

    @Test
    void exportOfWholeNumbers_longAfterTheLogin_asksForAFactor() {
        TestBrowser administrator = staff.loggedIn(Role.ADMINISTRATOR);
        clock.advance(Duration.ofMinutes(10));
        administrator.post(URL + "/export", Map.of("format", "CSV", "merchantId", MERCHANT, "reason", "移交新系统")).problem(403, "STEP_UP_REQUIRED");
    }

    @Test
    void import_ofNoTable_isRefusedByName() {
        take("TRIAL", "\n".getBytes(StandardCharsets.UTF_8)).problem(422, "SHEET_EMPTY");
        take("TRIAL", "姓名,卡号\n".getBytes(StandardCharsets.UTF_8)).problem(422, "SHEET_COLUMN_MISSING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200b\u200b", "\u202egnaW", "Ａlice", "é\u0301\u0301", "аlice", "\u3164"})
    void name_thatHidesOrPretends_isRefused_typedAndImported(String name) {
        var refused = operations.post(URL, user(name, CARD)).problem(400, "REQUEST_INVALID");
        assertThat(refused.body().at("/errors/0/field").asString()).isEqualTo("name");
        JsonNode report = take("TRIAL", ("姓名,联系方式,卡号\n" + name + ",13917346031," + CARD + "\n").getBytes(StandardCharsets.UTF_8)).expect(200).body();
        assertThat(report.toString()).contains("NAME_WRONG");
        var admin = staff.loggedIn(Role.ADMINISTRATOR);
        for (var answer : List.of(admin.post("/api/v1/clients", Map.of("name", name, "expiresAt", clock.instant().toString())),
                admin.post("/api/v1/accounts", Map.of("username", "hidden", "displayName", name, "roles", List.of("SERVICE_DESK"))))) {
            assertThat(answer.problem(400, "REQUEST_INVALID").body().path("errors").toString()).contains("PlainlyNamed");
        }
        assertThat(total()).isZero();
    }

    @Test
    void name_inAnyScript_isKept() {
        for (String name : List.of("买买提·艾力", "བཀྲ་ཤིས་", "Zoë O'Neil")) {
            jdbc.sql("DELETE FROM cardholders.card_user WHERE merchant_id = ?").param(MERCHANT).update();
            assertThat(operations.post(URL, user(name, CARD)).expect(201).body().path("name").asString()).isEqualTo(name);
        }
    }

    private TestBrowser.Answer take(String mode, byte[] file) {
        return operations.send("POST", URL + "/import?merchantId=" + MERCHANT + "&mode=" + mode, file);
    }

    private long total() {
        return operations.get(URL + "?merchantId=" + MERCHANT).expect(200).body().path("total").asLong();
    }

    private static String one(JsonNode user) {
        return URL + "/" + id(user);
    }

    private static String id(JsonNode user) {
        return user.path("cardId").asString();
    }

    private static Map<String, Object> user(String name, String cardNumber) {
        return user(name, cardNumber, "13917346028");
    }

    private static Map<String, Object> user(String name, String cardNumber, String contact) {
        return Map.of("merchantId", MERCHANT, "name", name, "contact", contact, "cardNumber", cardNumber);
    }

    private static Map<String, Object> change(int version, String name, String contact, boolean suspended) {
        return new HashMap<>(Map.of("version", version, "name", name, "contact", contact, "suspended", suspended));
    }
}
