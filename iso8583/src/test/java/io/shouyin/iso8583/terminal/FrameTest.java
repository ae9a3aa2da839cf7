package io.shouyin.iso8583.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {

    @Test
    void frame_decoded_hasAddressesAndHeader() throws Exception {
        var frame = Frame.decode(hex("60 0003 0000 603101310100 0820"));
        assertThat(frame.tpdu()).isEqualTo(new Tpdu("0003", "0000")).hasToString("60 0003 0000");
        assertThat(frame.header()).isEqualTo(
                new Header("60", "31", Header.Status.NORMAL, ProcessingRequest.DOWNLOAD_PARAMETERS, "310100"));
        assertThat(frame.body()).containsExactly(0x08, 0x20);
        assertThat(frame.encode()).isEqualTo(hex("000D 60 0003 0000 603101310100 0820"));
        assertThat(frame).isEqualTo(Frame.decode(hex("60 0003 0000 603101310100 0820")));
        assertThat(frame).hasToString("Frame[60 0003 0000, 603101310100, body of 2 bytes]");
    }

    @Test
    void reply_toFrame_swapsAddressesAndAsks() throws Exception {
        var frame = Frame.decode(hex("60 0003 00FA 603100310100 0820"));
        assertThat(frame.reply(ProcessingRequest.SIGN_IN_AGAIN, new byte[] {1}).encode())
                .isEqualTo(hex("000C 60 00FA 0003 603103310100 01"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                        | FRAME_TOO_SHORT | 0
            60 0003 0000 6031003101     | FRAME_TOO_SHORT | 10
            61 0003 0000 603100310100   | TPDU_INVALID    | 0
            60 0003 0000 60310031010A   | HEADER_INVALID  | 5
            60 0003 0000 603120310100   | HEADER_INVALID  | 5
            60 0003 0000 603108310100   | HEADER_INVALID  | 5
            """)
    void frame_thatIsNone_isRefusedByName(String bytes, DecodeRefusal refusal, int offset) {
        assertThatThrownBy(() -> Frame.decode(hex(bytes == null ? "" : bytes)))
                .isInstanceOfSatisfying(DecodeException.class, refused -> {
                    assertThat(refused.refusal()).isEqualTo(refusal);
                    assertThat(refused.offsetBytes()).isEqualTo(offset);
                    assertThat(refused.field()).isZero();
                    assertThat(refused.soFar()).isEmpty();
                });
    }

    @Test
    void frame_atItsLimit_isReadAndBeyond_isRefused() throws Exception {
        byte[] longest = java.util.Arrays.copyOf(hex("60 0003 0000 603100310100"), Frame.FRAME_LENGTH_BYTES_MAX);
        assertThat(Frame.decode(longest).encode()).hasSize(Frame.FRAME_LENGTH_BYTES_MAX + 2);
        byte[] longer = java.util.Arrays.copyOf(longest, longest.length + 1);
        assertThatThrownBy(() -> Frame.decode(longer)).isInstanceOfSatisfying(DecodeException.class,
                refused -> assertThat(refused.refusal()).isEqualTo(DecodeRefusal.FRAME_TOO_LONG));
        assertThatIllegalArgumentException().isThrownBy(
                () -> new Frame(new Tpdu("0003", "0000"), Header.CARD_PAYMENT, new byte[4086]));
    }

    @Test
    void parts_ofNonsense_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Tpdu("003", "0000"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tpdu("00ag", "0000"));
        assertThatIllegalArgumentException().isThrownBy(() -> Header.of("60310031010"));
        assertThatIllegalArgumentException().isThrownBy(
                () -> new Header("6", "31", Header.Status.TEST, ProcessingRequest.NONE, "310100"));
        assertThat(Header.of("603110310100").status()).isEqualTo(Header.Status.TEST);
        assertThat(Header.CARD_PAYMENT.digits()).isEqualTo("603100310100");
    }

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes.replace(" ", ""));
    }
}
