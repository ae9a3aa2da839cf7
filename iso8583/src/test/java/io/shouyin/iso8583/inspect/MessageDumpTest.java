package io.shouyin.iso8583.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Golden;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.Vectors;
import io.shouyin.iso8583.Vectors.VectorFrame;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field63;
import io.shouyin.iso8583.terminal.Frame;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageDumpTest {

    private static final String FOLDER = "src/test/resources/io/shouyin/iso8583/inspect/";
    private static final String PAN = "6216261000000000018";

    static List<VectorFrame> frames() {
        return Vectors.frames();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void knownFrame_dumped_isTheGoldenFile(VectorFrame vector) throws Exception {
        Frame frame = Frame.decode(vector.afterLength());
        String dump = MessageDump.of(frame, new Codec(Dialects.TERMINAL).decode(frame.body()).message());
        assertThat(dump).doesNotContain(PAN).doesNotContain("F28D4EBC3A264F86").doesNotContain("632ADA44BBC00699");
        Golden.matches(FOLDER + vector.id() + ".txt", dump);
    }

    /// A chip sale with every kind of thing that must not show.
    static Message secretive() {
        return Message.builder("0200")
                .text(2, PAN).text(3, "000000").text(4, "000000012345").text(11, "000007").text(14, "3012")
                .text(22, "051").text(23, "001").text(25, "00").text(26, "12").text(35, PAN + "=30122200000000000")
                .text(36, "99" + PAN + "=1561560").text(41, "00000001").text(42, "104110053110001").text(49, "156")
                .bytes(52, HexFormat.of().parseHex("F28D4EBC3A264F86")).text(53, "2600000000000000")
                .text(54, "1001156C000000999999")
                .bytes(55, HexFormat.of().parseHex("9F260822334455667788995F2A0201565A0A6216261000000000018F9F3602001A7203AABBCC"))
                .bytes(57, FactorTlv.empty().with(FactorTlv.OPERATOR, "01")
                        .with(FactorTlv.TRANSACTION_PASSWORD, sealed()).with(FactorTlv.SUPERVISOR_PASSWORD, sealed())
                        .with(FactorTlv.SUPERVISOR, "00").with(FactorTlv.FINGERPRINT, "fp-7731")
                        .with(FactorTlv.SUBJECT, "secret").with(0xDF33, sealed()).encode())
                .text(60, "22000001000501").text(63, "???")
                .bytes(64, HexFormat.of().parseHex("3530394543344631")).build();
    }

    private static byte[] sealed() {
        byte[] value = new byte[FactorTlv.SEALED_LENGTH_BYTES];
        java.util.Arrays.fill(value, (byte) 0x5A);
        return value;
    }

    @Test
    void messageFullOfSecrets_dumped_showsNone() throws Exception {
        String dump = MessageDump.of(secretive(), Dialects.TERMINAL);
        assertThat(dump).doesNotContain(PAN).doesNotContain("3012").doesNotContain("F28D").doesNotContain("999999")
                .doesNotContain("5A5A").doesNotContain("secret").doesNotContain("fp-7731").doesNotContain("AABBCC");
        Golden.matches(FOLDER + "secrets.txt", dump);
    }

    @Test
    void declinedCredentialRequest_dumped_showsWhatTheReplySays() throws Exception {
        var reply = Message.builder("0810").text(11, "000009").text(39, "P6").text(41, "00000001")
                .text(42, "104110053110001").bytes(57, FactorTlv.empty()
                        .with(FactorTlv.RULES_BROKEN, "TOO_SHORT,LETTER_MISSING").with(FactorTlv.TRIES_LEFT, new byte[] {3})
                        .with(FactorTlv.FACTORS_WANTED, new byte[] {2, 5}).encode())
                .text(60, "00000001403").build();
        Golden.matches(FOLDER + "credential-reply.txt", MessageDump.of(reply, Dialects.TERMINAL));
    }

    @Test
    void replyWithChineseTexts_dumped_isReadable() throws Exception {
        var reply = Message.builder("0210").text(39, "00").text(60, "22000001000")
                .text(63, new Field63.Reply("CUP", "守银银行", "银联", "欢迎再次光临").encode()).build();
        Golden.matches(FOLDER + "chinese.txt", MessageDump.of(reply, Dialects.TERMINAL));
    }

    @Test
    void fieldsThatCannotBeTakenApart_dumped_stayHidden() throws Exception {
        var odd = Message.builder("0800").text(60, "123").bytes(57, new byte[] {1, 2, 3})
                .bytes(62, new byte[] {'s', 'e', 'c'}).text(63, "PIN 1234").text(48, "6216261000000000018").build();
        String dump = MessageDump.of(odd, Dialects.TERMINAL);
        assertThat(dump).doesNotContain("1234").doesNotContain("010203").doesNotContain("6216");
        Golden.matches(FOLDER + "odd.txt", dump);
    }

    @Test
    void networkMessage_dumped_isTheGoldenFile() throws Exception {
        try (var in = Vectors.class.getResourceAsStream("CodecFuzzTestInputs/networkMessage/sale.txt")) {
            var message = new Codec(Dialects.NETWORK).decode(in.readAllBytes()).message();
            Golden.matches(FOLDER + "network-sale.txt", MessageDump.of(message, Dialects.NETWORK));
        }
        try (var in = Vectors.class.getResourceAsStream("CodecFuzzTestInputs/networkMessage/signOn.txt")) {
            var message = new Codec(Dialects.NETWORK).decode(in.readAllBytes()).message();
            Golden.matches(FOLDER + "network-sign-on.txt", MessageDump.of(message, Dialects.NETWORK));
        }
    }

    @Test
    void shortCardNumber_dumped_showsNoDigit() {
        assertThat(MessageDump.of(Message.builder("0200").text(2, "62162610000").build(), Dialects.TERMINAL))
                .contains("*** 11 digits").doesNotContain("6216");
        assertThat(MessageDump.of(Message.builder("0200").text(2, "621626100012").build(), Dialects.TERMINAL))
                .contains("621626**0012");
    }
}
