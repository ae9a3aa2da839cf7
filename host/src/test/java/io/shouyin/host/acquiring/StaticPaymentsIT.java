package io.shouyin.host.acquiring;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.channels.HostAnswer;
import io.shouyin.host.channels.WalletChannel.StaticPayment;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.qr.MerchantCode;
import io.shouyin.network.WalletCore;
import io.shouyin.network.WalletServer;
import io.shouyin.paycrypto.HmacSha256;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Money into static codes, and the notices that tell of it: each payment is in the books once, on its way back, or kept for people; none is forgotten.
class StaticPaymentsIT {

    private static final String ALIPAY = "1";
    private static final String WECHAT = "2";
    private static final int NOTICES_MAX = 40;

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static WalletCore wallet;
    private static int nonces;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("shouyin.channels.wallet.answer-wait", "2s", "shouyin.acquiring.wallet-notices-per-minute-max", NOTICES_MAX,
                "shouyin.acquiring.wallet-list-pause", "1s"));
        wallet = corridor.network.wallet();
        wallet.noticesTo(corridor.url() + WalletNoticeController.PATH);
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @AfterEach
    void booksHold() {
        corridor.assertBooksHold();
    }

    private static List<String> unbooked(String rrn) {
        return corridor.jdbc().sql("SELECT concat_ws(' ', reason, detail, amount_minor, refund_state) FROM acquiring.unbooked_payment WHERE rrn = ?").param(rrn).query(String.class).list();
    }

    private static List<String> audited(String rrn) {
        return corridor.jdbc().sql("SELECT concat_ws(' ', action, result, reason) FROM audit.entry WHERE object = ? ORDER BY entry_id").param("payment:" + rrn).query(String.class).list();
    }

    private static List<String> booked(long fen) {
        return corridor.jdbc().sql("SELECT rrn FROM acquiring.transaction WHERE terminal_id = 'QRSTATIC' AND state = 'APPROVED' AND amount_minor = ?").param(fen).query(String.class).list();
    }

    @Test
    void paymentOfAMerchantWhoIsNotInTheRegister_isKept_andGoesBackToTheCustomer() throws Exception {
        long before = wallet.balanceFen(ALIPAY);
        String payload = new MerchantCode(new MerchantId("104290058129999"), "5812", "NOBODY", "SHANGHAI", "没有的商户", Optional.empty()).encode();
        assertThat(wallet.payStatic(ALIPAY, payload, 5_010)).isEqualTo("PAID");
        until("it is kept", () -> corridor.jdbc().sql("SELECT count(*) FROM acquiring.unbooked_payment WHERE amount_minor = 5010").query(Long.class).single() == 1);
        String rrn = corridor.jdbc().sql("SELECT rrn FROM acquiring.unbooked_payment WHERE amount_minor = 5010").query(String.class).single();
        until("it has gone back", () -> unbooked(rrn).equals(List.of("MERCHANT_UNKNOWN 104290058129999 50.10 5010 DONE")));
        assertThat(wallet.balanceFen(ALIPAY)).isEqualTo(before);
        until("the notice is taken", () -> wallet.untold().isEmpty());
        assertThat(audited(rrn)).containsExactly("wallet.unbooked DONE MERCHANT_UNKNOWN 104290058129999 50.10", "wallet.unbooked-refund DONE");
        assertThat(booked(5_010)).isEmpty();
    }

    @Test
    void paymentThatCannotBeRead_isKeptOnce_andRefusedByName() {
        StaticPayment unreadable = new StaticPayment.Unreadable(new Rrn("999900009001"), "currency");
        for (int again = 0; again < 2; again++) {
            assertThat(corridor.bean(StaticPayments.class).take(unreadable)).contains(WalletNoticeRefusal.WALLET_PAYMENT_UNREADABLE);
        }
        assertThat(unbooked("999900009001")).containsExactly("UNREADABLE currency");
        assertThat(audited("999900009001")).containsExactly("wallet.unbooked DONE UNREADABLE currency");
        assertThat(corridor.bean(UnbookedPayments.class).open(new PageQuery(0, 20)).items()).filteredOn(one -> one.rrn().equals("999900009001")).singleElement()
                .satisfies(one -> assertThat(List.of(one.reason().name(), one.wrong())).containsExactly("UNREADABLE", "currency"));
    }

    @Test
    void numberThatComesAgain_withAnotherAmount_isKeptAndRefusedByName_andTheFirstStands() {
        assertThat(corridor.bean(StaticPayments.class).take(paid("999900009002", 7_001))).isEmpty();
        assertThat(corridor.bean(StaticPayments.class).take(paid("999900009002", 7_001))).as("the same again").isEmpty();
        assertThat(corridor.bean(StaticPayments.class).take(paid("999900009002", 7_002))).contains(WalletNoticeRefusal.WALLET_PAYMENT_DIFFERS);
        assertThat(booked(7_001)).containsExactly("999900009002");
        assertThat(corridor.bean(StaticPayments.class).take(paid("999900009002", 7_003))).contains(WalletNoticeRefusal.WALLET_PAYMENT_DIFFERS);
        assertThat(booked(7_002)).isEmpty();
        assertThat(unbooked("999900009002")).containsExactlyInAnyOrder("NUMBER_REUSED 70.02 7002", "NUMBER_REUSED 70.03 7003");
        assertThat(audited("999900009002")).hasSize(2);
    }

    /// A customer who comes back for the money knows the day of the payment.
    @Test
    void payment_standsAtItsOwnTime() {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MICROS);
        corridor.bean(StaticPayments.class).take(new StaticPayment.Paid(new Rrn("999900009003"), Corridor.MERCHANT, new MinorAmount(7_004), yesterday, approval()));
        assertThat(corridor.jdbc().sql("SELECT received_at = ? AND batch_number = to_char(business_date, 'YYMMDD')::integer FROM acquiring.transaction WHERE rrn = '999900009003'")
                .param(Journal.utc(yesterday)).query(Boolean.class).single()).isTrue();
    }

    private static StaticPayment paid(String rrn, long fen) {
        return new StaticPayment.Paid(new Rrn(rrn), Corridor.MERCHANT, new MinorAmount(fen), Instant.now(), approval());
    }

    private static HostAnswer.Approved approval() {
        return new HostAnswer.Approved("123456", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// No notice arrives: the wallet's list has it.
    @Test
    void paymentThatNoNoticeToldOf_isBookedFromTheList() throws Exception {
        wallet.noticesTo("http://127.0.0.1:1/nowhere");
        try {
            String payload = corridor.bean(WalletTransaction.class).staticCode(Corridor.MERCHANT).orElseThrow();
            assertThat(wallet.payStatic(WECHAT, payload, 7_077)).isEqualTo("PAID");
            until("it is booked", () -> booked(7_077).size() == 1);
        } finally {
            wallet.noticesTo(corridor.url() + WalletNoticeController.PATH);
        }
        until("the notice is taken", () -> wallet.untold().isEmpty());
        assertThat(booked(7_077)).hasSize(1);
    }

    // notices

    private record Told(int status, String problem) {}

    private static Told notice(String body, InetAddress from) throws Exception {
        try (HttpClient http = HttpClient.newBuilder().localAddress(from).build()) {
            byte[] secret = Files.readString(folder.resolve("network").resolve(WalletServer.SECRET_FILE)).strip().getBytes(StandardCharsets.US_ASCII);
            String signature = HexFormat.of().formatHex(HmacSha256.mac(secret, (WalletNoticeController.PATH + "\n" + body).getBytes(StandardCharsets.UTF_8)));
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(corridor.url() + WalletNoticeController.PATH)).header("Content-Type", "application/json")
                    .header(WalletServer.SIGNATURE, signature).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
            return new Told(answer.statusCode(), answer.body().replaceFirst("(?s).*\"code\":\"([A-Z_]+)\".*", "$1"));
        }
    }

    private static String body(Instant at) {
        return "{\"reference\":\"632700000001\",\"at\":\"%s\",\"nonce\":\"%032d\"}".formatted(at, ++nonces);
    }

    @Test
    void notice_thatCameBefore_isOld_orMalformed_isRefusedByName() throws Exception {
        InetAddress here = InetAddress.getByName("127.0.0.2");
        String body = body(Instant.now());
        assertThat(notice(body, here).status()).isEqualTo(204);
        assertThat(notice(body, here)).isEqualTo(new Told(409, "WALLET_NOTICE_REPLAYED"));
        assertThat(notice(body(Instant.now().minusSeconds(330)), here)).isEqualTo(new Told(401, "WALLET_NOTICE_TOO_OLD"));
        assertThat(notice("{\"reference\":\"632700000001\"}", here)).isEqualTo(new Told(400, "WALLET_NOTICE_MALFORMED"));
    }

    @Test
    void notices_ofOneAddress_areLimited() throws Exception {
        InetAddress loud = InetAddress.getByName("127.0.0.3");
        Told last = new Told(204, "");
        for (int i = 0; i <= NOTICES_MAX && last.status() == 204; i++) {
            last = notice(body(Instant.now()), loud);
        }
        assertThat(last).isEqualTo(new Told(429, "REQUESTS_TOO_MANY"));
        assertThat(notice(body(Instant.now()), InetAddress.getByName("127.0.0.4")).status()).as("another address").isEqualTo(204);
    }
}
