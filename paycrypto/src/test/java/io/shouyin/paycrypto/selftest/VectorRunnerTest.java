package io.shouyin.paycrypto.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every known answer, through the runner that `./shouyin vault selftest` uses.
class VectorRunnerTest {

    private static final Path VECTORS = Path.of("src/test/resources/vectors");

    @Test
    void run_everyVectorFile_passesButTheNote() throws Exception {
        VectorRunner.Report report = VectorRunner.run(VECTORS);
        assertThat(report.lines()).as(report.closingLine()).allMatch(line -> line.startsWith("skipped"));
        assertThat(report.closingLine()).isEqualTo("470 passed, 0 failed, 1 skipped");
    }

    @Test
    void run_unknownAlgorithm_isAFailure() {
        assertThat(lines("""
                [{"id": "x/1", "algorithm": "ROT13", "operation": "encrypt", "key": "00", "input": {}, "expected": {"x": "y"}},
                 {"id": "x/2", "algorithm": "AES-128 CMAC", "operation": "guess", "key": "00", "expected": {"mac": "00"}}]"""))
                .hasSize(2).allMatch(line -> line.contains("not known"));
    }

    @Test
    void run_wrongExpectation_isAFailureThatNamesTheField() {
        assertThat(lines(CMAC.replace("BB1D", "BB1E"))).singleElement().asString().startsWith("FAILED mac/1: mac is BB1D");
    }

    @Test
    void run_expectationOrInputThatNobodyKnows_isAFailure() {
        assertThat(lines(CMAC.replace("{\"mac\": ", "{\"seal\": "))).singleElement().asString().contains("nobody knows: [seal]");
        assertThat(lines(CMAC.replace("\"message_hex\"", "\"tweak\": \"00\", \"message_hex\"")))
                .singleElement().asString().contains("nobody knows: [tweak]");
        assertThat(lines(CMAC.replace("{\"mac\": \"BB1D6929E95937287FA37D129B756746\"}", "{}")))
                .singleElement().asString().contains("nothing is expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"mac\": null}", "{\"mac\": \"\"}", "{\"mac\": null, \"x_truncated4\": null}", "{\"mac\": \"BB1D6929\"}",
        "{\"x_truncated4\": \"\"}", "{\"x_truncated4\": \"BB1D69\"}", "\"BB1D6929E95937287FA37D129B756746\"", "null"})
    void run_expectationThatIsEmptyOrCut_isAFailure(String expected) {
        assertThat(lines(CMAC.replace("{\"mac\": \"BB1D6929E95937287FA37D129B756746\"}", expected)))
                .singleElement().asString().startsWith("FAILED mac/1: ");
    }

    @Test
    void run_expectationThatSaysHowItIsCut_passes() {
        assertThat(lines(CMAC.replace("\"mac\": \"BB1D6929E95937287FA37D129B756746\"", "\"x_truncated4\": \"BB1D6929\"")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"session_key", "session_key_ac", "icc_mk ", "icc_mj", "", "0"})
    void run_statementOfTheArpcsKeyThatIsNotTrue_isAFailure(String said) {
        assertThat(lines(ARPC)).isEmpty();
        assertThat(lines(ARPC.replace("icc_mk", said))).singleElement().asString().startsWith("FAILED emv/1: ");
        assertThat(lines(ARPC.replace("\"arpc_method1\": \"F8C9CECAABD55AD1\", ", ""))).singleElement().asString().startsWith("FAILED emv/1: ");
    }

    @Test
    void run_expectedRefusalThatDoesNotCome_isAFailure() {
        assertThat(lines("""
                [{"id": "p/1", "algorithm": "ISO 9564-1 iso0", "operation": "decode must be refused",
                  "input": {"clear_pin_block": "041261AAAAEDCBA9", "pan": "5555555551234567"}, "expected": {"refused": true}}]"""))
                .singleElement().asString().contains("it was not refused");
    }

    @Test
    void run_refusalUnderAWeakKey_isOfWhatIsWrongWithTheBlock() {
        String block = "B0064M3TC00E0000F74E0A3502C5CEE07342D5DE9E72135E4A81944F80691F0F";
        String refused = """
                [{"id": "k/1", "algorithm": "TR-31", "operation": "unwrap must be refused", "key": "45454545454545454545454545454545",
                  "input": {"key_block": "%s"}, "expected": {"refused": true, "why": "Decrypted key is invalid."}}]""".formatted(block);
        assertThat(lines(refused)).isEmpty();
        assertThat(lines(refused.replace("454545\"", "454546\""))).singleElement().asString().contains("refused for KEY_BLOCK_MAC, expected KEY_BLOCK_KEY");
        assertThat(lines(refused.replace("F0F\"", "F0E\""))).singleElement().asString().contains("refused for KEY_BLOCK_MAC, expected KEY_BLOCK_KEY");
        assertThat(lines(refused.replace("Decrypted key is invalid.", "Key block MAC doesn't match generated MAC."))).singleElement().asString()
                .contains("refused for KEY_BLOCK_KEY, expected KEY_BLOCK_MAC");
        assertThat(lines(refused.replace("Decrypted key is invalid.", "The protection key is weak."))).isEmpty();
        assertThat(lines("""
                [{"id": "k/2", "algorithm": "XOR key components", "operation": "must be refused", "input": {"components": ["7700", "0077"]},
                  "expected": {"refused": true, "why": "The components have different lengths."}}]""")).singleElement().asString().contains("weak key");
    }

    @Test
    void run_refusalWhoseOriginalDoesNotOpen_isAFailure() {
        String tampered = """
                [{"id": "k/1", "algorithm": "TR-31 version B", "operation": "unwrap must be refused (one character changed at offset 5)",
                  "key": "4C1F4C581CAD1C07DC941F45B3E3E640",
                  "input": {"key_block": "B0080D0TE00E000065797CCFD2784021BCCAB5001E88C5127FCDB5A0F4F9E95F3FDDDBB08C8A4330"},
                  "expected": {"refused": true, "original": "B0080P0TE00E000065797CCFD2784021BCCAB5001E88C5127FCDB5A0F4F9E95F3FDDDBB08C8A4330"}}]""";
        assertThat(lines(tampered)).isEmpty();
        assertThat(lines(tampered.replace("4C1F4C58", "4C1F4C5B"))).singleElement().asString().contains("the original is refused too: KEY_BLOCK_MAC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08D7", "08D7B4FB", ""})
    void run_checkValueThatIsCut_isAFailure(String cut) {
        String legacy = """
                [{"id": "kcv/1", "algorithm": "TDES KCV legacy: encrypt 8 zero bytes, first 3 bytes", "operation": "kcv",
                  "key": "0123456789ABCDEFFEDCBA9876543210", "expected": {"kcv": "08D7B4"}}]""";
        String cmac = """
                [{"id": "kcv/2", "algorithm": "AES KCV: AES-CMAC over 16 zero bytes, first n bytes", "operation": "kcv",
                  "key": "3F419E1CB7079442AA37474C2EFBF8B8", "expected": {"kcv": "08793E25AB"}}]""";
        assertThat(lines(legacy)).isEmpty();
        assertThat(lines(legacy.replace("08D7B4", cut))).singleElement().asString().startsWith("FAILED kcv/1: ");
        assertThat(lines(cmac)).isEmpty();
        assertThat(lines(cmac.replace("08793E25AB", "08793E25AB".substring(0, cut.length())))).singleElement().asString().startsWith("FAILED kcv/2: ");
    }

    @Test
    void run_headerInAnotherCase_isAFailure() {
        String block = """
                [{"id": "k/1", "algorithm": "TR-31 version D", "operation": "unwrap", "key": "88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6",
                  "input": {"key_block": "D0112P0AE00E0000B82679114F470F540165EDFBF7E250FCEA43F810D215F8D207E2E417C07156A27E8E31DA05F7425509593D03A457DC34"},
                  "expected": {"mode_of_use": "E"}}]""";
        assertThat(lines(block)).isEmpty();
        assertThat(lines(block.replace("\"E\"", "\"e\""))).singleElement().asString().contains("mode_of_use is E, expected e");
    }

    @Test
    void run_noteAndEmptyOrBrokenFile_areToldApart() {
        assertThat(VectorRunner.run("n.json", """
                [{"id": "n/1", "algorithm": "anything", "operation": "note", "expected": {}}]""").closingLine())
                .isEqualTo("0 passed, 0 failed, 1 skipped");
        assertThat(VectorRunner.run("e.json", "[]").isGood()).isFalse();
        for (String broken : new String[] {"", "[", "{}", "[1]", "[{]", "nul", "[{\"a\": 01}]", "[{\"a\": 1, \"a\": 2}]", "[] []",
            "[\"\\x\"]", "[".repeat(100)}) {
            assertThat(VectorRunner.run("b.json", broken).failed()).as(broken).isEqualTo(1);
        }
    }

    private static final String CMAC = """
            [{"id": "mac/1", "algorithm": "AES-128 CMAC", "operation": "mac", "key": "2B7E151628AED2A6ABF7158809CF4F3C",
              "input": {"message_hex": ""}, "expected": {"mac": "BB1D6929E95937287FA37D129B756746"}}]""";

    private static final String ARPC = """
            [{"id": "emv/1", "algorithm": "EMV common session key, AC by ISO 9797-1 alg 3 padding 2", "operation": "arqc/arpc",
              "key": "0123456789ABCDEFFEDCBA9876543210",
              "input": {"mk_option": "A", "pan": "9901234567890123", "psn": "45", "sk_diversifier": "1234567890123456",
                        "ac_data": "0123456789ABCDEF0123456789ABCDEF", "arc": "0000", "csu": null, "prop_auth_data": null},
              "expected": {"arpc_method1": "F8C9CECAABD55AD1", "arpc_key": "icc_mk"}}]""";

    private static List<String> lines(String json) {
        return VectorRunner.run("made.json", json).lines();
    }
}
