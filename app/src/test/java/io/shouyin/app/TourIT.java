package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `./shouyin tour`, as a process with processes of its own.
class TourIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"zh, tdes, 签退, 步全部成立, │ 发卡行", "en, sm4, sign out, steps held, │ 发卡行 Issuer"})
    void tour_everyStepHolds_endsWithZero(String language, String profile, String lastStep, String closing, String receipt) {
        Program.Ended ended = Program.run("tour", "--lang", language, "--profile", profile, "--folder", folder.resolve("tour").toString());
        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).doesNotContain("✗").contains(" 51", receipt);
        assertThat(ended.out().lines().filter(line -> line.startsWith("✓"))).hasSize(14).last().asString().contains(lastStep);
        assertThat(ended.out().strip()).endsWith(closing);
        assertThat(Program.processesOf(folder)).isEmpty();
    }

    @Test
    void tour_networkThatDeclinesEverything_endsNotWithZeroAtTheSale() {
        Program.Ended ended = Program.run("tour", "--folder", folder.resolve("tour").toString(), "--network-behaviour", "{\"mode\":\"DECLINE\",\"code\":\"91\"}");
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.out().lines().filter(line -> line.startsWith("✗"))).singleElement().asString().contains("消费", "sale.declined");
        assertThat(ended.err()).startsWith("TOUR_STEP_FAILED: ").doesNotContain("\tat ");
        assertThat(Program.processesOf(folder)).isEmpty();
    }

    @Test
    void tour_unknownLanguage_isRefusedBeforeAnythingStarts() {
        Program.Ended ended = Program.run("tour", "--lang", "xx", "--folder", folder.resolve("tour").toString());
        assertThat(ended.exit()).isNotZero();
        assertThat(ended.err()).contains("--lang").doesNotContain("\tat ");
        assertThat(folder.resolve("tour")).doesNotExist();
    }
}
