package io.shouyin.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.qr.CodeException;
import io.shouyin.kernel.qr.CodeRefusal;
import io.shouyin.kernel.qr.MerchantCode;
import io.shouyin.paycrypto.HmacSha256;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The simulated wallet over its port: what the acquirer may ask, and what it is refused.
class WalletServerTest {

    private static final String MERCHANT = "104290058120001";

    @TempDir
    private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final TestClock clock = new TestClock();
    private NetworkServer network;
    private int calls;

    @BeforeEach
    void start() {
        network = NetworkServer.start(NetworkSettings.of(folder).withPorts(0, 0).withClock(clock));
    }

    @AfterEach
    void stop() {
        http.close();
        network.close();
    }

    @Test
    void payment_withAShownCode_takesTheMoneyOnce() throws Exception {
        String code = network.wallet().showCode("1");
        assertThat(pay("A1", code, 100)).isEqualTo("PAID");
        assertThat(pay("A1", code, 100)).as("the same again").isEqualTo("PAID");
        assertThat(network.wallet().balanceFen("1")).isEqualTo(1_000_000 - 100);
        assertThat(pay("A1", code, 200)).as("other content").isEqualTo("REFUSED REFERENCE_REUSED");
        assertThat(pay("A2", code, 100)).isEqualTo("REFUSED CODE_USED");
        assertThat(pay("A3", "281111111111111111", 100)).isEqualTo("REFUSED CODE_UNKNOWN");
    }

    @Test
    void payment_withAnOldCode_ofNothing_inAnotherCurrency_orBeyondTheBalance_isRefusedByName() throws Exception {
        String old = network.wallet().showCode("1");
        clock.advance(WalletDesk.CODE_LASTS.plusSeconds(1));
        assertThat(pay("B1", old, 100)).isEqualTo("REFUSED CODE_EXPIRED");
        assertThat(pay("B2", network.wallet().showCode("1"), 0)).isEqualTo("REFUSED AMOUNT_INVALID");
        assertThat(ask("/v1/payments", payment("B3", network.wallet().showCode("1"), 100, "840"))).isEqualTo("REFUSED CURRENCY_OTHER");
        assertThat(pay("B4", network.wallet().showCode("1"), 1_000_001)).isEqualTo("WAITING");
        assertThat(network.wallet().decide("1", "B4", true)).isEqualTo("REFUSED");
        assertThat(network.wallet().balanceFen("1")).isEqualTo(1_000_000);
    }

    @Test
    void order_isPaidByWhoScansIt_andOnce() throws Exception {
        MerchantCode code = order("632700000001", 2500);
        assertThat(ask("/v1/orders", order(code, 2500))).isEqualTo("WAITING");
        assertThat(network.wallet().scanAndDecide("2", code.encode(), true)).isEqualTo("PAID");
        assertThat(network.wallet().scanAndDecide("3", code.encode(), true)).isEqualTo("CODE_USED");
        assertThat(query("632700000001")).isEqualTo("PAID");
        assertThat(network.wallet().balanceFen("2")).isEqualTo(1_000_000 - 2500);
    }

    @Test
    void order_thatWasCancelled_isPaidByNobody() throws Exception {
        MerchantCode code = order("632700000002", 2500);
        assertThat(ask("/v1/orders", order(code, 2500))).isEqualTo("WAITING");
        assertThat(cancel("632700000002")).isEqualTo("CANCELLED CANCELLED");
        assertThat(network.wallet().scanAndDecide("2", code.encode(), true)).isEqualTo("CANCELLED");
        assertThat(network.wallet().balanceFen("2")).isEqualTo(1_000_000);
    }

    @Test
    void cancel_beforeThePayment_refusesItWhenItComes() throws Exception {
        assertThat(query("C1")).isEqualTo("UNKNOWN");
        assertThat(cancel("C1")).startsWith("CANCELLED");
        assertThat(pay("C1", network.wallet().showCode("1"), 100)).isEqualTo("CANCELLED CANCELLED");
        assertThat(network.wallet().balanceFen("1")).isEqualTo(1_000_000);
    }

    @Test
    void refunds_comeToThePaymentAtMost_andACancelGivesBackTheRest() throws Exception {
        pay("D1", network.wallet().showCode("1"), 1000);
        assertThat(refund("D2", "D1", 400)).isEqualTo("PAID");
        assertThat(refund("D2", "D1", 400)).as("the same again").isEqualTo("PAID");
        assertThat(refund("D3", "D1", 601)).isEqualTo("REFUSED ABOVE_THE_REST");
        assertThat(refund("D4", "nothing", 1)).isEqualTo("REFUSED ORIGINAL_UNKNOWN");
        assertThat(network.wallet().balanceFen("1")).isEqualTo(1_000_000 - 600);
        assertThat(cancel("D1")).startsWith("CANCELLED");
        assertThat(network.wallet().balanceFen("1")).isEqualTo(1_000_000);
    }

    @Test
    void everything_isRememberedByTheNextProcess() throws Exception {
        pay("E1", network.wallet().showCode("1"), 1000);
        network.close();
        network = NetworkServer.start(NetworkSettings.of(folder).withPorts(0, 0).withClock(clock));
        assertThat(query("E1")).isEqualTo("PAID");
        assertThat(network.wallet().balanceFen("1")).isEqualTo(1_000_000 - 1000);
    }

    @Test
    void staticCode_takesFiveHundredYuanADay_andBadCodesAreRefusedByName() throws Exception {
        String payload = new MerchantCode(new MerchantId(MERCHANT), "5812", "JIANGNAN BISTRO", "SHANGHAI", "江南小馆", Optional.empty()).encode();
        assertThat(network.wallet().payStatic("1", payload, 49_999)).isEqualTo("PAID");
        assertThat(network.wallet().payStatic("1", payload, 2)).isEqualTo("STATIC_LIMIT");
        assertThat(network.wallet().payStatic("2", payload, 0)).isEqualTo("AMOUNT_INVALID");
        assertThatThrownBy(() -> network.wallet().payStatic("2", payload.substring(0, payload.length() - 4) + "0000", 1))
                .isInstanceOfSatisfying(CodeException.class, refused -> assertThat(refused.refusal()).isEqualTo(CodeRefusal.CODE_CRC_WRONG));
        assertThat(post("/scans", "{\"customer\":\"1\",\"payload\":\"0002010\"}", "").statusCode()).isEqualTo(422);
    }

    @Test
    void call_thatIsNotSigned_isRefused() throws Exception {
        assertThat(post("/v1/queries", dated(Map.of("reference", "A1")), "00").statusCode()).isEqualTo(401);
        assertThat(post("/v1/queries", "{\"reference\":\"A1\"}", signature("/v1/queries", "{\"reference\":\"A2\"}")).statusCode()).isEqualTo(401);
        assertThat(Files.readString(folder.resolve(WalletServer.SECRET_FILE))).matches("[0-9a-f]{48}");
    }

    @Test
    void call_thatCameBefore_orIsOld_isRefused() throws Exception {
        String call = dated(Map.of("reference", "A1"));
        assertThat(post("/v1/queries", call, signature("/v1/queries", call)).statusCode()).isEqualTo(200);
        assertThat(post("/v1/queries", call, signature("/v1/queries", call)).body()).isEqualTo("{\"code\":\"CALL_REPLAYED\"}");
        String late = dated(Map.of("reference", "A1"));
        clock.advance(WalletCore.CALL_COUNTS.plusSeconds(1));
        assertThat(post("/v1/queries", late, signature("/v1/queries", late)).body()).isEqualTo("{\"code\":\"CALL_TOO_OLD\"}");
    }

    @Test
    void list_hasThePaymentsIntoStaticCodesOfOneDay() throws Exception {
        String payload = new MerchantCode(new MerchantId(MERCHANT), "5812", "JIANGNAN BISTRO", "SHANGHAI", "江南小馆", Optional.empty()).encode();
        network.wallet().payStatic("1", payload, 1_000);
        pay("F1", network.wallet().showCode("1"), 100);
        String today = LocalDate.ofInstant(clock.instant(), ZoneOffset.ofHours(8)).toString();
        JsonNode listed = list(today, "");
        assertThat(listed.get("payments")).hasSize(1);
        assertThat(listed.get("payments").get(0).get("amountFen").asLong()).isEqualTo(1_000);
        assertThat(listed.get("more").asBoolean()).isFalse();
        assertThat(list(today, listed.get("payments").get(0).get("reference").asString()).get("payments")).as("behind it").isEmpty();
        assertThat(list("2020-01-01", "").get("payments")).isEmpty();
    }

    private JsonNode list(String day, String after) throws Exception {
        String body = dated(Map.of("day", day, "after", after));
        return Store.JSON.readTree(post("/v1/lists", body, signature("/v1/lists", body)).body());
    }

    private String dated(Map<String, Object> content) {
        Map<String, Object> dated = new HashMap<>(content);
        dated.put("at", clock.instant().toString());
        dated.put("nonce", "%032d".formatted(++calls));
        return Store.JSON.writeValueAsString(dated);
    }

    @Test
    void page_andItsFiles_areServedWithAStrictPolicy() throws Exception {
        for (String path : new String[] {"/", "/wallet.js", "/wallet.css", "/phone.css"}) {
            HttpResponse<String> file = http.send(request(path).build(), BodyHandlers.ofString());
            assertThat(file.statusCode()).as(path).isEqualTo(200);
            assertThat(file.headers().firstValue("Content-Security-Policy")).contains("default-src 'self'; frame-ancestors 'none'");
        }
        assertThat(http.send(request("/elsewhere").build(), BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }

    private static MerchantCode order(String reference, long fen) {
        return new MerchantCode(new MerchantId(MERCHANT), "5812", "JIANGNAN BISTRO", "SHANGHAI", "江南小馆",
                Optional.of(new MerchantCode.Order(new MinorAmount(fen), reference, "00000001")));
    }

    private Map<String, Object> order(MerchantCode code, long fen) {
        return Map.of("reference", code.order().orElseThrow().reference(), "payload", code.encode(), "amountFen", fen, "currency", "156", "merchant", MERCHANT,
                "merchantName", "江南小馆", "expiresAt", clock.instant().plusSeconds(180));
    }

    private Map<String, Object> payment(String reference, String code, long fen, String currency) {
        return Map.of("reference", reference, "code", code, "amountFen", fen, "currency", currency, "merchant", MERCHANT, "merchantName", "江南小馆",
                "expiresAt", clock.instant().plusSeconds(90));
    }

    private String pay(String reference, String code, long fen) throws Exception {
        return ask("/v1/payments", payment(reference, code, fen, "156"));
    }

    private String query(String reference) throws Exception {
        return ask("/v1/queries", Map.of("reference", reference));
    }

    private String cancel(String reference) throws Exception {
        return ask("/v1/cancellations", Map.of("reference", reference));
    }

    private String refund(String reference, String original, long fen) throws Exception {
        return ask("/v1/refunds", Map.of("reference", reference, "original", original, "amountFen", fen, "currency", "156"));
    }

    /// @return the state, and the reason if there is one
    private String ask(String path, Map<String, Object> content) throws Exception {
        String body = dated(content);
        HttpResponse<String> answer = post(path, body, signature(path, body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue(WalletServer.SIGNATURE)).contains(signature(signature(path, body), "200", answer.body()));
        JsonNode json = Store.JSON.readTree(answer.body());
        return json.get("state").asString() + (json.get("reason").isNull() ? "" : " " + json.get("reason").asString());
    }

    private String signature(String... parts) throws Exception {
        byte[] secret = Files.readString(folder.resolve(WalletServer.SECRET_FILE)).getBytes(StandardCharsets.US_ASCII);
        return HexFormat.of().formatHex(HmacSha256.mac(secret, String.join("\n", parts).getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> post(String path, String body, String signature) throws Exception {
        return http.send(request(path).header("Content-Type", "application/json").header(WalletServer.SIGNATURE, signature).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + network.walletPort() + path));
    }
}
