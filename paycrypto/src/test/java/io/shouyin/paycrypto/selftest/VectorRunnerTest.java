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
