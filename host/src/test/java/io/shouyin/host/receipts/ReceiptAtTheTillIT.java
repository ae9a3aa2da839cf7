package io.shouyin.host.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Till;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.acquiring.BatchKey;
import io.shouyin.host.audit.Checkpoints;
import io.shouyin.host.acquiring.TransactionKey;
import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.kernel.receipt.Copy;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.Receipt;
import io.shouyin.kernel.receipt.Signature;
import io.shouyin.kernel.receipt.Signature.Point;
import io.shouyin.kernel.receipt.Signature.Stroke;
import io.shouyin.kernel.receipt.Signing;
import io.shouyin.network.SmsCentre;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.vault.SecurityModule;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signed on the screen of a terminal of the e-signature model, kept encrypted here, opened by the customer: key by key.
class ReceiptAtTheTillIT {

    private static final Signature SIGNATURE = new Signature(List.of(new Stroke(List.of(new Point(20, 90), new Point(300, 40), new Point(500, 150))),
            new Stroke(List.of(new Point(80, 60), new Point(400, 60)))));
    private static final Pattern TOKEN = Pattern.compile("#([A-Za-z0-9_-]{22})");

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static Till till;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
        corridor.awaitNetwork();
        till = corridor.inService("SYSG-000000001", settings -> settings.withModel("Shouyin VT-E"));
    }

    @AfterAll
    static void stopHost() {
        till.close();
        corridor.close();
    }

    private static TransactionKey sell() {
        till.sell("128000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
        till.await("signature");
        assertThat(till.terminal.device().sign(Optional.of(SIGNATURE))).isTrue();
        till.await("sale.approved");
        return key(till.terminal.state().journal().getLast());
    }

    private static TransactionKey key(JournalEntry entry) {
        return new TransactionKey(Corridor.MERCHANT, new TerminalId(till.handout.terminalId()), new BatchNumber(entry.batch()), new TraceNumber(entry.trace()));
    }

    private static TestBrowser customer() {
        TestBrowser browser = new TestBrowser(URI.create(corridor.url()).getPort());
        browser.get("/api/v1/session");
        return browser;
    }

    private static String token(String url) {
        var found = TOKEN.matcher(url);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void signature_restsEncrypted_boundToItsTransaction_andStandsOnTheReceipt() {
        TransactionKey key = sell();
        till.press("OK");
        byte[] sealed = corridor.jdbc().sql("SELECT signature_sealed FROM receipts.signature WHERE terminal_id = ? AND trace_number = ?")
                .params(key.terminal().value(), key.trace().value()).query(byte[].class).single();
        byte[] clear = SIGNATURE.encode();
        assertThat(sealed.length).isGreaterThan(clear.length);
        assertThat(Arrays.equals(Arrays.copyOfRange(sealed, sealed.length - clear.length, sealed.length), clear)).isFalse();
        assertThat(corridor.bean(Receipts.class).find(key)).hasValueSatisfying(receipt -> {
            assertThat(receipt.signing()).isEqualTo(new Signing.OnScreen(SIGNATURE));
            assertThat(receipt.merchantName()).isEqualTo("江南小馆");
            assertThat(receipt.entryLetter()).isEqualTo('S');
            assertThat(receipt.issuer()).isEqualTo("99990000");
        });

        TransactionKey other = new TransactionKey(key.merchant(), key.terminal(), key.batch(), new TraceNumber(999_999));
        corridor.jdbc().sql("INSERT INTO receipts.signature VALUES (?, ?, ?, ?, ?, now())")
                .params(other.merchant().value(), other.terminal().value(), other.batch().value(), other.trace().value(), sealed).update();
        assertThatThrownBy(() -> corridor.bean(SignatureVault.class).find(other)).isInstanceOfSatisfying(Fault.class,
                fault -> assertThat(fault.code()).isEqualTo("SEALED_DATA_BROKEN"));
        assertThat(corridor.bean(SignatureVault.class).keep(key, SIGNATURE)).as("the same again").isTrue();
        assertThat(corridor.bean(SignatureVault.class).keep(key, new Signature(SIGNATURE.strokes().subList(0, 1)))).as("another one").isFalse();
    }

    @Test
    void customer_scansTheScreen_andReadsTheReceipt_withoutALogin() {
        sell();
        till.press("F1");
        till.await("receipt");
        till.press("1");
        till.await("receipt.qr");
        assertThat(till.terminal.screen().code()).isPresent();
        till.press("OK CANCEL OK");
        till.await("menu.cashier");

        String url = corridor.bean(ReceiptLinks.class).issue(sell(), false);
        till.press("OK");
        var answer = customer().post("/api/v1/receipt-links/look", Map.of("token", token(url))).expect(200);
        assertThat(answer.text()).contains("持卡人存根", "1,280.00", "621626*********0018 /S", SIGNATURE.path()).doesNotContain("6216261000000000018", "有效期");
        assertThat(customer().with("Accept-Language", "en").post("/api/v1/receipt-links/look", Map.of("token", token(url))).expect(200).text())
                .contains("SALES SLIP");
        customer().post("/api/v1/receipt-links/look", Map.of("token", "AAAAAAAAAAAAAAAAAAAAAA")).problem(404, "RECEIPT_LINK_UNKNOWN");
        customer().post("/api/v1/receipt-links/look", Map.of("token", "short")).expect(400);
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM receipts.link WHERE position(convert_to(?, 'UTF8') IN token_hash) > 0").param(token(url))
                .query(Long.class).single()).as("the token is not kept").isZero();
    }

    @Test
    void customer_getsALinkByTextMessage_inTheTerminalsLanguage() {
        till.terminal.language(Language.EN);
        sell();
        till.press("F1");
        till.await("receipt");
        till.press("2");
        till.await("receipt.phone");
        till.type("12345678901");
        till.await("receipt.refused");
        till.press("OK 2");
        till.type("13900000042");
        assertThat(till.await("receipt.sent").message().orElseThrow().detail()).isPresent();
        till.press("OK CANCEL OK");
        till.await("menu.cashier");
        till.terminal.language(Language.ZH);
        long deadlineNanos = System.nanoTime() + 30_000_000_000L;
        Optional<String> text = Optional.empty();
        while (text.isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNanos);
            LockSupport.parkNanos(5_000_000);
            text = corridor.network.smsCentre().texts().stream().filter(one -> one.to().endsWith("13900000042")).map(SmsCentre.Text::text).findFirst();
        }
        assertThat(text.get()).startsWith("[Shouyin] Receipt: ").contains("?language=en#");
        customer().post("/api/v1/receipt-links/look", Map.of("token", token(text.get()))).expect(200);
    }

    @Test
    void links_ofOneTransaction_areCounted_andEnd() {
        TransactionKey key = sell();
        till.press("OK");
        ReceiptLinks links = corridor.bean(ReceiptLinks.class);
        String url = links.issue(key, true);
        assertThat(url).contains("/console/receipt?language=en#");
        for (int i = 1; i < 5; i++) {
            links.issue(key, false);
        }
        assertThatThrownBy(() -> links.issue(key, false)).hasMessage(ReceiptRefusal.RECEIPT_LINKS_SPENT.en());
        corridor.jdbc().sql("UPDATE receipts.link SET made_at = now() - interval '40 days', expires_at = now() - interval '1 second'").update();
        customer().post("/api/v1/receipt-links/look", Map.of("token", token(url))).problem(404, "RECEIPT_LINK_UNKNOWN");
    }

    @Test
    void insertedCard_leavesItsChipBlock_andItsExpiryOnTheMerchantsCopyAlone() {
        till.press("1");
        till.await("sale.amount");
        till.type("1000");
        till.await("sale.card");
        till.terminal.card(EntryMode.INSERT, 0);
        till.await("sale.password");
        till.type(Corridor.TRANSACTION_PASSWORD);
        till.await("sale.pin");
        till.type(corridor.pin(0));
        till.await("sale.approved");
        till.press("OK");
        till.await("menu.cashier");
        JournalEntry sale = till.terminal.state().journal().getLast();
        Receipt receipt = corridor.bean(Receipts.class).find(key(sale)).orElseThrow();
        assertThat(receipt.expiryYymm()).isEqualTo(sale.expiryYymm()).matches("[0-9]{4}");
        assertThat(receipt.chip()).as("with TSI and TC, since this model prints none").contains(sale.chip());
        String merchants = String.join("\n", receipt.slip(Copy.MERCHANT, false, true).text(Paper.MM58));
        String customers = String.join("\n", receipt.slip(Copy.CARDHOLDER, false, true).text(Paper.MM58));
        assertThat(merchants).contains("有效期", "AID", "TSI", "TC").doesNotContain("ARQC");
        assertThat(customers).contains("AID", "TC").doesNotContain("有效期");
    }

    @Test
    void saleOfAnOlderVersion_whoseNumberWasKeptWithoutTheExpiry_hasAReceiptAllTheSame() {
        TransactionKey key = sell();
        till.press("OK");
        byte[] number = corridor.bean(SecurityModule.class).seal(corridor.bean(InstitutionKeys.class).data(),
                "6216261000000000018".getBytes(StandardCharsets.US_ASCII), key.toString().getBytes(StandardCharsets.US_ASCII));
        corridor.jdbc().sql("UPDATE acquiring.transaction SET card_sealed = ? WHERE terminal_id = ? AND trace_number = ?")
                .params(number, key.terminal().value(), key.trace().value()).update();
        assertThat(corridor.bean(Receipts.class).find(key).orElseThrow().expiryYymm()).isEmpty();
    }

    @Test
    void signIn_tellsFromWhichAmountCardholdersSign() {
        assertThat(till.terminal.state().terms().signatureFromFen()).isEqualTo(100_000);
    }

    @Test
    void settlement_hasTheSlipAtTheHostThatTheTerminalPrinted() {
        try (Till printing = corridor.inService("SYSG-000000002")) {
            printing.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            printing.await("sale.approved");
            printing.press("CANCEL OK");
            printing.await("menu.cashier");
            corridor.bean(Checkpoints.class).look();
            printing.press("9 5 1");
            printing.await("settle.confirm");
            printing.press("OK");
            printing.await("settle.done");
            BatchKey batch = BatchKey.of(Corridor.MERCHANT + "." + printing.handout.terminalId() + ".000001");
            List<String> ours = corridor.bean(SettlementSheets.class).find(batch).orElseThrow().slip(false, false).text(Paper.MM58);
            List<String> printed = printing.terminal.device().slips().getLast().slip().text(Paper.MM58);
            List<String> own = List.of("日期", "审计日志", "---");                              // its own clock, and what it has seen itself
            assertThat(ours).filteredOn(line -> own.stream().noneMatch(line::startsWith)).containsExactlyElementsOf(printed.stream().filter(line -> own.stream().noneMatch(line::startsWith)).toList());
            assertThat(ours).as("how far the audit log was").anyMatch(line -> line.matches("审计日志 +[1-9][0-9]* [0-9a-f]{8}"));
            assertThat(corridor.bean(SettlementSheets.class).find(BatchKey.of(Corridor.MERCHANT + "." + printing.handout.terminalId() + ".000002"))).isEmpty();
        }
    }

    @Test
    void saleBelowTheLimit_asksForNoSignature() {
        till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
        till.await("sale.approved");
        till.press("OK");
        till.await("menu.cashier");
        assertThat(corridor.bean(Receipts.class).find(key(till.terminal.state().journal().getLast())).orElseThrow().slip(Copy.MERCHANT, false, false).text(Paper.MM80))
                .anyMatch(line -> line.contains("未达 1,000.00 元"));
    }
}
