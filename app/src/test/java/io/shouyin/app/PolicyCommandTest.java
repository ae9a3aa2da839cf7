package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.policies.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// `policy list|show|report`
class PolicyCommandTest {

    @TempDir
    private Path folder;

    @Test
    void list_namesEveryProfileInBothLanguages() {
        Program.Ended listed = CommandLineRun.run("policy", "list");
        assertThat(listed.exit()).isZero();
        assertThat(listed.out().lines()).hasSameSizeAs(Profiles.all()).allMatch(line -> line.contains(" / "));
        assertThat(listed.out()).contains("mlps-3", "等保三级", "MLPS level 3");
    }

    @Test
    void report_namesBrokenClausesAndTheValuesToBlame() {
        Program.Ended report = CommandLineRun.run("policy", "report", "--profile", "mlps-3", "--book", "nist-aal2");
        assertThat(report.exit()).isEqualTo(1);
        assertThat(report.out().lines()).anyMatch(line -> line.contains("✗ 3.1.1.2-P") && line.contains("rotation.maxAgeDays = 90"))
                .anyMatch(line -> line.contains("✗ 3.1.1.2-R") && line.contains("composition.kindsMin = 3"))
                .anyMatch(line -> line.contains("· 2.2.2"));
        assertThat(CommandLineRun.run("policy", "report", "--profile", "mlps-3", "--book", "mlps-3").exit()).isZero();
    }

    @Test
    void report_withoutALeakedList_saysWhatItBreaks() {
        Program.Ended report = CommandLineRun.run("policy", "report", "--profile", "asvs-l2", "--book", "asvs-l2");
        assertThat(report.exit()).isEqualTo(1);
        assertThat(report.out().lines()).anyMatch(line -> line.contains("✗ 6.2.12") && line.contains("blocking.leakedCount = 0"))
                .anyMatch(line -> line.contains("✓ 6.2.4"));
    }

    /// Of fifteen characters and more the list of common passwords knows a few; a long list of leaked ones knows enough of them.
    @Test
    void report_saysHowManyCommonPasswordsAreKnown() {
        Program.Ended without = CommandLineRun.run("policy", "report", "--profile", "asvs-l3", "--book", "asvs-l3", "--leaked-list", "500");
        assertThat(without.out().lines()).anyMatch(line -> line.contains("✗ 6.2.4") && line.contains("blocking.commonCount = 31"))
                .anyMatch(line -> line.contains("✓ 6.2.12"));
        Program.Ended with = CommandLineRun.run("policy", "report", "--profile", "asvs-l3", "--book", "asvs-l3", "--leaked-list", "1000000");
        assertThat(with.exit()).isZero();
    }

    @Test
    void show_asJson_isAFileThatReportReads() throws IOException {
        Program.Ended shown = CommandLineRun.run("policy", "show", "--profile", "asvs-l3", "--json");
        Path file = Files.writeString(folder.resolve("policy.json"), shown.out());
        Program.Ended report = CommandLineRun.run("policy", "report", "--file", file.toString(), "--json", "--book", "asvs-l3", "--leaked-list");
        assertThat(report.exit()).isZero();
        assertThat(JsonMapper.shared().readTree(report.out()).path(0).path("clauses").valueStream().map(line -> line.path("verdict").asString()))
                .containsOnly("SATISFIED", "UNDECIDED");
    }

    @Test
    void input_thatIsWrong_isOneSentence() throws IOException {
        assertThat(CommandLineRun.run("policy", "show", "--profile", "none-such").err()).startsWith("PROFILE_UNKNOWN: ").hasLineCount(1);
        assertThat(CommandLineRun.run("policy", "report", "--profile", "guide", "--book", "none-such").err()).startsWith("RULE_BOOK_UNKNOWN: ").hasLineCount(1);
        Path file = Files.writeString(folder.resolve("none.json"), "{\"length\": {}}");
        assertThat(CommandLineRun.run("policy", "show", "--file", file.toString()).err()).startsWith("POLICY_FILE_INVALID: ").hasLineCount(1);
    }
}
