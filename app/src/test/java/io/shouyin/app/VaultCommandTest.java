package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The verbs of `vault` that work on the folder of the master key.
class VaultCommandTest {

    private static final Set<String> OF_CUSTODIANS = Set.of("init", "change-lmk", "destroy-lmk");

    @TempDir
    Path folder;
    private String passphrases;
    private String custodians = Passphrases.CUSTODIANS;

    @BeforeEach
    void passphrases() throws IOException {
        passphrases = Passphrases.ofTwoCustodians(folder);
    }

    @Test
    void init_thenStatus_tellsStoreAndCheckValue() {
        JsonNode made = told("init");
        JsonNode status = told("status");
        assertThat(made.path("store").asString()).isEqualTo("PKCS#12");
        assertThat(status.path("checkValue").asString()).isEqualTo(made.path("checkValue").asString()).matches("[0-9A-F]{6}");
        assertThat(status.path("store").asString()).isEqualTo("PKCS#12");
        assertThat(status.path("selfTest").asString()).isEqualTo("passed");
        assertThat(status.has("next")).isFalse();
    }

    @Test
    void changeLmk_laysAKeyBesideThatStatusShows() {
        JsonNode made = told("init");
        JsonNode next = told("change-lmk").path("next");
        assertThat(next.path("checkValue").asString()).isNotEqualTo(made.path("checkValue").asString());
        JsonNode status = told("status");
        assertThat(status.path("checkValue").asString()).isEqualTo(made.path("checkValue").asString());
        assertThat(status.path("next")).isEqualTo(next);
        refused("LMK_NEXT_EXISTS", "change-lmk");
        refused("LMK_FILE_EXISTS", "init");
        refused("LMK_UNKNOWN", "destroy-lmk", made.path("checkValue").asString());
    }

    @Test
    void wrongSecretsAndMissingThings_areOneSentenceEach() throws IOException {
        refused("LMK_FILE_MISSING", "status");
        refused("LMK_FILE_MISSING", "change-lmk");
        refused("OPTION_MISSING", "init", "--pkcs11-token", "any");
        Path pin = Files.writeString(folder.resolve("pin"), "1234");
        refused("PKCS11_LIBRARY_MISSING", "init", "--single-custodian", "--pkcs11-library", folder.resolve("no.so").toString(), "--pkcs11-token", "any", "--pin-file", pin.toString());
        refused("PKCS11_PIN_MISSING", "init", "--single-custodian", "--pkcs11-library", "/no.so", "--pkcs11-token", "any", "--pin-file", folder.resolve("none").toString());
        refused("PIN_NEEDED", "init", "--pkcs11-library", "/no.so", "--pkcs11-token", "any");
        told("init");
        Files.writeString(folder.resolve("passphrase"), "quite another one\n");
        refused("LMK_PASSPHRASE_WRONG", "status");
    }

    @Test
    void oneCustodianAlone_neitherMakesNorDestroys_unlessHeSaysSo() {
        String both = passphrases;
        JsonNode made = told("init");
        passphrases = both.split(",")[0];
        refused("SECOND_CUSTODIAN_NEEDED", "change-lmk");
        refused("LMK_PASSPHRASE_WRONG", "status");
        passphrases = both;
        assertThat(told("status").path("checkValue")).isEqualTo(made.path("checkValue"));
        assertThat(told("status").path("passphraseIsBeside").asBoolean(true)).isFalse();
    }

    @Test
    void destroyLmk_onlyOneOfTwoCustodians_destroysNothing() throws IOException {
        told("init");
        Path retired = Files.createDirectories(folder.resolve("keys/retired")).resolve("lmk-A1B2C3.p12");
        Files.writeString(retired, "an old one");
        String both = passphrases;
        passphrases = both.split(",")[0];
        refused("SECOND_CUSTODIAN_NEEDED", "destroy-lmk", "A1B2C3");
        refused("LMK_PASSPHRASE_WRONG", "destroy-lmk", "A1B2C3", "--single-custodian");
        assertThat(retired).hasContent("an old one");
        passphrases = both;
        told("destroy-lmk", "A1B2C3");
        assertThat(retired).doesNotExist();
    }

    @Test
    void custodians_byName_areInTheHistory() throws IOException {
        custodians = "";
        refused("CUSTODIAN_NAME_NEEDED", "init");
        refused("OPTION_INVALID", "init", "--single-custodian", "--custodian", "林伟", "--custodian", "Zhou Li");
        custodians = "林伟";
        refused("LMK_CUSTODIAN_NAME_REFUSED", "init");
        custodians = "Lin, lin";
        refused("LMK_CUSTODIANS_EQUAL", "init");
        custodians = "Lin,Zhou,Mao";
        refused("CUSTODIAN_NAME_NEEDED", "init");
        assertThat(folder.resolve("keys/lmk.p12")).doesNotExist();
        custodians = Passphrases.CUSTODIANS;
        told("init");
        told("change-lmk", "--single-custodian", "--custodian", "林伟");
        assertThat(Files.readAllLines(folder.resolve("keys/history"))).satisfiesExactly(
                init -> assertThat(init).contains(" init ", " \"林伟\" \"Zhou Li\" "),
                change -> assertThat(change).contains(" change-lmk ", " alone \"林伟\" "));
    }

    @Test
    void brokenFile_isNotCalledAWrongPassphrase() throws IOException {
        told("init");
        Path file = folder.resolve("keys/lmk.p12");
        byte[] whole = Files.readAllBytes(file);
        whole[whole.length - 1] ^= 1;
        Files.write(file, whole);
        refused("LMK_FILE_BROKEN", "status");
    }

    @Test
    void rewrap_noHost_isOneSentence() {
        Program.Ended ended = CommandLineRun.run("vault", "rewrap", "A1B2C3", "--host", "http://127.0.0.1:1", "--user", "admin", "--second", "admin2", "--password-file", folder.resolve("passphrase").toString());
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err().strip().lines()).hasSize(1).allMatch(line -> line.startsWith("HOST_UNREACHABLE: "));
    }

    @Test
    void rewrap_theFirstAsTheSecond_isRefusedBeforeAnyoneIsAsked() {
        Program.Ended ended = CommandLineRun.run("vault", "rewrap", "A1B2C3", "--host", "http://127.0.0.1:1", "--user", "admin", "--second", "Admin");
        assertThat(ended.err().strip()).isEqualTo("PROPOSAL_SECOND_PERSON_NEEDED: 须由另一人批准,提出人不能自己批准 / Another person must approve, not the one who proposed");
    }

    @Test
    void refusalOfAHost_inChineseAlone_isSaidInBothLanguages() {
        assertThat(Sentences.of(new Fault("KEY_CHECK_VALUE_OTHER", Fault.Recovery.FIX_THE_INPUT, "校验值不是密钥这一版本的")))
                .isEqualTo("KEY_CHECK_VALUE_OTHER: 校验值不是密钥这一版本的 / The check value is not that of this version of the key");
    }

    private JsonNode told(String... verb) {
        Program.Ended ended = run(verb);
        assertThat(ended.exit()).as(ended.err()).isZero();
        return JsonMapper.shared().readTree(ended.out());
    }

    private void refused(String code, String... verb) {
        Program.Ended ended = run(verb);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err().strip().lines()).as(ended.err()).hasSize(1).allMatch(line -> line.startsWith(code + ": "));
    }

    private Program.Ended run(String... verb) {
        List<String> arguments = new ArrayList<>(List.of("vault"));
        arguments.addAll(List.of(verb));
        arguments.addAll(List.of("--folder", folder.resolve("keys").toString(), "--passphrase-file", passphrases));
        if (OF_CUSTODIANS.contains(verb[0]) && !arguments.contains("--single-custodian") && !custodians.isEmpty()) {
            arguments.addAll(List.of("--custodian", custodians));
        }
        return CommandLineRun.run(arguments.toArray(String[]::new));
    }
}
