package io.shouyin.host.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shouyin.kernel.SecretAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The embedded database when its process is killed and when its disk is really full.
class EmbeddedDatabaseIT {

    @TempDir
    Path temp;

    @Test
    void host_killed_leavesAServerThatTheNextStartEnds_andNoCommittedRowIsLost() throws Exception {
        var host = DatabaseProcess.start(temp, List.of());
        long stale;
        try {
            assertThat(DatabaseProcess.firstWord(host)).isEqualTo("ready");
            var pidFile = Files.readAllLines(temp.resolve("data/postmaster.pid"));
            stale = Long.parseLong(pidFile.getFirst().strip());
            var passwords = DatabasePasswords.of(temp.resolve("passwords"), temp.resolve("data"));
            var url = "jdbc:postgresql://127.0.0.1:" + pidFile.get(3).strip() + "/" + EmbeddedDatabase.DATABASE;
            var owner = JdbcClient.create(TestDatabase.dataSource(url, new DatabaseAccess.Login("shouyin_owner", passwords.owner())));
            owner.sql("CREATE TABLE kept AS SELECT 7 AS value").update();
        } finally {
            host.destroyForcibly().waitFor();
        }
        assertThat(ProcessHandle.of(stale)).as("the server outlives its host").isPresent();
        try (var database = EmbeddedDatabase.start(temp, 0)) {
            assertThat(ProcessHandle.of(stale)).isEmpty();
            var owner = JdbcClient.create(TestDatabase.dataSource(database.access().url(), database.access().owner().orElseThrow()));
            assertThat(owner.sql("SELECT value FROM kept").query(Integer.class).single()).isEqualTo(7);
            assertThat(database.access().application().reveal(SecretAccess.granted())).hasSize(32);
        }
    }

    @Test
    void disk_reallyFull_isRefusedInOneSentence() throws Exception {
        assumeTrue(mayMount(), "no user namespace to mount a small disk in");
        var script = "mount -t tmpfs -o size=40m tmpfs \"$0\" && exec \"$@\"";
        var host = DatabaseProcess.start(temp, List.of("unshare", "-rm", "sh", "-c", script, temp.toString()));
        try {
            assertThat(DatabaseProcess.firstWord(host)).isEqualTo("DATABASE_DISK_FULL");
        } finally {
            host.destroyForcibly().waitFor();
        }
    }

    private boolean mayMount() throws InterruptedException {
        try {
            var mount = new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", temp.toString()).redirectErrorStream(true).start();
            new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return mount.waitFor() == 0;
        } catch (IOException noUnshare) {
            return false;
        }
    }
}
