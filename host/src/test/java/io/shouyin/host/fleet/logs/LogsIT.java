package io.shouyin.host.fleet.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.shouyin.host.Corridor;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.TerminalId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Uploads of logs over the device API: what is stored, found and forgotten, and everything that is not taken.
class LogsIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final AtomicInteger SERIALS = new AtomicInteger();
    private static final String LOG = "0123456789ab";

    @TempDir
    static Path folder;

    private static Corridor corridor;

    private RawTerminal terminal;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("shouyin.fleet.logs.parts-max", "4", "shouyin.fleet.logs.upload-bytes-max", "400000", "shouyin.fleet.logs.uploads-kept", "2"));
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @BeforeEach
    void activateTerminal() {
        terminal = RawTerminal.activated(corridor, "SYLG-%09d".formatted(SERIALS.incrementAndGet()));
    }

    private UUID ordered(RawTerminal of, String kind, String state) {
        UUID id = UUID.randomUUID();
        corridor.jdbc().sql("""
                INSERT INTO fleet.terminal_order (order_id, terminal_id, sequence, kind, content, mac, reason, state, ordered_by, ordered_at, expires_at, ended_at)
                VALUES (?, ?, ?, ?, '{}', sha256('x'), 'test', ?, 'chen', now(), now() + interval '1 hour', CASE WHEN ? IN ('DONE', 'FAILED', 'CANCELLED') THEN now() END)""")
                .params(id, of.id(), SERIALS.incrementAndGet(), kind, state, state).update();
        return id;
    }

    private UUID ordered() {
        return ordered(terminal, "UPLOAD_LOGS", "ACKNOWLEDGED");
    }

    private static HttpResponse<String> send(RawTerminal from, String below, Object body) {
        String path = DeviceLogController.PATH + "/" + below;
        String json = JSON.writeValueAsString(body);
        return RawTerminal.post(corridor, path, from.signature(path, Instant.now(), json), json);
    }

    private HttpResponse<String> begin(UUID order) {
        return send(terminal, order.toString(), Map.of("log", LOG, "fileName", "terminal.log"));
    }

    private UUID begun() {
        UUID order = ordered();
        assertThat(begin(order).statusCode()).isEqualTo(200);
        return order;
    }

    private static HttpResponse<String> part(RawTerminal from, UUID order, int number, byte[] packed) {
        return part(from, order, number, sha256(packed), packed);
    }

    private static HttpResponse<String> part(RawTerminal from, UUID order, int number, String hash, byte[] packed) {
        String path = DeviceLogController.PATH + "/" + order + "/parts/" + number + "/" + hash;
        return RawTerminal.post(corridor, path, from.signature(path, Instant.now(), packed), "application/gzip", packed);
    }

    private HttpResponse<String> part(UUID order, int number, byte[] packed) {
        return part(terminal, order, number, packed);
    }

    private static byte[] packed(String text) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String line(long number, String text) {
        return number + "\t2026-11-23T10:00:%02dZ\tINFO\thost\t".formatted(number % 60) + text + "\n";
    }

    private static String sha256(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (java.security.GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(RawTerminal.problem(answer)).isEqualTo(code);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(corridor.bean(MeterRegistry.class).counter(LogMetrics.REQUESTS, "result", code).count()).as("it is counted").isPositive();
    }

    private List<String> texts() {
        return corridor.jdbc().sql("SELECT text FROM fleet.log_line WHERE terminal_id = ? ORDER BY log, number").param(terminal.id()).query(String.class).list();
    }

    private List<String> found(String words) {
        return corridor.bean(LogStore.class).find(new LogStore.Search(Optional.of(new TerminalId(terminal.id())), Optional.empty(), Optional.empty(), Optional.empty(), LogWords.query(words)),
                new PageQuery(0, 50)).items().stream().map(LogStore.Found::text).toList();
    }

    // what is taken

    @Test
    void parts_areStoredOnce_goOnWhereTheyEnded_andAreFound() {
        UUID order = begun();
        byte[] first = packed(line(1, "签到成功 batch 000007") + line(2, "0200 trace 000123: approved"));
        assertThat(part(order, 1, first).statusCode()).isEqualTo(200);
        assertThat(part(order, 1, first).statusCode()).as("the answer was lost: the same part again").isEqualTo(200);
        JsonNode known = JSON.readTree(begin(order).body());
        assertThat(known.path("parts").asInt()).isEqualTo(1);
        assertThat(known.path("lastNumber").asLong()).as("after a power cut the terminal goes on from here").isEqualTo(2);
        assertThat(part(order, 2, packed(line(3, "签退"))).statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(send(terminal, order + "/end", Map.of("parts", 2)).body()).path("lines").asInt()).isEqualTo(3);
        assertThat(texts()).containsExactly("签到成功 batch 000007", "0200 trace 000123: approved", "签退");
        assertThat(found("签到")).containsExactly("签到成功 batch 000007");
        assertThat(found("成")).as("a character within").hasSize(1);
        assertThat(found("功签")).isEmpty();
        assertThat(found("退")).containsExactly("签退");
        assertThat(found("TRACE 0001")).containsExactly("0200 trace 000123: approved");
        assertRefused(part(order, 3, packed(line(4, "x"))), 409, "LOG_UPLOAD_ENDED");
    }

    @Test
    void lineThatComesAgain_withALaterOrder_isOneLine_andBelongsToTheLater() {
        UUID first = begun();
        part(first, 1, packed(line(1, "a") + line(2, "b")));
        UUID second = begun();
        part(second, 1, packed(line(2, "b") + line(3, "c")));
        assertThat(texts()).containsExactly("a", "b", "c");
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM fleet.log_line WHERE order_id = ?").param(second).query(Integer.class).single()).isEqualTo(2);
        begun();
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM fleet.log_upload WHERE terminal_id = ?").param(terminal.id()).query(Integer.class).single()).as("the oldest goes").isEqualTo(2);
        assertThat(texts()).containsExactly("b", "c");
    }

    @Test
    void uploadAndItsParts_atTwoHosts_areOne() {
        try (ConfigurableApplicationContext other = corridor.startAnotherHost()) {
            UUID order = begun();
            other.getBean(LogDesk.class).part(new TerminalId(terminal.id()), order, 1, HexFormat.of().parseHex(sha256(packed(line(1, "a")))), packed(line(1, "a")));
            assertThat(part(order, 1, packed(line(1, "a"))).statusCode()).isEqualTo(200);
            assertThat(part(order, 2, packed(line(2, "b"))).statusCode()).isEqualTo(200);
            assertThat(texts()).containsExactly("a", "b");
        }
    }

    @Test
    void cardData_thatATerminalSends_isScrubbedBeforeItIsStored_andTold() {
        UUID order = begun();
        part(order, 1, packed(line(1, "sold to 4532 0151 1283 0366") + line(2, "4532-0151-1283-0366") + line(3, "6212345678901234569") + line(4, ";4532015112830366=30122010000012345?")
                + line(5, "pin=1234") + line(6, "\u001b[31m红\u0000\u202E x")));
        part(order, 2, packed(line(7, "PIN block 04123456FFFFEDCB")));
        assertThat(texts()).containsExactly("sold to [card ...0366]", "[card ...0366]", "[card ...4569]", "[track]", "pin=[secret]", "[31m红 x", "PIN block [hex 16]");
        assertThat(corridor.jdbc().sql("SELECT scrubbed FROM fleet.log_upload WHERE order_id = ?").param(order).query(Integer.class).single()).isEqualTo(6);
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM audit.entry WHERE action = 'terminal.logs.scrub' AND object = ?").param("terminal:" + terminal.id()).query(Integer.class).single())
                .as("once an upload").isEqualTo(1);
        assertThat(corridor.bean(MeterRegistry.class).counter(LogMetrics.SCRUBBED).count()).isGreaterThanOrEqualTo(6);
    }

    @Test
    void lines_olderThanTheyAreKept_go() {
        UUID order = begun();
        part(order, 1, packed(line(1, "old")));
        corridor.jdbc().sql("UPDATE fleet.log_upload SET begun_at = now() - interval '31 days' WHERE order_id = ?").param(order).update();
        corridor.bean(LogDesk.class).forget();
        assertThat(texts()).isEmpty();
    }

    // what is not

    @Test
    void partOfAGigabyte_isRefusedByItsLength_beforeItIsRead() throws Exception {
        String head = head(begun()) + "Content-Length: 1073741824\r\n\r\n";
        assertThat(answerTo(head, new byte[10])).contains("413").contains("LOG_PART_TOO_LARGE");
    }

    @Test
    void partWithoutALength_isReadNoFurtherThanAPartMayBe() throws Exception {
        byte[] chunk = new byte[65_537];
        assertThat(answerTo(head(begun()) + "Transfer-Encoding: chunked\r\n\r\n10001\r\n", chunk)).contains("413").contains("LOG_PART_TOO_LARGE");
    }

    private static String head(UUID order) {
        return "POST " + DeviceLogController.PATH + "/" + order + "/parts/1/" + "0".repeat(64) + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/gzip\r\n";
    }

    private static String answerTo(String head, byte[] body) throws IOException {
        URI host = URI.create(corridor.url());
        try (var socket = new Socket(host.getHost(), host.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            var answer = new StringBuilder();
            byte[] some = new byte[4_096];
            while (answer.indexOf("LOG_") < 0) {
                int n = socket.getInputStream().read(some);
                if (n < 0) {
                    break;
                }
                answer.append(new String(some, 0, n, StandardCharsets.UTF_8));
            }
            return answer.toString();
        }
    }

    @Test
    void zipBomb_doesNotGoOff() {
        byte[] bomb = packed("0".repeat(40_000_000));
        assertThat(bomb.length).isLessThan(65_536);
        assertRefused(part(begun(), 1, bomb), 422, "LOG_PART_UNPACKS_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "a/b.log", "..\\boot.ini", "..", ".hidden", "a..b", "a\u0000.log", "日志.log", ""})
    void fileName_thatIsAPath_isRefused(String name) {
        UUID order = ordered();
        assertRefused(send(terminal, order.toString(), Map.of("log", LOG, "fileName", name)), 422, "LOG_FILE_NAME_WRONG");
        assertRefused(part(order, 1, packed(line(1, "x"))), 409, "LOG_NOT_BEGUN");
    }

    @Test
    void uploadOfAnotherTerminal_isNotGoneOnWith() {
        UUID order = begun();
        RawTerminal other = RawTerminal.activated(corridor, "SYLG-%09d".formatted(SERIALS.incrementAndGet()));
        assertRefused(part(other, order, 1, packed(line(1, "x"))), 403, "LOG_OF_ANOTHER_TERMINAL");
        assertRefused(send(other, order + "/end", Map.of("parts", 0)), 403, "LOG_OF_ANOTHER_TERMINAL");
        assertRefused(send(other, order.toString(), Map.of("log", LOG, "fileName", "a.log")), 403, "LOG_OF_ANOTHER_TERMINAL");
        assertThat(texts()).isEmpty();
    }

    @Test
    void upload_thatNobodyOrdered_isRefused() {
        assertRefused(begin(UUID.randomUUID()), 409, "LOG_NOT_ORDERED");
        assertRefused(begin(ordered(terminal, "REBOOT", "SENT")), 409, "LOG_NOT_ORDERED");
        assertRefused(begin(ordered(terminal, "UPLOAD_LOGS", "DONE")), 409, "LOG_NOT_ORDERED");
    }

    @Test
    void part_withAnotherHash_orOutOfItsOrder_orOneTooMany_isRefused() {
        UUID order = begun();
        byte[] first = packed(line(1, "a"));
        assertRefused(part(terminal, order, 1, sha256(packed(line(1, "b"))), first), 422, "LOG_PART_HASH_WRONG");
        HttpResponse<String> early = part(order, 2, first);
        assertRefused(early, 409, "LOG_PART_OUT_OF_ORDER");
        assertThat(JSON.readTree(early.body()).path("parts").asInt(-1)).as("the terminal learns where to go on").isZero();
        assertThat(part(order, 1, first).statusCode()).isEqualTo(200);
        assertRefused(part(order, 1, packed(line(1, "b"))), 409, "LOG_PART_DIFFERS");
        assertRefused(send(terminal, order + "/end", Map.of("parts", 2)), 409, "LOG_PART_OUT_OF_ORDER");
        for (int number = 2; number <= 4; number++) {
            assertThat(part(order, number, packed(line(number, "more"))).statusCode()).isEqualTo(200);
        }
        assertRefused(part(order, 5, packed(line(5, "x"))), 409, "LOG_PARTS_TOO_MANY");
        assertThat(texts()).containsExactly("a", "more", "more", "more");
    }

    @Test
    void upload_largerThanItMayBe_isRefused() {
        UUID order = begun();
        String big = line(1, "x".repeat(250_000));
        assertThat(part(order, 1, packed(big)).statusCode()).isEqualTo(200);
        assertRefused(part(order, 2, packed(line(2, "x".repeat(250_000)))), 422, "LOG_UPLOAD_TOO_LARGE");
        assertThat(texts().getFirst()).as("a line is bounded").hasSize(LogPart.TEXT_LENGTH_MAX);
    }

    /// What would be seen by nobody: half of a card number at the end of a part, the other half in the next one.
    @Test
    void lineThatIsCutByTheEndOfAPart_isRefused_andNothingOfItStored() {
        UUID order = begun();
        assertRefused(part(order, 1, packed(line(1, "ok") + "2\t2026-11-23T10:00:02Z\tINFO\thost\tcard 45320151")), 422, "LOG_LINE_CUT");
        assertRefused(part(order, 1, packed("12830366 approved\n")), 422, "LOG_LINE_UNREADABLE");
        assertThat(texts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no fields\n", "0\t2026-11-23T10:00:02Z\tINFO\thost\tx\n", "1\tyesterday\tINFO\thost\tx\n", "1\t2026-11-23T10:00:02Z\tDEBUG\thost\tx\n",
            "1\t2026-11-23T10:00:02Z\tINFO\t../x\tx\n", "2\t2026-11-23T10:00:02Z\tINFO\thost\tx\n1\t2026-11-23T10:00:02Z\tINFO\thost\tx\n", "99999999999999999999\t2026-11-23T10:00:02Z\tINFO\thost\tx\n",
            "1\t+999999999-12-31T23:59:59Z\tINFO\thost\tx\n"})
    void line_thatIsNotOfItsForm_isRefused(String text) {
        assertRefused(part(begun(), 1, packed(text)), 422, "LOG_LINE_UNREADABLE");
    }

    @Test
    void part_thatIsNoGzip_orCut_isRefused() {
        UUID order = begun();
        assertRefused(part(order, 1, "plain text\n".getBytes(StandardCharsets.UTF_8)), 422, "LOG_PART_UNREADABLE");
        byte[] whole = packed(line(1, "a".repeat(500)));
        assertRefused(part(order, 1, java.util.Arrays.copyOf(whole, whole.length - 9)), 422, "LOG_PART_UNREADABLE");
    }

    @Test
    void log_thatIsAnotherOneMeanwhile_isRefused() {
        UUID order = begun();
        assertRefused(send(terminal, order.toString(), Map.of("log", "ffffffffffff", "fileName", "a.log")), 409, "LOG_REPLACED");
    }

    // screens

    @Test
    void screen_isScrubbed_andKeptOnce_andAPictureIsNone() {
        UUID order = ordered(terminal, "SCREENSHOT", "ACKNOWLEDGED");
        Object screen = Map.of("screen", "sale.card", "at", "2026-11-23T10:00:00Z", "rows", List.of(Map.of("kind", "TITLE", "tone", "NEUTRAL", "text", "消费 4532 0151 1283 0366", "value", "")));
        assertThat(send(terminal, order + "/screen", screen).statusCode()).isEqualTo(200);
        assertThat(send(terminal, order + "/screen", screen).statusCode()).isEqualTo(200);
        TerminalScreen kept = corridor.bean(LogStore.class).screen(order).orElseThrow();
        assertThat(kept.rows()).hasSize(1);
        assertThat(kept.rows().getFirst().text()).isEqualTo("消费 [card ...0366]");
        assertRefused(send(terminal, ordered() + "/screen", screen), 409, "LOG_NOT_ORDERED");
        UUID other = ordered(terminal, "SCREENSHOT", "SENT");
        assertRefused(send(terminal, other + "/screen", Map.of("screen", "<svg onload='x'>", "at", "2026-11-23T10:00:00Z", "rows", List.of())), 422, "LOG_SCREEN_UNREADABLE");
        String path = DeviceLogController.PATH + "/" + other + "/screen";
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
        assertRefused(RawTerminal.post(corridor, path, terminal.signature(path, Instant.now(), png), "image/png", png), 422, "LOG_SCREEN_UNREADABLE");
    }
}
