package io.shouyin.host.acquiring;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shouyin.host.Corridor;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.iso8583.Message;
import io.shouyin.paycrypto.HmacSha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A wallet that begins what it does not end: an answer, or a list.
class WalletStallsIT {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch stalls = new CountDownLatch(1);
    private final CountDownLatch lists = new CountDownLatch(3);
    private volatile String stalled = "";
    private HttpServer wallet;
    private Corridor corridor;

    @BeforeEach
    void start() throws IOException {
        wallet = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        wallet.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        wallet.createContext("/", this::answer);
        wallet.start();
        corridor = Corridor.start(folder, Map.of("shouyin.channels.wallet.url", "http://127.0.0.1:" + wallet.getAddress().getPort(), "shouyin.channels.wallet.answer-wait", "60s",
                "shouyin.channels.wallet.secret-file", Files.writeString(folder.resolve("wallet-secret"), SECRET).toString(), "shouyin.acquiring.reversal-retry-min", "100ms",
                "shouyin.acquiring.wallet-list-pause", "1s"));
    }

    @AfterEach
    void stop() {
        over.countDown();
        corridor.close();
        wallet.stop(0);
    }

    /// Every payment waits for its customer; one is never cancelled.
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String reference = JsonMapper.shared().readTree(asked).path("reference").asString("");
            boolean isCancel = path.equals("/v1/cancellations");
            if (isCancel && reference.equals(stalled)) {
                exchange.sendResponseHeaders(200, 0);
                stalls.countDown();
                drip(exchange);
                return;
            }
            if (path.equals("/v1/lists")) {
                lists.countDown();
                say(exchange, path, asked, JsonMapper.shared().writeValueAsString(
                        Map.of("day", JsonMapper.shared().readTree(asked).path("day").asString(), "payments", List.of(), "more", true)));
                return;
            }
            say(exchange, path, asked, "{\"reference\":\"" + reference + "\",\"state\":\"" + (isCancel ? "CANCELLED" : "WAITING") + "\"}");
        }
    }

    private static void say(HttpExchange exchange, String path, String asked, String said) throws IOException {
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Wallet-Signature", signature(signature(path, asked), "200", said));
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void drip(HttpExchange exchange) throws IOException {
        try {
            while (!over.await(100, TimeUnit.MILLISECONDS)) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String signature(String... parts) {
        return HexFormat.of().formatHex(HmacSha256.mac(SECRET.getBytes(StandardCharsets.US_ASCII), String.join("\n", parts).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void answerThatStalls_keepsNoOtherPaymentFromBeingCancelled() throws Exception {
        RawTerminal terminal = RawTerminal.inService(corridor, "SYWS-000000001");
        Message first = terminal.walletSale(2_550, "").build();
        stalled = terminal.askSigned(first).text(37);
        assertThat(terminal.askSigned(RawTerminal.reversal(first, "98")).text(39)).isEqualTo("00");
        assertThat(stalls.await(30, TimeUnit.SECONDS)).as("its cancel is being answered").isTrue();
        Message second = terminal.walletSale(1_000, "").build();
        assertThat(terminal.askSigned(second).text(39)).isEqualTo("09");
        assertThat(terminal.askSigned(RawTerminal.reversal(second, "98")).text(39)).isEqualTo("00");
        until("the second is cancelled", () -> corridor.column(second, "state").equals("REVERSED"));
        assertThat(corridor.column(first, "state")).as("still without an end").isEqualTo("IN_DOUBT");
    }

    @Test
    void listThatPromisesMore_andHasNothing_isNotTakenForWhole() throws Exception {
        assertThat(lists.await(30, TimeUnit.SECONDS)).as("it is asked again, later").isTrue();
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM acquiring.wallet_day").query(Long.class).single()).as("days that are done").isZero();
    }
}
