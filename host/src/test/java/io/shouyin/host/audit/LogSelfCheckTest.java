package io.shouyin.host.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.platform.TestDatabase;
import io.shouyin.tlog.Tile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What was changed behind a full tile, where no checkpoint looks, is found by the host itself.
class LogSelfCheckTest {

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    /// More than the check reads at once.
    private static final int FULL_TILES = LogSelfCheck.TILES_AT_ONCE + 2;

    @TempDir
    Path folder;

    private TestLog log;
    private LogSelfCheck check;

    @BeforeEach
    void logOfSeveralRounds() {
        TestLog.empty(database);
        log = TestLog.of(database, folder);
        log.write(FULL_TILES * Tile.WIDTH_MAX + 20);
        log.sign();
        check = new LogSelfCheck(log.jdbc, log.audit, log.transactions);
    }

    @Test
    void untouchedLog_isFoundRight() {
        lookAtAll();
        assertThat(check.wrong()).isEmpty();
        assertThat(told()).isZero();
    }

    @Test
    void emptyLog_isFoundRight() {
        TestLog.empty(database);
        check.look();
        assertThat(check.wrong()).isEmpty();
    }

    @Test
    void entryChangedBehindAFullTile_isFound_toldOnce_andSigningGoesOn() {
        database.asSuperuser("ALTER TABLE audit.entry DROP CONSTRAINT IF EXISTS entry_leaf_hash_right",
                "UPDATE audit.entry SET content = overlay(content placing 'X' from 30 for 1) WHERE entry_id = " + entry(100));
        lookAtAll();
        lookAtAll();
        assertThat(check.wrong()).containsExactly("tile/0/000");
        assertThat(told()).isEqualTo(1);
        log.write(1);
        log.sign();
        assertThat(log.checkpoints.trouble()).as("the root is of the tiles").isEmpty();
    }

    @Test
    void entryDeletedInALaterRound_isFound() {
        database.asSuperuser("DELETE FROM audit.leaf WHERE leaf_index = " + ((FULL_TILES - 1) * Tile.WIDTH_MAX + 5));
        check.look();
        assertThat(check.wrong()).as("not yet read").isEmpty();
        check.look();
        assertThat(check.wrong()).containsExactly(new Tile(0, FULL_TILES - 1, Tile.WIDTH_MAX).path());
    }

    @Test
    void tileChangedOrGone_isFound_andRightAgainOnceItIsBack() {
        database.asSuperuser("CREATE TABLE audit.aside AS SELECT * FROM audit.tile WHERE tile_index IN (2, 3)", "DELETE FROM audit.tile WHERE tile_index = 2",
                "UPDATE audit.tile SET hashes = set_byte(hashes, 7, get_byte(hashes, 7) # 1) WHERE tile_index = 3");
        lookAtAll();
        assertThat(check.wrong()).containsExactly("tile/0/002", "tile/0/003");
        database.asSuperuser("DELETE FROM audit.tile WHERE tile_index = 3", "INSERT INTO audit.tile SELECT * FROM audit.aside", "DROP TABLE audit.aside");
        lookAtAll();
        assertThat(check.wrong()).isEmpty();
    }

    /// Once through.
    private void lookAtAll() {
        check.look();
        check.look();
    }

    private int told() {
        return log.jdbc.sql("SELECT count(*) FROM audit.entry WHERE action = 'audit.check' AND result = 'FAILED' AND reason = 'LOG_CHANGED'").query(Integer.class).single();
    }

    private long entry(long index) {
        return log.jdbc.sql("SELECT entry_id FROM audit.leaf WHERE leaf_index = ?").param(index).query(Long.class).single();
    }
}
