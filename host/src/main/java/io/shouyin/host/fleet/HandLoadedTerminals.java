package io.shouyin.host.fleet;

import io.shouyin.host.fleet.register.DeviceStock;
import io.shouyin.host.keys.HandLoading;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.vault.KeyBlock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Activates a terminal whose keys people carry to it in components: no activation code, no device key.
@Component
class HandLoadedTerminals implements HandLoading {

    private final JdbcClient jdbc;
    private final Terminals terminals;
    private final DeviceStock devices;
    private final FleetAudit audit;
    private final InstantSource clock;

    HandLoadedTerminals(JdbcClient jdbc, Terminals terminals, DeviceStock devices, FleetAudit audit, InstantSource clock) {
        this.jdbc = jdbc;
        this.terminals = terminals;
        this.devices = devices;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public TerminalProfile requireLoadable(TerminalId terminal) {
        TerminalSession found = terminals.session(terminal).orElseThrow(() -> new Fault(FleetRefusal.TERMINAL_UNKNOWN, Recovery.FIX_THE_INPUT));
        if (found.state() == TerminalState.RETIRED) {
            throw new Fault(FleetRefusal.TERMINAL_RETIRED, Recovery.FIX_THE_INPUT);
        }
        return found.profile();
    }

    @Override
    public boolean hasKeys(TerminalId terminal) {
        return terminals.session(terminal).filter(found -> found.state() == TerminalState.ACTIVATED).isPresent();
    }

    /// A terminal that was activated before starts a new batch, since its trace numbers may start at 1 again.
    @Override
    public void load(TerminalId terminal, KeyBlock masterKey, String checkValue, Optional<KeyBlock> credentialKey) {
        requireLoadable(terminal);
        devices.requireInService(terminal);
        jdbc.sql("""
                UPDATE fleet.terminal SET state = 'ACTIVATED', profile = :profile, step_up = :stepUp, device_key_hash = NULL,
                  master_key = :masterKey, master_key_check_value = :checkValue, credential_key = :credentialKey, activated_at = :at,
                  batch_number = CASE WHEN activated_at IS NULL THEN batch_number ELSE batch_number % 999999 + 1 END
                WHERE terminal_id = :terminal""")
                .param("profile", masterKey.terminalProfile().code()).param("stepUp", credentialKey.isPresent() ? "online" : "local").param("masterKey", masterKey.value())
                .param("checkValue", checkValue).param("credentialKey", credentialKey.map(KeyBlock::value).orElse(null))
                .param("at", clock.instant().atOffset(ZoneOffset.UTC)).param("terminal", terminal.value()).update();
        jdbc.sql("DELETE FROM fleet.sign_in WHERE terminal_id = ?").param(terminal.value()).update();
        jdbc.sql("DELETE FROM fleet.activation WHERE terminal_id = ?").param(terminal.value()).update();
        audit.loadedByHand(terminal, masterKey.terminalProfile(), checkValue);
    }
}
