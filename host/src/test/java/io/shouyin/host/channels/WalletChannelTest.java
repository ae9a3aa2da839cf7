package io.shouyin.host.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.shouyin.host.channels.HostAnswer.Reason;
import io.shouyin.host.platform.Threads;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.Rrn;
import io.shouyin.paycrypto.HmacSha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// What is made of what a wallet says: a yes, a no, nothing that can be trusted, or that nothing has left.
class WalletChannelTest {

    private static final Rrn REFERENCE = new Rrn("632700000001");
    private static final MinorAmount AMOUNT = new MinorAmount(1_000);
    private static final Instant NOW = Instant.parse("2026-07-01T02:00:00Z");
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer wallet;
    private HttpWalletLink link;
    private WalletChannel channel;
    private volatile String says = "";
    private volatile int status = 200;
    private volatile boolean signs = true;
    private volatile boolean silent;
    private volatile long nanos;
    /// The signature of an answer to another call.
    private volatile String replays = "";
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile boolean drips;

    @BeforeEach
    void start() throws IOException {
        wallet = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        wallet.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        wallet.createContext("/", exchange -> {
            byte[] asked = exchange.getRequestBody().readAllBytes();
            String signature = signature(exchange.getRequestURI().getPath(), new String(asked, StandardCharsets.UTF_8));
            assertThat(exchange.getRequestHeaders().getFirst("Wallet-Signature")).isEqualTo(signature);
            calls.add(new String(asked, StandardCharsets.UTF_8));
            if (silent) {
                await();
            }
            exchange.getResponseHeaders().set("Wallet-Signature", replays.isEmpty() ? signs ? signature(signature, "" + status, says) : "00" : replays);
            if (drips) {
                exchange.sendResponseHeaders(status, 0);
                while (!isOver()) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                }
            }
            byte[] body = says.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        wallet.start();
        Path secret = Files.writeString(folder.resolve("secret"), SECRET);
        WalletSettings settings = new WalletSettings(Optional.of(URI.create("http://127.0.0.1:" + wallet.getAddress().getPort())), Optional.of(secret), Optional.empty(),
                Duration.ofSeconds(1), Duration.ofMillis(400), 2, Duration.ofSeconds(10));
        link = new HttpWalletLink(settings);
        channel = new WalletChannel(settings, JsonMapper.builder().build(), link, InstantSource.fixed(NOW), new MovedTime());
    }

    /// Time that the test moves.
    private final class MovedTime implements Threads {

        @Override
        public Thread start(String name, Runnable work) {
            return Thread.ofVirtual().name(name).start(work);
        }

        @Override
        public void pause(Duration length) {
            throw new IllegalStateException("nothing waits here");
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }

    @AfterEach
    void stop() {
        over.countDown();
        channel.stop();
        link.stop();
        wallet.stop(0);
    }

    private boolean isOver() {
        try {
            return over.await(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String signature(String... parts) {
        return HexFormat.of().formatHex(HmacSha256.mac(SECRET.getBytes(StandardCharsets.US_ASCII), String.join("\n", parts).getBytes(StandardCharsets.UTF_8)));
    }

    private Optional<HostAnswer> refund() {
        return channel.refund(REFERENCE, new Rrn("632700000000"), AMOUNT);
    }

    private static String said(String reference, String state, String reason, String confirmation, long fen) {
        return "{\"reference\":\"%s\",\"state\":\"%s\",\"reason\":\"%s\",\"wallet\":\"ALIPAY\",\"confirmation\":\"%s\",\"amountFen\":%d}"
                .formatted(reference, state, reason, confirmation, fen);
    }

    @Test
    void paid_isApproved_withTheWalletsConfirmation() {
        says = said(REFERENCE.value(), "PAID", "", "123456", 1_000);
        assertThat(refund()).hasValueSatisfying(answer -> assertThat(((HostAnswer.Approved) answer).authCode()).isEqualTo("123456"));
    }

    @ParameterizedTest
    @CsvSource({"CODE_USED, WALLET_CODE_USED, STATE_MISMATCH", "CODE_EXPIRED, WALLET_CODE_EXPIRED, CARD_EXPIRED", "FUNDS_SHORT, WALLET_FUNDS_SHORT, FUNDS_INSUFFICIENT",
            "SOMETHING_NEW, WALLET_REFUSED, NOT_HONOURED"})
    void refused_isDeclinedByName(String reason, String refusal, ResponseCode code) {
        says = said(REFERENCE.value(), "REFUSED", reason, "", 1_000);
        assertThat(refund()).contains(new HostAnswer.Declined(code, Optional.empty(), Optional.of(refusal)));
    }

    @ParameterizedTest
    @CsvSource({
            "632700000002, PAID,    123456, 1000, ANSWER_DIFFERS",
            "632700000001, PAID,    123456, 1001, ANSWER_DIFFERS",
            "632700000001, PAID,    '',     1000, ANSWER_DIFFERS",
            "632700000001, PERHAPS, 123456, 1000, ANSWER_DIFFERS",
            "632700000001, WAITING, '',     1000, CUSTOMER_UNDECIDED",
            "632700000001, UNKNOWN, '',     1000, SILENCE"})
    void whatIsNoDecision_isInDoubt(String reference, String state, String confirmation, long fen, Reason reason) {
        says = said(reference, state, "", confirmation, fen);
        assertThat(refund()).contains(new HostAnswer.InDoubt(reason));
    }

    @Test
    void answerThatIsNotSigned_orNotAnAnswer_isInDoubt() {
        says = said(REFERENCE.value(), "PAID", "", "123456", 1_000);
        signs = false;
        assertThat(refund()).contains(new HostAnswer.InDoubt(Reason.ANSWER_MAC_WRONG));
        signs = true;
        status = 503;
        assertThat(refund()).contains(new HostAnswer.InDoubt(Reason.ANSWER_MAC_WRONG));
        status = 200;
        says = "<html>";
        assertThat(refund()).contains(new HostAnswer.InDoubt(Reason.SILENCE));
    }

    /// What was signed for one question answers no other one, not even the same question asked again.
    @Test
    void answerOfBefore_isInDoubt() throws Exception {
        says = said(REFERENCE.value(), "UNKNOWN", "", "", 1_000);
        channel.query(REFERENCE, AMOUNT);
        replays = signature(signature("/v1/queries", calls.getFirst()), "200", says);
        assertThat(channel.query(REFERENCE, AMOUNT)).isEqualTo(new HostAnswer.InDoubt(Reason.ANSWER_MAC_WRONG));
        assertThat(calls).doesNotHaveDuplicates().hasSize(2).allSatisfy(call -> assertThat(call).contains("\"at\":\"2026-07-01T02:00:00Z\"").containsPattern("\"nonce\":\"[0-9a-f]{32}\""));
    }

    @Test
    void paymentIntoAStaticCode_isReadStrictly() {
        says = staticSaid("156", "104290058120001", 1_234, "2026-07-01T01:59:00Z");
        assertThat(channel.staticPayment(REFERENCE)).hasValueSatisfying(paid -> assertThat(paid).isInstanceOfSatisfying(WalletChannel.StaticPayment.Paid.class, told -> {
            assertThat(told.amount()).isEqualTo(new MinorAmount(1_234));
            assertThat(told.at()).isEqualTo(NOW.minusSeconds(60));
        }));
        says = said(REFERENCE.value(), "WAITING", "", "", 1_000);
        assertThat(channel.staticPayment(REFERENCE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            "840, 104290058120001, 1234, 2026-07-01T01:59:00Z, currency",
            "156, 10429005812000,  1234, 2026-07-01T01:59:00Z, merchant",
            "156, '',              1234, 2026-07-01T01:59:00Z, merchant",
            "156, 104290058120001, 0,    2026-07-01T01:59:00Z, amountFen",
            "156, 104290058120001, -5,   2026-07-01T01:59:00Z, amountFen",
            "156, 104290058120001, 1000000000000, 2026-07-01T01:59:00Z, amountFen",
            "156, 104290058120001, 1234, yesterday,            at",
            "156, 104290058120001, 1234, 2026-07-01T02:06:00Z, at"})
    void paymentIntoAStaticCode_thatCannotBeBooked_isNamed(String currency, String merchant, long fen, String at, String wrong) {
        says = staticSaid(currency, merchant, fen, at);
        assertThat(channel.staticPayment(REFERENCE)).contains(new WalletChannel.StaticPayment.Unreadable(REFERENCE, wrong));
    }

    private static String staticSaid(String currency, String merchant, long fen, String at) {
        return "{\"reference\":\"%s\",\"state\":\"PAID\",\"wallet\":\"ALIPAY\",\"confirmation\":\"123456\",\"currency\":\"%s\",\"merchant\":\"%s\",\"amountFen\":%d,\"at\":\"%s\"}"
                .formatted(REFERENCE.value(), currency, merchant, fen, at);
    }

    @Test
    void notice_hasAReferenceATimeAndANumberOfItsOwn() {
        assertThat(channel.notice("{\"reference\":\"632700000001\",\"at\":\"2026-07-01T02:00:00Z\",\"nonce\":\"00112233445566778899aabbccddeeff\"}"))
                .contains(new WalletChannel.Notice(REFERENCE, NOW, "00112233445566778899aabbccddeeff"));
        for (String none : List.of("", "[]", "{}", "{\"reference\":\"632700000001\"}", "{\"reference\":\"632700000001\",\"at\":\"now\",\"nonce\":\"00112233445566778899\"}",
                "{\"reference\":\"632700000001\",\"at\":\"2026-07-01T02:00:00Z\",\"nonce\":\"1\"}")) {
            assertThat(channel.notice(none)).as(none).isEmpty();
        }
        assertThat(channel.isOfNow(NOW.minusSeconds(300))).isTrue();
        assertThat(channel.isOfNow(NOW.minusSeconds(301))).isFalse();
        assertThat(channel.isOfNow(NOW.plusSeconds(301))).isFalse();
    }

    private Optional<HostAnswer> order(int number) {
        return channel.order(new WalletChannel.Payment(new Rrn("63270000001" + number), AMOUNT, new MerchantId("104290058120001"), "江南小馆", NOW.plusSeconds(180)), "code");
    }

    /// No customer more is left in doubt; what has left before is still asked for, cancelled and given back.
    @Test
    void walletThatLeavesTwoPaymentsUnanswered_isSentNoMore_untilOneIsAnsweredAgain() {
        signs = false;
        assertThat(order(1)).containsInstanceOf(HostAnswer.InDoubt.class);
        assertThat(order(2)).containsInstanceOf(HostAnswer.InDoubt.class);
        assertThat(order(3)).as("nothing has left").isEmpty();
        assertThat(refund()).as("goes on").isPresent();
        assertThat(calls).hasSize(3);
        nanos = Duration.ofSeconds(10).toNanos();
        signs = true;
        says = said("632700000014", "WAITING", "", "", 1_000);
        assertThat(order(4)).as("an undecided customer is an answer").contains(new HostAnswer.InDoubt(Reason.CUSTOMER_UNDECIDED));
        says = said("632700000015", "REFUSED", "EXPIRED", "", 1_000);
        assertThat(order(5)).containsInstanceOf(HostAnswer.Declined.class);
    }

    @Test
    void slowWallet_isInDoubt_andIsNotCancelled() {
        silent = true;
        assertThat(refund()).contains(new HostAnswer.InDoubt(Reason.SILENCE));
        assertThat(channel.query(REFERENCE, AMOUNT)).isEqualTo(new HostAnswer.InDoubt(Reason.SILENCE));
        assertThat(channel.cancel(REFERENCE)).isFalse();
    }

    /// Headers at once, then a byte now and then: for the client's own timeout that is an answer.
    @Test
    @Timeout(20)
    void answerThatDrips_isInDoubtInTime() {
        drips = true;
        assertThat(refund()).contains(new HostAnswer.InDoubt(Reason.SILENCE));
        assertThat(channel.cancel(REFERENCE)).isFalse();
    }

    @Test
    void answerWithoutAnEnd_isInDoubt() {
        says = said(REFERENCE.value(), "PAID", "", "123456", 1_000) + " ".repeat(16 * 1024);
        assertThat(refund()).contains(new HostAnswer.InDoubt(Reason.SILENCE));
    }

    @Test
    void walletThatIsDown_hasBeenSentNothing() {
        wallet.stop(0);
        assertThat(refund()).isEmpty();
        assertThat(channel.query(REFERENCE, AMOUNT)).isEqualTo(new HostAnswer.InDoubt(Reason.LINE_BROKE));
        assertThat(channel.cancel(REFERENCE)).isFalse();
    }

    @Test
    void cancel_isDoneWhenTheWalletSaysSo() {
        says = said(REFERENCE.value(), "CANCELLED", "CANCELLED", "", 0);
        assertThat(channel.cancel(REFERENCE)).isTrue();
        says = said("632700000009", "CANCELLED", "CANCELLED", "", 0);
        assertThat(channel.cancel(REFERENCE)).isFalse();
        says = said(REFERENCE.value(), "PAID", "", "123456", 1_000);
        assertThat(channel.cancel(REFERENCE)).isFalse();
    }

    @Test
    void notice_isGenuineIfTheWalletSignedIt() {
        assertThat(channel.isGenuine("/wallet/v1/notices", "{}", signature("/wallet/v1/notices", "{}"))).isTrue();
        assertThat(channel.isGenuine("/wallet/v1/notices", "{ }", signature("/wallet/v1/notices", "{}"))).isFalse();
        assertThat(channel.isGenuine("/wallet/v1/notices", "{}", "")).isFalse();
    }
}
