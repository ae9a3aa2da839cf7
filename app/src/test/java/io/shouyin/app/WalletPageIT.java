package io.shouyin.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.qr.MerchantCode;
import io.shouyin.network.NetworkServer;
import io.shouyin.network.NetworkSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo's wallet in a browser: it shows a code, scans a merchant's and pays what the customer types, and says in both languages why not.
class WalletPageIT {

    @TempDir
    private Path folder;

    @Test
    void customer_showsACode_scansAMerchants_paysAndIsRefusedInWords() {
        String payload = new MerchantCode(new MerchantId("104290058120001"), "5812", "JIANGNAN BISTRO", "SHANGHAI", "江南小馆", Optional.empty()).encode();
        try (NetworkServer network = NetworkServer.start(NetworkSettings.of(folder).withPorts(0, 0)); TestChromium chromium = TestChromium.launch()) {
            Page page = chromium.window();
            page.setViewportSize(TestChromium.PHONE_WIDTH, TestChromium.PHONE_HEIGHT);
            page.navigate("http://127.0.0.1:" + network.walletPort() + "/");
            page.getByTestId("wallet-customer-2").click();
            page.getByTestId("wallet-show-code").click();
            assertThat(page.getByTestId("wallet-code")).hasText(Pattern.compile("13[0-9]{16}"));
            TestChromium.fits(page);
            TestChromium.picture(page, "wallet-code");

            page.getByTestId("wallet-payload").fill(payload.substring(0, payload.length() - 4) + "0000");
            page.getByTestId("wallet-scan").click();
            assertThat(page.getByTestId("wallet-said")).hasText(Pattern.compile("二维码校验码错误|The check value of the code is wrong"));
            page.getByTestId("wallet-payload").fill(payload);
            page.getByTestId("wallet-scan").click();
            page.getByTestId("wallet-amount").fill("12.34");
            TestChromium.fits(page);
            TestChromium.picture(page, "wallet-asked");
            page.getByTestId("wallet-pay").click();
            assertThat(page.getByTestId("wallet-said")).hasText(Pattern.compile("已付款.*12\\.34|paid.*12\\.34"));
            Assertions.assertThat(network.wallet().balanceFen("2")).isEqualTo(1_000_000 - 1_234);

            String before = page.locator("#title").textContent();
            page.getByTestId("wallet-language").click();
            assertThat(page.locator("#title")).hasText(before.equals("钱包") ? "Wallet" : "钱包");
            page.getByTestId("wallet-mode").selectOption("SILENT");
            page.setViewportSize(TestChromium.DESK_WIDTH, TestChromium.DESK_HEIGHT);
            assertThat(page.getByTestId("wallet-recent")).containsText("12.34");
            TestChromium.fits(page);
            TestChromium.picture(page, "wallet-paid");
            chromium.saysNothing(Pattern.compile(".*(favicon|422).*"));
        }
    }
}
