package io.shouyin.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouyin.iso8583.inspect.MessageDump;
import io.shouyin.iso8583.inspect.MessageJson;
import io.shouyin.iso8583.terminal.Frame;
import java.util.HexFormat;

/// Whatever comes in is read or refused, and what was read is written again as it came. The seeds are the known
/// frames (terminal) and messages of our own (network). To look further:
/// `JAZZER_FUZZ=1 mvn -pl iso8583 -am test -Djazzer.hooks=true -Dtest=CodecFuzzTest#terminalFrame`.
class CodecFuzzTest {

    private static final Codec TERMINAL = new Codec(Dialects.TERMINAL);
    private static final Codec NETWORK = new Codec(Dialects.NETWORK);

    @FuzzTest(maxDuration = "60s")
    void terminalFrame(byte[] afterLength) {
        try {
            Frame frame = Frame.decode(afterLength);
            assertThat(frame.encode()).endsWith(afterLength);
            var decoded = TERMINAL.decode(frame.body());
            assertSameButForPads(frame.body(), TERMINAL.encode(decoded.message()));
            MessageDump.of(frame, decoded.message());
        } catch (DecodeException refused) {
            assertThat(refused.offsetBytes()).isBetween(0, Math.max(afterLength.length, Frame.FRAME_LENGTH_BYTES_MAX));
        }
        new MessageJson(Dialects.TERMINAL).decode(HexFormat.of().formatHex(afterLength));
    }

    @FuzzTest(maxDuration = "60s")
    void networkMessage(byte[] body) {
        try {
            var decoded = NETWORK.decode(body);
            assertThat(NETWORK.encode(decoded.message())).isEqualTo(body);
            MessageDump.of(decoded.message(), Dialects.NETWORK);
        } catch (DecodeException refused) {
            assertThat(refused.offsetBytes()).isBetween(0, body.length);
        }
        new MessageJson(Dialects.NETWORK).decode(HexFormat.of().formatHex(body));
    }

    /// A nibble that differs was a pad F and is a pad 0.
    private static void assertSameButForPads(byte[] received, byte[] written) throws DecodeException {
        assertThat(written).hasSameSizeAs(received);
        for (int i = 0; i < received.length; i++) {
            int different = (received[i] ^ written[i]) & 0xFF;
            assertThat(different).isIn(0, 0x0F, 0xF0);
            assertThat(written[i] & different).isZero();
        }
        assertThat(TERMINAL.decode(written).message()).isEqualTo(TERMINAL.decode(received).message());
    }
}
