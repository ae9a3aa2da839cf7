package io.shouyin.iso8583.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Vectors;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PasswordRules.Alphabet;
import io.shouyin.kernel.PasswordRules.Matching;
import io.shouyin.kernel.PasswordRules.Policy;
import io.shouyin.kernel.PasswordRules.Required;
import io.shouyin.kernel.TraceNumber;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubFieldsTest {

    // ---- 54 ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"0002156C000000123456, 123456", "0002156D000000000001, -1", "0001156C999999999999, 999999999999", "0002156C0000000000000001156C000000000009, 0"})
    void balance_isRead_itsSignToo(String field, long fen) throws Exception {
        assertThat(Field54.decode(field).fen()).isEqualTo(fen);
        assertThat(Field54.decode(field).encode()).isEqualTo(field.substring(0, 20));
        assertThat(Field54.decode(field).toString()).hasSizeLessThan(24);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0002156C00000012345", "0002156X000000123456", "00021A6C000000123456", "0002156C00000012345C", "0002156C0000001234560"})
    void balance_nonsense_isRefused(String field) {
        assertThat(catchThrowableOfType(DecodeException.class, () -> Field54.decode(field)).field()).isEqualTo(54);
    }

    // ---- 57, DF33 ------------------------------------------------------------------------------------------------

    @Test
    void rulesPart_comesBack() throws Exception {
        var part = new RulesPart("0123456789ABCDEF", 2, 255);
        assertThat(HexFormat.of().formatHex(part.encode())).isEqualTo("0123456789abcdef02ff");
        assertThat(RulesPart.decode(part.encode())).isEqualTo(part);
        assertThat(part.next()).isEqualTo(new RulesPart("0123456789ABCDEF", 3, 255));
        assertThat(part.isLast()).isFalse();
        assertThat(new RulesPart("0123456789ABCDEF", 1, 1).isLast()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"'', SUBFIELD_LENGTH, 0", "0123456789abcdef02, SUBFIELD_LENGTH, 0", "0123456789abcdef020300, SUBFIELD_LENGTH, 0",
        "0123456789abcdef0003, SUBFIELD_VALUE, 8", "0123456789abcdef0403, SUBFIELD_VALUE, 8"})
    void rulesPart_ofNonsense_isRefused(String hex, DecodeRefusal refusal, int offset) {
        assertRefused(() -> RulesPart.decode(HexFormat.of().parseHex(hex)), refusal, 57, offset);
    }

    // ---- 57, DF34 ------------------------------------------------------------------------------------------------

    @Test
    void newPasswordRules_comeBack_andNewOnesTakeTheirPlace() throws Exception {
        var rules = new NewPasswordRules(Map.of(FactorTlv.OPERATOR_PASSWORD, Policy.OPERATOR_PASSWORD, FactorTlv.TRANSACTION_PASSWORD, Policy.TRANSACTION_PASSWORD));
        assertThat(HexFormat.of().formatHex(rules.encode())).isEqualTo("02060c0300020201" + "09060c0100020201");
        assertThat(NewPasswordRules.decode(rules.encode())).isEqualTo(rules);
        var stricter = new Policy(10, 12, Alphabet.ASCII, Set.of(Required.values()), 4, 3, 12, Matching.WHOLE);
        var more = rules.with(new NewPasswordRules(Map.of(FactorTlv.OPERATOR_PASSWORD, stricter)));
        assertThat(NewPasswordRules.decode(more.encode()).find(FactorTlv.OPERATOR_PASSWORD)).contains(stricter);
        assertThat(more.find(FactorTlv.TRANSACTION_PASSWORD)).contains(Policy.TRANSACTION_PASSWORD);
        assertThat(more.find(FactorTlv.CARD_PASSWORD)).isEmpty();
        assertThat(NewPasswordRules.decode(new byte[0])).isEqualTo(NewPasswordRules.NONE);
    }

    @ParameterizedTest
    @CsvSource({"02, SUBFIELD_LENGTH, 1", "02060c030002020102, SUBFIELD_LENGTH, 9", "020c060300020201, SUBFIELD_VALUE, 0",
        "02060c0300020201050081030002020100, SUBFIELD_LENGTH, 17", "02060c03000202010500810300020201, SUBFIELD_VALUE, 8", "02060c0305020201, SUBFIELD_VALUE, 0",
        "02060c0300000201, SUBFIELD_VALUE, 0"})
    void newPasswordRules_ofNonsense_areRefused(String hex, DecodeRefusal refusal, int offset) {
        assertRefused(() -> NewPasswordRules.decode(HexFormat.of().parseHex(hex)), refusal, 57, offset);
    }

    // ---- 60 ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"22000001", "22000001000", "220000010006", "2200000100060", "22000001000601", "22000001000601000"})
    void field60_ofAnyPrefix_comesBack(String digits) throws Exception {
        var field = Field60.decode(digits);
        assertThat(field.encode()).isEqualTo(digits);
        assertThat(field.transactionType()).isEqualTo("22");
        assertThat(field.batch()).isEqualTo(new BatchNumber(1));
    }

    @Test
    void field60_whole_hasItsParts() throws Exception {
        assertThat(Field60.decode("10000012000501123")).isEqualTo(
                new Field60("10", new BatchNumber(12), "000", "5", "0", "1", "123"));
        assertThat(new Field60("00", new BatchNumber(1), "004").encode()).isEqualTo("00000001004");
        assertThat(new Field60("22", new BatchNumber(1), "000", "5", "0").encode()).isEqualTo("2200000100050");
    }

    @ParameterizedTest
    @CsvSource({"2200000, SUBFIELD_LENGTH, 0", "220000010, SUBFIELD_LENGTH, 0", "'', SUBFIELD_LENGTH, 0",
        "220000010006010, SUBFIELD_LENGTH, 0", "220000010006010001, SUBFIELD_LENGTH, 0",
        "2200000A, DIGIT_NOT_DECIMAL, 7"})
    void field60_ofNonsense_isRefused(String digits, DecodeRefusal refusal, int offset) {
        assertRefused(() -> Field60.decode(digits), refusal, 60, offset);
    }

    @Test
    void field60_beforeTheFirstSignIn_hasNoBatch() throws Exception {
        assertThat(Field60.decode("00000000004").hasBatch()).isFalse();
        assertThat(Field60.decode("00000001004").hasBatch()).isTrue();
    }

    @Test
    void field60_withAHole_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> new Field60("22", new BatchNumber(1), "", "5", "", "", "")).withMessage("a part of field 60 follows those before it");
        assertThatIllegalArgumentException().isThrownBy(() -> new Field60("2", new BatchNumber(1), "000"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Field60("22", new BatchNumber(1), "00"));
    }

    // ---- 61 ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"000001000002", "0000000000000801", "000001000002080101", "00000100000208010100010000000"})
    void field61_ofAnyPrefix_comesBack(String digits) throws Exception {
        assertThat(Field61.decode(digits).encode()).isEqualTo(digits);
    }

    @Test
    void field61_ofVoidAndRefund_areTold() throws Exception {
        assertThat(Field61.ofVoid("000001", "000002").encode()).isEqualTo("000001000002");
        assertThat(Field61.decode("000001000002").namesOriginal()).isTrue();
        assertThat(Field61.ofDate("0801").encode()).isEqualTo("0000000000000801");
        assertThat(Field61.ofDate("0801").namesOriginal()).isFalse();
    }

    @Test
    void field61_ofNonsense_isRefused() {
        assertRefused(() -> Field61.decode("00000100000"), DecodeRefusal.SUBFIELD_LENGTH, 61, 0);
        assertRefused(() -> Field61.decode("00000100000x"), DecodeRefusal.DIGIT_NOT_DECIMAL, 61, 11);
        assertThatIllegalArgumentException().isThrownBy(() -> new Field61("000001", "000002", "", "01", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> Field61.ofVoid("1", "2"));
    }

    // ---- 62 ------------------------------------------------------------------------------------------------------

    @Test
    void field62_ofSignIn_isTheSerialNumber() throws Exception {
        byte[] frame = Vectors.frame("S01").afterLength();
        byte[] field = new Codec(Dialects.TERMINAL).decode(Frame.decode(frame).body()).message().bytes(62);
        var serial = Field62.SequenceNumber.decode(field);
        assertThat(serial).isEqualTo(new Field62.SequenceNumber("3136", "00000001"));
        assertThat(serial.encode()).isEqualTo(field);
    }

    @Test
    void field62_withPackedLength_isReadToo() throws Exception {
        byte[] field = "Sequence No\0\u0012ABCD12345678".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Field62.SequenceNumber.decode(field)).isEqualTo(new Field62.SequenceNumber("ABCD", "12345678"));
    }

    @Test
    void field62_ofNonsense_isRefused() {
        assertRefused(() -> Field62.SequenceNumber.decode(new byte[24]), DecodeRefusal.SUBFIELD_LENGTH, 62, 0);
        assertRefused(() -> Field62.SequenceNumber.decode(new byte[25]), DecodeRefusal.SUBFIELD_VALUE, 62, 0);
        assertRefused(() -> Field62.SequenceNumber.decode("Sequence No12ABCD1234567-".getBytes(StandardCharsets.US_ASCII)),
                DecodeRefusal.SUBFIELD_VALUE, 62, 13);
        assertThatIllegalArgumentException().isThrownBy(() -> new Field62.SequenceNumber("ABC", "12345678"));
    }

    /// Hosts of other makers say as much as they like, in any order.
    @Test
    void field62_ofParameters_inPart_leavesTheRest() throws DecodeException {
        Field62.Parameters own = new Field62.Parameters(60, 1, true, 3);
        assertThat(Field62.Parameters.decode("200".getBytes(StandardCharsets.US_ASCII), own)).isEqualTo(new Field62.Parameters(60, 1, false, 3));
        assertThat(Field62.Parameters.decode("25123219171245".getBytes(StandardCharsets.US_ASCII), own)).isEqualTo(new Field62.Parameters(45, 1, true, 2));
        for (String wrong : new String[] {"", "1", "12", "124", "9912", "12451245", "12AB", "1200"}) {
            assertThat(catchThrowableOfType(DecodeException.class, () -> Field62.Parameters.decode(wrong.getBytes(StandardCharsets.US_ASCII), own))).as(wrong).isNotNull();
        }
    }

    @Test
    void field62_ofParameters_isTheirTagsAndValues() {
        assertThat(new Field62.Parameters(5, 3, true, 9).encode()).asString(StandardCharsets.US_ASCII)
                .isEqualTo("1205" + "133" + "180" + "1900" + "201" + "210" + "239");
        assertThat(new Field62.Parameters(60, 1, false, 3).encode()).asString(StandardCharsets.US_ASCII)
                .isEqualTo("1260" + "131" + "180" + "1900" + "200" + "210" + "233");
        assertThatIllegalArgumentException().isThrownBy(() -> new Field62.Parameters(100, 3, true, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new Field62.Parameters(60, 0, true, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new Field62.Parameters(60, 3, true, 10));
    }

    // ---- 63 ------------------------------------------------------------------------------------------------------

    @Test
    void field63_ofOperator_comesBack() throws Exception {
        assertThat(Field63.ofOperator(new OperatorNumber("01"))).isEqualTo("01 ");
        assertThat(Field63.operator("01 ")).isEqualTo(new OperatorNumber("01"));
        assertRefused(() -> Field63.operator("01"), DecodeRefusal.SUBFIELD_LENGTH, 63, 0);
        assertRefused(() -> Field63.operator("0A "), DecodeRefusal.SUBFIELD_VALUE, 63, 0);
        assertRefused(() -> Field63.operator("011"), DecodeRefusal.SUBFIELD_VALUE, 63, 0);
    }

    @Test
    void field63_withChineseTexts_comesBack() throws Exception {
        var reply = new Field63.Reply("CUP", "守银银行", "", "请保管好签购单");
        assertThat(reply.encode()).hasSize(63);
        assertThat(Field63.Reply.decode(reply.encode())).isEqualTo(reply);
        assertThat(Field63.Reply.decode("CUP").encode()).isEqualTo("CUP");
        assertThat(Field63.Reply.decode(reply.encode().substring(0, 23)).issuerText()).isEqualTo("守银银行");
        assertThatIllegalArgumentException().isThrownBy(() -> new Field63.Reply("CUP", "一二三四五六七八九十一", "", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Field63.Reply("CU", "", "", ""));
        assertRefused(() -> Field63.Reply.decode("CUPX"), DecodeRefusal.SUBFIELD_LENGTH, 63, 0);
        assertRefused(() -> Field63.Reply.decode("CUP" + "\u0081 ".repeat(10)), DecodeRefusal.SUBFIELD_VALUE, 63, 3);
    }

    // ---- 48 ------------------------------------------------------------------------------------------------------

    @Test
    void field48_ofSettlement_comesBack() throws Exception {
        var domestic = new Field48.Side(new MinorAmount(1000), 1, new MinorAmount(500), 1, Field48.Result.ASKED);
        var totals = new Field48.Totals(domestic, Field48.Side.NOTHING);
        byte[] frame = Vectors.frame("S10").afterLength();
        String field = new Codec(Dialects.TERMINAL).decode(Frame.decode(frame).body()).message().text(48);
        assertThat(totals.encode()).isEqualTo(field).hasSize(62);
        assertThat(Field48.Totals.decode(field)).isEqualTo(totals);
        var answered = domestic.with(Field48.Result.UNBALANCED);
        assertThat(answered.sameTotals(domestic)).isTrue();
        assertThat(answered.sameTotals(Field48.Side.NOTHING)).isFalse();
        assertRefused(() -> Field48.Totals.decode(field.substring(1)), DecodeRefusal.SUBFIELD_LENGTH, 48, 0);
        assertRefused(() -> Field48.Totals.decode(field.substring(0, 61) + "4"), DecodeRefusal.SUBFIELD_VALUE, 48, 61);
        assertThatIllegalArgumentException().isThrownBy(
                () -> new Field48.Side(MinorAmount.ZERO, 1000, MinorAmount.ZERO, 0, Field48.Result.ASKED));
    }

    @Test
    void field48_ofBatchUpload_comesBack() throws Exception {
        byte[] frame = Vectors.frame("S12").afterLength();
        String field = new Codec(Dialects.TERMINAL).decode(Frame.decode(frame).body()).message()
                .text(48, CardDataAccess.granted());
        var upload = Field48.Upload.decode(field);
        assertThat(upload.transactions()).containsExactly(new Field48.Uploaded("00", new TraceNumber(2),
                Pan.of("6216261000000000018"), new MinorAmount(1000)));
        assertThat(upload.encode(CardDataAccess.granted())).isEqualTo(field);
        assertThat(upload.toString()).doesNotContain("621626");
        assertThat(Field48.ofUploadEnd(12)).isEqualTo("0012");
        assertThat(Field48.uploadEnd("0012")).isEqualTo(12);
        assertRefused(() -> Field48.uploadEnd("12"), DecodeRefusal.SUBFIELD_LENGTH, 48, 0);
        assertRefused(() -> Field48.Upload.decode("0"), DecodeRefusal.SUBFIELD_LENGTH, 48, 0);
        assertRefused(() -> Field48.Upload.decode("02" + field.substring(2)), DecodeRefusal.SUBFIELD_LENGTH, 48, 0);
        assertRefused(() -> Field48.Upload.decode("09" + field.substring(2).repeat(9)), DecodeRefusal.SUBFIELD_LENGTH, 48, 0);
        assertRefused(() -> Field48.Upload.decode("01" + "00000000" + field.substring(10)), DecodeRefusal.SUBFIELD_VALUE, 48, 4);
        assertRefused(() -> Field48.Upload.decode("01" + "00000002" + "0".repeat(15) + "12345" + "0".repeat(12)), DecodeRefusal.SUBFIELD_VALUE, 48, 10);
        assertThatIllegalArgumentException().isThrownBy(
                () -> new Field48.Upload(java.util.Collections.nCopies(9, upload.transactions().getFirst())));
        assertThat(new Field48.Upload(List.of()).encode(CardDataAccess.granted())).isEqualTo("00");
        var byCode = new Field48.Upload(List.of(new Field48.Uploaded("00", new TraceNumber(2), Optional.empty(), new MinorAmount(1000))));
        assertThat(byCode.encode(CardDataAccess.granted())).isEqualTo("01" + "00" + "000002" + "0".repeat(20) + "000000001000");
        assertThat(Field48.Upload.decode(byCode.encode(CardDataAccess.granted()))).isEqualTo(byCode);
    }

    private static void assertRefused(ThrowingCallable reading, DecodeRefusal refusal, int field, int offset) {
        var refused = catchThrowableOfType(DecodeException.class, reading);
        assertThat(refused.refusal()).isEqualTo(refusal);
        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.offsetBytes()).isEqualTo(offset);
    }
}
