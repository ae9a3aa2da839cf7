package io.shouyin.host.fleet;

import io.shouyin.kernel.Check;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.TerminalKeyCommands.WorkingKeySet;
import io.shouyin.vault.TerminalKeyCommands.WorkingKeys;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Sign-in 签到 and sign-out 签退: fresh working keys, valid from the commit on.
///
/// A terminal that missed the answer of a sign-in still has the old keys; its next message fails its MAC and is
/// answered A0, which makes it sign in again.
@Service
public class SignIn {

    private final JdbcClient jdbc;
    private final SecurityModule vault;
    private final FleetAudit audit;
    private final InstantSource clock;

    SignIn(JdbcClient jdbc, SecurityModule vault, FleetAudit audit, InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
    }

    /// @return the key part of field 62, under the terminal's TMK
    @Transactional
    public byte[] signIn(TerminalSession terminal, WorkingKeySet set, String operator) {
        Check.argument(terminal.state() == TerminalState.ACTIVATED, "an activated terminal signs in");
        KeyBlock master = jdbc.sql("SELECT master_key FROM fleet.terminal WHERE terminal_id = ? AND state = 'ACTIVATED' FOR KEY SHARE")   // not while its keys are destroyed
                .param(terminal.terminal().value()).query(String.class).optional().map(KeyBlock::new).orElseThrow();
        WorkingKeys keys = vault.issueWorkingKeys(master, set);
        jdbc.sql("""
                INSERT INTO fleet.sign_in (terminal_id, pin_key, mac_key, data_key, signed_in_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT ON CONSTRAINT sign_in_one_each DO UPDATE SET pin_key = excluded.pin_key, mac_key = excluded.mac_key,
                  data_key = excluded.data_key, signed_in_at = excluded.signed_in_at""")
                .params(Arrays.asList(terminal.terminal().value(), keys.pinKey().value(), keys.macKey().value(),
                        Optional.ofNullable(keys.dataKey()).map(KeyBlock::value).orElse(null),
                        clock.instant().atOffset(ZoneOffset.UTC)))
                .update();
        jdbc.sql("DELETE FROM fleet.activation WHERE terminal_id = ? AND used_by IS NOT NULL")     // the keys have arrived
                .param(terminal.terminal().value()).update();
        audit.signedIn(terminal.terminal(), operator, set);
        return keys.field62();
    }

    @Transactional
    public void signOut(TerminalSession terminal) {
        jdbc.sql("DELETE FROM fleet.sign_in WHERE terminal_id = ?").param(terminal.terminal().value()).update();
        audit.signedOut(terminal.terminal());
    }
}
