package io.shouyin.host.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.EntryBundle;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.Note;
import io.shouyin.tlog.NoteKey;
import io.shouyin.tlog.TlogProof;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// The log over HTTP: what everybody may read, and what only those who read the log.
@HostTest
class AuditApiTest {

    @Autowired
    private AuditLog audit;
    @Autowired
    private Checkpoints checkpoints;
    @Autowired
    private AuditQueries queries;
    @Autowired
    private TransactionTemplate transaction;
    @Autowired
    private TestClock clock;
    @Autowired
    private TestStaff staff;
    @Autowired
    private ServletWebServerApplicationContext host;

    @Test
    void entry_isProvedToWhoeverHasTheKey() {
        long entryId = signedEntry("proved:1");
        TestBrowser auditor = staff.loggedIn(Role.AUDITOR);
        JsonNode log = auditor.get("/api/v1/audit/log").expect(200).body();
        assertThat(log.path("trouble").isNull()).isTrue();
        JsonNode entry = auditor.get("/api/v1/audit/entries/" + entryId).expect(200).body();
        long index = entry.path("row").path("leafIndex").asLong();
        assertThat(auditor.get("/api/v1/audit/leaves/" + index).expect(200).body()).isEqualTo(entry);
        NoteKey key = NoteKey.parse(log.path("verifier").asString());
        TlogProof proof = queries.find(entryId).map(found -> TlogProof.parse(text(auditor, "/api/v1/audit/entries/" + entryId + "/proof"))).orElseThrow();
        Checkpoint checkpoint = proof.verify(Hash.leaf(entry.path("content").asString()), key);
        assertThat(Hash.leaf(entry.path("content").asString()).hex()).isEqualTo(entry.path("leafHash").asString());
        assertThat(checkpoint.size()).isGreaterThan(index);
        assertThat(auditor.get("/api/v1/audit/inclusion?index=" + index + "&size=" + checkpoint.size()).expect(200).body().path("hashes").size()).isEqualTo(proof.inclusion().size());
        auditor.get("/api/v1/audit/consistency?older=1&size=" + checkpoint.size()).expect(200);
        auditor.get("/api/v1/audit/consistency?older=2&size=1").problem(400, "TREE_SIZE_UNKNOWN");
        auditor.get("/api/v1/audit/inclusion?index=9999999&size=1").problem(400, "TREE_SIZE_UNKNOWN");
        auditor.get("/api/v1/audit/consistency?older=0&size=99999999").problem(400, "TREE_SIZE_UNKNOWN");
        auditor.get("/api/v1/audit/entries/999999999").problem(404, "ENTRY_UNKNOWN");
        auditor.get("/api/v1/audit/leaves/-1").problem(404, "ENTRY_UNKNOWN");
    }

    @Test
    void search_isNarrowedByEachFilter() {
        transaction.executeWithoutResult(_ -> {
            audit.append(AuditEntry.done("narrow.one", "narrow:1").by(AuditActor.staff("wang")));
            audit.append(AuditEntry.failed("narrow.two", "narrow:2", "BROKEN").by(AuditActor.terminal(new TerminalId("00000077"), Optional.of(new OperatorNumber("01")))));
            for (String object : List.of("terminal:00000076", "operator:00000076/01", "transaction:104110053110001.00000076.000001.000009", "merchant:00000076")) {
                audit.append(AuditEntry.done("placed.one", object).by(AuditActor.staff("wang")));
            }
        });
        TestBrowser auditor = staff.loggedIn(Role.AUDITOR);
        for (String filter : List.of("action=narrow.one", "action=narrow&actor=wang", "action=narrow&result=DONE", "query=narrow:1")) {
            assertThat(objects(auditor, filter)).as(filter).containsExactly("narrow:1");
        }
        assertThat(objects(auditor, "action=narrow")).containsExactly("narrow:2", "narrow:1");
        assertThat(objects(auditor, "terminalId=00000077")).containsExactly("narrow:2");
        assertThat(objects(auditor, "terminalId=00000076")).as("done to the terminal, to its operator, to its transaction")
                .containsExactlyInAnyOrder("terminal:00000076", "operator:00000076/01", "transaction:104110053110001.00000076.000001.000009");
        assertThat(objects(auditor, "action=narro")).as("up to a dot").isEmpty();
        assertThat(objects(auditor, "action=narrow&to=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(objects(auditor, "action=narrow&from=2020-01-01T00:00:00Z")).hasSize(2);
        auditor.get("/api/v1/audit?result=ODD").problem(400, "REQUEST_INVALID");
        auditor.get("/api/v1/audit?action=a%27b").problem(400, "REQUEST_INVALID");
        auditor.get("/api/v1/audit?from=%2B1000000000-12-31T23:59:59Z").problem(400, "REQUEST_INVALID");
        auditor.get("/api/v1/audit?to=-0001-12-31T23:59:59Z").problem(400, "REQUEST_INVALID");
        auditor.get("/api/v1/terminal-logs?from=%2B1000000000-12-31T23:59:59Z").problem(400, "REQUEST_INVALID");
    }

    @Test
    void hashes_areForEverybody_entriesAreNot() throws Exception {
        signedEntry("public:1");
        HttpResponse<byte[]> checkpoint = open("/audit/checkpoint");
        assertThat(checkpoint.statusCode()).isEqualTo(200);
        assertThat(checkpoint.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        Checkpoint signed = Checkpoint.parse(Note.parse(new String(checkpoint.body(), StandardCharsets.UTF_8)).text());
        String tile = signed.size() >= 256 ? "000" : "000.p/" + signed.size();
        HttpResponse<byte[]> hashes = open("/audit/tile/0/" + tile);
        assertThat(hashes.statusCode()).isEqualTo(200);
        assertThat(hashes.headers().firstValue("Cache-Control")).hasValueSatisfying(cache -> assertThat(cache).contains("immutable"));
        for (String missing : List.of("/audit/tile/0/999", "/audit/tile/7/000", "/audit/tile/0/0", "/audit/tile/9/000", "/audit/tile/0/000.p/256", "/audit/tile/entries/" + tile, "/audit/tile/")) {
            assertThat(open(missing).statusCode()).as(missing).isEqualTo(404);
        }
        assertThat(open("/api/v1/audit/tile/entries/" + tile).statusCode()).isEqualTo(401);
        assertThat(open("/api/v1/audit/log").statusCode()).isEqualTo(401);
        staff.loggedIn(Role.OPERATIONS).get("/api/v1/audit/log").problem(403, "ACCESS_DENIED");
        assertThat(EntryBundle.of(queries.contents(0, 1))).isNotEmpty();
        assertThat(Hash.leaf(queries.contents(0, 1).getFirst()).bytes()).isEqualTo(Arrays.copyOf(hashes.body(), 32));
    }

    private long signedEntry(String object) {
        transaction.executeWithoutResult(_ -> audit.append(AuditEntry.done("test.sign", object).by(AuditActor.system("test"))));
        clock.advance(Duration.ofSeconds(10));
        checkpoints.look();
        return queries.search(AuditQueries.Wanted.all(object), new PageQuery(0, 1)).items().getFirst().entryId();
    }

    private static List<String> objects(TestBrowser browser, String filter) {
        return browser.get("/api/v1/audit?" + filter).expect(200).body().path("items").valueStream().map(item -> item.path("object").asString()).toList();
    }

    private static String text(TestBrowser browser, String path) {
        return browser.get(path).expect(200).text();
    }

    private HttpResponse<byte[]> open(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.getWebServer().getPort() + path)).build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
