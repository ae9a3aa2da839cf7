package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.receipt.Figure;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.Signature;
import io.shouyin.kernel.receipt.Signature.Point;
import io.shouyin.kernel.receipt.Signature.Stroke;
import io.shouyin.kernel.receipt.Slip;
import io.shouyin.terminal.device.Language;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The cardholder signs on the screen: from which amount, on which model, and how the signature gets to the host whatever is down.
class SignatureTest {

    private static final Signature SIGNATURE = new Signature(List.of(new Stroke(List.of(new Point(20, 90), new Point(300, 40)))));
    private static final String TOUCH = "Shouyin VT-T";
    private static final String COMPACT = "Shouyin VT-E";

    @TempDir
    Path folder;

    private Bench bench(String model) throws IOException {
        Bench bench = Bench.of(folder);
        bench.settings = bench.settings.withModel(model);
        return bench.signedIn();
    }

    private static void sellAndSign(Bench bench) {
        bench.sale("128000", Bench.PASSWORD, Bench.PIN);
        bench.await("signature");
        bench.terminal.awaitReady();
        assertThat(bench.device.sign(Optional.of(SIGNATURE))).isTrue();
        bench.await("sale.approved");
    }

    private static List<Figure> figures(Slip slip) {
        return slip.lines().stream().flatMap(line -> line.figure().stream()).toList();
    }

    @Test
    void signature_isOnBothCopies_andReachesTheHost() throws Exception {
        try (var bench = bench(TOUCH)) {
            sellAndSign(bench);
            bench.terminal.press("OK");
            bench.await("sale.done");
            bench.terminal.press("OK");
            bench.await("menu.cashier");
            assertThat(bench.slips()).hasSize(2).allSatisfy(slip -> assertThat(figures(slip)).containsExactly(SIGNATURE));
            assertThat(bench.slips().getFirst().text(Paper.MM80)).contains("金额 RMB                                1,280.00");
            assertThat(bench.host.signatures).singleElement().satisfies(sent -> {
                assertThat(Signature.decode(Base64.getDecoder().decode(sent.path("signature").asString()))).isEqualTo(SIGNATURE);
                assertThat(sent.path("batch").asString()).isEqualTo("000007");
                assertThat(sent.path("trace").asString()).isEqualTo("%06d".formatted(bench.terminal.state().journal().getLast().trace()));
            });
        }
    }

    @Test
    void signature_atTheTerminal_restsSealed() throws Exception {
        try (var bench = bench(TOUCH)) {
            bench.host.deviceApiStatus = 503;
            sellAndSign(bench);
        }
        String kept = Files.readString(folder.resolve("signatures.json"), StandardCharsets.UTF_8);
        assertThat(kept).contains("PENDING").doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(SIGNATURE.encode()).substring(4));
    }

    @Test
    void hostThatIsDown_getsTheSignatureAfterThePowerCut_atTheNextLogOn() throws Exception {
        try (var bench = bench(TOUCH)) {
            bench.host.deviceApiStatus = 503;
            sellAndSign(bench);
            assertThat(bench.host.signatures).isEmpty();
            bench.restart();
            bench.host.deviceApiStatus = 0;
            bench.logOn("01", Bench.LOGIN);
            bench.await("menu.cashier");
            assertThat(bench.host.signatures).hasSize(1);
            bench.terminal.press("9 3");
            bench.await("reprint.done");
            assertThat(figures(bench.slips().getLast())).as("the reprint has it").containsExactly(SIGNATURE);
        }
    }

    @Test
    void signature_thatTheHostWillNeverTake_isNotSentForEver() throws Exception {
        try (var bench = bench(TOUCH)) {
            bench.host.deviceApiStatus = 404;
            bench.host.deviceApiCode = "RECEIPT_UNKNOWN";
            sellAndSign(bench);
            bench.host.deviceApiStatus = 0;
            bench.restart();
            bench.logOn("01", Bench.LOGIN);
            bench.await("menu.cashier");
            assertThat(bench.host.signatures).isEmpty();
            assertThat(Files.readString(folder.resolve("signatures.json"))).contains("REFUSED");
        }
    }

    @Test
    void below_theLimit_orOnTheClassicModel_nobodySignsOnTheScreen() throws Exception {
        try (var bench = bench(TOUCH)) {
            bench.sale("99999", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            assertThat(String.join("\n", bench.slips().getFirst().text(Paper.MM80))).contains("交易金额未达 1,000.00 元,无需签名").doesNotContain("持卡人签名");
        }
    }

    @Test
    void limit_toldAtASignIn_orByADownload_holdsAtOnce_andWhatIsNoAmountIsNotHeard() throws Exception {
        try (var bench = bench(TOUCH)) {
            bench.host.signInAdvice = FactorTlv.empty().with(FactorTlv.SIGNATURE_FROM, FakeHost.bcd(new MinorAmount(50_000)));
            signInAgain(bench);
            bench.sale("50000", Bench.PASSWORD, Bench.PIN);
            bench.await("signature");
            bench.terminal.press("CANCEL");
            bench.await("sale.approved");
            bench.terminal.press("CANCEL OK");
            bench.restart();
            bench.logOn("01", Bench.LOGIN);
            bench.await("menu.cashier");
            bench.host.signInAdvice = FactorTlv.empty().with(FactorTlv.SIGNATURE_FROM, new byte[] {(byte) 0xFF, 0, 0, 0, 0, 0});
            signInAgain(bench);
            bench.host.signatureFrom = Optional.of(new MinorAmount(200_000));
            bench.terminal.press("8 5");
            assertThat(bench.await("parameters.done").lines(Language.ZH)).contains("签名起点  ¥2,000.00");
            bench.terminal.press("OK CANCEL");
            bench.sale("128000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            assertThat(bench.slips().getLast().text(Paper.MM80)).anyMatch(line -> line.contains("未达 2,000.00 元"));
            bench.terminal.press("CANCEL OK");
            bench.await("menu.cashier");
            bench.terminal.press("5 2 F4 1");
            bench.await("reprint.done");
            assertThat(bench.slips().getLast().text(Paper.MM80)).as("the sale of ¥500.00 as it was then").contains("持卡人签名").noneMatch(line -> line.contains("未达"));
        }
    }

    private static void signInAgain(Bench bench) {
        bench.terminal.press("9 1");
        bench.await("signIn.done");
        bench.terminal.press("OK CANCEL");
        bench.await("menu.cashier");
    }

    @Test
    void classicModel_hasALineToSignOn() throws Exception {
        try (var bench = bench("Shouyin VT-1")) {
            bench.sale("128000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            assertThat(bench.slips().getFirst().text(Paper.MM58)).contains("持卡人签名");
        }
    }

    @Test
    void cardholderWhoDoesNotSign_signsOnPaper_orLaterOnTheScreen() throws Exception {
        try (var bench = bench(TOUCH)) {
            bench.sale("128000", Bench.PASSWORD, Bench.PIN);
            bench.await("signature");
            bench.terminal.press("OK");
            assertThat(bench.terminal.screen().is("signature")).as("the green key is no signature").isTrue();
            bench.terminal.awaitReady();
            bench.device.sign(Optional.empty());
            bench.terminal.press("CANCEL");
            bench.await("sale.approved");
            assertThat(bench.slips().getFirst().text(Paper.MM80)).contains("持卡人签名");
            bench.terminal.press("F1");
            bench.await("receipt");
            bench.terminal.press("5");
            bench.await("signature");
            bench.terminal.awaitReady();
            bench.device.sign(Optional.of(SIGNATURE));
            bench.await("receipt");
            assertThat(bench.host.signatures).hasSize(1);
        }
    }

    @Test
    void signaturePad_leftAlone_locks_andIsThereAgain() throws Exception {
        try (var bench = bench(TOUCH)) {
            bench.sale("128000", Bench.PASSWORD, Bench.PIN);
            bench.await("signature");
            bench.away(Duration.ofSeconds(61));
            bench.await("lock");
            bench.terminal.press("1");
            bench.terminal.type(Bench.LOGIN);
            bench.terminal.press("OK");
            bench.await("signature");
        }
    }

    @Test
    void modelWithoutAPrinter_sellsWithoutPaper_andGivesALink() throws Exception {
        try (var bench = bench(COMPACT)) {
            sellAndSign(bench);
            assertThat(bench.slips()).isEmpty();
            bench.terminal.press("F1");
            assertThat(bench.await("receipt").items()).extracting(item -> item.id()).containsExactly("qr", "sms");
            bench.terminal.press("1");
            assertThat(bench.await("receipt.qr").code()).isPresent();
            bench.terminal.press("OK 2");
            bench.terminal.type("13900000042");
            bench.terminal.press("OK");
            bench.await("receipt.sent");
            assertThat(bench.host.links).hasSize(1);
            assertThat(bench.host.messages.getFirst().path("phone").asString()).isEqualTo("13900000042");
            bench.terminal.press("OK CANCEL OK");
            bench.await("menu.cashier");
            bench.settle();
            bench.await("settle.done");
        }
    }

    @Test
    void link_isPrintedWithItsCode_onAModelWithAPrinter() throws Exception {
        try (var bench = bench(TOUCH)) {
            sellAndSign(bench);
            bench.terminal.press("F1 3");
            bench.await("receipt.qr");
            bench.terminal.press("F1");
            bench.await("receipt");
            assertThat(bench.slips().getLast().kind()).isEqualTo("link");
            assertThat(figures(bench.slips().getLast())).hasSize(1);
            bench.host.deviceApiStatus = 429;
            bench.terminal.press("3");
            assertThat(bench.await("receipt.refused").message().orElseThrow().headline().in(Language.ZH)).isEqualTo("refused here");
        }
    }
}
