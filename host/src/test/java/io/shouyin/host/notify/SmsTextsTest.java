package io.shouyin.host.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SmsTextsTest {

    private static final Secret CODE = Secret.of("481623");
    private static final MinorAmount LARGEST = new MinorAmount(MinorAmount.FEN_MAX);
    private static final Duration LONGEST = Duration.ofMinutes(99);
    private static final String LONG_NAME = "terminal 10000001 of the shop at the corner";
    private static final Set<SmsPurpose> OF_TRANSACTIONS =
            EnumSet.range(SmsPurpose.SALE_CODE, SmsPurpose.COMPLETION_VOID_CODE);

    @Test
    void saleCode_saysPurposeAmountAndHowLongItIsGood() {
        MinorAmount amount = new MinorAmount(500_000);
        assertThat(read(SmsTexts.transactionCode(SmsPurpose.SALE_CODE, CODE, amount, Duration.ofMinutes(5), Locale.SIMPLIFIED_CHINESE)))
                .isEqualTo("【守银】验证码481623，5分钟内有效。消费¥5000.00，切勿告诉他人。");
        assertThat(read(SmsTexts.transactionCode(SmsPurpose.SALE_CODE, CODE, amount, Duration.ofMinutes(5), Locale.ENGLISH)))
                .isEqualTo("[Shouyin] Code 481623, 5 min. Sale, CNY 5000.00. Tell nobody.");
    }

    @Test
    void texts_withTheLongestValues_fitOneMessageInBothLanguages() {
        for (Locale language : List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH)) {
            List<Secret> texts = new ArrayList<>(List.of(SmsTexts.loginCode(CODE, LONGEST, language), SmsTexts.resetCode(CODE, LONGEST, language),
                    SmsTexts.resetLink(CODE, LONGEST, language), SmsTexts.resetPassword(LONG_NAME, Secret.of("123456789012"), Duration.ofHours(72), language),
                    SmsTexts.resetAtTerminal(LONG_NAME, language), SmsTexts.receiptLink(CODE, LONGEST, language),
                    SmsTexts.passwordDue(LONG_NAME, 14, language), SmsTexts.passwordChanged(LONG_NAME, language), SmsTexts.factorChanged(LONG_NAME, language),
                    SmsTexts.channelChanged("13800138000", language), SmsTexts.cardRemoved("622202******7894", language),
                    SmsTexts.terminalRegistered("10000001", Instant.EPOCH, language), SmsTexts.activationIssued("10000001", Instant.EPOCH, language),
                    SmsTexts.authenticatorSet("10000001/01", language), SmsTexts.alert("长".repeat(200), language)));
            OF_TRANSACTIONS.forEach(purpose -> texts.add(SmsTexts.transactionCode(purpose, CODE, LARGEST, LONGEST, language)));
            assertThat(texts).hasSize(SmsPurpose.values().length).extracting(SmsTextsTest::read).allSatisfy(text -> {
                assertThat(text).hasSizeLessThanOrEqualTo(SmsTexts.UNITS_MAX).doesNotContain("{", "}");
                assertThat(text).startsWith(language == Locale.ENGLISH ? "[Shouyin] " : "【守银】");
            });
        }
    }

    @Test
    void transactionCode_forWhatIsNoTransaction_isRefused() {
        EnumSet.complementOf(EnumSet.copyOf(OF_TRANSACTIONS)).forEach(purpose -> assertThatIllegalArgumentException().isThrownBy(() ->
                SmsTexts.transactionCode(purpose, CODE, LARGEST, LONGEST, Locale.ENGLISH)));
    }

    @Test
    void cut_neverBetweenTheHalvesOfACharacter() {
        assertThat(SmsTexts.cut("𠮷𠮷", 3)).isEqualTo("𠮷");
        assertThat(SmsTexts.cut("𠮷𠮷", 4)).isEqualTo("𠮷𠮷");
    }

    private static String read(Secret text) {
        return new String(text.reveal(SecretAccess.granted()), StandardCharsets.UTF_8);
    }
}
