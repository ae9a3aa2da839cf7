package io.shouyin.iso8583;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecRefusalTest {

    private static final Codec TERMINAL = new Codec(Dialects.TERMINAL);
    private static final Codec NETWORK = new Codec(Dialects.NETWORK);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing at all                     |                                              | FRAME_TOO_SHORT        | 0  | 0
            half a message type                | 08                                           | FRAME_TOO_SHORT        | 0  | 0
            half a bitmap                      | 0800 00200000                                | FRAME_TOO_SHORT        | 0  | 2
            a type nobody has                  | 0900 0000000000000000                        | MESSAGE_TYPE_UNKNOWN   | 0  | 0
            a type with a letter               | 0A00 0000000000000000                        | MESSAGE_TYPE_UNKNOWN   | 0  | 0
            a type of the other dialect        | 0420 0000000000000000                        | MESSAGE_TYPE_UNKNOWN   | 0  | 0
            a type's last digit                | 0201 0000000000000000                        | MESSAGE_TYPE_UNKNOWN   | 0  | 0
            a second bitmap                    | 0800 8020000000000000 000001                 | BITMAP_SECONDARY       | 0  | 2
            a field the table lacks            | 0800 0820000000000000 000001                 | FIELD_UNKNOWN          | 5  | 10
            a field the table lacks, later     | 0800 0020000000000100 000001 00              | FIELD_UNKNOWN          | 56 | 13
            a digit above 9                    | 0800 0020000000000000 00A001                 | NIBBLE_NOT_DECIMAL     | 11 | 11
            a low digit above 9                | 0800 0020000000000000 00000F                 | NIBBLE_NOT_DECIMAL     | 11 | 12
            a fixed field cut                  | 0800 0020000000000000 0000                   | FIELD_TRUNCATED        | 11 | 10
            a field that is not there          | 0800 0020000000000000                        | FIELD_TRUNCATED        | 11 | 10
            a count above 9                    | 0200 4000000000000000 1A 6216                | NIBBLE_NOT_DECIMAL     | 2  | 10
            a count with a high nibble         | 0200 4000000000000000 A1 6216                | NIBBLE_NOT_DECIMAL     | 2  | 10
            a card number of 20 digits         | 0200 4000000000000000 20 62162610000000000018 | FIELD_TOO_LONG        | 2  | 10
            a card number of none              | 0200 4000000000000000 00                     | PAN_EMPTY              | 2  | 10
            a card number cut                  | 0200 4000000000000000 19 621626              | FIELD_TRUNCATED        | 2  | 10
            a count cut                        | 0200 4000000000000000                        | FIELD_TRUNCATED        | 2  | 10
            a pad nibble of 5                  | 0200 4000000000000000 13 62162610000005      | PAD_NIBBLE_INVALID     | 2  | 17
            a left pad nibble of 5             | 0200 0000020000000000 5001                   | PAD_NIBBLE_INVALID     | 23 | 10
            field 22, pad nibble of 1          | 0200 0000040000000000 0211                   | PAD_NIBBLE_INVALID     | 22 | 11
            field 22, a letter                 | 0200 0000040000000000 0A10                   | NIBBLE_NOT_DECIMAL     | 22 | 10
            a track of 38                      | 0200 0000000020000000 38 6216                | FIELD_TOO_LONG         | 35 | 10
            a track's pad nibble               | 0200 0000000020000000 03 621A                | PAD_NIBBLE_INVALID     | 35 | 12
            a long count above 9               | 0200 0000000010000000 0A04 6216              | NIBBLE_NOT_DECIMAL     | 36 | 10
            a long count, second byte          | 0200 0000000010000000 000F 6216              | NIBBLE_NOT_DECIMAL     | 36 | 11
            half a long count                  | 0200 0000000010000000 00                     | FIELD_TRUNCATED        | 36 | 10
            a control character                | 0200 0000000000800000 3030303030303007       | TEXT_CHARACTER_INVALID | 41 | 17
            a letter with the eighth bit       | 0200 0000000000800000 30303030303030C1       | TEXT_CHARACTER_INVALID | 41 | 17
            a sign in letters and digits       | 0210 0000000002000000 302D                   | TEXT_CHARACTER_INVALID | 39 | 11
            a deletion in Chinese text         | 0210 0000000000000002 0003 43557F            | TEXT_CHARACTER_INVALID | 63 | 14
            sealed factors of 513              | 0200 0000000000000080 0513 00                | FIELD_TOO_LONG         | 57 | 10
            a PIN block cut                    | 0200 0000000000001000 00112233445566         | FIELD_TRUNCATED        | 52 | 10
            a MAC cut                          | 0200 0000000000000001 3530                   | FIELD_TRUNCATED        | 64 | 10
            a byte too many                    | 0800 0020000000000000 000001 00              | TRAILING_BYTES         | 0  | 13
            """)
    void terminal_badBytes_areRefusedByName(String what, String hex, DecodeRefusal refusal, int field, int offset) {
        byte[] body = hex == null ? new byte[0] : HexFormat.of().parseHex(hex.replace(" ", ""));
        var refused = catchThrowableOfType(DecodeException.class, () -> TERMINAL.decode(body));
        assertRefused(refused, refusal, field, offset);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing at all               |                                                       | FRAME_TOO_SHORT         | 0   | 0
            half a bitmap                | 0800 82200000                                         | FRAME_TOO_SHORT         | 0   | 4
            half of the second bitmap    | 0800 8000000000000000 0400                            | FRAME_TOO_SHORT         | 0   | 20
            a type with a letter         | 08A0 0000000000000000                                 | MESSAGE_TYPE_UNKNOWN    | 0   | 0
            a type of the other dialect  | 0500 0000000000000000                                 | MESSAGE_TYPE_UNKNOWN    | 0   | 0
            a bitmap in lower case       | 0800 00200000000000a0 000001                          | HEX_DIGIT_INVALID       | 0   | 18
            a second bitmap of zeros     | 0800 8020000000000000 0000000000000000 000001         | BITMAP_SECONDARY        | 0   | 20
            a third bitmap               | 0800 8000000000000000 8000000000000000                | FIELD_UNKNOWN           | 65  | 36
            a MAC before other fields    | 0800 8000000000000001 0400000000000000 0011223344556677301 | MAC_NOT_LAST       | 64  | 36
            a letter among digits        | 0800 0020000000000000 00A001                          | DIGIT_NOT_DECIMAL       | 11  | 22
            a count that is none         | 0200 4000000000000000 1x62                            | DIGIT_NOT_DECIMAL       | 2   | 21
            a card number of none        | 0200 4000000000000000 00                              | PAN_EMPTY               | 2   | 20
            a card number of 20          | 0200 4000000000000000 2062162610000000000018          | FIELD_TOO_LONG          | 2   | 20
            a track with D               | 0200 0000000020000000 056216D                         | TRACK_CHARACTER_INVALID | 35  | 26
            a PIN block in lower case    | 0200 0000000000001000 f28D4EBC3A264F86                | HEX_DIGIT_INVALID       | 52  | 20
            a PIN block cut              | 0200 0000000000001000 F28D4EBC3A264F8                 | FIELD_TRUNCATED         | 52  | 20
            a count cut                  | 0800 0000000000010000 04                              | FIELD_TRUNCATED         | 48  | 20
            a field cut                  | 0800 0000000000010000 004011                          | FIELD_TRUNCATED         | 48  | 20
            a byte too many              | 0800 0020000000000000 0000010                         | TRAILING_BYTES          | 0   | 26
            """)
    void network_badBytes_areRefusedByName(String what, String text, DecodeRefusal refusal, int field, int offset) {
        byte[] body = text == null ? new byte[0] : text.replace(" ", "").getBytes(StandardCharsets.US_ASCII);
        var refused = catchThrowableOfType(DecodeException.class, () -> NETWORK.decode(body));
        assertRefused(refused, refusal, field, offset);
    }

    private static void assertRefused(DecodeException refused, DecodeRefusal refusal, int field, int offset) {
        assertThat(refused.refusal()).isEqualTo(refusal);
        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.offsetBytes()).isEqualTo(offset);
        assertThat(refused).hasMessageContaining(refusal.name()).hasMessageContaining("byte " + offset);
        assertThat(refused.soFar().isPresent())
                .isEqualTo(refusal != DecodeRefusal.MESSAGE_TYPE_UNKNOWN && !(refusal == DecodeRefusal.FRAME_TOO_SHORT && offset == 0));
    }

    @Test
    void sale_cutAnywhere_isRefusedAndKeepsWhatCameBefore() throws Exception {
        byte[] whole = saleBody();
        var message = TERMINAL.decode(whole).message();
        var spans = TERMINAL.decode(whole).spans();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            var refused = catchThrowableOfType(DecodeException.class, () -> TERMINAL.decode(cut));
            assertThat(refused.refusal()).isIn(DecodeRefusal.FIELD_TRUNCATED, DecodeRefusal.FRAME_TOO_SHORT);
            if (length < 10) {
                continue;
            }
            var soFar = refused.soFar().orElseThrow();
            for (FieldSpan span : spans) {
                boolean wholeField = span.offsetBytes() + span.lengthBytes() <= length;
                assertThat(soFar.has(span.field())).isEqualTo(wholeField);
                if (wholeField) {
                    assertThat(soFar.value(span.field())).isEqualTo(message.value(span.field()));
                }
            }
        }
    }

    /// What the gateway needs to answer 30: type, trace number, terminal, merchant.
    @Test
    void soFar_refusedAtTheEnd_hasWhatAnAnswerNeeds() {
        byte[] body = saleBody();
        byte[] longer = Arrays.copyOf(body, body.length + 1);
        assertThatThrownBy(() -> TERMINAL.decode(longer)).isInstanceOfSatisfying(DecodeException.class, refused -> {
            var soFar = refused.soFar().orElseThrow();
            assertThat(soFar.reply().copy(soFar, 11, 41, 42).text(39, "30").build()).hasToString(
                    "Message[0210 trace 000002 response 30 terminal 00000001 merchant 104110053110001 fields 11 39 41 42]");
        });
    }

    @Test
    void padNibble_ofF_isReadAsZero() throws Exception {
        String zeros = "0200 4000060020000000 13 62162610000000 0211 0001 05 621620".replace("0211", "0210").replace(" ", "");
        String fs = "0200 4000060020000000 13 6216261000000F 021F F001 05 62162F".replace(" ", "");
        var read = TERMINAL.decode(HexFormat.of().parseHex(fs)).message();
        assertThat(read).isEqualTo(TERMINAL.decode(HexFormat.of().parseHex(zeros)).message());
        assertThat(HexFormat.of().withUpperCase().formatHex(TERMINAL.encode(read))).isEqualTo(zeros);
    }

    @Test
    void refusal_always_namesNoValue() {
        for (DecodeRefusal refusal : DecodeRefusal.values()) {
            assertThat(refusal.en()).isNotBlank();
            assertThat(refusal.zh()).matches(".*\\p{IsHan}.*");
        }
        byte[] body = HexFormat.of().parseHex("02004000000000000000" + "19" + "62162610000000000A80");
        assertThatThrownBy(() -> TERMINAL.decode(body))
                .hasMessage("NIBBLE_NOT_DECIMAL, field 2, byte 19: A nibble of a numeric field or a length is above 9")
                .hasNoCause();
    }

    private static byte[] saleBody() {
        byte[] frame = Vectors.frame("S03").frame();
        return Arrays.copyOfRange(frame, 13, frame.length);
    }
}
