package io.shouyin.host.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HostTest
class FolderHistoryImportTest {

    @Autowired
    private FolderHistoryImport history;
    @Autowired
    private KeySettings settings;
    @Autowired
    private JdbcClient jdbc;

    @Test
    void deedsInTheFolder_areInTheAuditLogOnce() throws IOException {
        List<String> made = audited("master-key.make");
        assertThat(made).as("the start of this host made the key, and nobody else").isNotEmpty().allMatch(line -> line.matches(".* in the folder, at \\S+Z"));
        write("""
                2026-11-22T21:41:54.123456Z destroy-lmk A1B2C3 lin 9f02c1d87be4a653
                2026-11-22T21:42:54.123456Z change-lmk A1B2C4 lin "林伟" "Zhou Li" 9f02c1d87be4a654
                2026-11-22T21:43:54.123456Z change-lmk A1B2C5 lin alone "林伟" 9f02c1d87be4a655
                no line of a history
                """, StandardOpenOption.APPEND);
        history.run();
        history.run();
        assertThat(audited("master-key.make")).isEqualTo(made);
        assertThat(audited("master-key.destroy")).containsExactly("os:lin master-key:A1B2C3 DONE in the folder, at 2026-11-22T21:41:54.123456Z");
        assertThat(audited("master-key.make-next")).containsExactly(
                "os:lin master-key:A1B2C4 DONE in the folder, at 2026-11-22T21:42:54.123456Z, custodians: 林伟, Zhou Li",
                "os:lin master-key:A1B2C5 DONE in the folder, at 2026-11-22T21:43:54.123456Z, by one custodian alone: 林伟");
        assertThat(audited("master-key.history")).containsExactly("keys file:history FAILED HISTORY_LINE_BROKEN");

        String before = Files.readString(file());
        write("2026-11-22T21:44:54.123456Z init A1B2C6 zhou 9f02c1d87be4a656\n", StandardOpenOption.TRUNCATE_EXISTING);
        history.run();
        assertThat(audited("master-key.make")).as("of a folder that took its place").hasSize(made.size() + 1)
                .contains("os:zhou master-key:A1B2C6 DONE in the folder, at 2026-11-22T21:44:54.123456Z");
        write(before, StandardOpenOption.TRUNCATE_EXISTING);
        history.run();
        assertThat(audited("master-key.make")).as("of the one that came back").hasSize(made.size() + 1);
        assertThat(audited("master-key.make-next")).hasSize(2);
    }

    private Path file() {
        return settings.folder().resolve("history");
    }

    private void write(String lines, StandardOpenOption how) throws IOException {
        Files.writeString(file(), lines, how);
    }

    private List<String> audited(String action) {
        return jdbc.sql("SELECT actor || ' ' || object || ' ' || result || ' ' || reason FROM audit.entry WHERE action = ?").param(action).query(String.class).list();
    }
}
