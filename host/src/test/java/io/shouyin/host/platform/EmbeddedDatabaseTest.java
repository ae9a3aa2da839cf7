package io.shouyin.host.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class EmbeddedDatabaseTest {

    @TempDir
    Path temp;

    @Test
    void database_startedTwice_isDurableKeepsRowsAndPasswords() throws IOException {
        var folder = temp.resolve("with space");
        DatabaseAccess first;
        try (var database = EmbeddedDatabase.start(folder, 0)) {
            first = database.access();
            var owner = JdbcClient.create(TestDatabase.dataSource(first.url(), first.owner().orElseThrow()));
            for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(owner.sql("SHOW " + setting).query(String.class).single()).as(setting).isEqualTo("on");
            }
            assertThat(owner.sql("SHOW log_min_error_statement").query(String.class).single()).isEqualTo("panic");
            owner.sql("CREATE TABLE kept AS SELECT 7 AS value").update();
        }
        try (var database = EmbeddedDatabase.start(folder, 0)) {
            var owner = JdbcClient.create(TestDatabase.dataSource(database.access().url(), first.owner().orElseThrow()));
            assertThat(owner.sql("SELECT value FROM kept").query(Integer.class).single()).isEqualTo(7);
            assertThatThrownBy(() -> TestDatabase.dataSource(database.access().url(),
                    new DatabaseAccess.Login("postgres", Secret.of("guess"))).getConnection()).hasMessageContaining("authentication failed");
        }
        for (var own : List.of(folder, folder.resolve("bin"), folder.resolve("data"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own))).as(own.toString()).isEqualTo("rwx------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("passwords")))).isEqualTo("rw-------");
    }

    @Test
    void folder_usedByAnotherHost_isRefused() {
        try (var database = EmbeddedDatabase.start(temp, 0)) {
            refused("DATABASE_FOLDER_IN_USE", temp, 0, new FreeSpace());
            assertThat(database.access().url()).contains("127.0.0.1");
        }
    }

    @Test
    void folder_ofAnotherVersion_isRefused() throws IOException {
        Files.createDirectories(temp.resolve("data"));
        Files.writeString(temp.resolve("data/PG_VERSION"), "17\n");
        refused("DATABASE_VERSION_OTHER", temp, 0, new FreeSpace());
    }

    @Test
    void folder_thatCannotBeMade_isRefused() throws IOException {
        Files.writeString(temp.resolve("file"), "");
        refused("DATABASE_FOLDER_NOT_WRITABLE", temp.resolve("file/below"), 0, new FreeSpace());
    }

    @Test
    void rows_withoutTheirPasswords_areRefusedAndKept() throws IOException {
        Files.createDirectories(temp.resolve("data"));
        Files.writeString(temp.resolve("data/PG_VERSION"), EmbeddedDatabase.VERSION);
        refused("DATABASE_PASSWORDS_MISSING", temp, 0, new FreeSpace());
        assertThat(temp.resolve("data/PG_VERSION")).exists();
    }

    @Test
    void setUp_killedHalfWay_isDoneAgain() throws IOException {
        Files.createDirectories(temp.resolve("data"));
        Files.writeString(temp.resolve("data/postgresql.conf"), "cut off");
        Files.createDirectories(temp.resolve("bin/PG-cut-off/bin"));
        Files.writeString(temp.resolve("passwords"), "superuser=a\nowner=b\napplication=c\nfinished=false\n");
        try (var database = EmbeddedDatabase.start(temp, 0)) {
            assertThat(database.access().application().reveal(SecretAccess.granted())).isEqualTo("c");
        }
        assertThat(temp.resolve("bin/PG-cut-off")).doesNotExist();
    }

    @Test
    void disk_almostFull_isRefused() {
        refused("DATABASE_DISK_FULL", temp, 0, new FreeSpace() {
            @Override
            long bytes(Path folder) {
                return 1;
            }
        });
    }

    @Test
    void port_taken_isRefused() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused("DATABASE_PORT_TAKEN", temp, other.getLocalPort(), new FreeSpace());
        }
    }

    private static void refused(String code, Path folder, int port, FreeSpace freeSpace) {
        assertThatThrownBy(() -> EmbeddedDatabase.start(folder, port, freeSpace))
                .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code))
                .message().as("one sentence").endsWith(".").doesNotContain("\n");
    }
}
