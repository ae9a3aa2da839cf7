package io.shouyin.host.fleet.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Devices over HTTP: models, stock, bindings by two people, repair and scrap; and what the database holds by itself.
@HostTest
class DeviceRegisterTest {

    private static final String MERCHANT = "104110058120411";
    private static final String OTHER_MERCHANT = "104110058120412";
    private static final String DEVICES = "/api/v1/devices";
    private static final String CREDIT_CODE = "91350100M000100Y43";
    private static final String ACCOUNT = "6222021234567894";
    private static final AtomicInteger SERIALS = new AtomicInteger();

    @Autowired
    private Merchants merchants;
    @Autowired
    private TestStaff staff;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TestClock clock;
    private TestBrowser operations;
    private String serial;

    @BeforeEach
    void aMerchantAndASerialNumber() {
        merchants.register(new Merchants.Registration(new MerchantId(MERCHANT), "听雨茶楼", "LISTENING RAIN TEA", "5812", "SUZHOU", "051255550100"));
        merchants.register(new Merchants.Registration(new MerchantId(OTHER_MERCHANT), "望月楼", "MOON TOWER", "5812", "SUZHOU", "051255550101"));
        operations = staff.loggedIn(Role.OPERATIONS);
        serial = "SYDEV-%08d".formatted(SERIALS.incrementAndGet());
    }

    // stock and registration ----------------------------------------------------------------------------------------------

    @Test
    void device_fromStock_becomesATerminalOfItsMerchant_andItsHistoryTellsIt() {
        operations.post(DEVICES, Map.of("serialNumber", serial, "model", "Shouyin VT-1", "place", "一号库")).expect(201);
        assertThat(state()).isEqualTo("IN_STOCK");
        String terminal = registered(MERCHANT).expect(201).body().path("terminalId").asString();
        JsonNode device = operations.get(DEVICES + "/" + serial).expect(200).body();
        assertThat(device.at("/device/state").asString()).isEqualTo("BOUND");
        assertThat(device.at("/device/terminalId").asString()).isEqualTo(terminal);
        assertThat(device.at("/bindings/0/merchantId").asString()).isEqualTo(MERCHANT);
        assertThat(device.at("/device/bindingWhole").asBoolean()).as("owner, account and address are still to come").isFalse();
        assertThat(steps()).containsExactly("RECEIVED", "REGISTERED", "CODE_ISSUED");
        assertThat(operations.get(DEVICES + "?size=200&state=BOUND&query=" + terminal).body().path("items").findValuesAsString("serialNumber")).contains(serial);
        assertThat(operations.get(DEVICES + "?state=IN_STOCK&query=" + serial).body().path("total").asInt()).isZero();
    }

    @Test
    void device_registeredOutOfNowhere_isReceivedOnTheWay_withItsModel() {
        operations.post("/api/v1/terminals", Map.of("merchantId", MERCHANT, "serialNumber", serial, "model", "Unheard Of 9")).expect(201);
        assertThat(steps()).containsExactly("RECEIVED", "REGISTERED", "CODE_ISSUED");
        assertThat(operations.get("/api/v1/terminal-models").body().findValuesAsString("name")).contains("Unheard Of 9");
    }

    @Test
    void device_whoseRegistrationDoesNotFit_isRefusedByName_andNothingIsLeft() {
        operations.post(DEVICES, Map.of("serialNumber", serial, "model", "Shouyin VT-1")).expect(201);
        operations.post(DEVICES, Map.of("serialNumber", serial, "model", "Shouyin VT-1")).problem(409, "DEVICE_KNOWN");
        operations.post(DEVICES, Map.of("serialNumber", serial.toLowerCase(), "model", "Shouyin VT-1")).problem(409, "DEVICE_KNOWN");
        operations.post(DEVICES, Map.of("serialNumber", serial + "-2", "model", "No Such")).problem(404, "MODEL_UNKNOWN");
        operations.post(DEVICES, Map.of("serialNumber", "短", "model", "Shouyin VT-1")).problem(400, "REQUEST_INVALID");
        operations.post("/api/v1/terminals", Map.of("merchantId", MERCHANT, "serialNumber", serial, "model", "Other")).problem(409, "DEVICE_MODEL_DIFFERS");
        operations.post("/api/v1/terminals", Map.of("merchantId", MERCHANT, "serialNumber", serial.toLowerCase(), "model", "Shouyin VT-1")).problem(409, "DEVICE_KNOWN");
        assertThat(state()).isEqualTo("IN_STOCK");
        assertThat(terminals()).isEmpty();
        registered(MERCHANT).expect(201);
        registered(MERCHANT).problem(422, "SERIAL_NUMBER_IN_USE");
    }

    @Test
    void model_whoseApprovalIsOver_isNewlyDeployedNoMore() {
        Map<String, Object> particulars = new HashMap<>(Map.of("vendor", "新大陆", "kind", "E_SIGNATURE", "capabilities", List.of("E_SIGNATURE", "CHIP"), "approvalNumber", "4-10254"));
        operations.post("/api/v1/terminal-models", Map.of("name", "Old One", "particulars", particulars)).problem(422, "MODEL_APPROVAL_HALF");
        particulars.put("approvalUntil", "2020-04-30");
        operations.post("/api/v1/terminal-models", Map.of("name", "Old One", "particulars", particulars)).expect(201);
        operations.post("/api/v1/terminal-models", Map.of("name", "Old One", "particulars", particulars)).problem(409, "MODEL_KNOWN");
        Map<String, String> registration = Map.of("merchantId", MERCHANT, "serialNumber", serial, "model", "Old One");
        operations.post("/api/v1/terminals", registration).problem(409, "MODEL_APPROVAL_OVER");
        particulars.put("approvalUntil", "2099-04-30");
        assertThat(operations.put("/api/v1/terminal-models/Old%20One", particulars).expect(200).body().path("approvalUntil").asString()).isEqualTo("2099-04-30");
        operations.post("/api/v1/terminals", registration).expect(201);
        operations.put("/api/v1/terminal-models/No%20Such", particulars).problem(404, "MODEL_UNKNOWN");
    }

    // bindings by two people ----------------------------------------------------------------------------------------------

    @Test
    void binding_changed_isANewRow_onceASecondPersonHasApproved() {
        String terminal = registered(MERCHANT).expect(201).body().path("terminalId").asString();
        Map<String, Object> wanted = Map.of("merchantId", MERCHANT, "ownerNumber", CREDIT_CODE, "settlementAccount", ACCOUNT, "address", "平江路 1 号",
                "latitudeMicro", 31_311_000, "longitudeMicro", 120_632_000);
        JsonNode proposal = proposed(wanted);
        assertThat(proposal.path("content").toString()).contains("9135**********0Y43", "****7894").doesNotContain(CREDIT_CODE, ACCOUNT);
        assertThat(bindings()).as("nothing has changed yet").hasSize(1);
        approve(proposal);
        JsonNode all = operations.get(DEVICES + "/" + serial).body();
        assertThat(all.at("/bindings/0/ownerMasked").asString()).isEqualTo("9135**********0Y43");
        assertThat(all.at("/bindings/0/terminalId").asString()).as("the number stays").isEqualTo(terminal);
        assertThat(all.at("/bindings/1/endedBecause").asString()).isEqualTo("CHANGED");
        assertThat(all.at("/device/bindingWhole").asBoolean()).isTrue();
        assertThat(inClear()).as("numbers in clear, anywhere").isZero();

        operations.post(DEVICES + "/" + serial + "/binding", wanted).problem(422, "BINDING_UNCHANGED");
        approve(proposed(Map.of("merchantId", MERCHANT, "address", "平江路 2 号")));
        JsonNode moved = operations.get(DEVICES + "/" + serial).body().at("/bindings/0");
        assertThat(moved.path("accountMasked").asString()).as("what was not said stays").isEqualTo("****7894");
        assertThat(moved.path("latitudeMicro").isNull()).as("but a place of another address is not known").isTrue();
        assertThat(steps()).endsWith("REBOUND", "REBOUND");
    }

    @Test
    void binding_proposedByOne_isApprovedByAnother_orNotAtAll() {
        registered(MERCHANT).expect(201);
        TestBrowser one = staff.loggedIn(Role.ADMINISTRATOR);
        JsonNode proposal = one.post(DEVICES + "/" + serial + "/binding", Map.of("merchantId", OTHER_MERCHANT)).expect(202).body();
        String id = proposal.path("id").asString();
        one.post("/api/v1/proposals/" + id + "/approval", Map.of()).problem(403, "PROPOSAL_SECOND_PERSON_NEEDED");
        one.post(DEVICES + "/" + serial + "/binding", Map.of("merchantId", OTHER_MERCHANT, "address", "别处")).problem(409, "PROPOSAL_UNDER_WAY");
        assertThat(jdbc.sql("SELECT count(*) FROM fleet.binding_draft WHERE draft_id::text = ?").param(proposal.at("/content/draft").asString()).query(Integer.class).single()).isOne();
        staff.loggedIn(Role.RISK).post("/api/v1/proposals/" + id + "/rejection", Map.of()).expect(200);
        assertThat(bindings()).containsExactly(MERCHANT);
    }

    @ParameterizedTest
    @CsvSource({"ownerNumber, 91350100M000100Y44, OWNER_NUMBER_WRONG", "ownerNumber, 110105194912310021, OWNER_NUMBER_WRONG",
            "settlementAccount, 1234567, SETTLEMENT_ACCOUNT_WRONG", "settlementAccount, 62220212E4567894, SETTLEMENT_ACCOUNT_WRONG", "latitudeMicro, 31300000, POSITION_HALF"})
    void binding_withANumberThatIsNone_isRefusedByName(String field, String value, String refusal) {
        registered(MERCHANT).expect(201);
        var answer = operations.post(DEVICES + "/" + serial + "/binding", Map.of("merchantId", MERCHANT, field, value)).problem(422, refusal);
        assertThat(answer.text()).doesNotContain(value.length() > 5 ? value : "\0");
    }

    @Test
    void transfer_givesAnotherNumber_toTheOtherMerchantAlone() {
        String before = registered(MERCHANT).expect(201).body().path("terminalId").asString();
        approve(proposed(Map.of("merchantId", OTHER_MERCHANT, "settlementAccount", ACCOUNT)));
        assertThat(terminals()).containsExactly(before + " RETIRED");
        operations.post("/api/v1/terminals/" + before + "/activation", Map.of()).problem(422, "TERMINAL_UNKNOWN");
        registered(MERCHANT).problem(409, "DEVICE_OF_ANOTHER_MERCHANT");
        String after = registered(OTHER_MERCHANT).expect(201).body().path("terminalId").asString();
        assertThat(after).isNotEqualTo(before);
        assertThat(terminals()).containsExactly(before + " RETIRED", after + " REGISTERED");
        assertThat(bindings()).containsExactly(OTHER_MERCHANT, MERCHANT);
        assertThat(steps()).containsExactly("RECEIVED", "REGISTERED", "CODE_ISSUED", "TRANSFERRED", "REGISTERED", "CODE_ISSUED");
        assertThat(audited("device.transfer")).isOne();
    }

    // repair and scrap ----------------------------------------------------------------------------------------------------

    @Test
    void device_inRepair_getsNoCode_untilItIsBack() {
        String terminal = registered(MERCHANT).expect(201).body().path("terminalId").asString();
        deed("return").problem(409, "DEVICE_NOT_IN_REPAIR");
        deed("repair").expect(204);
        assertThat(state()).isEqualTo("IN_REPAIR");
        deed("repair").problem(409, "DEVICE_IN_REPAIR");
        operations.post("/api/v1/terminals/" + terminal + "/activation", Map.of()).problem(409, "DEVICE_IN_REPAIR");
        operations.post(DEVICES + "/" + serial + "/binding", Map.of("merchantId", OTHER_MERCHANT)).problem(409, "DEVICE_IN_REPAIR");
        deed("return").expect(204);
        operations.post("/api/v1/terminals/" + terminal + "/activation", Map.of()).expect(200);
        assertThat(steps()).endsWith("SENT_TO_REPAIR", "CAME_FROM_REPAIR", "CODE_ISSUED");
        assertThat(audited("device.repair")).as("done, and refused").isEqualTo(2);
    }

    @Test
    void device_retired_isSoForEver() {
        String terminal = registered(MERCHANT).expect(201).body().path("terminalId").asString();
        deed("retirement").expect(204);
        assertThat(terminals()).containsExactly(terminal + " RETIRED");
        assertThat(jdbc.sql("SELECT count(*) FROM credentials.secret WHERE terminal_id = ? AND ended IS NULL").param(terminal).query(Integer.class).single()).as("passwords").isZero();
        deed("retirement").problem(409, "DEVICE_RETIRED");
        deed("repair").problem(409, "DEVICE_RETIRED");
        registered(MERCHANT).problem(409, "DEVICE_RETIRED");
        operations.post(DEVICES, Map.of("serialNumber", serial, "model", "Shouyin VT-1")).problem(409, "DEVICE_KNOWN");
        assertThat(steps()).endsWith("RETIRED");
        operations.post(DEVICES + "/SYDEV-NOT-THERE/retirement", Map.of("reason", "x")).problem(404, "DEVICE_UNKNOWN");
        operations.post(DEVICES + "/" + serial + "/retirement", Map.of("reason", " ")).problem(400, "REQUEST_INVALID");
    }

    @Test
    void deeds_areForOperationsAlone() {
        registered(MERCHANT).expect(201);
        TestBrowser finance = staff.loggedIn(Role.FINANCE);
        finance.get(DEVICES + "/" + serial).expect(200);
        finance.post(DEVICES + "/" + serial + "/retirement", Map.of("reason", "x")).expect(403);
        finance.post(DEVICES + "/" + serial + "/binding", Map.of("merchantId", MERCHANT)).expect(403);
        finance.post(DEVICES, Map.of("serialNumber", serial, "model", "Shouyin VT-1")).expect(403);
    }

    // inspections -----------------------------------------------------------------------------------------------------------

    @Test
    void inspection_isDueAfterAWhile_andWrittenDownForGood() {
        registered(MERCHANT).expect(201);
        String due = DEVICES + "/inspections-due?size=200&overdue=";
        assertThat(operations.get(due + "false").expect(200).body().path("items").findValuesAsString("serialNumber")).contains(serial);
        assertThat(operations.get(due + "true").body().path("items").findValuesAsString("serialNumber")).doesNotContain(serial);
        clock.advance(Duration.ofDays(91));
        operations = staff.loggedIn(Role.OPERATIONS);
        assertThat(operations.get(due + "true").body().path("items").findValuesAsString("serialNumber")).contains(serial);
        String inspections = DEVICES + "/" + serial + "/inspections";
        operations.post(inspections, Map.of("lookedAt", List.of("SEALS"), "result", "SUSPICIOUS", "note", " ")).problem(422, "INSPECTION_NOTE_NEEDED");
        operations.post(inspections, Map.of("lookedAt", List.of(), "result", "PASSED")).problem(400, "REQUEST_INVALID");
        operations.post(inspections, Map.of("lookedAt", List.of("SEALS", "CARD_SLOT"), "result", "SUSPICIOUS", "note", "卡槽松动")).expect(201);
        assertThat(operations.get(due + "true").body().path("items").findValuesAsString("serialNumber")).doesNotContain(serial);
        assertThat(operations.get(inspections).body().at("/items/0/note").asString()).isEqualTo("卡槽松动");
        assertThat(steps()).endsWith("INSPECTED");
        assertThat(audited("device.inspect")).isOne();
        refusedByTheDatabase("permission denied", "UPDATE fleet.inspection SET result = 'PASSED' WHERE serial_number = '%s'".formatted(serial));
    }

    /// The ticket goes to the duty phone as all others do, and the terminal looks tampered until somebody has closed it.
    @Test
    void inspection_thatFindsTampering_callsMaintenance_once() {
        String terminal = registered(MERCHANT).expect(201).body().path("terminalId").asString();
        jdbc.sql("UPDATE fleet.terminal SET state = 'ACTIVATED', step_up = 'local', master_key = 'A0', activated_at = created_at WHERE terminal_id = ?").param(terminal).update();
        String inspections = DEVICES + "/" + serial + "/inspections";
        operations.post(inspections, Map.of("lookedAt", List.of("SEALS"), "result", "PASSED")).expect(201);
        assertThat(oddities(terminal)).isEmpty();
        operations.post(inspections, Map.of("lookedAt", List.of("CARD_SLOT"), "result", "TAMPERED", "note", "卡槽内有异物")).expect(201);
        operations.post(inspections, Map.of("lookedAt", List.of("CARD_SLOT"), "result", "TAMPERED", "note", "仍在")).expect(201);
        assertThat(oddities(terminal)).containsExactly("INSPECTED_TAMPERED");
        assertThat(operations.get("/api/v1/terminals/" + terminal + "/status").body().path("status").asString()).isEqualTo("TAMPERED");
        String ticket = operations.get("/api/v1/maintenance-tickets?query=" + terminal).body().at("/items/0/ticketId").asString();
        operations.post("/api/v1/maintenance-tickets/" + ticket + "/closed", Map.of("reason", "已更换整机")).expect(200);
        assertThat(operations.get("/api/v1/terminals/" + terminal + "/status").body().path("status").asString()).isNotEqualTo("TAMPERED");
        operations.post(inspections, Map.of("lookedAt", List.of("SEALS"), "result", "SUSPICIOUS", "note", "封签起角")).expect(201);
        assertThat(oddities(terminal)).containsExactly("INSPECTED_SUSPICIOUS");
    }

    private List<String> oddities(String terminal) {
        return operations.get("/api/v1/maintenance-tickets?state=OPEN&query=" + terminal).expect(200).body().path("items").findValuesAsString("oddity");
    }

    @Test
    void history_goesInAFile() {
        registered(MERCHANT).expect(201);
        assertThat(operations.get(DEVICES + "/" + serial + "/history/export?format=CSV").expect(200).text().lines()).hasSize(4).first().asString().contains("时间,终端号,事项");
        assertThat(audited("device.history-export")).isOne();
        operations.get(DEVICES + "/SYDEV-NOT-THERE/history/export").problem(404, "DEVICE_UNKNOWN");
    }

    // what the database holds by itself -----------------------------------------------------------------------------------

    @Test
    void database_holdsTheRulesByItself() {
        String terminal = registered(MERCHANT).expect(201).body().path("terminalId").asString();
        refusedByTheDatabase("binding_one_open_a_device", """
                INSERT INTO fleet.binding (binding_id, serial_number, acquirer, merchant_id, since, made_by) VALUES (gen_random_uuid(), '%s', '-', '%s', now(), 'x')"""
                .formatted(serial, OTHER_MERCHANT));
        refusedByTheDatabase("binding_two_people", """
                INSERT INTO fleet.binding (binding_id, serial_number, acquirer, merchant_id, since, made_by, approved_by, ended_at, ended_because)
                VALUES (gen_random_uuid(), '%s', '-', '%s', now(), 'x', 'x', now(), 'CHANGED')""".formatted(serial, OTHER_MERCHANT));
        refusedByTheDatabase("a binding is written once", "UPDATE fleet.binding SET merchant_id = '%s' WHERE serial_number = '%s'".formatted(OTHER_MERCHANT, serial));
        refusedByTheDatabase("permission denied", "DELETE FROM fleet.binding WHERE serial_number = '%s'".formatted(serial));
        refusedByTheDatabase("permission denied", "UPDATE fleet.history SET actor = 'x' WHERE serial_number = '%s'".formatted(serial));
        refusedByTheDatabase("permission denied", "DELETE FROM fleet.key_destruction");
        refusedByTheDatabase("device_serial_once_in_any_case", """
                INSERT INTO fleet.device (serial_number, model, state, received_at, changed_at) VALUES (lower('%s'), 'Shouyin VT-1', 'IN_STOCK', now(), now())""".formatted(serial));
        deed("retirement").expect(204);
        refusedByTheDatabase("a retired terminal number stays so", "UPDATE fleet.terminal SET state = 'REGISTERED' WHERE terminal_id = '%s'".formatted(terminal));
        refusedByTheDatabase("a retired device stays so", "UPDATE fleet.device SET state = 'IN_STOCK' WHERE serial_number = '%s'".formatted(serial));
    }

    private void refusedByTheDatabase(String rule, String statement) {
        assertThatThrownBy(() -> jdbc.sql(statement).update()).rootCause().hasMessageContaining(rule);
    }

    // hands ---------------------------------------------------------------------------------------------------------------

    private TestBrowser.Answer registered(String merchant) {
        return operations.post("/api/v1/terminals", Map.of("merchantId", merchant, "serialNumber", serial, "model", "Shouyin VT-1"));
    }

    private JsonNode proposed(Map<String, Object> wanted) {
        return operations.post(DEVICES + "/" + serial + "/binding", wanted).expect(202).body();
    }

    private void approve(JsonNode proposal) {
        staff.loggedIn(Role.ADMINISTRATOR).post("/api/v1/proposals/" + proposal.path("id").asString() + "/approval", Map.of()).expect(200);
    }

    private TestBrowser.Answer deed(String deed) {
        return operations.post(DEVICES + "/" + serial + "/" + deed, Map.of("reason", "按键失灵"));
    }

    private String state() {
        return operations.get(DEVICES + "/" + serial).expect(200).body().at("/device/state").asString();
    }

    private List<String> steps() {
        return operations.get(DEVICES + "/" + serial + "/history?size=100").expect(200).body().path("items").findValuesAsString("step").reversed();
    }

    private List<String> bindings() {
        return operations.get(DEVICES + "/" + serial).expect(200).body().path("bindings").findValuesAsString("merchantId");
    }

    private List<String> terminals() {
        return jdbc.sql("SELECT terminal_id || ' ' || state FROM fleet.terminal WHERE serial_number = ? ORDER BY terminal_id").param(serial).query(String.class).list();
    }

    private int audited(String action) {
        return jdbc.sql("SELECT count(*) FROM audit.entry WHERE action = ? AND object = ?").params(action, "device:" + serial).query(Integer.class).single();
    }

    /// How many rows show a number that is kept sealed.
    private int inClear() {
        String clear = "%(" + CREDIT_CODE + "|" + ACCOUNT + ")%";
        return jdbc.sql("""
                SELECT (SELECT count(*) FROM fleet.binding b WHERE b::text SIMILAR TO :clear) + (SELECT count(*) FROM fleet.binding_draft b WHERE b::text SIMILAR TO :clear)
                     + (SELECT count(*) FROM fleet.history h WHERE h::text SIMILAR TO :clear) + (SELECT count(*) FROM access.proposal p WHERE p::text SIMILAR TO :clear)
                     + (SELECT count(*) FROM audit.entry a WHERE a::text SIMILAR TO :clear)""").param("clear", clear).query(Integer.class).single();
    }
}
