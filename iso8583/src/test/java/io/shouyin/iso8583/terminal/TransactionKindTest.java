package io.shouyin.iso8583.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.Vectors;
import io.shouyin.kernel.BatchNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TransactionKindTest {

    @ParameterizedTest
    @CsvSource({"S01, SIGN_IN", "S03, SALE", "S05, REVERSAL", "S06, VOID", "S08, PRE_AUTH", "S10, SETTLEMENT",
        "S12, BATCH_UPLOAD", "S14, SIGN_OUT", "S15, ECHO"})
    void knownRequest_looked_isItsKind(String id, TransactionKind kind) throws Exception {
        assertThat(TransactionKind.of(message(id))).contains(kind);
        assertThat(TransactionKind.ofReply(message(id))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"S02, SIGN_IN", "S04, SALE"})
    void knownReply_looked_isNoRequest(String id, TransactionKind kind) throws Exception {
        assertThat(TransactionKind.of(message(id))).isEmpty();
        assertThat(TransactionKind.ofReply(message(id))).contains(kind);
    }

    /// Every row of the table is found again by what it says: no two rows are alike.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REVERSAL")
    void everyKind_writtenAsItsRow_isFound(TransactionKind kind) throws Exception {
        for (String networkCode : kind.networkCodes()) {
            assertThat(TransactionKind.of(request(kind, networkCode).build())).contains(kind);
        }
        assertThat(request(kind, kind.networkCodes().getFirst()).build().reply().build().type()).isEqualTo(kind.replyType());
        assertThat(Dialects.TERMINAL.types()).contains(kind.requestType(), kind.replyType());
        if (kind.isCardTransaction()) {
            var withoutNetworkCode = request(kind, "").build();
            assertThat(TransactionKind.of(withoutNetworkCode)).contains(kind);
            assertThat(TransactionKind.of(withoutNetworkCode.toBuilder().text(25, "08").build())).isEmpty();
            assertThat(TransactionKind.of(withoutNetworkCode.toBuilder().without(3).build())).isEmpty();
        }
    }

    @Test
    void reversal_ofAnything_tellsItsOriginal() throws Exception {
        assertThat(TransactionKind.original(message("S05"))).contains(TransactionKind.SALE);
        assertThat(TransactionKind.original(message("S03"))).isEmpty();
        var ofRefund = Message.builder("0400").text(3, "200000").text(25, "00").text(60, "25000001000").build();
        assertThat(TransactionKind.original(ofRefund)).isEmpty();
        var ofVoid = Message.builder("0400").text(3, "200000").text(25, "00").text(60, "23000001000").build();
        assertThat(TransactionKind.original(ofVoid)).contains(TransactionKind.VOID);
    }

    @Test
    void request_ofNoKind_isNone() throws Exception {
        assertThat(TransactionKind.of(Message.builder("0200").build())).isEmpty();
        assertThat(TransactionKind.of(Message.builder("0800").text(60, "00000001999").build())).isEmpty();
        assertThat(TransactionKind.of(Message.builder("0800").text(60, "00000001").build())).isEmpty();
        assertThatThrownBy(() -> TransactionKind.of(Message.builder("0800").text(60, "0").build()))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void credentialService_isSevenKinds() {
        for (TransactionKind kind : TransactionKind.values()) {
            assertThat(kind.isCredentialService()).isEqualTo(
                    kind.networkCodes().stream().anyMatch(code -> code.startsWith("4")));
        }
    }

    /// Section 4 of the protocol: refund, notice, query and management messages never make a reversal.
    @Test
    void reversal_isMadeForSevenKinds() {
        assertThat(TransactionKind.values()).filteredOn(TransactionKind::reversedIfUnanswered).containsExactly(
                TransactionKind.SALE, TransactionKind.VOID, TransactionKind.PRE_AUTH, TransactionKind.PRE_AUTH_VOID,
                TransactionKind.COMPLETION, TransactionKind.COMPLETION_VOID, TransactionKind.PRE_AUTH_TOP_UP);
        assertThat(TransactionKind.REVERSAL.unanswered()).isEqualTo(TransactionKind.Unanswered.REPEAT);
    }

    private static Message.Builder request(TransactionKind kind, String networkCode) {
        var request = Message.builder(kind.requestType())
                .text(60, new Field60(kind.transactionType(), new BatchNumber(1), networkCode).encode());
        if (kind.isCardTransaction()) {
            request.text(3, kind.processingCode()).text(25, kind.condition());
        }
        return request;
    }

    private static Message message(String id) throws DecodeException {
        return new Codec(Dialects.TERMINAL).decode(Frame.decode(Vectors.frame(id).afterLength()).body()).message();
    }
}
