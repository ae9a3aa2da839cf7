package io.shouyin.host.fleet.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Till;
import io.shouyin.host.Patience;
import io.shouyin.host.fleet.parameters.ParameterDesk.Wanted;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.web.PageQuery;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.HostWord;
import io.shouyin.terminal.device.Screen;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Parameters in layers, from the desk to a real terminal, which takes them up between two transactions; what loosens, and what is refused.
class ParametersIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PATH = "/device/v1/parameters";
    private static final AtomicInteger SERIALS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Corridor corridor;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("shouyin.fleet.status.beat-interval", "1s"));
        corridor.awaitNetwork();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    private static String serial() {
        return "SYPA-%09d".formatted(SERIALS.incrementAndGet());
    }

    private static ParameterDesk desk() {
        return corridor.bean(ParameterDesk.class);
    }

    private static EffectiveParameters effective() {
        return corridor.bean(EffectiveParameters.class);
    }

    private static Wanted wanted(Layer layer, String scope, Map<String, String> settings) {
        int basedOn = corridor.bean(ParameterStore.class).held(layer, scope).map(ParameterStore.Held::version).orElse(0);
        return new Wanted(layer, scope, basedOn, settings, "测试");
    }

    private static void set(Layer layer, String scope, Map<String, String> settings) {
        desk().replace(wanted(layer, scope, settings), "chen", "");
    }

    private static EffectiveParameters.Value value(String terminal, Parameter parameter) {
        return effective().of(new TerminalId(terminal)).stream().filter(one -> one.parameter() == parameter).findFirst().orElseThrow();
    }

    /// Until a heartbeat says that the terminal has what the layers say.
    private static void awaitTaken(String terminal) {
        long version = effective().change(new TerminalId(terminal));
        Patience.until("the terminal has version " + version, () -> corridor.jdbc().sql("SELECT parameters_version FROM fleet.heartbeat WHERE terminal_id = ?").param(terminal)
                .query(Long.class).optional().orElse(-1L) == version);
    }

    @Test
    void laterLayer_holds_andReachesTheTerminalBetweenTwoTransactions() {
        try (Till till = corridor.inService(serial())) {
            String id = till.handout.terminalId();
            set(Layer.MERCHANT, Corridor.MERCHANT.value(), Map.of("saleMaxFen", "800", "receiptFooter", "谢谢惠顾"));
            set(Layer.MODEL, "Shouyin VT-1", Map.of("saleMaxFen", "700", "idleLockSeconds", "120"));
            set(Layer.TERMINAL, id, Map.of("saleMaxFen", "500"));
            assertThat(value(id, Parameter.SALE_MAX_FEN)).extracting(EffectiveParameters.Value::value, EffectiveParameters.Value::layer).containsExactly("500", Layer.TERMINAL);
            assertThat(value(id, Parameter.IDLE_LOCK_SECONDS).layer()).isEqualTo(Layer.MODEL);
            assertThat(value(id, Parameter.CARDS_TYPED).layer()).as("nobody says anything").isNull();
            awaitTaken(id);

            till.press("1");
            till.await("sale.amount");
            till.terminal.type("1000");
            assertThat(till.terminal.screen().field().map(Screen.Field::shown)).as("no digit more than 5.00 allows").contains("1.00");

            set(Layer.TERMINAL, id, Map.of());
            Patience.until("the newer bundle came", () -> corridor.jdbc().sql("SELECT count(*) FROM fleet.device_nonce WHERE terminal_id = ?").param(id).query(Integer.class).single() >= 2);
            till.terminal.type("0");
            assertThat(till.terminal.screen().field().map(Screen.Field::shown)).as("not in the middle of a sale").contains("1.00");
            till.press("CANCEL");
            till.await("menu.cashier");
            awaitTaken(id);
            till.press("1");
            till.await("sale.amount");
            till.terminal.type("750");
            assertThat(till.terminal.screen().field().map(Screen.Field::shown)).as("the merchant's 8.00").contains("7.50");
        } finally {
            set(Layer.MERCHANT, Corridor.MERCHANT.value(), Map.of());
            set(Layer.MODEL, "Shouyin VT-1", Map.of());
        }
    }

    /// The acquirer of the device's binding says so; another acquirer's word is not this terminal's, and a rebinding is told though no value has changed.
    @Test
    void acquirersLayer_isThatOfTheBinding() {
        RawTerminal terminal = RawTerminal.activated(corridor, serial());
        String id = terminal.id();
        String acquirer = corridor.jdbc().sql("SELECT acquirer FROM fleet.binding WHERE terminal_id = ? AND ended_at IS NULL").param(id).query(String.class).single();
        refused(ParameterRefusal.PARAMETER_SCOPE_UNKNOWN, Layer.ACQUIRER, "江南银行", Map.of("standbyText", "江南"));
        try {
            set(Layer.ACQUIRER, Layer.ALL, Map.of("standbyText", "各行", "receiptFooter", "各行"));
            set(Layer.ACQUIRER, acquirer, Map.of("standbyText", "本行"));
            set(Layer.TERMINAL, id, Map.of("idleLockSeconds", "30"));
            assertThat(value(id, Parameter.keyed("standbyText"))).extracting(EffectiveParameters.Value::value, EffectiveParameters.Value::scope).containsExactly("本行", acquirer);
            assertThat(value(id, Parameter.keyed("receiptFooter")).value()).isEqualTo("各行");
            long before = effective().change(new TerminalId(id));
            assertThat(fetched(terminal, 0).path("values").path("standbyText").asString()).isEqualTo("本行");
            corridor.jdbc().sql("UPDATE fleet.binding SET ended_at = now(), ended_because = 'CHANGED' WHERE terminal_id = ? AND ended_at IS NULL").param(id).update();
            corridor.jdbc().sql("INSERT INTO fleet.binding (binding_id, serial_number, terminal_id, acquirer, merchant_id, since, made_by) SELECT gen_random_uuid(), serial_number, terminal_id, '江南银行', merchant_id, now(), 'chen' FROM fleet.terminal WHERE terminal_id = ?")
                    .param(id).update();
            desk().moved(new TerminalId(id));
            assertThat(effective().change(new TerminalId(id))).isGreaterThan(before);
            assertThat(fetched(terminal, before).path("values").path("standbyText").asString()).isEqualTo("各行");
            set(Layer.ACQUIRER, "江南银行", Map.of("standbyText", "江南"));
            assertThat(fetched(terminal, before).path("values").path("standbyText").asString()).isEqualTo("江南");
        } finally {
            set(Layer.ACQUIRER, Layer.ALL, Map.of());
            set(Layer.ACQUIRER, acquirer, Map.of());
        }
    }

    @Test
    void bundle_isSignedForTheTerminalThatAsks_andItsVersionNeverFalls() {
        RawTerminal terminal = RawTerminal.activated(corridor, serial());
        set(Layer.TERMINAL, terminal.id(), Map.of("standbyText", "门店一"));
        JsonNode bundle = fetched(terminal, 0);
        assertThat(bundle.path("terminal").asString()).isEqualTo(terminal.id());
        assertThat(bundle.path("values").path("standbyText").asString()).isEqualTo("门店一");
        long version = bundle.path("version").asLong();
        assertThat(fetched(terminal, version).path("version").asLong()).as("as if it had moved from where there was nothing newer").isEqualTo(version);

        RawTerminal other = RawTerminal.activated(corridor, serial());
        set(Layer.TERMINAL, terminal.id(), Map.of("standbyText", "门店二"));
        long newest = fetched(terminal, version).path("version").asLong();
        assertThat(newest).isGreaterThan(version);
        assertThat(fetched(other, newest).path("version").asLong()).as("one that had a newer bundle elsewhere goes on from there").isGreaterThan(newest);
        assertThat(fetched(other, Long.MAX_VALUE).path("version").asLong()).as("a number that nobody gave moves nothing").isEqualTo(fetched(other, 0).path("version").asLong());

        for (String bad : List.of("{}", "[]", "{\"version\":-1}", "x")) {
            assertThat(RawTerminal.problem(post(terminal, bad))).as(bad).isEqualTo("REQUEST_INVALID");
        }
        assertThat(RawTerminal.problem(RawTerminal.post(corridor, PATH, Map.of(), "{\"version\":0}"))).isEqualTo("DEVICE_SIGNATURE_WRONG");
    }

    private static HttpResponse<String> post(RawTerminal terminal, String body) {
        return RawTerminal.post(corridor, PATH, terminal.signature(PATH, Instant.now(), body), body);
    }

    private static JsonNode fetched(RawTerminal terminal, long had) {
        HttpResponse<String> answer = post(terminal, "{\"version\":" + had + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode signed = JSON.readTree(answer.body());
        byte[] content = Base64.getDecoder().decode(signed.path("content").asString());
        try (var key = HostWord.key(terminal.credentialKey())) {
            assertThat(key.verify(HostWord.Kind.PARAMETERS.covered(content), Base64.getDecoder().decode(signed.path("mac").asString()))).isTrue();
        }
        return JSON.readTree(content);
    }

    @Test
    void change_thatLetsMoreMoneyThrough_isSeen_whereverItIsMade() {
        RawTerminal terminal = RawTerminal.activated(corridor, serial());
        String id = terminal.id();
        assertThat(loosens(id, Map.of("refundMaxFen", "900000"))).as("less than the terminal's own").isFalse();
        assertThat(loosens(id, Map.of("refundMaxFen", "1000001"))).isTrue();
        assertThat(loosens(id, Map.of("offlineFloorFen", "1"))).isTrue();
        assertThat(loosens(id, Map.of("cardsTyped", "false"))).isFalse();
        assertThat(loosens(id, Map.of("idleLockSeconds", "900", "receiptFooter", "谢谢"))).as("no money").isFalse();
        set(Layer.TERMINAL, id, Map.of("refundMaxFen", "500000", "cardsTyped", "false"));
        assertThat(loosens(id, Map.of("refundMaxFen", "500000"))).as("typing comes back").isTrue();
        assertThat(loosens(id, Map.of("refundMaxFen", "500001", "cardsTyped", "false"))).isTrue();
        assertThat(loosens(id, Map.of())).as("what is taken out falls back to more").isTrue();
        assertThat(loosens(id, Map.of("refundMaxFen", "100", "cardsTyped", "false"))).isFalse();
    }

    private static boolean loosens(String terminal, Map<String, String> settings) {
        return desk().loosens(wanted(Layer.TERMINAL, terminal, settings));
    }

    @Test
    void versions_tellWhatChanged_andAnEarlierOneCanBePutInForceAgain() {
        String id = RawTerminal.activated(corridor, serial()).id();
        set(Layer.TERMINAL, id, Map.of("standbyText", "一", "idleLockSeconds", "30"));
        set(Layer.TERMINAL, id, Map.of("standbyText", "二"));
        set(Layer.TERMINAL, id, corridor.bean(ParameterStore.class).version(Layer.TERMINAL, id, 1).orElseThrow().settings());
        List<ParameterStore.Version> versions = corridor.bean(ParameterStore.class).versions(Layer.TERMINAL, id, new PageQuery(0, 10)).items();
        assertThat(versions).extracting(ParameterStore.Version::version).containsExactly(3, 2, 1);
        assertThat(versions.getFirst().settings()).isEqualTo(versions.getLast().settings());
        assertThat(ParameterDesk.difference(versions.get(2).settings(), versions.get(1).settings())).containsExactly(
                new ParameterDesk.Difference("idleLockSeconds", "30", null), new ParameterDesk.Difference("standbyText", "一", "二"));
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM audit.entry WHERE action = 'terminal.parameters.replace' AND object = ?").param("parameters:TERMINAL/" + id)
                .query(Integer.class).single()).isEqualTo(3);
    }

    @Test
    void parameters_thatCannotBe_areRefusedByName() {
        String id = RawTerminal.activated(corridor, serial()).id();
        refused(ParameterRefusal.PARAMETER_UNKNOWN, Layer.TERMINAL, id, Map.of("backdoor", "1"));
        for (String bad : List.of("", "-1", "0", "1e3", "007", "99999999999999999999", "十")) {
            refused(ParameterRefusal.PARAMETER_OUT_OF_RANGE, Layer.TERMINAL, id, Map.of("saleMaxFen", bad));
        }
        refused(ParameterRefusal.PARAMETER_OUT_OF_RANGE, Layer.TERMINAL, id, Map.of("cardsTyped", "yes"));
        refused(ParameterRefusal.PARAMETER_OUT_OF_RANGE, Layer.TERMINAL, id, Map.of("standbyText", "字".repeat(41)));
        refused(ParameterRefusal.PARAMETER_OUT_OF_RANGE, Layer.TERMINAL, id, Map.of("standbyText", "a\u0007b"));
        refused(ParameterRefusal.PARAMETER_OUT_OF_RANGE, Layer.TERMINAL, id, Map.of("standbyText", "a\u202eb"));
        refused(ParameterRefusal.PARAMETER_OUT_OF_RANGE, Layer.TERMINAL, id, Map.of("receiptFooter", "6216261000000000018"));
        refused(ParameterRefusal.PARAMETER_SCOPE_UNKNOWN, Layer.TERMINAL, "99999999", Map.of("cardsTyped", "false"));
        refused(ParameterRefusal.PARAMETER_SCOPE_UNKNOWN, Layer.MODEL, "No such", Map.of("cardsTyped", "false"));
        refused(ParameterRefusal.PARAMETER_SCOPE_UNKNOWN, Layer.MERCHANT, "000000000000000", Map.of("cardsTyped", "false"));
        refused(ParameterRefusal.PARAMETER_SCOPE_UNKNOWN, Layer.PLATFORM, "some", Map.of("cardsTyped", "false"));
        refused(ParameterRefusal.PARAMETERS_THE_SAME, Layer.TERMINAL, id, Map.of());
        assertThatThrownBy(() -> desk().replace(new Wanted(Layer.TERMINAL, id, 4, Map.of("cardsTyped", "false"), "x"), "chen", ""))
                .isInstanceOfSatisfying(RefusedRequest.class, no -> assertThat(no.refusal()).isEqualTo(ParameterRefusal.PARAMETERS_CHANGED_MEANWHILE));
    }

    private static void refused(ParameterRefusal refusal, Layer layer, String scope, Map<String, String> settings) {
        assertThatThrownBy(() -> desk().replace(wanted(layer, scope, settings), "chen", "")).as(settings.toString())
                .isInstanceOfSatisfying(RefusedRequest.class, no -> assertThat(no.refusal()).isEqualTo(refusal));
    }
}
