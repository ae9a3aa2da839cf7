package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.qr.MerchantCode;
import io.shouyin.terminal.FakeHost.Behaviour;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which code a terminal shows to a customer: its own merchant's, for this amount, and signed.
class WalletCodeTest {

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void signIn() throws Exception {
        bench = Bench.of(folder);
        bench.signedIn();
    }

    @AfterEach
    void switchOff() throws Exception {
        bench.close();
    }

    private void asked(String merchant, String terminal, long fen) {
        bench.host.payload = new MerchantCode(new MerchantId(merchant), "5812", "JIANGNAN BISTRO", "SHANGHAI", "江南小馆",
                Optional.of(new MerchantCode.Order(new MinorAmount(fen), "093105000009", terminal))).encode();
        bench.await("menu.cashier");
        bench.terminal.press("7");
        bench.await("menu.wallet");
        bench.terminal.press("2");
        bench.await("sale.amount");
        bench.terminal.type("2550");
        bench.terminal.press("OK");
        bench.await("sale.password");
        bench.terminal.type(Bench.PASSWORD);
        bench.terminal.press("OK");
    }

    @Test
    void codeOfThisSale_isShown() {
        asked(FakeHost.MERCHANT_ID, FakeHost.TERMINAL_ID, 2_550);
        assertThat(bench.await("sale.code").code()).isPresent();
        bench.terminal.press("CANCEL");
        bench.await("sale.inDoubt");
    }

    @ParameterizedTest
    @CsvSource({
            "104110053110002, 00000001, 2550",
            "104110053110001, 00000002, 2550",
            "104110053110001, 00000001, 2551"})
    void codeOfAnotherMerchant_terminal_orAmount_isShownToNobody_andTheSaleIsReversed(String merchant, String terminal, long fen) {
        asked(merchant, terminal, fen);
        assertThat(bench.await("sale.inDoubt").lines(Language.ZH)).contains("交易未成功,已冲正");
        assertThat(bench.host.requests("0400")).hasSize(1);
        assertThat(bench.terminal.state().journal().getLast().outcome()).isEqualTo(Outcome.REVERSED);
    }

    @Test
    void codeThatIsNotSigned_isShownToNobody() {
        bench.host.plan("0200", Behaviour.NO_MAC);
        asked(FakeHost.MERCHANT_ID, FakeHost.TERMINAL_ID, 2_550);
        assertThat(bench.await("sale.code").code()).isEmpty();
        bench.terminal.press("CANCEL");
        bench.await("sale.inDoubt");
    }
}
