package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import io.shouyin.paycrypto.TerminalProfile;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `iso8583 decode|encode|mac` over published frames.
///
/// Source of `terminal_frames.json`: the project's vectors; their structure was cross-checked with an independent ISO 8583
/// implementation, and the worked MAC example is a public post, named in the file.
class Iso8583CommandTest {

    private static final JsonNode VECTORS = vectors();
    /// TPDU and header, behind the two bytes of the length.
    private static final int BODY_OFFSET_DIGITS = 2 * (2 + 5 + 6);
    private static final int MAC_DIGITS = 16;

    private static JsonNode vectors() {
        try (InputStream file = Iso8583CommandTest.class.getResourceAsStream("terminal_frames.json")) {
            return JsonMapper.shared().readTree(file);
        } catch (IOException unreadable) {
            throw new ExceptionInInitializerError(unreadable);
        }
    }

    static Stream<Arguments> frames() {
        return VECTORS.get("frames").valueStream().map(frame -> Arguments.of(frame.get("id").asString(), frame.get("frameHex").asString()));
    }

    static Stream<Arguments> framesWithMac() {
        return VECTORS.get("frames").valueStream().filter(frame -> frame.get("mac").isString())
                .map(frame -> Arguments.of(frame.get("id").asString(), frame.get("frameHex").asString()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void decode_publishedFrame_isUnderstood(String id, String frame) {
        Program.Ended decoded = CommandLineRun.run("iso8583", "decode", frame);
        assertThat(decoded.exit()).isZero();
        JsonNode tree = JsonMapper.shared().readTree(decoded.out());
        assertThat(tree.at("/header/digits").asString()).isEqualTo("603100310100");
        assertThat(tree.get("type").asString()).isEqualTo(frame.substring(BODY_OFFSET_DIGITS, BODY_OFFSET_DIGITS + 4));
        assertThat(decoded.out()).doesNotContain("6216261000000000018", VECTORS.at("/context/f52").asString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void encode_whatDecodeClearPrinted_isTheSameBytes(String id, String frame) {
        String clear = CommandLineRun.run("iso8583", "decode", "--clear", frame).out();
        Program.Ended encoded = CommandLineRun.runWith(clear, "iso8583", "encode", "-");
        assertThat(encoded.exit()).isZero();
        assertThat(encoded.out().strip()).isEqualToIgnoringCase(frame);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("framesWithMac")
    void mac_overPublishedFrame_isItsField64(String id, String frame) {
        String covered = frame.substring(BODY_OFFSET_DIGITS, frame.length() - MAC_DIGITS);
        Program.Ended mac = CommandLineRun.run("iso8583", "mac", "--key", VECTORS.at("/keys/MAK8/clear").asString(), covered);
        assertThat(mac.exit()).isZero();
        assertThat(JsonMapper.shared().readTree(mac.out()).get("mac").asString()).isEqualToIgnoringCase(frame.substring(frame.length() - MAC_DIGITS));
    }

    @Test
    void mac_workedExampleWithDoubleLengthKey_isThePublishedOne() {
        JsonNode example = VECTORS.get("macWorkedExample");
        Program.Ended mac = CommandLineRun.runWith(example.get("mabHex").asString(), "iso8583", "mac", "--key", example.get("key").asString(), "-");
        assertThat(JsonMapper.shared().readTree(mac.out()).get("mac").asString()).isEqualTo(example.get("f64Hex").asString());
    }

    /// NIST SP 800-38B, D.1, examples 2 and 3.
    @ParameterizedTest
    @CsvSource({"aes-cmac, 2B7E151628AED2A6ABF7158809CF4F3C, 6BC1BEE22E409F96E93D7E117393172A, 070A16B46B4D4144",
            "AES-CMAC, 2B7E151628AED2A6ABF7158809CF4F3C, 6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E5130C81C46A35CE411, DFA66747DE9AE630"})
    void mac_byCmac_isTheFirstEightBytesOfTheStandards(String algorithm, String key, String covered, String mac) {
        Program.Ended ended = CommandLineRun.run("iso8583", "mac", "--algorithm", algorithm, "--key", key, covered);
        JsonNode answer = JsonMapper.shared().readTree(ended.out());
        assertThat(answer.get("mac").asString()).isEqualTo(mac);
        assertThat(answer.get("algorithm").asString()).isEqualTo("aes-cmac");
        assertThat(answer.has("text")).isFalse();
    }

    @Test
    void mac_ofAFrameThatATerminalSigned_fitsByItsProfileOnly() {
        byte[] key = HexFormat.of().parseHex("75E17E21465A2D2BD90C7FC14D62527D");
        Message echo = Message.builder("0200").text(3, "000000").text(11, "000010").text(41, "00000001").build();
        String frame = HexFormat.of().formatHex(new Codec(Dialects.TERMINAL).encode(echo, covered -> TerminalProfile.SM4.mac(key, covered)));
        Program.Ended fits = CommandLineRun.run("iso8583", "mac", "--algorithm", "sm4-cmac", "--key", HexFormat.of().formatHex(key), frame);
        assertThat(fits.exit()).isZero();
        assertThat(JsonMapper.shared().readTree(fits.out()).get("messageMac").asString()).isEqualTo("fits");
        Program.Ended differs = CommandLineRun.run("iso8583", "mac", "--algorithm", "aes-cmac", "--key", HexFormat.of().formatHex(key), frame);
        assertThat(differs.exit()).isEqualTo(1);
        assertThat(JsonMapper.shared().readTree(differs.out()).get("messageMac").asString()).isEqualTo("differs");
    }

    @Test
    void encode_fieldsAsAnObject_makesAMessage() {
        Program.Ended encoded = CommandLineRun.run("iso8583", "encode", "{\"type\":\"0820\",\"fields\":{\"11\":\"000010\"}}");
        assertThat(encoded.exit()).isZero();
        assertThat(encoded.out().strip()).isEqualTo("08200020000000000000000010");
    }

    @Test
    void networkDialect_decodeAndEncode_isTheSameBytes() {
        String body = HexFormat.of().formatHex("0800822000000000000004000000000000001122160000000010001".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        String clear = CommandLineRun.run("iso8583", "decode", "--dialect", "network", "--clear", body).out();
        assertThat(JsonMapper.shared().readTree(clear).get("type").asString()).isEqualTo("0800");
        assertThat(CommandLineRun.runWith(clear, "iso8583", "encode", "--dialect", "network", "-").out().strip()).isEqualToIgnoringCase(body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            decode --clear                                  | 0052600003             | LENGTH_MISMATCH
            decode                                          | 0000                   |
            decode                                          | 08000020000000C00016   |
            decode --dialect network                        | 30383030               |
            """)
    void decode_brokenBytes_endsWithOneAndNamesTheRule(String verb, String hex, String code) {
        Program.Ended refused = CommandLineRun.run(("iso8583 " + verb.strip() + " " + hex).split(" "));
        assertThat(refused.exit()).isEqualTo(1);
        JsonNode why = JsonMapper.shared().readTree(refused.out()).get("refused");
        assertThat(why.get("code").asString()).matches("[A-Z][A-Z0-9_]*");
        assertThat(why.get("zh").asString()).isNotBlank();
        if (code != null) {
            assertThat(why.get("code").asString()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            decode | 08zz
            decode | 080
            encode | no json
            encode | [1,2]
            encode | {}
            encode | {"type":"0820"}
            encode | {"type":"08","fields":{}}
            encode | {"type":"0820","fields":{"11":"1"}}
            encode | {"type":"0820","fields":{"11":"12345678"}}
            encode | {"type":"0820","fields":{"11":7}}
            encode | {"type":"0820","fields":{"99":"1"}}
            encode | {"type":"0820","fields":{"x":"1"}}
            encode | {"type":"0820","fields":[{"number":35,"masked":true,"value":"*"}]}
            encode | {"type":"0200","fields":{"52":"F28D"}}
            mac    | 08zz
            mac    | 080
            """)
    void badInput_endsWithOneSentence(String verb, String input) {
        String[] arguments = verb.equals("mac") ? new String[] {"iso8583", verb, "--key", "3D8F0A6B5C7E9124", input} : new String[] {"iso8583", verb, input};
        assertOneSentence(CommandLineRun.run(arguments));
    }

    @ParameterizedTest
    @CsvSource({"3D8F", "zz", "3D8F0A6B5C7E91243D8F0A6B5C7E91243D8F0A6B5C7E9124", "''"})
    void mac_badKey_endsWithOneSentenceThatDoesNotShowIt(String key) {
        Program.Ended refused = CommandLineRun.run("iso8583", "mac", "--key", key, "0800");
        assertOneSentence(refused);
        if (key.length() > 2) {
            assertThat(refused.err()).doesNotContain(key);
        }
    }

    private static void assertOneSentence(Program.Ended refused) {
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().strip().lines()).hasSize(1);
        assertThat(refused.err()).startsWith("INPUT_REFUSED: ").doesNotContain("Exception", "\tat ");
    }
}
