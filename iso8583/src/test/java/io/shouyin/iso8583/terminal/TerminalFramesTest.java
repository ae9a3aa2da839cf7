package io.shouyin.iso8583.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Vectors;
import io.shouyin.iso8583.Vectors.VectorFrame;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TerminalFramesTest {

    private static final Codec CODEC = new Codec(Dialects.TERMINAL);

    static List<VectorFrame> frames() {
        return Vectors.frames();
    }

    static List<VectorFrame> framesWithMac() {
        return Vectors.frames().stream().filter(frame -> !frame.macXor().isEmpty()).toList();
    }

    @Test
    void vectors_file_isReadWhole() {
        assertThat(frames()).hasSize(11);
        assertThat(framesWithMac()).hasSize(5);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void frame_decodedAndEncoded_isTheSame(VectorFrame vector) throws Exception {
        Frame frame = Frame.decode(vector.afterLength());
        var decoded = CODEC.decode(frame.body());
        assertThat(hex(CODEC.encode(decoded.message()))).isEqualTo(hex(frame.body()));
        assertThat(hex(new Frame(frame.tpdu(), frame.header(), CODEC.encode(decoded.message())).encode()))
                .isEqualTo(vector.frameHex());
    }

    @ParameterizedTest
    @MethodSource("framesWithMac")
    void macBytes_folded_areWhatTheMacIsOver(VectorFrame vector) throws Exception {
        var decoded = CODEC.decode(Frame.decode(vector.afterLength()).body());
        assertThat(hex(folded(decoded.macBytes()))).isEqualTo(vector.macXor());
    }

    @ParameterizedTest
    @MethodSource("framesWithMac")
    void message_encodedWithoutItsMac_handsOutTheSameBytes(VectorFrame vector) throws Exception {
        var body = Frame.decode(vector.afterLength()).body();
        var message = CODEC.decode(body).message();
        byte[] encoded = CODEC.encode(message.toBuilder().without(64).build(), mab -> {
            assertThat(hex(folded(mab))).isEqualTo(vector.macXor());
            return message.bytes(64);
        });
        assertThat(hex(encoded)).isEqualTo(hex(body));
    }

    @Test
    void publishedExample_decoded_foldsToItsPublishedValue() throws Exception {
        byte[] mab = HexFormat.of().parseHex(Vectors.value("mabHex"));
        byte[] body = HexFormat.of().parseHex(Vectors.value("mabHex") + Vectors.value("f64Hex"));
        var decoded = CODEC.decode(body);
        assertThat(decoded.macBytes()).isEqualTo(mab);
        assertThat(hex(folded(decoded.macBytes()))).isEqualTo(Vectors.value("R"));
        assertThat(hex(CODEC.encode(decoded.message()))).isEqualTo(hex(body));
    }

    /// Section 6 of the protocol, steps 2 and 3.
    private static byte[] folded(byte[] mab) {
        byte[] r = new byte[8];
        for (int i = 0; i < mab.length; i++) {
            r[i % 8] ^= mab[i];
        }
        return r;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
