package io.shouyin.iso8583.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.Vectors;
import io.shouyin.iso8583.Vectors.VectorFrame;
import io.shouyin.iso8583.terminal.Field63;
import io.shouyin.kernel.CardDataAccess;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageJsonTest {

    private static final MessageJson TERMINAL = new MessageJson(Dialects.TERMINAL);
    private static final MessageJson NETWORK = new MessageJson(Dialects.NETWORK);

    static List<VectorFrame> frames() {
        return Vectors.frames();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void knownFrame_decodedInClearAndEncoded_isTheSame(VectorFrame vector) {
        var tree = TERMINAL.decodeClear(vector.frameHex(), CardDataAccess.granted());
        assertThat(TERMINAL.encode(tree)).isEqualTo(vector.frameHex());
        assertThat(tree.toString()).doesNotContain("masked");
    }

    @Test
    void signOut_decoded_isTheTreeOfTheManual() {
        var tree = TERMINAL.decode(Vectors.frame("S14").frameHex());
        assertThat(tree).containsEntry("dialect", "terminal").containsEntry("frame", Map.of("lengthBytes", 55))
                .containsEntry("tpdu", Map.of("destination", "0003", "source", "0000"))
                .containsEntry("type", "0820").containsEntry("kind", "SIGN_OUT").containsEntry("kindName", "签退")
                .containsEntry("macOver", Map.of("offset", 13, "lengthBytes", 44));
        assertThat((Map<?, ?>) tree.get("header")).isEqualTo(Map.of("digits", "603100310100", "applicationType", "60",
                "softwareMajor", "31", "status", "NORMAL", "request", "NONE", "softwareMinor", "310100"));
        assertThat((List<?>) tree.get("fields")).first().isEqualTo(Map.of("number", 11, "format", "n6",
                "name", "流水号", "nameEn", "Trace number", "value", "000010", "offset", 23, "lengthBytes", 3));
        assertThat((List<?>) tree.get("fields")).last().asString().contains("60.3", "002");
    }

    @Test
    void sale_decoded_isMaskedUnlessClear() {
        String hex = Vectors.frame("S03").frameHex();
        assertThat(TERMINAL.decode(hex).toString()).doesNotContain("6216261000000000018").doesNotContain("F28D4EBC3A264F86")
                .contains("*** 37 digits");
        assertThat(TERMINAL.decodeClear(hex, CardDataAccess.granted()).toString())
                .contains("6216261000000000018=30122200000000000").contains("F28D4EBC3A264F86");
        assertThatIllegalArgumentException().isThrownBy(() -> TERMINAL.decodeClear(hex, null));
        assertThatIllegalArgumentException().isThrownBy(() -> TERMINAL.encode(TERMINAL.decode(hex)))
                .withMessage("a masked value cannot be encoded");
    }

    @Test
    void hex_withoutLengthOrFrameOrWithSpaces_isReadToo() {
        String frame = Vectors.frame("S14").frameHex();
        Object fields = TERMINAL.decode(frame.substring(4)).get("fields");
        assertThat(fields.toString()).isEqualTo(TERMINAL.decode(frame).get("fields").toString().replace("offset=23", "offset=21")
                .replace("offset=26", "offset=24").replace("offset=34", "offset=32").replace("offset=49", "offset=47"));
        var body = TERMINAL.decode(" " + frame.substring(26).toLowerCase().replace("0820", "08 20\n\t"));
        assertThat(body).containsEntry("type", "0820").doesNotContainKeys("frame", "tpdu", "header", "refused");
        assertThat(TERMINAL.encode(body)).isEqualTo(frame.substring(26));
        assertThatIllegalArgumentException().isThrownBy(() -> TERMINAL.decode("08x0"));
        assertThatIllegalArgumentException().isThrownBy(() -> TERMINAL.decode("082"));
    }

    @Test
    void refusedBytes_decoded_tellWhyAndWhatWasRead() {
        String frame = Vectors.frame("S14").frameHex();
        var lengthWrong = TERMINAL.decode("0038" + frame.substring(4));
        assertThat((Map<?, ?>) lengthWrong.get("refused")).isEqualTo(Map.of("code", "LENGTH_MISMATCH", "offset", 0,
                "zh", "报文长度与长度域不符", "en", "The length in front differs from the bytes that follow"));
        var cut = TERMINAL.decode(frame.substring(4, frame.length() - 6));
        assertThat(cut).containsEntry("type", "0820").containsKeys("tpdu", "fields");
        assertThat((Map<?, ?>) cut.get("refused")).hasFieldOrPropertyWithValue("code", "FIELD_TRUNCATED")
                .hasFieldOrPropertyWithValue("field", 60).hasFieldOrPropertyWithValue("offset", 47);
        assertThat(TERMINAL.decode("")).containsKey("refused");
        assertThat((Map<?, ?>) NETWORK.decode("FFFF30383030").get("refused"))
                .hasFieldOrPropertyWithValue("code", "LENGTH_MISMATCH");
    }

    @Test
    void networkMessage_decodedAndEncoded_isTheSame() throws Exception {
        try (var in = Vectors.class.getResourceAsStream("CodecFuzzTestInputs/networkMessage/sale.txt")) {
            byte[] body = in.readAllBytes();
            String bare = HexFormat.of().withUpperCase().formatHex(body);
            String framed = "%04X".formatted(body.length) + bare;
            var tree = NETWORK.decodeClear(framed, CardDataAccess.granted());
            assertThat(tree).containsEntry("frame", Map.of("lengthBytes", body.length)).containsEntry("dialect", "network");
            assertThat(NETWORK.encode(tree)).isEqualTo(framed);
            assertThat(NETWORK.encode(NETWORK.decodeClear(bare, CardDataAccess.granted()))).isEqualTo(bare);
            assertThat(NETWORK.decode(bare).toString()).doesNotContain("6216261000000000018");
        }
    }

    @Test
    void treeWrittenByHand_encoded_isAFrame() {
        var tree = Map.of("type", "0820", "tpdu", Map.of("destination", "0003", "source", "0000"),
                "fields", Map.of("11", "000010", "41", "00000001", "42", "104110053110001", "60", "00000001002"));
        assertThat(TERMINAL.encode(tree)).isEqualTo(Vectors.frame("S14").frameHex());
    }

    @Test
    void chineseText_throughATree_keepsItsBytes() throws Exception {
        var codec = new Codec(Dialects.TERMINAL);
        for (String field63 : List.of(new Field63.Reply("CUP", "守银银行", "", "").encode(), "CUP\u0081\u0020", "hex:zz")) {
            String hex = HexFormat.of().withUpperCase().formatHex(
                    codec.encode(Message.builder("0210").text(63, field63).build()));
            assertThat(TERMINAL.encode(TERMINAL.decodeClear(hex, CardDataAccess.granted()))).isEqualTo(hex);
        }
        assertThat(TERMINAL.encode(Map.of("type", "0210", "fields", Map.of("63", "守银"))))
                .endsWith("0004" + HexFormat.of().withUpperCase().formatHex("守银".getBytes("GBK")));
        assertThat("守银".getBytes(StandardCharsets.UTF_8)).hasSize(6);
    }

    @Test
    void nonsenseTree_encoded_isRefusedByRule() {
        refused(Map.of("fields", Map.of()), "type is missing, or is no text");
        refused(Map.of("type", "0800"), "fields is a list or an object");
        refused(Map.of("type", "0800", "fields", Map.of("5", "1")), "field 5 is not in the dialect");
        refused(Map.of("type", "0800", "fields", Map.of("x", "1")), "a field's number is 2 to 128");
        refused(Map.of("type", "0800", "fields", Map.of("11", 10)), "the value of field 11 is a text");
        refused(Map.of("type", "0800", "fields", Map.of("62", "XYZ")), "field 62 is binary: an even number of hexadecimal digits");
        refused(Map.of("type", "0800", "fields", List.of("11")), "a field is an object with number and value");
        refused(Map.of("type", "0800", "dialect", "network", "fields", Map.of()), "the tree is of the other dialect");
        refused(Map.of("type", "0800", "tpdu", "x", "fields", Map.of()), "tpdu is an object with destination and source");
    }

    private static void refused(Map<String, Object> tree, String rule) {
        assertThatIllegalArgumentException().isThrownBy(() -> TERMINAL.encode(tree)).withMessage(rule);
    }
}
