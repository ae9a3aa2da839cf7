package io.shouyin.host.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.Patience;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.acquiring.JournalRows;
import io.shouyin.host.acquiring.TransactionSearch;
import io.shouyin.host.sheets.SheetFormat;
import io.shouyin.host.sheets.Sheets;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@HostTest
class ExportTest {

    /// No other test's hour.
    private static final Instant AT = Instant.parse("2024-04-04T04:00:00Z");
    private static final Map<String, Object> HOUR = Map.of("from", "2024-04-04T04:00:00Z", "until", "2024-04-04T05:00:00Z");
    private static final TransactionSearch NOTHING = new TransactionSearch(null, null, null, null, null, null, AT.minusSeconds(2), AT.minusSeconds(1));

    @Autowired
    private TestStaff staff;
    @Autowired
    private ExportStore store;
    @Autowired
    private ExportWorker worker;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TestClock clock;

    @AfterEach
    void removeRows() {
        JournalRows.remove(jdbc);
        jdbc.sql("DELETE FROM monitoring.export WHERE state <> 'RUNNING'").update();
    }

    private static JsonNode whenDone(TestBrowser browser, String format, Map<String, Object> search) {
        String id = browser.post("/api/v1/exports", Map.of("format", format, "search", search)).expect(201).body().path("exportId").asString();
        Patience.until("export " + id, () -> browser.get("/api/v1/exports/" + id).expect(200).body().path("state").asString().equals("DONE"));
        return browser.get("/api/v1/exports/" + id).expect(200).body();
    }

    @Test
    void export_asCsv_hasEveryRowThatFits_andIsLogged() {
        JournalRows.add(jdbc, 4_500, "APPROVED", "00", AT);
        JournalRows.add(jdbc, 3, "DECLINED", "51", AT.plusSeconds(1));
        TestBrowser browser = staff.loggedIn(Role.OPERATIONS);
        JsonNode done = whenDone(browser, "CSV", HOUR);
        assertThat(done.path("rowsDone").asLong()).isEqualTo(4_503);
        assertThat(done.path("rowsTotal").asLong()).isEqualTo(4_503);
        var file = browser.get("/api/v1/exports/" + done.path("exportId").asString() + "/file").expect(200);
        assertThat(file.text().lines()).hasSize(4_504);
        assertThat(file.text().lines().skip(1).limit(3)).as("newest first").allMatch(line -> line.contains(",DECLINED,51,"));
        assertThat(file.headers().get("content-disposition")).singleElement().asString().contains("transactions.csv");
        assertThat(jdbc.sql("SELECT action || ' ' || reason FROM audit.entry WHERE object = ? ORDER BY entry_id").param("export:" + done.path("exportId").asString()).query(String.class).list())
                .hasSize(2).first().asString().startsWith("export.ask CSV ").contains("2024-04-04T04:00:00Z");
    }

    @Test
    void export_asExcel_canBeReadBack() throws IOException, InterruptedException {
        JournalRows.add(jdbc, 700, "DECLINED", "51", AT);
        TestBrowser browser = staff.loggedIn(Role.FINANCE);
        JsonNode done = whenDone(browser, "XLSX", HOUR);
        List<String> merchants = new ArrayList<>();
        try (InputStream file = browser.open("/api/v1/exports/" + done.path("exportId").asString() + "/file").body()) {
            Sheets.read(file, row -> merchants.add(row.cell(1).text()));
        }
        assertThat(merchants).hasSize(701).first().isEqualTo("merchant_id");
    }

    @Test
    void export_isItsOwnersAlone() {
        TestBrowser owner = staff.loggedIn(Role.OPERATIONS);
        String id = whenDone(owner, "CSV", Map.of("query", "no such merchant anywhere")).path("exportId").asString();
        TestBrowser other = staff.loggedIn(Role.RISK);
        other.get("/api/v1/exports/" + id).problem(404, "EXPORT_UNKNOWN");
        other.get("/api/v1/exports/" + id + "/file").problem(404, "EXPORT_UNKNOWN");
        other.delete("/api/v1/exports/" + id).problem(404, "EXPORT_UNKNOWN");
        assertThat(other.get("/api/v1/exports").expect(200).body().size()).isZero();
        owner.delete("/api/v1/exports/" + id).expect(204);
        owner.get("/api/v1/exports/" + id).problem(404, "EXPORT_UNKNOWN");
    }

    /// As another host has it in its hands.
    private UUID running(String owner) {
        UUID id = store.add(owner, SheetFormat.CSV, NOTHING).exportId();
        jdbc.sql("UPDATE monitoring.export SET state = 'RUNNING', host = 'other', alive_at = ? WHERE export_id = ?").params(clock.instant().atOffset(ZoneOffset.UTC), id).update();
        return id;
    }

    @Test
    void export_thatIsCancelled_endsWithItsNextProgress() {
        TestBrowser browser = staff.loggedIn(Role.OPERATIONS);
        String owner = browser.post("/api/v1/exports", Map.of("format", "CSV", "search", Map.of("query", "nobody at all"))).expect(201).body().path("owner").asString();
        UUID id = running(owner);
        assertThat(store.progress(id, "other", 10, 100)).isTrue();
        browser.get("/api/v1/exports/" + id + "/file").problem(409, "EXPORT_NOT_DONE");
        browser.delete("/api/v1/exports/" + id).expect(204);
        assertThat(store.progress(id, "other", 20, 100)).as("it hears that it is not wanted").isFalse();
        assertThat(store.done(id, "other", 100)).isFalse();
        assertThat(browser.get("/api/v1/exports/" + id).expect(200).body().path("state").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void export_whoseHostStopped_hasFailedByName_andLeavesNoFile() {
        UUID id = running("STAFF:somebody");
        store.part(id, 0, new byte[10]);
        worker.clearUp();
        assertThat(store.find(id, "STAFF:somebody").orElseThrow().state()).as("its host may be alive").isEqualTo(Export.State.RUNNING);
        clock.advance(Duration.ofMinutes(2));
        worker.clearUp();
        assertThat(store.find(id, "STAFF:somebody").orElseThrow().reason()).isEqualTo("EXPORT_HOST_STOPPED");
        assertThat(store.part(id, 0)).isEmpty();
        clock.advance(Duration.ofDays(1));
        worker.clearUp();
        assertThat(store.find(id, "STAFF:somebody")).as("a day later").isEmpty();
    }

    @Test
    void exports_beyondTheirBounds_areRefusedByName() {
        TestBrowser browser = staff.loggedIn(Role.OPERATIONS);
        String owner = browser.post("/api/v1/exports", Map.of("format", "CSV", "search", Map.of("query", "nobody at all"))).expect(201).body().path("owner").asString();
        List<UUID> busy = List.of(running(owner), running(owner));
        browser.post("/api/v1/exports", Map.of("format", "CSV", "search", HOUR)).problem(409, "EXPORTS_FULL");
        busy.forEach(store::remove);
        browser.post("/api/v1/exports", Map.of("format", "CSV", "search", Map.of("query", "6225 8800 0000 0018"))).problem(422, "EXPORT_SEARCH_UNFIT");
        browser.post("/api/v1/exports", Map.of("format", "PDF", "search", HOUR)).problem(400, "REQUEST_INVALID");
        browser.post("/api/v1/exports", Map.of("format", "CSV", "search", Map.of("kind", "SIGN_IN"))).problem(400, "REQUEST_INVALID");
    }

    @Test
    void listOfMoreThanTenThousand_isNoDirectCsv() {
        JournalRows.add(jdbc, 10_001, "DECLINED", "51", AT);
        TestBrowser browser = staff.loggedIn(Role.OPERATIONS);
        browser.get("/api/v1/transactions.csv?from=2024-04-04T04:00:00Z&until=2024-04-04T05:00:00Z").problem(422, "LIST_TOO_LONG");
        assertThat(whenDone(browser, "CSV", HOUR).path("rowsDone").asLong()).isEqualTo(10_001);
    }
}
