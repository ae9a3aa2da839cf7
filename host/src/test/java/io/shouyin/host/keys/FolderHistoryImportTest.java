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
        assertThat(made).as("the start of this host made the key").isNotEmpty();
        Path file = settings.folder().resolve("history");
        Files.writeString(file, "2026-11-22T21:41:54.123456Z destroy-lmk A1B2C3 lin 9f02c1d87be4a653\nno line of a history\n", StandardOpenOption.APPEND);
        history.run();
        history.run();
        assertThat(audited("master-key.make")).isEqualTo(made);
        assertThat(audited("master-key.destroy")).containsExactly("os:lin master-key:A1B2C3 DONE in the folder, at 2026-11-22T21:41:54.123456Z");
        assertThat(audited("master-key.history")).containsExactly("keys file:history FAILED HISTORY_LINE_BROKEN");
    }

    private List<String> audited(String action) {
        return jdbc.sql("SELECT actor || ' ' || object || ' ' || result || ' ' || reason FROM audit.entry WHERE action = ?").param(action).query(String.class).list();
    }
}
