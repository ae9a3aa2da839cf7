package io.shouyin.iso8583;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.shouyin.kernel.CardDataAccess;
import org.junit.jupiter.api.Test;

class MessageTest {

    private static final String PAN = "6216261000000000018";

    private final Message sale = Message.builder("0200")
            .text(2, PAN).text(4, "000000001000").text(11, "000002").text(35, PAN + "D3012")
            .bytes(52, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}).text(70, "301").text(128 - 1, "x").build();

    @Test
    void field_inEitherHalf_isFound() {
        assertThat(sale.fields()).containsExactly(2, 4, 11, 35, 52, 70, 127);
        assertThat(sale.text(4)).isEqualTo("000000001000");
        assertThat(sale.text(70)).isEqualTo("301");
        assertThat(sale.text(127)).isEqualTo("x");
        assertThat(sale.has(3)).isFalse();
        assertThat(sale.has(0)).isFalse();
        assertThat(sale.has(1)).isFalse();
        assertThat(sale.has(65)).isFalse();
        assertThat(sale.has(128)).isFalse();
        assertThat(sale.has(129)).isFalse();
        assertThat(sale.find(11)).contains("000002");
        assertThat(sale.find(12)).isEmpty();
    }

    @Test
    void cardData_withoutAccess_isRefused() {
        for (int field : new int[] {2, 35}) {
            assertThatIllegalArgumentException().isThrownBy(() -> sale.text(field))
                    .withMessage("this field is card data: reading it needs CardDataAccess");
            assertThatIllegalArgumentException().isThrownBy(() -> sale.find(field));
        }
        assertThat(sale.text(2, CardDataAccess.granted())).isEqualTo(PAN);
        assertThat(sale.text(35, CardDataAccess.granted())).isEqualTo(PAN + "=3012");
        assertThatIllegalArgumentException().isThrownBy(() -> sale.text(2, null));
        var upload = Message.builder("0320").text(48, "00").build();
        assertThatIllegalArgumentException().isThrownBy(() -> upload.text(48));
        assertThat(Message.builder("0500").text(48, "00").build().text(48)).isEqualTo("00");
    }

    @Test
    void wrongKindOfField_asked_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> sale.bytes(4)).withMessage("field 4 is text");
        assertThatIllegalArgumentException().isThrownBy(() -> sale.text(52)).withMessage("field 52 is binary");
        assertThatIllegalArgumentException().isThrownBy(() -> sale.text(3)).withMessage("field 3 is absent");
        assertThatIllegalArgumentException().isThrownBy(() -> Message.builder("0200").text(1, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> Message.builder("0200").text(65, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> Message.builder("200"));
    }

    @Test
    void bytes_changedOutside_doNotChangeTheMessage() {
        byte[] pinBlock = {1, 2, 3, 4, 5, 6, 7, 8};
        var message = Message.builder("0200").bytes(52, pinBlock).build();
        pinBlock[0] = 9;
        message.bytes(52)[1] = 9;
        assertThat(message.bytes(52)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void printed_always_showsNoSecret() {
        assertThat(sale).hasToString("Message[0200 trace 000002 fields 2 4 11 35 52 70 127]");
        assertThat(new Decoded(sale, new byte[3], java.util.List.of()).toString()).doesNotContain(PAN);
    }

    @Test
    void reply_ofRequest_addsTen() {
        assertThat(sale.reply().copy(sale, 4, 11, 41).build())
                .isEqualTo(Message.builder("0210").text(4, "000000001000").text(11, "000002").build());
        assertThatIllegalArgumentException().isThrownBy(() -> Message.builder("0210").build().reply());
    }

    @Test
    void copy_withAndWithoutFields_differs() {
        assertThat(sale.toBuilder().build()).isEqualTo(sale);
        assertThat(sale.toBuilder().without(52, 70, 127).build()).isNotEqualTo(sale)
                .isEqualTo(Message.builder("0200").copy(sale, 2, 4, 11, 35).build());
    }

    @Test
    void track_putInEitherWay_isTheSame() {
        assertThat(track("12=34")).isEqualTo("12=34").isEqualTo(track("12D34"));
        assertThat(track("12D3D4=5")).isEqualTo("12=3D4D5");
        assertThat(track("1234")).isEqualTo("1234");
    }

    private static String track(String track) {
        return Message.builder("0200").text(36, track).build().text(36, CardDataAccess.granted());
    }
}
