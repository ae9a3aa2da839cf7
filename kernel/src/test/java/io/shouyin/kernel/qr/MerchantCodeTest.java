package io.shouyin.kernel.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Codes of merchants and customers: what was written is read again, published samples are read, and nothing else is.
class MerchantCodeTest {

    private static final MerchantCode DYNAMIC = new MerchantCode(new MerchantId("104290058120001"), "5812", "JIANGNAN BISTRO", "SHANGHAI", "江南小馆",
            Optional.of(new MerchantCode.Order(new MinorAmount(2372), "632700000042", "00000001")));
    private static final MerchantCode STATIC = new MerchantCode(new MerchantId("104290058120001"), "5812", "JIANGNAN BISTRO", "SHANGHAI", "", Optional.empty());

    /// EMVCo, Merchant-Presented Mode, annex B; and one of an open-source library, whose check value was recomputed.
    @ParameterizedTest
    @ValueSource(strings = {
            "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京"
                    + "540523.7253031565502016233030412340603***0708A60086670902ME91320016A0112233449988770708123456786304A13A",
            "0002010102121516ABCDEF123456789052045311530339254039995802JP5906DONGRI6005TOKYO62240104hoge0504fuga0704piyo63043FE6"})
    void publishedCode_isReadAndWrittenAgain(String sample) throws CodeException {
        assertThat(EmvCode.decode(sample).encode()).isEqualTo(sample);
    }

    @Test
    void crc_isThatOfTheStandard() {
        assertThat(EmvCode.crc("123456789")).isEqualTo("29B1");
    }

    @Test
    void dynamicCode_carriesTheOrder() throws CodeException {
        assertThat(DYNAMIC.encode()).startsWith("00020101021226").contains("540523.72", "0512632700000042", "江南小馆");
        assertThat(MerchantCode.decode(DYNAMIC.encode())).isEqualTo(DYNAMIC);
    }

    @Test
    void staticCode_carriesNoAmount() throws CodeException {
        assertThat(STATIC.encode()).startsWith("000201010211").doesNotContain("5405");
        assertThat(MerchantCode.decode(STATIC.encode())).isEqualTo(STATIC);
    }

    @Test
    void everyCharacterThatIsChanged_isRefused() {
        String good = DYNAMIC.encode();
        for (int i = 0; i < good.length(); i++) {
            String bad = good.substring(0, i) + (good.charAt(i) == '7' ? '8' : '7') + good.substring(i + 1);
            assertThatThrownBy(() -> MerchantCode.decode(bad)).isInstanceOf(CodeException.class);
        }
    }

    @Test
    void everyCodeThatIsCutOff_isRefused() {
        String good = DYNAMIC.encode();
        for (int i = 0; i < good.length(); i++) {
            String cut = good.substring(0, i);
            assertThatThrownBy(() -> MerchantCode.decode(cut)).isInstanceOf(CodeException.class);
        }
    }

    /// Each with a check value of its own.
    @ParameterizedTest
    @CsvSource({
            "5303156,   5303840,    CODE_CURRENCY_OTHER",
            "5303156,   '',         CODE_CURRENCY_OTHER",
            "540523.72, 540500.00,  CODE_AMOUNT_INVALID",
            "540523.72, 5405-3.72,  CODE_AMOUNT_INVALID",
            "540523.72, 54053.721,  CODE_AMOUNT_INVALID",
            "540523.72, '',         CODE_AMOUNT_INVALID",
            "010212,    010211,     CODE_AMOUNT_INVALID",
            "cn.shouyin, cn.another, CODE_OF_ANOTHER_SCHEME",
            "6008SHANGHAI, 6000,    CODE_MALFORMED",
            "6008SHANGHAI, 6008SHANGHAI6008SHANGHAI, CODE_MALFORMED",
            "0512632700000042, 0512******000042, CODE_MALFORMED",
            "5812JIANGNAN, 5812JIANGNAN, CODE_CRC_WRONG"})
    void codeThatSaysSomethingElse_isRefusedByName(String part, String instead, CodeRefusal refusal) {
        String good = DYNAMIC.encode();
        String head = good.substring(0, good.length() - 4).replace(part, instead);
        String crc = refusal == CodeRefusal.CODE_CRC_WRONG ? "0000" : EmvCode.crc(head);
        assertThatThrownBy(() -> MerchantCode.decode(head + crc))
                .isInstanceOfSatisfying(CodeException.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    @Test
    void payCode_printsAsAMask() throws CodeException {
        PayCode code = PayCode.of("281234567890123412");
        assertThat(code.masked()).isEqualTo("QR*3412");
        assertThat(code).hasToString("PayCode[QR*3412]");
        assertThat(code.reveal(CardDataAccess.granted())).isEqualTo("281234567890123412");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123456789012345", "1234567890123456789012345", "28123456789012341x", "28123456789012341２"})
    void payCodeOutOfForm_isRefusedByName(String digits) {
        assertThatThrownBy(() -> PayCode.of(digits))
                .isInstanceOfSatisfying(CodeException.class, refused -> assertThat(refused.refusal()).isEqualTo(CodeRefusal.PAY_CODE_MALFORMED));
    }
}
