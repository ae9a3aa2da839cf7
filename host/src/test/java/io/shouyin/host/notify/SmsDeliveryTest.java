package io.shouyin.host.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shouyin.host.HostTest;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.notify.SmsProvider.Handover;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.PhoneNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.network.SmsCentre;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Messages over real sockets, both sides of SMPP and of the webhook.
@HostTest
@ExtendWith(OutputCaptureExtension.class)
class SmsDeliveryTest {

    private static final PhoneNumber PHONE = PhoneNumber.of("13912345678");
    private static final String DIGITS = "8613912345678";
    private static final String WEBHOOK_KEY = "0123456789abcdef0123456789abcdef";
    private static final Duration ANSWER_WAIT = Duration.ofMillis(400);
    private static final NotifySettings SETTINGS =
            new NotifySettings(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofSeconds(60), 32, Duration.ofDays(90), Optional.empty());

    @Autowired
    private SmsSender sender;
    @Autowired
    private SmsQueue queue;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TestClock clock;
    @Autowired
    private TransactionTemplate transactions;
    @Autowired
    private JsonMapper json;
    @Autowired
    private TestStaff staff;
    @TempDir
    private Path folder;

    private SmsCentre centre;
    private HttpServer http;
    private final AtomicInteger httpStatus = new AtomicInteger(200);
    private final List<JsonNode> posted = Collections.synchronizedList(new ArrayList<>());
    private final List<String> signatures = Collections.synchronizedList(new ArrayList<>());
    private TellingReceipts receipts;
    private SmppProvider smpp;
    private WebhookProvider webhook;

    /// Tells the test of each receipt that is in the database.
    private static final class TellingReceipts extends SmsReceipts {

        private final BlockingQueue<String> kept = new LinkedBlockingQueue<>();

        TellingReceipts(JdbcClient jdbc, InstantSource clock) {
            super(jdbc, clock);
        }

        @Override
        void received(String provider, String providerMessageId, Outcome outcome, String code) {
            super.received(provider, providerMessageId, outcome, code);
            kept.add(providerMessageId);
        }
    }

    @BeforeEach
    void openTheProviders() throws IOException {
        jdbc.sql("DELETE FROM notify.receipt").update();
        jdbc.sql("DELETE FROM notify.message").update();
        centre = SmsCentre.start(folder, InetAddress.getLoopbackAddress(), 0, clock);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/sms", this::takePost);
        http.start();
        receipts = new TellingReceipts(jdbc, clock);
        smpp = smppTo(centre.port(), folder.resolve(SmsCentre.PASSWORD_FILE));
        Path key = Files.writeString(folder.resolve("webhook.key"), WEBHOOK_KEY + "\n");
        URI url = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/sms");
        webhook = new WebhookProvider(url, new WebhookSettings(Optional.of(url), Optional.of(key), Duration.ofSeconds(5)), clock, json);
    }

    @AfterEach
    void closeThem() {
        smpp.close();
        webhook.close();
        centre.close();
        http.stop(0);
    }

    private SmppProvider smppTo(int port, Path passwordFile) {
        return new SmppProvider("127.0.0.1", new SmppSettings(Optional.of("127.0.0.1"), port, false, "shouyin", Optional.of(passwordFile), "",
                Duration.ofSeconds(3), ANSWER_WAIT, Duration.ofSeconds(30)), receipts, clock);
    }

    private void takePost(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            posted.add(json.readTree(body));
            signatures.add(exchange.getRequestHeaders().getFirst("Shouyin-Signature") + "\n" + new String(body, StandardCharsets.UTF_8));
            byte[] answer = "{\"messageId\":\"w-1\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(httpStatus.get(), answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private UUID queued(String text, Duration usefulFor) {
        UUID id = UUID.randomUUID();
        try (Secret secret = Secret.of(text)) {
            transactions.executeWithoutResult(_ -> sender.send(new SmsMessage(id, PHONE, SmsPurpose.SALE_CODE, secret, clock.instant().plus(usefulFor))));
        }
        return id;
    }

    /// One round of a worker, to its end.
    private void work(SmsProvider... inOrder) {
        SmsWorker worker = new SmsWorker(queue, receipts, new SmsProviders(List.of(inOrder)), SETTINGS);
        worker.run();
        worker.close();
    }

    private Map<String, Object> row(UUID id) {
        return jdbc.sql("""
                SELECT state, provider, reason, provider_code AS code, attempts, content_sealed IS NULL AS wiped, phone_masked AS phone
                FROM notify.message WHERE message_id = ?""").param(id).query().singleRow();
    }

    private String state(UUID id) {
        return (String) row(id).get("state");
    }

    private void awaitReceipt() throws InterruptedException {
        assertThat(receipts.kept.poll(20, TimeUnit.SECONDS)).as("a receipt comes").isNotNull();
    }

    private List<String> textsOnThePhone() {
        return centre.texts().stream().filter(text -> text.to().equals(DIGITS)).map(SmsCentre.Text::text).toList();
    }

    @Test
    void message_withoutATransaction_isRefused() {
        SmsMessage message = new SmsMessage(UUID.randomUUID(), PHONE, SmsPurpose.ALERT, Secret.of("x"), clock.instant());
        assertThatThrownBy(() -> sender.send(message)).isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void message_ofATransactionThatIsRolledBack_isNotSent() {
        UUID id = UUID.randomUUID();
        transactions.executeWithoutResult(status -> {
            sender.send(new SmsMessage(id, PHONE, SmsPurpose.ALERT, Secret.of("x"), clock.instant().plusSeconds(60)));
            status.setRollbackOnly();
        });
        work(smpp, webhook);
        assertThat(jdbc.sql("SELECT count(*) FROM notify.message WHERE message_id = ?").param(id).query(Long.class).single()).isZero();
        assertThat(centre.texts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '【守银】验证码481623，5分钟内有效。消费¥5000.00，切勿告诉他人。', 1
            '[Shouyin] Code 481623 (5 min). Tell nobody.',                1
            '𠮷野家 🐉',                                                    1
            '零一二三四五六七八九十百千',                                        20
            """)
    void text_overSmpp_arrivesAsItWasAndTheReceiptClosesIt(String text, int times) throws InterruptedException {
        UUID id = queued(text.repeat(times), Duration.ofMinutes(5));
        assertThat(row(id)).containsEntry("state", "QUEUED").containsEntry("wiped", false).containsEntry("phone", "139****5678");
        work(smpp, webhook);
        assertThat(textsOnThePhone()).containsExactly(text.repeat(times));
        awaitReceipt();
        receipts.apply();
        assertThat(row(id)).containsEntry("state", "DELIVERED").containsEntry("provider", "smpp").containsEntry("wiped", true).containsEntry("code", "DELIVRD");
    }

    @Test
    void text_thatDoesNotArrive_isFailedByItsReceipt() throws InterruptedException {
        centre.mode(SmsCentre.Mode.UNDELIVERABLE);
        UUID id = queued("验证码", Duration.ofMinutes(5));
        work(smpp);
        awaitReceipt();
        receipts.apply();
        assertThat(row(id)).containsEntry("state", "FAILED").containsEntry("reason", "UNDELIVERED").containsEntry("code", "UNDELIV");
    }

    @Test
    void receipt_beforeTheAnswerIsStored_isKeptForIt() {
        UUID id = queued("验证码", Duration.ofMinutes(5));
        receipts.received("smpp", "early", SmsReceipts.Outcome.DELIVERED, "DELIVRD");
        receipts.apply();
        assertThat(state(id)).isEqualTo("QUEUED");
        queue.sent(id, "smpp", "early");
        receipts.apply();
        assertThat(state(id)).isEqualTo("DELIVERED");
    }

    @ParameterizedTest
    @EnumSource(value = SmsCentre.Mode.class, names = {"REFUSE", "BUSY", "SILENT"})
    void message_thatTheFirstProviderDoesNotTake_isTakenByTheSecond(SmsCentre.Mode mode) throws Exception {
        centre.mode(mode);
        UUID id = queued("验证码481623", Duration.ofMinutes(5));
        work(smpp, webhook);
        assertThat(row(id)).containsEntry("state", "SENT").containsEntry("provider", "webhook").containsEntry("wiped", true);
        assertThat(posted).singleElement().satisfies(body -> {
            assertThat(body.get("to").asString()).isEqualTo("+" + DIGITS);
            assertThat(body.get("text").asString()).isEqualTo("验证码481623");
            assertThat(body.get("id").asString()).isEqualTo(id.toString());
        });
        String[] signed = signatures.getFirst().split("\n", 2);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(WEBHOOK_KEY.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        String seconds = Long.toString(clock.instant().getEpochSecond());
        assertThat(signed[0]).isEqualTo("t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal((seconds + "." + signed[1]).getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void message_whenTheFirstProviderCannotBeReached_isTakenByTheSecondAndByTheFirstWhenItIsBack() throws IOException {
        int port = centre.port();
        centre.close();
        UUID first = queued("一", Duration.ofMinutes(5));
        work(smpp, webhook);
        assertThat(row(first)).containsEntry("state", "SENT").containsEntry("provider", "webhook");
        centre = SmsCentre.start(folder, InetAddress.getLoopbackAddress(), port, clock);
        clock.advance(Duration.ofSeconds(4));
        UUID second = queued("二", Duration.ofMinutes(5));
        work(smpp, webhook);
        assertThat(row(second)).containsEntry("provider", "smpp");
    }

    @Test
    void message_whenTheLoginIsRefused_isTakenByTheSecond() throws IOException {
        try (SmppProvider stranger = smppTo(centre.port(), Files.writeString(folder.resolve("wrong"), "WRONG"))) {
            UUID id = queued("一", Duration.ofMinutes(5));
            work(stranger, webhook);
            assertThat(row(id)).containsEntry("provider", "webhook");
        }
    }

    @Test
    void message_thatNobodyTakesNow_isTriedAgainAfterAPauseThatDoubles() {
        centre.mode(SmsCentre.Mode.BUSY);
        httpStatus.set(503);
        UUID id = queued("一", Duration.ofMinutes(5));
        work(smpp, webhook);
        assertThat(row(id)).containsEntry("state", "QUEUED").containsEntry("reason", "BUSY").containsEntry("code", "503").containsEntry("attempts", 1);
        work(smpp, webhook);
        assertThat(row(id)).as("not before the pause").containsEntry("attempts", 1);
        clock.advance(Duration.ofSeconds(2));
        work(smpp, webhook);
        clock.advance(Duration.ofSeconds(3));
        work(smpp, webhook);
        assertThat(row(id)).as("the second pause is longer").containsEntry("attempts", 2);
        centre.mode(SmsCentre.Mode.DELIVER);
        clock.advance(Duration.ofSeconds(1));
        work(smpp, webhook);
        assertThat(row(id)).containsEntry("state", "SENT").containsEntry("provider", "smpp").containsEntry("attempts", 3);
    }

    @Test
    void message_thatEveryProviderRefuses_hasFailedAndIsWiped() {
        centre.mode(SmsCentre.Mode.REFUSE);
        httpStatus.set(422);
        UUID id = queued("一", Duration.ofMinutes(5));
        work(smpp, webhook);
        assertThat(row(id)).containsEntry("state", "FAILED").containsEntry("reason", "REFUSED").containsEntry("code", "422").containsEntry("wiped", true);
    }

    @Test
    void message_pastItsTime_isNotSent() {
        UUID id = queued("一", Duration.ofMinutes(5));
        clock.advance(Duration.ofMinutes(5));
        work(smpp, webhook);
        assertThat(row(id)).containsEntry("state", "EXPIRED").containsEntry("wiped", true);
        assertThat(centre.texts()).isEmpty();
        assertThat(posted).isEmpty();
    }

    @Test
    void message_withoutAProvider_waitsAndExpires_andTheConsoleSaysThatThereIsNone() {
        UUID id = queued("一", Duration.ofMinutes(5));
        work();
        assertThat(state(id)).isEqualTo("QUEUED");
        JsonNode summary = staff.loggedIn(Role.SERVICE_DESK).get("/api/v1/messages/summary").expect(200).body();
        assertThat(summary.get("queued").asInt()).isEqualTo(1);
        assertThat(summary.get("providers")).isEmpty();
        clock.advance(Duration.ofMinutes(5));
        work();
        assertThat(state(id)).isEqualTo("EXPIRED");
    }

    @Test
    void message_sentAgainUnderItsId_isOneMessage() {
        UUID id = UUID.randomUUID();
        for (int i = 0; i < 2; i++) {
            transactions.executeWithoutResult(_ -> sender.send(new SmsMessage(id, PHONE, SmsPurpose.ALERT, Secret.of("一"), clock.instant().plusSeconds(60))));
        }
        work(smpp);
        assertThat(textsOnThePhone()).containsExactly("一");
    }

    @Test
    void messages_withTwoWorkersAtOnce_areSentOnceEach() {
        List<UUID> ids = IntStream.range(0, 40).mapToObj(i -> queued("第" + i + "条", Duration.ofMinutes(5))).toList();
        List<SmsWorker> workers = IntStream.range(0, 2).mapToObj(_ -> new SmsWorker(queue, receipts, new SmsProviders(List.of(smpp)), SETTINGS)).toList();
        while (ids.stream().anyMatch(id -> state(id).equals("QUEUED"))) {
            workers.parallelStream().forEach(SmsWorker::run);
        }
        workers.forEach(SmsWorker::close);
        assertThat(textsOnThePhone()).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void message_inTheHandsOfAHostThatDied_isSentWhenItsTimeIsOver() {
        UUID id = queued("一", Duration.ofMinutes(5));
        assertThat(queue.take(10, SETTINGS.takenMax())).extracting(SmsQueue.Taken::id).containsExactly(id);
        work(smpp);
        assertThat(centre.texts()).isEmpty();
        clock.advance(SETTINGS.takenMax());
        work(smpp);
        assertThat(textsOnThePhone()).containsExactly("一");
    }

    @Test
    void message_whoseRowWasChanged_hasFailed() {
        UUID id = queued("一", Duration.ofMinutes(5));
        jdbc.sql("UPDATE notify.message SET content_sealed = set_byte(content_sealed, 20, 255 - get_byte(content_sealed, 20)) WHERE message_id = ?").param(id).update();
        work(smpp);
        assertThat(row(id)).containsEntry("state", "FAILED").containsEntry("reason", "UNREADABLE").containsEntry("code", "SEALED_DATA_BROKEN");
    }

    @Test
    void message_longEnded_isForgotten() {
        UUID id = queued("一", Duration.ofMinutes(5));
        work(smpp);
        clock.advance(SETTINGS.keepMax().plusDays(1));
        queue.forget(SETTINGS.keepMax());
        assertThat(jdbc.sql("SELECT count(*) FROM notify.message WHERE message_id = ?").param(id).query(Long.class).single()).isZero();
    }

    @ParameterizedTest
    @EnumSource(value = SmsCentre.Mode.class, mode = Mode.EXCLUDE, names = "SILENT")
    void codeAndNumber_whateverHappens_areNotInTheLogNorInTheList(SmsCentre.Mode mode, CapturedOutput output) {
        centre.mode(mode);
        httpStatus.set(422);
        queued("验证码731946", Duration.ofMinutes(5));
        work(smpp, webhook);
        String list = staff.loggedIn(Role.OPERATIONS).get("/api/v1/messages?query=139").expect(200).text();
        assertThat(list).contains("139****5678", "SALE_CODE").doesNotContain("731946", "13912345678");
        staff.loggedIn(Role.OPERATIONS).get("/api/v1/messages?state=NONSENSE").problem(400, "REQUEST_INVALID");
        assertThat(output.getAll()).doesNotContain("731946", "13912345678", WEBHOOK_KEY);
    }

    @Test
    void webhookWithoutItsSecret_refusesToStartByName() {
        URI url = URI.create("https://sms.example/send");
        assertThatThrownBy(() -> new WebhookProvider(url, new WebhookSettings(Optional.of(url), Optional.of(folder.resolve("none")), ANSWER_WAIT), clock, json))
                .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo("PROVIDER_SECRET_MISSING"));
    }

    @Test
    void webhookThatIsNotThere_isNoAnswer() {
        http.stop(0);
        SmsMessage message = new SmsMessage(UUID.randomUUID(), PHONE, SmsPurpose.ALERT, Secret.of("x"), clock.instant());
        assertThat(webhook.hand(message)).isInstanceOfSatisfying(Handover.Declined.class, no -> assertThat(no.why().reason()).isEqualTo(NotTaken.Reason.NO_ANSWER));
    }
}
