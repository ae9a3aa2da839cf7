package io.shouyin.host.fleet.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.Patience;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Imports of devices: files as people have them, what is wrong with which line, and what is kept.
@HostTest
class DeviceImportTest {

    private static final String IMPORTS = "/api/v1/devices/imports";

    @Autowired
    private TestStaff staff;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TestClock clock;
    private TestBrowser operations;

    @BeforeEach
    void somebodyOfOperations() {
        operations = staff.loggedIn(Role.OPERATIONS);
    }

    @Test
    void file_withAByteOrderMarkAndEmptyLines_isRead() throws IOException {
        JsonNode done = imported(resource("utf8-with-mark.csv"), "ALL_OR_NOTHING");
        assertThat(done.path("state").asString()).isEqualTo("DONE");
        assertThat(done.path("applied").asBoolean()).isTrue();
        assertThat(done.path("added").asInt()).isEqualTo(2);
        assertThat(operations.get("/api/v1/devices/SYFILE-00000001").expect(200).body().at("/device/place").asString()).isEqualTo("一号库");
        assertThat(operations.get("/api/v1/devices/SYFILE-00000001/history").body().at("/items/0/details/import").asString()).isEqualTo(done.path("id").asString());

        JsonNode again = imported(resource("utf8-with-mark.csv"), "ALL_OR_NOTHING");
        assertThat(problems(again)).containsExactly("2 序列号 DEVICE_KNOWN", "5 序列号 DEVICE_KNOWN");
        assertThat(again.path("applied").asBoolean()).isFalse();
    }

    @Test
    void file_inGbk_isRead() throws IOException {
        assertThat(imported(resource("gbk.csv"), "ALL_OR_NOTHING").path("added").asInt()).isEqualTo(2);
        assertThat(operations.get("/api/v1/devices/SYFILE-00000003").expect(200).body().at("/device/place").asString()).isEqualTo("苏州, 二号库");
    }

    @Test
    void file_withWrongLines_isTried_thenAllOrNothing_thenTheGoodOnes() throws IOException {
        List<String> wrong = List.of("3 序列号 SERIAL_NUMBER_WRONG", "4 型号 MODEL_UNKNOWN", "5 序列号 CELL_BEGINS_LIKE_A_FORMULA", "6 序列号 DEVICE_TWICE_IN_FILE", "7 存放地点 PLACE_WRONG");
        for (String nothing : List.of("TRIAL", "ALL_OR_NOTHING")) {
            JsonNode tried = imported(resource("wrong-lines.csv"), nothing);
            assertThat(problems(tried)).as(nothing).isEqualTo(wrong);
            assertThat(tried.path("applied").asBoolean()).isFalse();
            assertThat(tried.path("added").asInt()).as(nothing).isEqualTo(nothing.equals("TRIAL") ? 2 : 0);
            operations.get("/api/v1/devices/SYFILE-00000011").problem(404, "DEVICE_UNKNOWN");
        }
        assertThat(jdbc.sql("SELECT result || ' ' || reason FROM audit.entry WHERE action LIKE 'device.import%' AND reason ~ '(5 refused|IMPORT_HAS_WRONG_LINES)' ORDER BY entry_id DESC LIMIT 2")
                .query(String.class).list()).containsExactlyInAnyOrder("REFUSED IMPORT_HAS_WRONG_LINES", "DONE 2 added, 5 refused");
        JsonNode english = operations.with("Accept-Language", "en").get(IMPORTS + "/" + imported(resource("wrong-lines.csv"), "TRIAL").path("id").asString()).body();
        assertThat(english.at("/problems/0/detail").asString()).isEqualTo(RegisterRefusal.SERIAL_NUMBER_WRONG.en());
        JsonNode kept = imported(resource("wrong-lines.csv"), "GOOD_LINES");
        assertThat(kept.path("applied").asBoolean()).isTrue();
        assertThat(kept.path("added").asInt()).isEqualTo(2);
        operations.get("/api/v1/devices/SYFILE-00000015").expect(200);
    }

    @ParameterizedTest
    @CsvSource({"neither-utf8-nor-gbk.csv, SHEET_ENCODING_UNKNOWN", "column-missing.csv, SHEET_COLUMN_MISSING"})
    void file_thatIsNone_isRefusedByName(String name, String refusal) throws IOException {
        operations.post(IMPORTS + "?mode=TRIAL", resource(name)).problem(422, refusal);
    }

    @Test
    void file_ofExcel_isReadAsText_andNumbersAreRefused() throws IOException {
        byte[] file = excel(sheet -> {
            sheet.inlineString(0, 0, "序列号");
            sheet.inlineString(0, 1, "型号");
            sheet.inlineString(1, 0, "SYFILE-00000041");
            sheet.inlineString(1, 1, "Shouyin VT-1");
            sheet.value(2, 0, 1234567890123456789L);
            sheet.inlineString(2, 1, "Shouyin VT-1");
            sheet.formula(3, 0, "1+1");
            sheet.inlineString(3, 1, "Shouyin VT-1");
        });
        assertThat(problems(imported(file, "GOOD_LINES"))).containsExactly("3 序列号 SERIAL_NUMBER_NOT_TEXT", "4 序列号 CELL_COMPUTED");
        operations.get("/api/v1/devices/SYFILE-00000041").expect(200);
    }

    /// A few hundred kilobytes that unpack to 300 MB.
    @Test
    void file_thatIsAZipBomb_isRefusedByName() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bomb)) {
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            byte[] nothing = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                zip.write(nothing);
            }
        }
        assertThat(bomb.size()).isLessThan(1 << 20);
        operations.post(IMPORTS + "?mode=TRIAL", bomb.toByteArray()).problem(413, "SHEET_TOO_LARGE");
    }

    @Test
    void file_ofFiftyThousandLines_isImportedWithProgress_andOneMoreIsRefused() throws IOException {
        StringBuilder lines = new StringBuilder("serial number,model,place\n");
        for (int i = 0; i < 50_000; i++) {
            lines.append("SYBULK-%08d,Shouyin VT-1,Shelf %d%n".formatted(i, i % 100));
        }
        long began = System.nanoTime();
        JsonNode started = operations.post(IMPORTS + "?mode=ALL_OR_NOTHING", lines.toString().getBytes(StandardCharsets.UTF_8)).expect(202).body();
        assertThat(started.path("linesTotal").asInt()).isEqualTo(50_000);
        operations.post(IMPORTS + "?mode=TRIAL", resource("gbk.csv")).problem(409, "IMPORT_UNDER_WAY");
        Set<Integer> seen = new HashSet<>();
        JsonNode done = finished(started.path("id").asString(), seen);
        assertThat(done.path("added").asInt()).isEqualTo(50_000);
        assertThat(seen).as("how far it was, on the way").hasSizeGreaterThan(2);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).as("in bounded time").isLessThan(Duration.ofMinutes(2));
        operations.post(IMPORTS + "?mode=TRIAL", lines.append("SYBULK-99999999,Shouyin VT-1,\n").toString().getBytes(StandardCharsets.UTF_8)).problem(422, "SHEET_TOO_MANY_ROWS");
    }

    @Test
    void import_whoseHostHasStopped_isSaidToHaveFailed() throws IOException {
        String id = imported(resource("gbk.csv"), "TRIAL").path("id").asString();
        jdbc.sql("UPDATE fleet.device_import SET state = 'RUNNING' WHERE import_id = ?::uuid").param(id).update();
        assertThat(operations.get(IMPORTS + "/" + id).body().path("state").asString()).isEqualTo("RUNNING");
        clock.advance(Duration.ofMinutes(3));
        assertThat(operations.get(IMPORTS + "/" + id).body().path("state").asString()).isEqualTo("FAILED");
        operations.get(IMPORTS + "/00000000-0000-0000-0000-000000000000").problem(404, "IMPORT_UNKNOWN");
        operations.get(IMPORTS + "/none").problem(400, "REQUEST_INVALID");
    }

    @Test
    void template_isAFileThatAnImportReads() {
        assertThat(operations.get(IMPORTS + "/template?format=CSV").expect(200).text()).isEqualTo("\ufeff序列号,型号,存放地点\r\n");
        operations.get(IMPORTS + "/template?format=XLSX").expect(200);
        staff.loggedIn(Role.FINANCE).get(IMPORTS + "/template").expect(403);
    }

    private JsonNode imported(byte[] file, String mode) {
        String id = operations.post(IMPORTS + "?mode=" + mode, file).expect(202).body().path("id").asString();
        return finished(id, new HashSet<>());
    }

    /// @param seen how many lines were done, each time that somebody looked
    private JsonNode finished(String id, Set<Integer> seen) {
        AtomicReference<JsonNode> last = new AtomicReference<>();
        Patience.until(Duration.ofMinutes(2), "the import", () -> {
            last.set(operations.get(IMPORTS + "/" + id).expect(200).body());
            seen.add(last.get().path("linesDone").asInt());
            return !last.get().path("state").asString().equals("RUNNING");
        });
        return last.get();
    }

    private static List<String> problems(JsonNode report) {
        return report.path("problems").values().stream().map(one -> "%d %s %s".formatted(one.path("line").asInt(), one.path("field").asString(), one.path("code").asString())).toList();
    }

    private interface Writing {

        void on(Worksheet sheet) throws IOException;
    }

    private static byte[] excel(Writing writing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "test", null)) {
            writing.on(workbook.newWorksheet("devices"));
        }
        return out.toByteArray();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = DeviceImportTest.class.getResourceAsStream("/devices/" + name)) {
            return in.readAllBytes();
        }
    }
}
