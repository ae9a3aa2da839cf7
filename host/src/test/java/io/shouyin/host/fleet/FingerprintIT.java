package io.shouyin.host.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.credentials.SecretDesk;
import io.shouyin.host.credentials.Subject;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.webauthn.SoftAuthenticator;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import io.shouyin.network.DemoCard;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Fingerprints over the device API: enrolled after the operator's password, shown for one sale, and everything that opens nothing.
class FingerprintIT {

    private static final long SECOND_LIMIT_FEN = 500_000;
    private static final String PATH = "/device/v1/fingerprints/";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final AtomicInteger SERIALS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static DemoCard card;

    private RawTerminal terminal;
    private SoftAuthenticator finger;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
        corridor.awaitNetwork();
        card = corridor.network.cards().getFirst();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @BeforeEach
    void putTerminalInService() {
        terminal = RawTerminal.inService(corridor, "SYFP-%09d".formatted(SERIALS.incrementAndGet()));
        finger = new SoftAuthenticator("http://localhost:8090", "localhost");
    }

    private HttpResponse<String> signed(String path, Object body) {
        String json = JSON.writeValueAsString(body);
        return RawTerminal.post(corridor, PATH + path, terminal.signature(PATH + path, Instant.now(), json), json);
    }

    private HttpResponse<String> begin(String password) {
        return begin("01", password);
    }

    private HttpResponse<String> begin(String operator, String password) {
        terminal.trace(terminal.trace() + 1);
        String trace = "%06d".formatted(terminal.trace());
        return signed("enrolments", Map.of("operator", operator, "batch", terminal.batch(), "trace", trace,
                "sealedPassword", Base64.getEncoder().encodeToString(terminal.seal("0800", trace, FactorTlv.OPERATOR_PASSWORD, password))));
    }

    private HttpResponse<String> finish(HttpResponse<String> begun) {
        JsonNode enrolment = JSON.readTree(begun.body());
        return signed("enrolments/" + enrolment.path("enrolmentId").asString(),
                Map.of("credential", finger.register(enrolment.path("options").path("challenge").asString())));
    }

    private void enrol() {
        assertThat(finish(begin(Corridor.CASHIER_PASSWORD)).statusCode()).isEqualTo(200);
    }

    /// Asks for a sale with the next trace number.
    private HttpResponse<String> ask(long fen) {
        return ask(fen, "SELF");
    }

    private HttpResponse<String> ask(long fen, String whose) {
        return signed("challenges", Map.of("batch", terminal.batch(), "trace", "%06d".formatted(terminal.trace() + 1), "kind", "22",
                "amountFen", fen, "operator", "01", "whose", whose));
    }

    private HttpResponse<String> answer(HttpResponse<String> asked) {
        JsonNode challenge = JSON.readTree(asked.body());
        return signed("challenges/" + challenge.path("challengeId").asString(),
                Map.of("credential", finger.answer(challenge.path("options").path("challenge").asString())));
    }

    private Message sold(long fen, HttpResponse<String> proven) throws Exception {
        Message sale = terminal.sale(fen, card).build();
        byte[] handle = Base64.getDecoder().decode(JSON.readTree(proven.body()).path("handle").asString());
        return terminal.askSigned(sale.toBuilder().bytes(57, FactorTlv.decode(sale.bytes(57)).with(FactorTlv.FINGERPRINT, handle).encode()).build());
    }

    @Test
    void finger_enrolledAndShown_opensTheSaleItWasShownFor_andNoOther() throws Exception {
        enrol();
        Message without = terminal.askSigned(terminal.sale(SECOND_LIMIT_FEN, card).build());
        assertThat(FactorTlv.decode(without.bytes(57)).find(FactorTlv.FACTORS_WANTED)).contains(new byte[] {0x07});
        HttpResponse<String> proven = answer(ask(SECOND_LIMIT_FEN));
        assertThat(sold(SECOND_LIMIT_FEN, proven).text(39)).isNotIn("P1", "P2", "63");
        Message other = sold(SECOND_LIMIT_FEN + 1, answer(ask(SECOND_LIMIT_FEN)));
        assertThat(other.text(39)).as("another amount").isEqualTo("63");
        assertThat(FactorTlv.decode(other.bytes(57)).text(FactorTlv.REFUSAL)).contains("CHALLENGE_FOR_ANOTHER");
        assertThat(corridor.jdbc().sql("SELECT action || ' ' || result FROM audit.entry WHERE object = ? ORDER BY entry_id")
                .param("operator:" + terminal.id() + "/01").query(String.class).list()).contains("fingerprint.enrol DONE", "fingerprint.show DONE");
    }

    @Test
    void finger_ofWhomTheRuleWants_isAskedForAlone() {
        enrol();
        assertThat(RawTerminal.problem(ask(100, "SUPERVISOR"))).isEqualTo("FINGERPRINT_NONE");
        finger = new SoftAuthenticator("http://localhost:8090", "localhost");
        assertThat(finish(begin("00", Corridor.SUPERVISOR_PASSWORD)).statusCode()).isEqualTo(200);
        JsonNode asked = JSON.readTree(ask(100, "SUPERVISOR").body()).path("options").path("allowCredentials");
        assertThat(asked).hasSize(1).isNotEqualTo(JSON.readTree(ask(100, "SELF").body()).path("options").path("allowCredentials"));
        assertThat(answer(ask(100, "SUPERVISOR")).statusCode()).isEqualTo(200);
        assertThat(RawTerminal.problem(ask(100, "ANYBODY"))).isEqualTo("REQUEST_INVALID");
    }

    @Test
    void signIn_tellsWhatCanBeShownHere_andWhatIsAboutToExpire() throws Exception {
        assertThat(told(FactorTlv.STEP_UP_RULES)).contains("\"a\":500000,\"e\":[\"03\"]");
        enrol();
        corridor.jdbc().sql("UPDATE credentials.secret SET expires_at = ? WHERE terminal_id = ? AND owner = 'TRANSACTION'")
                .params(OffsetDateTime.now().plusDays(7), terminal.id()).update();
        assertThat(told(FactorTlv.STEP_UP_RULES)).contains("\"a\":500000,\"e\":[\"07\"]");
        assertThat(told(FactorTlv.TRANSACTION_PASSWORD_DAYS_LEFT)).isEqualTo("\u0007");
    }

    private String told(int tag) throws Exception {
        Message signedIn = terminal.signIn(RawTerminal.KeySet.WITH_TRACK_KEY);
        return new String(FactorTlv.decode(signedIn.bytes(57)).find(tag).orElseThrow(), StandardCharsets.UTF_8);
    }

    @Test
    void userVerification_off_isRefusedByName_atBothCeremonies() {
        finger.verifyingUser(false);
        assertThat(RawTerminal.problem(finish(begin(Corridor.CASHIER_PASSWORD)))).isEqualTo("PASSKEY_USER_NOT_VERIFIED");
        finger.verifyingUser(true);
        enrol();
        finger.verifyingUser(false);
        assertThat(RawTerminal.problem(answer(ask(SECOND_LIMIT_FEN)))).isEqualTo("PASSKEY_USER_NOT_VERIFIED");
    }

    @Test
    void enrolment_withAWrongPassword_isRefusedAndCounted() {
        for (int i = 0; i < 4; i++) {
            assertThat(RawTerminal.problem(begin("000000"))).isEqualTo("OPERATOR_PASSWORD_REFUSED");
        }
        assertThat(RawTerminal.problem(begin(Corridor.CASHIER_PASSWORD))).as("locked").isEqualTo("OPERATOR_PASSWORD_REFUSED");
    }

    @Test
    void answer_again_orOfAnUnknownFinger_opensNothing() {
        assertThat(RawTerminal.problem(ask(SECOND_LIMIT_FEN))).isEqualTo("FINGERPRINT_NONE");
        enrol();
        HttpResponse<String> asked = ask(SECOND_LIMIT_FEN);
        SoftAuthenticator own = finger;
        finger = new SoftAuthenticator("http://localhost:8090", "localhost");
        assertThat(RawTerminal.problem(answer(asked))).isEqualTo("FINGERPRINT_UNKNOWN");
        finger = own;
        assertThat(answer(asked).statusCode()).isEqualTo(200);
        assertThat(RawTerminal.problem(answer(asked))).isEqualTo("FINGERPRINT_CHALLENGE_UNKNOWN");
    }

    @Test
    void operator_withANewInitialPassword_hasNoFingerAnyMore() {
        enrol();
        corridor.bean(SecretDesk.class).issueInitial(new Subject.Operator(Corridor.MERCHANT, new TerminalId(terminal.id()), new OperatorNumber("01"))).close();
        assertThat(RawTerminal.problem(ask(SECOND_LIMIT_FEN))).isEqualTo("FINGERPRINT_NONE");
    }

    @Test
    void request_unsignedAlteredReplayedOrOld_isRefusedByName() {
        String path = PATH + "challenges";
        String body = "{}";
        Map<String, String> good = terminal.signature(path, Instant.now(), body);
        assertThat(RawTerminal.problem(RawTerminal.post(corridor, path, Map.of(), body))).isEqualTo("DEVICE_SIGNATURE_WRONG");
        assertThat(RawTerminal.problem(RawTerminal.post(corridor, path, good, "{ }"))).as("another body").isEqualTo("DEVICE_SIGNATURE_WRONG");
        assertThat(RawTerminal.problem(RawTerminal.post(corridor, PATH + "enrolments", good, body))).as("another path").isEqualTo("DEVICE_SIGNATURE_WRONG");
        Map<String, String> other = new HashMap<>(good);
        other.put("Shouyin-Terminal", RawTerminal.activated(corridor, "SYFP-%09d".formatted(SERIALS.incrementAndGet())).id());
        assertThat(RawTerminal.problem(RawTerminal.post(corridor, path, other, body))).as("another terminal").isEqualTo("DEVICE_SIGNATURE_WRONG");
        assertThat(RawTerminal.problem(RawTerminal.post(corridor, path, good, body))).as("genuine, and nonsense").isEqualTo("REQUEST_INVALID");
        assertThat(RawTerminal.problem(RawTerminal.post(corridor, path, good, body))).isEqualTo("DEVICE_REQUEST_REPEATED");
        Map<String, String> old = terminal.signature(path, Instant.now().minus(Duration.ofMinutes(6)), body);
        assertThat(RawTerminal.problem(RawTerminal.post(corridor, path, old, body))).isEqualTo("DEVICE_TIME_WRONG");
    }
}
