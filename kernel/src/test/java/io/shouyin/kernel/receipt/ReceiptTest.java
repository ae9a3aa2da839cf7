package io.shouyin.kernel.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.kernel.receipt.Signature.Point;
import io.shouyin.kernel.receipt.Signature.Stroke;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReceiptTest {

    private static final Signature SIGNATURE = new Signature(List.of(new Stroke(List.of(new Point(20, 90), new Point(300, 40))), new Stroke(List.of(new Point(400, 60)))));

    private static Receipt receipt(ReceiptKind kind, Receipt.Original original, Signing signing, boolean test) {
        return new Receipt("江南小馆", "104110053110001", "00000001", "01", "01040000", "守银支付 48020000", "621626*********0018", 'I', "3012", kind,
                new BatchNumber(7), new TraceNumber(3), "123456", "093105000003", LocalDateTime.of(2026, 7, 1, 9, 31, 5), new MinorAmount(1_234_56), original,
                Optional.of(new ChipBlock("A000000333010101", "0000008000", "E800", "0001", "1122334455667788", ChipBlock.CERTIFICATE)), List.of("谢谢惠顾"), signing, test);
    }

    private static String text(Receipt receipt, Copy copy, boolean english, boolean reprint, Paper paper) {
        return receipt.slip(copy, english, reprint).text(paper).stream().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    @Test
    void merchantCopy_on58Millimetres_saysEverything() {
        assertThat(text(receipt(ReceiptKind.SALE, Receipt.Original.NONE, new Signing.OnPaper(), false), Copy.MERCHANT, false, false, Paper.MM58)).isEqualTo("""
                             签购单
                     商户存根 MERCHANT COPY
                --------------------------------
                商户名称                江南小馆
                商户编号         104110053110001
                终端编号                00000001
                操作员号                      01
                收单行         守银支付 48020000
                发卡行                  01040000
                --------------------------------
                卡号      621626*********0018 /I
                有效期                   2030/12
                交易类型                    消费
                批次号                    000007
                凭证号                    000003
                授权码                    123456
                交易参考号          093105000003
                日期时间     2026/07/01 09:31:05
                AID             A000000333010101
                TVR                   0000008000
                TSI                         E800
                ATC                         0001
                TC              1122334455667788
                --------------------------------
                金额 RMB                1,234.56
                --------------------------------
                备注
                谢谢惠顾
                持卡人签名


                --------------------------------
                本人确认以上交易,同意将其记入本
                卡账户
                """);
    }

    @Test
    void customerCopy_inEnglish_on80Millimetres_hasBothLanguagesAndNoExpiry() {
        assertThat(text(receipt(ReceiptKind.REFUND, new Receipt.Original("", "093105000001", "", "0630"), new Signing.NotNeeded(new MinorAmount(100_000)), true),
                Copy.CARDHOLDER, true, true, Paper.MM80))
                .contains("签购单 SALES SLIP", "持卡人存根 CUSTOMER COPY", "*** 重打印 REPRINT ***", "*** 测试 TEST ***",
                        "交易类型 Type                        退货 REFUND", "原参考号 Orig. ref                  093105000001", "原日期 Orig. date                          06/30",
                        "Below RMB 1,000.00: no signature is needed", "本人确认以上交易")
                .doesNotContain("Expiry", "2030/12");
    }

    @ParameterizedTest
    @EnumSource(ReceiptKind.class)
    void everyKind_namesItsOriginalAsItShould(ReceiptKind kind) {
        String text = text(receipt(kind, new Receipt.Original("000001", "093105000001", "654321", "0630"), new Signing.Missing(), false), Copy.MERCHANT, false, false, Paper.MM58);
        switch (kind) {
            case SALE, OFFLINE_SALE, PRE_AUTH -> assertThat(text).doesNotContain("原");
            case VOID -> assertThat(text).contains("原凭证号                  000001").doesNotContain("原交易");
            case COMPLETION_VOID -> assertThat(text).contains("原凭证号                  000001", "原交易日期                 06/30");
            case REFUND -> assertThat(text).contains("原交易参考号        093105000001", "原交易日期                 06/30");
            case PRE_AUTH_TOP_UP, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE -> assertThat(text).contains("原授权码                  654321", "原交易日期                 06/30");
        }
        assertThat(text).contains(kind.zh(), "(未签名)");
    }

    @Test
    void signature_onTheSlip_isAFigureOfTheReceipt() {
        Slip slip = receipt(ReceiptKind.SALE, Receipt.Original.NONE, new Signing.OnScreen(SIGNATURE), false).slip(Copy.CARDHOLDER, false, false);
        assertThat(slip.lines()).anySatisfy(line -> assertThat(line.figure()).contains(SIGNATURE));
        assertThat(slip.text(Paper.MM58)).contains("(电子签名)");
        assertThat(SIGNATURE.path()).isEqualTo("M20 90L300 40M400 60h0");
        assertThat(SIGNATURE).hasToString("Signature[2]");
    }

    @Test
    void signature_encoded_isReadAgain_andNothingElseIs() {
        byte[] encoded = SIGNATURE.encode();
        assertThat(Signature.decode(encoded)).isEqualTo(SIGNATURE);
        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> Signature.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Signature.decode(Arrays.copyOf(encoded, encoded.length + 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void signature_thatIsADot_orTooLong_isNone() {
        assertThatThrownBy(() -> new Signature(List.of(new Stroke(List.of(new Point(5, 5)))))).hasMessage("a signature is more than a dot");
        assertThatThrownBy(() -> new Signature(Collections.nCopies(65, SIGNATURE.strokes().getFirst()))).hasMessage("a signature has 1 to 64 strokes");
        assertThatThrownBy(() -> new Point(601, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(Paper.class)
    void longNamesAndRareCharacters_areOnThePaper_whole_andNoLineIsWiderThanIt(Paper paper) {
        String name = "中国(上海)自由贸易试验区𠮷龘餐饮管理有限公司临港新片区分公司";
        String texts = "A".repeat(100);
        Receipt base = receipt(ReceiptKind.SALE, Receipt.Original.NONE, new Signing.OnPaper(), false);
        Receipt receipt = new Receipt(name, base.merchantId(), base.terminalId(), "01", "01040000", name, base.cardMasked(), 'I', "3012", ReceiptKind.SALE, base.batch(),
                base.trace(), base.authCode(), base.rrn(), base.at(), new MinorAmount(MinorAmount.FEN_MAX), Receipt.Original.NONE, base.chip(), List.of(texts), base.signing(), false);
        for (boolean english : new boolean[] {false, true}) {
            List<String> lines = receipt.slip(Copy.MERCHANT, english, true).text(paper);
            assertThat(lines).allMatch(line -> Slip.columns(line) <= paper.columns());
            String all = lines.stream().map(String::strip).collect(Collectors.joining());
            assertThat(all).contains(name, texts, "9,999,999,999.99");
        }
        Slip titled = Slip.of("list").title(name).build();
        assertThat(titled.text(paper).stream().map(String::strip).collect(Collectors.joining())).as("a title is broken, not cut").isEqualTo(name);
    }

    @Test
    void settlementSheet_hasTheHostsTotals_whereTheyAreOthers() {
        var terminal = new SettlementSheet.Sums(2, new MinorAmount(3_050), 0, MinorAmount.ZERO);
        var host = new SettlementSheet.Sums(1, new MinorAmount(1_000), 0, MinorAmount.ZERO);
        var sheet = new SettlementSheet("江南小馆", "104110053110001", "00000001", "01", LocalDateTime.of(2026, 7, 1, 21, 0, 5), new BatchNumber(7),
                new SettlementSheet.Side(false, terminal, host), new SettlementSheet.Side(true, host, host),
                List.of(new SettlementSheet.OfKind(ReceiptKind.SALE, 2, new MinorAmount(3_050))), new SettlementSheet.Differences(2, 1),
                Optional.of(SettlementSheet.AuditLogHead.of(1234, "c7b9aa0" + "1".repeat(57))), true);
        assertThat(String.join("\n", sheet.slip(false, true).text(Paper.MM58))).isEqualTo("""
                           结算总计单
                         *** 重打印 ***
                          *** 测试 ***
                商户名称                江南小馆
                商户编号         104110053110001
                终端编号                00000001
                操作员号                      01
                日期时间     2026/07/01 21:00:05
                批次号                    000007
                --------------------------------
                内卡                    对账不平
                借记  2                    30.50
                贷记  0                     0.00
                主机合计:
                借记  1                    10.00
                贷记  0                     0.00
                --------------------------------
                外卡                      对账平
                借记  1                    10.00
                贷记  0                     0.00
                --------------------------------
                不符笔数                       2
                其中扫码支付                   1
                --------------------------------
                消费  2                    30.50
                --------------------------------
                审计日志           1234 c7b9aa01
                """);
        assertThat(sheet.slip(true, false).text(Paper.MM80)).contains("Domestic cards                      NOT BALANCED", "Audit log                          1234 c7b9aa01")
                .noneMatch(line -> line.contains("REPRINT"));
    }

    @Test
    void wholeCardNumber_isRefused() {
        assertThatThrownBy(() -> new Receipt("", "", "", "", "", "", "6216261000000000018", 'S', "", ReceiptKind.SALE, new BatchNumber(1), new TraceNumber(1), "", "",
                LocalDateTime.of(2026, 7, 1, 0, 0), MinorAmount.ZERO, Receipt.Original.NONE, Optional.empty(), List.of(), new Signing.Missing(), false))
                .hasMessage("a receipt shows a masked card number");
    }
}
