package io.shouyin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTypesTest {

    // ---- Pan -----------------------------------------------------------------------------------------------------

    @Test
    void pan_printed_showsFourDigits() {
        var pan = Pan.of("6216261000000000018");
        assertThat(pan).hasToString("Pan[...0018]");
        assertThat(pan.masked()).isEqualTo("621626*********0018");
        assertThat(pan.lastFour()).isEqualTo("0018");
        assertThat(pan.reveal(CardDataAccess.granted())).isEqualTo("6216261000000000018");
        assertThatIllegalArgumentException().isThrownBy(() -> pan.reveal(null));
        assertThat(Pan.of("621626100001").masked()).isEqualTo("621626**0001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "62162610000", "62162610000000000180", "621626100000000001A", "６２１６２６１００００００００００１８"})
    void pan_thatIsNone_isRefusedWithoutItsDigits(String digits) {
        assertThatIllegalArgumentException().isThrownBy(() -> Pan.of(digits)).withMessageStartingWith("a card number has")
                .withMessageNotContaining("62162610");
    }

    @ParameterizedTest
    @CsvSource({"4111111111111111, true", "4111111111111112, false", "6216261000000000018, true", "6216261000000000019, false",
        "79927398713079, false"})
    void pan_checkDigit_isLuhn(String digits, boolean valid) {
        assertThat(Pan.of(digits).isLuhnValid()).isEqualTo(valid);
    }

    @Test
    void pan_ofSameDigits_isEqual() {
        assertThat(Pan.of("4111111111111111")).isEqualTo(Pan.of("4111111111111111"))
                .hasSameHashCodeAs(Pan.of("4111111111111111")).isNotEqualTo(Pan.of("4111111111111112")).isNotEqualTo("4111111111111111");
    }

    // ---- amounts and numbers -------------------------------------------------------------------------------------

    @Test
    void amount_calculated_staysInRange() {
        var tenYuan = MinorAmount.ofField4("000000001000");
        assertThat(tenYuan).isEqualTo(new MinorAmount(1000)).hasToString("10.00");
        assertThat(tenYuan.field4()).isEqualTo("000000001000");
        assertThat(tenYuan.plus(new MinorAmount(5))).isEqualTo(new MinorAmount(1005)).isGreaterThan(tenYuan);
        assertThat(tenYuan.minus(tenYuan)).isEqualTo(MinorAmount.ZERO);
        assertThat(tenYuan.minus(tenYuan).isZero()).isTrue();
        assertThat(new MinorAmount(5)).hasToString("0.05");
        assertThat(new MinorAmount(MinorAmount.FEN_MAX).field4()).isEqualTo("999999999999");
        assertThatIllegalArgumentException().isThrownBy(() -> tenYuan.minus(new MinorAmount(1001)));
        assertThatIllegalArgumentException().isThrownBy(() -> new MinorAmount(MinorAmount.FEN_MAX).plus(new MinorAmount(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new MinorAmount(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> MinorAmount.ofField4("1000"));
        assertThatIllegalArgumentException().isThrownBy(() -> MinorAmount.ofField4("00000000100 "));
    }

    @Test
    void traceAndBatch_afterTheLast_beginAgain() {
        assertThat(new TraceNumber(1)).hasToString("000001").isEqualTo(TraceNumber.of("000001"));
        assertThat(new TraceNumber(999_999).next()).isEqualTo(new TraceNumber(1));
        assertThat(new TraceNumber(1).next()).isEqualTo(new TraceNumber(2));
        assertThat(new BatchNumber(12)).hasToString("000012").isEqualTo(BatchNumber.of("000012"));
        assertThat(new BatchNumber(999_999).next()).isEqualTo(new BatchNumber(1));
        for (String digits : new String[] {"000000", "1", "0000001", "00000x"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> TraceNumber.of(digits));
            assertThatIllegalArgumentException().isThrownBy(() -> BatchNumber.of(digits));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new TraceNumber(1_000_000));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchNumber(0));
    }

    @Test
    void identities_ofTheRightLength_areTaken() {
        assertThat(new TerminalId("T0000001")).hasToString("T0000001");
        assertThat(new MerchantId("104110053110001")).hasToString("104110053110001");
        assertThat(new Rrn("093105000002")).hasToString("093105000002");
        assertThatIllegalArgumentException().isThrownBy(() -> new TerminalId("0000001"));
        assertThatIllegalArgumentException().isThrownBy(() -> new TerminalId("0000001 "));
        assertThatIllegalArgumentException().isThrownBy(() -> new MerchantId("10411005311000"));
        assertThatIllegalArgumentException().isThrownBy(() -> new MerchantId("10411005311000\n"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rrn("09310500000-"));
    }

    @ParameterizedTest
    @CsvSource({"99, ADMINISTRATOR", "00, SUPERVISOR", "01, CASHIER", "98, CASHIER"})
    void operator_byNumber_hasItsRole(String number, OperatorNumber.Role role) {
        assertThat(new OperatorNumber(number).role()).isEqualTo(role);
        assertThat(new OperatorNumber(number)).hasToString(number);
        assertThatIllegalArgumentException().isThrownBy(() -> new OperatorNumber(number + "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new OperatorNumber("x1"));
    }

    // ---- response codes ------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(ResponseCode.class)
    void responseCode_byItsCode_isFound(ResponseCode code) {
        assertThat(ResponseCode.of(code.code())).isEqualTo(code);
        assertThat(code.code()).matches("[0-9A-Z]{2}");
        assertThat(code.zh()).matches(".*\\p{IsHan}.*");
        assertThat(code.en()).isNotBlank();
        assertThat(code.isApproval()).isEqualTo(code.code().equals("00") || code.code().equals("10"));
    }

    @Test
    void responseCodes_everyOne_isThereOnce() {
        var codes = new HashSet<String>();
        assertThat(ResponseCode.values()).allMatch(code -> codes.add(code.code()));
        assertThat(ResponseCode.of("ZZ")).isEqualTo(ResponseCode.ERROR);
    }

    // ---- secrets and failures ------------------------------------------------------------------------------------

    @Test
    void secret_printed_showsNothing() {
        try (var secret = Secret.of("k7Rm2x密")) {
            assertThat(secret).hasToString("Secret[...]");
            assertThat(new String(secret.reveal(SecretAccess.granted()), java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("k7Rm2x密");
            assertThat(secret.sameAs(Secret.of("k7Rm2x密".toCharArray()))).isTrue();
            assertThat(secret.sameAs(Secret.of("k7Rm2x"))).isFalse();
            assertThat(secret.isEmpty()).isFalse();
            assertThat(Secret.ofUtf8(new byte[0]).isEmpty()).isTrue();
            assertThatIllegalArgumentException().isThrownBy(() -> secret.reveal(null));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"k7Rm\ud8002x", "k7Rm2x\udc00", "\udbff", "\udc00\ud800"})
    void secret_ofHalfACharacter_isRefusedByName(String characters) {
        for (Executable made : List.<Executable>of(() -> Secret.of(characters), () -> Secret.of(characters.toCharArray()))) {
            assertThatThrownBy(made::execute).isInstanceOfSatisfying(Fault.class,
                    fault -> assertThat(fault.refusal()).contains(PasswordRules.Rule.CHARACTER_NOT_ALLOWED)).hasMessageNotContaining("k7Rm");
        }
    }

    @Test
    void secret_closed_isWipedAndNotReadAgain() {
        var secret = Secret.of("k7Rm2x");
        var same = Secret.of("k7Rm2x");
        secret.close();
        assertThatThrownBy(() -> secret.reveal(SecretAccess.granted())).isInstanceOf(Check.InvariantBroken.class);
        assertThat(secret.sameAs(same)).isFalse();
        assertThat(same.sameAs(secret)).isFalse();
    }

    @Test
    void secret_bytesChangedOutside_staysTheSame() {
        byte[] utf8 = {'a', 'b'};
        var secret = Secret.ofUtf8(utf8);
        Arrays.fill(utf8, (byte) 0);
        Arrays.fill(secret.reveal(SecretAccess.granted()), (byte) 0);
        assertThat(secret.reveal(SecretAccess.granted())).containsExactly('a', 'b');
    }

    @Test
    void fault_always_saysWhatToDo() {
        var fault = new Fault(ResponseCode.LINE_UNAVAILABLE, Fault.Recovery.RETRY_LATER);
        assertThat(fault.code()).isEqualTo("LINE_UNAVAILABLE");
        assertThat(fault.recovery()).isEqualTo(Fault.Recovery.RETRY_LATER);
        assertThat(fault).hasMessage("Line unavailable, try again later").hasNoCause();
        assertThatIllegalArgumentException().isThrownBy(() -> new Fault("no code", Fault.Recovery.STOP, "x"));
    }

    @Test
    void check_thatHolds_saysNothing() {
        Check.argument(true, "never");
        Check.invariant(true, "never");
        assertThatIllegalArgumentException().isThrownBy(() -> Check.argument(false, "the rule")).withMessage("the rule");
        assertThatThrownBy(() -> Check.invariant(false, "the rule")).isInstanceOf(Check.InvariantBroken.class).hasMessage("the rule");
    }
}
