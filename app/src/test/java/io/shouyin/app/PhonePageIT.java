package io.shouyin.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.shouyin.network.NetworkServer;
import io.shouyin.network.NetworkSettings;
import io.shouyin.network.SmsCentre;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo's phone in a browser: a text appears by itself, in both languages around it, and is text alone.
class PhonePageIT {

    @TempDir
    private Path folder;

    @Test
    void text_thatArrives_isOnThePhoneByItself() throws Exception {
        SMPPSession sender = new SMPPSession();
        try (NetworkServer network = NetworkServer.start(NetworkSettings.of(folder).withPorts(0, 0)); TestChromium chromium = TestChromium.launch()) {
            sender.connectAndBind("127.0.0.1", network.smsCentre().port(), new BindParameter(BindType.BIND_TRX, "test",
                    Files.readString(folder.resolve(SmsCentre.PASSWORD_FILE)), "", TypeOfNumber.UNKNOWN, NumberingPlanIndicator.UNKNOWN, null));
            Page page = chromium.window();
            page.setViewportSize(TestChromium.PHONE_WIDTH, TestChromium.PHONE_HEIGHT);
            page.navigate("http://127.0.0.1:" + network.controlPort() + "/phone");
            Locator texts = page.getByTestId("phone-texts");
            assertThat(texts).containsText(Pattern.compile("还没有短信|No messages yet"));

            send(sender, "8613800138000", "【守银】验证码481623，5分钟内有效。消费¥5000.00，切勿告诉他人。");
            assertThat(texts).containsText("验证码481623");
            send(sender, "85251234567", "<b id=injected>[Shouyin] Alert</b>");
            page.getByTestId("phone-number-85251234567").click();
            assertThat(texts).containsText("<b id=injected>[Shouyin] Alert</b>");
            Assertions.assertThat(page.locator("#injected").count()).as("a text is text").isZero();

            Locator title = page.locator("#title");
            String before = title.textContent();
            page.getByTestId("phone-language").click();
            assertThat(title).hasText(before.equals("短信") ? "Messages" : "短信");
            page.getByTestId("phone-mode").selectOption("BUSY");
            assertThat(page.getByTestId("phone-mode")).hasValue("BUSY");
            TestChromium.fits(page);
            page.setViewportSize(TestChromium.DESK_WIDTH, TestChromium.DESK_HEIGHT);
            page.getByTestId("phone-number-8613800138000").click();
            TestChromium.picture(page, "phone-texts");
            Assertions.assertThat(network.smsCentre().mode()).isEqualTo(SmsCentre.Mode.BUSY);
            chromium.saysNothing(Pattern.compile(".*favicon.*"));
        } finally {
            sender.unbindAndClose();
        }
    }

    private static void send(SMPPSession sender, String to, String text) throws Exception {
        sender.submitShortMessage("", TypeOfNumber.UNKNOWN, NumberingPlanIndicator.UNKNOWN, "", TypeOfNumber.INTERNATIONAL, NumberingPlanIndicator.ISDN, to,
                new ESMClass(), (byte) 0, (byte) 0, null, null, new RegisteredDelivery(0), (byte) 0, new GeneralDataCoding(Alphabet.ALPHA_UCS2), (byte) 0,
                text.getBytes(StandardCharsets.UTF_16BE));
    }
}
