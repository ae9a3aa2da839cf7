package io.shouyin.host.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.shouyin.host.channels.HostAnswer.Reason;
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
import java.util.HexFormat;
import java.util.Optional;
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
    private volatile boolean drips;

    @BeforeEach
    void start() throws IOException {
        wallet = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        wallet.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        wallet.createContext("/", exchange -> {
            byte[] asked = exchange.getRequestBody().readAllBytes();
            String signature = signature(exchange.getRequestURI().getPath(), new String(asked, StandardCharsets.UTF_8));
            assertThat(exchange.getRequestHeaders().getFirst("Wallet-Signature")).isEqualTo(signature);
            if (silent) {
                await();
            }
            exchange.getResponseHeaders().set("Wallet-Signature", signs ? signature(signature, "" + status, says) : "00");
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
                Duration.ofSeconds(1), Duration.ofMillis(400));
        link = new HttpWalletLink(settings);
        channel = new WalletChannel(settings, JsonMapper.builder().build(), link);
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
