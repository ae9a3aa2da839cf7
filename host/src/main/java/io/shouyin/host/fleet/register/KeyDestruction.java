package io.shouyin.host.fleet.register;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.credentials.TerminalPasswords;
import io.shouyin.kernel.TerminalId;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.SecurityModule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Destroys what the host has of a terminal's keys, and writes down which keys those were.
///
/// The key blocks go out of the rows in the caller's transaction. Without them neither the host nor the device can use what the other one still
/// has: each key is random and was known to these two alone. Copies in backups of the database stay under the LMK, as all key blocks do.
@Component
class KeyDestruction {

    private final JdbcClient jdbc;
    private final SecurityModule vault;
    private final TerminalPasswords passwords;
    private final InstantSource clock;

    KeyDestruction(JdbcClient jdbc, SecurityModule vault, TerminalPasswords passwords, InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.passwords = passwords;
        this.clock = clock;
    }

    enum Key {
        MASTER,
        CREDENTIAL,
        PIN,
        MAC,
        DATA
    }

    enum Because {
        TRANSFER,
        REPAIR,
        RETIREMENT
    }

    /// @param checkValue of the key, as the vault says it
    record Destroyed(Instant at, String terminalId, Key key, String checkValue, Because because, String by) {}

    /// The terminal has no keys, no sign-in, no activation code and no fingerprints after this: it is
    /// `REGISTERED` again, or `RETIRED` for ever, and
    /// without passwords.
    ///
    /// @return how many keys those were
    int destroy(String serialNumber, TerminalId terminal, Because because, AuditActor by) {
        jdbc.sql("DELETE FROM fleet.activation WHERE terminal_id = ?").param(terminal.value()).update();    // first, as an activation locks it first
        Map<Key, String> blocks = new EnumMap<>(Key.class);
        jdbc.sql("SELECT master_key, credential_key FROM fleet.terminal WHERE terminal_id = ? FOR UPDATE").param(terminal.value()).query(row -> {
            note(blocks, Key.MASTER, row.getString("master_key"));
            note(blocks, Key.CREDENTIAL, row.getString("credential_key"));
        });
        jdbc.sql("SELECT pin_key, mac_key, data_key FROM fleet.sign_in WHERE terminal_id = ?").param(terminal.value()).query(row -> {
            note(blocks, Key.PIN, row.getString("pin_key"));
            note(blocks, Key.MAC, row.getString("mac_key"));
            note(blocks, Key.DATA, row.getString("data_key"));
        });
        blocks.forEach((key, block) -> jdbc.sql("""
                INSERT INTO fleet.key_destruction (at, serial_number, terminal_id, key_name, check_value, because, destroyed_by) VALUES (?, ?, ?, ?, ?, ?, ?)""")
                .params(now(), serialNumber, terminal.value(), key.name(), vault.checkValue(new KeyBlock(block)), because.name(), DeviceHistory.name(by)).update());
        jdbc.sql("DELETE FROM fleet.sign_in WHERE terminal_id = ?").param(terminal.value()).update();
        jdbc.sql("DELETE FROM fleet.fingerprint WHERE terminal_id = ?").param(terminal.value()).update();
        jdbc.sql("DELETE FROM fleet.fingerprint_enrolment WHERE terminal_id = ?").param(terminal.value()).update();
        boolean retires = because != Because.REPAIR;
        jdbc.sql("""
                UPDATE fleet.terminal SET state = ?, device_key_hash = NULL, master_key = NULL, master_key_check_value = NULL, credential_key = NULL
                WHERE terminal_id = ?""").params(retires ? "RETIRED" : "REGISTERED", terminal.value()).update();
        if (retires) {
            jdbc.sql("DELETE FROM fleet.presence WHERE terminal_id = ?").param(terminal.value()).update();
            passwords.revokeAll(terminal);
        }
        return blocks.size();
    }

    private static void note(Map<Key, String> blocks, Key key, String block) {
        if (block != null) {
            blocks.put(key, block);
        }
    }

    /// The newest first.
    List<Destroyed> of(String serialNumber, int countMax) {
        return jdbc.sql("SELECT * FROM fleet.key_destruction WHERE serial_number = ? ORDER BY destruction_id DESC LIMIT ?").params(serialNumber, countMax)
                .query(KeyDestruction::destroyed).list();
    }

    private static Destroyed destroyed(ResultSet row, int number) throws SQLException {
        return new Destroyed(row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("terminal_id"), Key.valueOf(row.getString("key_name")),
                row.getString("check_value"), Because.valueOf(row.getString("because")), row.getString("destroyed_by"));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
