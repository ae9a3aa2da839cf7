package io.shouyin.iso8583;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecEncodeTest {

    private static final Codec TERMINAL = new Codec(Dialects.TERMINAL);
    private static final Codec NETWORK = new Codec(Dialects.NETWORK);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            3  | 00000             | field 3 has exactly 6 digits
            3  | 0000000           | field 3 has exactly 6 digits
            3  | 00000A            | field 3 has only characters of kind n
            2  | 62162610000000000018 | field 2 has at most 19 characters
            2  | ""                | field 2 has at least one digit
            39 | 000               | field 39 has at most 2 characters
            39 | 0-                | field 39 has only characters of kind an
            41 | 终端              | field 41 has only characters of kind ans
            63 | 银联              | field 63 has only characters of kind ansc
            35 | 6216X             | field 35 has only characters of kind z
            5  | 000000000001      | field 5 is not in the dialect
            52 | 0011223344556677  | field 52 is binary, not text
            """)
    void text_thatDoesNotFit_isRefusedWithoutItsValue(int field, String value, String rule) {
        var message = Message.builder("0200").text(field, value).build();
        assertThatIllegalArgumentException().isThrownBy(() -> TERMINAL.encode(message)).withMessage(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            52 | 7   | field 52 has exactly 8 bytes
            52 | 9   | field 52 has exactly 8 bytes
            57 | 513 | field 57 has at most 512 bytes
            11 | 3   | field 11 is text, not binary
            """)
    void bytes_thatDoNotFit_areRefused(int field, int length, String rule) {
        var message = Message.builder("0200").bytes(field, new byte[length]).build();
        assertThatIllegalArgumentException().isThrownBy(() -> TERMINAL.encode(message)).withMessage(rule);
    }

    @Test
    void type_ofTheOtherDialect_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TERMINAL.encode(Message.builder("0420").build()));
        assertThatIllegalArgumentException().isThrownBy(() -> NETWORK.encode(Message.builder("0500").build()));
        assertThatIllegalArgumentException().isThrownBy(
                () -> TERMINAL.encode(Message.builder("0800").text(70, "301").build()));
        assertThatIllegalArgumentException().isThrownBy(
                () -> NETWORK.encode(Message.builder("0800").bytes(64, new byte[8]).text(70, "301").build()));
    }

    @Test
    void network_message_isReadableText() {
        var echo = Message.builder("0800").text(7, "0801093105").text(11, "000001").text(70, "301").build();
        assertThat(NETWORK.encode(echo)).asString(StandardCharsets.US_ASCII)
                .isEqualTo("0800" + "8220000000000000" + "0400000000000000" + "0801093105" + "000001" + "301");
    }

    @Test
    void network_track_isWrittenWithEqualsSigns() throws Exception {
        var message = Message.builder("0200").text(35, "6216261000000000018D30122200000000000").text(36, "99=1=2=3").build();
        assertThat(message.text(36, io.shouyin.kernel.CardDataAccess.granted())).isEqualTo("99=1D2D3");
        byte[] body = NETWORK.encode(message);
        assertThat(body).asString(StandardCharsets.US_ASCII)
                .isEqualTo("0200" + "0000000030000000" + "37" + "6216261000000000018=30122200000000000" + "008" + "99=1=2=3");
        assertThat(NETWORK.decode(body).message()).isEqualTo(message);
        assertThat(TERMINAL.decode(TERMINAL.encode(message)).message()).isEqualTo(message);
    }

    @Test
    void mac_withFieldsAbove64_isField128() throws Exception {
        byte[] mac = HexFormat.of().parseHex("0011223344556677");
        var advice = Message.builder("0420").text(11, "000001").text(90, "0".repeat(42)).build();
        byte[] body = NETWORK.encode(advice, mab -> {
            assertThat(mab).asString(StandardCharsets.US_ASCII).startsWith("042080200000000000000000004000000001");
            return mac;
        });
        var decoded = NETWORK.decode(body);
        assertThat(decoded.message().bytes(128)).isEqualTo(mac);
        assertThat(decoded.macBytes()).hasSize(body.length - 16);
        byte[] echo = NETWORK.encode(Message.builder("0200").text(11, "000001").build(), mab -> mac);
        assertThat(NETWORK.decode(echo).message().bytes(64)).isEqualTo(mac);
    }

    @Test
    void mac_thatIsThereAlready_isReplaced() throws Exception {
        var message = Message.builder("0200").text(11, "000001").bytes(64, new byte[8]).build();
        byte[] body = TERMINAL.encode(message, mab -> new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertThat(TERMINAL.decode(body).message().bytes(64)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(TERMINAL.decode(body).macBytes()).hasSize(13);
        assertThatIllegalArgumentException().isThrownBy(() -> TERMINAL.encode(message, mab -> new byte[7]));
    }

    @Test
    void shortText_inFixedField_isFilledAndTrimmed() throws Exception {
        var message = Message.builder("0210").text(38, "A1").text(41, "T 1").build();
        byte[] body = TERMINAL.encode(message);
        assertThat(new String(body, 10, 14, StandardCharsets.US_ASCII)).isEqualTo("A1    T 1     ");
        assertThat(TERMINAL.decode(body).message()).isEqualTo(message);
    }
}
