package io.shouyin.host.fleet.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.TerminalProfile;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The console's API of logs and screens: who may, what is found, what is refused.
@HostTest
class LogApiTest {

    private static final MerchantId MERCHANT = new MerchantId("104581054110978");
    private static final AtomicInteger SERIALS = new AtomicInteger();
    private static final Instant AT = Instant.parse("2024-05-05T05:00:00Z");
    private static final byte[] HASH = new byte[32];

    @Autowired
    private TestStaff staff;
    @Autowired
    private Merchants merchants;
    @Autowired
    private Terminals terminals;
    @Autowired
    private LogStore store;
    @Autowired
    private JdbcClient jdbc;

    private String one;
    private String other;

    @BeforeEach
    void register() {
        if (merchants.find(MERCHANT).isEmpty()) {
            merchants.register(new Merchants.Registration(MERCHANT, "日志小店", "LOGGED SHOP", "5411", "SHENZHEN", "02155550178"));
        }
        one = registered();
        other = registered();
    }

    private String registered() {
        return terminals.register(MERCHANT, "SYLA-%09d".formatted(SERIALS.incrementAndGet()), "Shouyin VT-1", TerminalProfile.AES).terminal().value();
    }

    private UUID ordered(String terminal, String kind) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                INSERT INTO fleet.terminal_order (order_id, terminal_id, sequence, kind, content, mac, reason, state, ordered_by, ordered_at, expires_at)
                VALUES (?, ?, ?, ?, '{}', sha256('x'), 'test', 'ACKNOWLEDGED', 'chen', now(), now() + interval '1 hour')""").params(id, terminal, SERIALS.incrementAndGet(), kind).update();
        return id;
    }

    /// Lines 1 second apart, the first of them INFO, all others WARN.
    private UUID uploaded(String terminal, String... texts) {
        UUID order = ordered(terminal, "UPLOAD_LOGS");
        store.begin(order, new TerminalId(terminal), "0123456789ab", "terminal.log", AT);
        List<LogPart.Line> lines = IntStream.range(0, texts.length)
                .mapToObj(n -> new LogPart.Line(n + 1, AT.plusSeconds(n), n == 0 ? "INFO" : "WARN", "host", texts[n])).toList();
        store.add(new LogStore.Upload(order, terminal, "0123456789ab", "terminal.log", 0, 0, 0, 0, 0, AT, null), 1, HASH, new LogPart(lines, 100, 0));
        return order;
    }

    private UUID shown(String text) {
        UUID order = ordered(one, "SCREENSHOT");
        store.add(order, new TerminalId(one), new TerminalScreen("sale.done", AT, List.of(new TerminalScreen.Row(TerminalScreen.Kind.TITLE, TerminalScreen.Tone.DONE, text, "")), 0), AT);
        return order;
    }

    private static String logs(String parameters) {
        return "/api/v1/terminal-logs?" + parameters;
    }

    private static List<String> texts(TestBrowser.Answer answer) {
        return StreamSupport.stream(answer.expect(200).body().path("items").spliterator(), false).map(line -> line.path("text").asString()).toList();
    }

    @Test
    void logsAndScreens_areForThoseWhoOrder_andNobodyElse() {
        UUID picture = shown("签购单");
        List<String> paths = List.of("/api/v1/terminal-logs", "/api/v1/terminals/" + one + "/log-uploads", "/api/v1/terminals/" + one + "/screens", "/api/v1/terminal-screens/" + picture);
        for (Role role : List.of(Role.FINANCE, Role.SERVICE_DESK, Role.AUDITOR, Role.KEY_OFFICER)) {
            TestBrowser browser = staff.loggedIn(role);
            paths.forEach(path -> browser.get(path).expect(403));
        }
        for (Role role : List.of(Role.OPERATIONS, Role.RISK)) {
            TestBrowser browser = staff.loggedIn(role);
            paths.forEach(path -> browser.get(path).expect(200));
        }
        paths.forEach(path -> staff.browser().get(path).expect(401));
    }

    @Test
    void search_overTwoTerminals_findsByWordLevelAndTime_andPages() {
        String word = "zephyr" + one;
        uploaded(one, "started " + word, "签到成功 " + word, "no such thing");
        uploaded(other, "started " + word, "签退 " + word);
        TestBrowser browser = staff.loggedIn(Role.OPERATIONS);
        assertThat(texts(browser.get(logs("query=" + word)))).hasSize(4);
        assertThat(texts(browser.get(logs("query=" + word + "&terminalId=" + other)))).containsExactly("签退 " + word, "started " + word);
        assertThat(texts(browser.get(logs("query=" + URLEncoder.encode("签到 " + word, StandardCharsets.UTF_8))))).containsExactly("签到成功 " + word);
        assertThat(texts(browser.get(logs("level=INFO&query=" + word)))).containsExactly("started " + word, "started " + word);
        assertThat(texts(browser.get(logs("from=2024-05-05T05:00:01Z&to=2024-05-05T05:00:02Z&query=" + word)))).hasSize(2);
        var second = browser.get(logs("size=3&page=1&query=" + word)).expect(200).body();
        assertThat(second.path("total").asInt()).isEqualTo(4);
        assertThat(second.path("items")).as("what is left for the second page").hasSize(1);
        var uploads = browser.get("/api/v1/terminals/" + one + "/log-uploads").expect(200).body();
        assertThat(uploads.path("total").asInt()).isEqualTo(1);
        assertThat(uploads.at("/items/0/lines").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"terminalId=1", "terminalId=0000000%27", "level=DEBUG", "from=yesterday", "to=%2B1000000000-01-01T00:00:00Z", "size=0", "size=201", "page=-1", "page=1000001"})
    void search_withAParameterOutOfBounds_isRefused(String parameter) {
        staff.loggedIn(Role.RISK).get(logs(parameter)).problem(400, "REQUEST_INVALID");
    }

    @Test
    void search_withoutAWord_orTooLong_isRefused() {
        TestBrowser browser = staff.loggedIn(Role.RISK);
        browser.get(logs("query=---")).problem(422, "LOG_SEARCH_WITHOUT_WORD");
        browser.get(logs("query=" + "a".repeat(101))).problem(400, "REQUEST_INVALID");
        assertThat(texts(browser.get(logs("query=" + URLEncoder.encode("' | !x:*", StandardCharsets.UTF_8))))).as("signs of a tsquery are no operators").isEmpty();
    }

    @Test
    void picture_isEscaped_andRunsAndLoadsNothing() {
        UUID order = shown("<script>alert(1)</script>");
        TestBrowser browser = staff.loggedIn(Role.OPERATIONS);
        var answer = browser.get("/api/v1/terminal-screens/" + order).expect(200);
        assertThat(answer.text()).contains("&#x3C;script").doesNotContain("<script");
        assertThat(answer.headers().get("content-type")).singleElement().asString().startsWith("image/svg+xml");
        assertThat(answer.headers().get("content-security-policy")).singleElement().asString().contains("default-src 'none'").contains("sandbox");
        assertThat(answer.headers().get("x-content-type-options")).containsExactly("nosniff");
        assertThat(answer.headers().get("cache-control")).singleElement().asString().contains("no-store");
        browser.get("/api/v1/terminal-screens/" + UUID.randomUUID()).problem(404, "LOG_SCREEN_UNKNOWN");
        browser.get("/api/v1/terminal-screens/none").problem(400, "REQUEST_INVALID");
    }
}
